package cognito

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"net/url"
	"strings"
)

// The pages are built by hand and every value goes through esc: text/template would add 18 MB to the program. There is
// no script at all, and the policy allows none, so that nothing a parameter carries can ever run.

func esc(s string) string { return html.EscapeString(s) }

// field is one input with its label, and the error that describes it.
type field struct {
	name, label, kind, value, autocomplete string
	focus, wrong                           bool
	describedBy                            string
}

func (f field) html() string {
	attrs := ""
	if f.focus {
		attrs += " autofocus"
	}
	if f.wrong {
		attrs += ` aria-invalid="true"`
	}
	if f.describedBy != "" {
		attrs += ` aria-describedby="` + esc(f.describedBy) + `"`
	}
	if f.kind != "password" {
		attrs += ` autocapitalize="none" spellcheck="false" value="` + esc(f.value) + `"`
	}
	return fmt.Sprintf(`<label for="%[1]s">%[2]s</label><input id="%[1]s" name="%[1]s" type="%[3]s" autocomplete="%[4]s" required%[5]s>`,
		esc(f.name), esc(f.label), esc(f.kind), esc(f.autocomplete), attrs)
}

// form is a form that posts to a page of this domain with the query it came with.
func (v *visit) formHTML(page, button string, fields ...field) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<form method="post" action="%s" novalidate>`, esc(page+"?"+v.query.Encode()))
	fmt.Fprintf(&b, `<input type="hidden" name="_csrf" value="%s">`, esc(v.csrf()))
	for _, f := range fields {
		b.WriteString(f.html())
	}
	fmt.Fprintf(&b, `<button type="submit">%s</button></form>`, esc(button))
	return b.String()
}

func alert(text string) string {
	if text == "" {
		return ""
	}
	return `<p id="error" class="error" role="alert">` + esc(text) + `</p>`
}

// loginPage shows the sign-in form, after a failed try with the name that was typed and the reason.
func (v *visit) loginPage(a *authRequest, status int, username, problem string) {
	describedBy := ""
	if problem != "" {
		describedBy = "error"
	}
	body := `<h1>` + esc(v.words.signInTitle) + `</h1><p>` + esc(v.words.signInTo) + ` <strong>` +
		esc(a.client.ClientName) + `</strong></p>` + alert(problem) +
		v.formHTML("login", v.words.signIn,
			field{name: "username", label: v.usernameLabel(), kind: "text", value: username, autocomplete: "username",
				focus: username == "", wrong: problem != "", describedBy: describedBy},
			field{name: "password", label: v.words.password, kind: "password", autocomplete: "current-password",
				focus: username != "", wrong: problem != "", describedBy: describedBy})
	v.html(status, v.words.signInTitle, body, v.formTargets(a))
}

func (v *visit) usernameLabel() string {
	label := v.words.username
	_ = v.look(func(p *Pool) error { // a pool that was deleted meanwhile only loses its label
		switch {
		case p.signsInWith("email"):
			label = v.words.email
		case p.signsInWith("phone_number"):
			label = v.words.phone
		}
		return nil
	})
	return label
}

// newPasswordPage shows the form that replaces a temporary password, with the policy it must keep.
func (v *visit) newPasswordPage(a *authRequest, status int, problem string) {
	describedBy := "policy"
	if problem != "" {
		describedBy = "error policy"
	}
	body := `<h1>` + esc(v.words.newTitle) + `</h1><p>` + esc(v.words.newLead) + `</p>` + alert(problem) + v.policyHTML() +
		v.formHTML("changePassword", v.words.save,
			field{name: "new_password", label: v.words.newPass, kind: "password", autocomplete: "new-password",
				focus: true, wrong: problem != "", describedBy: describedBy},
			field{name: "confirm_password", label: v.words.again, kind: "password", autocomplete: "new-password",
				wrong: problem != "", describedBy: describedBy})
	v.html(status, v.words.newTitle, body, v.formTargets(a))
}

func (v *visit) policyHTML() string {
	var pp passwordPolicy
	_ = v.look(func(p *Pool) error { pp = *p.Settings.Policies.PasswordPolicy; return nil }) // as above
	var b strings.Builder
	b.WriteString(`<div id="policy"><p>` + esc(v.words.policyLead) + `</p><ul>`)
	for _, rule := range []struct {
		on   bool
		text string
	}{
		{true, fmt.Sprintf(v.words.tooShort, pp.MinimumLength)}, {pp.RequireUppercase, v.words.upper},
		{pp.RequireLowercase, v.words.lower}, {pp.RequireNumbers, v.words.number}, {pp.RequireSymbols, v.words.symbol},
	} {
		if rule.on {
			b.WriteString(`<li>` + esc(rule.text) + `</li>`)
		}
	}
	b.WriteString(`</ul></div>`)
	return b.String()
}

// errorPage says what is wrong, and goes nowhere.
func (v *visit) errorPage(status int, text string) {
	v.html(status, v.words.errorTitle, `<h1>`+esc(v.words.errorTitle)+`</h1>`+alert(text), "'none'")
}

// formTargets is the form-action of the policy. Browsers hold redirects after a form to it as well, so the client's
// own redirect URI must be in it. Behind an AWS callback another redirect follows, to an app that AWS knows and we do not.
func (v *visit) formTargets(a *authRequest) string {
	targets := []string{"'self'", "http://localhost:*", "http://127.0.0.1:*"}
	u, err := url.Parse(a.redirectURI)
	switch {
	case err != nil:
	case u.Scheme == "https" && awsHost(u.Hostname()):
		targets = append(targets, "https:")
	case u.Scheme == "https":
		targets = append(targets, "https://"+cspHost(u.Host))
	case u.Scheme == "http" && strings.Contains(u.Host, "["): // host sources cannot name IPv6 addresses
		targets = append(targets, "http:")
	case u.Scheme != "http":
		targets = append(targets, u.Scheme+":") // url.Parse lets only letters, digits, '+', '-' and '.' through
	}
	return strings.Join(targets, " ")
}

// cspHost keeps a host from ending the directive that it stands in.
func cspHost(host string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-:", r) {
			return r
		}
		return -1
	}, host)
}

// html writes a page. The style is allowed by its hash; nothing else may be loaded from anywhere.
func (v *visit) html(status int, title, body, formTargets string) {
	sum := sha256.Sum256([]byte(style))
	h := v.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", v.words.lang)
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+
		"'; form-action "+formTargets+"; base-uri 'none'; frame-ancestors 'none'")
	v.w.WriteHeader(status)
	_, _ = v.w.Write([]byte(`<!DOCTYPE html><html lang="` + v.words.lang + `"><head><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">` +
		`<meta name="robots" content="noindex"><title>` + esc(title) + ` · ` + esc(v.words.practice) + `</title><style>` + style +
		`</style></head><body><header><strong>` + esc(v.words.practice) + `</strong><span>` + esc(v.words.practiceNote) +
		`</span></header><main>` + body + `</main></body></html>`)) // a browser that went away sees nothing anyway
}
