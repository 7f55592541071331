package agentcore_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"agentcore-workshop/aws/sandbox/core"
)

func (b bench) wat() string {
	b.Helper()
	if _, err := b.try("GetWorkloadIdentity", core.Object{"name": "agent"}); err != nil {
		b.do("CreateWorkloadIdentity", core.Object{"name": "agent"})
	}
	return b.do("GetWorkloadAccessToken", core.Object{"workloadName": "agent"})["workloadAccessToken"].(string)
}

func m2m(wat string, scopes ...string) core.Object {
	return core.Object{"workloadIdentityToken": wat, "resourceCredentialProviderName": "p", "scopes": scopes, "oauth2Flow": "M2M"}
}

func TestMachineTokenIsFetchedOnceAndKept(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	b.do("CreateOauth2CredentialProvider", custom("p", p.URL, idpSecret))
	wat := b.wat()
	if strings.Count(wat, ".") != 4 || strings.Contains(wat, "agent") {
		t.Errorf("the token does not look sealed: %d parts", strings.Count(wat, ".")+1)
	}
	first := b.do("GetResourceOauth2Token", m2m(wat, "a", "b"))["accessToken"]
	if again := b.do("GetResourceOauth2Token", m2m(b.wat(), "b", "a"))["accessToken"]; again != first || len(p.asked()) != 1 {
		t.Errorf("the token was fetched %d times", len(p.asked()))
	}
	if f := p.asked()[0]; f["scope"] != "a b" || f["grant_type"] != "client_credentials" || f["how"] != "basic" {
		t.Errorf("asked with %v %v %v", f["scope"], f["grant_type"], f["how"])
	}
	b.do("GetResourceOauth2Token", m2m(wat))
	b.pass(time.Hour)
	if later := b.do("GetResourceOauth2Token", m2m(b.wat(), "a", "b"))["accessToken"]; later == first {
		t.Error("an expired token was handed out")
	}
	if len(p.asked()) != 3 {
		t.Errorf("asked %d times", len(p.asked()))
	}
}

// TestSecurityTheTokenEndpointsRedirectIsNotFollowed: a 307 would carry the client's secret on to whoever it names.
func TestSecurityTheTokenEndpointsRedirectIsNotFollowed(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	door := httptest.NewServer(http.RedirectHandler(p.URL+"/token", http.StatusTemporaryRedirect))
	t.Cleanup(door.Close)
	in := custom("p", p.URL, idpSecret)
	config := in["oauth2ProviderConfigInput"].(core.Object)["customOauth2ProviderConfig"].(core.Object)
	config["oauthDiscovery"].(core.Object)["authorizationServerMetadata"].(core.Object)["tokenEndpoint"] = door.URL
	b.do("CreateOauth2CredentialProvider", in)
	if out, err := b.try("GetResourceOauth2Token", m2m(b.wat(), "a")); err == nil || len(p.asked()) != 0 {
		t.Errorf("%v %v, and the other was asked %d times", out, err, len(p.asked()))
	}
}

func TestMachineTokenByDiscoveryAndPost(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	in := custom("p", p.URL, idpSecret)
	config := in["oauth2ProviderConfigInput"].(core.Object)["customOauth2ProviderConfig"].(core.Object)
	config["oauthDiscovery"] = core.Object{"discoveryUrl": p.URL + "/.well-known/openid-configuration"}
	config["clientAuthenticationMethod"] = "CLIENT_SECRET_POST"
	b.do("CreateOauth2CredentialProvider", in)
	if b.do("GetResourceOauth2Token", m2m(b.wat()))["accessToken"] != "token-1" || p.asked()[0]["how"] != "post" {
		t.Errorf("asked %v", p.asked()[0]["how"])
	}
}

func TestRefusalsOfTheDataPlane(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	b.do("CreateOauth2CredentialProvider", custom("p", p.URL, "stale"))
	wat := b.wat()
	_, err := b.try("GetResourceOauth2Token", m2m(wat))
	if err == nil || err.Error() != "ValidationException: Error parsing ClientCredentials response" {
		t.Errorf("a wrong secret gives %v", err)
	}
	b.do("UpdateOauth2CredentialProvider", custom("p", p.URL, idpSecret))
	b.do("GetResourceOauth2Token", m2m(wat))
	b.do("UpdateOauth2CredentialProvider", custom("p", p.URL, "stale"))
	b.fails("GetResourceOauth2Token", m2m(wat), "ValidationException", "Error parsing") // an update forgets the old client's tokens
	in := m2m(wat)
	in["resourceCredentialProviderName"] = "other"
	b.fails("GetResourceOauth2Token", in, "ResourceNotFoundException", "other")
	in = m2m(wat)
	in["oauth2Flow"] = "ON_BEHALF_OF_TOKEN_EXCHANGE"
	b.fails("GetResourceOauth2Token", in, "ValidationException", "onBehalfOfTokenExchangeConfig")
	b.fails("GetResourceOauth2Token", m2m("a.b.c.d.e"), "AccessDeniedException", "invalid")
	b.fails("GetResourceOauth2Token", m2m(wat[:len(wat)-4]+"AAAA"), "AccessDeniedException", "invalid")
	b.pass(15 * time.Minute)
	b.fails("GetResourceOauth2Token", m2m(wat), "AccessDeniedException", "Token has expired. Please generate a new token.")
}

func TestTokensOfAnotherAccountAreRefused(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	b.do("CreateOauth2CredentialProvider", custom("p", p.URL, idpSecret))
	wat := b.wat()
	other := func(service, op string, in core.Object) (core.Object, error) {
		return b.cloud.Do(&core.Call{Context: t.Context(), Realm: b.cloud.Realm("210987654321", "us-east-1"), Service: service, Operation: op}, in)
	}
	const control, data = "bedrock-agentcore-control", "bedrock-agentcore"
	for _, made := range []struct {
		service, op string
		in          core.Object
	}{
		{control, "CreateOauth2CredentialProvider", custom("p", p.URL, idpSecret)},
		{control, "CreateWorkloadIdentity", core.Object{"name": "agent"}},
		{data, "GetWorkloadAccessToken", core.Object{"workloadName": "agent"}},
	} {
		if _, err := other(made.service, made.op, made.in); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := other(data, "GetResourceOauth2Token", m2m(wat)); err == nil || !strings.HasPrefix(err.Error(), "AccessDeniedException") {
		t.Errorf("another account's token: %v", err)
	}
}

// issuer signs tokens and publishes its key.
type issuer struct {
	*httptest.Server
	key *rsa.PrivateKey
}

func newIssuer(t *testing.T) *issuer {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{key: key}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]any{"issuer": i.URL, "jwks_uri": i.URL + "/jwks", "id_token_signing_alg_values_supported": []string{"RS256"}})
	})
	mux.HandleFunc("/jwks", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &key.PublicKey, KeyID: "k", Algorithm: "RS256", Use: "sig"}}})
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) token(t *testing.T, key *rsa.PrivateKey, id string, expires time.Time) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, (&jose.SignerOptions{}).WithHeader("kid", "k"))
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(jwt.Claims{Issuer: i.URL, Subject: "user-1", ID: id, Expiry: jwt.NewNumericDate(expires)}).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestTokenForJWTVerifiesTheUser(t *testing.T) {
	b, i := newBench(t), newIssuer(t)
	b.wat()
	soon := b.cloud.Clock.Now().Add(time.Hour)
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	in := func(token string) core.Object { return core.Object{"workloadName": "agent", "userToken": token} }
	b.do("GetWorkloadAccessTokenForJWT", in(i.token(t, i.key, "1", soon)))
	for name, token := range map[string]string{
		"foreign key": i.token(t, stranger, "1", soon),
		"expired":     i.token(t, i.key, "1", b.cloud.Clock.Now().Add(-time.Hour)),
		"no JWT":      "a.b.c",
	} {
		if _, err := b.try("GetWorkloadAccessTokenForJWT", in(token)); err == nil || !strings.HasPrefix(err.Error(), "UnauthorizedException") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
