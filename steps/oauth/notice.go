package oauth

import (
	"fmt"
	"html"
	"net/http"

	"agentcore-workshop/steps/text"
)

const noticeForm = `<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>agentcore-workshop</title>
<style>
:root{color-scheme:light dark}
body{font:1.1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:12vh auto;padding:0 1.5rem;word-break:keep-all}
.mark{font-size:3rem;line-height:1}h1{font-size:1.4rem;margin:.6em 0 .2em}p{margin:.2em 0}
code{display:block;margin:1em 0;padding:.6em .8em;border:1px solid #8888;border-radius:.4em;overflow-wrap:anywhere}
[lang=en]{opacity:.85}
</style></head><body><div class="mark" aria-hidden="true">%s</div>
<section lang="ko"><h1>%s</h1><p>%s</p></section>%s
<section lang="en"><h1>%s</h1><p>%s</p></section>
</body></html>
`

// WriteNotice writes the page that a browser is shown at the end of a redirect to this machine. Its reader may not be the
// terminal's, so both languages stand on it. Detail may be a stranger's text, and is escaped as all the rest.
func WriteNotice(w http.ResponseWriter, status int, mark string, head, body text.T, detail string) {
	quoted := ""
	if detail != "" {
		quoted = "<code>" + html.EscapeString(detail) + "</code>"
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	e := func(t text.T, l text.Lang) string { return html.EscapeString(t.In(l)) }
	fmt.Fprintf(w, noticeForm, html.EscapeString(mark),
		e(head, text.Korean), e(body, text.Korean), quoted, e(head, text.English), e(body, text.English))
}
