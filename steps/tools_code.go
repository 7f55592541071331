package steps

import (
	"context"
	"strconv"

	"agentcore-workshop/steps/flow"
)

// Code is an MCP client of the machine pattern: by the specification with curl, with the official SDK in Python and Go.
func (t tools) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := t.env
	s, err := e.look(ctx)
	if err != nil {
		return "", explain(err)
	}
	moves := []move{
		apiCall{"where the gateway is", "ssm", "GetParameter", []param{{Name: "Name", Value: e.parameter("gateway_url")}}}.saving(gatewayURL, "Parameter.Value"),
		s.secretCall(),
	}
	const arguments = `{"dns_name":"app-frontend.example.internal"}`
	switch as {
	case flow.Python:
		moves = append(moves, move{apiCall: apiCall{Why: "the machine's token"}, code: s.credentialsCode(as), imports: credentialsImports(as)},
			move{apiCall: apiCall{Why: "initialize, tools/list, tools/call (pip install mcp)"},
				imports: []string{"import asyncio", "from mcp import ClientSession", "from mcp.client.streamable_http import streamablehttp_client"},
				code: "async def main():\n    headers = {\"Authorization\": \"Bearer \" + direct[\"access_token\"]}\n    async with streamablehttp_client(gateway_url, headers=headers) as (read, write, _):\n" +
					"        async with ClientSession(read, write) as session:\n            await session.initialize()\n            for tool in (await session.list_tools()).tools:\n                print(tool.name)\n" +
					"            answer = await session.call_tool(" + jsonString(FunctionTool) + ", " + arguments + ")\n            print(answer.content[0].text)\n\nasyncio.run(main())"})
	case flow.Golang:
		moves = append(moves, move{apiCall: apiCall{Why: "the machine's token"}, code: s.credentialsCode(as), imports: credentialsImports(as)},
			move{apiCall: apiCall{Why: "initialize, tools/list, tools/call"},
				imports: []string{`"encoding/json"`, `"fmt"`, `"golang.org/x/oauth2"`, `"github.com/modelcontextprotocol/go-sdk/mcp"`},
				code: "client := mcp.NewClient(&mcp.Implementation{Name: \"my-agent\", Version: \"1\"}, nil)\nsession, err := client.Connect(ctx, &mcp.StreamableClientTransport{\n\tEndpoint: gatewayUrl, HTTPClient: oauth2.NewClient(ctx, oauth2.StaticTokenSource(direct)), DisableStandaloneSSE: true,\n}, nil)\n" +
					goReturn + "\ndefer session.Close()\nfor tool, err := range session.Tools(ctx, nil) {\n\tif err != nil {\n\t\treturn err\n\t}\n\tfmt.Println(tool.Name)\n}\n" +
					"answer, err := session.CallTool(ctx, &mcp.CallToolParams{Name: " + strconv.Quote(FunctionTool) + ", Arguments: json.RawMessage(`" + arguments + "`)})\n" + goReturn +
					"\nfor _, content := range answer.Content {\n\tif text, ok := content.(*mcp.TextContent); ok {\n\t\tfmt.Println(text.Text)\n\t}\n}"})
	default:
		moves = append(moves, s.curlMoves(arguments)...)
	}
	return e.program(as, moves...), nil
}

// curlMoves speak MCP by the specification. curl takes the token from a pipe, since a command line is seen by everybody on the machine.
func (s setup) curlMoves(arguments string) []move {
	rpc := func(why, message string) move {
		return move{apiCall: apiCall{Why: why}, code: "printf 'header = \"Authorization: Bearer %s\"\\n' \"$ACCESS_TOKEN\" |\n  curl -sS --fail-with-body -K - \"$GATEWAY_URL\" \\\n" +
			"  -H 'Content-Type: application/json' -H 'Accept: application/json, text/event-stream' \\\n  -d " + shellQuote(message) + "; echo"}
	}
	return []move{
		{apiCall: apiCall{Why: "the machine's token stays in a variable"}, defines: []variable{"ACCESS_TOKEN"}, code: "ACCESS_TOKEN=$(printf 'user = \"%s:%s\"\\n' " + shellQuote(s.machineClient()) + " \"$CLIENT_SECRET\" |\n  curl -sS --fail-with-body -K - " + shellQuote(s.tokenURL()) +
			" -d grant_type=client_credentials --data-urlencode " + shellQuote("scope="+spaced(s.scopes())) + " |\n  sed -n 's/.*\"access_token\": *\"\\([^\"]*\\)\".*/\\1/p')"},
		rpc("the handshake", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"`+mcpVersion+`","capabilities":{},"clientInfo":{"name":"curl","version":"1"}}}`),
		rpc("which tools are there", `{"jsonrpc":"2.0","id":2,"method":"tools/list"}`),
		rpc("call one", `{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"`+FunctionTool+`","arguments":`+arguments+`}}`),
	}
}
