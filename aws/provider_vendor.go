package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
)

// SecretPlace is a secret that the customer keeps in AWS Secrets Manager: its name or ARN, and the member of its JSON.
type SecretPlace struct{ ID, Key string }

func (p SecretPlace) reference() *types.SecretReference {
	return &types.SecretReference{SecretId: &p.ID, JsonKey: &p.Key}
}

// OnBehalf is how AgentCore exchanges a user's token for one of another audience (OnBehalfOfTokenExchangeConfigType). Grant is
// TOKEN_EXCHANGE (RFC 8693) or JWT_AUTHORIZATION_GRANT (RFC 7523), or empty for none; Actor NONE, M2M or AWS_IAM_ID_TOKEN_JWT.
type OnBehalf struct {
	Grant, Actor string
	ActorScopes  []string
}

func (o OnBehalf) input() *types.OnBehalfOfTokenExchangeConfigType {
	if o.Grant == "" {
		return nil
	}
	in := &types.OnBehalfOfTokenExchangeConfigType{GrantType: types.OnBehalfOfTokenExchangeGrantTypeType(o.Grant)}
	if o.Actor != "" {
		in.TokenExchangeGrantTypeConfig = &types.TokenExchangeGrantTypeConfigType{
			ActorTokenContent: types.ActorTokenContentType(o.Actor), ActorTokenScopes: o.ActorScopes,
		}
	}
	return in
}

// plainVendor is the configuration that six vendors share, but for its name.
type plainVendor = types.GoogleOauth2ProviderConfigInput

func (s ProviderSpec) plain() plainVendor {
	in := plainVendor{ClientId: &s.ClientID}
	if s.External.ID != "" {
		in.ClientSecretSource, in.ClientSecretConfig = types.SecretSourceTypeExternal, s.External.reference()
		return in
	}
	in.ClientSecret = given(s.ClientSecret.Reveal())
	return in
}

// input is the one member of the union that the vendor takes.
func (s ProviderSpec) input() types.Oauth2ProviderConfigInput {
	p := s.plain()
	switch s.vendor() {
	case types.CredentialProviderVendorTypeGoogleOauth2:
		return &types.Oauth2ProviderConfigInputMemberGoogleOauth2ProviderConfig{Value: p}
	case types.CredentialProviderVendorTypeGithubOauth2:
		return &types.Oauth2ProviderConfigInputMemberGithubOauth2ProviderConfig{Value: types.GithubOauth2ProviderConfigInput(p)}
	case types.CredentialProviderVendorTypeSlackOauth2:
		return &types.Oauth2ProviderConfigInputMemberSlackOauth2ProviderConfig{Value: types.SlackOauth2ProviderConfigInput(p)}
	case types.CredentialProviderVendorTypeSalesforceOauth2:
		return &types.Oauth2ProviderConfigInputMemberSalesforceOauth2ProviderConfig{Value: types.SalesforceOauth2ProviderConfigInput(p)}
	case types.CredentialProviderVendorTypeAtlassianOauth2:
		return &types.Oauth2ProviderConfigInputMemberAtlassianOauth2ProviderConfig{Value: types.AtlassianOauth2ProviderConfigInput(p)}
	case types.CredentialProviderVendorTypeLinkedinOauth2:
		return &types.Oauth2ProviderConfigInputMemberLinkedinOauth2ProviderConfig{Value: types.LinkedinOauth2ProviderConfigInput(p)}
	case types.CredentialProviderVendorTypeMicrosoftOauth2:
		return &types.Oauth2ProviderConfigInputMemberMicrosoftOauth2ProviderConfig{Value: types.MicrosoftOauth2ProviderConfigInput{
			ClientId: p.ClientId, ClientSecret: p.ClientSecret, ClientSecretConfig: p.ClientSecretConfig, ClientSecretSource: p.ClientSecretSource,
			TenantId: given(s.TenantID),
		}}
	case types.CredentialProviderVendorTypeCustomOauth2:
		return &types.Oauth2ProviderConfigInputMemberCustomOauth2ProviderConfig{Value: s.custom(p)}
	}
	return &types.Oauth2ProviderConfigInputMemberIncludedOauth2ProviderConfig{Value: types.IncludedOauth2ProviderConfigInput{
		ClientId: p.ClientId, ClientSecret: p.ClientSecret, ClientSecretConfig: p.ClientSecretConfig, ClientSecretSource: p.ClientSecretSource,
		Issuer: given(s.Issuer), AuthorizationEndpoint: given(s.AuthorizationEndpoint), TokenEndpoint: given(s.TokenEndpoint),
	}}
}

func (s ProviderSpec) custom(p plainVendor) types.CustomOauth2ProviderConfigInput {
	custom := types.CustomOauth2ProviderConfigInput{
		ClientId: given(s.ClientID), ClientSecret: p.ClientSecret, ClientSecretConfig: p.ClientSecretConfig, ClientSecretSource: p.ClientSecretSource,
		ClientAuthenticationMethod: types.ClientAuthenticationMethodType(s.AuthMethod), OnBehalfOfTokenExchangeConfig: s.OnBehalf.input(),
		OauthDiscovery: &types.Oauth2DiscoveryMemberDiscoveryUrl{Value: s.DiscoveryURL},
	}
	if s.DiscoveryURL == "" {
		custom.OauthDiscovery = &types.Oauth2DiscoveryMemberAuthorizationServerMetadata{Value: types.Oauth2AuthorizationServerMetadata{
			Issuer: &s.Issuer, AuthorizationEndpoint: &s.AuthorizationEndpoint, TokenEndpoint: &s.TokenEndpoint, ResponseTypes: s.ResponseTypes,
		}}
	}
	return custom
}

// ChangeProvider is UpdateProvider that loses nothing: what a ProviderSpec cannot say of a custom provider, private endpoints and
// keys for assertions, is read first and sent again.
func (c *Cloud) ChangeProvider(ctx context.Context, spec ProviderSpec) error {
	found, err := c.clients.control.GetOauth2CredentialProvider(ctx, &bedrockagentcorecontrol.GetOauth2CredentialProviderInput{Name: &spec.Name})
	if err != nil {
		return err
	}
	input := spec.input()
	custom, now := input.(*types.Oauth2ProviderConfigInputMemberCustomOauth2ProviderConfig)
	was, before := found.Oauth2ProviderConfigOutput.(*types.Oauth2ProviderConfigOutputMemberCustomOauth2ProviderConfig)
	if now && before {
		custom.Value.PrivateEndpoint, custom.Value.PrivateEndpointOverrides = was.Value.PrivateEndpoint, was.Value.PrivateEndpointOverrides
		custom.Value.PrivateKeyJwtConfig = was.Value.PrivateKeyJwtConfig
		keepMetadata(custom.Value, was.Value.OauthDiscovery)
	}
	_, err = c.clients.control.UpdateOauth2CredentialProvider(ctx, &bedrockagentcorecontrol.UpdateOauth2CredentialProviderInput{
		Name: &spec.Name, CredentialProviderVendor: spec.vendor(), Oauth2ProviderConfigInput: input,
	})
	return err
}

// keepMetadata keeps how the token endpoint wants to be spoken to, where the older of the two ways says it.
func keepMetadata(custom types.CustomOauth2ProviderConfigInput, before types.Oauth2Discovery) {
	now, given := custom.OauthDiscovery.(*types.Oauth2DiscoveryMemberAuthorizationServerMetadata)
	was, had := before.(*types.Oauth2DiscoveryMemberAuthorizationServerMetadata)
	if given && had && custom.ClientAuthenticationMethod == "" {
		now.Value.TokenEndpointAuthMethods = was.Value.TokenEndpointAuthMethods
	}
}

// readConfig reads the configuration of any vendor. Secrets are in none.
func (p *Provider) readConfig(config types.Oauth2ProviderConfigOutput) {
	type output = types.IncludedOauth2ProviderConfigOutput // of all vendors but the custom one
	var o output
	switch v := config.(type) {
	case *types.Oauth2ProviderConfigOutputMemberCustomOauth2ProviderConfig:
		p.AuthMethod = string(v.Value.ClientAuthenticationMethod)
		p.readOnBehalf(v.Value.OnBehalfOfTokenExchangeConfig)
		o = output{OauthDiscovery: v.Value.OauthDiscovery, ClientId: v.Value.ClientId}
	case *types.Oauth2ProviderConfigOutputMemberIncludedOauth2ProviderConfig:
		o = v.Value
	case *types.Oauth2ProviderConfigOutputMemberAtlassianOauth2ProviderConfig:
		o = output(v.Value)
	case *types.Oauth2ProviderConfigOutputMemberGithubOauth2ProviderConfig:
		o = output(v.Value)
	case *types.Oauth2ProviderConfigOutputMemberGoogleOauth2ProviderConfig:
		o = output(v.Value)
	case *types.Oauth2ProviderConfigOutputMemberLinkedinOauth2ProviderConfig:
		o = output(v.Value)
	case *types.Oauth2ProviderConfigOutputMemberMicrosoftOauth2ProviderConfig:
		o = output(v.Value)
	case *types.Oauth2ProviderConfigOutputMemberSalesforceOauth2ProviderConfig:
		o = output(v.Value)
	case *types.Oauth2ProviderConfigOutputMemberSlackOauth2ProviderConfig:
		o = output(v.Value)
	}
	p.ClientID = sdk.ToString(o.ClientId)
	p.readDiscovery(o.OauthDiscovery)
}

func (p *Provider) readOnBehalf(config *types.OnBehalfOfTokenExchangeConfigType) {
	if config == nil {
		return
	}
	p.OnBehalf.Grant = string(config.GrantType)
	if actor := config.TokenExchangeGrantTypeConfig; actor != nil {
		p.OnBehalf.Actor, p.OnBehalf.ActorScopes = string(actor.ActorTokenContent), actor.ActorTokenScopes
	}
}

func (p *Provider) readDiscovery(discovery types.Oauth2Discovery) {
	switch v := discovery.(type) {
	case *types.Oauth2DiscoveryMemberDiscoveryUrl:
		p.DiscoveryURL = v.Value
	case *types.Oauth2DiscoveryMemberAuthorizationServerMetadata:
		p.Issuer, p.TokenEndpoint = sdk.ToString(v.Value.Issuer), sdk.ToString(v.Value.TokenEndpoint)
		p.AuthorizationEndpoint, p.ResponseTypes = sdk.ToString(v.Value.AuthorizationEndpoint), v.Value.ResponseTypes
	}
}
