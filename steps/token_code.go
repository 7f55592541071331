package steps

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"agentcore-workshop/steps/flow"
)

// Code is the step as calls. The secret is a variable in it.
func (t token) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := t.env
	s, err := e.look(ctx)
	if err != nil {
		return "", explain(err)
	}
	scope := strings.Join(s.scopes(), " ")
	calls := e.script(as,
		apiCall{"who the agent is", "bedrock-agentcore", "GetWorkloadAccessToken", []param{{Name: "workloadName", Value: Workload}}},
		apiCall{"the provider's token", "bedrock-agentcore", "GetResourceOauth2Token", []param{
			{Name: "workloadIdentityToken", Value: variable("WORKLOAD_TOKEN")}, {Name: "resourceCredentialProviderName", Value: s.provider()},
			{Name: "scopes", Value: s.scopes()}, {Name: "oauth2Flow", Value: "M2M", Go: "types.Oauth2FlowTypeM2m"}}},
	)
	switch as {
	case flow.Python:
		return "import requests\n\n# client_credentials at Cognito\nrequests.post(\n    " + jsonString(s.tokenURL()) + ",\n    auth=(" + jsonString(s.machineClient()) +
			", client_secret),\n    data={\"grant_type\": \"client_credentials\", \"scope\": " + jsonString(scope) + "},\n).json()\n\n" + calls, nil
	case flow.Golang:
		return "// client_credentials at Cognito\nconfig := clientcredentials.Config{\n\tClientID: " + strconv.Quote(s.machineClient()) + ", ClientSecret: clientSecret,\n\tTokenURL: " +
			strconv.Quote(s.tokenURL()) + fmt.Sprintf(", Scopes: %#v,", s.scopes()) + "\n}\ntoken, err := config.Token(ctx)\n\n" + calls, nil
	}
	return "# client_credentials at Cognito\ncurl -sS " + shellQuote(s.tokenURL()) + " \\\n  -u " + shellQuote(s.machineClient()) + ":\"$CLIENT_SECRET\" \\\n" +
		"  -d grant_type=client_credentials --data-urlencode " + shellQuote("scope="+scope) + "\n\n" + calls, nil
}
