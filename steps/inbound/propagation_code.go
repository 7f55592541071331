package inbound

import (
	"context"
	"strconv"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/script"
)

// Code is the agent's side: in Python the agent itself, as it runs in a runtime; elsewhere the two calls that carry one token.
func (x propagation) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := x.env
	s, err := e.Look(ctx)
	if err != nil {
		return "", steps.Explain(err)
	}
	doors, err := addresses(ctx, e)
	if err != nil {
		return "", steps.Explain(err)
	}
	runtime, gateway := doors[0], doors[2]
	const call = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"` + FunctionTool + `","arguments":{"dns_name":"app-frontend.example.internal"}}}`
	switch as {
	case flow.Python:
		return propagationPython(gateway, identity.ConsentProvider(s.AccountID), e.ReturnURLs()[0], s.DomainURL()+"/oauth2/userInfo"), nil
	case flow.Golang:
		code := "for door, body := range map[string]string{\n\t" + strconv.Quote(runtime) + ": `{\"prompt\": \"Who am I?\"}`,\n\t" + strconv.Quote(gateway) + ": `" + call + "`,\n} {\n" +
			"\tcall, err := http.NewRequestWithContext(ctx, http.MethodPost, door, strings.NewReader(body))\n\tif err != nil {\n\t\treturn err\n\t}\n" +
			"\tcall.Header.Set(\"Content-Type\", \"application/json\")\n\tcall.Header.Set(\"Accept\", \"application/json, text/event-stream\")\n\tcall.Header.Set(\"Authorization\", \"Bearer \"+os.Getenv(\"USER_TOKEN\"))\n" +
			"\tanswer, err := http.DefaultClient.Do(call)\n\tif err != nil {\n\t\treturn err\n\t}\n\tfmt.Println(answer.Status)\n\t_, err = io.Copy(os.Stdout, answer.Body)\n\t_ = answer.Body.Close()\n\tif err != nil {\n\t\treturn err\n\t}\n}"
		return e.Program(as, script.Move{Call: script.Call{Why: "one token at both doors: " + e.ExportUserToken() + " first"}, Code: code,
			Imports: []string{`"fmt"`, `"io"`, `"net/http"`, `"os"`, `"strings"`}}), nil
	}
	curl := func(address, body string) string {
		return "printf 'header = \"Authorization: Bearer %s\"\\n' \"$USER_TOKEN\" |\n  curl -sSN --fail-with-body -K - " + script.Quote(address) + " \\\n" +
			"  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\\n  -d " + script.Quote(body)
	}
	return e.Program(as,
		script.Move{Call: script.Call{Why: "the runtime, with the user's token: " + e.ExportUserToken() + " first"}, Code: curl(runtime, `{"prompt":"Who am I?"}`)},
		script.Move{Call: script.Call{Why: "what the agent does with it: the very same token at the gateway's tools"}, Code: curl(gateway, call)},
	), nil
}

// propagationPython is an agent for a container: it hands the caller's token on, and asks for consent where it needs another one.
func propagationPython(gateway, provider, returnURL, api string) string {
	return "# agent.py: runs in the runtime; callers invoke it with USER_TOKEN as bearer token\nimport requests\nfrom bedrock_agentcore import BedrockAgentCoreApp\nfrom bedrock_agentcore.identity.auth import requires_access_token\n\n" +
		"app = BedrockAgentCoreApp()\nGATEWAY = " + script.JSON(gateway) + "\n\n\n" +
		"@app.entrypoint\nasync def agent(payload, context):\n    # the header is here because requestHeaderAllowlist names it\n    bearer = context.request_headers[\"Authorization\"]\n" +
		"    call = {\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/call\",\n            \"params\": {\"name\": " + script.JSON(FunctionTool) + ", \"arguments\": {\"dns_name\": payload[\"prompt\"]}}}\n" +
		"    # the very same token: the gateway checks it again and knows the user\n    tool = requests.post(GATEWAY, headers={\"Authorization\": bearer, \"Accept\": \"application/json, text/event-stream\"}, json=call)\n    yield tool.json()\n    yield await profile()\n\n\n" +
		"@requires_access_token(\n    provider_name=" + script.JSON(provider) + ",\n    scopes=[\"openid\", \"email\", \"profile\"],\n    auth_flow=\"USER_FEDERATION\",\n" +
		"    on_auth_url=lambda url: print(\"send this to the application:\", url),\n    callback_url=" + script.JSON(returnURL) + ",  # to be registered with the runtime's workload identity\n    into=\"access_token\",\n)\n" +
		"async def profile(*, access_token: str):\n    return requests.get(" + script.JSON(api) + ", headers={\"Authorization\": f\"Bearer {access_token}\"}).json()\n\n\n" +
		"if __name__ == \"__main__\":\n    app.run()\n"
}
