package host

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/proxy"
)

// proxies are the forward proxies that lead to a cloud. None is opened before somebody asks.
type proxies struct {
	endpoint string
	dir      string // where bundles are kept; empty is the system's directory for temporary files
	now      func() time.Time

	mu     sync.Mutex
	latest map[bool]*proxy.Proxy
	all    []*proxy.Proxy
	closed bool
}

// margin is how long certificates must still be valid when they are handed out; below, new ones are made. The old ones go on.
const margin = 12 * time.Hour

// ProxyOptions are those of a proxy that leads from this process and its environment to the cloud at an endpoint.
func ProxyOptions(endpoint string) proxy.Options {
	return proxy.Options{
		Endpoint: func() string { return endpoint }, Answers: sandbox.Answers(), Upstream: leadingOut,
		Trusted: proxy.Trusted(os.Getenv("SSL_CERT_FILE"), os.Getenv("AWS_CA_BUNDLE"), os.Getenv("REQUESTS_CA_BUNDLE"),
			os.Getenv("CURL_CA_BUNDLE"), os.Getenv("NODE_EXTRA_CA_CERTS")),
	}
}

// leadingOut is the proxy that this process's environment names for an address.
func leadingOut(u *url.URL) (*url.URL, error) {
	return http.ProxyFromEnvironment(&http.Request{URL: u})
}

// open is asked by the cloud for a proxy.
func (p *proxies) open(onlyAWS bool) (sandbox.Proxied, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return sandbox.Proxied{}, errors.New("the practice cloud is closing")
	}
	known := p.latest[onlyAWS]
	if known == nil || known.Expires().Sub(p.now()) < margin {
		o := ProxyOptions(p.endpoint)
		o.OnlyAWS, o.Dir, o.Now = onlyAWS, p.dir, p.now
		made, err := proxy.Start(o)
		if err != nil {
			return sandbox.Proxied{}, err
		}
		known, p.latest[onlyAWS], p.all = made, made, append(p.all, made)
	}
	return sandbox.Proxied{URL: known.URL(), Bundle: known.Bundle(), Expires: known.Expires()}, nil
}

func (p *proxies) close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	var failed error
	for _, one := range p.all {
		failed = errors.Join(failed, one.Close())
	}
	return failed
}

// sweep removes the bundles of a host that was killed. Their keys died with it.
func sweep(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, proxy.BundlePattern)) // the pattern is well formed
	for _, name := range left {
		_ = os.Remove(name) // what stays is a certificate that nobody can use
	}
}
