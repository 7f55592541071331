package agentcore_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
)

const (
	returnURL = "http://localhost:8081/oauth2/callback"
	awsHost   = "bedrock-agentcore.us-east-1.amazonaws.com"
)

// visit opens an address as a browser does and returns where it is sent, or nil when it is shown something.
func (b bench) visit(address, host string) *url.URL {
	b.Helper()
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	if !agentcore.NewData().Serve(&core.Page{Cloud: b.cloud, Host: host}, w, r) {
		b.Fatalf("%s is not served", r.URL.Path)
	}
	if w.Code != http.StatusFound {
		return nil
	}
	to, err := url.Parse(w.Header().Get("Location"))
	if err != nil {
		b.Fatal(err)
	}
	return to
}

// begin makes provider and identity, and starts a sign-in for a user.
func (b bench) begin(p *idp, who string) core.Object {
	b.Helper()
	if _, err := b.try("GetOauth2CredentialProvider", core.Object{"name": "p"}); err != nil {
		b.do("CreateOauth2CredentialProvider", custom("p", p.URL, idpSecret))
		b.do("CreateWorkloadIdentity", core.Object{"name": "agent", "allowedResourceOauth2ReturnUrls": []string{returnURL}})
	}
	wat := b.do("GetWorkloadAccessTokenForUserId", core.Object{"workloadName": "agent", "userId": who})["workloadAccessToken"]
	return core.Object{
		"workloadIdentityToken": wat, "resourceCredentialProviderName": "p", "scopes": []string{"openid"}, "oauth2Flow": "USER_FEDERATION",
		"resourceOauth2ReturnUrl": returnURL, "customState": "xyz", "customParameters": core.Object{"prompt": "login", "client_id": "evil"},
	}
}

// consent walks the browser from the authorization URL to the application and returns the application's address.
func (b bench) consent(started core.Object) *url.URL {
	b.Helper()
	toIDP := b.visit(started["authorizationUrl"].(string), awsHost)
	if toIDP == nil {
		b.Fatal("the authorization URL leads nowhere")
	}
	q := toIDP.Query()
	if q.Get("client_id") != "client-1" || q.Get("prompt") != "login" || q.Get("code_challenge_method") != "S256" || q.Get("scope") != "openid" {
		b.Errorf("sent to the identity provider with %v", q)
	}
	back, err := url.Parse(q.Get("redirect_uri"))
	if err != nil {
		b.Fatal(err)
	}
	return b.visit(back.Path+"?"+url.Values{"code": {"c"}, "state": {q.Get("state")}}.Encode(), "")
}

func TestUserFederation(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	in := b.begin(p, "alice")
	started := b.do("GetResourceOauth2Token", in)
	if started["sessionStatus"] != "IN_PROGRESS" || started["accessToken"] != nil {
		t.Fatalf("started %v", started["sessionStatus"])
	}
	app := b.consent(started)
	if app.Query().Get("session_id") != started["sessionUri"] || app.Query().Get("state") != "xyz" || app.Host != "localhost:8081" {
		t.Errorf("sent back to %s with %v", app.Host, app.Query())
	}
	if f := p.asked()[0]; f["code_verifier"] == "" || f["redirect_uri"] == "" || f["grant_type"] != "authorization_code" {
		t.Error("the code was exchanged without its verifier or redirect URI")
	}
	in["sessionUri"] = started["sessionUri"]
	if hidden := b.do("GetResourceOauth2Token", in); hidden["accessToken"] != nil {
		t.Error("the token was handed out before the session was completed")
	}
	if anew := b.do("GetResourceOauth2Token", b.begin(p, "alice")); anew["accessToken"] != nil {
		t.Error("a token that nobody has completed is in the vault")
	}
	complete := func(who string) core.Object {
		return core.Object{"sessionUri": started["sessionUri"], "userIdentifier": core.Object{"userId": who}}
	}
	b.fails("CompleteResourceTokenAuth", complete("mallory"), "AccessDeniedException", "Invalid or expired session")
	b.do("CompleteResourceTokenAuth", complete("alice"))
	if b.do("GetResourceOauth2Token", in)["accessToken"] != "token-1" {
		t.Error("the completed session gives no token")
	}
	b.fails("CompleteResourceTokenAuth", complete("alice"), "AccessDeniedException", "Invalid or expired session")

	b.pass(2 * time.Hour) // the access token is gone, the refresh token is not
	fresh := b.begin(p, "alice")
	if b.do("GetResourceOauth2Token", fresh)["accessToken"] != "token-2" || p.asked()[1]["grant_type"] != "refresh_token" {
		t.Error("the token was not refreshed")
	}
	if other := b.do("GetResourceOauth2Token", b.begin(p, "bob")); other["accessToken"] != nil {
		t.Error("another user got the token")
	}
	fresh["forceAuthentication"] = true
	forced := b.do("GetResourceOauth2Token", fresh)
	if forced["authorizationUrl"] == nil {
		t.Error("forceAuthentication did not ask the user again")
	}
	fresh["forceAuthentication"], fresh["sessionUri"] = false, forced["sessionUri"]
	if polled := b.do("GetResourceOauth2Token", fresh); polled["accessToken"] != nil {
		t.Error("the poll of a new consent got the token of the old one")
	}
}

func TestUserFederationRefusals(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	in := b.begin(p, "alice")
	in["resourceOauth2ReturnUrl"] = returnURL + "/"
	b.fails("GetResourceOauth2Token", in, "ValidationException", "not registered")
	delete(in, "resourceOauth2ReturnUrl")
	b.fails("GetResourceOauth2Token", in, "ValidationException", "You must provide a ResourceOauth2ReturnUrl to proceed with this flow")
	b.do("UpdateWorkloadIdentity", core.Object{"name": "agent", "allowedResourceOauth2ReturnUrls": []string{}})
	b.fails("GetResourceOauth2Token", in, "ValidationException", "You must register and use at least one ResourceOauth2ReturnUrl")
	b.do("UpdateWorkloadIdentity", core.Object{"name": "agent", "allowedResourceOauth2ReturnUrls": []string{returnURL}})
	in["resourceOauth2ReturnUrl"] = returnURL

	late := b.do("GetResourceOauth2Token", in)
	b.pass(10 * time.Minute)
	if b.visit(late["authorizationUrl"].(string), awsHost) != nil {
		t.Error("an expired session still leads to the identity provider")
	}
	failed := b.begin(p, "alice")
	started := b.do("GetResourceOauth2Token", failed)
	p.refuse = true
	if b.consent(started) != nil {
		t.Error("a refused code leads to the application")
	}
	failed["sessionUri"] = started["sessionUri"]
	if b.do("GetResourceOauth2Token", failed)["sessionStatus"] != "FAILED" {
		t.Error("the session did not fail")
	}
}

func TestTheSameJWTCompletesTheSession(t *testing.T) {
	b, p, i := newBench(t), newIDP(t), newIssuer(t)
	in := b.begin(p, "unused")
	soon := b.cloud.Clock.Now().Add(time.Hour)
	first, second := i.token(t, i.key, "1", soon), i.token(t, i.key, "2", soon)
	in["workloadIdentityToken"] = b.do("GetWorkloadAccessTokenForJWT", core.Object{"workloadName": "agent", "userToken": first})["workloadAccessToken"]
	started := b.do("GetResourceOauth2Token", in)
	b.consent(started)
	complete := func(token string) core.Object {
		return core.Object{"sessionUri": started["sessionUri"], "userIdentifier": core.Object{"userToken": token}}
	}
	b.fails("CompleteResourceTokenAuth", complete(second), "AccessDeniedException", "Invalid or expired session")
	b.do("CompleteResourceTokenAuth", complete(first))
	in["sessionUri"] = started["sessionUri"]
	if b.do("GetResourceOauth2Token", in)["accessToken"] == nil {
		t.Error("the completed session gives no token")
	}
}

func TestSessionsSurviveARestart(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	started := b.do("GetResourceOauth2Token", b.begin(p, "alice"))
	state, err := b.cloud.Save()
	if err != nil {
		t.Fatal(err)
	}
	again := newBench(t)
	again.cloud.Restore(state)
	if app := again.consent(started); app == nil || app.Query().Get("session_id") != started["sessionUri"] {
		t.Error("the session was lost")
	}
}
