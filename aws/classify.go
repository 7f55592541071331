package aws

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

// newError makes an *Error of whatever the SDK gave; one that is an *Error already stays as it is.
func newError(service, operation string, err error) *Error {
	var done *Error
	if errors.As(err, &done) {
		return done
	}
	e := &Error{Service: service, Operation: operation, Kind: classify(err), Err: err}
	var api smithy.APIError
	if errors.As(err, &api) {
		e.Code, e.Message = bareCode(api.ErrorCode()), api.ErrorMessage()
	}
	if e.Code == "ConflictException" && strings.HasPrefix(operation, "Create") {
		e.Kind = Exists // AgentCore's other way of saying that a name is taken, whatever the text
	}
	var response *smithyhttp.ResponseError
	if errors.As(err, &response) {
		e.Status = response.HTTPStatusCode()
	}
	var withID *awshttp.ResponseError
	if errors.As(err, &withID) {
		e.RequestID = withID.RequestID
	}
	return e
}

// classify tells the kind of an error: AWS's own answer first, then what kept the request from getting one.
func classify(err error) Kind {
	var api smithy.APIError
	switch {
	case errors.Is(err, ErrReadOnly):
		return ReadOnlyRefused
	case errors.As(err, &api) && api.ErrorCode() == "UnknownError": // the SDK's word for JSON that is none of AWS's
		return NotAWS
	case errors.As(err, &api):
		return kindOfAnswer(bareCode(api.ErrorCode()), api.ErrorMessage(), statusOf(err))
	case canceled(err):
		return Canceled
	case unreadable(err):
		return NotAWS
	}
	// Before time-outs: instance metadata that does not answer in its second means that there are no credentials.
	if kind := kindOfSetup(err); kind != "" {
		return kind
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) {
		return TimedOut
	}
	if kind := kindOfConnection(err); kind != "" {
		return kind
	}
	if statusOf(err) >= http.StatusInternalServerError {
		return Service
	}
	return Other
}

// unreadable reports an answer that is complete and in no form of AWS's.
func unreadable(err error) bool {
	var notXML *xml.SyntaxError
	var notJSON *json.SyntaxError
	return (errors.As(err, &notXML) || errors.As(err, &notJSON)) && !brokenOff(err)
}

// brokenOff reports an answer of which only the beginning came. The decoders have words of their own for that.
func brokenOff(err error) bool {
	return errors.Is(err, io.ErrUnexpectedEOF) || strings.Contains(err.Error(), "unexpected EOF") || strings.Contains(err.Error(), "unexpected end of JSON input")
}

// kindOfSetup knows the SDK's errors about profiles, regions and credentials. Some of them have no type.
func kindOfSetup(err error) Kind {
	var noProfile config.SharedConfigProfileNotExistError
	var badConfig config.SharedConfigLoadError
	var badRole config.SharedConfigAssumeRoleError
	var sso *ssocreds.InvalidTokenError
	var noRegion *sdk.MissingRegionError
	var operation *smithy.OperationError
	text := err.Error()
	switch {
	case errors.As(err, &badConfig), errors.As(err, &badRole): // the second also wraps "no such source_profile"
		return BadConfig
	case errors.As(err, &noProfile):
		return NoProfile
	case errors.As(err, &sso), strings.Contains(text, "SSO session has expired"), strings.Contains(text, "cached SSO token"):
		return SSOExpired
	case errors.As(err, &noRegion), strings.Contains(text, "Missing Region"), strings.Contains(text, "missing region"),
		strings.Contains(text, "an AWS region is required"):
		return NoRegion
	case strings.Contains(text, "no EC2 IMDS role found"), strings.Contains(text, "static credentials are empty"),
		errors.Is(err, errNoMetadata), errors.As(err, &operation) && operation.Service() == "ec2imds":
		return NoCredentials
	}
	return ""
}

func kindOfConnection(err error) Kind {
	var dns *net.DNSError
	var timeout interface{ Timeout() bool }
	var op *net.OpError
	var send *smithyhttp.RequestSendError
	switch {
	case errors.As(err, &dns):
		return DNS
	case errors.As(err, &timeout) && timeout.Timeout():
		return TimedOut
	case errors.As(err, &op), errors.As(err, &send), brokenOff(err):
		return Network
	}
	return ""
}

// kindsByCode are the codes that mean the same wherever they come from.
func kindsByCode(code string) Kind {
	switch code {
	case "AccessDenied", "AccessDeniedException", "UnauthorizedException", "UnauthorizedOperation", "NotAuthorizedException", "Forbidden",
		"AuthorizationError":
		return AccessDenied
	case "Throttling", "ThrottlingException", "ThrottledException", "TooManyRequestsException", "RequestLimitExceeded", "SlowDown",
		"RequestThrottled", "RequestThrottledException", "TooManyUpdates":
		return Throttled
	case "ResourceNotFoundException", "NoSuchEntity", "NoSuchEntityException", "ParameterNotFound", "UserNotFoundException",
		"ChangeSetNotFound", "ChangeSetNotFoundException", "NotFoundException":
		return NotFound
	case "AlreadyExistsException", "EntityAlreadyExists", "EntityAlreadyExistsException", "ParameterAlreadyExists",
		"UsernameExistsException", "GroupExistsException", "ResourceExistsException":
		return Exists
	case "ServiceQuotaExceededException", "LimitExceededException", "LimitExceeded", "ResourceLimitExceededException",
		"ParameterLimitExceeded":
		return Quota
	case "ConflictException", "ConcurrentModificationException", "ConcurrentModification", "InvalidChangeSetStatus",
		"OperationInProgressException", "RetryableConflictException", "DeleteConflict", "DeleteConflictException":
		return Conflict
	case "ExpiredToken", "ExpiredTokenException":
		return Expired
	case "InvalidClientTokenId", "UnrecognizedClientException", "InvalidAccessKeyId", "MissingAuthenticationToken",
		"MissingAuthenticationTokenException", "IncompleteSignature", "IncompleteSignatureException":
		return InvalidCredentials
	case "RequestExpired", "RequestTimeTooSkewed", "RequestInTheFuture":
		return ClockSkew
	case "UnknownOperationException", "InvalidAction", "UnsupportedOperation", "NotImplemented":
		return Unsupported
	}
	return ""
}

// kindOfAnswer reads an answer. Some services say the same things in other words:
//   - AgentCore answers a duplicate provider with ConflictException or with ValidationException "… already exists";
//   - CloudFormation answers an unknown stack with ValidationError "… does not exist";
//   - a wrong clock is a SignatureDoesNotMatch whose text speaks of time ("Signature expired: … is now earlier than …").
func kindOfAnswer(code, message string, status int) Kind {
	lower := strings.ToLower(message)
	says := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(lower, w) })
	}
	validation := code == "ValidationError" || code == "ValidationException" || code == "InvalidParameterException"
	switch {
	case (validation || code == "ConflictException") && says("already exists", "already associated with another user pool"):
		return Exists
	case validation && says("does not exist"):
		return NotFound
	case validation && says("can not be updated", "cannot be deleted while", "in_progress state"):
		return Conflict
	case strings.HasPrefix(code, "SignatureDoesNotMatch"), code == "InvalidSignatureException", code == "AuthFailure":
		if says("signature expired", "signature not yet current", "is now earlier than", "is now later than") {
			return ClockSkew
		}
		return InvalidCredentials
	case code == "AccessDeniedException" && says("token has expired", "expired session"):
		return Expired
	case validation, strings.HasPrefix(code, "Invalid"), strings.HasSuffix(code, "ValidationException"), code == "MalformedPolicyDocument",
		code == "InsufficientCapabilitiesException", code == "InsufficientCapabilities":
		if kind := kindsByCode(code); kind != "" {
			return kind
		}
		return Validation
	}
	if kind := kindsByCode(code); kind != "" {
		return kind
	}
	return kindOfStatus(status)
}

func kindOfStatus(status int) Kind {
	switch {
	case status == http.StatusNotImplemented:
		return Unsupported
	case status == http.StatusTooManyRequests:
		return Throttled
	case status >= http.StatusInternalServerError:
		return Service
	}
	return Other
}

// bareCode is a code without the namespace that some answers carry ("com.amazonaws.ssm#ParameterNotFound").
func bareCode(code string) string { return code[strings.LastIndex(code, "#")+1:] }

func statusOf(err error) int {
	var response *smithyhttp.ResponseError
	if errors.As(err, &response) {
		return response.HTTPStatusCode()
	}
	return 0
}
