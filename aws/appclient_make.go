package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// CreateCodeClient makes a confidential app client for the authorization code flow (CreateUserPoolClient): with a secret, and
// no way to sign in but the hosted pages. access is how long its access tokens live, at least five minutes.
func (c *Cloud) CreateCodeClient(ctx context.Context, pool, name string, scopes, callbacks []string, access time.Duration) (AppClient, error) {
	out, err := c.clients.cognito.CreateUserPoolClient(ctx, &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: &pool, ClientName: &name, GenerateSecret: true, AllowedOAuthFlowsUserPoolClient: true,
		AllowedOAuthFlows: []types.OAuthFlowType{types.OAuthFlowTypeCode}, AllowedOAuthScopes: scopes, CallbackURLs: callbacks,
		ExplicitAuthFlows:          []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
		SupportedIdentityProviders: []string{"COGNITO"}, EnableTokenRevocation: sdk.Bool(true),
		PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled,
		AccessTokenValidity:        minutes(access), TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeMinutes},
	})
	if err != nil {
		return AppClient{}, err
	}
	return appClient(out.UserPoolClient), nil
}

// DeleteAppClient removes an app client (DeleteUserPoolClient).
func (c *Cloud) DeleteAppClient(ctx context.Context, pool, id string) error {
	_, err := c.clients.cognito.DeleteUserPoolClient(ctx, &cognitoidentityprovider.DeleteUserPoolClientInput{UserPoolId: &pool, ClientId: &id})
	return err
}
