package main

import (
	"errors"
	"net"
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/host"
)

// follower carries requests to the practice cloud wherever it is served now. When the process that served it has died,
// this one takes over, or finds the one that has; a request that never left is sent again.
type follower struct {
	host *host.Host
	// first is the address and port at which the cloud was found, which requests name.
	first string
	base  http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (f *follower) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := f.base.RoundTrip(f.towards(r))
	var dial *net.OpError
	if err == nil || !errors.As(err, &dial) || dial.Op != "dial" || r.Context().Err() != nil {
		return resp, err
	}
	again := r
	if r.Body != nil && r.Body != http.NoBody {
		if r.GetBody == nil {
			return nil, err
		}
		body, bodyErr := r.GetBody()
		if bodyErr != nil {
			return nil, err
		}
		again = r.Clone(r.Context())
		again.Body = body
	}
	if f.host.Reopen(r.Context()) != nil {
		return nil, err
	}
	return f.base.RoundTrip(f.towards(again))
}

// towards sends a request to the endpoint of this moment, with the host name that it had.
func (f *follower) towards(r *http.Request) *http.Request {
	now := strings.TrimPrefix(f.host.Endpoint(), "http://")
	if r.URL.Host != f.first || now == f.first {
		return r
	}
	moved := r.Clone(r.Context())
	if moved.Host == "" {
		moved.Host = r.URL.Host
	}
	moved.URL.Host = now
	return moved
}
