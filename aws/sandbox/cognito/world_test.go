package cognito

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const (
	account = "123456789012"
	region  = "us-east-1"
	prefix  = "workshop-123456789012"
	host    = prefix + ".auth." + region + ".amazoncognito.com"
	back    = "http://localhost:8501/"
	rsID    = "netops-resource-server"
	email   = "Learner@example.com"
	secret1 = "Practice#2026" // the test user's password
)

// onceKeys are made once for all tests: what is tested is what is done with keys, and making some is slow under -race.
var onceKeys = sync.OnceValues(makeKeys)

// world is a cloud with one pool like the workshop's, and a door to its pages as the loopback host has one.
type world struct {
	testing.TB
	cloud  *core.Cloud
	time   atomic.Int64 // seconds since start
	server *httptest.Server

	pool, web, machine, machineSecret string
}

var start = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func bare(tb testing.TB) *world {
	w := &world{TB: tb}
	clock := core.NewClock(func() time.Time { return start.Add(time.Duration(w.time.Load()) * time.Second) })
	w.cloud = core.New(clock, core.NewIDs(1), New())
	w.server = httptest.NewServer(http.HandlerFunc(w.door))
	tb.Cleanup(w.server.Close)
	return w
}

func workshop(tb testing.TB) *world {
	w := bare(tb)
	w.pool = w.must("CreateUserPool", core.Object{"PoolName": "TroubleshootingPool", "UsernameAttributes": []string{"email"},
		"AutoVerifiedAttributes": []string{"email"}})["UserPool"].(core.Object)["Id"].(string)
	w.must("CreateResourceServer", core.Object{"UserPoolId": w.pool, "Identifier": rsID, "Name": rsID,
		"Scopes": []core.Object{{"ScopeName": "invoke", "ScopeDescription": "Invoke"}, {"ScopeName": "other", "ScopeDescription": "Other"}}})
	w.must("CreateUserPoolDomain", core.Object{"UserPoolId": w.pool, "Domain": prefix})
	web := w.must("CreateUserPoolClient", webClient(w.pool))["UserPoolClient"].(core.Object)
	machine := w.must("CreateUserPoolClient", machineClient(w.pool))["UserPoolClient"].(core.Object)
	w.web, w.machine, w.machineSecret = web["ClientId"].(string), machine["ClientId"].(string), machine["ClientSecret"].(string)
	for _, group := range []string{"admin", "user"} {
		w.must("CreateGroup", core.Object{"UserPoolId": w.pool, "GroupName": group})
	}
	w.must("AdminCreateUser", core.Object{"UserPoolId": w.pool, "Username": email, "TemporaryPassword": "Temporary#1",
		"MessageAction": "SUPPRESS", "UserAttributes": []core.Object{{"Name": "email_verified", "Value": "true"}}})
	w.must("AdminAddUserToGroup", core.Object{"UserPoolId": w.pool, "GroupName": "user", "Username": email})
	w.must("AdminSetUserPassword", core.Object{"UserPoolId": w.pool, "Username": email, "Password": secret1, "Permanent": true})
	keys, err := onceKeys()
	if err != nil {
		tb.Fatal(err)
	}
	pl, _ := placeOf(w.cloud, poolKey(w.pool))
	if err := pl.change(func(p *Pool) error { p.Keys = keys; return nil }); err != nil {
		tb.Fatal(err)
	}
	return w
}

func webClient(pool string) core.Object {
	return core.Object{"UserPoolId": pool, "ClientName": "TroubleshootingWebClient",
		"AllowedOAuthFlows": []string{"code"}, "AllowedOAuthFlowsUserPoolClient": true,
		"AllowedOAuthScopes": []string{"openid", "email", "profile", rsID + "/invoke"},
		"CallbackURLs":       []string{back, "https://example.com/auth/callback"}, "LogoutURLs": []string{back},
		"SupportedIdentityProviders": []string{"COGNITO"},
		"ExplicitAuthFlows":          []string{"ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
		"AccessTokenValidity":        60, "IdTokenValidity": 60, "RefreshTokenValidity": 30,
		"TokenValidityUnits": core.Object{"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"}}
}

func machineClient(pool string) core.Object {
	return core.Object{"UserPoolId": pool, "ClientName": "TroubleshootingMachineClient", "GenerateSecret": true,
		"AllowedOAuthFlows": []string{"client_credentials"}, "AllowedOAuthFlowsUserPoolClient": true,
		"AllowedOAuthScopes": []string{rsID + "/invoke"}, "SupportedIdentityProviders": []string{"COGNITO"}}
}

// do runs an operation as the workshop's account.
func (w *world) do(operation string, in core.Object) (core.Object, error) {
	c := &core.Call{Context: context.Background(), Realm: w.cloud.Realm(account, region), Service: Name, Operation: operation}
	return w.cloud.Do(c, in)
}

func (w *world) must(operation string, in core.Object) core.Object {
	w.Helper()
	out, err := w.do(operation, in)
	if err != nil {
		w.Fatalf("%s: %v", operation, err)
	}
	return out
}

// wants runs an operation that must fail with this code and text.
func (w *world) wants(code, text, operation string, in core.Object) {
	w.Helper()
	_, err := w.do(operation, in)
	var e *core.Error
	if !errors.As(err, &e) || e.Code != code || e.Message != text {
		w.Errorf("%s = %v, want %s: %s", operation, err, code, text)
	}
}

func (w *world) passes(d time.Duration) { w.time.Add(int64(d / time.Second)) }

const alias = "/_host/"

// door makes core.Page as the loopback host does: AWS hosts are reached under /_host/<host>/.
func (w *world) door(rw http.ResponseWriter, r *http.Request) {
	page := &core.Page{Cloud: w.cloud, Public: w.public, CookiePath: "/"}
	if rest, ok := strings.CutPrefix(r.URL.Path, alias); ok {
		host, path, _ := strings.Cut(rest, "/")
		page.Host, page.CookiePath = host, alias+host+"/"
		r.URL.Path = "/" + path
	}
	if !New().Serve(page, rw, r) {
		http.Error(rw, "nobody answers", http.StatusTeapot)
	}
}

func (w *world) public(aws string) string {
	return w.server.URL + alias + strings.TrimPrefix(aws, "https://")
}

func (w *world) at(path string) string { return w.server.URL + alias + host + path }

// browser keeps cookies and stops before it leaves the pool's domain.
func (w *world) browser() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		w.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if "http://"+r.URL.Host != w.server.URL {
			return http.ErrUseLastResponse
		}
		return nil
	}}
}

type answer struct {
	*http.Response
	body string
}

func (w *world) read(resp *http.Response, err error) answer {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		w.Fatal(err)
	}
	return answer{resp, string(body)}
}

func (w *world) get(b *http.Client, u string) answer {
	w.Helper()
	return w.read(b.Get(u))
}

// authURL is an authorization request of the web client, changed by pairs of name and value; "" removes.
func (w *world) authURL(path string, change ...string) string {
	q := url.Values{"response_type": {"code"}, "client_id": {w.web}, "redirect_uri": {back}, "state": {"s1"}, "scope": {"openid email"}}
	for i := 0; i < len(change); i += 2 {
		q.Set(change[i], change[i+1])
		if change[i+1] == "" {
			q.Del(change[i])
		}
	}
	return w.at(path) + "?" + q.Encode()
}

// submit fills the form of a page and sends it.
func (w *world) submit(b *http.Client, page answer, fields url.Values) answer {
	w.Helper()
	_, rest, ok := strings.Cut(page.body, `name="_csrf" value="`)
	if !ok {
		w.Fatalf("no form on %s: %s", page.Request.URL, page.body)
	}
	csrf, _, _ := strings.Cut(rest, `"`)
	fields.Set("_csrf", csrf)
	return w.read(b.PostForm(page.Request.URL.String(), fields))
}

// signIn goes through the sign-in page and returns the query of the redirect to the client.
func (w *world) signIn(b *http.Client, authURL string) url.Values {
	w.Helper()
	a := w.submit(b, w.get(b, authURL), url.Values{"username": {email}, "password": {secret1}})
	return w.redirected(a)
}

func (w *world) redirected(a answer) url.Values {
	w.Helper()
	to, err := a.Location()
	if err != nil || !strings.HasPrefix(to.String(), back) {
		w.Fatalf("no redirect to the client: %d %v %s", a.StatusCode, to, a.body)
	}
	return to.Query()
}

func (w *world) token(form url.Values) answer {
	w.Helper()
	return w.read(http.PostForm(w.at("/oauth2/token"), form))
}
