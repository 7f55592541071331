package inbound

import (
	"context"
	"strconv"
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// Code is an MCP client of the machine pattern: by the specification with curl, with the official SDK in Python and Go.
func (t tools) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := t.env
	s, err := e.Look(ctx)
	if err != nil {
		return "", steps.Explain(err)
	}
	moves := []script.Move{
		script.Call{Why: "where the gateway is", Service: "ssm", Operation: "GetParameter", Params: []script.Param{{Name: "Name", Value: e.Parameter("gateway_url")}}}.Saving(gatewayURL, "Parameter.Value"),
		s.SecretCall(),
	}
	const arguments = `{"dns_name":"app-frontend.example.internal"}`
	switch as {
	case flow.Python:
		moves = append(moves, script.Move{Call: script.Call{Why: "the machine's token"}, Code: s.CredentialsCode(as), Imports: steps.CredentialsImports(as)},
			script.Move{Call: script.Call{Why: "initialize, tools/list, tools/call (pip install mcp)"},
				Imports: []string{"import asyncio", "from mcp import ClientSession", "from mcp.client.streamable_http import streamablehttp_client"},
				Code: "async def main():\n    headers = {\"Authorization\": \"Bearer \" + direct[\"access_token\"]}\n    async with streamablehttp_client(gateway_url, headers=headers) as (read, write, _):\n" +
					"        async with ClientSession(read, write) as session:\n            await session.initialize()\n            for tool in (await session.list_tools()).tools:\n                print(tool.name)\n" +
					"            answer = await session.call_tool(" + script.JSON(FunctionTool) + ", " + arguments + ")\n            print(answer.content[0].text)\n\nasyncio.run(main())"})
	case flow.Golang:
		moves = append(moves, script.Move{Call: script.Call{Why: "the machine's token"}, Code: s.CredentialsCode(as), Imports: steps.CredentialsImports(as)},
			script.Move{Call: script.Call{Why: "initialize, tools/list, tools/call"},
				Imports: []string{`"encoding/json"`, `"fmt"`, `"golang.org/x/oauth2"`, `"github.com/modelcontextprotocol/go-sdk/mcp"`},
				Code: "client := mcp.NewClient(&mcp.Implementation{Name: \"my-agent\", Version: \"1\"}, nil)\nsession, err := client.Connect(ctx, &mcp.StreamableClientTransport{\n\tEndpoint: gatewayUrl, HTTPClient: oauth2.NewClient(ctx, oauth2.StaticTokenSource(direct)), DisableStandaloneSSE: true,\n}, nil)\n" +
					script.GoReturn + "\ndefer session.Close()\nfor tool, err := range session.Tools(ctx, nil) {\n\tif err != nil {\n\t\treturn err\n\t}\n\tfmt.Println(tool.Name)\n}\n" +
					"answer, err := session.CallTool(ctx, &mcp.CallToolParams{Name: " + strconv.Quote(FunctionTool) + ", Arguments: json.RawMessage(`" + arguments + "`)})\n" + script.GoReturn +
					"\nfor _, content := range answer.Content {\n\tif text, ok := content.(*mcp.TextContent); ok {\n\t\tfmt.Println(text.Text)\n\t}\n}"})
	default:
		moves = append(moves, curlMoves(s, arguments)...)
	}
	return e.Program(as, moves...), nil
}

// curlMoves speak MCP by the specification. curl takes the token from a pipe, since a command line is seen by everybody on the machine.
func curlMoves(s steps.Setup, arguments string) []script.Move {
	rpc := func(why, message string) script.Move {
		return script.Move{Call: script.Call{Why: why}, Code: "printf 'header = \"Authorization: Bearer %s\"\\n' \"$ACCESS_TOKEN\" |\n  curl -sS --fail-with-body -K - \"$GATEWAY_URL\" \\\n" +
			"  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\\n  -d " + script.Quote(message) + "; echo"}
	}
	return []script.Move{
		{Call: script.Call{Why: "the machine's token stays in a variable"}, Defines: []script.Var{"ACCESS_TOKEN"}, Code: "ACCESS_TOKEN=$(printf 'user = \"%s:%s\"\\n' " + script.Quote(s.MachineClient()) + " \"$CLIENT_SECRET\" |\n  curl -sS --fail-with-body -K - " + script.Quote(s.TokenURL()) +
			" -d grant_type=client_credentials --data-urlencode " + script.Quote("scope="+strings.Join(s.Scopes(), " ")) + " |\n  sed -n 's/.*\"access_token\": *\"\\([^\"]*\\)\".*/\\1/p')"},
		rpc("the handshake", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"`+mcpVersion+`","capabilities":{},"clientInfo":{"name":"curl","version":"1"}}}`),
		rpc("which tools are there", `{"jsonrpc":"2.0","id":2,"method":"tools/list"}`),
		rpc("call one", `{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"`+FunctionTool+`","arguments":`+arguments+`}}`),
	}
}
