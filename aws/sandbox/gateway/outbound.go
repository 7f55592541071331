package gateway

import (
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// kindOf says what a target is, in the words of TargetType, and returns its own part of the configuration.
func kindOf(config core.Object) (string, core.Object) {
	union := hosting.Branch(config, "targetConfiguration")
	for _, kind := range []struct{ protocol, member, name string }{
		{"mcp", "openApiSchema", "OPEN_API_SCHEMA"},
		{"mcp", "smithyModel", "SMITHY_MODEL"},
		{"mcp", "lambda", "LAMBDA"},
		{"mcp", "mcpServer", "MCP_SERVER"},
		{"mcp", "apiGateway", "API_GATEWAY"},
		{"mcp", "connector", "CONNECTOR"},
		{"http", "agentcoreRuntime", "AGENTCORE_RUNTIME"},
		{"http", "passthrough", "PASSTHROUGH"},
		{"http", "connector", "HTTP_CONNECTOR"},
		{"inference", "connector", "CONNECTOR"},
		{"inference", "provider", "PROVIDER"},
	} {
		if own := hosting.Branch(union, kind.protocol, kind.member); own != nil {
			return kind.name, own
		}
	}
	return "", nil
}

// listsTools reports a target whose tools the gateway asks its server for.
func listsTools(config core.Object) bool {
	kind, own := kindOf(config)
	return kind == "MCP_SERVER" && own["mcpToolSchema"] == nil && own["listingMode"] != "DYNAMIC"
}

// checkTarget holds a target to what its kind needs: how the gateway proves itself there, and that what it names exists.
func checkTarget(c *core.Call, in core.Object) error {
	kind, own := kindOf(in)
	if kind == "AGENTCORE_RUNTIME" {
		if err := checkRuntime(c, hosting.Text(own, "arn")); err != nil {
			return err
		}
	}
	var configs []struct {
		CredentialProviderType string
		CredentialProvider     core.Object
	}
	if err := core.Bind(in["credentialProviderConfigurations"], &configs); err != nil {
		return hosting.Invalid("credentialProviderConfigurations cannot be read.", "credentialProviderConfigurations")
	}
	how, provider := "", core.Object(nil)
	if len(configs) > 0 {
		how, provider = configs[0].CredentialProviderType, configs[0].CredentialProvider
	}
	switch kind {
	case "LAMBDA", "SMITHY_MODEL":
		if how != "GATEWAY_IAM_ROLE" {
			return outbound(kind, "GATEWAY_IAM_ROLE")
		}
	case "OPEN_API_SCHEMA":
		if how == "" {
			return outbound(kind, "OAUTH, API_KEY or GATEWAY_IAM_ROLE")
		}
		if err := checkSchema(own); err != nil {
			return err
		}
	}
	return checkProvider(c, kind, how, provider, in)
}

func outbound(kind, needs string) error {
	return hosting.Invalid("Targets of type "+kind+" need a credential provider of type "+needs+".", "credentialProviderConfigurations") // [K]
}

// checkProvider holds a credential provider's configuration to its type.
func checkProvider(c *core.Call, kind, how string, provider, in core.Object) error {
	member, operation, folder := "", "", ""
	switch how {
	case "OAUTH":
		member, operation, folder = "oauthCredentialProvider", "GetOauth2CredentialProvider", "oauth2credentialprovider/"
	case "API_KEY":
		member, operation, folder = "apiKeyCredentialProvider", "GetApiKeyCredentialProvider", "apikeycredentialprovider/"
	default:
		return nil
	}
	own := hosting.Branch(provider, member)
	if own == nil {
		return hosting.Invalid(member+" is required for the credential provider type "+how+".", "credentialProviderConfigurations") // [K]
	}
	arn := hosting.Text(own, "providerArn")
	name, here := strings.CutPrefix(arn, c.Realm.ARN("bedrock-agentcore", "token-vault/default/"+folder))
	if here {
		_, err := c.Do("", "bedrock-agentcore-control", operation, core.Object{"name": name})
		here = err == nil
	}
	if !here {
		return hosting.Invalid("Credential provider "+arn+" was not found.", "providerArn") // [K]
	}
	return checkConsent(kind, own, in)
}

// checkConsent is about targets that act for a user. When the gateway itself must list the tools of such a server, AWS
// has an administrator consent first (CREATE_PENDING_AUTH); the practice cloud has no such door yet and says so.
func checkConsent(kind string, own, in core.Object) error {
	if own["grantType"] != "AUTHORIZATION_CODE" {
		return nil
	}
	if hosting.Text(own, "defaultReturnUrl") == "" {
		return hosting.Invalid("defaultReturnUrl is required for the grant type AUTHORIZATION_CODE.", "defaultReturnUrl") // [K]
	}
	if kind == "MCP_SERVER" && listsTools(in) {
		return hosting.Invalid("The practice cloud cannot ask an administrator for consent: give the server's tools with mcpToolSchema, or list them DYNAMIC.", "mcpToolSchema")
	}
	return nil
}

func checkRuntime(c *core.Call, arn string) error {
	id, here := strings.CutPrefix(arn, c.Realm.ARN("bedrock-agentcore", "runtime/"))
	if here {
		_, err := c.Do("", "bedrock-agentcore-control", "GetAgentRuntime", core.Object{"agentRuntimeId": id})
		here = err == nil
	}
	if !here {
		return hosting.Invalid("Agent runtime "+arn+" was not found.", "arn") // [K]
	}
	return nil
}
