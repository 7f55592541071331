package agentcore_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/secrets"
)

// bench is a cloud with a clock that a test moves by hand.
type bench struct {
	*testing.T
	cloud *core.Cloud
}

func newBench(t *testing.T) bench {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	clock := core.NewClock(func() time.Time { return now })
	return bench{t, core.New(clock, core.NewIDs(1), secrets.New(), agentcore.NewControl(), agentcore.NewData())}
}

func (b bench) pass(d time.Duration) { b.cloud.Clock.SetOffset(b.cloud.Clock.Offset() + d) }

func (b bench) try(op string, in core.Object) (core.Object, error) {
	service := "bedrock-agentcore-control"
	if b.cloud.Knows("bedrock-agentcore", op) {
		service = "bedrock-agentcore"
	} else if b.cloud.Knows("secretsmanager", op) {
		service = "secretsmanager"
	}
	return b.cloud.Do(&core.Call{
		Context: context.Background(), Realm: b.cloud.Realm("123456789012", "us-east-1"), Service: service, Operation: op,
	}, in)
}

func (b bench) do(op string, in core.Object) core.Object {
	b.Helper()
	out, err := b.try(op, in)
	if err != nil {
		b.Fatalf("%s: %v", op, err)
	}
	return out
}

func (b bench) fails(op string, in core.Object, code, text string) {
	b.Helper()
	_, err := b.try(op, in)
	var e *core.Error
	if !errors.As(err, &e) || e.Code != code || !strings.Contains(e.Message, text) {
		b.Errorf("%s: want %s %q, got %v", op, code, text, err)
	}
}

// custom is the input for a provider with the endpoints of an identity provider at base.
func custom(name, base, secret string) core.Object {
	return core.Object{"name": name, "credentialProviderVendor": "CustomOauth2", "oauth2ProviderConfigInput": core.Object{
		"customOauth2ProviderConfig": core.Object{
			"clientId": "client-1", "clientSecret": secret,
			"oauthDiscovery": core.Object{"authorizationServerMetadata": core.Object{
				"issuer": base, "authorizationEndpoint": base + "/authorize", "tokenEndpoint": base + "/token",
			}},
		},
	}}
}

// idp is a token endpoint that checks its client and writes down what it was asked.
type idp struct {
	*httptest.Server
	mu    sync.Mutex
	forms []map[string]string
	// refuse makes it answer invalid_grant.
	refuse bool
}

const idpSecret = "s3cret+/x" // with characters that need form encoding in the header

func newIDP(t *testing.T) *idp {
	p := &idp{}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /token", p.token)
	mux.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(`{"issuer":"` + p.URL + `","authorization_endpoint":"` + p.URL + `/authorize","token_endpoint":"` + p.URL + `/token"}`))
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *idp) token(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = r.ParseForm()
	form := map[string]string{}
	for k := range r.PostForm {
		form[k] = r.PostForm.Get(k)
	}
	id, secret, basic := r.BasicAuth()
	form["how"] = "basic"
	if !basic {
		id, secret, form["how"] = form["client_id"], form["client_secret"], "post"
	}
	p.forms = append(p.forms, form)
	w.Header().Set("Content-Type", "application/json")
	if p.refuse || id != "client-1" || secret != idpSecret && secret != "s3cret%2B%2Fx" {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_client"}`))
		return
	}
	number := string(rune('0' + len(p.forms)))
	_, _ = w.Write([]byte(`{"access_token":"token-` + number + `","refresh_token":"refresh-1","expires_in":3600,"token_type":"Bearer"}`))
}

func (p *idp) asked() []map[string]string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]map[string]string(nil), p.forms...)
}
