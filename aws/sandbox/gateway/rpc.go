package gateway

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
)

// Codes of JSON-RPC 2.0, of MCP, and those that AWS's gateways use.
const (
	codeParse              = -32700
	codeInvalidRequest     = -32600
	codeNoMethod           = -32601
	codeInvalidParams      = -32602
	codeInternal           = -32603
	codeUnauthorized       = -32001
	codeForbidden          = -32002
	codeUnsupportedVersion = -32022
	codeURLElicitation     = -32042 // MCP 2025-11-25, URL mode elicitation
)

// message is a JSON-RPC request or notification.
type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
}

// asks reports a request, which wants an answer.
func (m *message) asks() bool { return len(m.ID) > 0 && m.Method != "" }

type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    any    `json:"data,omitempty"`
}

func (e *rpcError) Error() string { return e.Message }

type response struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  any             `json:"result,omitempty"`
	Error   *rpcError       `json:"error,omitempty"`
}

// fail answers with an error. Requests whose id nobody has read get the id 0, as AWS answers them.
func fail(w http.ResponseWriter, status int, id json.RawMessage, e *rpcError) {
	if id == nil {
		id = json.RawMessage("0")
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(encode(response{JSONRPC: "2.0", ID: id, Error: e})) // a client that went away misses nothing
}

func encode(r response) []byte {
	data, err := json.Marshal(r)
	if err != nil {
		data, _ = json.Marshal(response{JSONRPC: "2.0", ID: r.ID, Error: &rpcError{Code: codeInternal, Message: "Internal error"}}) // plain text always marshals
	}
	return data
}

// read takes the one message of a POST.
func read(r *http.Request) (*message, *rpcError) {
	body, err := io.ReadAll(r.Body)
	body = bytes.TrimSpace(body)
	if err != nil || len(body) == 0 {
		return nil, &rpcError{Code: codeParse, Message: "Parse error"}
	}
	if body[0] == '[' {
		return nil, &rpcError{Code: codeInvalidRequest, Message: "Batch requests are not supported."} // MCP since 2025-06-18
	}
	m := new(message)
	var syntax *json.SyntaxError
	err = json.Unmarshal(body, m)
	switch {
	case errors.As(err, &syntax):
		return nil, &rpcError{Code: codeParse, Message: "Parse error"}
	case err != nil || m.JSONRPC != "2.0" || !goodID(m.ID):
		return nil, &rpcError{Code: codeInvalidRequest, Message: "Invalid Request"}
	}
	return m, nil
}

// goodID lets strings and numbers through (MCP: an id is never null), and none at all, which makes a notification.
func goodID(id json.RawMessage) bool {
	return len(id) == 0 || id[0] == '"' || id[0] == '-' || '0' <= id[0] && id[0] <= '9'
}

// accepted says which forms of answer a client takes. One that says nothing takes JSON.
func accepted(r *http.Request) (plain, stream bool) {
	accept := strings.ToLower(strings.Join(r.Header.Values("Accept"), ","))
	any := accept == "" || strings.Contains(accept, "*/*")
	return any || strings.Contains(accept, "application/json"), strings.Contains(accept, "text/event-stream")
}

// answer writes a response as JSON or as a stream of one event.
func (v *visit) answer(out response) {
	plain, stream := accepted(v.r)
	data := encode(out)
	if stream && (v.streams() || !plain) {
		v.w.Header().Set("Content-Type", "text/event-stream")
		v.w.Header().Set("Cache-Control", "no-cache")
		data = append(append([]byte("event: message\ndata: "), data...), "\n\n"...)
	} else {
		v.w.Header().Set("Content-Type", "application/json")
	}
	v.w.WriteHeader(http.StatusOK)
	_, _ = v.w.Write(data) // a client that went away misses nothing that we could still give it
}
