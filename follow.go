package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/host"
)

// follower carries requests to the practice cloud wherever it is served now. When the process that served it has ended,
// this one takes over, or finds the one that has, and sends the request again: the cloud goes on from the state that the
// other left.
type follower struct {
	host *host.Host
	// first is the address and port at which the cloud was found, which requests name.
	first string
	base  http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (f *follower) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Host != f.first {
		return f.base.RoundTrip(r)
	}
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		_ = r.Body.Close() // it has been read
		if err != nil {
			return nil, err
		}
	}
	resp, err := f.base.RoundTrip(f.towards(r, body))
	if err == nil || r.Context().Err() != nil || f.host.Reopen(r.Context()) != nil {
		return resp, err
	}
	return f.base.RoundTrip(f.towards(r, body))
}

// towards is a request to the endpoint of this moment, with the host name that it had.
func (f *follower) towards(r *http.Request, body []byte) *http.Request {
	moved := r.Clone(r.Context())
	if moved.Host == "" {
		moved.Host = r.URL.Host
	}
	moved.URL.Host = strings.TrimPrefix(f.host.Endpoint(), "http://")
	if moved.Body = http.NoBody; len(body) > 0 {
		moved.Body = io.NopCloser(bytes.NewReader(body))
		moved.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
	}
	return moved
}
