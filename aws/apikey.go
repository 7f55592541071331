package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"

	"agentcore-workshop/steps/secret"
)

// APIKeyProvider is an API key credential provider of AgentCore Identity. The key itself comes only through the vault (APIKey).
type APIKeyProvider struct {
	Name, ARN string
	// SecretARN is where AWS Secrets Manager keeps the key.
	SecretARN        string
	Created, Updated time.Time
}

// CreateAPIKeyProvider makes one (CreateApiKeyCredentialProvider). Kind Exists when the name is taken.
func (c *Cloud) CreateAPIKeyProvider(ctx context.Context, name string, key secret.Text, tags map[string]string) (APIKeyProvider, error) {
	out, err := c.clients.control.CreateApiKeyCredentialProvider(ctx, &bedrockagentcorecontrol.CreateApiKeyCredentialProviderInput{
		Name: &name, ApiKey: sdk.String(key.Reveal()), Tags: tags,
	})
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
		Created: sdk.ToTime(out.CreatedTime), Updated: sdk.ToTime(out.LastUpdatedTime),
	}, nil
}

// UpdateAPIKeyProvider replaces the key (UpdateApiKeyCredentialProvider).
func (c *Cloud) UpdateAPIKeyProvider(ctx context.Context, name string, key secret.Text) error {
	_, err := c.clients.control.UpdateApiKeyCredentialProvider(ctx, &bedrockagentcorecontrol.UpdateApiKeyCredentialProviderInput{
		Name: &name, ApiKey: sdk.String(key.Reveal()),
	})
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
