package sandbox

import (
	"errors"
	"net/http"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/wire"
)

// api answers one operation.
func (c *Cloud) api(x *exchange) {
	if !x.route.Known() || !c.Knows(x.route.Service, x.route.Operation) {
		x.fail(c, wire.Unknown(x.route))
		return
	}
	call := &core.Call{
		Service: x.route.Service, Operation: x.route.Operation, RequestID: x.id,
		Base: x.target.base, Public: x.target.public, Request: x.r, Answer: x.w,
	}
	call.Context = withOutcome(x.r.Context(), x.faults)
	if c.strict && (x.signed || signatureTried(x.sent)) {
		if broken := c.verify(x); broken != nil {
			x.fail(c, broken)
			return
		}
	}
	if x.signed {
		c.sign(call, x.keys, x.target.aws.region)
	} else if call.Bearer = bearerOf(x.r); !x.mayBeUnsigned() {
		x.fail(c, missingToken(x.route))
		return
	}
	in, broken := c.codec.Decode(x.route, x.r, x.body)
	if broken != nil {
		x.fail(c, broken)
		return
	}
	if !x.signed {
		call.Realm = c.place(in, x.target.aws.region)
	}
	x.entry.Account, x.entry.Region = call.Realm.Account.ID, call.Realm.Region
	x.entry.Input = c.codec.Redact(x.route, in)
	out, err := c.Do(call, in)
	if x.w.status != 0 { // the operation has streamed its answer
		return
	}
	if err != nil {
		x.fail(c, asError(err))
		return
	}
	c.codec.Answer(x.w, x.route, out, x.id)
}

// mayBeUnsigned reports operations that AWS takes without a signature: those that the model marks, and the invocation of
// a runtime, whose own authorizer says what it wants.
func (x *exchange) mayBeUnsigned() bool {
	return x.route.Unsigned() || x.route.Operation == "InvokeAgentRuntime"
}

func missingToken(route *wire.Route) *core.Error {
	if route.Protocol == wire.Query {
		return &core.Error{Code: "MissingAuthenticationToken", Status: http.StatusForbidden, Message: "Request is missing Authentication Token"}
	}
	return core.Errorf("MissingAuthenticationTokenException", "Missing Authentication Token")
}

// asError lets AWS's errors through and hides what is inside others.
func asError(err error) *core.Error {
	var known *core.Error
	if errors.As(err, &known) {
		return known
	}
	return core.Errorf("InternalFailure", "%v", err)
}

// page offers the request to every service that has pages.
func (c *Cloud) page(x *exchange) {
	p := &core.Page{
		Cloud: c.Cloud, Host: x.target.host, Public: x.target.public, CookiePath: x.target.cookiePath,
		Signed: func(service string) (string, *core.Error) { return c.signedFor(x, service) },
	}
	for _, s := range c.Services() {
		if pages, ok := s.(core.Pages); ok && pages.Serve(p, x.w, x.r) {
			return
		}
	}
	if x.target.host == "" && x.r.URL.Path == "/" {
		c.welcome(x)
		return
	}
	where := "address"
	if x.target.host != "" {
		where = "address on " + x.target.host
	}
	x.say(http.StatusNotFound, "The practice cloud has nothing at this "+where+".")
}
