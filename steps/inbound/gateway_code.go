package inbound

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/script"
)

const (
	serviceControl = "bedrock-agentcore-control"
	gatewayID      = script.Var("GATEWAY_ID")
	gatewayURL     = script.Var("GATEWAY_URL")
)

// Code is the step as a program that makes both gateways.
func (g gateway) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := g.env
	s, err := e.Look(ctx)
	if err != nil {
		return "", steps.Explain(err)
	}
	var function any = script.Var("LAMBDA_ARN")
	if e.Practice() {
		if function, err = practiceFunction(ctx, e); err != nil {
			return "", steps.Explain(err)
		}
	}
	moves := gatewayMoves(e, as, s, MachinePattern, function)
	keep := func(short string, value script.Var) script.Move {
		name := e.Parameter(short)
		if as == flow.CLI { // from a pipe: version 1 of the AWS CLI fetches a value that is an address
			return script.Move{Code: "printf %s \"$" + string(value) + "\" |\n  aws ssm put-parameter --region " + script.Quote(e.Region()) + " --name " + script.Quote(name) + " --value file:///dev/stdin --type String --overwrite"}
		}
		return script.Call{Why: "", Service: "ssm", Operation: "PutParameter", Params: []script.Param{{Name: "Name", Value: name}, {Name: "Value", Value: value},
			{Name: "Type", Value: "String", Go: `"String"`}, {Name: "Overwrite", Value: true, Go: "aws.Bool(true)"}}}.Move()
	}
	moves = append(moves,
		script.Call{Why: "where its MCP endpoint is", Service: serviceControl, Operation: "GetGateway", Params: []script.Param{{Name: "gatewayIdentifier", Value: gatewayID}}}.Saving(gatewayURL, "gatewayUrl"),
		keep("gateway_id", gatewayID), keep("gateway_url", gatewayURL))
	return e.Program(as, append(moves, gatewayMoves(e, as, s, UserPattern, function)...)...), nil
}

// gatewayMoves make the gateway of a pattern with its two targets.
func gatewayMoves(e *steps.Env, as flow.Dialect, s steps.Setup, pattern string, function any) []script.Move {
	id := gatewayID
	if pattern == UserPattern {
		id = "USER_GATEWAY_ID"
	}
	client, tag := GatewayClient(s, pattern), map[string]string{aws.StackTagKey: aws.StackTagValue}
	at := script.Param{Name: "gatewayIdentifier", Value: id}
	name, by := s.Provider(), outboundFor(s, e, pattern)
	if pattern == UserPattern {
		name = identity.ConsentProvider(s.AccountID)
	}
	moves := []script.Move{
		script.Call{Why: "the door of the " + pattern + " pattern: this pool's tokens, this client's. No allowedAudience: Cognito's access tokens have no aud", Service: serviceControl, Operation: "CreateGateway", Params: []script.Param{
			{Name: "name", Value: gatewayName(pattern)}, {Name: "roleArn", Value: s.Params["gateway_iam_role"]},
			{Name: "protocolType", Value: "MCP", Go: "types.GatewayProtocolTypeMcp"}, {Name: "authorizerType", Value: "CUSTOM_JWT", Go: "types.AuthorizerTypeCustomJwt"},
			{Name: "authorizerConfiguration", Value: map[string]any{"customJWTAuthorizer": map[string]any{"discoveryUrl": s.DiscoveryURL(), "allowedClients": []string{client}}},
				Go: "&types.AuthorizerConfigurationMemberCustomJWTAuthorizer{Value: types.CustomJWTAuthorizerConfiguration{\n\t\tDiscoveryUrl: aws.String(" +
					strconv.Quote(s.DiscoveryURL()) + "), AllowedClients: []string{" + strconv.Quote(client) + "},\n\t}}"},
			{Name: "tags", Value: tag, Go: fmt.Sprintf("%#v", tag)}}}.Saving(id, "gatewayId"),
		untilMade(e, as, id),
		script.Call{Why: "a Lambda function that is there already becomes a tool; the gateway's role invokes it", Service: serviceControl, Operation: "CreateGatewayTarget", Params: []script.Param{
			at, {Name: "name", Value: functionTarget}, {Name: "targetConfiguration", Value: functionConfiguration(function), Go: functionConfigurationGo(function)},
			{Name: "credentialProviderConfigurations", Value: []any{map[string]any{"credentialProviderType": "GATEWAY_IAM_ROLE"}},
				Go: "[]types.CredentialProviderConfiguration{{CredentialProviderType: types.CredentialProviderTypeGatewayIamRole}}"}}}.Showing("status"),
		script.Call{Why: by.why, Service: serviceControl, Operation: "GetOauth2CredentialProvider", Params: []script.Param{{Name: "name", Value: name}}}.Saving("PROVIDER_"+id, "credentialProviderArn"),
		script.Call{Why: "an API becomes a tool; the gateway fetches the token for it", Service: serviceControl, Operation: "CreateGatewayTarget", Params: []script.Param{
			at, {Name: "name", Value: apiTarget},
			{Name: "targetConfiguration", Value: map[string]any{"mcp": map[string]any{"openApiSchema": map[string]any{"inlinePayload": whoamiDocument(s)}}},
				Go: "&types.TargetConfigurationMemberMcp{Value: &types.McpTargetConfigurationMemberOpenApiSchema{\n\t\tValue: &types.ApiSchemaConfigurationMemberInlinePayload{Value: " + strconv.Quote(whoamiDocument(s)) + "},\n\t}}"},
			{Name: "credentialProviderConfigurations", Value: by.value("PROVIDER_" + id), Go: by.golang("PROVIDER_" + id)}}}.Showing("status"),
	}
	if pattern == UserPattern {
		moves = append(moves, script.Call{Why: "a consent begins in the name of the gateway's own identity, so our return URLs belong there", Service: serviceControl, Operation: "UpdateWorkloadIdentity", Params: []script.Param{
			{Name: "name", Value: id}, {Name: "allowedResourceOauth2ReturnUrls", Value: e.ReturnURLs()}}}.Move())
	}
	return moves
}

// outboundCode is how a gateway gets the API's token, as code.
type outboundCode struct {
	why, grant, returnURL string
	scopes                []string
}

func outboundFor(s steps.Setup, e *steps.Env, pattern string) outboundCode {
	if pattern == UserPattern {
		return outboundCode{"the provider of the step 3lo: a user's token, with consent", "AUTHORIZATION_CODE", e.ReturnURLs()[0], identity.ConsentScopes()}
	}
	return outboundCode{"the workshop's provider: a token in the gateway's own name", "CLIENT_CREDENTIALS", "", s.Scopes()}
}

func (o outboundCode) value(provider script.Var) []any {
	config := map[string]any{"providerArn": provider, "scopes": o.scopes, "grantType": o.grant}
	if o.returnURL != "" {
		config["defaultReturnUrl"] = o.returnURL
	}
	return []any{map[string]any{"credentialProviderType": "OAUTH", "credentialProvider": map[string]any{"oauthCredentialProvider": config}}}
}

func (o outboundCode) golang(provider script.Var) string {
	more := ""
	if o.returnURL != "" {
		more = ", DefaultReturnUrl: aws.String(" + strconv.Quote(o.returnURL) + ")"
	}
	return "[]types.CredentialProviderConfiguration{{\n\t\tCredentialProviderType: types.CredentialProviderTypeOauth,\n\t\tCredentialProvider: &types.CredentialProviderMemberOauthCredentialProvider{Value: types.OAuthCredentialProvider{\n\t\t\tProviderArn: aws.String(" +
		script.GoName(provider) + "), GrantType: " + strconv.Quote(o.grant) + fmt.Sprintf(", Scopes: %#v", o.scopes) + more + ",\n\t\t}},\n\t}}"
}

// untilMade waits for READY; AWS has no waiter for gateways.
func untilMade(e *steps.Env, as flow.Dialect, id script.Var) script.Move {
	m := script.Move{Call: script.Call{Why: "targets can be made when it is READY"}}
	switch as {
	case flow.Python:
		m.Imports = []string{"import time"}
		m.Code = "while (status := bedrock_agentcore_control.get_gateway(gatewayIdentifier=" + script.PythonName(id) + ")[\"status\"]) == \"CREATING\":\n    time.sleep(2)\nprint(status)"
	case flow.Golang:
		m.Imports = []string{`"fmt"`, `"time"`, strconv.Quote(script.SDKModule + "aws"), strconv.Quote(script.SDKModule + "service/bedrockagentcorecontrol"), strconv.Quote(script.SDKModule + "service/bedrockagentcorecontrol/types")}
		m.Code = "for {\n\tgot, err := bedrockagentcorecontrol.NewFromConfig(cfg).GetGateway(ctx, &bedrockagentcorecontrol.GetGatewayInput{GatewayIdentifier: aws.String(" + script.GoName(id) +
			")})\n\tif err != nil {\n\t\treturn err\n\t}\n\tif got.Status != types.GatewayStatusCreating {\n\t\tfmt.Println(got.Status)\n\t\tbreak\n\t}\n\ttime.Sleep(2 * time.Second)\n}"
	default:
		m.Code = "while STATUS=$(aws bedrock-agentcore-control get-gateway --region " + script.Quote(e.Region()) + " --gateway-identifier \"$" + string(id) +
			"\" --query status --output text); [ \"$STATUS\" = CREATING ]; do sleep 2; done; echo \"$STATUS\""
	}
	return m
}

// functionConfiguration is the target of the Lambda function.
func functionConfiguration(function any) map[string]any {
	tool := dnsTool()
	properties := map[string]any{}
	for name, what := range tool.Inputs {
		properties[name] = map[string]any{"type": "string", "description": what}
	}
	return map[string]any{"mcp": map[string]any{"lambda": map[string]any{
		"lambdaArn": function, "toolSchema": map[string]any{"inlinePayload": []any{map[string]any{
			"name": tool.Name, "description": tool.Description, "inputSchema": map[string]any{"type": "object", "properties": properties, "required": tool.Required},
		}}},
	}}}
}

func functionConfigurationGo(function any) string {
	tool, arn := dnsTool(), ""
	switch f := function.(type) {
	case script.Var:
		arn = script.GoName(f)
	case string:
		arn = strconv.Quote(f)
	}
	var properties []string
	for name, what := range tool.Inputs {
		properties = append(properties, strconv.Quote(name)+": {Type: types.SchemaTypeString, Description: aws.String("+strconv.Quote(what)+")}")
	}
	return "&types.TargetConfigurationMemberMcp{Value: &types.McpTargetConfigurationMemberLambda{Value: types.McpLambdaTargetConfiguration{\n\t\tLambdaArn: aws.String(" + arn +
		"), ToolSchema: &types.ToolSchemaMemberInlinePayload{Value: []types.ToolDefinition{{\n\t\t\tName: aws.String(" + strconv.Quote(tool.Name) + "), Description: aws.String(" + strconv.Quote(tool.Description) +
		"),\n\t\t\tInputSchema: &types.SchemaDefinition{Type: types.SchemaTypeObject, " + fmt.Sprintf("Required: %#v", tool.Required) +
		", Properties: map[string]types.SchemaDefinition{\n\t\t\t\t" + strings.Join(properties, ",\n\t\t\t\t") + ",\n\t\t\t}},\n\t\t}}},\n\t}}}"
}
