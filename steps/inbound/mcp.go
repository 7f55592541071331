package inbound

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// mcpVersion is the revision of MCP that this client asks for: the newest that begins with a handshake (initialize), which is a
// part of the lesson and which gateways speak.
const mcpVersion = "2025-11-25"

// mcpSession is an open session at an MCP server, over streamable HTTP with a bearer token. Close ends it.
type mcpSession struct {
	session *mcp.ClientSession
	door    *mcpDoor
}

// MCPTool is a tool as the server lists it. Schema is the JSON Schema of its arguments.
type MCPTool struct {
	Name        string          `json:"name"`
	Description string          `json:"description"`
	Schema      json.RawMessage `json:"input_schema"`
}

// mcpResult is a tool's answer. Failed says that the tool itself reports an error, which is no error of the protocol.
type mcpResult struct {
	Text   string
	Failed bool
}

// MCP opens a session: initialize, and the notification that it is done. Requests appear on the stream as calls of service
// "mcp" and are held like all others. Errors are a *doorRefusal where the door let nobody in, or those of the connection.
func MCP(ctx context.Context, e *steps.Env, address string, bearer secret.Text) (*mcpSession, error) {
	door := &mcpDoor{next: e.Cloud.HTTP().Transport, bearer: bearer, values: ctx}
	client := mcp.NewClient(&mcp.Implementation{Name: steps.OwnStem, Version: "1"}, &mcp.ClientOptions{
		Capabilities: &mcp.ClientCapabilities{Elicitation: &mcp.ElicitationCapabilities{URL: &mcp.URLElicitationCapabilities{}}},
	})
	session, err := client.Connect(ctx, &mcp.StreamableClientTransport{
		Endpoint: address, HTTPClient: &http.Client{Transport: door}, MaxRetries: -1, DisableStandaloneSSE: true,
	}, &mcp.ClientSessionOptions{ProtocolVersion: mcpVersion})
	if err != nil {
		return nil, door.explained(err)
	}
	return &mcpSession{session, door}, nil
}

// Close ends the session at the server, too. What it says then is of no use to anybody.
func (s *mcpSession) Close() { _ = s.session.Close() }

// Version is the revision of MCP that client and server agreed on.
func (s *mcpSession) Version() string { return s.session.InitializeResult().ProtocolVersion }

// ListTools lists the tools, all pages.
func (s *mcpSession) ListTools(ctx context.Context) ([]MCPTool, error) {
	s.door.enter(ctx)
	all := []MCPTool{}
	for t, err := range s.session.Tools(ctx, nil) {
		if err != nil {
			return nil, s.door.explained(err)
		}
		schema, err := json.Marshal(t.InputSchema)
		if err != nil {
			return nil, err
		}
		all = append(all, MCPTool{t.Name, t.Description, schema})
	}
	return all, nil
}

// CallTool calls a tool. Its arguments are a JSON object; nil is an empty one. The error is an *elicitation where a person has to
// go to a page first.
func (s *mcpSession) CallTool(ctx context.Context, name string, arguments json.RawMessage) (mcpResult, error) {
	return s.call(ctx, name, arguments, "")
}

// call is CallTool; a consent that it needs comes back to returnURL, where that is given, and else to the target's own.
func (s *mcpSession) call(ctx context.Context, name string, arguments json.RawMessage, returnURL string) (mcpResult, error) {
	s.door.enter(ctx)
	if len(arguments) == 0 {
		arguments = json.RawMessage("{}")
	}
	params := &mcp.CallToolParams{Name: name, Arguments: arguments}
	if returnURL != "" {
		params.Meta = mcp.Meta{"aws.bedrock-agentcore.gateway/credentialProviderConfiguration": map[string]any{
			"oauthCredentialProvider": map[string]any{"returnUrl": returnURL}}}
	}
	out, err := s.session.CallTool(ctx, params)
	if err != nil {
		return mcpResult{}, s.door.explained(err)
	}
	result := mcpResult{Failed: out.IsError}
	for _, c := range out.Content {
		if words, ok := c.(*mcp.TextContent); ok {
			result.Text += words.Text
		}
	}
	return result, nil
}

// elicitation is a server's answer that a person has to open a page before the request can be granted (JSON-RPC error -32042,
// MCP 2025-11-25).
type elicitation struct{ URL, ID, Message string }

func (e *elicitation) Error() string { return "-32042: " + e.Message }

// rpcFailure is a JSON-RPC error of the server, in its own words.
type rpcFailure struct {
	Code    int64
	Message string
}

func (f *rpcFailure) Error() string { return strconv.Itoa(int(f.Code)) + ": " + f.Message }

func elicitationOf(rpc *jsonrpc.Error) error {
	var data struct {
		Elicitations []struct{ Mode, URL, ElicitationID, Message string }
	}
	if json.Unmarshal(rpc.Data, &data) == nil {
		for _, one := range data.Elicitations {
			if one.Mode == "url" {
				return &elicitation{one.URL, one.ElicitationID, one.Message}
			}
		}
	}
	return &rpcFailure{rpc.Code, rpc.Message}
}

// gatewayLane names the lane of a gateway in the drawing of a flow.
const gatewayLane = "gateway"

// mcpHop makes the requests under the returned context hops of a flow.
func mcpHop(ctx context.Context, protocol, from string, title text.T) context.Context {
	return steps.AsHop(ctx, protocol, from, gatewayLane, title)
}
