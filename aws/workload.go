package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
)

// WorkloadIdentity is an agent's identity in AgentCore's default directory.
type WorkloadIdentity struct {
	Name, ARN string
	// ReturnURLs are where users may be sent back to after a sign-in (allowedResourceOauth2ReturnUrls).
	ReturnURLs       []string
	Created, Updated time.Time
}

// CreateWorkloadIdentity makes one. Kind Exists when the name is taken.
func (c *Cloud) CreateWorkloadIdentity(ctx context.Context, name string, returnURLs []string, tags map[string]string) (WorkloadIdentity, error) {
	out, err := c.clients.control.CreateWorkloadIdentity(ctx, &bedrockagentcorecontrol.CreateWorkloadIdentityInput{
		Name: &name, AllowedResourceOauth2ReturnUrls: returnURLs, Tags: tags,
	})
	if err != nil {
		return WorkloadIdentity{}, err
	}
	return WorkloadIdentity{
		Name: sdk.ToString(out.Name), ARN: sdk.ToString(out.WorkloadIdentityArn), ReturnURLs: out.AllowedResourceOauth2ReturnUrls,
	}, nil
}

// WorkloadIdentity reads one (GetWorkloadIdentity). Kind NotFound when there is none.
func (c *Cloud) WorkloadIdentity(ctx context.Context, name string) (WorkloadIdentity, error) {
	out, err := c.clients.control.GetWorkloadIdentity(ctx, &bedrockagentcorecontrol.GetWorkloadIdentityInput{Name: &name})
	if err != nil {
		return WorkloadIdentity{}, err
	}
	return WorkloadIdentity{
		Name: sdk.ToString(out.Name), ARN: sdk.ToString(out.WorkloadIdentityArn), ReturnURLs: out.AllowedResourceOauth2ReturnUrls,
		Created: sdk.ToTime(out.CreatedTime), Updated: sdk.ToTime(out.LastUpdatedTime),
	}, nil
}

// UpdateWorkloadIdentity replaces the list of return URLs. AWS does not add to the list: send the whole of it.
func (c *Cloud) UpdateWorkloadIdentity(ctx context.Context, name string, returnURLs []string) (WorkloadIdentity, error) {
	out, err := c.clients.control.UpdateWorkloadIdentity(ctx, &bedrockagentcorecontrol.UpdateWorkloadIdentityInput{
		Name: &name, AllowedResourceOauth2ReturnUrls: returnURLs,
	})
	if err != nil {
		return WorkloadIdentity{}, err
	}
	return WorkloadIdentity{
		Name: sdk.ToString(out.Name), ARN: sdk.ToString(out.WorkloadIdentityArn), ReturnURLs: out.AllowedResourceOauth2ReturnUrls,
		Created: sdk.ToTime(out.CreatedTime), Updated: sdk.ToTime(out.LastUpdatedTime),
	}, nil
}

// DeleteWorkloadIdentity removes one.
func (c *Cloud) DeleteWorkloadIdentity(ctx context.Context, name string) error {
	_, err := c.clients.control.DeleteWorkloadIdentity(ctx, &bedrockagentcorecontrol.DeleteWorkloadIdentityInput{Name: &name})
	return err
}

// WorkloadIdentities lists all (ListWorkloadIdentities), all pages; only names and ARNs are known of them.
func (c *Cloud) WorkloadIdentities(ctx context.Context) ([]WorkloadIdentity, error) {
	var all []WorkloadIdentity
	pages := bedrockagentcorecontrol.NewListWorkloadIdentitiesPaginator(c.clients.control,
		&bedrockagentcorecontrol.ListWorkloadIdentitiesInput{MaxResults: sdk.Int32(20)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, w := range page.WorkloadIdentities {
			all = append(all, WorkloadIdentity{Name: sdk.ToString(w.Name), ARN: sdk.ToString(w.WorkloadIdentityArn)})
		}
	}
	return all, nil
}

// TokenVault is where AgentCore keeps tokens and providers.
type TokenVault struct {
	ID string
	// KeyType is ServiceManagedKey or CustomerManagedKey, with KeyARN for the latter.
	KeyType, KeyARN string
	Modified        time.Time
}

// TokenVault describes the account's vault in this region, which is always called "default" (GetTokenVault).
func (c *Cloud) TokenVault(ctx context.Context) (TokenVault, error) {
	out, err := c.clients.control.GetTokenVault(ctx, &bedrockagentcorecontrol.GetTokenVaultInput{TokenVaultId: sdk.String("default")})
	if err != nil {
		return TokenVault{}, err
	}
	vault := TokenVault{ID: sdk.ToString(out.TokenVaultId), Modified: sdk.ToTime(out.LastModifiedDate)}
	if k := out.KmsConfiguration; k != nil {
		vault.KeyType, vault.KeyARN = string(k.KeyType), sdk.ToString(k.KmsKeyArn)
	}
	return vault, nil
}
