package aws

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Kind is what sort of trouble an error is, whatever service and wire form it came by.
type Kind string

const (
	NoCredentials      Kind = "no_credentials"      // none found anywhere
	InvalidCredentials Kind = "invalid_credentials" // found, but AWS does not know them
	Expired            Kind = "expired"             // temporary credentials, or a token in a request, have ended
	SSOExpired         Kind = "sso_expired"         // the sign-in of `aws sso login` has ended
	NoProfile          Kind = "no_profile"          // the named profile does not exist
	BadConfig          Kind = "bad_config"          // the shared config cannot be read
	NoRegion           Kind = "no_region"           // no region was found, and the call needs one
	AccessDenied       Kind = "access_denied"
	Throttled          Kind = "throttled"
	NotFound           Kind = "not_found"
	Exists             Kind = "exists" // what was to be created is there already
	Validation         Kind = "validation"
	Conflict           Kind = "conflict" // the thing is in a state in which this cannot be done
	Network            Kind = "network"  // nothing answers at the address, or the connection broke
	DNS                Kind = "dns"      // the host name cannot be resolved
	TimedOut           Kind = "timed_out"
	Quota              Kind = "quota"
	ClockSkew          Kind = "clock_skew"   // the host's clock is too far from AWS's
	Service            Kind = "service"      // a 5xx: AWS's own trouble
	Unsupported        Kind = "unsupported"  // the endpoint does not have the operation
	NotAWS             Kind = "not_aws"      // what answers does not speak AWS's protocol: a proxy's page, another server
	NotPractice        Kind = "not_practice" // asked for the practice cloud, and something else answers
	ReadOnlyRefused    Kind = "read_only"    // refused before sending: the place was opened read-only
	Canceled           Kind = "canceled"
	Other              Kind = "other"
)

// Error is every error of this package.
type Error struct {
	// Service and Operation are what was called ("cognito-idp", "DescribeUserPool"); Service is empty before any call.
	Service, Operation string
	Kind               Kind
	// Code and Message are AWS's own; empty when no answer came. RequestID is AWS's, for support.
	Code, Message, RequestID string
	// Status is the HTTP status, or 0.
	Status int
	// Skew is how far the answer's Date was ahead of the host's clock, when the kind is ClockSkew.
	Skew time.Duration
	Err  error
}

func (e *Error) Error() string {
	what := strings.TrimPrefix(e.Service+":"+e.Operation, ":")
	switch {
	case e.Code != "" && e.Message != "":
		return what + ": " + e.Code + ": " + e.Message
	case e.Code != "":
		return what + ": " + e.Code
	}
	return what + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// ErrNoUpdates is the error of an update, or of a change set, that would change nothing.
var ErrNoUpdates = errors.New("no updates are to be performed")

// ErrReadOnly is why a changing call to a place opened read-only was not sent.
var ErrReadOnly = errors.New("the place is open for reading only")

// Is lets errors.Is find ErrNoUpdates.
func (e *Error) Is(target error) bool {
	return target == ErrNoUpdates && e.Code == "ValidationError" && strings.Contains(e.Message, "No updates are to be performed")
}

// KindOf is the kind of an error, and empty for nil.
func KindOf(err error) Kind {
	var e *Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &e):
		return e.Kind
	}
	return classify(err)
}

// Details are AWS's code, message and request id of an error, each empty when there is none.
func Details(err error) (code, message, requestID string) {
	var e *Error
	if !errors.As(err, &e) {
		e = newError("", "", err)
	}
	return e.Code, e.Message, e.RequestID
}

// Denied are the action ("ssm:GetParameters") and the resource that AWS's text of an AccessDenied names, each empty when it
// names none.
func Denied(err error) (action, resource string) {
	_, message, _ := Details(err)
	return after(message, "not authorized to perform: "), after(message, "on resource: ")
}

// after is the word that follows a marker in a text.
func after(text, marker string) string {
	_, rest, found := strings.Cut(text, marker)
	if !found {
		return ""
	}
	word, _, _ := strings.Cut(rest, " ")
	return strings.TrimRight(word, ".,;:")
}

// IsNotFound reports whether an error says that the thing is not there.
func IsNotFound(err error) bool { return KindOf(err) == NotFound }

func canceled(err error) bool { return errors.Is(err, context.Canceled) }
