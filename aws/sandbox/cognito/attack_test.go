package cognito

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`

// parameters are all that the pages read.
func parameters() []string {
	return []string{"client_id", "redirect_uri", "response_type", "state", "scope", "nonce", "code_challenge", "code_challenge_method",
		"prompt", "login_hint", "lang", "identity_provider", "resource", "logout_uri", "error", "unknown"}
}

// TestNoScript puts markup into every parameter of every page and wants none of it back, and a policy that would not
// run it if there were.
func TestNoScript(t *testing.T) {
	w := workshop(t)
	stop := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, path := range []string{"/login", "/oauth2/authorize", "/changePassword", "/logout", "/error", "/nothing"} {
		for _, name := range parameters() {
			a := w.get(stop, w.authURL(path, name, evil))
			checkPage(t, path+" "+name, a)
		}
	}
	b := w.browser()
	page := w.get(b, w.authURL("/login", "login_hint", evil, evil, evil))
	checkPage(t, "login", page)
	checkPage(t, "username", w.submit(b, page, url.Values{"username": {evil}, "password": {evil}}))
}

func checkPage(t *testing.T, what string, a answer) {
	t.Helper()
	if strings.Contains(a.body, "<script") || strings.Contains(a.body, "<img") || strings.Contains(a.body, evil) {
		t.Errorf("%s: markup came back", what)
	}
	if a.body == "" {
		return
	}
	csp := a.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action '"} {
		if !strings.Contains(csp, part) {
			t.Errorf("%s: policy without %s: %s", what, part, csp)
		}
	}
	if strings.Contains(csp, "script-src") || strings.Contains(csp, "unsafe") || a.Header.Get("X-Frame-Options") != "DENY" ||
		a.Header.Get("Referrer-Policy") != "same-origin" || a.Header.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: headers %v", what, a.Header)
	}
}

// TestNoOpenRedirect: only registered URIs are followed, to the letter.
func TestNoOpenRedirect(t *testing.T) {
	w := workshop(t)
	for _, uri := range []string{
		"https://evil.example/", "//evil.example/", "http://localhost:8501", "http://localhost:8501/x", "http://localhost:8501/?x=1",
		"http://localhost:8501/@evil.example/", "HTTP://localhost:8501/", "javascript:alert(1)", "http://localhost:8501/\r\nX: y",
		"https://example.com/auth/callback/../x", "https://example.com/auth/callback#f", "data:text/html,x",
	} {
		for _, path := range []string{"/oauth2/authorize", "/login", "/changePassword", "/logout"} {
			a := w.get(w.browser(), w.authURL(path, "redirect_uri", uri))
			if !strings.HasSuffix(a.Request.URL.Path, "/error") || a.Request.URL.Query().Get("error") != "redirect_mismatch" || a.StatusCode != 400 {
				t.Errorf("%s %q ended at %s (%d)", path, uri, a.Request.URL, a.StatusCode)
			}
		}
		b := w.browser()
		a := w.get(b, w.at("/logout")+"?"+url.Values{"client_id": {w.web}, "logout_uri": {uri}}.Encode())
		if !strings.HasSuffix(a.Request.URL.Path, "/error") {
			t.Errorf("logout to %q ended at %s", uri, a.Request.URL)
		}
	}
	for _, change := range [][]string{{"client_id", "nobody"}, {"client_id", ""}, {"redirect_uri", ""}} {
		if a := w.get(w.browser(), w.authURL("/oauth2/authorize", change...)); a.StatusCode != 400 || !strings.Contains(a.body, "<h1>") {
			t.Errorf("%v: %d", change, a.StatusCode)
		}
	}
}

// TestForgedForm: a form counts only with the token that the same browser got.
func TestForgedForm(t *testing.T) {
	w := workshop(t)
	good := url.Values{"username": {email}, "password": {secret1}}
	b := w.browser()
	page := w.get(b, w.authURL("/login"))
	csrfOf := func(a answer) string {
		_, rest, _ := strings.Cut(a.body, `name="_csrf" value="`)
		token, _, _ := strings.Cut(rest, `"`)
		return token
	}
	for name, try := range map[string]func() answer{
		"none": func() answer { return w.read(b.PostForm(page.Request.URL.String(), good)) },
		"guessed": func() answer {
			return w.read(b.PostForm(page.Request.URL.String(), url.Values{"username": {email}, "password": {secret1}, "_csrf": {"guess"}}))
		},
		"of another browser": func() answer {
			return w.read(w.browser().PostForm(page.Request.URL.String(), url.Values{"username": {email}, "password": {secret1}, "_csrf": {csrfOf(page)}}))
		},
	} {
		if a := try(); a.StatusCode != http.StatusForbidden || a.Header.Get("Location") != "" {
			t.Errorf("%s: %d", name, a.StatusCode)
		}
	}
	if w.redirected(w.submit(b, page, good)).Get("code") == "" {
		t.Error("the honest form does not work")
	}
}

// FuzzAuthorize: whatever is asked, the answer is a page of ours or a redirect to a registered address.
func FuzzAuthorize(f *testing.F) {
	w := workshop(f)
	for _, seed := range []string{"", "response_type=code&redirect_uri=http%3A%2F%2Flocalhost%3A8501%2F", "state=%0d%0aX:y&scope=openid",
		"redirect_uri=//x&redirect_uri=y", "prompt=none&nonce=" + url.QueryEscape(evil), "code_challenge=a&code_challenge_method=S256", "a;b=%zz"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, query string, known bool) {
		if known {
			query += "&client_id=" + w.web
		}
		r := httptest.NewRequest(http.MethodGet, "/oauth2/authorize", nil)
		r.URL.RawQuery = query
		rec := httptest.NewRecorder()
		page := &core.Page{Cloud: w.cloud, Host: host, Public: func(u string) string { return u }, CookiePath: "/"}
		if !New().Serve(page, rec, r) {
			t.Fatal("not served")
		}
		to := rec.Header().Get("Location")
		switch rec.Code {
		case http.StatusFound:
			if !strings.HasPrefix(to, back+"?") && !strings.HasPrefix(to, back+"#") && !strings.HasPrefix(to, "https://"+host+"/login?") &&
				!strings.HasPrefix(to, "https://"+host+"/error?") && !strings.HasPrefix(to, "https://example.com/auth/callback?") &&
				!strings.HasPrefix(to, "https://example.com/auth/callback#") || strings.ContainsAny(to, "\r\n<>\" ") {
				t.Fatalf("redirected to %q", to)
			}
		case http.StatusBadRequest:
			if strings.Contains(rec.Body.String(), "<script") {
				t.Fatal("markup came back")
			}
		default:
			t.Fatalf("status %d", rec.Code)
		}
	})
}
