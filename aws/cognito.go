package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// UserPool is a user pool, as far as the course looks at it.
type UserPool struct {
	ID, Name, ARN string
	// MFA is OFF, ON or OPTIONAL. SMS reports whether the pool can send text messages, which costs money.
	MFA string
	SMS bool
	// UsernameAttributes is what people sign in with ("email"); AutoVerified is what Cognito verifies by itself.
	UsernameAttributes, AutoVerified []string
	// AdminCreateOnly means that nobody can sign up by themselves. DeletionProtection is ACTIVE or INACTIVE.
	AdminCreateOnly    bool
	DeletionProtection string
	// Tier is LITE, ESSENTIALS or PLUS. Domain is the prefix of its hosted pages, empty when there are none.
	Tier, Domain string
	Tags         map[string]string
	Created      time.Time
}

// Issuer is the "iss" of the tokens of a pool; its discovery document is at Issuer + "/.well-known/openid-configuration".
func Issuer(region, poolID string) string {
	return "https://cognito-idp." + region + ".amazonaws.com/" + poolID
}

// UserPool describes a pool (DescribeUserPool).
func (c *Cloud) UserPool(ctx context.Context, id string) (UserPool, error) {
	out, err := c.clients.cognito.DescribeUserPool(ctx, &cognitoidentityprovider.DescribeUserPoolInput{UserPoolId: &id})
	if err != nil {
		return UserPool{}, err
	}
	p := out.UserPool
	pool := UserPool{
		ID: sdk.ToString(p.Id), Name: sdk.ToString(p.Name), ARN: sdk.ToString(p.Arn), MFA: string(p.MfaConfiguration),
		SMS: p.SmsConfiguration != nil, UsernameAttributes: words[string](p.UsernameAttributes), AutoVerified: words[string](p.AutoVerifiedAttributes),
		DeletionProtection: string(p.DeletionProtection), Tier: string(p.UserPoolTier), Domain: sdk.ToString(p.Domain),
		Tags: p.UserPoolTags, Created: sdk.ToTime(p.CreationDate),
	}
	if p.AdminCreateUserConfig != nil {
		pool.AdminCreateOnly = p.AdminCreateUserConfig.AllowAdminCreateUserOnly
	}
	return pool, nil
}

// Domain is the host of a pool's hosted pages.
type Domain struct {
	// Prefix is the first label of the host name. PoolID is empty when nobody has the domain.
	Prefix, PoolID, Status string
	// ManagedLogin is the version of the pages: 1 classic, 2 managed login.
	ManagedLogin int
}

// Domain describes a domain by its prefix (DescribeUserPoolDomain). A prefix that nobody has is not an error: PoolID is empty.
func (c *Cloud) Domain(ctx context.Context, prefix string) (Domain, error) {
	out, err := c.clients.cognito.DescribeUserPoolDomain(ctx, &cognitoidentityprovider.DescribeUserPoolDomainInput{Domain: &prefix})
	if err != nil {
		return Domain{}, err
	}
	domain := Domain{Prefix: prefix}
	if d := out.DomainDescription; d != nil {
		domain.PoolID, domain.Status, domain.ManagedLogin = sdk.ToString(d.UserPoolId), string(d.Status), int(sdk.ToInt32(d.ManagedLoginVersion))
	}
	return domain, nil
}

// ResourceServer is an API that tokens are for, with its scopes by their short names.
type ResourceServer struct {
	Identifier, Name string
	Scopes           []string
}

// ResourceServer describes a resource server (DescribeResourceServer).
func (c *Cloud) ResourceServer(ctx context.Context, pool, identifier string) (ResourceServer, error) {
	out, err := c.clients.cognito.DescribeResourceServer(ctx, &cognitoidentityprovider.DescribeResourceServerInput{
		UserPoolId: &pool, Identifier: &identifier,
	})
	if err != nil {
		return ResourceServer{}, err
	}
	return resourceServer(*out.ResourceServer), nil
}

// ResourceServers lists a pool's resource servers (ListResourceServers), all pages.
func (c *Cloud) ResourceServers(ctx context.Context, pool string) ([]ResourceServer, error) {
	var all []ResourceServer
	pages := cognitoidentityprovider.NewListResourceServersPaginator(c.clients.cognito,
		&cognitoidentityprovider.ListResourceServersInput{UserPoolId: &pool, MaxResults: sdk.Int32(50)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range page.ResourceServers {
			all = append(all, resourceServer(s))
		}
	}
	return all, nil
}

func resourceServer(s types.ResourceServerType) ResourceServer {
	server := ResourceServer{Identifier: sdk.ToString(s.Identifier), Name: sdk.ToString(s.Name)}
	for _, scope := range s.Scopes {
		server.Scopes = append(server.Scopes, sdk.ToString(scope.ScopeName))
	}
	return server
}

// Group is a group of users.
type Group struct {
	Name, Description string
	Precedence        int
}

// Groups lists a pool's groups (ListGroups), all pages.
func (c *Cloud) Groups(ctx context.Context, pool string) ([]Group, error) {
	var all []Group
	pages := cognitoidentityprovider.NewListGroupsPaginator(c.clients.cognito, &cognitoidentityprovider.ListGroupsInput{UserPoolId: &pool})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, g := range page.Groups {
			all = append(all, Group{sdk.ToString(g.GroupName), sdk.ToString(g.Description), int(sdk.ToInt32(g.Precedence))})
		}
	}
	return all, nil
}

// words turns the SDK's enums into strings, and strings of such enums back.
func words[To, From ~string](from []From) []To {
	if from == nil {
		return nil
	}
	to := make([]To, len(from))
	for i, f := range from {
		to[i] = To(f)
	}
	return to
}
