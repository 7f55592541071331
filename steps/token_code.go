package steps

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// Code is the step as a program: the secret and the tokens stay in its variables.
func (t token) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := t.env
	s, err := e.Look(ctx)
	if err != nil {
		return "", Explain(err)
	}
	return e.Program(as, s.TokenMoves(as)...), nil
}

// TokenMoves are the two ways to a machine's token.
func (s Setup) TokenMoves(as flow.Dialect) []script.Move {
	return []script.Move{
		s.SecretCall(),
		{Call: script.Call{Why: "client_credentials at Cognito: the answer is the token"}, Code: s.CredentialsCode(as), Imports: CredentialsImports(as)},
		script.Call{Why: "who the agent is", Service: "bedrock-agentcore", Operation: "GetWorkloadAccessToken", Params: []script.Param{{Name: "workloadName", Value: Workload}}}.Saving("WORKLOAD_TOKEN", "workloadAccessToken"),
		script.Call{Why: "the provider's token, without the secret", Service: "bedrock-agentcore", Operation: "GetResourceOauth2Token", Params: []script.Param{
			{Name: "workloadIdentityToken", Value: script.Var("WORKLOAD_TOKEN"), Secret: true}, {Name: "resourceCredentialProviderName", Value: s.Provider()},
			{Name: "scopes", Value: s.Scopes()}, {Name: "oauth2Flow", Value: "M2M", Go: "types.Oauth2FlowTypeM2m"}}}.Saving("ACCESS_TOKEN", "accessToken"),
		{Call: script.Call{Why: "whoever holds the token is let in, so only its length is shown"}, Code: lengthCode(as), Imports: lengthImports(as)},
	}
}

// CredentialsCode asks Cognito. curl takes the secret from a pipe, since a command line is seen by everybody on the machine.
func (s Setup) CredentialsCode(as flow.Dialect) string {
	scope := strings.Join(s.Scopes(), " ")
	switch as {
	case flow.Python:
		return "direct = requests.post(\n    " + script.JSON(s.TokenURL()) + ",\n    auth=(" + script.JSON(s.MachineClient()) +
			", client_secret),\n    data={\"grant_type\": \"client_credentials\", \"scope\": " + script.JSON(scope) + "},\n).json()\nprint(direct[\"token_type\"], direct[\"expires_in\"])"
	case flow.Golang:
		return "machine := clientcredentials.Config{\n\tClientID: " + strconv.Quote(s.MachineClient()) + ", ClientSecret: clientSecret,\n\tTokenURL: " +
			strconv.Quote(s.TokenURL()) + fmt.Sprintf(", Scopes: %#v,", s.Scopes()) + "\n}\ndirect, err := machine.Token(ctx)\n" + script.GoReturn + "\nfmt.Println(direct.TokenType, direct.Expiry)"
	}
	return "printf 'user = \"%s:%s\"\\n' " + script.Quote(s.MachineClient()) + " \"$CLIENT_SECRET\" |\n  curl -sS --fail-with-body -K - " + script.Quote(s.TokenURL()) + " \\\n" +
		"  -d grant_type=client_credentials --data-urlencode " + script.Quote("scope="+scope) + "\necho" // the answer has no end of line
}

// CredentialsImports are what CredentialsCode imports.
func CredentialsImports(as flow.Dialect) []string {
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
