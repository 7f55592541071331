package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"

	"agentcore-workshop/steps/secret"
)

// Provider is an OAuth2 credential provider of AgentCore Identity. AWS never gives its client secret back.
type Provider struct {
	Name, ARN, Vendor string
	// Status is READY, CREATING, UPDATING, DELETING or one of the *_FAILED, whose reason is in FailureReason.
	Status, FailureReason string
	ClientID              string
	// The authorization server, as metadata or as a discovery URL: a provider was made with one of the two.
	Issuer, AuthorizationEndpoint, TokenEndpoint, DiscoveryURL string
	ResponseTypes                                              []string
	// AuthMethod is how AgentCore authenticates at the token endpoint (CLIENT_SECRET_BASIC when empty).
	AuthMethod string
	// CallbackURL is AgentCore's own redirect URI, to be registered with the authorization server for user sign-ins.
	CallbackURL string
	// SecretARN is where AWS Secrets Manager keeps the client secret; SecretSource MANAGED or EXTERNAL.
	SecretARN, SecretSource string
	// SecretKey is the member of the secret's JSON that holds it.
	SecretKey        string
	OnBehalf         OnBehalf
	Created, Updated time.Time
}

// Ready reports whether it can be used; Settled whether its state will stay as it is. Older answers have no status.
func (p Provider) Ready() bool { return p.Status == "READY" || p.Status == "" }
func (p Provider) Settled() bool {
	switch p.Status {
	case "CREATING", "UPDATING", "DELETING":
		return false
	}
	return true
}

// ProviderSpec says what a provider is to be.
type ProviderSpec struct {
	// Vendor is CustomOauth2 when empty.
	Vendor         string
	Name, ClientID string
	// ClientSecret is kept by AgentCore; or External names where the customer keeps it.
	ClientSecret secret.Text
	External     SecretPlace
	// TenantID is a Microsoft Entra ID tenant; empty is "common".
	TenantID string
	// CustomOauth2 takes either the three of the metadata (RFC 8414) or DiscoveryURL; the vendors of the "included" configuration may
	// take the three; all others know their own.
	Issuer, AuthorizationEndpoint, TokenEndpoint, DiscoveryURL string
	ResponseTypes                                              []string
	// AuthMethod is how AgentCore authenticates at the token endpoint; empty leaves it to the service.
	AuthMethod string
	// OnBehalf is how a user's token is exchanged for another (ON_BEHALF_OF_TOKEN_EXCHANGE); CustomOauth2 only.
	OnBehalf OnBehalf
	// Tags are for CreateProvider only.
	Tags map[string]string
}

func (s ProviderSpec) vendor() types.CredentialProviderVendorType {
	if s.Vendor == "" {
		return types.CredentialProviderVendorTypeCustomOauth2
	}
	return types.CredentialProviderVendorType(s.Vendor)
}

// CreateProvider makes a provider (CreateOauth2CredentialProvider). Kind Exists when the name is taken, whichever of its two
// answers AWS gives. The first provider of an account also makes the token vault.
func (c *Cloud) CreateProvider(ctx context.Context, spec ProviderSpec) (Provider, error) {
	out, err := c.clients.control.CreateOauth2CredentialProvider(ctx, &bedrockagentcorecontrol.CreateOauth2CredentialProviderInput{
		Name: &spec.Name, CredentialProviderVendor: spec.vendor(),
		Oauth2ProviderConfigInput: spec.input(), Tags: spec.Tags,
	})
	if err != nil {
		return Provider{}, err
	}
	p := Provider{
		Name: sdk.ToString(out.Name), ARN: sdk.ToString(out.CredentialProviderArn), Status: string(out.Status),
		Vendor: string(spec.vendor()), CallbackURL: sdk.ToString(out.CallbackUrl),
		SecretARN: secretARN(out.ClientSecretArn), SecretSource: string(out.ClientSecretSource), SecretKey: sdk.ToString(out.ClientSecretJsonKey),
	}
	p.readConfig(out.Oauth2ProviderConfigOutput)
	return p, nil
}

// Provider reads a provider (GetOauth2CredentialProvider). Kind NotFound when there is none.
func (c *Cloud) Provider(ctx context.Context, name string) (Provider, error) {
	out, err := c.clients.control.GetOauth2CredentialProvider(ctx, &bedrockagentcorecontrol.GetOauth2CredentialProviderInput{Name: &name})
	if err != nil {
		return Provider{}, err
	}
	p := Provider{
		Name: sdk.ToString(out.Name), ARN: sdk.ToString(out.CredentialProviderArn), Vendor: string(out.CredentialProviderVendor),
		Status: string(out.Status), FailureReason: sdk.ToString(out.FailureReason), CallbackURL: sdk.ToString(out.CallbackUrl),
		SecretARN: secretARN(out.ClientSecretArn), SecretSource: string(out.ClientSecretSource), SecretKey: sdk.ToString(out.ClientSecretJsonKey),
		Created: sdk.ToTime(out.CreatedTime), Updated: sdk.ToTime(out.LastUpdatedTime),
	}
	p.readConfig(out.Oauth2ProviderConfigOutput)
	return p, nil
}

// UpdateProvider sends a provider's whole configuration again (UpdateOauth2CredentialProvider). Name and CallbackURL stay.
func (c *Cloud) UpdateProvider(ctx context.Context, spec ProviderSpec) (Provider, error) {
	out, err := c.clients.control.UpdateOauth2CredentialProvider(ctx, &bedrockagentcorecontrol.UpdateOauth2CredentialProviderInput{
		Name: &spec.Name, CredentialProviderVendor: spec.vendor(), Oauth2ProviderConfigInput: spec.input(),
	})
	if err != nil {
		return Provider{}, err
	}
	p := Provider{
		Name: sdk.ToString(out.Name), ARN: sdk.ToString(out.CredentialProviderArn), Vendor: string(out.CredentialProviderVendor),
		Status: string(out.Status), CallbackURL: sdk.ToString(out.CallbackUrl), SecretARN: secretARN(out.ClientSecretArn),
		SecretSource: string(out.ClientSecretSource), Created: sdk.ToTime(out.CreatedTime), Updated: sdk.ToTime(out.LastUpdatedTime),
	}
	p.readConfig(out.Oauth2ProviderConfigOutput)
	return p, nil
}

// DeleteProvider removes a provider with its managed secret (DeleteOauth2CredentialProvider).
func (c *Cloud) DeleteProvider(ctx context.Context, name string) error {
	_, err := c.clients.control.DeleteOauth2CredentialProvider(ctx, &bedrockagentcorecontrol.DeleteOauth2CredentialProviderInput{Name: &name})
	return err
}

// Providers lists all OAuth2 providers of the account in this region (ListOauth2CredentialProviders), all pages. Only name,
// ARN, vendor and times are known of them.
func (c *Cloud) Providers(ctx context.Context) ([]Provider, error) {
	var all []Provider
	pages := bedrockagentcorecontrol.NewListOauth2CredentialProvidersPaginator(c.clients.control,
		&bedrockagentcorecontrol.ListOauth2CredentialProvidersInput{MaxResults: sdk.Int32(20)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, i := range page.CredentialProviders {
			all = append(all, Provider{
				Name: sdk.ToString(i.Name), ARN: sdk.ToString(i.CredentialProviderArn), Vendor: string(i.CredentialProviderVendor),
				Created: sdk.ToTime(i.CreatedTime), Updated: sdk.ToTime(i.LastUpdatedTime),
			})
		}
	}
	return all, nil
}

// WaitProvider looks at a provider until its state stays as it is. One that failed is a result, not an error.
func (c *Cloud) WaitProvider(ctx context.Context, name string, pause Pause) (Provider, error) {
	for {
		p, err := c.Provider(ctx, name)
		if err != nil || p.Settled() {
			return p, err
		}
		if err := pause(ctx); err != nil {
			return p, err
		}
	}
}

func secretARN(s *types.Secret) string {
	if s == nil {
		return ""
	}
	return sdk.ToString(s.SecretArn)
}
