package console

// style is the look of the console: plain tables, light and dark, the practice cloud's band on top so that no screenshot
// can be taken for AWS. No fonts or images are loaded.
const style = `:root{color-scheme:light dark;--bg:#f2f3f3;--card:#fff;--text:#16191f;--soft:#545b64;--line:#d5dbdb;` +
	`--accent:#0a5fb4;--good:#1d6b12;--wait:#805400;--bad:#b3160d;--badbg:#fdf3f1;--band:#ffd666;--bandtext:#2b2100}` +
	`@media (prefers-color-scheme:dark){:root{--bg:#0f1b2a;--card:#192534;--text:#e9ebed;--soft:#b6bec9;--line:#414d5c;` +
	`--accent:#8ecbff;--good:#7fd873;--wait:#ffcf70;--bad:#ff9d94;--badbg:#3a1a1c;--band:#5c4700;--bandtext:#fff3cf}}` +
	`*{box-sizing:border-box}body{margin:0;background:var(--bg);color:var(--text);` +
	`font:1rem/1.5 system-ui,-apple-system,"Segoe UI","Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif}` +
	`header{background:var(--band);color:var(--bandtext);padding:.6rem 1rem;display:flex;flex-wrap:wrap;gap:.2rem .8rem;font-size:.9rem}` +
	`header a{margin-left:auto;color:inherit}` +
	`nav{background:var(--card);border-bottom:1px solid var(--line);padding:0 1rem;display:flex;flex-wrap:wrap;gap:0 1.2rem;align-items:center}` +
	`nav a{padding:.7rem 0;text-decoration:none;color:var(--text)}nav a[aria-current]{border-bottom:3px solid var(--accent);font-weight:700}` +
	`.place{margin-left:auto;color:var(--soft)}` +
	`main{max-width:90rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}` +
	`h1{font-size:1.5rem;margin:.5rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .5rem}h3{font-size:1rem;margin:1.2rem 0 .3rem}` +
	`.count,.note{color:var(--soft)}.count{font-weight:400}a{color:var(--accent)}` +
	`.wide{overflow-x:auto;background:var(--card);border:1px solid var(--line);border-radius:.5rem}` +
	`table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;vertical-align:top;padding:.5rem .7rem;` +
	`border-bottom:1px solid var(--line)}th{color:var(--soft);white-space:nowrap}tbody tr:last-child td{border-bottom:0}` +
	`td:first-child{min-width:10rem}code{font:.92em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}` +
	`dl{display:grid;grid-template-columns:minmax(9rem,max-content) 1fr;gap:.3rem 1rem;background:var(--card);` +
	`border:1px solid var(--line);border-radius:.5rem;padding:.8rem;margin:0}dt{color:var(--soft)}dd{margin:0;min-width:0}` +
	`td .good,td .wait,td .bad,td time{white-space:nowrap}.good{color:var(--good)}.wait{color:var(--wait)}.bad{color:var(--bad)}` +
	`.error{color:var(--bad);background:var(--badbg);border-left:4px solid var(--bad);padding:.6rem .8rem;border-radius:.2rem}` +
	`:focus-visible{outline:3px solid var(--accent);outline-offset:2px}`
