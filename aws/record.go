package aws

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// Call is one attempt of one call: as it is about to be sent, and again after its answer.
type Call struct {
	// Service is the name that the AWS CLI and IAM use ("cognito-idp"); "oauth" for what is not an AWS API.
	Service string
	// Operation is the API's name ("DescribeUserPool"), or method and path ("POST /oauth2/token").
	Operation   string
	Method, URL string
	// Attempt counts from 1; the SDK's retries are calls of their own.
	Attempt int
	// Changes marks calls that change something.
	Changes bool
	// Duration is from sending to the end of the answer. Status is 0 when there was none.
	Duration  time.Duration
	Status    int
	RequestID string
	// Request and Answer are the bodies, masked and cut at 16 KiB.
	Request, Answer string
	// Err is what went wrong in AWS's or the system's own words, or empty.
	Err string
}

// Recorder is told of every attempt. Before may block, to hold the call, or refuse it with an error; the attempt is signed
// and sent after it has returned.
type Recorder interface {
	Before(ctx context.Context, call Call) error
	After(ctx context.Context, call Call)
}

// middlewares are what every API call goes through: the guard and the errors at the outside, the recorder around each attempt.
func (c *Cloud) middlewares() []func(*middleware.Stack) error {
	return []func(*middleware.Stack) error{
		func(s *middleware.Stack) error {
			return s.Initialize.Add(middleware.InitializeMiddlewareFunc("workshop:guard", c.guard), middleware.Before)
		},
		func(s *middleware.Stack) error {
			// After the retrier and before the signer: each attempt is seen, and a signature is fresh however long the hold was.
			return s.Finalize.Insert(middleware.FinalizeMiddlewareFunc("workshop:record", c.record), "Signing", middleware.Before)
		},
	}
}

// guard refuses what a read-only place must not do, and makes every error an *Error.
func (c *Cloud) guard(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (
	out middleware.InitializeOutput, metadata middleware.Metadata, err error,
) {
	service, operation := serviceName(middleware.GetServiceID(ctx)), middleware.GetOperationName(ctx)
	if c.options.ReadOnly && !Reads(operation) {
		return out, metadata, &Error{Service: service, Operation: operation, Kind: ReadOnlyRefused, Err: ErrReadOnly}
	}
	out, metadata, err = next.HandleInitialize(ctx, in)
	if err != nil {
		e := newError(service, operation, err)
		if e.Kind == ClockSkew {
			e.Skew = c.Skew()
		}
		err = e
	}
	return out, metadata, err
}

// record tells the recorder of one attempt.
func (c *Cloud) record(ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler) (
	middleware.FinalizeOutput, middleware.Metadata, error,
) {
	request, ok := in.Request.(*smithyhttp.Request)
	if c.options.Recorder == nil || !ok {
		return next.HandleFinalize(ctx, in)
	}
	operation := middleware.GetOperationName(ctx)
	call := Call{
		Service: serviceName(middleware.GetServiceID(ctx)), Operation: operation, Changes: !Reads(operation),
		Method: request.Method, URL: c.shared.masker.address(c.shared.route.named(request.URL, c.endpointHost(ctx))), Attempt: attemptOf(request.Header),
		Request: c.shared.masker.body(peek(request)),
	}
	if err := c.options.Recorder.Before(ctx, call); err != nil {
		return middleware.FinalizeOutput{}, middleware.Metadata{}, err
	}
	seen := &exchange{}
	start := time.Now()
	out, metadata, err := next.HandleFinalize(context.WithValue(ctx, exchangeKey{}, seen), in)
	call.Duration = time.Since(start)
	seen.fill(&call, c.shared.masker)
	if err != nil {
		e := newError(call.Service, operation, err)
		call.Err = c.shared.masker.redactor.Redact(strings.TrimPrefix(e.Error(), call.Service+":"+operation+": "))
	}
	c.options.Recorder.After(ctx, call)
	return out, metadata, err
}

// endpointHost is the host that AWS has for the service of a call.
func (c *Cloud) endpointHost(ctx context.Context) string {
	service := serviceName(middleware.GetServiceID(ctx))
	if service == "iam" { // has one for all regions
		return "iam.amazonaws.com"
	}
	return service + "." + c.Region() + ".amazonaws.com"
}

// peek reads what a request would send, and leaves it as it was.
func peek(r *smithyhttp.Request) (body []byte, cut bool) {
	stream := r.GetStream()
	if stream == nil || !r.IsStreamSeekable() {
		return nil, stream != nil
	}
	body, _ = io.ReadAll(io.LimitReader(stream, bodyLimit+1))
	if r.RewindStream() != nil {
		return nil, true
	}
	return body, len(body) > bodyLimit
}

// attemptOf reads the SDK's own count: "Amz-Sdk-Request: attempt=2; max=3".
func attemptOf(h http.Header) int {
	_, rest, _ := strings.Cut(h.Get("Amz-Sdk-Request"), "attempt=")
	number, _, _ := strings.Cut(rest, ";")
	if n, err := strconv.Atoi(number); err == nil {
		return n
	}
	return 1
}

// serviceName is the SDK's service id as the AWS CLI and IAM write it.
func serviceName(id string) string {
	if id == "Cognito Identity Provider" {
		return "cognito-idp"
	}
	if id == "Secrets Manager" {
		return "secretsmanager"
	}
	return strings.ReplaceAll(strings.ToLower(id), " ", "-")
}
