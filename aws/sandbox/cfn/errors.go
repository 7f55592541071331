package cfn

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/cfn/template"
	"agentcore-workshop/aws/sandbox/core"
)

func invalid(format string, args ...any) *core.Error {
	return core.Errorf("ValidationError", format, args...)
}

// refused turns what the template reader refuses into the service's error.
func refused(err error) error {
	var bad *template.Error
	if errors.As(err, &bad) {
		return invalid("%s", bad.Message)
	}
	return err
}

func noStack(nameOrID string) *core.Error { return invalid("Stack [%s] does not exist", nameOrID) }

func noStackWithID(nameOrID string) *core.Error {
	return invalid("Stack with id %s does not exist", nameOrID)
}

func wrongState(s *stack) *core.Error {
	return invalid("Stack:%s is in %s state and can not be updated.", s.ID, s.Status)
}

func noChangeSet(name string) *core.Error {
	return &core.Error{Code: "ChangeSetNotFound", Status: http.StatusNotFound, Message: fmt.Sprintf("ChangeSet [%s] does not exist", name)}
}

func tokenTaken() *core.Error {
	return core.Errorf("TokenAlreadyExistsException", "A client request token already exists.")
}

// failure is the reason of a failed resource, as CloudFormation words what a resource handler returns.
func failure(c *core.Call, k *kind, id string, err error) string {
	var e *core.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	if e.Code == "InvalidRequest" { // the schema's own words, which no handler has seen
		return e.Message
	}
	code, message := handlerError(c, k, id, e)
	// The message stands as it is between the quotes, its own quotes included.
	return fmt.Sprintf("Resource handler returned message: \"%s\" (RequestToken: %s, HandlerErrorCode: %s)",
		message, c.Cloud.IDs.UUID(), code)
}

// handlerError maps a service's error as AWS's resource handlers do (cloudformation-cli-java-plugin, ErrorMessages).
func handlerError(c *core.Call, k *kind, id string, e *core.Error) (code, message string) {
	service := sdkName(k.name)
	said := fmt.Sprintf("%s (Service: %s, Status Code: %d, Request ID: %s)", e.Message, service, statusOf(service, e), c.Cloud.IDs.UUID())
	switch {
	case e.Code == "HandlerInternalFailure":
		return "ServiceInternalError", e.Message
	case e.Code == "HandlerNotUpdatable":
		return "NotUpdatable", e.Message
	case strings.Contains(e.Code, "AlreadyExists") || e.Code == "ConflictException" ||
		e.Code == "GroupExistsException" || e.Code == "UsernameExistsException" ||
		e.Code == "ValidationException" && strings.Contains(e.Message, "already exists"):
		return "AlreadyExists", fmt.Sprintf("Resource of type '%s' with identifier '%s' already exists.", k.name, id)
	case isGone(e):
		return "NotFound", said
	case strings.Contains(e.Code, "LimitExceeded") || strings.Contains(e.Code, "QuotaExceeded"):
		return "ServiceLimitExceeded", said
	case strings.Contains(e.Code, "AccessDenied"), strings.Contains(e.Code, "NotAuthorized"):
		return "AccessDenied", said
	case strings.Contains(e.Code, "Throttl"), e.Code == "TooManyRequestsException":
		return "Throttling", fmt.Sprintf("Rate exceeded for operation '%s'.", k.name)
	case k.name == "AWS::Cognito::UserPoolDomain":
		// AWS's handler hides the reason ("Domain already associated with another user pool.") behind this.
		return "InvalidRequest", "Invalid request provided: " + k.name
	default:
		return "InvalidRequest", said
	}
}

// statusOf is the HTTP status with which a handler's SDK gets an error. Services of JSON 1.1 have 400 for all.
func statusOf(service string, e *core.Error) int {
	if e.Status != 0 {
		return e.Status
	}
	switch service + " " + e.Code {
	case "Iam NoSuchEntity", "BedrockAgentCoreControl ResourceNotFoundException":
		return http.StatusNotFound
	case "Iam EntityAlreadyExists", "Iam DeleteConflict", "Iam LimitExceeded", "BedrockAgentCoreControl ConflictException":
		return http.StatusConflict
	case "BedrockAgentCoreControl ServiceQuotaExceededException":
		return http.StatusPaymentRequired
	case "Iam AccessDenied", "BedrockAgentCoreControl AccessDeniedException":
		return http.StatusForbidden
	}
	return http.StatusBadRequest
}

// sdkName is the name under which the SDK in AWS's handlers reports a service.
func sdkName(resourceType string) string {
	switch strings.Split(resourceType, "::")[1] {
	case "Cognito":
		return "CognitoIdentityProvider"
	case "SSM":
		return "Ssm"
	case "IAM":
		return "Iam"
	default:
		return "BedrockAgentCoreControl"
	}
}
