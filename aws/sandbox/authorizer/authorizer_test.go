package authorizer_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"agentcore-workshop/aws/sandbox/authorizer"
	"agentcore-workshop/aws/sandbox/core"
)

// issuer signs tokens and publishes its keys.
type issuer struct {
	*httptest.Server
	key  *rsa.PrivateKey
	kid  atomic.Value
	down atomic.Bool
	asks atomic.Int32
}

func newIssuer(t *testing.T) *issuer {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	i := &issuer{key: key}
	i.kid.Store("k1")
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.asks.Add(1)
		switch {
		case i.down.Load():
			w.WriteHeader(http.StatusServiceUnavailable)
		case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
			_ = json.NewEncoder(w).Encode(map[string]string{"issuer": i.URL, "jwks_uri": i.URL + "/jwks"})
		default:
			_ = json.NewEncoder(w).Encode(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: &i.key.PublicKey, KeyID: i.kid.Load().(string), Algorithm: "RS256", Use: "sig"}}})
		}
	}))
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) token(t *testing.T, claims core.Object) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: i.key}, (&jose.SignerOptions{}).WithHeader("kid", i.kid.Load()))
	if err != nil {
		t.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

var start = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func newCall(t *testing.T) *core.Call {
	cloud := core.New(core.NewClock(func() time.Time { return start }), core.NewIDs(1))
	return &core.Call{Context: t.Context(), Cloud: cloud}
}

func claims(i *issuer, change core.Object) core.Object {
	out := core.Object{
		"iss": i.URL, "sub": "u", "client_id": "web", "scope": "openid x/invoke", "cognito:groups": []string{"admin", "user"}, "team": "red",
		"iat": start.Unix(), "exp": start.Add(time.Hour).Unix(),
	}
	for name, value := range change {
		if out[name] = value; value == nil {
			delete(out, name)
		}
	}
	return out
}

func config(i *issuer, change core.Object) *authorizer.Config {
	tree := core.Object{"discoveryUrl": i.URL + "/.well-known/openid-configuration"}
	maps.Copy(tree, change)
	return authorizer.Read(core.Object{"customJWTAuthorizer": tree})
}

func rule(claim, kind, operator string, value any) core.Object {
	member := "matchValueString"
	if _, list := value.([]any); list {
		member = "matchValueStringList"
	}
	return core.Object{"customClaims": []any{core.Object{
		"inboundTokenClaimName": claim, "inboundTokenClaimValueType": kind,
		"authorizingClaimMatchValue": core.Object{"claimMatchOperator": operator, "claimMatchValue": core.Object{member: value}},
	}}}
}

func list(items ...any) []any { return items }

func TestCheck(t *testing.T) {
	i, stranger := newIssuer(t), newIssuer(t)
	const good = authorizer.Kind("")
	for _, test := range []struct {
		name           string
		config, claims core.Object
		want           authorizer.Kind
	}{
		{"nothing configured", nil, nil, good},
		{"client", core.Object{"allowedClients": list("machine", "web")}, nil, good},
		{"other client", core.Object{"allowedClients": list("machine")}, nil, authorizer.Client},
		{"no client", core.Object{"allowedClients": list("web")}, core.Object{"client_id": nil}, authorizer.Client},
		{"audience of an access token", core.Object{"allowedAudience": list("web")}, nil, authorizer.Audience},
		{"audience", core.Object{"allowedAudience": list("web")}, core.Object{"aud": list("a", "web")}, good},
		{"audience and client", core.Object{"allowedAudience": list("web"), "allowedClients": list("x")}, core.Object{"aud": "web"}, authorizer.Client},
		{"scope", core.Object{"allowedScopes": list("y", "x/invoke")}, nil, good},
		{"no scope", core.Object{"allowedScopes": list("x")}, nil, authorizer.Scope},
		{"equals", rule("team", "STRING", "EQUALS", "red"), nil, good},
		{"differs", rule("team", "STRING", "EQUALS", "blue"), nil, authorizer.Custom},
		{"string asked for contains", rule("team", "STRING", "CONTAINS", "red"), nil, authorizer.Custom},
		{"contains", rule("cognito:groups", "STRING_ARRAY", "CONTAINS", "admin"), nil, good},
		{"contains not", rule("cognito:groups", "STRING_ARRAY", "CONTAINS", "root"), nil, authorizer.Custom},
		{"contains any", rule("cognito:groups", "STRING_ARRAY", "CONTAINS_ANY", list("root", "user")), nil, good},
		{"contains none", rule("cognito:groups", "STRING_ARRAY", "CONTAINS_ANY", list("root")), nil, authorizer.Custom},
		{"claim absent", rule("nothing", "STRING_ARRAY", "CONTAINS", "a"), nil, authorizer.Custom},
		{"array that is a string", rule("team", "STRING_ARRAY", "CONTAINS", "red"), nil, authorizer.Custom},
		{"expired", nil, core.Object{"exp": start.Add(-time.Minute).Unix()}, authorizer.Expired},
		{"endless", nil, core.Object{"exp": nil}, authorizer.Expired},
		{"not yet", nil, core.Object{"nbf": start.Add(time.Minute).Unix()}, authorizer.NotYet},
		{"a clock that is a little ahead", nil, core.Object{"iat": start.Add(10 * time.Second).Unix()}, good},
		{"a clock that is far ahead", nil, core.Object{"iat": start.Add(10 * time.Minute).Unix()}, authorizer.NotYet},
		{"another issuer", nil, core.Object{"iss": stranger.URL}, authorizer.Issuer},
		{"workloads", core.Object{"allowedWorkloadConfiguration": core.Object{"workloadIdentities": list("w")}}, nil, authorizer.Unsupported},
	} {
		t.Run(test.name, func(t *testing.T) {
			who, refused := authorizer.New().Check(newCall(t), config(i, test.config), i.token(t, claims(i, test.claims)))
			if refused == nil {
				refused = &authorizer.Refusal{}
			}
			if refused.Kind != test.want || (test.want == good) != (who != nil && who.Subject == "u") {
				t.Errorf("%q, want %q, identity %v", refused.Kind, test.want, who != nil)
			}
		})
	}
}

func TestForgedTokens(t *testing.T) {
	i, stranger := newIssuer(t), newIssuer(t)
	a, c := authorizer.New(), newCall(t)
	good := i.token(t, claims(i, nil))
	parts := strings.Split(good, ".")
	other := strings.Split(i.token(t, claims(i, core.Object{"sub": "root"})), ".")
	stranger.kid.Store("k2")
	for name, test := range map[string]struct {
		token string
		want  authorizer.Kind
	}{
		"none":                      {"", authorizer.Missing},
		"no JWT":                    {"not.a.token", authorizer.Malformed},
		"other payload":             {parts[0] + "." + other[1] + "." + parts[2], authorizer.Signature},
		"unsigned":                  {"eyJhbGciOiJub25lIn0." + parts[1] + ".", authorizer.Malformed},
		"signed by a shared secret": {"eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIn0." + parts[1] + "." + parts[2], authorizer.Malformed},
		"a stranger's key":          {stranger.token(t, claims(i, nil)), authorizer.UnknownKey},
	} {
		if _, refused := a.Check(c, config(i, nil), test.token); refused == nil || refused.Kind != test.want {
			t.Errorf("%s: %v, want %s", name, refused, test.want)
		}
	}
	stranger.kid.Store("k1")
	if _, refused := a.Check(c, config(i, nil), stranger.token(t, claims(i, nil))); refused == nil || refused.Kind != authorizer.Signature {
		t.Errorf("a stranger's key under a known kid: %v", refused)
	}
}

func TestWhatIssuersPublishIsFetchedOnceAMinuteAndWhenKeysRotate(t *testing.T) {
	i := newIssuer(t)
	a, c := authorizer.New(), newCall(t)
	check := func(want authorizer.Kind, asks int32) {
		t.Helper()
		got := authorizer.Kind("")
		if _, refused := a.Check(c, config(i, nil), i.token(t, claims(i, nil))); refused != nil {
			got = refused.Kind
		}
		if got != want || i.asks.Load() != asks {
			t.Errorf("%q after %d requests, want %q after %d", got, i.asks.Load(), want, asks)
		}
	}
	check("", 2)
	check("", 2)
	i.kid.Store("k2")
	check(authorizer.UnknownKey, 2) // a kid that nobody knows must not make us ask for each token
	c.Cloud.Clock.SetOffset(3 * time.Second)
	check("", 4)
	i.down.Store(true)
	check("", 4)
	c.Cloud.Clock.SetOffset(2 * time.Minute)
	check(authorizer.Discovery, 5)
}

func TestChallenge(t *testing.T) {
	for kind, want := range map[authorizer.Kind]string{
		authorizer.Missing: `Bearer resource_metadata="u"`,
		authorizer.Expired: `Bearer error="invalid_token", resource_metadata="u"`,
		authorizer.Client:  `Bearer error="insufficient_scope", resource_metadata="u"`,
	} {
		if got := authorizer.Challenge(&authorizer.Refusal{Kind: kind}, "u"); got != want {
			t.Errorf("%s: %s", kind, got)
		}
	}
}
