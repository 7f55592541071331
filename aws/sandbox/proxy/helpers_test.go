package proxy_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/proxy"
)

// bench is a practice cloud behind a proxy, with a client that knows of nothing but HTTPS_PROXY and a CA bundle.
type bench struct {
	cloud  *sandbox.Cloud
	server *httptest.Server
	proxy  *proxy.Proxy
	client *http.Client
}

func newBench(t *testing.T, change func(*proxy.Options)) *bench {
	t.Helper()
	b := &bench{cloud: sandbox.New(sandbox.Options{})}
	b.server = httptest.NewServer(b.cloud)
	t.Cleanup(b.server.Close)
	o := proxy.Options{Endpoint: func() string { return b.server.URL }, Answers: sandbox.Answers(), Dir: t.TempDir()}
	if change != nil {
		change(&o)
	}
	var err error
	if b.proxy, err = proxy.Start(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.proxy.Close() })
	b.client = b.through(t, b.proxy.URL())
	return b
}

// through is a client of a proxy that trusts the bundle and nothing else.
func (b *bench) through(t *testing.T, address string) *http.Client {
	t.Helper()
	data, err := os.ReadFile(b.proxy.Bundle())
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		t.Fatal("the bundle holds no certificate")
	}
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{Proxy: http.ProxyURL(u), TLSClientConfig: &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 10 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
}

// pemOf writes a test server's certificate as a bundle has it.
func pemOf(cert *x509.Certificate) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})
}
