package sandbox

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
)

// Transport answers requests in process, without a socket. The cloud is used as over the network, so times may be faked.
func (c *Cloud) Transport() http.RoundTripper { return inProcess{c} }

type inProcess struct{ handler http.Handler }

// RoundTrip implements http.RoundTripper.
func (t inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	served := r.Clone(r.Context())
	if served.Host == "" {
		served.Host = r.URL.Host
	}
	served.RequestURI = r.URL.RequestURI()
	served.RemoteAddr = "127.0.0.1:0"
	if served.Body == nil {
		served.Body = http.NoBody
	}
	w := &memory{header: http.Header{}}
	t.handler.ServeHTTP(w, served)
	if r.Body != nil {
		_ = r.Body.Close() // RoundTrip must close it; the answer is made already
	}
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return w.response(r)
}

// memory is a ResponseWriter that keeps the answer, to be handed over whole: nothing can be flushed.
type memory struct {
	header  http.Header
	sent    http.Header
	status  int
	body    bytes.Buffer
	dropped bool
}

func (m *memory) Header() http.Header { return m.header }

func (m *memory) WriteHeader(status int) {
	if m.status == 0 {
		m.status, m.sent = status, m.header.Clone()
	}
}

func (m *memory) Write(data []byte) (int, error) {
	m.WriteHeader(http.StatusOK)
	return m.body.Write(data)
}

// Drop ends the exchange without an answer, or without the rest of one.
func (m *memory) Drop() { m.dropped = true }

func (m *memory) response(r *http.Request) (*http.Response, error) {
	if m.dropped && m.status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	m.WriteHeader(http.StatusOK)
	var body io.Reader = &m.body
	length := int64(m.body.Len())
	if m.dropped {
		body, length = io.MultiReader(body, broken{}), -1
	}
	return &http.Response{
		Status: strconv.Itoa(m.status) + " " + http.StatusText(m.status), StatusCode: m.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: m.sent, Body: io.NopCloser(body), ContentLength: length, Request: r,
	}, nil
}

// broken is the end of a connection in the middle of an answer.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// split sends requests for the workshop's AWS hosts to the cloud itself and all others to the network. Services use it.
type split struct {
	cloud   *Cloud
	network http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (s *split) RoundTrip(r *http.Request) (*http.Response, error) {
	if _, ours := s.cloud.hosts.find(r.URL.Host); ours {
		return inProcess{s.cloud}.RoundTrip(r.WithContext(context.WithValue(r.Context(), innerKey{}, true)))
	}
	return s.network.RoundTrip(r)
}

// innerKey marks requests that services send to the cloud itself.
type innerKey struct{}
