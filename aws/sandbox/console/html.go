package console

import (
	"crypto/sha256"
	"encoding/base64"
	"html"
	"net/http"
	"strings"
)

// markup is HTML that may be written as it is. Only this file makes it of other text, and escapes it.
type markup string

// The pages are built by hand: html/template would add 18 MB to the program.
func esc(s string) markup { return markup(html.EscapeString(s)) }

func code(s string) markup { return "<code>" + esc(s) + "</code>" }

// codes shows a list of values, one below the other.
func codes(list []string) markup {
	if len(list) == 0 {
		return "–"
	}
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = string(code(s))
	}
	return markup(strings.Join(parts, "<br>"))
}

func anchor(to, label string) markup {
	return `<a href="` + esc(to) + `">` + esc(label) + `</a>`
}

// status shows a state with a colour, and says it in words, too.
func status(s string) markup {
	class := "wait"
	switch {
	case s == "":
		return "–"
	case strings.Contains(s, "FAIL") || strings.Contains(s, "ROLLBACK"):
		class = "bad"
	case strings.HasSuffix(s, "COMPLETE") || s == "READY" || s == "ACTIVE":
		class = "good"
	}
	return markup(`<span class="`+class+`">`) + esc(s) + `</span>`
}

func (v *view) note(s string) markup { return `<p class="note">` + esc(s) + `</p>` }

// problem shows what a service answered instead.
func (v *view) problem(err error) markup {
	return `<p class="error" role="alert">` + esc(err.Error()) + `</p>`
}

func heading(s string, count string) markup {
	return `<h2>` + esc(s) + ` <span class="count">` + esc(count) + `</span></h2>`
}

// table shows rows below their headings, or a sentence when there are none.
func table(head []string, rows [][]markup, none string) markup {
	if len(rows) == 0 {
		return `<p class="note">` + esc(none) + `</p>`
	}
	var b strings.Builder
	b.WriteString(`<div class="wide"><table><thead><tr>`)
	for _, h := range head {
		b.WriteString(`<th scope="col">` + string(esc(h)) + `</th>`)
	}
	b.WriteString(`</tr></thead><tbody>`)
	for _, row := range rows {
		b.WriteString(`<tr>`)
		for _, cell := range row {
			b.WriteString(`<td>` + string(cell) + `</td>`)
		}
		b.WriteString(`</tr>`)
	}
	b.WriteString(`</tbody></table></div>`)
	return markup(b.String())
}

// pairs shows names and values of one thing.
func pairs(list ...any) markup {
	var b strings.Builder
	b.WriteString(`<dl>`)
	for i := 0; i+1 < len(list); i += 2 {
		b.WriteString(`<dt>` + string(esc(list[i].(string))) + `</dt><dd>` + string(list[i+1].(markup)) + `</dd>`)
	}
	b.WriteString(`</dl>`)
	return markup(b.String())
}

// tabs are the console's pages, in the course's order.
func (v *view) tabs(current string) markup {
	var b strings.Builder
	for _, tab := range []struct{ page, label string }{
		{"", v.t("Overview", "개요")}, {"cloudformation", "CloudFormation"}, {"cognito", "Amazon Cognito"},
		{"agentcore", "AgentCore Identity"}, {"requests", v.t("Last requests", "최근 요청")},
	} {
		mark := ""
		if tab.page == current {
			mark = ` aria-current="page"`
		}
		b.WriteString(`<a href="` + string(esc(v.link(tab.page))) + `"` + mark + `>` + string(esc(tab.label)) + `</a>`)
	}
	return markup(b.String())
}

// frame writes a page. The style is allowed by its hash; nothing else may be loaded, sent or run from anywhere.
func (v *view) frame(code int, current, title string, body markup) {
	sum := sha256.Sum256([]byte(style))
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.lang)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+
		"'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	v.w.WriteHeader(code)
	practice := v.t("Practice cloud", "연습용 클라우드")
	other, name := "ko", "한국어"
	if v.lang == "ko" {
		other, name = "en", "English"
	}
	page := markup(`<!DOCTYPE html><html lang="`+v.lang+`"><head><meta charset="utf-8">`+
		`<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">`+
		`<meta name="robots" content="noindex"><title>`) + esc(title) + ` · ` + esc(practice) + `</title><style>` + style + `</style></head><body>` +
		`<header><strong>` + esc(practice) + `</strong><span>` +
		esc(v.t("This console runs on your own machine. It is not AWS, and nothing in it is billed.", "내 컴퓨터에서 실행되는 콘솔입니다. AWS가 아니며 요금이 없습니다.")) +
		`</span><a lang="` + markup(other) + `" href="` + esc(v.linkTo(current, v.account, v.region, other, true)) + `">` + esc(name) + `</a></header>` +
		`<nav>` + v.tabs(current) + `<span class="place">` + esc(v.account) + ` · ` + esc(v.region) + `</span></nav><main><h1>` + esc(title) + `</h1>` + body + `</main></body></html>`
	_, _ = v.w.Write([]byte(page)) // a browser that went away sees nothing anyway
}

// ok writes a page that was found.
func (v *view) ok(current, title string, body markup) { v.frame(http.StatusOK, current, title, body) }
