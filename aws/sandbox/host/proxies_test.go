package host_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/host"
)

func lend(t *testing.T, endpoint, body string) sandbox.Proxied {
	t.Helper()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Post(endpoint+"/_sandbox/proxy", "application/json", bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var p sandbox.Proxied
	if err := json.NewDecoder(answer.Body).Decode(&p); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%s %v", answer.Status, err)
	}
	return p
}

func TestAProxyIsOpenedOnRequestAndEndsWithTheHost(t *testing.T) {
	dir := t.TempDir()
	left := filepath.Join(dir, "agentcore-workshop-ca-1.pem")
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	h := open(t, host.Options{Dir: dir, Now: func() time.Time { return now }})
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Error("the bundle of a host that was killed is still there")
	}
	if running := host.Running(t.Context(), dir); running != h.Endpoint() {
		t.Errorf("running at %q, not %q", running, h.Endpoint())
	}
	p := lend(t, h.Endpoint(), "")
	if again := lend(t, h.Endpoint(), "{}"); again != p {
		t.Errorf("%+v, then %+v", p, again)
	}
	if only := lend(t, h.Endpoint(), `{"only_aws":true}`); only.URL == p.URL {
		t.Error("a proxy that passes nothing on is the one that does")
	}
	if filepath.Dir(p.Bundle) != dir {
		t.Errorf("the bundle is in %s", p.Bundle)
	}
	data, err := os.ReadFile(p.Bundle)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(data)
	u, _ := url.Parse(p.URL)
	through := &http.Client{Transport: &http.Transport{Proxy: http.ProxyURL(u), TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}}
	for _, name := range []string{ // one of every pattern that sandbox.Answers knows
		"sts.amazonaws.com", "ssm.us-east-1.amazonaws.com", "x.auth.us-east-1.amazoncognito.com", "issuer-cognito-idp.us-east-1.amazonaws.com",
		"x.gateway.bedrock-agentcore.us-east-1.amazonaws.com", "auth.atlassian.com", "api.atlassian.com",
	} {
		answer, err := through.Get("https://" + name + "/?Action=GetCallerIdentity&Version=2011-06-15")
		if err != nil || answer.Header.Get(sandbox.HeaderPractice) == "" {
			t.Fatalf("%v %v", answer, err)
		}
		_ = answer.Body.Close()
	}
	now = now.Add(13 * time.Hour)
	if later := lend(t, h.Endpoint(), ""); later == p || later.Expires.Sub(now) < 23*time.Hour {
		t.Errorf("certificates that end at %s are handed out at %s", later.Expires, now)
	}
	if err := h.Close(); err != nil {
		t.Error(err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.pem")); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
	if running := host.Running(t.Context(), dir); running != "" {
		t.Errorf("running at %q", running)
	}
}
