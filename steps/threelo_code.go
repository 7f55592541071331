package steps

import (
	"context"

	"agentcore-workshop/steps/flow"
)

// Code is the flow for an agent: in Python the decorator of AWS's own SDK, elsewhere the calls that it makes.
func (t threeLO) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := t.env
	s, err := e.look(ctx)
	if err != nil {
		return "", explain(err)
	}
	provider, returns := consentProvider(s.account), e.returnURLs()[0]
	if as == flow.Python {
		return "from bedrock_agentcore.identity.auth import requires_access_token\n\n" +
			"@requires_access_token(\n    provider_name=" + jsonString(provider) + ",\n    scopes=[\"openid\", \"email\", \"profile\"],\n    auth_flow=\"USER_FEDERATION\",\n" +
			"    on_auth_url=lambda url: print(\"open this address and agree:\", url),\n    callback_url=" + jsonString(returns) + ",  # the return URL; it must be registered to the letter\n" +
			"    force_authentication=False,\n    into=\"access_token\",\n)\nasync def call_api(*, access_token: str):\n" +
			"    return requests.get(" + jsonString(s.domainURL()+"/oauth2/userInfo") + ", headers={\"Authorization\": f\"Bearer {access_token}\"}).json()\n\n" +
			"# the return URL's handler is a GET: the browser comes by redirect\n" +
			"# 1. who is signed in in this browser (a cookie)?  2. is it the one who began, and is state ours?  3. only then:\n" +
			"identity_client.complete_resource_token_auth(session_uri=session_id, user_identifier=UserTokenIdentifier(user_token=user_jwt))\n", nil
	}
	return e.script(as,
		apiCall{"who the agent is, and for whom", "bedrock-agentcore", "GetWorkloadAccessTokenForJWT", []param{
			{Name: "workloadName", Value: Workload}, {Name: "userToken", Value: variable("USER_TOKEN")}}},
		apiCall{"the user's token, or where the user has to go (send it again with --session-uri to poll)", "bedrock-agentcore", "GetResourceOauth2Token", []param{
			{Name: "workloadIdentityToken", Value: variable("WORKLOAD_TOKEN")}, {Name: "resourceCredentialProviderName", Value: provider},
			{Name: "scopes", Value: consentScopes()}, {Name: "oauth2Flow", Value: "USER_FEDERATION", Go: "types.Oauth2FlowTypeUserFederation"},
			{Name: "resourceOauth2ReturnUrl", Value: returns}, {Name: "customState", Value: variable("STATE")}}},
		apiCall{"after the browser came back to the return URL, and its user is the one: with the very token of the first call", "bedrock-agentcore", "CompleteResourceTokenAuth", []param{
			{Name: "sessionUri", Value: variable("SESSION_ID")}, {Name: "userIdentifier", Value: map[string]string{"userToken": "USER_TOKEN"},
				Go: "&types.UserIdentifierMemberUserToken{Value: userToken}"}}},
	), nil
}
