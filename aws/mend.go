package aws

import (
	"context"
	"encoding/json"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	iamtypes "github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// DisableUser keeps a user from signing in (AdminDisableUser).
func (c *Cloud) DisableUser(ctx context.Context, pool, name string) error {
	_, err := c.clients.cognito.AdminDisableUser(ctx, &cognitoidentityprovider.AdminDisableUserInput{UserPoolId: &pool, Username: &name})
	return err
}

// SetUserAttribute sets one attribute of a user (AdminUpdateUserAttributes); the others stay.
func (c *Cloud) SetUserAttribute(ctx context.Context, pool, name, attribute, value string) error {
	_, err := c.clients.cognito.AdminUpdateUserAttributes(ctx, &cognitoidentityprovider.AdminUpdateUserAttributesInput{
		UserPoolId: &pool, Username: &name, UserAttributes: []types.AttributeType{{Name: &attribute, Value: &value}},
	})
	return err
}

// CreateGroup makes a group of users, and DeleteGroup removes one; the users stay.
func (c *Cloud) CreateGroup(ctx context.Context, pool string, g Group) error {
	_, err := c.clients.cognito.CreateGroup(ctx, &cognitoidentityprovider.CreateGroupInput{
		UserPoolId: &pool, GroupName: &g.Name, Description: given(g.Description), Precedence: sdk.Int32(int32(g.Precedence)),
	})
	return err
}

// DeleteGroup removes a group (DeleteGroup).
func (c *Cloud) DeleteGroup(ctx context.Context, pool, name string) error {
	_, err := c.clients.cognito.DeleteGroup(ctx, &cognitoidentityprovider.DeleteGroupInput{UserPoolId: &pool, GroupName: &name})
	return err
}

// CreateDomain gives a pool a domain (CreateUserPoolDomain).
func (c *Cloud) CreateDomain(ctx context.Context, pool, prefix string) error {
	_, err := c.clients.cognito.CreateUserPoolDomain(ctx, &cognitoidentityprovider.CreateUserPoolDomainInput{UserPoolId: &pool, Domain: &prefix})
	return err
}

// ReleaseDomain takes a pool's domain away (DeleteUserPoolDomain).
func (c *Cloud) ReleaseDomain(ctx context.Context, pool, prefix string) error {
	_, err := c.clients.cognito.DeleteUserPoolDomain(ctx, &cognitoidentityprovider.DeleteUserPoolDomainInput{UserPoolId: &pool, Domain: &prefix})
	return err
}

// WriteResourceServer makes a resource server or writes one over, with exactly these scopes. Descriptions of scopes that are
// there already are kept.
func (c *Cloud) WriteResourceServer(ctx context.Context, pool string, server ResourceServer) error {
	described, exists := map[string]*string{}, true
	out, err := c.clients.cognito.DescribeResourceServer(ctx, &cognitoidentityprovider.DescribeResourceServerInput{UserPoolId: &pool, Identifier: &server.Identifier})
	switch {
	case IsNotFound(err):
		exists = false
	case err != nil:
		return err
	default:
		for _, s := range out.ResourceServer.Scopes {
			described[sdk.ToString(s.ScopeName)] = s.ScopeDescription
		}
	}
	var scopes []types.ResourceServerScopeType
	for _, name := range server.Scopes {
		description := described[name]
		if description == nil {
			description = sdk.String(scopeDescription(name))
		}
		scopes = append(scopes, types.ResourceServerScopeType{ScopeName: &name, ScopeDescription: description})
	}
	if exists {
		_, err = c.clients.cognito.UpdateResourceServer(ctx, &cognitoidentityprovider.UpdateResourceServerInput{UserPoolId: &pool, Identifier: &server.Identifier, Name: &server.Name, Scopes: scopes})
		return err
	}
	_, err = c.clients.cognito.CreateResourceServer(ctx, &cognitoidentityprovider.CreateResourceServerInput{UserPoolId: &pool, Identifier: &server.Identifier, Name: &server.Name, Scopes: scopes})
	return err
}

// scopeDescription is the template's, for its one scope; the service wants one for each.
func scopeDescription(name string) string {
	if name == "invoke" {
		return "Invoke the agent runtime and the gateway"
	}
	return name
}

// DeleteResourceServer removes a resource server with its scopes (DeleteResourceServer).
func (c *Cloud) DeleteResourceServer(ctx context.Context, pool, identifier string) error {
	_, err := c.clients.cognito.DeleteResourceServer(ctx, &cognitoidentityprovider.DeleteResourceServerInput{UserPoolId: &pool, Identifier: &identifier})
	return err
}

// SetSignup says whether people may sign up by themselves (UpdateUserPool). What a request leaves out goes back to its default,
// so everything is sent that the API takes back.
func (c *Cloud) SetSignup(ctx context.Context, pool string, adminOnly bool) error {
	in, err := c.signupUpdate(ctx, pool, adminOnly)
	if err != nil {
		return err
	}
	_, err = c.clients.cognito.UpdateUserPool(ctx, in)
	return err
}

// WholePoolUpdate is what SetSignup would send, as the service's JSON.
func (c *Cloud) WholePoolUpdate(ctx context.Context, pool string, adminOnly bool) (string, error) {
	in, err := c.signupUpdate(ctx, pool, adminOnly)
	if err != nil {
		return "", err
	}
	return plainJSON(in)
}

func (c *Cloud) signupUpdate(ctx context.Context, pool string, adminOnly bool) (*cognitoidentityprovider.UpdateUserPoolInput, error) {
	out, err := c.clients.cognito.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &pool})
	if err != nil {
		return nil, err
	}
	p := out.UserPool
	if p.AdminCreateUserConfig == nil {
		p.AdminCreateUserConfig = &types.AdminCreateUserConfigType{}
	}
	p.AdminCreateUserConfig.AllowAdminCreateUserOnly = adminOnly
	p.AdminCreateUserConfig.UnusedAccountValidityDays = 0 // refused beside the password policy's own number of days
	return &cognitoidentityprovider.UpdateUserPoolInput{
		UserPoolId: &pool, AccountRecoverySetting: p.AccountRecoverySetting, AdminCreateUserConfig: p.AdminCreateUserConfig,
		AutoVerifiedAttributes: p.AutoVerifiedAttributes, DeletionProtection: p.DeletionProtection, DeviceConfiguration: p.DeviceConfiguration,
		EmailConfiguration: p.EmailConfiguration, LambdaConfig: p.LambdaConfig, MfaConfiguration: p.MfaConfiguration, Policies: p.Policies,
		SmsAuthenticationMessage: p.SmsAuthenticationMessage, SmsConfiguration: p.SmsConfiguration,
		UserAttributeUpdateSettings: p.UserAttributeUpdateSettings, UserPoolAddOns: p.UserPoolAddOns, UserPoolTags: p.UserPoolTags,
		UserPoolTier: p.UserPoolTier, VerificationMessageTemplate: p.VerificationMessageTemplate,
	}, nil
}

// SetTrust replaces a role's trust policy (UpdateAssumeRolePolicy), and PutRolePolicy one of its inline policies.
func (c *Cloud) SetTrust(ctx context.Context, role, document string) error {
	_, err := c.clients.iam.UpdateAssumeRolePolicy(ctx, &iam.UpdateAssumeRolePolicyInput{RoleName: &role, PolicyDocument: &document})
	return err
}

// PutRolePolicy writes an inline policy of a role (PutRolePolicy).
func (c *Cloud) PutRolePolicy(ctx context.Context, role, name, document string) error {
	_, err := c.clients.iam.PutRolePolicy(ctx, &iam.PutRolePolicyInput{RoleName: &role, PolicyName: &name, PolicyDocument: &document})
	return err
}

// CreateRole makes a role with its trust policy (CreateRole).
func (c *Cloud) CreateRole(ctx context.Context, name, description, trust string, tags map[string]string) error {
	in := &iam.CreateRoleInput{RoleName: &name, AssumeRolePolicyDocument: &trust, Description: given(description)}
	for k, v := range tags {
		in.Tags = append(in.Tags, iamtypes.Tag{Key: &k, Value: &v})
	}
	_, err := c.clients.iam.CreateRole(ctx, in)
	return err
}

// RemoveRole removes a role that has no policies any more (DeleteRole).
func (c *Cloud) RemoveRole(ctx context.Context, name string) error {
	_, err := c.clients.iam.DeleteRole(ctx, &iam.DeleteRoleInput{RoleName: &name})
	return err
}

// plainJSON is a request of the SDK as the service's JSON, without what is not set.
func plainJSON(v any) (string, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return "", err
	}
	raw, err = json.Marshal(withoutNothing(tree))
	return string(raw), err
}

func withoutNothing(v any) any {
	object, is := v.(map[string]any)
	if !is {
		return v
	}
	for name, member := range object {
		member = withoutNothing(member)
		object[name] = member
		if text, empty := member.(string); member == nil || empty && text == "" {
			delete(object, name)
		}
	}
	return object
}
