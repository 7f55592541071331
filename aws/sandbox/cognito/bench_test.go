package cognito

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

// BenchmarkSign is the machine's own rate of RS256 signatures, on all cores: what the token endpoint is measured by.
func BenchmarkSign(b *testing.B) {
	keys, err := onceKeys()
	if err != nil {
		b.Fatal(err)
	}
	r, err := parseKeys(keys)
	if err != nil {
		b.Fatal(err)
	}
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := r.access.sign("claims"); err != nil {
				b.Error(err)
			}
		}
	})
}

// BenchmarkTokenEndpoint is a whole client_credentials request, without the network.
func BenchmarkTokenEndpoint(b *testing.B) {
	w := workshop(b)
	body := url.Values{"grant_type": {"client_credentials"}, "client_id": {w.machine}, "client_secret": {w.machineSecret}}.Encode()
	page := &core.Page{Cloud: w.cloud, Host: host, Public: func(u string) string { return u }, CookiePath: "/"}
	service := New()
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			r := httptest.NewRequest(http.MethodPost, "/oauth2/token", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			rec := httptest.NewRecorder()
			if !service.Serve(page, rec, r) || rec.Code != http.StatusOK {
				b.Error(rec.Code)
			}
		}
	})
}
