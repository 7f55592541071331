package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
)

// GatewaySpec says what an MCP gateway with a JWT authorizer is to be.
type GatewaySpec struct {
	Name, RoleARN, DiscoveryURL string
	// Clients are the app clients whose tokens it takes (allowedClients).
	Clients []string
	// Tags are for CreateGateway only.
	Tags map[string]string
}

func (s GatewaySpec) authorizer() types.AuthorizerConfiguration {
	return &types.AuthorizerConfigurationMemberCustomJWTAuthorizer{Value: types.CustomJWTAuthorizerConfiguration{
		DiscoveryUrl: &s.DiscoveryURL, AllowedClients: s.Clients,
	}}
}

// CreateGateway begins to make a gateway and returns its id (CreateGateway). Kind Exists when the name is taken.
func (c *Cloud) CreateGateway(ctx context.Context, spec GatewaySpec) (string, error) {
	out, err := c.clients.control.CreateGateway(ctx, &bedrockagentcorecontrol.CreateGatewayInput{
		Name: &spec.Name, RoleArn: &spec.RoleARN, ProtocolType: types.GatewayProtocolTypeMcp, Tags: spec.Tags,
		AuthorizerType: types.AuthorizerTypeCustomJwt, AuthorizerConfiguration: spec.authorizer(),
	})
	if err != nil {
		return "", err
	}
	return sdk.ToString(out.GatewayId), nil
}

// UpdateGateway gives a gateway another role and authorizer (UpdateGateway). AWS replaces the whole configuration, so what
// stands there now is sent again with it.
func (c *Cloud) UpdateGateway(ctx context.Context, id string, spec GatewaySpec) error {
	now, err := c.clients.control.GetGateway(ctx, &bedrockagentcorecontrol.GetGatewayInput{GatewayIdentifier: &id})
	if err != nil {
		return err
	}
	_, err = c.clients.control.UpdateGateway(ctx, &bedrockagentcorecontrol.UpdateGatewayInput{
		GatewayIdentifier: &id, Name: now.Name, RoleArn: &spec.RoleARN, ProtocolType: now.ProtocolType,
		AuthorizerType: types.AuthorizerTypeCustomJwt, AuthorizerConfiguration: spec.authorizer(),
		CustomTransformConfiguration: now.CustomTransformConfiguration, Description: now.Description, ExceptionLevel: now.ExceptionLevel,
		InterceptorConfigurations: now.InterceptorConfigurations, KmsKeyArn: now.KmsKeyArn, PolicyEngineConfiguration: now.PolicyEngineConfiguration,
		ProtocolConfiguration: now.ProtocolConfiguration, WafConfiguration: now.WafConfiguration,
	})
	return err
}

// WaitGateway looks at a gateway until its status stays as it is. One that failed is a result, not an error.
func (c *Cloud) WaitGateway(ctx context.Context, id string, pause Pause, seen func(Gateway)) (Gateway, error) {
	for {
		g, err := c.Gateway(ctx, id)
		if err != nil {
			return g, err
		}
		seen(g)
		if g.Settled() {
			return g, nil
		}
		if err := pause(ctx); err != nil {
			return g, err
		}
	}
}

// Tool is a tool that a Lambda function has. Inputs are the names of its arguments with what they are, all of type string.
type Tool struct {
	Name, Description string
	Inputs            map[string]string
	Required          []string
}

func (t Tool) definition() types.ToolDefinition {
	properties := map[string]types.SchemaDefinition{}
	for name, what := range t.Inputs {
		properties[name] = types.SchemaDefinition{Type: types.SchemaTypeString, Description: &what}
	}
	return types.ToolDefinition{Name: &t.Name, Description: &t.Description, InputSchema: &types.SchemaDefinition{
		Type: types.SchemaTypeObject, Properties: properties, Required: t.Required,
	}}
}

// CreateLambdaTarget begins to make tools of a Lambda function, which the gateway invokes with its own role
// (CreateGatewayTarget, GATEWAY_IAM_ROLE), and returns the target's id.
func (c *Cloud) CreateLambdaTarget(ctx context.Context, gateway, name, function string, tools ...Tool) (string, error) {
	var definitions []types.ToolDefinition
	for _, t := range tools {
		definitions = append(definitions, t.definition())
	}
	return c.createTarget(ctx, gateway, name, &types.McpTargetConfigurationMemberLambda{Value: types.McpLambdaTargetConfiguration{
		LambdaArn: &function, ToolSchema: &types.ToolSchemaMemberInlinePayload{Value: definitions},
	}}, types.CredentialProviderConfiguration{CredentialProviderType: types.CredentialProviderTypeGatewayIamRole})
}

// Outbound says how a gateway gets the token for an API: in its own name, or, with a ReturnURL, in the caller's with consent.
type Outbound struct {
	ProviderARN string
	Scopes      []string
	// ReturnURL is where a browser goes after the consent (defaultReturnUrl). Empty means client credentials.
	ReturnURL string
}

// CreateAPITarget begins to make tools of an API that an OpenAPI document describes (CreateGatewayTarget, OAUTH), and returns
// the target's id.
func (c *Cloud) CreateAPITarget(ctx context.Context, gateway, name, document string, by Outbound) (string, error) {
	oauth := types.OAuthCredentialProvider{ProviderArn: &by.ProviderARN, Scopes: by.Scopes, GrantType: types.OAuthGrantTypeClientCredentials}
	if by.ReturnURL != "" {
		oauth.GrantType, oauth.DefaultReturnUrl = types.OAuthGrantTypeAuthorizationCode, &by.ReturnURL
	}
	return c.createTarget(ctx, gateway, name,
		&types.McpTargetConfigurationMemberOpenApiSchema{Value: &types.ApiSchemaConfigurationMemberInlinePayload{Value: document}},
		types.CredentialProviderConfiguration{CredentialProviderType: types.CredentialProviderTypeOauth,
			CredentialProvider: &types.CredentialProviderMemberOauthCredentialProvider{Value: oauth}})
}

func (c *Cloud) createTarget(ctx context.Context, gateway, name string, what types.McpTargetConfiguration, credential types.CredentialProviderConfiguration) (string, error) {
	out, err := c.clients.control.CreateGatewayTarget(ctx, &bedrockagentcorecontrol.CreateGatewayTargetInput{
		GatewayIdentifier: &gateway, Name: &name, TargetConfiguration: &types.TargetConfigurationMemberMcp{Value: what},
		CredentialProviderConfigurations: []types.CredentialProviderConfiguration{credential},
	})
	if err != nil {
		return "", err
	}
	return sdk.ToString(out.TargetId), nil
}

// WaitGatewayTarget looks at a target until its status stays as it is. One that failed is a result, not an error.
func (c *Cloud) WaitGatewayTarget(ctx context.Context, gateway, id string, pause Pause, seen func(GatewayTarget)) (GatewayTarget, error) {
	for {
		t, err := c.GatewayTarget(ctx, gateway, id)
		if err != nil {
			return t, err
		}
		seen(t)
		if t.Settled() {
			return t, nil
		}
		if err := pause(ctx); err != nil {
			return t, err
		}
	}
}
