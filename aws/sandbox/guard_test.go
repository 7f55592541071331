package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
)

// asks sends a request in process with a Host header and further headers.
func ask(t *testing.T, cloud *sandbox.Cloud, method, target, host string, header map[string]string, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = host
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	cloud.ServeHTTP(w, r)
	return w
}

const loopback = "127.0.0.1:4566"

func signed(service string) string { return signedBy("test", service) }

func signedBy(key, service string) string {
	return "AWS4-HMAC-SHA256 Credential=" + key + "/20261121/us-east-1/" + service + "/aws4_request, SignedHeaders=host, Signature=0"
}

func TestStrangersHostsAreRefused(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	for host, want := range map[string]int{
		loopback: 200, "localhost:4566": 200, "[::1]:4566": 200, "127.0.0.1": 200, "practice.localhost:4566": 200,
		"evil.example:4566": 403, "127.0.0.1.evil.example": 403, "192.0.2.1:4566": 403, "": 403,
		"xamazonaws.com": 403, "s3.us-east-1.amazonaws.com": 403, "evil.auth.us-east-1.amazoncognito.com.evil.example": 403,
	} {
		w := ask(t, cloud, "GET", "/_sandbox/health", host, nil, "")
		if w.Code != want {
			t.Errorf("host %q: %d, want %d", host, w.Code, want)
		}
		if w.Header().Get(sandbox.HeaderPractice) == "" {
			t.Errorf("host %q: the answer does not say what it is", host)
		}
	}
}

func TestWebPagesMayNotCallAPIs(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	for _, test := range []struct {
		name, path string
		header     map[string]string
		status     int
	}{
		{"a client", "/", nil, 200},
		{"another origin", "/", map[string]string{"Origin": "https://evil.example"}, 403},
		{"another port of this machine", "/", map[string]string{"Origin": "http://127.0.0.1:9999"}, 403},
		{"no origin at all", "/", map[string]string{"Origin": "null"}, 403},
		{"our own pages", "/", map[string]string{"Origin": "http://" + loopback}, 200},
		{"an image of another site", "/", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"admin from our own pages", "/_sandbox/reset", map[string]string{"Origin": "http://" + loopback}, 403},
		{"admin from another site", "/_sandbox/reset", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
		{"admin from a client", "/_sandbox/reset", nil, 200},
	} {
		header := map[string]string{"Authorization": signed("sts"), "Content-Type": "application/x-www-form-urlencoded"}
		for name, value := range test.header {
			header[name] = value
		}
		body := "Action=GetCallerIdentity&Version=2011-06-15"
		if strings.HasPrefix(test.path, "/_sandbox") {
			body = ""
		}
		if w := ask(t, cloud, "POST", test.path, loopback, header, body); w.Code != test.status {
			t.Errorf("%s: %d %s", test.name, w.Code, w.Body)
		}
	}
}

func TestLongBodiesAreRefused(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	w := ask(t, cloud, "POST", "/", loopback, map[string]string{"X-Amz-Target": "AmazonSSM.GetParameter"}, strings.Repeat(" ", 16<<20+1))
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("%d", w.Code)
	}
}

func TestUnsignedCallsAreRefusedWhereAWSWantsASignature(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	json := ask(t, cloud, "POST", "/", loopback, map[string]string{"X-Amz-Target": "AmazonSSM.GetParameter"}, `{"Name":"/a"}`)
	if json.Code != 400 || !strings.Contains(json.Body.String(), "MissingAuthenticationTokenException") {
		t.Errorf("%d %s", json.Code, json.Body)
	}
	query := ask(t, cloud, "GET", "/?Action=GetCallerIdentity&Version=2011-06-15", loopback, nil, "")
	if query.Code != 403 || !strings.Contains(query.Body.String(), "<Code>MissingAuthenticationToken</Code>") {
		t.Errorf("%d %s", query.Code, query.Body)
	}
}

// mirror is a service whose pages say what they were asked for.
type mirror struct{}

func (mirror) Name() string   { return "mirror" }
func (mirror) Ops() []core.Op { return nil }
func (mirror) Serve(p *core.Page, w http.ResponseWriter, r *http.Request) bool {
	if strings.Contains(r.URL.Path, "panic") {
		panic("a page with a bug")
	}
	_ = json.NewEncoder(w).Encode(map[string]string{
		"host": p.Host, "path": r.URL.EscapedPath(), "query": r.URL.RawQuery, "cookies": p.CookiePath,
		"login":   p.Public("https://shop.auth.us-east-1.amazoncognito.com/login?a=b"),
		"root":    p.Public("https://cognito-idp.us-east-1.amazonaws.com"),
		"foreign": p.Public("https://example.com/x"), "callback": p.Public("http://localhost:8501/"),
	})
	return true
}

func TestHostsAndTheirAliases(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Services: []core.Service{mirror{}}})
	const aws = "shop.auth.us-east-1.amazoncognito.com"
	const direct = "https://" + aws + "/login?a=b"
	aliased := "http://" + loopback + "/_host/" + aws
	for _, test := range []struct{ name, host, target, wantHost, wantPath, cookies, login string }{
		{"the AWS host itself", aws, "/oauth2/authorize?client_id=c", aws, "/oauth2/authorize", "/", direct},
		{"with its port", aws + ":443", "/login", aws, "/login", "/", direct},
		{"by alias", loopback, "/_host/" + aws + "/oauth2/authorize?client_id=c", aws, "/oauth2/authorize", "/_host/" + aws + "/", aliased + "/login?a=b"},
		{"by alias, with an escape", loopback, "/_host/" + aws + "/a%2Fb", aws, "/a%2Fb", "/_host/" + aws + "/", aliased + "/login?a=b"},
		{"by alias, the root", loopback, "/_host/" + aws, aws, "/", "/_host/" + aws + "/", aliased + "/login?a=b"},
		{"loopback", loopback, "/us-east-1_abcdefghi/.well-known/jwks.json", "", "/us-east-1_abcdefghi/.well-known/jwks.json", "/", aliased + "/login?a=b"},
		{"an alias of a stranger", loopback, "/_host/example.com/x", "", "/_host/example.com/x", "/", aliased + "/login?a=b"},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := ask(t, cloud, "GET", test.target, test.host, nil, "")
			var got map[string]string
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatalf("%d %s", w.Code, w.Body)
			}
			if got["host"] != test.wantHost || got["path"] != test.wantPath || got["cookies"] != test.cookies || got["login"] != test.login {
				t.Errorf("%v", got)
			}
			if got["foreign"] != "https://example.com/x" || got["callback"] != "http://localhost:8501/" {
				t.Errorf("foreign addresses were changed: %v", got)
			}
		})
	}
}

func TestDomainsHaveNoAPI(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Services: []core.Service{mirror{}}})
	w := ask(t, cloud, "POST", "/", "shop.auth.us-east-1.amazoncognito.com", map[string]string{"X-Amz-Target": "AmazonSSM.GetParameter"}, "{}")
	if !strings.Contains(w.Body.String(), `"host":"shop.auth`) {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestAPageThatPanicsAnswers(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Services: []core.Service{mirror{}}})
	if w := ask(t, cloud, "GET", "/panic", loopback, nil, ""); w.Code != 500 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestEveryAnswerTellsTheClocks(t *testing.T) {
	now := time.Date(2026, 11, 21, 1, 2, 3, 0, time.UTC)
	cloud := sandbox.New(sandbox.Options{Now: func() time.Time { return now }})
	w := ask(t, cloud, "POST", "/_sandbox/clock", loopback, nil, `{"offset":"1h","advance":"500ms"}`)
	if w.Code != 200 || w.Header().Get(sandbox.HeaderClockOffset) != "3600.5" || w.Header().Get("Date") != "Sat, 21 Nov 2026 01:02:03 GMT" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
}
