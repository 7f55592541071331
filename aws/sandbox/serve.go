package sandbox

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/fault"
	"agentcore-workshop/aws/sandbox/wire"
)

// The response headers by which every answer says what it is.
const (
	HeaderPractice    = "X-Practice-Cloud"
	HeaderClockOffset = "X-Practice-Cloud-Clock-Offset" // seconds, with a fraction
	practiceName      = "agentcore-workshop"
)

// bodyLimit is the longest request body that is read.
const bodyLimit = 16 << 20

// exchange is one request on its way through the cloud.
type exchange struct {
	w      *writer
	r      *http.Request
	sent   *http.Request // as it came: an alias in its path is part of what was signed
	target target
	body   []byte
	id     string

	signed bool
	keys   credentials
	route  *wire.Route // nil for pages
	faults fault.Outcome
	entry  *Entry
}

// ServeHTTP answers one request.
func (c *Cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{w: &writer{ResponseWriter: w}, r: r, sent: r, id: c.IDs.UUID()}
	x.entry = &Entry{Time: c.now().UTC(), RequestID: x.id, Method: r.Method, Host: r.Host, Path: r.URL.Path}
	before := c.Changes()
	c.stamp(x, 0)
	defer func() {
		c.rescue(x, recover())
		x.w.finish()
		c.note(x)
		if c.Changes() != before {
			c.announce()
		}
	}()
	t, moved, ok := c.aim(r)
	if !ok {
		x.entry.hidden = true
		x.say(http.StatusForbidden, "This is a practice cloud on this machine. It does not answer for the host "+
			strconv.Quote(hostname(r.Host))+".")
		return
	}
	x.target, x.r = t, moved
	if t.host == "" && strings.HasPrefix(r.URL.Path, adminPrefix) {
		x.entry.hidden = true
		c.admin(x)
		return
	}
	if c.console(x) {
		return
	}
	c.serve(x)
}

// serve reads the body, finds out what is asked for, lets the faults act, and answers.
func (c *Cloud) serve(x *exchange) {
	if err := x.read(); err != nil {
		if errors.Is(err, errTooLong) {
			x.say(http.StatusRequestEntityTooLarge, "The request body is longer than 16 MiB.")
		} else {
			x.say(http.StatusBadRequest, "The request body cannot be read: it broke off, or its chunks are malformed.")
		}
		return
	}
	x.keys, x.signed = credentialsOf(x.r)
	if !x.target.aws.pagesOnly {
		scope := x.keys.service
		if route, ok := c.codec.Recognise(x.r, x.body, scope); ok {
			x.route = route
			x.entry.Service, x.entry.Operation = route.Service, route.Operation
		}
	}
	if x.route != nil && x.fromPage() {
		x.say(http.StatusForbidden, "Web pages of other origins may not call the practice cloud's APIs.")
		return
	}
	x.faults = c.faults.Judge(x.question())
	if c.interfere(x) {
		return
	}
	if x.route != nil {
		c.api(x)
		return
	}
	c.page(x)
}

func (x *exchange) question() fault.Request {
	q := fault.Request{Host: x.target.host, Path: x.r.URL.Path}
	if q.Host == "" {
		q.Host = "loopback"
	}
	if x.route != nil {
		q.API, q.Service, q.Operation = true, x.route.Service, x.route.Operation
	}
	return q
}

var errTooLong = errors.New("too long")

// read takes the whole body, so that an operation can be told from a page, and leaves it to be read again.
func (x *exchange) read() error {
	if x.r.Body == nil {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(x.r.Body, bodyLimit+1))
	if err != nil {
		return err
	}
	if len(body) > bodyLimit {
		return errTooLong
	}
	x.body = body
	x.r.Body = io.NopCloser(bytes.NewReader(body))
	return nil
}

// fromPage reports a request that a browser sends for a page of another origin. Browsers add Origin to everything but
// plain GETs, and Sec-Fetch-Site to those too.
func (x *exchange) fromPage() bool {
	if origin := x.r.Header.Get("Origin"); origin != "" {
		return !isLoopback(x.r.Host) || origin != "http://"+x.r.Host
	}
	switch x.r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return false
	}
	return true
}

// stamp writes the headers that every answer has. Date follows the host's clock, apart from the clock-skew fault.
func (c *Cloud) stamp(x *exchange, skew time.Duration) {
	h := x.w.Header()
	h.Set(HeaderPractice, practiceName)
	h.Set(HeaderClockOffset, strconv.FormatFloat(c.Clock.Offset().Seconds(), 'f', -1, 64))
	h.Set("Date", c.now().Add(skew).UTC().Format(http.TimeFormat))
}

// rescue turns a panic of a service into the answer that AWS gives when it fails inside.
func (c *Cloud) rescue(x *exchange, panicked any) {
	if panicked == nil {
		return
	}
	if err, ok := panicked.(error); ok && errors.Is(err, http.ErrAbortHandler) { // meant: see net/http
		x.w.drop()
		return
	}
	c.log.Error("a service of the practice cloud panicked", "request_id", x.id, "service", x.entry.Service,
		"operation", x.entry.Operation, "panic", panicked, "stack", string(debug.Stack()))
	if x.w.status != 0 {
		x.w.drop() // half an answer is on its way; only an end without a proper close can say that it is wrong
		return
	}
	e := core.Errorf("InternalFailure", "The request processing has failed because of an unknown error, exception or failure.")
	if x.route == nil {
		x.say(http.StatusInternalServerError, e.Message)
		return
	}
	x.fail(c, e)
}

func (x *exchange) fail(c *Cloud, e *core.Error) {
	x.entry.Error = e.Code
	c.codec.Fail(x.w, x.route, e, x.id)
}

// say answers in plain text, for requests that are no API call.
func (x *exchange) say(status int, text string) {
	x.w.Header().Set("X-Content-Type-Options", "nosniff")
	http.Error(x.w, text, status)
}
