package sandbox_test

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
)

const (
	listTools = `{"jsonrpc":"2.0","id":"a","method":"tools/list"}`
	callDNS   = `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"dns-resolve-tool___ask","arguments":{"dns_name":"app.practice.internal"}}}`
	handshake = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"curl","version":"1"}}}`
)

// bearer adds a token to every request.
type bearer string

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(r)
}

func connect(ctx context.Context, endpoint, token string) (*mcp.ClientSession, error) {
	client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil)
	return client.Connect(ctx, &mcp.StreamableClientTransport{
		Endpoint: endpoint, HTTPClient: &http.Client{Transport: bearer(token)}, MaxRetries: -1, DisableStandaloneSSE: true,
	}, nil)
}

func TestGatewayThroughTheOfficialGoSDK(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, host := w.gateway("tools", core.Object{"protocolConfiguration": core.Object{"mcp": core.Object{"instructions": "Ask.", "sessionConfiguration": core.Object{}}}})
	session, err := connect(t.Context(), w.alias(host)+"/mcp", w.machineToken())
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	if got := session.InitializeResult(); got.ProtocolVersion != "2025-11-25" || got.Instructions != "Ask." || session.ID() == "" {
		t.Errorf("handshake %+v, session %q", got, session.ID())
	}
	var names []string
	for one, err := range session.Tools(t.Context(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, one.Name)
	}
	if len(names) != 4 || names[1] != "connectivity-tool___ask" {
		t.Errorf("tools %v", names)
	}
	if err := session.Ping(t.Context(), nil); err != nil {
		t.Error(err)
	}
	for _, test := range []struct {
		tool, arguments, want string
		failed                bool
	}{
		{"dns-resolve-tool___ask", `{"dns_name":"app.practice.internal"}`, `"practice":true`, false},
		{"connectivity-tool___ask", `{"dns_name":"x","port":22}`, `"reachable":false`, false},
		{"cloudwatch-tools___ask", `{"dns_name":"x"}`, `"datapoints"`, false},
		{"nobody___ask", `{"dns_name":"x"}`, "Function not found: arn:aws:lambda:us-east-1:123456789012:function:nobody", true},
		{"dns-resolve-tool___ask", `{}`, "dns_name is required", true},
		{"dns-resolve-tool___ask", `{"dns_name":1,"port":1.5}`, "port must be of type integer", true},
	} {
		got, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: test.tool, Arguments: json.RawMessage(test.arguments)})
		if err != nil {
			t.Errorf("%s: %v", test.tool, err)
			continue
		}
		if text := got.Content[0].(*mcp.TextContent).Text; got.IsError != test.failed || !strings.Contains(text, test.want) {
			t.Errorf("%s %s: error %v, %s", test.tool, test.arguments, got.IsError, text)
		}
	}
	if _, err := session.CallTool(t.Context(), &mcp.CallToolParams{Name: "dns-resolve-tool___other"}); err == nil || !strings.Contains(err.Error(), "Unknown tool") {
		t.Errorf("an unknown tool: %v", err)
	}
	if _, err := connect(t.Context(), w.alias(host)+"/mcp", w.userToken()); err == nil || !strings.Contains(err.Error(), "Forbidden") {
		t.Errorf("the user's token: %v", err)
	}
}

func TestGatewayBySpecification(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, host := w.gateway("plain", nil)
	_, streaming := w.gateway("streaming", core.Object{"protocolConfiguration": core.Object{"mcp": core.Object{
		"streamingConfiguration": core.Object{"enableResponseStreaming": true}, "supportedVersions": []any{"2025-03-26", "2026-07-28"},
	}}})
	token := w.machineToken()
	for _, test := range []struct {
		name, host, body string
		header           []string
		status           int
		want             string
	}{
		{"list", host, listTools, nil, 200, `{"jsonrpc":"2.0","id":"a","result":{"tools":[{"name":"cloudwatch-tools___ask"`},
		{"call", host, callDNS, nil, 200, `{"jsonrpc":"2.0","id":7,"result":{"content":[{"text":"{`},
		{"handshake", host, handshake, nil, 200, `"protocolVersion":"2025-06-18"`},
		{"a revision it does not speak", streaming, handshake, nil, 200, `"protocolVersion":"2025-03-26"`},
		{"a stream", streaming, listTools, nil, 200, "event: message\ndata: {\"jsonrpc\""},
		{"no stream wanted", streaming, listTools, []string{"Accept", "application/json"}, 200, `{"jsonrpc"`},
		{"only a stream", host, listTools, []string{"Accept", "text/event-stream"}, 200, "event: message\n"},
		{"neither", host, listTools, []string{"Accept", "text/html"}, 406, "Accept"},
		{"no JSON", host, listTools, []string{"Content-Type", "text/plain"}, 415, "Content-Type"},
		{"notification", host, `{"jsonrpc":"2.0","method":"notifications/initialized"}`, nil, 202, ""},
		{"ping", host, `{"jsonrpc":"2.0","id":1,"method":"ping"}`, nil, 200, `"result":{}`},
		{"unknown method", host, `{"jsonrpc":"2.0","id":1,"method":"prompts/list"}`, nil, 200, `"code":-32601`},
		{"broken", host, `{"jsonrpc":`, nil, 400, `"code":-32700`},
		{"null id", host, `{"jsonrpc":"2.0","id":null,"method":"ping"}`, nil, 400, `"code":-32600`},
		{"batch", host, `[` + listTools + `]`, nil, 400, `"code":-32600`},
		{"no version", host, `{"id":1,"method":"ping"}`, nil, 400, `"code":-32600`},
		{"bad cursor", host, `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}}`, nil, 200, `"code":-32602`},
		{"version header", host, listTools, []string{"MCP-Protocol-Version", "2026-07-28"}, 400, `"supported":["2025-11-25","2025-06-18","2025-03-26"]`},
		{"a page of another origin", host, listTools, []string{"Origin", "https://evil.example"}, 403, "origin"},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, _, body := w.rpc(test.host, token, test.body, test.header...)
			if status != test.status || !strings.HasPrefix(body, test.want) && !strings.Contains(body, test.want) {
				t.Errorf("%d %s", status, body)
			}
		})
	}
}

func TestGatewaySessionsEnd(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, host := w.gateway("sessions", core.Object{"protocolConfiguration": core.Object{"mcp": core.Object{"sessionConfiguration": core.Object{"sessionTimeoutInSeconds": 900.0}}}})
	token := w.machineToken()
	begin := func() string {
		_, header, _ := w.rpc(host, token, handshake)
		return header.Get("Mcp-Session-Id")
	}
	if status, _, _ := w.rpc(host, token, listTools); status != 404 {
		t.Errorf("without a session: %d", status)
	}
	first := begin()
	w.pass(10 * time.Minute)
	if status, _, body := w.rpc(host, token, listTools, "Mcp-Session-Id", first); status != 200 {
		t.Errorf("in a session: %d %s", status, body)
	}
	w.pass(10 * time.Minute) // the last request was ten minutes ago
	if status, _, _ := w.rpc(host, token, listTools, "Mcp-Session-Id", first); status != 200 {
		t.Errorf("in a used session: %d", status)
	}
	w.pass(16 * time.Minute)
	if status, _, _ := w.rpc(host, token, listTools, "Mcp-Session-Id", first); status != 404 {
		t.Errorf("after its time: %d", status)
	}
	second := begin()
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodDelete, w.alias(host)+"/mcp", nil)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Mcp-Session-Id", second)
	if status, _, _ := w.send(r); status != 204 {
		t.Errorf("deleted: %d", status)
	}
	if status, _, _ := w.rpc(host, token, listTools, "Mcp-Session-Id", second); status != 404 {
		t.Errorf("after its end: %d", status)
	}
}

func TestToolsArePaged(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	id, host := w.gateway("pages", nil)
	for i := range 40 {
		target := lambdaTarget(id, "dns-resolve-tool")
		target["name"] = "more-" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		w.do("bedrock-agentcore-control", "CreateGatewayTarget", target)
	}
	session, err := connect(t.Context(), w.alias(host)+"/mcp", w.machineToken())
	if err != nil {
		t.Fatal(err)
	}
	defer session.Close()
	first, err := session.ListTools(t.Context(), nil)
	if err != nil || first.NextCursor == "" {
		t.Fatalf("%v %+v", err, first)
	}
	rest, err := session.ListTools(t.Context(), &mcp.ListToolsParams{Cursor: first.NextCursor})
	if err != nil || len(first.Tools)+len(rest.Tools) != 44 || rest.NextCursor != "" {
		t.Errorf("%v: %d and %d tools", err, len(first.Tools), len(rest.Tools))
	}
}

// TestGatewayThroughTheOfficialTypeScriptSDK uses the MCP client of the npm registry, where it can be had.
func TestGatewayThroughTheOfficialTypeScriptSDK(t *testing.T) {
	if testing.Short() {
		t.Skip("short: nothing is installed")
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("npm is not installed here")
	}
	dir := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 90*time.Second)
	defer cancel()
	install := exec.CommandContext(ctx, npm, "install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "@modelcontextprotocol/sdk@1.20.0")
	install.Dir = dir
	if out, err := install.CombinedOutput(); err != nil {
		t.Skipf("the TypeScript SDK cannot be had here: %v %.200s", err, out)
	}
	w := newWorld(t, sandbox.Options{})
	_, host := w.gateway("ts", nil)
	script, err := os.ReadFile("testdata/mcp_client.mjs")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "client.mjs"), script, 0o600); err != nil {
		t.Fatal(err)
	}
	node := exec.CommandContext(ctx, "node", "client.mjs")
	node.Dir = dir
	node.Env = append(os.Environ(), "URL="+w.alias(host)+"/mcp", "GOOD="+w.machineToken(), "BAD="+w.userToken(), "NO_PROXY=127.0.0.1")
	out, err := node.CombinedOutput()
	var got struct {
		Tools         int
		Text, Refused string
	}
	if err != nil || json.Unmarshal(out, &got) != nil {
		t.Fatalf("%v %s", err, out)
	}
	if got.Tools != 4 || !strings.Contains(got.Text, "NOERROR") || !strings.Contains(got.Refused, "Insufficient permissions") {
		t.Errorf("%s", out)
	}
}

// BenchmarkToolsCall measures a call of a built-in tool over TCP: the authorizer, the transport and the tool.
func BenchmarkToolsCall(b *testing.B) {
	w := newWorld(b, sandbox.Options{})
	_, host := w.gateway("bench", nil)
	token := w.machineToken()
	b.ResetTimer()
	for b.Loop() {
		if status, _, body := w.rpc(host, token, callDNS); status != http.StatusOK {
			b.Fatalf("%d %s", status, body)
		}
	}
}
