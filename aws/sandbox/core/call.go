package core

import (
	"context"
	"net/http"
	"time"
)

// Call is one operation under way.
type Call struct {
	context.Context
	Cloud *Cloud
	Realm *Realm
	// Service and Operation name what was asked for, as the service model does.
	Service, Operation string
	// Caller is the ARN of who signed the request; CallerID its UserId; AccessKey the key it was signed with.
	Caller, CallerID, AccessKey string
	// Bearer is the bearer token of a request that came without a signature, or empty.
	Bearer string
	// Invoker is the service that makes this call on the caller's behalf ("cloudformation.amazonaws.com"), or empty.
	Invoker   string
	RequestID string
	// Base is the address by which the request came, "http://127.0.0.1:4566" or "https://ssm.us-east-1.amazonaws.com".
	Base string
	// Public turns the AWS address of a page into the one that whoever sent this request can open.
	Public func(awsURL string) string
	// Request is the request as it came, with its body to be read again, and Answer where its answer goes: for operations
	// that stream. One that has written to Answer has answered; what it returns besides is only told to those who listen.
	// Both are nil in calls that did not come over the wire.
	Request *http.Request
	Answer  http.ResponseWriter
	// at is the scheduled moment that Advance is working on; zero means the clock.
	at time.Time
}

// Now is the time of this call: the cloud's clock, or the moment for which Advance was scheduled.
func (c *Call) Now() time.Time {
	if !c.at.IsZero() {
		return c.at
	}
	return c.Cloud.Clock.Now()
}

// At returns the same call at a scheduled moment.
func (c *Call) At(t time.Time) *Call {
	d := *c
	d.at = t
	return &d
}

// Global returns the same call in the account's realm without region, where IAM lives.
func (c *Call) Global() *Call {
	d := *c
	d.Realm = c.Cloud.realmOf(c.Realm.Account, Global)
	return &d
}

// Do calls another service within this call: same account, same caller, same lock. It is for operations that are not
// Free. Invoker is the service on whose behalf, such as "cloudformation.amazonaws.com".
func (c *Call) Do(invoker, service, operation string, in Object) (Object, error) {
	op, ok := c.Cloud.op(service, operation)
	switch {
	case !ok:
		return nil, Unknown(service, operation)
	case op.Free: // it would wait for the lock that this call holds
		return nil, Errorf("InternalFailure", "%s of %s takes the lock itself and cannot be done within another operation.", operation, service)
	}
	d := *c
	d.Service, d.Operation, d.Invoker = service, operation, invoker
	d.Request, d.Answer = nil, nil
	d.Realm = c.Cloud.realmOf(c.Realm.Account, regionFor(service, c.Realm.Region))
	if c.Cloud.Inside != nil {
		if err := c.Cloud.Inside(&d, in); err != nil {
			return nil, err
		}
	}
	if c.Cloud.Validate != nil {
		if err := c.Cloud.Validate(service, operation, in); err != nil {
			return nil, err
		}
	}
	out, err := op.Handle(&d, in)
	if err != nil {
		return nil, err
	}
	return Tree(out)
}
