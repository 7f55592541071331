package steps

import (
	"context"
	"fmt"
	"strconv"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// SecretCall reads the machine client's secret into a variable, so that it is neither printed nor written down.
func (s Setup) SecretCall() script.Move {
	return script.Call{Why: "the machine client's secret stays in a variable", Service: "cognito-idp", Operation: "DescribeUserPoolClient",
		Params: []script.Param{{Name: "UserPoolId", Value: s.PoolID()}, {Name: "ClientId", Value: s.MachineClient()}}}.Saving("CLIENT_SECRET", "UserPoolClient.ClientSecret")
}

// Code is the step as a program that does the same from nothing.
func (p provider) Code(ctx context.Context, as flow.Dialect) (string, error) {
	s, err := p.env.Look(ctx)
	if err != nil {
		return "", Explain(err)
	}
	config := map[string]any{"customOauth2ProviderConfig": map[string]any{
		"clientId": s.MachineClient(), "clientSecret": script.Var("CLIENT_SECRET"),
		"oauthDiscovery": map[string]any{"authorizationServerMetadata": map[string]any{
			"issuer": s.Issuer(), "authorizationEndpoint": s.AuthorizeURL(), "tokenEndpoint": s.TokenURL(), "responseTypes": []string{"code", "token"},
		}},
	}}
	goConfig := `&types.Oauth2ProviderConfigInputMemberCustomOauth2ProviderConfig{Value: types.CustomOauth2ProviderConfigInput{
		ClientId: aws.String(` + strconv.Quote(s.MachineClient()) + `), ClientSecret: aws.String(clientSecret),
		OauthDiscovery: &types.Oauth2DiscoveryMemberAuthorizationServerMetadata{Value: types.Oauth2AuthorizationServerMetadata{
			Issuer: aws.String(` + strconv.Quote(s.Issuer()) + `), AuthorizationEndpoint: aws.String(` + strconv.Quote(s.AuthorizeURL()) + `),
			TokenEndpoint: aws.String(` + strconv.Quote(s.TokenURL()) + `), ResponseTypes: []string{"code", "token"},
		}},
	}}`
	name := script.Param{Name: "name", Value: s.Provider()}
	tag := map[string]string{aws.StackTagKey: aws.StackTagValue}
	tags := script.Param{Name: "tags", Value: tag, Go: fmt.Sprintf("%#v", tag)}
	return p.env.Program(as,
		s.SecretCall(),
		script.Call{Why: "register it", Service: "bedrock-agentcore-control", Operation: "CreateOauth2CredentialProvider", Params: []script.Param{name,
			{Name: "credentialProviderVendor", Value: "CustomOauth2", Go: "types.CredentialProviderVendorTypeCustomOauth2"},
			{Name: "oauth2ProviderConfigInput", Value: config, Go: goConfig}, tags}}.Move(),
		script.Call{Why: "how it stands: READY", Service: "bedrock-agentcore-control", Operation: "GetOauth2CredentialProvider", Params: []script.Param{name}}.Showing("status"),
		script.Call{Why: "the identity with which this program asks for tokens", Service: "bedrock-agentcore-control", Operation: "CreateWorkloadIdentity", Params: []script.Param{
			{Name: "name", Value: Workload}, {Name: "allowedResourceOauth2ReturnUrls", Value: p.env.ReturnURLs()}, tags}}.Move(),
	), nil
}
