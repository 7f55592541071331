package identity

import (
	"context"
	"strconv"
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// Code is the flow for an agent: in Python the decorator of AWS's own SDK, elsewhere the calls that it makes.
func (t threeLO) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := t.env
	s, err := e.Look(ctx)
	if err != nil {
		return "", steps.Explain(err)
	}
	provider := ConsentProvider(s.AccountID)
	needs := least{region: e.Region(), account: s.AccountID, workload: steps.Workload, provider: provider, scopes: ConsentScopes(), user: true}
	if as == flow.Python {
		return consentPython(e.Region(), e.ExportUserToken(), provider, e.ReturnURLs()[0], s.DomainURL()+"/oauth2/userInfo") + needs.comment(commentMark(false)), nil
	}
	return e.Program(as, consentMoves(e, as, provider, s.DomainURL()+"/oauth2/userInfo")...) + needs.comment(commentMark(as == flow.Golang)), nil
}

// consentMoves are the calls of a consent, with the person's browser between them.
func consentMoves(e *steps.Env, as flow.Dialect, provider, api string) []script.Move {
	ask := []script.Param{
		{Name: "workloadIdentityToken", Value: script.Var("WORKLOAD_TOKEN"), Secret: true}, {Name: "resourceCredentialProviderName", Value: provider},
		{Name: "scopes", Value: ConsentScopes()}, {Name: "oauth2Flow", Value: "USER_FEDERATION", Go: "types.Oauth2FlowTypeUserFederation"},
		{Name: "resourceOauth2ReturnUrl", Value: e.ReturnURLs()[0]}, {Name: "customState", Value: script.Var("STATE")}}
	again := append(ask[:len(ask):len(ask)], script.Param{Name: "sessionUri", Value: script.Var("SESSION_ID")})
	return []script.Move{
		script.Call{Why: "who the agent is, and for whom: USER_TOKEN is the JWT of the user who is signed in at your application (to try it: " + e.ExportUserToken() + ")", Service: "bedrock-agentcore", Operation: "GetWorkloadAccessTokenForJWT", Params: []script.Param{
			{Name: "workloadName", Value: steps.Workload}, {Name: "userToken", Value: script.Var("USER_TOKEN"), Secret: true}}}.Saving("WORKLOAD_TOKEN", "workloadAccessToken"),
		{Call: script.Call{Why: "a state that nobody can guess"}, Code: stateCode(as), Defines: []script.Var{"STATE"}, Imports: only(as, flow.Golang, `"crypto/rand"`)},
		script.Call{Why: "where the user has to go (nothing is shown where the vault has the token already)", Service: "bedrock-agentcore", Operation: "GetResourceOauth2Token", Params: ask}.Showing("authorizationUrl"),
		{Call: script.Call{Why: "your return URL gets session_id and state by GET: first ask your own cookie whose browser it is, then compare the state"},
			Code: returnedCode(as), Defines: []script.Var{"SESSION_ID"}, Imports: only(as, flow.Golang, `"fmt"`)},
		script.Call{Why: "it is the user who began: bind the token, with the very JWT of the first call", Service: "bedrock-agentcore", Operation: "CompleteResourceTokenAuth", Params: []script.Param{
			{Name: "sessionUri", Value: script.Var("SESSION_ID")}, {Name: "userIdentifier", Value: map[string]any{"userToken": script.Var("USER_TOKEN")},
				Go: "&types.UserIdentifierMemberUserToken{Value: userToken}"}}}.Move(),
		script.Call{Why: "the same request with the session: now there is a token", Service: "bedrock-agentcore", Operation: "GetResourceOauth2Token", Params: again}.Saving("ACCESS_TOKEN", "accessToken"),
		{Call: script.Call{Why: "the API, with the user's token"}, Code: apiCode(as, api), Imports: only(as, flow.Golang, `"fmt"`, `"io"`, `"net/http"`)},
	}
}

// only are imports that one dialect needs.
func only(as, dialect flow.Dialect, imports ...string) []string {
	if as == dialect {
		return imports
	}
	return nil
}

func stateCode(as flow.Dialect) string {
	if as == flow.Golang {
		return "state := rand.Text()"
	}
	return "STATE=$(openssl rand -hex 16)"
}

func returnedCode(as flow.Dialect) string {
	if as == flow.Golang {
		return "fmt.Println(\"agree there; the session_id at which the browser ends, for state\", state+\":\")\nvar sessionId string\n" +
			"if _, err := fmt.Scanln(&sessionId); err != nil {\n\treturn err\n}"
	}
	return "printf 'agree there; the session_id at which the browser ends, for state %s: ' \"$STATE\"\nread -r SESSION_ID"
}

func apiCode(as flow.Dialect, api string) string {
	if as == flow.Golang {
		return "req, err := http.NewRequestWithContext(ctx, http.MethodGet, " + strconv.Quote(api) + ", nil)\n" + script.GoReturn + "\n" +
			"req.Header.Set(\"Authorization\", \"Bearer \"+accessToken)\nresp, err := http.DefaultClient.Do(req)\n" + script.GoReturn + "\n" +
			"defer resp.Body.Close()\nbody, err := io.ReadAll(resp.Body)\n" + script.GoReturn + "\nfmt.Println(resp.Status, string(body))"
	}
	return "printf 'header = \"Authorization: Bearer %s\"\\n' \"$ACCESS_TOKEN\" |\n  curl -sS --fail-with-body -K - " + script.Quote(api) + "\necho"
}

// consentPython is the decorator with all that it needs outside of AgentCore Runtime: the workload token, and the return URL's handler.
func consentPython(region, export, provider, returns, api string) string {
	return strings.NewReplacer("$REGION", script.JSON(region), "$WORKLOAD", script.JSON(steps.Workload), "$PROVIDER", script.JSON(provider),
		"$SCOPES", script.JSON(ConsentScopes()), "$RETURN", script.JSON(returns), "$EXPORT", export, "$API", script.JSON(api)).Replace(`import asyncio
import http.server
import os
import secrets
import threading
import urllib.parse

import requests
from bedrock_agentcore.identity.auth import requires_access_token
from bedrock_agentcore.runtime import BedrockAgentCoreContext
from bedrock_agentcore.services.identity import IdentityClient, UserTokenIdentifier

RETURN_URL = $RETURN  # registered with the workload identity to the letter
STATE = secrets.token_urlsafe(32)
# the JWT of the user who is signed in at your application; to try it: $EXPORT
USER_TOKEN = os.environ["USER_TOKEN"]
identity = IdentityClient($REGION)

# in AgentCore Runtime the workload token is there already
BedrockAgentCoreContext.set_workload_access_token(
    identity.get_workload_access_token(workload_name=$WORKLOAD, user_token=USER_TOKEN)["workloadAccessToken"]
)


class Return(http.server.BaseHTTPRequestHandler):
    """The return URL: a browser comes by redirect, which is GET and never POST."""

    def do_GET(self):
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        # a real application asks its own cookie here whose browser this is: only the user who began may go on
        if query.get("state") != [STATE] or "session_id" not in query:
            self.send_error(403)
            return
        identity.complete_resource_token_auth(
            session_uri=query["session_id"][0],
            user_identifier=UserTokenIdentifier(user_token=USER_TOKEN),  # the very token of the beginning
        )
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"Done. This tab can be closed.")

    def log_message(self, *args):
        pass  # the address holds the session


@requires_access_token(
    provider_name=$PROVIDER,
    scopes=$SCOPES,
    auth_flow="USER_FEDERATION",
    on_auth_url=lambda url: print("open this address and agree:", url),
    callback_url=RETURN_URL,
    custom_state=STATE,
    force_authentication=False,  # True for work that changes something: the user is asked each time
    into="access_token",
)
async def call_api(*, access_token: str):
    return requests.get($API, headers={"Authorization": f"Bearer {access_token}"}, timeout=10).json()


if __name__ == "__main__":
    where = urllib.parse.urlsplit(RETURN_URL)
    server = http.server.HTTPServer((where.hostname, where.port), Return)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(asyncio.run(call_api()))
`)
}
