package oauth_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

// hosted is a sign-in page as Cognito's behave: a session cookie, a hidden field, a new-password form, a redirect.
func hosted(t *testing.T, returnTo string) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /oauth2/authorize", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "XSRF", Value: "1", Path: "/"})
		http.Redirect(w, r, "/login?"+r.URL.RawQuery, http.StatusFound)
	})
	page := func(w http.ResponseWriter, fields string) {
		fmt.Fprintf(w, `<form action="/login?a=1&amp;b=2" method='post'><input type=hidden name="_csrf" value="t&amp;k">%s<input type="submit" name="go"></form>`, fields)
	}
	mux.HandleFunc("GET /login", func(w http.ResponseWriter, r *http.Request) {
		page(w, `<input name="username" type="text"><input name="password" type="password">`)
	})
	mux.HandleFunc("POST /login", func(w http.ResponseWriter, r *http.Request) {
		if c, err := r.Cookie("XSRF"); err != nil || c.Value != "1" || r.PostFormValue("_csrf") != "t&k" {
			t.Error("cookie or hidden field lost")
		}
		switch {
		case r.PostFormValue("new_password") == "new" && r.PostFormValue("confirm_password") == "new":
			http.Redirect(w, r, returnTo+"?code=c&state=s", http.StatusFound)
		case r.PostFormValue("username") == "u" && r.PostFormValue("password") == "p":
			page(w, `<input name="new_password" type="password"><input name="confirm_password" type="password">`)
		default:
			page(w, `<input name="username" type="text"><input name="password" type="password">`)
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

func TestHTTPBrowserDeliversToTheLoopback(t *testing.T) {
	l, err := oauth.Listen([]string{"http://localhost:0/"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	l.Serve("s", "code", nil)
	s := hosted(t, l.RedirectURI())
	b := &oauth.HTTPBrowser{User: "u", Password: secret.New("p"), NewPassword: secret.New("new"), Returns: []string{l.RedirectURI()}}
	if err := b.Open(ctxFor(t), s.URL+"/oauth2/authorize?x=1"); err != nil {
		t.Fatal(err)
	}
	if c, err := l.Wait(ctxFor(t)); err != nil || c.Code.Reveal() != "c" {
		t.Fatal(err)
	}
}

func TestHTTPBrowserStopsAtForeignRedirect(t *testing.T) {
	const foreign = "https://example.com/auth/callback"
	s := hosted(t, foreign)
	b := &oauth.HTTPBrowser{User: "u", Password: secret.New("p"), NewPassword: secret.New("new"), Returns: []string{foreign}}
	final, err := b.Follow(ctxFor(t), s.URL+"/oauth2/authorize")
	if err != nil || !strings.HasPrefix(final, foreign+"?code=c") {
		t.Fatal(final, err)
	}
}

func TestHTTPBrowserSaysThatThePasswordIsWrong(t *testing.T) {
	s := hosted(t, "http://localhost:1/")
	b := &oauth.HTTPBrowser{User: "u", Password: secret.New("wrong")}
	if _, err := b.Follow(ctxFor(t), s.URL+"/oauth2/authorize"); !errors.Is(err, oauth.ErrSignIn) {
		t.Fatal(err)
	}
}

func TestAttempt(t *testing.T) {
	a, err := oauth.NewAttempt(strings.NewReader(strings.Repeat("r", 96)))
	if err != nil {
		t.Fatal(err)
	}
	u := a.AuthorizeURL("https://d/oauth2/authorize", "web", "http://localhost:8501/", []string{"openid", "email"})
	for _, want := range []string{"response_type=code", "code_challenge_method=S256", "code_challenge=" + a.Challenge(), "nonce=" + a.Nonce, "state=" + a.State, "scope=openid+email", "redirect_uri=http%3A%2F%2Flocalhost%3A8501%2F"} {
		if !strings.Contains(u, want) {
			t.Errorf("%s misses %s", u, want)
		}
	}
	if strings.Contains(u, a.Verifier.Reveal()+"&") && a.Verifier.Reveal() != a.State {
		t.Error("the verifier leaves with the authorization request")
	}
	if got := oauth.LogoutURL("https://d/oauth2/authorize", "web", "http://localhost:8501/"); got != "https://d/logout?client_id=web&logout_uri=http%3A%2F%2Flocalhost%3A8501%2F" {
		t.Error(got)
	}
}
