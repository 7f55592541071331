package core

import "net/http"

// Handler does one operation.
type Handler func(c *Call, in Object) (any, error)

// Op is an operation of a service, under its name in the service model.
type Op struct {
	Name   string
	Handle Handler
	// Reads marks operations that change nothing: they share the account's lock and do not make the state dirty.
	Reads bool
	// Free marks operations that take the account's lock themselves, since they sign or call out between.
	Free bool
}

// Typed makes a Handler of a function over structs. Input members that the struct lacks are ignored, as AWS ignores
// nothing that its model knows: the model has validated them before.
func Typed[In, Out any](do func(c *Call, in *In) (Out, error)) Handler {
	return func(c *Call, tree Object) (any, error) {
		in := new(In)
		if err := Bind(tree, in); err != nil {
			return nil, Errorf("SerializationException", "%v", err)
		}
		return do(c, in)
	}
}

// Write and Read make operations from functions over structs.
func Write[In, Out any](name string, do func(c *Call, in *In) (Out, error)) Op {
	return Op{Name: name, Handle: Typed(do)}
}

func Read[In, Out any](name string, do func(c *Call, in *In) (Out, error)) Op {
	return Op{Name: name, Handle: Typed(do), Reads: true}
}

// Service is one AWS service.
type Service interface {
	// Name is the service's name in the service model: "cognito-idp".
	Name() string
	Ops() []Op
}

// Advancer is a Service in which things happen by themselves as time goes on. Advance does all that is due at c.Now(),
// each at its own scheduled moment, and asks for the next turn with Realm.WakeAt. The account's lock is held.
type Advancer interface{ Advance(c *Call) }

// Restorer is a Service that has names in the cloud's index. Restored puts them there again after a state was loaded.
type Restorer interface{ Restored(cloud *Cloud, r *Realm) }

// Pages is a Service with endpoints that browsers and OAuth clients use. Serve answers the request, or returns false when
// it is not one of its own. host is the AWS host that the request is for (or the loopback address, when it named none).
type Pages interface {
	Serve(p *Page, w http.ResponseWriter, r *http.Request) bool
}

// Page is the context of a request to Pages.
type Page struct {
	Cloud *Cloud
	// Host is the AWS host that the request is for, such as x.auth.us-east-1.amazoncognito.com; empty when the request
	// named only the loopback address.
	Host string
	// Public turns the AWS address of a page into the one that whoever sent this request can open.
	Public func(awsURL string) string
	// CookiePath is the path under which this host's cookies belong: "/", or the alias under which the host is reached.
	CookiePath string
	// Signed checks that the request is signed (Signature Version 4) for a service, and returns the account that signed it.
	Signed func(service string) (account string, refused *Error)
}
