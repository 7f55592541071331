package inbound

import (
	"context"
	"strconv"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// Code makes the runtime, waits, and calls it. The call is plain HTTP in every dialect: the SDKs can only sign.
func (x runtimeStep) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := x.env
	s, err := e.Look(ctx)
	if err != nil {
		return "", steps.Explain(err)
	}
	return e.Program(as,
		createRuntimeCall(s, e.Practice()).Saving("RUNTIME_ARN", "agentRuntimeArn"),
		script.Move{Call: script.Call{Why: "it takes calls when it is READY"}, Code: readyCode(e, as), Imports: readyImports(as)},
		script.Move{Call: script.Call{Why: "the call: " + e.ExportUserToken() + " first"}, Code: invokeCode(e, as), Imports: invokeImports(as)},
	), nil
}

func createRuntimeCall(s steps.Setup, practice bool) script.Call {
	var image any = script.Var("IMAGE")
	goImage := "aws.String(image)"
	if practice {
		image, goImage = practiceImage, "aws.String("+strconv.Quote(practiceImage)+")"
	}
	return script.Call{Why: "the runtime: whose tokens it takes, and that they reach the agent", Service: "bedrock-agentcore-control", Operation: "CreateAgentRuntime", Params: []script.Param{
		{Name: "agentRuntimeName", Value: steps.PublishedRuntime},
		{Name: "agentRuntimeArtifact", Value: map[string]any{"containerConfiguration": map[string]any{"containerUri": image}},
			Go: "&types.AgentRuntimeArtifactMemberContainerConfiguration{Value: types.ContainerConfiguration{ContainerUri: " + goImage + "}}"},
		{Name: "roleArn", Value: s.Params["gateway_iam_role"]},
		{Name: "networkConfiguration", Value: map[string]any{"networkMode": "PUBLIC"}, Go: "&types.NetworkConfiguration{NetworkMode: types.NetworkModePublic}"},
		{Name: "authorizerConfiguration", Value: map[string]any{"customJWTAuthorizer": map[string]any{"discoveryUrl": s.DiscoveryURL(), "allowedClients": []string{s.WebClient()}}},
			Go: "&types.AuthorizerConfigurationMemberCustomJWTAuthorizer{Value: types.CustomJWTAuthorizerConfiguration{\n\t\tDiscoveryUrl: aws.String(" + strconv.Quote(s.DiscoveryURL()) +
				"), AllowedClients: []string{" + strconv.Quote(s.WebClient()) + "},\n\t}}"},
		{Name: "requestHeaderConfiguration", Value: map[string]any{"requestHeaderAllowlist": []string{headerAuthorization}},
			Go: "&types.RequestHeaderConfigurationMemberRequestHeaderAllowlist{Value: []string{" + strconv.Quote(headerAuthorization) + "}}"},
	}}
}

func readyCode(e *steps.Env, as flow.Dialect) string {
	switch as {
	case flow.Python:
		return "while bedrock_agentcore_control.get_agent_runtime(agentRuntimeId=runtime_arn.split(\"/\")[-1])[\"status\"] in (\"CREATING\", \"UPDATING\"):\n    time.sleep(2)"
	case flow.Golang:
		return "id := runtimeArn[strings.LastIndex(runtimeArn, \"/\")+1:]\nfor {\n\tnow, err := bedrockagentcorecontrol.NewFromConfig(cfg).GetAgentRuntime(ctx, &bedrockagentcorecontrol.GetAgentRuntimeInput{AgentRuntimeId: &id})\n" +
			"\tif err != nil {\n\t\treturn err\n\t}\n\tif now.Status != types.AgentRuntimeStatusCreating && now.Status != types.AgentRuntimeStatusUpdating {\n\t\tbreak\n\t}\n\ttime.Sleep(2 * time.Second)\n}"
	}
	return "while aws bedrock-agentcore-control get-agent-runtime --region " + script.Quote(e.Region()) + " --agent-runtime-id \"${RUNTIME_ARN##*/}\" --query status --output text | grep -Eq 'CREATING|UPDATING'; do sleep 2; done"
}

func readyImports(as flow.Dialect) []string {
	switch as {
	case flow.Python:
		return []string{"import time"}
	case flow.Golang:
		return []string{`"strings"`, `"time"`, strconv.Quote(script.SDKModule + "service/bedrockagentcorecontrol"), strconv.Quote(script.SDKModule + "service/bedrockagentcorecontrol/types")}
	}
	return nil
}

// invokeCode calls the runtime whose ARN is in a variable, as the user whose token is in the environment. curl takes the token from a
// pipe, since a command line is seen by everybody on the machine.
func invokeCode(e *steps.Env, as flow.Dialect) string {
	host := "https://bedrock-agentcore." + e.Region() + ".amazonaws.com/runtimes/"
	tail := "/invocations?qualifier=" + aws.DefaultEndpoint
	const header = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id"
	switch as {
	case flow.Python:
		return "# boto3 cannot do this: it signs, and this runtime wants a JWT\nanswer = requests.post(\n    " + script.JSON(host) + " + urllib.parse.quote(runtime_arn, safe=\"\") + " + script.JSON(tail) + ",\n" +
			"    headers={\"Authorization\": \"Bearer \" + os.environ[\"USER_TOKEN\"], " + script.JSON(header) + ": str(uuid.uuid4())},\n" +
			"    json={\"prompt\": \"Who am I?\"},\n    stream=True,\n)\nanswer.raise_for_status()\nfor line in answer.iter_lines(decode_unicode=True):\n    print(line)"
	case flow.Golang:
		return "call, err := http.NewRequestWithContext(ctx, http.MethodPost, " + strconv.Quote(host) + "+url.QueryEscape(runtimeArn)+" + strconv.Quote(tail) + ",\n\tstrings.NewReader(`{\"prompt\": \"Who am I?\"}`))\n" + script.GoReturn +
			"\ncall.Header.Set(\"Content-Type\", \"application/json\")\ncall.Header.Set(\"Authorization\", \"Bearer \"+os.Getenv(\"USER_TOKEN\"))\ncall.Header.Set(" + strconv.Quote(header) + ", \"session-\"+rand.Text()+rand.Text())\n" +
			"answer, err := http.DefaultClient.Do(call)\n" + script.GoReturn + "\ndefer answer.Body.Close()\nfmt.Println(answer.Status)\n_, err = io.Copy(os.Stdout, answer.Body) // as it comes\n" + script.GoReturn
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
