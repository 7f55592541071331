package cognito

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func TestAuthorizeErrors(t *testing.T) {
	w := workshop(t)
	challenge := strings.Repeat("A", 43)
	for name, c := range map[string]struct {
		change []string
		want   string
	}{
		"no response type":       {[]string{"response_type", ""}, "invalid_request"},
		"strange response type":  {[]string{"response_type", "id_token"}, "invalid_request"},
		"challenge, no method":   {[]string{"code_challenge", challenge}, "invalid_request"},
		"plain":                  {[]string{"code_challenge", challenge, "code_challenge_method", "plain"}, "invalid_request"},
		"challenge of no S256":   {[]string{"code_challenge", "short", "code_challenge_method", "S256"}, "invalid_request"},
		"scope unknown":          {[]string{"scope", "openid nothing"}, "invalid_scope"},
		"scope not the client's": {[]string{"scope", "openid " + rsID + "/other"}, "invalid_scope"},
		"offline_access":         {[]string{"scope", "openid offline_access"}, "invalid_scope"},
		"email without openid":   {[]string{"scope", "email"}, "invalid_scope"},
		"nobody signed in":       {[]string{"prompt", "none"}, "login_required"},
		"prompt none and more":   {[]string{"prompt", "none login"}, "invalid_request"},
		"other provider":         {[]string{"identity_provider", "Google"}, "invalid_request"},
		"resource":               {[]string{"resource", "http://example.com/"}, "invalid_request"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{TB: t, server: w.server, web: w.web}
			for _, path := range []string{"/oauth2/authorize", "/login"} {
				if path == "/login" && c.want == "login_required" {
					continue
				}
				got := w.redirected(w.get(w.browser(), w.authURL(path, c.change...)))
				if got.Get("error") != c.want || got.Get("state") != "s1" || got.Get("code") != "" {
					t.Errorf("%s: %v", path, got)
				}
			}
		})
	}
}

func TestImplicitNeedsItsFlow(t *testing.T) {
	w := workshop(t)
	a := w.get(w.browser(), w.authURL("/oauth2/authorize", "response_type", "token"))
	if got := a.Header.Get("Location"); got != back+"#error=unauthorized_client&error_description=unauthorized_client&state=s1" {
		t.Errorf("Location = %s", got)
	}
	in := webClient(w.pool)
	in["AllowedOAuthFlows"] = []string{"code", "implicit"}
	id := w.must("CreateUserPoolClient", in)["UserPoolClient"].(core.Object)["ClientId"].(string)
	b := w.browser()
	ask := w.authURL("/oauth2/authorize", "response_type", "token", "client_id", id)
	a = w.submit(b, w.get(b, ask), url.Values{"username": {email}, "password": {secret1}})
	to, err := a.Location()
	if err != nil {
		t.Fatal(err)
	}
	got, err := url.ParseQuery(to.Fragment)
	if err != nil || got.Get("access_token") == "" || got.Get("id_token") == "" || got.Get("expires_in") != "3600" || to.RawQuery != "" {
		t.Error("the implicit flow answers in the fragment, and only there")
	}
}

func TestSession(t *testing.T) {
	w := workshop(t)
	b := w.browser()
	ask := w.authURL("/oauth2/authorize")
	w.signIn(b, ask)
	if w.redirected(w.get(b, ask)).Get("code") == "" {
		t.Error("a valid cookie does not skip the sign-in")
	}
	if w.redirected(w.get(b, w.authURL("/oauth2/authorize", "prompt", "none"))).Get("code") == "" {
		t.Error("prompt=none with a session gives a code")
	}
	if a := w.get(b, w.authURL("/oauth2/authorize", "prompt", "login")); !strings.HasSuffix(a.Request.URL.Path, "/login") || a.StatusCode != 200 {
		t.Error("prompt=login asks again")
	}
	if a := w.get(w.browser(), ask); !strings.HasSuffix(a.Request.URL.Path, "/login") {
		t.Error("another browser is not signed in")
	}
	w.passes(sessionLife)
	if a := w.get(b, ask); !strings.HasSuffix(a.Request.URL.Path, "/login") {
		t.Error("a session ends after an hour")
	}
}

func TestCookieAttributes(t *testing.T) {
	w := workshop(t)
	b := w.browser()
	a := w.submit(b, w.get(b, w.authURL("/login")), url.Values{"username": {strings.ToUpper(email)}, "password": {secret1}})
	for _, c := range a.Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != alias+host+"/" || c.Name == sessionCookie && c.MaxAge != 3600 {
			t.Errorf("cookie %s: %+v", c.Name, c)
		}
	}
	if len(a.Cookies()) != 1 {
		t.Errorf("%d cookies", len(a.Cookies()))
	}
}

func TestWrongPassword(t *testing.T) {
	w := workshop(t)
	for lang, text := range map[string]string{"en": "Incorrect username or password.", "ko": "사용자 이름 또는 비밀번호가 올바르지 않습니다."} {
		for _, name := range []string{email, "stranger@example.com"} {
			b := w.browser()
			a := w.submit(b, w.get(b, w.authURL("/login", "lang", lang)), url.Values{"username": {name}, "password": {"wrong"}})
			if a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, text) || !strings.Contains(a.body, `value="`+name+`"`) ||
				!strings.Contains(a.body, `aria-describedby="error"`) || strings.Contains(a.body, "wrong\"") {
				t.Errorf("%s %s: %d %s", lang, name, a.StatusCode, a.body)
			}
		}
	}
}

func TestNewPassword(t *testing.T) {
	w := workshop(t)
	w.must("AdminSetUserPassword", core.Object{"UserPoolId": w.pool, "Username": email, "Password": "Temporary#2"})
	b := w.browser()
	ask := w.authURL("/oauth2/authorize")
	page := w.submit(b, w.get(b, ask), url.Values{"username": {email}, "password": {"Temporary#2"}})
	if !strings.HasSuffix(page.Request.URL.Path, "/changePassword") {
		t.Fatalf("a temporary password leads to %s", page.Request.URL)
	}
	for _, c := range []struct{ first, second, text string }{
		{"short", "short", "Password did not conform with policy: Password not long enough"},
		{"alllower#1", "alllower#1", "Password must have uppercase characters"},
		{secret1, secret1 + "x", "The two passwords are not the same."},
	} {
		a := w.submit(b, page, url.Values{"new_password": {c.first}, "confirm_password": {c.second}})
		if a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, c.text) {
			t.Errorf("%q: %d", c.text, a.StatusCode)
		}
	}
	a := w.submit(b, page, url.Values{"new_password": {"Fresh#2026x"}, "confirm_password": {"Fresh#2026x"}})
	if w.redirected(a).Get("code") == "" {
		t.Error("a new password ends the sign-in with a code")
	}
	user := w.must("AdminGetUser", core.Object{"UserPoolId": w.pool, "Username": email})
	if user["UserStatus"] != confirmed {
		t.Errorf("status = %v", user["UserStatus"])
	}
	w.submit(b, page, url.Values{"new_password": {"Again#2026x"}, "confirm_password": {"Again#2026x"}})
	w.wants("NotAuthorizedException", errBadLogin, "InitiateAuth", w.login("Again#2026x")) // a challenge is answered once
	w.must("InitiateAuth", w.login("Fresh#2026x"))
}

func TestLogout(t *testing.T) {
	w := workshop(t)
	b := w.browser()
	ask := w.authURL("/oauth2/authorize")
	w.signIn(b, ask)
	out := w.at("/logout") + "?" + url.Values{"client_id": {w.web}, "logout_uri": {back}}.Encode()
	if a := w.get(b, out); a.Header.Get("Location") != back {
		t.Errorf("logout = %d %s", a.StatusCode, a.Header.Get("Location"))
	}
	if a := w.get(b, ask); !strings.HasSuffix(a.Request.URL.Path, "/login") {
		t.Error("logout leaves the browser signed in")
	}
	w.signIn(b, ask)
	if a := w.get(b, w.authURL("/logout")); !strings.HasSuffix(a.Request.URL.Path, "/login") || a.StatusCode != 200 {
		t.Error("logout with an authorization request asks for another sign-in")
	}
}

func TestLanguage(t *testing.T) {
	for _, c := range []struct{ param, accept, want string }{
		{"", "", "en"}, {"", "ko-KR,ko;q=0.9,en;q=0.8", "ko"}, {"en", "ko", "en"}, {"ko", "en-US", "ko"}, {"", "fr, ko;q=0.5", "ko"}, {"xx", "de", "en"},
	} {
		if got := language(c.param, c.accept); got != c.want {
			t.Errorf("language(%q, %q) = %s", c.param, c.accept, got)
		}
	}
	w := workshop(t)
	if a := w.get(w.browser(), w.authURL("/login", "lang", "ko")); !strings.Contains(a.body, `<html lang="ko">`) || !strings.Contains(a.body, "연습용 클라우드") {
		t.Error("the Korean page does not say 연습용 클라우드")
	}
}

// TestDomainTakesItsTime: on AWS a domain answers half a minute after it was made.
func TestDomainTakesItsTime(t *testing.T) {
	w := workshop(t)
	w.must("DeleteUserPoolDomain", core.Object{"UserPoolId": w.pool, "Domain": prefix})
	if a := w.get(w.browser(), w.authURL("/login")); a.StatusCode != http.StatusNotFound {
		t.Errorf("a domain that is gone = %d", a.StatusCode)
	}
	w.cloud.SetPace(core.Realistic)
	w.must("CreateUserPoolDomain", core.Object{"UserPoolId": w.pool, "Domain": prefix})
	status := func() any {
		return w.must("DescribeUserPoolDomain", core.Object{"Domain": prefix})["DomainDescription"].(core.Object)["Status"]
	}
	if got := status(); got != "CREATING" {
		t.Errorf("at once: %v", got)
	}
	w.passes(29 * time.Second)
	if a := w.get(w.browser(), w.authURL("/login")); a.StatusCode != http.StatusNotFound {
		t.Errorf("before it is active = %d", a.StatusCode)
	}
	w.passes(time.Second)
	if a := w.get(w.browser(), w.authURL("/login")); a.StatusCode != http.StatusOK {
		t.Errorf("once it is active = %d", a.StatusCode)
	}
	if got := status(); got != "ACTIVE" {
		t.Errorf("after 30 s: %v", got)
	}
}
