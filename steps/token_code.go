package steps

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"agentcore-workshop/steps/flow"
)

// Code is the step as a program: the secret and the tokens stay in its variables.
func (t token) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := t.env
	s, err := e.look(ctx)
	if err != nil {
		return "", explain(err)
	}
	return e.program(as, s.tokenMoves(as)...), nil
}

// tokenMoves are the two ways to a machine's token.
func (s setup) tokenMoves(as flow.Dialect) []move {
	return []move{
		s.secretCall(),
		{apiCall: apiCall{Why: "client_credentials at Cognito: the answer is the token"}, code: s.credentialsCode(as), imports: credentialsImports(as)},
		apiCall{"who the agent is", "bedrock-agentcore", "GetWorkloadAccessToken", []param{{Name: "workloadName", Value: Workload}}}.saving("WORKLOAD_TOKEN", "workloadAccessToken"),
		apiCall{"the provider's token, without the secret", "bedrock-agentcore", "GetResourceOauth2Token", []param{
			{Name: "workloadIdentityToken", Value: variable("WORKLOAD_TOKEN")}, {Name: "resourceCredentialProviderName", Value: s.provider()},
			{Name: "scopes", Value: s.scopes()}, {Name: "oauth2Flow", Value: "M2M", Go: "types.Oauth2FlowTypeM2m"}}}.saving("ACCESS_TOKEN", "accessToken"),
		{apiCall: apiCall{Why: "whoever holds the token is let in, so only its length is shown"}, code: lengthCode(as), imports: lengthImports(as)},
	}
}

// credentialsCode asks Cognito. curl takes the secret from a pipe, since a command line is seen by everybody on the machine.
func (s setup) credentialsCode(as flow.Dialect) string {
	scope := strings.Join(s.scopes(), " ")
	switch as {
	case flow.Python:
		return "direct = requests.post(\n    " + jsonString(s.tokenURL()) + ",\n    auth=(" + jsonString(s.machineClient()) +
			", client_secret),\n    data={\"grant_type\": \"client_credentials\", \"scope\": " + jsonString(scope) + "},\n).json()\nprint(direct[\"token_type\"], direct[\"expires_in\"])"
	case flow.Golang:
		return "machine := clientcredentials.Config{\n\tClientID: " + strconv.Quote(s.machineClient()) + ", ClientSecret: clientSecret,\n\tTokenURL: " +
			strconv.Quote(s.tokenURL()) + fmt.Sprintf(", Scopes: %#v,", s.scopes()) + "\n}\ndirect, err := machine.Token(ctx)\n" + goReturn + "\nfmt.Println(direct.TokenType, direct.Expiry)"
	}
	return "printf 'user = \"%s:%s\"\\n' " + shellQuote(s.machineClient()) + " \"$CLIENT_SECRET\" |\n  curl -sS --fail-with-body -K - " + shellQuote(s.tokenURL()) + " \\\n" +
		"  -d grant_type=client_credentials --data-urlencode " + shellQuote("scope="+scope) + "\necho" // the answer has no end of line
}

func credentialsImports(as flow.Dialect) []string {
	switch as {
	case flow.Python:
		return []string{"import requests"}
	case flow.Golang:
		return []string{`"fmt"`, `"golang.org/x/oauth2/clientcredentials"`}
	}
	return nil
}

func lengthCode(as flow.Dialect) string {
	switch as {
	case flow.Python:
		return "print(len(access_token))"
	case flow.Golang:
		return "fmt.Println(len(accessToken))"
	}
	return "echo \"${#ACCESS_TOKEN}\""
}

func lengthImports(as flow.Dialect) []string {
	if as == flow.Golang {
		return []string{`"fmt"`}
	}
	return nil
}
