package aws

import (
	"bytes"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// exchangeKey is where an exchange travels in a request's context.
type exchangeKey struct{}

// exchange is what the transport saw of one attempt.
type exchange struct {
	mu        sync.Mutex
	status    int
	requestID string
	answer    bytes.Buffer
	cut       bool
}

func (e *exchange) fill(call *Call, m *masker) {
	e.mu.Lock()
	defer e.mu.Unlock()
	call.Status, call.RequestID = e.status, e.requestID
	call.Answer = m.body(e.answer.Bytes(), e.cut)
}

// Write keeps the beginning of an answer.
func (e *exchange) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	room := bodyLimit - e.answer.Len()
	e.cut = e.cut || len(p) > room
	e.answer.Write(p[:min(len(p), room)])
	return len(p), nil
}

// carrier is the transport under everything: it leads workshop hosts to the practice cloud, reads the clocks, and
// lets the recorder look on.
type carrier struct {
	base   http.RoundTripper
	shared *shared
}

func (c *carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.base.RoundTrip(untouched(c.shared.route.lead(r)))
	if err != nil {
		return nil, err
	}
	c.readClocks(resp.Header)
	if seen, ok := r.Context().Value(exchangeKey{}).(*exchange); ok {
		seen.mu.Lock()
		seen.status, seen.requestID = resp.StatusCode, requestID(resp.Header)
		seen.mu.Unlock()
		resp.Body = &onlooker{Reader: io.TeeReader(resp.Body, seen), Closer: resp.Body}
	}
	return resp, nil
}

// untouched gives the transport a body of which it can look for the end even after the SDK has closed it, which the SDK does as soon
// as there is an answer. The SDK's own body then fails (io.EOF from WriteTo), and net/http closes the connection under the reader.
func untouched(r *http.Request) *http.Request {
	if r.Body == nil || r.Body == http.NoBody {
		return r
	}
	plain := *r
	plain.Body = struct{ io.ReadCloser }{r.Body} // has no WriteTo
	return &plain
}

// onlooker is a body that is read by two.
type onlooker struct {
	io.Reader
	io.Closer
}

// offsetHeader tells how far the practice cloud's clock was moved, in seconds.
const offsetHeader = "X-Practice-Cloud-Clock-Offset"

func (c *carrier) readClocks(h http.Header) {
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		// Date has whole seconds and is truncated: less than a second and a half is no difference.
		skew := date.Sub(c.shared.now())
		if skew.Abs() < 1500*time.Millisecond {
			skew = 0
		}
		c.shared.skew.Store(int64(skew))
	}
	if c.shared.route == nil {
		return
	}
	if seconds, err := strconv.ParseFloat(h.Get(offsetHeader), 64); err == nil {
		c.shared.offset.Store(int64(seconds * float64(time.Second)))
	}
}

func requestID(h http.Header) string {
	for _, name := range []string{"X-Amzn-Requestid", "X-Amz-Request-Id"} {
		if id := h.Get(name); id != "" {
			return strings.TrimSpace(id)
		}
	}
	return ""
}
