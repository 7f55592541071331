package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcore"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcore/types"

	"agentcore-workshop/steps/secret"
)

// WorkloadToken asks for a workload access token for an agent that acts in nobody's name (GetWorkloadAccessToken).
// It lives 15 minutes.
func (c *Cloud) WorkloadToken(ctx context.Context, workload string) (secret.Text, error) {
	out, err := c.clients.data.GetWorkloadAccessToken(ctx, &bedrockagentcore.GetWorkloadAccessTokenInput{WorkloadName: &workload})
	if err != nil {
		return secret.Text{}, err
	}
	return secret.New(sdk.ToString(out.WorkloadAccessToken)), nil
}

// WorkloadTokenForUser is the same in the name of a user whose token proves who it is (GetWorkloadAccessTokenForJWT).
func (c *Cloud) WorkloadTokenForUser(ctx context.Context, workload string, userToken secret.Text) (secret.Text, error) {
	out, err := c.clients.data.GetWorkloadAccessTokenForJWT(ctx, &bedrockagentcore.GetWorkloadAccessTokenForJWTInput{
		WorkloadName: &workload, UserToken: sdk.String(userToken.Reveal()),
	})
	if err != nil {
		return secret.Text{}, err
	}
	return secret.New(sdk.ToString(out.WorkloadAccessToken)), nil
}

// WorkloadTokenForUserID is the same for a user that the caller vouches for (GetWorkloadAccessTokenForUserId). AWS verifies
// nothing about the id.
func (c *Cloud) WorkloadTokenForUserID(ctx context.Context, workload, userID string) (secret.Text, error) {
	out, err := c.clients.data.GetWorkloadAccessTokenForUserId(ctx, &bedrockagentcore.GetWorkloadAccessTokenForUserIdInput{
		WorkloadName: &workload, UserId: &userID,
	})
	if err != nil {
		return secret.Text{}, err
	}
	return secret.New(sdk.ToString(out.WorkloadAccessToken)), nil
}

// ResourceTokenRequest asks a credential provider for a token.
type ResourceTokenRequest struct {
	Workload secret.Text // a workload access token
	Provider string
	Scopes   []string
	// The rest is for sign-ins of users. SessionURI asks how a sign-in that was begun goes on.
	ReturnURL, SessionURI string
	CustomState           secret.Text
	CustomParameters      map[string]string
	// Force asks the user again although the vault has a token.
	Force bool
}

// ResourceToken is the answer: a token, or where the user has to go first.
type ResourceToken struct {
	AccessToken secret.Text
	// AuthorizationURL and SessionURI live ten minutes. Status is IN_PROGRESS or FAILED while there is no token.
	AuthorizationURL, SessionURI, Status string
}

// MachineToken gets a token with client credentials through a provider (GetResourceOauth2Token, flow M2M). When the token
// endpoint refuses, AWS hides why: "Error parsing ClientCredentials response", kind Validation.
func (c *Cloud) MachineToken(ctx context.Context, workload secret.Text, provider string, scopes []string) (secret.Text, error) {
	token, err := c.resourceToken(ctx, types.Oauth2FlowTypeM2m, ResourceTokenRequest{Workload: workload, Provider: provider, Scopes: scopes})
	return token.AccessToken, err
}

// UserToken gets a user's token from the vault, or begins a sign-in (GetResourceOauth2Token, flow USER_FEDERATION).
func (c *Cloud) UserToken(ctx context.Context, request ResourceTokenRequest) (ResourceToken, error) {
	return c.resourceToken(ctx, types.Oauth2FlowTypeUserFederation, request)
}

func (c *Cloud) resourceToken(ctx context.Context, flow types.Oauth2FlowType, r ResourceTokenRequest) (ResourceToken, error) {
	in := &bedrockagentcore.GetResourceOauth2TokenInput{
		Oauth2Flow: flow, WorkloadIdentityToken: sdk.String(r.Workload.Reveal()), ResourceCredentialProviderName: &r.Provider,
		Scopes: r.Scopes, CustomParameters: r.CustomParameters,
		ResourceOauth2ReturnUrl: given(r.ReturnURL), SessionUri: given(r.SessionURI), CustomState: given(r.CustomState.Reveal()),
	}
	if in.Scopes == nil {
		in.Scopes = []string{} // required, but may be empty
	}
	if r.Force {
		in.ForceAuthentication = &r.Force
	}
	out, err := c.clients.data.GetResourceOauth2Token(ctx, in)
	if err != nil {
		return ResourceToken{}, err
	}
	return ResourceToken{
		AccessToken: secret.New(sdk.ToString(out.AccessToken)), AuthorizationURL: sdk.ToString(out.AuthorizationUrl),
		SessionURI: sdk.ToString(out.SessionUri), Status: string(out.SessionStatus),
	}, nil
}

// CompleteUserToken binds a finished sign-in to the user who began it (CompleteResourceTokenAuth). The user is named by
// token, or by id when the token is empty.
func (c *Cloud) CompleteUserToken(ctx context.Context, sessionURI string, userToken secret.Text, userID string) error {
	var who types.UserIdentifier = &types.UserIdentifierMemberUserId{Value: userID}
	if !userToken.Empty() {
		who = &types.UserIdentifierMemberUserToken{Value: userToken.Reveal()}
	}
	_, err := c.clients.data.CompleteResourceTokenAuth(ctx, &bedrockagentcore.CompleteResourceTokenAuthInput{
		SessionUri: &sessionURI, UserIdentifier: who,
	})
	return err
}

// APIKey gets the key of an API key provider (GetResourceApiKey).
func (c *Cloud) APIKey(ctx context.Context, workload secret.Text, provider string) (secret.Text, error) {
	out, err := c.clients.data.GetResourceApiKey(ctx, &bedrockagentcore.GetResourceApiKeyInput{
		WorkloadIdentityToken: sdk.String(workload.Reveal()), ResourceCredentialProviderName: &provider,
	})
	if err != nil {
		return secret.Text{}, err
	}
	return secret.New(sdk.ToString(out.ApiKey)), nil
}

// given is a pointer to what was given, nil for nothing.
func given(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
