package steps

import (
	"context"
	"strconv"

	"agentcore-workshop/steps/flow"
)

// Code is the gateway of the machine pattern as calls, with the values of this place.
func (g gateway) Code(ctx context.Context, as flow.Dialect) (string, error) {
	s, err := g.env.look(ctx)
	if err != nil {
		return "", explain(err)
	}
	const control = "bedrock-agentcore-control"
	client, role := s.machineClient(), s.params["gateway_iam_role"]
	jwt := map[string]any{"customJWTAuthorizer": map[string]any{"discoveryUrl": s.discoveryURL(), "allowedClients": []string{client}}}
	id := param{Name: "gatewayIdentifier", Value: variable("GATEWAY_ID")}
	return g.env.script(as,
		apiCall{"the door: tokens of this pool, of this client. No allowedAudience: Cognito's access tokens have no aud. Afterwards wait for READY", control, "CreateGateway", []param{
			{Name: "name", Value: publishedGateway}, {Name: "roleArn", Value: role},
			{Name: "protocolType", Value: "MCP", Go: "types.GatewayProtocolTypeMcp"},
			{Name: "authorizerType", Value: "CUSTOM_JWT", Go: "types.AuthorizerTypeCustomJwt"},
			{Name: "authorizerConfiguration", Value: jwt, Go: `&types.AuthorizerConfigurationMemberCustomJWTAuthorizer{Value: types.CustomJWTAuthorizerConfiguration{
		DiscoveryUrl: aws.String(` + strconv.Quote(s.discoveryURL()) + `), AllowedClients: []string{` + strconv.Quote(client) + `},
	}}`}}},
		apiCall{"a Lambda function as a tool, invoked with the gateway's role; for the user's gateway change allowedClients to " + s.webClient(), control, "CreateGatewayTarget", []param{
			id, {Name: "name", Value: functionTarget},
			{Name: "targetConfiguration", Value: functionConfiguration(), Go: functionConfigurationGo},
			{Name: "credentialProviderConfigurations", Value: []any{map[string]any{"credentialProviderType": "GATEWAY_IAM_ROLE"}},
				Go: "[]types.CredentialProviderConfiguration{{CredentialProviderType: types.CredentialProviderTypeGatewayIamRole}}"}}},
		apiCall{"how it stands", control, "GetGateway", []param{id}},
	), nil
}

// functionConfiguration is the target of the Lambda function. Its ARN is the reader's.
func functionConfiguration() map[string]any {
	tool := dnsTool()
	properties := map[string]any{}
	for name, what := range tool.Inputs {
		properties[name] = map[string]any{"type": "string", "description": what}
	}
	return map[string]any{"mcp": map[string]any{"lambda": map[string]any{
		"lambdaArn": "LAMBDA_ARN", "toolSchema": map[string]any{"inlinePayload": []any{map[string]any{
			"name": tool.Name, "description": tool.Description, "inputSchema": map[string]any{"type": "object", "properties": properties, "required": tool.Required},
		}}},
	}}}
}

const functionConfigurationGo = `&types.TargetConfigurationMemberMcp{Value: &types.McpTargetConfigurationMemberLambda{Value: types.McpLambdaTargetConfiguration{
		LambdaArn: aws.String(lambdaARN), ToolSchema: &types.ToolSchemaMemberInlinePayload{Value: []types.ToolDefinition{{
			Name: aws.String("resolve"), Description: aws.String("Looks up the addresses of a host name in the private network."),
			InputSchema: &types.SchemaDefinition{Type: types.SchemaTypeObject, Required: []string{"dns_name"},
				Properties: map[string]types.SchemaDefinition{"dns_name": {Type: types.SchemaTypeString}}},
		}}},
	}}}`
