package aws

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"agentcore-workshop/steps/secret"
)

// HTTP is the client for what is not an AWS API: token endpoint, discovery, keys, hosted pages. Its calls are recorded as
// those of service "oauth", gated and guarded like the others. Copy it to give it a cookie jar or another redirect policy.
func (c *Cloud) HTTP() *http.Client { return c.http }

// callName is what a plain HTTP call is to the recorder and to the guard.
type callName struct {
	service, operation string
	reads              bool
}

type nameKey struct{}

// Named says what the plain HTTP calls under a context are, where method and path do not tell: a POST that only reads, a call
// of an AgentCore door with a bearer token.
func Named(ctx context.Context, service, operation string, reads bool) context.Context {
	return context.WithValue(ctx, nameKey{}, callName{service, operation, reads})
}

// plainRecorder records plain HTTP.
type plainRecorder struct {
	next  http.RoundTripper
	cloud *Cloud
}

func (p *plainRecorder) RoundTrip(r *http.Request) (*http.Response, error) {
	c := p.cloud
	name, named := r.Context().Value(nameKey{}).(callName)
	if !named {
		name = callName{"oauth", r.Method + " " + r.URL.Path, readsHTTP(r)}
	}
	if c.options.ReadOnly && !name.reads {
		return nil, &Error{Service: name.service, Operation: name.operation, Kind: ReadOnlyRefused, Err: ErrReadOnly}
	}
	r, sent := keepBody(r)
	call := Call{
		Service: name.service, Operation: name.operation, Method: r.Method, URL: c.shared.masker.address(r.URL), Attempt: 1,
		Changes: !name.reads, Request: c.showRequest(r, sent),
	}
	if c.options.Recorder != nil {
		if err := c.options.Recorder.Before(r.Context(), call); err != nil {
			return nil, err
		}
	}
	return p.send(r, call)
}

// send makes the call. An answer is read whole, because it is small and the recorder is told when it is complete; only a
// stream of events (text/event-stream) is handed on as it comes, and told when it is closed.
func (p *plainRecorder) send(r *http.Request, call Call) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	patience := p.cloud.options.HTTPTimeout
	if call.Operation == invokeRuntime {
		patience = agentTakes
	}
	limit := time.AfterFunc(patience, func() { cancel(context.DeadlineExceeded) })
	seen := &exchange{}
	start := time.Now()
	end := func(err error) error {
		limit.Stop()
		if err != nil && errors.Is(context.Cause(ctx), context.DeadlineExceeded) {
			err = context.DeadlineExceeded
		}
		cancel(nil)
		return p.tell(r, call, seen, start, err)
	}
	resp, err := p.next.RoundTrip(r.WithContext(context.WithValue(ctx, exchangeKey{}, seen)))
	if err != nil {
		return nil, end(err)
	}
	resp.Request = r
	if strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream") {
		limit.Stop()
		resp.Body = &stream{ReadCloser: resp.Body, end: end}
		return resp, nil
	}
	whole, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err = end(err); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(whole))
	return resp, nil
}

// tell tells the recorder how a call ended, and returns its error with a kind.
func (p *plainRecorder) tell(r *http.Request, call Call, seen *exchange, start time.Time, err error) error {
	masker := p.cloud.shared.masker
	call.Duration = time.Since(start)
	seen.fill(&call, masker)
	if err != nil {
		call.Err = masker.redactor.Redact(err.Error())
		err = newError(call.Service, call.Operation, err)
	}
	if p.cloud.options.Recorder != nil {
		p.cloud.options.Recorder.After(r.Context(), call)
	}
	return err
}

// stream is a body that says when it was closed.
type stream struct {
	io.ReadCloser
	once sync.Once
	end  func(error) error
}

func (s *stream) Close() error {
	err := s.ReadCloser.Close()
	s.once.Do(func() { _ = s.end(nil) })
	return err
}

// keepBody reads a request's body and puts it back, in a copy: a RoundTripper must not change its request.
func keepBody(r *http.Request) (*http.Request, []byte) {
	if r.Body == nil {
		return r, nil
	}
	body, err := io.ReadAll(r.Body)
	r.Body.Close()
	kept := r.Clone(r.Context())
	kept.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		kept.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), failing{err}))
	}
	return kept, body
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// showRequest is the body, with the way of authenticating before it: that is half of what a learner wants to see.
func (c *Cloud) showRequest(r *http.Request, body []byte) string {
	shown := c.shared.masker.body(body, false)
	scheme, _, found := strings.Cut(r.Header.Get("Authorization"), " ")
	if !found {
		return shown
	}
	return "Authorization: " + scheme + " " + secret.Mask + "\n\n" + shown
}
