package oauth

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"agentcore-workshop/steps/secret"
)

// ErrNoPort means that none of the candidate redirect URIs has a free port.
var ErrNoPort = errors.New("no callback port is free")

// Callback is what the browser brought back to the loopback server.
type Callback struct {
	// Code is the authorization code; Values are all parameters, of which Err is already made when there was an error.
	Code   secret.Text
	Values url.Values
	Err    *Error
}

// Loopback is the callback server of a native application (RFC 8252 7.3): one path on one port, on this machine only.
type Loopback struct {
	redirect  *url.URL
	listeners []net.Listener
	server    *http.Server

	mu       sync.Mutex
	state    string
	param    string
	answered bool
	result   chan Callback
	stranger func()
	bare     chan struct{}
}

// Listen takes the first redirect URI whose port is free. A port counts as free only if both 127.0.0.1 and ::1 can be bound
// (where the machine has IPv6 at all), since a browser may resolve localhost to either. Port 0 lets the system choose.
func Listen(redirectURIs []string) (*Loopback, error) {
	for _, candidate := range redirectURIs {
		u, err := url.Parse(candidate)
		if err != nil || u.Scheme != "http" || u.Hostname() != "localhost" || u.Port() == "" {
			continue
		}
		listeners, port, err := bindBoth(u.Port())
		if err != nil {
			continue
		}
		u.Host = net.JoinHostPort("localhost", strconv.Itoa(port))
		l := &Loopback{redirect: u, listeners: listeners, result: make(chan Callback, 1), bare: make(chan struct{}, 1)}
		l.server = &http.Server{Handler: l, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10}
		l.server.SetKeepAlivesEnabled(false)
		return l, nil
	}
	return nil, ErrNoPort
}

// bindBoth binds a port on both loopback addresses or on neither.
func bindBoth(port string) ([]net.Listener, int, error) {
	four, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		return nil, 0, err
	}
	bound := four.Addr().(*net.TCPAddr).Port
	if !hasIPv6() {
		return []net.Listener{four}, bound, nil
	}
	six, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(bound)))
	if err != nil {
		return nil, 0, errors.Join(err, four.Close())
	}
	return []net.Listener{four, six}, bound, nil
}

func hasIPv6() bool {
	probe, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		return false
	}
	return probe.Close() == nil
}

// RedirectURI is the address that the authorization request must name.
func (l *Loopback) RedirectURI() string { return l.redirect.String() }

// Serve starts answering. Only a request with this state is the awaited one; param is what it must carry besides ("code", or
// "session_id" for AgentCore's return). Requests of strangers are answered politely and waited through; stranger, which may be
// nil, hears of each.
func (l *Loopback) Serve(state, param string, stranger func()) {
	l.mu.Lock()
	l.state, l.param, l.stranger = state, param, stranger
	l.mu.Unlock()
	for _, listener := range l.listeners {
		go func() { _ = l.server.Serve(listener) }()
	}
}

// Wait returns the first answer to this attempt, or ctx's error.
func (l *Loopback) Wait(ctx context.Context) (Callback, error) {
	select {
	case c := <-l.result:
		return c, nil
	case <-ctx.Done():
		return Callback{}, context.Cause(ctx)
	}
}

// SignedOut gets a value when the browser comes back without any parameters after the answer: from the sign-out page.
func (l *Loopback) SignedOut() <-chan struct{} { return l.bare }

// Close lets answers that are being written finish, for at most a second, and frees the port.
func (l *Loopback) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err := l.server.Shutdown(ctx)
	for _, listener := range l.listeners {
		_ = listener.Close() // already closed where Serve had it
	}
	if err != nil {
		return l.server.Close()
	}
	return nil
}
