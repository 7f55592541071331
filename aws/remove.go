package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
)

// StackOwning is the id of the stack that a resource belongs to, by the resource's physical id; empty when it belongs to
// none (DescribeStackResources). A deleted stack owns nothing.
func (c *Cloud) StackOwning(ctx context.Context, physicalID string) (string, error) {
	out, err := c.clients.cfn.DescribeStackResources(ctx, &cloudformation.DescribeStackResourcesInput{PhysicalResourceId: &physicalID})
	switch {
	case IsNotFound(err):
		return "", nil
	case err != nil:
		return "", err
	case len(out.StackResources) == 0:
		return "", nil
	}
	return sdk.ToString(out.StackResources[0].StackId), nil
}

// PoolName is an entry of the list of user pools.
type PoolName struct{ ID, Name string }

// UserPools lists the user pools of the account in this region (ListUserPools), all pages.
func (c *Cloud) UserPools(ctx context.Context) ([]PoolName, error) {
	var all []PoolName
	pages := cognitoidentityprovider.NewListUserPoolsPaginator(c.clients.cognito, &cognitoidentityprovider.ListUserPoolsInput{MaxResults: sdk.Int32(60)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range page.UserPools {
			all = append(all, PoolName{sdk.ToString(p.Id), sdk.ToString(p.Name)})
		}
	}
	return all, nil
}

// UserNames are the user names of a pool (ListUsers), at most 60: enough to say who goes with it.
func (c *Cloud) UserNames(ctx context.Context, pool string) ([]string, error) {
	out, err := c.clients.cognito.ListUsers(ctx, &cognitoidentityprovider.ListUsersInput{UserPoolId: &pool, Limit: sdk.Int32(60)})
	if err != nil {
		return nil, err
	}
	var all []string
	for _, u := range out.Users {
		name := sdk.ToString(u.Username)
		for _, a := range u.Attributes {
			if sdk.ToString(a.Name) == "email" && sdk.ToString(a.Value) != "" {
				name = sdk.ToString(a.Value)
			}
		}
		all = append(all, name)
	}
	return all, nil
}

// DeleteDomain gives a pool's domain back (DeleteUserPoolDomain).
func (c *Cloud) DeleteDomain(ctx context.Context, pool, prefix string) error {
	_, err := c.clients.cognito.DeleteUserPoolDomain(ctx, &cognitoidentityprovider.DeleteUserPoolDomainInput{UserPoolId: &pool, Domain: &prefix})
	return err
}

// DeleteUserPool removes a pool with its clients and users (DeleteUserPool). It must have no domain and no protection.
func (c *Cloud) DeleteUserPool(ctx context.Context, id string) error {
	_, err := c.clients.cognito.DeleteUserPool(ctx, &cognitoidentityprovider.DeleteUserPoolInput{UserPoolId: &id})
	return err
}

// UnprotectPool turns a pool's deletion protection off (UpdateUserPool). What a request leaves out goes back to its
// default, so everything is sent that the API takes back.
func (c *Cloud) UnprotectPool(ctx context.Context, id string) error {
	out, err := c.clients.cognito.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &id})
	if err != nil {
		return err
	}
	p := out.UserPool
	if p.AdminCreateUserConfig != nil {
		p.AdminCreateUserConfig.UnusedAccountValidityDays = 0 // refused beside the password policy's own number of days
	}
	_, err = c.clients.cognito.UpdateUserPool(ctx, &cognitoidentityprovider.UpdateUserPoolInput{
		UserPoolId: &id, DeletionProtection: types.DeletionProtectionTypeInactive,
		AccountRecoverySetting: p.AccountRecoverySetting, AdminCreateUserConfig: p.AdminCreateUserConfig,
		AutoVerifiedAttributes: p.AutoVerifiedAttributes, DeviceConfiguration: p.DeviceConfiguration,
		EmailConfiguration: p.EmailConfiguration, LambdaConfig: p.LambdaConfig, MfaConfiguration: p.MfaConfiguration,
		Policies: p.Policies, SmsAuthenticationMessage: p.SmsAuthenticationMessage, SmsConfiguration: p.SmsConfiguration,
		UserAttributeUpdateSettings: p.UserAttributeUpdateSettings, UserPoolAddOns: p.UserPoolAddOns,
		UserPoolTags: p.UserPoolTags, UserPoolTier: p.UserPoolTier, VerificationMessageTemplate: p.VerificationMessageTemplate,
	})
	return err
}

// DeleteRole removes a role, which must have no policies left (DeleteRole).
func (c *Cloud) DeleteRole(ctx context.Context, name string) error {
	_, err := c.clients.iam.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: &name})
	return err
}
