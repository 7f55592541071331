package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"

	"agentcore-workshop/steps/secret"
)

// APIKeyProvider is an API key credential provider of AgentCore Identity. The key itself comes only through the vault (APIKey).
type APIKeyProvider struct {
	Name, ARN string
	// SecretARN is where AWS Secrets Manager keeps the key.
	SecretARN string
	// SecretSource is MANAGED, or EXTERNAL where the customer keeps the key; older answers do not say.
	SecretSource     string
	Created, Updated time.Time
}

// APIKeySource is a key that AgentCore is to keep, or where the customer keeps it.
type APIKeySource struct {
	Key      secret.Text
	External SecretPlace
}

func (s APIKeySource) input() (key *string, source types.SecretSourceType, reference *types.SecretReference) {
	if s.External.ID != "" {
		return nil, types.SecretSourceTypeExternal, s.External.reference()
	}
	return sdk.String(s.Key.Reveal()), "", nil
}

// CreateAPIKeyProvider makes one (CreateApiKeyCredentialProvider). Kind Exists when the name is taken.
func (c *Cloud) CreateAPIKeyProvider(ctx context.Context, name string, key APIKeySource, tags map[string]string) (APIKeyProvider, error) {
	in := &bedrockagentcorecontrol.CreateApiKeyCredentialProviderInput{Name: &name, Tags: tags}
	in.ApiKey, in.ApiKeySecretSource, in.ApiKeySecretConfig = key.input()
	out, err := c.clients.control.CreateApiKeyCredentialProvider(ctx, in)
	if err != nil {
		return APIKeyProvider{}, err
	}
	return APIKeyProvider{Name: sdk.ToString(out.Name), ARN: sdk.ToString(out.CredentialProviderArn), SecretARN: secretARN(out.ApiKeySecretArn)}, nil
}

// APIKeyProvider reads one (GetApiKeyCredentialProvider). Kind NotFound when there is none.
func (c *Cloud) APIKeyProvider(ctx context.Context, name string) (APIKeyProvider, error) {
	out, err := c.clients.control.GetApiKeyCredentialProvider(ctx, &bedrockagentcorecontrol.GetApiKeyCredentialProviderInput{Name: &name})
	if err != nil {
		return APIKeyProvider{}, err
	}
	return APIKeyProvider{
		Name: sdk.ToString(out.Name), ARN: sdk.ToString(out.CredentialProviderArn), SecretARN: secretARN(out.ApiKeySecretArn),
		SecretSource: string(out.ApiKeySecretSource), Created: sdk.ToTime(out.CreatedTime), Updated: sdk.ToTime(out.LastUpdatedTime),
	}, nil
}

// UpdateAPIKeyProvider replaces the key (UpdateApiKeyCredentialProvider).
func (c *Cloud) UpdateAPIKeyProvider(ctx context.Context, name string, key APIKeySource) error {
	in := &bedrockagentcorecontrol.UpdateApiKeyCredentialProviderInput{Name: &name}
	in.ApiKey, in.ApiKeySecretSource, in.ApiKeySecretConfig = key.input()
	_, err := c.clients.control.UpdateApiKeyCredentialProvider(ctx, in)
	return err
}

// DeleteAPIKeyProvider removes one with its secret (DeleteApiKeyCredentialProvider).
func (c *Cloud) DeleteAPIKeyProvider(ctx context.Context, name string) error {
	_, err := c.clients.control.DeleteApiKeyCredentialProvider(ctx, &bedrockagentcorecontrol.DeleteApiKeyCredentialProviderInput{Name: &name})
	return err
}

// APIKeyProviders lists all (ListApiKeyCredentialProviders), all pages; the secrets' ARNs are not known of them.
func (c *Cloud) APIKeyProviders(ctx context.Context) ([]APIKeyProvider, error) {
	var all []APIKeyProvider
	pages := bedrockagentcorecontrol.NewListApiKeyCredentialProvidersPaginator(c.clients.control,
		&bedrockagentcorecontrol.ListApiKeyCredentialProvidersInput{MaxResults: sdk.Int32(100)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range page.CredentialProviders {
			all = append(all, APIKeyProvider{
				Name: sdk.ToString(p.Name), ARN: sdk.ToString(p.CredentialProviderArn), Created: sdk.ToTime(p.CreatedTime), Updated: sdk.ToTime(p.LastUpdatedTime),
			})
		}
	}
	return all, nil
}
