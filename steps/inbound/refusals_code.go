package inbound

import (
	"context"
	"strconv"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// code knocks at the doors with one token and shows each answer's status and challenge.
func (x refusals) code(ctx context.Context, as flow.Dialect) (string, error) {
	e := x.env
	doors, err := addresses(ctx, e)
	if err != nil {
		return "", steps.Explain(err)
	}
	const list = `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`
	why := script.Call{Why: "each door with one token: export TOKEN=$(agentcore-workshop token --bare), or signin, or nothing at all"}
	switch as {
	case flow.Python:
		code := "for door in [\n"
		for _, d := range doors {
			code += "    " + script.JSON(d) + ",\n"
		}
		code += "]:\n    answer = requests.post(door, headers={\"Authorization\": \"Bearer \" + os.environ.get(\"TOKEN\", \"\"), \"Accept\": \"application/json, text/event-stream\"}, json=" + list + ")\n" +
			"    print(answer.status_code, answer.headers.get(\"WWW-Authenticate\", \"\"), answer.text[:120])"
		return e.Program(as, script.Move{Call: why, Code: code, Imports: []string{"import os", "import requests"}}), nil
	case flow.Golang:
		code := "for _, door := range []string{\n"
		for _, d := range doors {
			code += "\t" + strconv.Quote(d) + ",\n"
		}
		code += "} {\n\tcall, err := http.NewRequestWithContext(ctx, http.MethodPost, door, strings.NewReader(`" + list + "`))\n\tif err != nil {\n\t\treturn err\n\t}\n" +
			"\tcall.Header.Set(\"Content-Type\", \"application/json\")\n\tcall.Header.Set(\"Accept\", \"application/json, text/event-stream\")\n\tcall.Header.Set(\"Authorization\", \"Bearer \"+os.Getenv(\"TOKEN\"))\n" +
			"\tanswer, err := http.DefaultClient.Do(call)\n\tif err != nil {\n\t\treturn err\n\t}\n\t_ = answer.Body.Close()\n\tfmt.Println(answer.Status, answer.Header.Get(\"WWW-Authenticate\"))\n}"
		return e.Program(as, script.Move{Call: why, Code: code, Imports: []string{`"fmt"`, `"net/http"`, `"os"`, `"strings"`}}), nil
	}
	code := "for DOOR in"
	for _, d := range doors {
		code += " \\\n  " + script.Quote(d)
	}
	code += "\ndo\n  printf 'header = \"Authorization: Bearer %s\"\\n' \"$TOKEN\" |\n    curl -sS -i --suppress-connect-headers -K - \"$DOOR\" -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\\n      -d '" + list + "' |\n    grep -iE '^HTTP|^www-authenticate'\ndone"
	return e.Program(as, script.Move{Call: why, Code: code}), nil
}

// addresses are the doors' addresses; where one is not made yet, with a word in the place of its id.
func addresses(ctx context.Context, e *steps.Env) ([]string, error) {
	found, err := FindRuntime(ctx, e)
	if err != nil {
		return nil, err
	}
	arn := "RUNTIME_ARN"
	if found != nil {
		arn = found.ARN
	}
	all := []string{e.Cloud.InvocationURL(arn)}
	for _, pattern := range patterns() {
		g, err := FindGateway(ctx, e, pattern)
		if err != nil {
			return nil, err
		}
		address := "https://GATEWAY_ID.gateway.bedrock-agentcore." + e.Region() + ".amazonaws.com/mcp"
		if g != nil {
			address = g.URL
		}
		all = append(all, address)
	}
	return all, nil
}
