package sandbox

import (
	"context"
	"net/http"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/fault"
	"agentcore-workshop/aws/sandbox/trouble"
	"agentcore-workshop/aws/sandbox/wire"
)

// interfere lets the faults act that need no operation: delay, broken connections, an outage, a wrong date. It reports
// whether the request is dealt with. No lock is held, so that slow requests wait side by side.
func (c *Cloud) interfere(x *exchange) bool {
	f := x.faults
	if f.DateSkew != 0 {
		c.stamp(x, f.DateSkew)
	}
	if f.Delay > 0 && c.sleep(x.r.Context(), f.Delay) != nil {
		x.w.drop() // the caller has gone
		return true
	}
	if f.Drop {
		x.w.drop()
		return true
	}
	x.w.truncate = f.Truncate
	if f.Outage {
		c.outage(x)
		return true
	}
	return false
}

func (c *Cloud) outage(x *exchange) {
	const text = "The service is unavailable. Please try again."
	if x.route == nil {
		x.say(http.StatusServiceUnavailable, text)
		return
	}
	code := "ServiceUnavailableException"
	if x.route.Protocol == wire.Query {
		code = "ServiceUnavailable"
	}
	x.fail(c, &core.Error{Code: code, Status: http.StatusServiceUnavailable, Message: text})
}

type outcomeKey struct{}

// withOutcome hands the faults of a request to the hook that runs before its operation.
func withOutcome(ctx context.Context, o fault.Outcome) context.Context {
	return context.WithValue(ctx, outcomeKey{}, o)
}

// before is asked by the core before every operation from outside. A call that did not come over the wire is judged here.
func (c *Cloud) before(call *core.Call, in core.Object) error {
	if call.Context == nil {
		call.Context = context.Background()
	}
	f, judged := call.Value(outcomeKey{}).(fault.Outcome)
	if !judged {
		f = c.faults.Judge(fault.Request{Service: call.Service, Operation: call.Operation, API: true})
	}
	switch {
	case f.Error != nil:
		return &core.Error{Code: f.Error.Code, Status: f.Error.Status, Message: f.Error.Message}
	case f.Refuse == fault.Throttling:
		return throttled(call.Service, c.protocol(call.Service))
	case f.Refuse == fault.ExpiredCredentials && call.AccessKey != "":
		return expired(c.protocol(call.Service))
	case f.Refuse == fault.AccessDenied && call.AccessKey != "":
		return denied(call, in, f.Action, c.protocol(call.Service))
	}
	return nil
}

// inside is asked before every call that one service makes to another for a caller: what the caller may not do, a service
// may not do for it. A fault that is being brought about is nobody's call.
func (c *Cloud) inside(call *core.Call, in core.Object) error {
	if call.Invoker == trouble.Invoker {
		return nil
	}
	if action, ok := c.faults.Denies(call.Service, call.Operation); ok {
		return denied(call, in, action, c.protocol(call.Service))
	}
	return nil
}

func (c *Cloud) protocol(service string) string {
	if s := c.codec.Model().Services[service]; s != nil {
		return s.Protocol
	}
	return ""
}
