package gateway

import (
	"encoding/json"
	"mime"
	"net/http"
	"slices"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// versions are the revisions of MCP that a gateway speaks unless its configuration names some of them, newest first. AWS
// also has 2026-07-28, which works without the handshake; the practice cloud has it not, and says so to those who ask.
func versions() []string { return []string{"2025-11-25", "2025-06-18", "2025-03-26"} }

// supported are the revisions that this gateway speaks.
func (v *visit) supported() []string {
	var chosen []string
	if core.Bind(v.mcp()["supportedVersions"], &chosen) != nil || len(chosen) == 0 {
		return versions()
	}
	return slices.DeleteFunc(versions(), func(known string) bool { return !slices.Contains(chosen, known) })
}

func (v *visit) mcp() core.Object { return hosting.Branch(v.config, "protocolConfiguration", "mcp") }

func (v *visit) streams() bool {
	on, _ := hosting.Branch(v.mcp(), "streamingConfiguration")["enableResponseStreaming"].(bool)
	return on
}

// transport is the streamable HTTP transport (MCP, Transports): one message a POST. There is no stream of the server's own,
// which GET would open.
func (v *visit) transport() {
	switch v.r.Method {
	case http.MethodPost:
		v.post()
	case http.MethodDelete:
		v.endSession()
	default:
		v.w.Header().Set("Allow", "POST, DELETE")
		fail(v.w, http.StatusMethodNotAllowed, nil, &rpcError{Code: codeInvalidRequest, Message: "Method Not Allowed"})
	}
}

func (v *visit) post() {
	if kind, _, err := mime.ParseMediaType(v.r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		fail(v.w, http.StatusUnsupportedMediaType, nil, &rpcError{Code: codeInvalidRequest, Message: "Content-Type must be application/json."})
		return
	}
	if plain, stream := accepted(v.r); !plain && !stream {
		fail(v.w, http.StatusNotAcceptable, nil, &rpcError{Code: codeInvalidRequest, Message: "Accept must list application/json or text/event-stream."})
		return
	}
	m, broken := read(v.r)
	if broken != nil {
		fail(v.w, http.StatusBadRequest, nil, broken)
		return
	}
	if broken := v.speaks(m); broken != nil {
		fail(v.w, http.StatusBadRequest, m.ID, broken)
		return
	}
	if m.Method != "initialize" && !v.inSession() {
		fail(v.w, http.StatusNotFound, m.ID, &rpcError{Code: codeInvalidRequest, Message: "Session not found or expired."}) // [K]
		return
	}
	if !m.asks() { // a notification, or an answer to nothing that we asked
		v.w.WriteHeader(http.StatusAccepted)
		return
	}
	result, failed := v.method(m)
	if failed != nil {
		v.answer(response{JSONRPC: "2.0", ID: m.ID, Error: failed})
		return
	}
	v.answer(response{JSONRPC: "2.0", ID: m.ID, Result: result})
}

// speaks refuses a revision of MCP that the gateway does not speak. The handshake negotiates it and needs no header.
func (v *visit) speaks(m *message) *rpcError {
	asked := v.r.Header.Get("MCP-Protocol-Version")
	if asked == "" || m.Method == "initialize" || slices.Contains(v.supported(), asked) {
		return nil
	}
	return &rpcError{
		Code: codeUnsupportedVersion, Message: "Unsupported protocol version: " + asked,
		Data: core.Object{"supported": v.supported(), "requested": asked},
	}
}

// method does what a request asks for.
func (v *visit) method(m *message) (any, *rpcError) {
	switch m.Method {
	case "initialize":
		return v.initialize(m)
	case "ping":
		return core.Object{}, nil
	case "tools/list":
		return v.listTools(m)
	case "tools/call":
		return v.callTool(m)
	}
	return nil, &rpcError{Code: codeNoMethod, Message: "Method not found: " + m.Method}
}

func (v *visit) initialize(m *message) (any, *rpcError) {
	var in struct {
		ProtocolVersion string
	}
	if json.Unmarshal(m.Params, &in) != nil || in.ProtocolVersion == "" {
		return nil, &rpcError{Code: codeInvalidParams, Message: "protocolVersion is required."}
	}
	spoken := v.supported()
	if len(spoken) == 0 {
		return nil, &rpcError{Code: codeUnsupportedVersion, Message: "The practice cloud speaks none of the gateway's supportedVersions.", Data: core.Object{"supported": versions()}}
	}
	version := spoken[0]
	if slices.Contains(spoken, in.ProtocolVersion) {
		version = in.ProtocolVersion
	}
	v.beginSession()
	result := core.Object{
		"protocolVersion": version, "capabilities": core.Object{"tools": core.Object{"listChanged": false}},
		"serverInfo": core.Object{"name": v.id, "version": "1.0.0"},
	}
	if text := hosting.Text(v.mcp(), "instructions"); text != "" {
		result["instructions"] = text
	}
	return result, nil
}
