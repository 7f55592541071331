package proxy

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"sync"
	"time"
)

// Options say what a proxy serves.
type Options struct {
	// Endpoint is where the practice cloud answers now: "http://127.0.0.1:4566". It is asked for every request.
	Endpoint func() string
	// Answers reports the AWS hosts, in lower case, that the practice cloud answers for.
	Answers func(host string) bool
	// OnlyAWS refuses all other hosts by name, instead of passing them through.
	OnlyAWS bool
	// Upstream is the proxy that leads from here to an address, or nil for none; see http.ProxyFromEnvironment. Nil means
	// that there never is one.
	Upstream func(*url.URL) (*url.URL, error)
	// Dial reaches other hosts; nil is TCP.
	Dial func(ctx context.Context, network, addr string) (net.Conn, error)
	// Trusted are further roots for the bundle, as PEM; see Trusted.
	Trusted []byte
	// Dir is where the bundle is written; empty is the system's directory for temporary files.
	Dir string
	// Now is the host's clock; nil is time.Now.
	Now func() time.Time
}

// Proxy is a forward proxy that serves.
type Proxy struct {
	options  Options
	ca       *authority
	bundle   string
	listener net.Listener
	outer    *http.Server // speaks with clients as a proxy
	inner    *http.Server // speaks with them as an AWS host, inside the tunnels that end here
	ended    *handoff
	cloud    http.Handler
	others   http.Handler

	mu      sync.Mutex
	tunnels map[net.Conn]struct{}
	closed  bool
	running sync.WaitGroup
}

// headerLimit lets AgentCore's tokens pass, which may have 131,072 characters.
const headerLimit = 256 << 10

// Start serves a proxy on a free port of 127.0.0.1 and writes its bundle. Whoever starts it closes it.
func Start(o Options) (*Proxy, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Dial == nil {
		o.Dial = (&net.Dialer{Timeout: dialTimeout}).DialContext
	}
	ca, err := newAuthority(o.Now())
	if err != nil {
		return nil, err
	}
	p := &Proxy{options: o, ca: ca, tunnels: map[net.Conn]struct{}{}}
	p.cloud, p.others = p.toCloud(), p.toOthers()
	if p.bundle, err = p.writeBundle(); err != nil {
		return nil, err
	}
	if p.listener, err = new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0"); err != nil {
		return nil, errors.Join(err, os.Remove(p.bundle))
	}
	// Broken connections are no news, and a screen may be drawn here.
	silent := slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	p.outer = &http.Server{Handler: p, ReadHeaderTimeout: dialTimeout, MaxHeaderBytes: headerLimit, ErrorLog: silent}
	p.inner = &http.Server{
		Handler: http.HandlerFunc(p.insideTunnel), ReadHeaderTimeout: dialTimeout, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: headerLimit, ErrorLog: silent, ConnContext: hostOfConn,
	}
	p.ended = newHandoff(p.listener.Addr())
	p.running.Go(func() { _ = p.outer.Serve(p.listener) }) // it ends with Close, and only then
	p.running.Go(func() { _ = p.inner.Serve(p.ended) })
	return p, nil
}

// URL is the proxy's address, for HTTPS_PROXY.
func (p *Proxy) URL() string { return "http://" + p.listener.Addr().String() }

// Bundle is the file with the proxy's certificate authority and the roots that are trusted here anyway.
func (p *Proxy) Bundle() string { return p.bundle }

// Expires is when the certificates end. A proxy that serves on is started afresh before.
func (p *Proxy) Expires() time.Time { return p.ca.cert.NotAfter }

// Close ends the proxy and its tunnels and removes the bundle. The key is forgotten with it.
func (p *Proxy) Close() error {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return nil
	}
	p.closed = true
	open := p.tunnels
	p.tunnels = nil
	p.mu.Unlock()
	_, _ = p.outer.Close(), p.inner.Close() // what they still have open is to be broken
	for conn := range open {
		_ = conn.Close()
	}
	p.running.Wait()
	if err := os.Remove(p.bundle); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

// hold remembers a connection that Close has to end. False: the proxy is closed already.
func (p *Proxy) hold(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return false
	}
	p.tunnels[conn] = struct{}{}
	return true
}

func (p *Proxy) release(conn net.Conn) {
	_ = conn.Close() // nothing more is to be said on it
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.tunnels, conn)
}

func (p *Proxy) writeBundle() (name string, err error) {
	file, err := os.CreateTemp(p.options.Dir, BundlePattern) // mode 0600
	if err != nil {
		return "", err
	}
	_, err = file.Write(append(p.ca.pem(), p.options.Trusted...))
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return "", errors.Join(err, os.Remove(file.Name()))
	}
	return file.Name(), nil
}

// BundlePattern names the bundles, for whoever sweeps up after a process that was killed.
const BundlePattern = "agentcore-workshop-ca-*.pem"
