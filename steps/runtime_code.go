package steps

import (
	"context"
	"strconv"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
)

// Code makes the runtime, waits, and calls it. The call is plain HTTP in every dialect: the SDKs can only sign.
func (x runtimeStep) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := x.env
	s, err := e.look(ctx)
	if err != nil {
		return "", explain(err)
	}
	return e.program(as,
		s.createRuntimeCall(e.Practice()).saving("RUNTIME_ARN", "agentRuntimeArn"),
		move{apiCall: apiCall{Why: "it takes calls when it is READY"}, code: e.readyCode(as), imports: readyImports(as)},
		move{apiCall: apiCall{Why: "the call: export USER_TOKEN=$(agentcore-workshop signin --bare) first"}, code: e.invokeCode(as), imports: invokeImports(as)},
	), nil
}

func (s setup) createRuntimeCall(practice bool) apiCall {
	var image any = variable("IMAGE")
	goImage := "aws.String(image)"
	if practice {
		image, goImage = practiceImage, "aws.String("+strconv.Quote(practiceImage)+")"
	}
	return apiCall{"the runtime: whose tokens it takes, and that they reach the agent", "bedrock-agentcore-control", "CreateAgentRuntime", []param{
		{Name: "agentRuntimeName", Value: publishedRuntime},
		{Name: "agentRuntimeArtifact", Value: map[string]any{"containerConfiguration": map[string]any{"containerUri": image}},
			Go: "&types.AgentRuntimeArtifactMemberContainerConfiguration{Value: types.ContainerConfiguration{ContainerUri: " + goImage + "}}"},
		{Name: "roleArn", Value: s.params["gateway_iam_role"]},
		{Name: "networkConfiguration", Value: map[string]any{"networkMode": "PUBLIC"}, Go: "&types.NetworkConfiguration{NetworkMode: types.NetworkModePublic}"},
		{Name: "authorizerConfiguration", Value: map[string]any{"customJWTAuthorizer": map[string]any{"discoveryUrl": s.discoveryURL(), "allowedClients": []string{s.webClient()}}},
			Go: "&types.AuthorizerConfigurationMemberCustomJWTAuthorizer{Value: types.CustomJWTAuthorizerConfiguration{\n\t\tDiscoveryUrl: aws.String(" + strconv.Quote(s.discoveryURL()) +
				"), AllowedClients: []string{" + strconv.Quote(s.webClient()) + "},\n\t}}"},
		{Name: "requestHeaderConfiguration", Value: map[string]any{"requestHeaderAllowlist": []string{headerAuthorization}},
			Go: "&types.RequestHeaderConfigurationMemberRequestHeaderAllowlist{Value: []string{" + strconv.Quote(headerAuthorization) + "}}"},
	}}
}

func (e *Env) readyCode(as flow.Dialect) string {
	switch as {
	case flow.Python:
		return "while bedrock_agentcore_control.get_agent_runtime(agentRuntimeId=runtime_arn.split(\"/\")[-1])[\"status\"] in (\"CREATING\", \"UPDATING\"):\n    time.sleep(2)"
	case flow.Golang:
		return "id := runtimeArn[strings.LastIndex(runtimeArn, \"/\")+1:]\nfor {\n\tnow, err := bedrockagentcorecontrol.NewFromConfig(cfg).GetAgentRuntime(ctx, &bedrockagentcorecontrol.GetAgentRuntimeInput{AgentRuntimeId: &id})\n" +
			"\tif err != nil {\n\t\treturn err\n\t}\n\tif now.Status != types.AgentRuntimeStatusCreating && now.Status != types.AgentRuntimeStatusUpdating {\n\t\tbreak\n\t}\n\ttime.Sleep(2 * time.Second)\n}"
	}
	return "while aws bedrock-agentcore-control get-agent-runtime --region " + shellQuote(e.Region()) + " --agent-runtime-id \"${RUNTIME_ARN##*/}\" --query status --output text | grep -Eq 'CREATING|UPDATING'; do sleep 2; done"
}

func readyImports(as flow.Dialect) []string {
	switch as {
	case flow.Python:
		return []string{"import time"}
	case flow.Golang:
		return []string{`"strings"`, `"time"`, strconv.Quote(sdkModule + "service/bedrockagentcorecontrol"), strconv.Quote(sdkModule + "service/bedrockagentcorecontrol/types")}
	}
	return nil
}

// invokeCode calls the runtime whose ARN is in a variable, as the user whose token is in the environment. curl takes the token from a
// pipe, since a command line is seen by everybody on the machine.
func (e *Env) invokeCode(as flow.Dialect) string {
	host := "https://bedrock-agentcore." + e.Region() + ".amazonaws.com/runtimes/"
	tail := "/invocations?qualifier=" + aws.DefaultEndpoint
	const header = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id"
	switch as {
	case flow.Python:
		return "# boto3 cannot do this: it signs, and this runtime wants a JWT\nanswer = requests.post(\n    " + jsonString(host) + " + urllib.parse.quote(runtime_arn, safe=\"\") + " + jsonString(tail) + ",\n" +
			"    headers={\"Authorization\": \"Bearer \" + os.environ[\"USER_TOKEN\"], " + jsonString(header) + ": str(uuid.uuid4())},\n" +
			"    json={\"prompt\": \"Who am I?\"},\n    stream=True,\n)\nanswer.raise_for_status()\nfor line in answer.iter_lines(decode_unicode=True):\n    print(line)"
	case flow.Golang:
		return "call, err := http.NewRequestWithContext(ctx, http.MethodPost, " + strconv.Quote(host) + "+url.QueryEscape(runtimeArn)+" + strconv.Quote(tail) + ",\n\tstrings.NewReader(`{\"prompt\": \"Who am I?\"}`))\n" + goReturn +
			"\ncall.Header.Set(\"Content-Type\", \"application/json\")\ncall.Header.Set(\"Authorization\", \"Bearer \"+os.Getenv(\"USER_TOKEN\"))\ncall.Header.Set(" + strconv.Quote(header) + ", \"session-\"+rand.Text()+rand.Text())\n" +
			"answer, err := http.DefaultClient.Do(call)\n" + goReturn + "\ndefer answer.Body.Close()\nfmt.Println(answer.Status)\n_, err = io.Copy(os.Stdout, answer.Body) // as it comes\n" + goReturn
	}
	return "ARN=$(printf %s \"$RUNTIME_ARN\" | sed 's/:/%3A/g; s|/|%2F|g')\nprintf 'header = \"Authorization: Bearer %s\"\\n' \"$USER_TOKEN\" |\n  curl -sSN --fail-with-body -K - \"" + host + "$ARN" + tail + "\" \\\n" +
		"  -H 'Content-Type: application/json' -H \"" + header + ": session-$(openssl rand -hex 20)\" \\\n  -d '{\"prompt\": \"Who am I?\"}'"
}

func invokeImports(as flow.Dialect) []string {
	switch as {
	case flow.Python:
		return []string{"import os", "import requests", "import urllib.parse", "import uuid"}
	case flow.Golang:
		return []string{`"crypto/rand"`, `"fmt"`, `"io"`, `"net/http"`, `"net/url"`, `"os"`, `"strings"`}
	}
	return nil
}
