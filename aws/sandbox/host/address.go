package host

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox"
)

// checkLoopback refuses every address that another machine could reach.
func checkLoopback(addr string) error {
	if addr == "" {
		return nil
	}
	name, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("%q is not an address such as 127.0.0.1:4566", addr)
	}
	if ip := net.ParseIP(name); strings.EqualFold(name, "localhost") || ip != nil && ip.IsLoopback() {
		return nil
	}
	return fmt.Errorf("the practice cloud listens on this machine only (127.0.0.1, ::1 or localhost), and %q could be reached from others", addr)
}

// loopbackLiteral writes localhost as 127.0.0.1, so that no resolver has a say.
func loopbackLiteral(addr string) string {
	name, port, err := net.SplitHostPort(addr)
	if err == nil && strings.EqualFold(name, "localhost") {
		return net.JoinHostPort("127.0.0.1", port)
	}
	return addr
}

func hostPort(endpoint string) (string, error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Scheme != "http" || u.Port() == "" {
		return "", errors.New("no endpoint")
	}
	return u.Host, nil
}

var errStranger = errors.New("what answers there is no practice cloud")

// Running is where the practice cloud of a directory answers, or empty when nobody serves it.
func Running(ctx context.Context, path string) string {
	d := &dir{path: path}
	p := d.place()
	if p.endpoint == "" || !d.locked() || !d.answers(ctx, p) {
		return ""
	}
	return p.endpoint
}

// Health asks the practice cloud at a loopback endpoint who it is. An error means that there is none.
func Health(ctx context.Context, endpoint string) (sandbox.Health, error) {
	return ask(ctx, endpoint, "")
}

// ask is the health question, with a nonce for a cloud that has something to prove. Ours says who it is in header and body, and
// sends nobody elsewhere.
func ask(ctx context.Context, endpoint, nonce string) (sandbox.Health, error) {
	var health sandbox.Health
	addr, err := hostPort(endpoint)
	if err != nil {
		return health, err
	}
	if err := checkLoopback(addr); err != nil {
		return health, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/_sandbox/health?nonce="+nonce, nil)
	if err != nil {
		return health, err
	}
	transport := &http.Transport{DisableKeepAlives: true} // no proxy, no redirect, and nothing left open
	answer, err := transport.RoundTrip(r)
	if err != nil {
		return health, err
	}
	defer func() { _ = answer.Body.Close() }()
	if answer.StatusCode != http.StatusOK || answer.Header.Get(sandbox.HeaderPractice) != product {
		return health, errStranger
	}
	if err := json.NewDecoder(http.MaxBytesReader(nil, answer.Body, 1<<16)).Decode(&health); err != nil {
		return health, err
	}
	if !health.PracticeCloud {
		return health, errStranger
	}
	return health, nil
}
