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

// healthy reports whether a practice cloud answers at an endpoint.
func healthy(ctx context.Context, endpoint string) bool {
	_, err := Health(ctx, endpoint)
	return err == nil
}

// Running is where the practice cloud of a directory answers, or empty when nobody serves it.
func Running(ctx context.Context, path string) string {
	endpoint := (&dir{path: path}).endpoint()
	if endpoint == "" || !healthy(ctx, endpoint) {
		return ""
	}
	return endpoint
}

// Health asks the practice cloud at a loopback endpoint who it is. An error means that there is none.
func Health(ctx context.Context, endpoint string) (sandbox.Health, error) {
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
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+addr+"/_sandbox/health", nil)
	if err != nil {
		return health, err
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // no proxy, and nothing left open
	answer, err := client.Do(r)
	if err != nil {
		return health, err
	}
	defer func() { _ = answer.Body.Close() }()
	if err := json.NewDecoder(http.MaxBytesReader(nil, answer.Body, 1<<16)).Decode(&health); err != nil {
		return health, err
	}
	if !health.PracticeCloud {
		return health, errors.New("what answers there is no practice cloud")
	}
	return health, nil
}
