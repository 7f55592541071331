package sandbox

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/wire"
)

// logLength is how many requests are remembered.
const logLength = 200

// Entry is one request as /_sandbox/requests tells of it. Secrets are masked before they get here.
type Entry struct {
	Time       time.Time   `json:"time"`
	RequestID  string      `json:"request_id"`
	Method     string      `json:"method"`
	Host       string      `json:"host"`
	Path       string      `json:"path"`
	Query      string      `json:"query,omitempty"`
	Service    string      `json:"service,omitempty"`
	Operation  string      `json:"operation,omitempty"`
	Account    string      `json:"account,omitempty"`
	Region     string      `json:"region,omitempty"`
	Input      core.Object `json:"input,omitempty"`
	Status     int         `json:"status"` // zero when the connection was dropped
	Error      string      `json:"error,omitempty"`
	DurationMS float64     `json:"duration_ms"`
	// Inner marks requests that the cloud sent to itself, such as AgentCore asking for a token.
	Inner bool `json:"inner,omitempty"`

	hidden bool
}

// callLog is a ring of the last requests.
type callLog struct {
	mu      sync.Mutex
	entries []Entry
	next    int
}

func (l *callLog) add(e Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.entries) < logLength {
		l.entries = append(l.entries, e)
		return
	}
	l.entries[l.next] = e
	l.next = (l.next + 1) % logLength
}

// list returns the requests, oldest first.
func (l *callLog) list() []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Concat(l.entries[l.next:], l.entries[:l.next])
}

// note writes a finished request into the log.
func (c *Cloud) note(x *exchange) {
	e := x.entry
	if e.hidden {
		return
	}
	if x.target.host != "" {
		e.Host = x.target.host
	}
	e.Path, e.Query = x.r.URL.Path, maskQuery(x.r.URL)
	e.Status = x.w.status
	if x.w.dropped && !x.w.truncate {
		e.Status = 0
	}
	e.DurationMS = float64(c.now().Sub(e.Time).Microseconds()) / 1e3
	e.Inner, _ = x.r.Context().Value(innerKey{}).(bool)
	e.cut()
	c.calls.add(*e)
}

func maskQuery(u *url.URL) string {
	if u.RawQuery == "" {
		return ""
	}
	values := u.Query()
	for name := range values {
		if wire.Sensitive(name) {
			values[name] = []string{wire.Masked}
		}
	}
	return values.Encode()
}

func (c *Cloud) adminRequests(x *exchange) {
	x.answer(http.StatusOK, c.calls.list())
}
