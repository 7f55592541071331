package sandbox

import (
	"fmt"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/sts"
	"agentcore-workshop/aws/sandbox/wire"
)

// throttled is what a service answers to too many requests.
func throttled(service, protocol string) *core.Error {
	switch {
	case protocol == wire.Query:
		return core.Errorf("Throttling", "Rate exceeded")
	case service == "cognito-idp":
		return core.Errorf("TooManyRequestsException", "Rate exceeded")
	default:
		return core.Errorf("ThrottlingException", "Rate exceeded")
	}
}

// expired is what a service answers to temporary credentials whose time is over.
func expired(protocol string) *core.Error {
	code := "ExpiredTokenException"
	if protocol == wire.Query {
		code = "ExpiredToken"
	}
	return core.Errorf(code, "The security token included in the request is expired")
}

// denied is what a service answers when no identity-based policy of the caller allows an action.
func denied(call *core.Call, in core.Object, action, protocol string) *core.Error {
	code := "AccessDeniedException"
	if protocol == wire.Query {
		code = "AccessDenied"
	}
	// A wildcard in the fault stands for the action that was tried.
	if prefix, _, ok := strings.Cut(action, ":"); ok {
		action = prefix + ":" + call.Operation
	}
	caller := call.Caller
	if caller == "" {
		caller = sts.UserARN(call.Realm.Account.ID)
	}
	return &core.Error{Code: code, Message: fmt.Sprintf(
		"User: %s is not authorized to perform: %s on resource: %s because no identity-based policy allows the %s action",
		caller, action, resourceOf(call, in), action)}
}

// resourceOf is the ARN that AWS names in a refusal, or * where the action has no resource.
func resourceOf(call *core.Call, in core.Object) string {
	text := func(name string) string { s, _ := in[name].(string); return s }
	arn := func(service, prefix, id string) string {
		switch {
		case id == "":
			return "*"
		case strings.HasPrefix(id, "arn:"):
			return id
		}
		return call.Realm.ARN(service, prefix+id)
	}
	switch call.Service {
	case "ssm":
		name := text("Name")
		if names, ok := in["Names"].([]any); ok && len(names) > 0 {
			name, _ = names[0].(string)
		}
		if name == "" {
			name = text("Path")
		}
		return arn("ssm", "parameter/", strings.TrimPrefix(name, "/"))
	case "cloudformation":
		if name := text("StackName"); name != "" && !strings.HasPrefix(name, "arn:") {
			return arn("cloudformation", "stack/", name+"/*")
		}
		return arn("cloudformation", "", text("StackName"))
	case "iam":
		if role := text("RoleName"); role != "" {
			return arn("iam", "role/", role)
		}
	case "secretsmanager":
		return arn("secretsmanager", "secret:", text("SecretId"))
	case "cognito-idp":
		return arn("cognito-idp", "userpool/", text("UserPoolId"))
	case "bedrock-agentcore", "bedrock-agentcore-control":
		return agentcoreResource(call, text)
	}
	return "*"
}

func agentcoreResource(call *core.Call, text func(string) string) string {
	arn := func(path string) string { return call.Realm.ARN("bedrock-agentcore", path) }
	switch {
	case text("resourceArn") != "":
		return text("resourceArn")
	case text("agentRuntimeArn") != "":
		return text("agentRuntimeArn")
	case text("workloadName") != "":
		return arn("workload-identity-directory/default/workload-identity/" + text("workloadName"))
	case strings.Contains(call.Operation, "WorkloadIdentit"):
		return arn("workload-identity-directory/default" + suffix("/workload-identity/", text("name")))
	case strings.Contains(call.Operation, "Oauth2CredentialProvider"):
		return arn("token-vault/default" + suffix("/oauth2credentialprovider/", text("name")))
	case strings.Contains(call.Operation, "ApiKeyCredentialProvider"):
		return arn("token-vault/default" + suffix("/apikeycredentialprovider/", text("name")))
	case text("resourceCredentialProviderName") != "":
		return arn("token-vault/default/oauth2credentialprovider/" + text("resourceCredentialProviderName"))
	case text("gatewayIdentifier") != "":
		return arn("gateway/" + text("gatewayIdentifier"))
	case text("agentRuntimeId") != "":
		return arn("runtime/" + text("agentRuntimeId"))
	}
	return arn("*")
}

func suffix(prefix, name string) string {
	if name == "" {
		return ""
	}
	return prefix + name
}
