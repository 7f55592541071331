package atlassian

import (
	"crypto/subtle"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// agentcoreCallback is where AgentCore's providers take their answers; what follows names the provider.
const agentcoreCallback = "/identities/oauth2/callback/"

// question is an authorization request (RFC 6749 4.1.1) that can be answered.
type question struct {
	realm                      *core.Realm
	redirect, state, challenge string
	scopes                     []string
}

// ask reads an authorization request. What is wrong with client or redirect URI is shown here and never sent on.
func ask(p *core.Page, query url.Values) (question, string) {
	q := question{redirect: query.Get("redirect_uri"), state: query.Get("state"), challenge: query.Get("code_challenge"),
		scopes: strings.Fields(query.Get("scope"))}
	u, err := url.Parse(q.redirect)
	if query.Get("client_id") != ClientID {
		return q, "There is no application with this client id."
	}
	if err != nil || u.Scheme != "https" {
		return q, "The redirect URI is not registered with this application."
	}
	id, found := strings.CutPrefix(u.Path, agentcoreCallback)
	ref, known := p.Cloud.Index.Find("agentcore-callback:" + id)
	if !found || !known || !strings.HasPrefix(u.Host, "bedrock-agentcore.") || !strings.HasSuffix(u.Host, ".amazonaws.com") {
		return q, "The redirect URI is not registered with this application: it has to be the provider's callback URL."
	}
	q.realm = ref.Realm
	return q, ""
}

// authorize shows the sign-in with the scopes that are asked for, and takes the answer.
func authorize(p *core.Page, w http.ResponseWriter, r *http.Request) {
	q, wrong := ask(p, r.URL.Query())
	if wrong != "" {
		writePage(w, http.StatusBadRequest, "<p role=\"alert\">"+html.EscapeString(wrong)+"</p>")
		return
	}
	back := func(values url.Values) {
		values.Set("state", q.state)
		http.Redirect(w, r, p.Public(q.redirect+"?"+values.Encode()), http.StatusFound)
	}
	switch {
	case r.URL.Query().Get("response_type") != "code" || r.URL.Query().Get("code_challenge_method") != "S256" && q.challenge != "":
		back(url.Values{"error": {"invalid_request"}})
	case unknownScope(q.scopes) != "":
		back(url.Values{"error": {"invalid_scope"}, "error_description": {"The scope " + unknownScope(q.scopes) + " is not one of this application's."}})
	case r.Method == http.MethodGet:
		writePage(w, http.StatusOK, consentForm(q, r.URL.RawQuery, ""))
	case r.Method != http.MethodPost:
		http.Error(w, "Only GET and POST.", http.StatusMethodNotAllowed)
	case r.PostFormValue("decision") == "deny":
		back(url.Values{"error": {"access_denied"}, "error_description": {"User did not authorize the request"}})
	default:
		user, known := personOf(r.PostFormValue("username"))
		if !known || subtle.ConstantTimeCompare([]byte(user.password), []byte(r.PostFormValue("password"))) != 1 {
			writePage(w, http.StatusUnauthorized, consentForm(q, r.URL.RawQuery, "Incorrect e-mail address or password. / 이메일 또는 암호가 올바르지 않습니다."))
			return
		}
		code := issue(p, q.realm, codeLife, grant{Kind: kindCode, User: user.email, Scopes: q.scopes, Redirect: q.redirect, Challenge: q.challenge})
		back(url.Values{"code": {code}})
	}
}

// unknownScope is the first scope that the application does not have.
func unknownScope(scopes []string) string {
	for _, s := range scopes {
		switch s {
		case scopeSearch, scopePage, scopeOffline, scopeMe:
		default:
			return s
		}
	}
	return ""
}

// consentForm signs in and agrees in one page. Without a session cookie nobody else can answer it for the person.
func consentForm(q question, query, problem string) string {
	var b strings.Builder
	b.WriteString(`<p><strong>agentcore-workshop</strong> wants to read your Confluence. / <strong>agentcore-workshop</strong>이(가) Confluence를 읽으려고 합니다.</p><ul>`)
	for _, s := range q.scopes {
		b.WriteString("<li><code>" + html.EscapeString(s) + "</code></li>")
	}
	b.WriteString("</ul>")
	if problem != "" {
		b.WriteString(`<p role="alert" class="error">` + html.EscapeString(problem) + `</p>`)
	}
	fmt.Fprintf(&b, `<form method="post" action="?%s"><label for="username">E-mail / 이메일</label>`+
		`<input id="username" name="username" type="text" autocomplete="username" required>`+
		`<label for="password">Password / 암호</label><input id="password" name="password" type="password" autocomplete="current-password" required>`+
		`<button name="decision" value="accept">Accept / 허용</button> <button name="decision" value="deny" formnovalidate>Cancel / 취소</button></form>`,
		html.EscapeString(query))
	return b.String()
}

const pageForm = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Practice Atlassian</title>
<style>
:root{color-scheme:light dark}
body{font:1.05rem/1.6 system-ui,sans-serif;max-width:30rem;margin:8vh auto;padding:0 1.5rem}
label{display:block;margin:.8em 0 .2em}input{width:100%%;padding:.5em;font:inherit;box-sizing:border-box}
button{margin:1em .5em 0 0;padding:.5em 1.2em;font:inherit}.error{border-left:.3em solid #c33;padding-left:.6em}.sign{opacity:.8}
</style></head><body><h1>Practice Atlassian</h1>
<p class="sign">This page belongs to a practice cloud on this machine. It is not Atlassian. / 이 컴퓨터의 연습용 페이지이며 Atlassian이 아닙니다.</p>
%s
</body></html>
`

func writePage(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'")
	w.Header().Set("X-Frame-Options", "DENY")
	w.WriteHeader(status)
	fmt.Fprintf(w, pageForm, body)
}
