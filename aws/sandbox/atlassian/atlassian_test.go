package atlassian_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/atlassian"
	"agentcore-workshop/aws/sandbox/core"
)

const callbackURL = "https://bedrock-agentcore.us-east-1.amazonaws.com/identities/oauth2/callback/abc"

// bench is the practice Atlassian in a cloud where one provider's callback is known.
type bench struct {
	*testing.T
	cloud *core.Cloud
}

func newBench(t *testing.T) bench {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	cloud := core.New(core.NewClock(func() time.Time { return now }), core.NewIDs(1), atlassian.New())
	cloud.Index.Claim("agentcore-callback:abc", core.Ref{Realm: cloud.Realm("123456789012", "us-east-1"), ID: "p"})
	return bench{t, cloud}
}

func (b bench) send(method, host, target string, form url.Values, bearer string) *http.Response {
	b.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if bearer != "" {
		r.Header.Set("Authorization", "Bearer "+bearer)
	}
	w := httptest.NewRecorder()
	page := &core.Page{Cloud: b.cloud, Host: host, Public: func(u string) string { return u }}
	if !atlassian.New().Serve(page, w, r) {
		b.Fatalf("%s %s is not served", host, target)
	}
	return w.Result()
}

func request(scope, redirect string) string {
	return "/authorize?" + url.Values{"client_id": {atlassian.ClientID}, "response_type": {"code"}, "redirect_uri": {redirect}, "state": {"s"}, "scope": {scope}}.Encode()
}

// agree signs a person in and returns what the redirect carries.
func (b bench) agree(email, password, scope string) url.Values {
	b.Helper()
	res := b.send("POST", atlassian.AuthHost, request(scope, callbackURL), url.Values{"username": {email}, "password": {password}}, "")
	to, err := url.Parse(res.Header.Get("Location"))
	if err != nil {
		b.Fatal(err)
	}
	return to.Query()
}

func (b bench) tokens(form url.Values) (int, map[string]any) {
	b.Helper()
	form.Set("client_id", atlassian.ClientID)
	form.Set("client_secret", "practice-confluence-secret")
	res := b.send("POST", atlassian.AuthHost, "/oauth/token", form, "")
	var body map[string]any
	if err := json.NewDecoder(res.Body).Decode(&body); err != nil {
		b.Fatal(err)
	}
	return res.StatusCode, body
}

func (b bench) redeem(code string) (int, map[string]any) {
	return b.tokens(url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callbackURL}})
}

func (b bench) search(token string) (int, string) {
	b.Helper()
	res := b.send("GET", atlassian.APIHost, "/ex/confluence/"+atlassian.CloudID+"/wiki/rest/api/search?cql="+url.QueryEscape("siteSearch ~ 'project'"), nil, token)
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func TestEachPersonFindsTheirOwnProject(t *testing.T) {
	b := newBench(t)
	for email, project := range map[string]string{"test@example.com": "Project A", "second@example.com": "Project B"} {
		status, body := b.redeem(b.agree(email, "TestPassword123!", "search:confluence offline_access").Get("code"))
		if status != 200 || body["refresh_token"] == nil {
			t.Fatalf("%s: %d %v", email, status, len(body))
		}
		status, found := b.search(body["access_token"].(string))
		other := map[string]string{"Project A": "Project B", "Project B": "Project A"}[project]
		if status != 200 || !strings.Contains(found, project) || strings.Contains(found, other) {
			t.Errorf("%s found %d %s", email, status, found)
		}
	}
}

func TestCodesAndRefreshTokensAreGoodOnce(t *testing.T) {
	b := newBench(t)
	code := b.agree("test@example.com", "TestPassword123!", "search:confluence offline_access").Get("code")
	_, first := b.redeem(code)
	if status, again := b.redeem(code); status != http.StatusForbidden || again["error"] != "invalid_grant" {
		t.Errorf("the code twice: %d %v", status, again["error"])
	}
	refresh := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {first["refresh_token"].(string)}}
	if status, next := b.tokens(refresh); status != 200 || next["refresh_token"] == first["refresh_token"] {
		t.Errorf("the refresh token did not rotate: %d", status)
	}
	if status, _ := b.tokens(refresh); status != http.StatusForbidden {
		t.Errorf("the old refresh token: %d", status)
	}
	late := b.agree("test@example.com", "TestPassword123!", "search:confluence").Get("code")
	b.cloud.Clock.SetOffset(6 * time.Minute)
	if status, _ := b.redeem(late); status != http.StatusForbidden {
		t.Errorf("a code of six minutes: %d", status)
	}
}

func TestRefusals(t *testing.T) {
	b := newBench(t)
	for name, test := range map[string]struct {
		target string
		status int
		says   string
	}{
		"a stranger's redirect": {request("search:confluence", "https://evil.example/cb"), 400, "not registered"},
		"an unknown callback":   {request("search:confluence", strings.Replace(callbackURL, "abc", "xyz", 1)), 400, "callback URL"},
		"a scope too many":      {request("admin:confluence", callbackURL), 302, ""},
	} {
		res := b.send("GET", atlassian.AuthHost, test.target, nil, "")
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != test.status || !strings.Contains(string(body), test.says) {
			t.Errorf("%s: %d %s", name, res.StatusCode, body)
		}
	}
	if q := b.agree("test@example.com", "wrong", "search:confluence"); q.Get("code") != "" {
		t.Error("a wrong password got a code")
	}
	res := b.send("POST", atlassian.AuthHost, request("search:confluence", callbackURL), url.Values{"decision": {"deny"}}, "")
	if to := res.Header.Get("Location"); !strings.Contains(to, "error=access_denied") {
		t.Errorf("cancelling leads to %q", to)
	}
	_, body := b.redeem(b.agree("test@example.com", "TestPassword123!", "read:me").Get("code"))
	if body["refresh_token"] != nil {
		t.Error("a refresh token without offline_access")
	}
	if status, said := b.search(body["access_token"].(string)); status != 401 || !strings.Contains(said, "scope does not match") {
		t.Errorf("a search without the scope: %d %s", status, said)
	}
	if status, _ := b.search("nonsense"); status != 401 {
		t.Errorf("a search without a token: %d", status)
	}
}
