package steps

import (
	"context"
	"net/url"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// recorder passes what the clients do on to the report that travels in the context: the gate before, the call after.
type recorder struct{ memory memory }

// NewRecorder is the recorder that a Cloud needs so that its calls appear on the stream and hold can stop them.
func NewRecorder() aws.Recorder { return &recorder{} }

func (*recorder) Before(ctx context.Context, c aws.Call) error {
	r := flow.From(ctx)
	if r == nil {
		return nil
	}
	title, ok := ctx.Value(titleKey{}).(text.Msg)
	if !ok {
		title = text.Plain(c.Service + ":" + c.Operation)
	}
	return r.Before(ctx, flow.Held{Title: title, Method: c.Method, URL: c.URL, Request: c.Request})
}

func (rec *recorder) After(ctx context.Context, c aws.Call) {
	rec.memory.note(c)
	r := flow.From(ctx)
	if r == nil {
		return
	}
	r.Emit(flow.Call{
		Service: c.Service, Operation: c.Operation, Duration: c.Duration, Attempt: c.Attempt, Status: c.Status,
		RequestID: c.RequestID, Request: c.Request, Answer: c.Answer, Err: c.Err,
	})
	if h, ok := ctx.Value(hopKey{}).(flow.Hop); ok {
		h.Method, h.URL, h.Status, h.Request, h.Answer = c.Method, PlainURL(RealAddress(c.URL).String()), c.Status, c.Request, c.Answer
		r.Hop(h)
	}
}

// PlainURL is an address without its query, which may carry a code.
func PlainURL(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.RawQuery = ""
	return u.String()
}

// RealAddress is the address as AWS has it: at the practice cloud an AWS host is reached under /_host/.
func RealAddress(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil {
		return &url.URL{}
	}
	rest, aliased := strings.CutPrefix(u.Path, "/_host/")
	if !aliased {
		return u
	}
	host, path, _ := strings.Cut(rest, "/")
	return &url.URL{Scheme: "https", Host: host, Path: "/" + path, RawQuery: u.RawQuery}
}

type titleKey struct{}
type hopKey struct{}

// Titled says under which words the calls under a context are held.
func Titled(ctx context.Context, title text.Msg) context.Context {
	return context.WithValue(ctx, titleKey{}, title)
}

// HopOf is the hop that the calls under a context are told as, and the same context without it, for who tells the hop itself.
func HopOf(ctx context.Context) (flow.Hop, context.Context, bool) {
	hop, ok := ctx.Value(hopKey{}).(flow.Hop)
	if !ok {
		return flow.Hop{}, ctx, false
	}
	return hop, context.WithValue(ctx, hopKey{}, nil), true
}

// AsHop makes the calls under the returned context hops of an OAuth flow: they are held under the hop's title, and told as
// hops after their answer, with the masked request and answer that the recorder saw.
func AsHop(ctx context.Context, protocol, from, to string, title text.T) context.Context {
	ctx = context.WithValue(ctx, titleKey{}, title.With())
	return context.WithValue(ctx, hopKey{}, flow.Hop{Flow: protocol, From: from, To: to, Title: title.With()})
}
