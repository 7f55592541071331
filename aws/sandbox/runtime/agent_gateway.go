package runtime

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const (
	gatewayRevision = "2025-11-25"
	gatewayTakes    = 30 * time.Second
	maxAnswer       = 8 << 20 // bytes
)

// useGateway calls a gateway's tool with the token that the agent was invoked with: the user's identity goes on, hop by hop.
func (v *invocation) useGateway(t *talk, address, tool string, arguments core.Object) {
	token := v.header.Get("Authorization")
	if !v.isGateway(address) {
		t.say(core.Object{"event": "error", "text": "The practice agent calls AgentCore gateways only, and this is none: " + address})
		return
	}
	if token == "" {
		t.say(core.Object{"event": "error", "text": "I have no token to show at the gateway: put Authorization into the runtime's requestHeaderAllowlist."})
		return
	}
	t.say(core.Object{"event": "tool_call", "gateway": address, "tool": tool, "identity": first(claimsOf(token), "username", "client_id", "sub")})
	ctx, cancel := context.WithTimeout(v.Call, gatewayTakes)
	defer cancel()
	g := &gatewayClient{ctx: ctx, http: v.Cloud.HTTP, address: address, token: token}
	_, err := g.ask(1, "initialize", core.Object{
		"protocolVersion": gatewayRevision, "capabilities": core.Object{}, "clientInfo": core.Object{"name": "practice-agent", "version": "1"},
	})
	var result core.Object
	if err == nil {
		result, err = g.ask(2, "tools/call", core.Object{"name": tool, "arguments": arguments})
	}
	var refused *gatewayError
	switch {
	case errors.As(err, &refused) && refused.page != "":
		t.say(core.Object{"event": "authorization_required", "authorizationUrl": v.Public(refused.page), "text": "The tool needs your consent. Sign in there, then ask me again."})
	case err != nil:
		t.say(core.Object{"event": "error", "text": "The gateway refused: " + err.Error()})
	default:
		t.say(core.Object{"event": "tool_result", "result": result})
	}
}

// isGateway keeps tokens from going anywhere but to a gateway of the practice cloud, on its host or its loopback alias.
func (v *invocation) isGateway(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil {
		return false
	}
	host := u.Host
	if u.Scheme == "http" && Loopback(address) {
		host, _, _ = strings.Cut(strings.TrimPrefix(u.Path, "/_host/"), "/")
	} else if u.Scheme != "https" {
		return false
	}
	_, known := v.Cloud.Index.Find(host)
	return known && strings.Contains(host, ".gateway.bedrock-agentcore.")
}

// gatewayClient speaks just enough MCP for one call.
type gatewayClient struct {
	ctx                     context.Context
	http                    *http.Client
	address, token, session string
}

// gatewayError is a refusal; page is where the user has to go first.
type gatewayError struct{ text, page string }

func (e *gatewayError) Error() string { return e.text }

func (g *gatewayClient) ask(id int, method string, params core.Object) (core.Object, error) {
	body, err := json.Marshal(core.Object{"jsonrpc": "2.0", "id": id, "method": method, "params": params})
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(g.ctx, http.MethodPost, g.address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"Authorization": g.token, "Content-Type": "application/json", "Accept": "application/json, text/event-stream", "Mcp-Session-Id": g.session,
	} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	answer, err := g.http.Do(r)
	if err != nil {
		return nil, &gatewayError{text: "it cannot be reached."}
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(io.LimitReader(answer.Body, maxAnswer))
	if err != nil {
		return nil, err
	}
	g.session = answer.Header.Get("Mcp-Session-Id")
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		_, data, _ = bytes.Cut(data, []byte("data: "))
	}
	var got struct {
		Result core.Object
		Error  *struct {
			Message string
			Data    struct{ Elicitations []struct{ URL string } }
		}
	}
	switch {
	case json.Unmarshal(bytes.TrimSpace(data), &got) != nil:
		return nil, &gatewayError{text: answer.Status}
	case got.Error != nil && len(got.Error.Data.Elicitations) > 0:
		return nil, &gatewayError{text: got.Error.Message, page: got.Error.Data.Elicitations[0].URL}
	case got.Error != nil:
		return nil, &gatewayError{text: answer.Status + ": " + got.Error.Message}
	}
	return got.Result, nil
}
