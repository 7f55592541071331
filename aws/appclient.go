package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"agentcore-workshop/steps/secret"
)

// AppClient is an app client of a user pool.
type AppClient struct {
	ID, Name, PoolID string
	// Secret is empty for a public client.
	Secret secret.Text
	// OAuth reports whether the OAuth endpoints serve this client at all (AllowedOAuthFlowsUserPoolClient).
	OAuth bool
	// Flows are OAuth grants ("code", "client_credentials"); AuthFlows the API's own sign-ins ("ALLOW_USER_SRP_AUTH").
	Flows, Scopes, CallbackURLs, LogoutURLs, AuthFlows, IdentityProviders []string
	// Lifetimes of the tokens.
	AccessToken, IDToken, RefreshToken time.Duration
	// Units are those in which the service keeps the lifetimes: seconds, minutes, hours or days.
	Units TokenUnits
	// Revocation reports whether refresh tokens can be revoked.
	Revocation        bool
	Created, Modified time.Time
}

// TokenUnits are the units of a client's token lifetimes.
type TokenUnits struct{ Access, ID, Refresh string }

// Public reports whether the client has no secret.
func (a AppClient) Public() bool { return a.Secret.Empty() }

// AppClient describes a client with its secret (DescribeUserPoolClient).
func (c *Cloud) AppClient(ctx context.Context, pool, id string) (AppClient, error) {
	raw, err := c.rawClient(ctx, pool, id)
	if err != nil {
		return AppClient{}, err
	}
	return appClient(raw), nil
}

func (c *Cloud) rawClient(ctx context.Context, pool, id string) (*types.UserPoolClientType, error) {
	out, err := c.clients.cognito.DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{
		UserPoolId: &pool, ClientId: &id,
	})
	if err != nil {
		return nil, err
	}
	return out.UserPoolClient, nil
}

// AppClientName is an entry of a list of clients.
type AppClientName struct{ ID, Name string }

// AppClients lists a pool's clients (ListUserPoolClients), all pages.
func (c *Cloud) AppClients(ctx context.Context, pool string) ([]AppClientName, error) {
	var all []AppClientName
	pages := cognitoidentityprovider.NewListUserPoolClientsPaginator(c.clients.cognito,
		&cognitoidentityprovider.ListUserPoolClientsInput{UserPoolId: &pool, MaxResults: sdk.Int32(60)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, a := range page.UserPoolClients {
			all = append(all, AppClientName{sdk.ToString(a.ClientId), sdk.ToString(a.ClientName)})
		}
	}
	return all, nil
}

// UpdateAppClient reads a client, lets change alter it, and writes it back (UpdateUserPoolClient). The API sets everything
// that a request leaves out back to its default, so everything is sent, also what AppClient does not show. ID, PoolID,
// Secret, Created and Modified cannot be changed.
func (c *Cloud) UpdateAppClient(ctx context.Context, pool, id string, change func(*AppClient)) (AppClient, error) {
	raw, err := c.rawClient(ctx, pool, id)
	if err != nil {
		return AppClient{}, err
	}
	wanted := appClient(raw)
	change(&wanted)
	out, err := c.clients.cognito.UpdateUserPoolClient(ctx, wholeUpdate(raw, wanted))
	if err != nil {
		return AppClient{}, err
	}
	return appClient(out.UserPoolClient), nil
}

// wholeUpdate is the request that leaves a client as it was, with what AppClient shows taken from wanted.
func wholeUpdate(raw *types.UserPoolClientType, wanted AppClient) *cognitoidentityprovider.UpdateUserPoolClientInput {
	in := &cognitoidentityprovider.UpdateUserPoolClientInput{
		UserPoolId: raw.UserPoolId, ClientId: raw.ClientId, ClientName: &wanted.Name,
		AllowedOAuthFlowsUserPoolClient: wanted.OAuth, AllowedOAuthFlows: words[types.OAuthFlowType](wanted.Flows),
		AllowedOAuthScopes: wanted.Scopes, CallbackURLs: wanted.CallbackURLs, LogoutURLs: wanted.LogoutURLs,
		ExplicitAuthFlows: words[types.ExplicitAuthFlowsType](wanted.AuthFlows), SupportedIdentityProviders: wanted.IdentityProviders,
		EnableTokenRevocation: &wanted.Revocation,
		AccessTokenValidity:   raw.AccessTokenValidity, IdTokenValidity: raw.IdTokenValidity, RefreshTokenValidity: raw.RefreshTokenValidity,
		TokenValidityUnits: raw.TokenValidityUnits, AnalyticsConfiguration: raw.AnalyticsConfiguration,
		AuthSessionValidity: raw.AuthSessionValidity, DefaultRedirectURI: raw.DefaultRedirectURI,
		EnablePropagateAdditionalUserContextData: raw.EnablePropagateAdditionalUserContextData,
		PreventUserExistenceErrors:               raw.PreventUserExistenceErrors, ReadAttributes: raw.ReadAttributes,
		WriteAttributes: raw.WriteAttributes, RefreshTokenRotation: raw.RefreshTokenRotation,
	}
	is := appClient(raw)
	if is.AccessToken != wanted.AccessToken || is.IDToken != wanted.IDToken || is.RefreshToken != wanted.RefreshToken {
		in.TokenValidityUnits = &types.TokenValidityUnitsType{}
		var refresh *int32
		in.AccessTokenValidity, in.TokenValidityUnits.AccessToken = validity(wanted.AccessToken, wanted.Units.Access)
		in.IdTokenValidity, in.TokenValidityUnits.IdToken = validity(wanted.IDToken, wanted.Units.ID)
		refresh, in.TokenValidityUnits.RefreshToken = validity(wanted.RefreshToken, wanted.Units.Refresh)
		in.RefreshTokenValidity = *refresh
	}
	return in
}

// validity says a lifetime in a unit if that can say it, else in minutes, which can say all: the longest refresh token, ten years,
// is five million of them.
func validity(d time.Duration, unit string) (*int32, types.TimeUnitsType) {
	if size := unitSize(types.TimeUnitsType(unit)); size > 0 && d%size == 0 {
		return sdk.Int32(int32(d / size)), types.TimeUnitsType(unit)
	}
	return minutes(d), types.TimeUnitsTypeMinutes
}

func minutes(d time.Duration) *int32 { return sdk.Int32(int32(d / time.Minute)) }

func appClient(raw *types.UserPoolClientType) AppClient {
	units := raw.TokenValidityUnits
	if units == nil {
		units = &types.TokenValidityUnitsType{}
	}
	return AppClient{
		Units: TokenUnits{Access: unitOf(units.AccessToken, types.TimeUnitsTypeHours), ID: unitOf(units.IdToken, types.TimeUnitsTypeHours), Refresh: unitOf(units.RefreshToken, types.TimeUnitsTypeDays)},
		ID:    sdk.ToString(raw.ClientId), Name: sdk.ToString(raw.ClientName), PoolID: sdk.ToString(raw.UserPoolId),
		Secret: secret.New(sdk.ToString(raw.ClientSecret)), OAuth: sdk.ToBool(raw.AllowedOAuthFlowsUserPoolClient),
		Flows: words[string](raw.AllowedOAuthFlows), Scopes: raw.AllowedOAuthScopes, CallbackURLs: raw.CallbackURLs,
		LogoutURLs: raw.LogoutURLs, AuthFlows: words[string](raw.ExplicitAuthFlows), IdentityProviders: raw.SupportedIdentityProviders,
		AccessToken:  lifetime(sdk.ToInt32(raw.AccessTokenValidity), units.AccessToken, types.TimeUnitsTypeHours, time.Hour),
		IDToken:      lifetime(sdk.ToInt32(raw.IdTokenValidity), units.IdToken, types.TimeUnitsTypeHours, time.Hour),
		RefreshToken: lifetime(raw.RefreshTokenValidity, units.RefreshToken, types.TimeUnitsTypeDays, 30*24*time.Hour),
		Revocation:   sdk.ToBool(raw.EnableTokenRevocation), Created: sdk.ToTime(raw.CreationDate), Modified: sdk.ToTime(raw.LastModifiedDate),
	}
}

// lifetime reads a validity in its unit; 0 means the service's default.
func lifetime(n int32, unit, usual types.TimeUnitsType, normal time.Duration) time.Duration {
	if n == 0 {
		return normal
	}
	if unit == "" {
		unit = usual
	}
	return time.Duration(n) * unitSize(unit)
}

func unitOf(unit, usual types.TimeUnitsType) string {
	if unit == "" {
		unit = usual
	}
	return string(unit)
}

func unitSize(unit types.TimeUnitsType) time.Duration {
	return map[types.TimeUnitsType]time.Duration{
		types.TimeUnitsTypeSeconds: time.Second, types.TimeUnitsTypeMinutes: time.Minute,
		types.TimeUnitsTypeHours: time.Hour, types.TimeUnitsTypeDays: 24 * time.Hour,
	}[unit]
}

// WholeUpdate is what UpdateAppClient would send, as the service's JSON, for those who send it by other means.
func (c *Cloud) WholeUpdate(ctx context.Context, pool, id string, change func(*AppClient)) (string, error) {
	raw, err := c.rawClient(ctx, pool, id)
	if err != nil {
		return "", err
	}
	wanted := appClient(raw)
	change(&wanted)
	return plainJSON(wholeUpdate(raw, wanted))
}
