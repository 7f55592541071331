package identity

import (
	"context"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/vendors"
)

const (
	vendorAtlassian = "AtlassianOauth2"
	// consentAccess is how long the access tokens of the third client live: Cognito's own default.
	consentAccess = time.Hour
)

// ConsentScopes are what the agent may know of the person: no more than it needs.
func ConsentScopes() []string { return []string{"openid", "email", "profile"} }

// consentSet is the third app client and its provider, as far as they are there.
type consentSet struct {
	client   *aws.AppClient
	provider *aws.Provider
}

// lookConsent finds both. What is missing is nil and no error.
func lookConsent(ctx context.Context, e *steps.Env, s steps.Setup) (consentSet, error) {
	var found consentSet
	clients, err := e.Cloud.AppClients(ctx, s.PoolID())
	if err != nil {
		return found, err
	}
	if i := slices.IndexFunc(clients, func(c aws.AppClientName) bool { return c.Name == ConsentClient }); i >= 0 {
		client, err := e.Cloud.AppClient(ctx, s.PoolID(), clients[i].ID)
		if err != nil {
			return found, err
		}
		found.client = &client
	}
	provider, err := e.Cloud.Provider(ctx, ConsentProvider(s.AccountID))
	switch {
	case err == nil:
		found.provider = &provider
	case !aws.IsNotFound(err):
		return found, err
	}
	return found, nil
}

// differences compare client and provider with each other and with the pool.
func (c consentSet) differences(s steps.Setup) []flow.Difference {
	var all []flow.Difference
	compare := func(field, is, want string) {
		if is != want {
			all = append(all, flow.Difference{Field: field, Is: is, Want: want})
		}
	}
	if c.client == nil || c.provider == nil {
		return nil
	}
	compare("clientId", c.provider.ClientID, c.client.ID)
	compare("issuer", c.provider.Issuer, s.Issuer())
	compare("tokenEndpoint", c.provider.TokenEndpoint, s.TokenURL())
	compare("authorizationEndpoint", c.provider.AuthorizationEndpoint, s.AuthorizeURL())
	if !slices.Contains(c.client.CallbackURLs, c.provider.CallbackURL) {
		compare("CallbackURLs", strings.Join(c.client.CallbackURLs, " "), c.provider.CallbackURL)
	}
	if len(steps.Lacking(c.client.Scopes, ConsentScopes())) > 0 {
		compare("AllowedOAuthScopes", strings.Join(c.client.Scopes, " "), strings.Join(ConsentScopes(), " "))
	}
	return all
}

// BringConsent makes the third client and its provider fit each other. Each wants the other first: the client its redirect URI,
// which is the provider's callback URL, and the provider the client's id. So the client begins with a placeholder.
func BringConsent(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup) (aws.Provider, error) {
	set, err := lookConsent(ctx, e, s)
	if err != nil {
		return aws.Provider{}, err
	}
	if set.client == nil {
		made, err := e.Cloud.CreateCodeClient(ctx, s.PoolID(), ConsentClient, ConsentScopes(), []string{steps.PasteCallback}, consentAccess)
		if err != nil {
			return aws.Provider{}, err
		}
		set.client = &made
	}
	spec := aws.ProviderSpec{
		Vendor: vendors.Cognito, Name: ConsentProvider(s.AccountID), ClientID: set.client.ID, ClientSecret: set.client.Secret,
		Issuer: s.Issuer(), AuthorizationEndpoint: s.AuthorizeURL(), TokenEndpoint: s.TokenURL(), Tags: steps.OwnTags(),
	}
	provider, err := bringLabProvider(ctx, e, r, spec, set.provider, len(set.differences(s)) > 0)
	if err != nil {
		return provider, err
	}
	others := slices.DeleteFunc(slices.Clone(set.client.CallbackURLs), func(u string) bool { return u == steps.PasteCallback }) // of other providers
	if callbacks := steps.Union(others, []string{provider.CallbackURL}); !slices.Equal(set.client.CallbackURLs, callbacks) || len(steps.Lacking(set.client.Scopes, ConsentScopes())) > 0 {
		if _, err := e.Cloud.UpdateAppClient(ctx, s.PoolID(), set.client.ID, func(c *aws.AppClient) {
			c.CallbackURLs, c.Scopes = callbacks, ConsentScopes()
		}); err != nil {
			return provider, err
		}
	}
	r.Emit(flow.Fact{Key: "callback_url", Value: provider.CallbackURL, Label: text.T{En: "Callback URL to register at the identity provider", Ko: "IdP에 등록할 callback URL"},
		Source: text.T{En: "registered with the app client %s; not the same as our return URL", Ko: "앱 클라이언트 %s에 등록했으며, return URL과는 다릅니다"}.With(ConsentClient)})
	return provider, nil
}

// bringLabProvider creates a provider under its fixed name, or updates one that differs, and waits until it is READY.
func bringLabProvider(ctx context.Context, e *steps.Env, r *flow.Report, spec aws.ProviderSpec, found *aws.Provider, differs bool) (aws.Provider, error) {
	switch {
	case found == nil:
		_, err := e.Cloud.CreateProvider(ctx, spec)
		if aws.KindOf(err) == aws.Exists { // made by someone else in this second
			_, err = e.Cloud.UpdateProvider(ctx, spec)
		}
		return e.SettledProvider(ctx, spec.Name, err)
	case found.Vendor != spec.Vendor:
		return e.ReplaceProvider(ctx, r, *found, spec)
	case differs:
		_, err := e.Cloud.UpdateProvider(ctx, spec)
		return e.SettledProvider(ctx, spec.Name, err)
	}
	return e.SettledProvider(ctx, spec.Name, nil)
}

// practiceApp is the one application that the practice cloud's Atlassian knows, as its developer console would show it. At the real
// Atlassian nobody has it, or its secret.
const practiceApp = "practice-confluence-app"

// bringConfluence makes the provider of the practice cloud's Confluence.
func bringConfluence(ctx context.Context, e *steps.Env, r *flow.Report) (aws.Provider, error) {
	spec := aws.ProviderSpec{Vendor: vendorAtlassian, Name: ConfluenceProvider, ClientID: practiceApp, ClientSecret: secret.New(steps.PracticeAppSecret), Tags: steps.OwnTags()}
	found, err := e.Cloud.Provider(ctx, ConfluenceProvider)
	switch {
	case aws.IsNotFound(err):
		return bringLabProvider(ctx, e, r, spec, nil, false)
	case err != nil:
		return aws.Provider{}, err
	}
	return bringLabProvider(ctx, e, r, spec, &found, found.ClientID != practiceApp)
}

// removeConsent deletes what bringConsent and bringConfluence made. What is gone already is no error.
func removeConsent(ctx context.Context, e *steps.Env, s steps.Setup) error {
	for _, name := range []string{ConsentProvider(s.AccountID), ConfluenceProvider} {
		if err := e.Cloud.DeleteProvider(ctx, name); err != nil && !aws.IsNotFound(err) {
			return err
		}
	}
	if s.PoolID() == "" {
		return nil
	}
	clients, err := e.Cloud.AppClients(ctx, s.PoolID())
	if err != nil && !aws.IsNotFound(err) {
		return err
	}
	for _, c := range clients {
		if c.Name != ConsentClient {
			continue
		}
		if err := e.Cloud.DeleteAppClient(ctx, s.PoolID(), c.ID); err != nil && !aws.IsNotFound(err) {
			return err
		}
	}
	return nil
}
