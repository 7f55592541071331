package hosting

import (
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/iam"
)

// principal is who assumes the roles of gateways and runtimes.
const principal = "bedrock-agentcore.amazonaws.com"

// Invalid is a ValidationException. Fields are those that are at fault.
func Invalid(message string, fields ...string) *core.Error {
	e := core.Errorf("ValidationException", "%s", message)
	e.Members = core.Object{"reason": "FieldValidationFailed"}
	var list []core.Object
	for _, f := range fields {
		list = append(list, core.Object{"name": f, "message": message})
	}
	if list != nil {
		e.Members["fieldList"] = list
	}
	return e
}

// Conflict is a ConflictException.
func Conflict(format string, args ...any) *core.Error {
	return core.Errorf("ConflictException", format, args...)
}

// NotFound is a ResourceNotFoundException.
func NotFound(format string, args ...any) *core.Error {
	return core.Errorf("ResourceNotFoundException", format, args...)
}

// Quota is the answer to one resource too many.
func Quota(what string, most int) *core.Error {
	return core.Errorf("ServiceQuotaExceededException", "The maximum number of %s (%d) has been reached.", what, most) // [K]
}

// CheckRole refuses a role that is not there, or that AgentCore may not assume for the resource.
func CheckRole(c *core.Call, roleARN, resourceARN string) error {
	if iam.Assumable(c, roleARN, principal, resourceARN) {
		return nil
	}
	return Invalid("Role validation failed for '"+roleARN+"'. Please verify that the role exists and its trust policy allows assumption by this service", "roleArn")
}
