package steps

import (
	"context"
	"fmt"
	"strconv"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
)

// secretCall reads the machine client's secret into a variable, so that it is neither printed nor written down.
func (s setup) secretCall() move {
	return apiCall{"the machine client's secret stays in a variable", "cognito-idp", "DescribeUserPoolClient",
		[]param{{Name: "UserPoolId", Value: s.poolID()}, {Name: "ClientId", Value: s.machineClient()}}}.saving("CLIENT_SECRET", "UserPoolClient.ClientSecret")
}

// Code is the step as a program that does the same from nothing.
func (p provider) Code(ctx context.Context, as flow.Dialect) (string, error) {
	s, err := p.env.look(ctx)
	if err != nil {
		return "", explain(err)
	}
	config := map[string]any{"customOauth2ProviderConfig": map[string]any{
		"clientId": s.machineClient(), "clientSecret": variable("CLIENT_SECRET"),
		"oauthDiscovery": map[string]any{"authorizationServerMetadata": map[string]any{
			"issuer": s.issuer(), "authorizationEndpoint": s.authorizeURL(), "tokenEndpoint": s.tokenURL(), "responseTypes": []string{"code", "token"},
		}},
	}}
	goConfig := `&types.Oauth2ProviderConfigInputMemberCustomOauth2ProviderConfig{Value: types.CustomOauth2ProviderConfigInput{
		ClientId: aws.String(` + strconv.Quote(s.machineClient()) + `), ClientSecret: aws.String(clientSecret),
		OauthDiscovery: &types.Oauth2DiscoveryMemberAuthorizationServerMetadata{Value: types.Oauth2AuthorizationServerMetadata{
			Issuer: aws.String(` + strconv.Quote(s.issuer()) + `), AuthorizationEndpoint: aws.String(` + strconv.Quote(s.authorizeURL()) + `),
			TokenEndpoint: aws.String(` + strconv.Quote(s.tokenURL()) + `), ResponseTypes: []string{"code", "token"},
		}},
	}}`
	name := param{Name: "name", Value: s.provider()}
	tag := map[string]string{aws.StackTagKey: aws.StackTagValue}
	tags := param{Name: "tags", Value: tag, Go: fmt.Sprintf("%#v", tag)}
	return p.env.program(as,
		s.secretCall(),
		apiCall{"register it", "bedrock-agentcore-control", "CreateOauth2CredentialProvider", []param{name,
			{Name: "credentialProviderVendor", Value: "CustomOauth2", Go: "types.CredentialProviderVendorTypeCustomOauth2"},
			{Name: "oauth2ProviderConfigInput", Value: config, Go: goConfig}, tags}}.move(),
		apiCall{"how it stands: READY", "bedrock-agentcore-control", "GetOauth2CredentialProvider", []param{name}}.showing("status"),
		apiCall{"the identity with which this program asks for tokens", "bedrock-agentcore-control", "CreateWorkloadIdentity", []param{
			{Name: "name", Value: Workload}, {Name: "allowedResourceOauth2ReturnUrls", Value: p.env.returnURLs()}, tags}}.move(),
	), nil
}
