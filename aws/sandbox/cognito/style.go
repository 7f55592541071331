package cognito

// style is the look of the hosted pages: Cognito's classic card, readable at any size, light and dark, with the
// practice cloud's band on top so that no screenshot can be taken for AWS. No fonts or images are loaded.
const style = `:root{color-scheme:light dark;--bg:#f2f3f3;--card:#fff;--text:#16191f;--soft:#545b64;--line:#879596;` +
	`--accent:#0a5fb4;--on:#fff;--bad:#b3160d;--badbg:#fdf3f1;--band:#ffd666;--bandtext:#2b2100}` +
	`@media (prefers-color-scheme:dark){:root{--bg:#0f1b2a;--card:#192534;--text:#e9ebed;--soft:#b6bec9;--line:#7d8998;` +
	`--accent:#8ecbff;--on:#04203c;--bad:#ff9d94;--badbg:#3a1a1c;--band:#5c4700;--bandtext:#fff3cf}}` +
	`*{box-sizing:border-box}body{margin:0;min-height:100vh;background:var(--bg);color:var(--text);` +
	`font:1rem/1.5 system-ui,-apple-system,"Segoe UI","Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif}` +
	`header{background:var(--band);color:var(--bandtext);padding:.6rem 1rem;display:flex;flex-wrap:wrap;gap:.2rem .8rem;` +
	`justify-content:center;font-size:.9rem}` +
	`main{max-width:26rem;margin:clamp(1rem,8vh,5rem) auto 1rem;padding:2rem;background:var(--card);border-radius:.6rem;` +
	`box-shadow:0 1px 6px rgba(0,0,0,.25);overflow-wrap:anywhere;word-break:keep-all}` +
	`@media (max-width:30rem){main{margin:0;border-radius:0;box-shadow:none;min-height:80vh}}` +
	`h1{font-size:1.4rem;margin:0 0 .5rem}p{margin:.4rem 0;color:var(--soft)}strong{color:inherit}` +
	`ul{margin:.2rem 0 .6rem;padding-left:1.2rem;color:var(--soft)}` +
	`label{display:block;margin:1rem 0 .3rem;font-weight:600}` +
	`input{width:100%;padding:.6rem .7rem;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);` +
	`border-radius:.3rem}input[aria-invalid]{border-color:var(--bad)}` +
	`button{width:100%;margin-top:1.5rem;padding:.7rem;font:inherit;font-weight:700;color:var(--on);` +
	`background:var(--accent);border:0;border-radius:.3rem;cursor:pointer}` +
	`:focus-visible{outline:3px solid var(--accent);outline-offset:2px}` +
	`.error{color:var(--bad);background:var(--badbg);border-left:4px solid var(--bad);padding:.6rem .8rem;border-radius:.2rem}`
