package identity

import (
	"cmp"
	"context"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// tool is a small API on this machine that lets nobody in without its key.
func tool(key secret.Text) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		switch {
		case r.Method != http.MethodGet || r.URL.Path != "/forecast":
			w.WriteHeader(http.StatusNotFound)
			_, _ = io.WriteString(w, `{"message":"not found"}`)
		case subtle.ConstantTimeCompare([]byte(r.Header.Get("X-API-Key")), []byte(key.Reveal())) != 1:
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = io.WriteString(w, `{"message":"the API key is missing or wrong"}`)
		default:
			_, _ = io.WriteString(w, `{"city":"Seoul","forecast":"clear"}`)
		}
	})
}

// callTool calls the tool without the key, which it refuses, and with it.
func callTool(ctx context.Context, e *steps.Env, r *flow.Report, key secret.Text) error {
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: tool(key), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = server.Serve(listener) }() // it ends with Close
	defer func() { _ = server.Close() }()
	address := "http://" + listener.Addr().String() + "/forecast"
	refused, _, err := askTool(ctx, e, address, secret.Text{}, text.T{En: "The call without the key", Ko: "키 없이 호출합니다"})
	if err != nil {
		return err
	}
	accepted, answer, err := askTool(ctx, e, address, key, text.T{En: "The call with the key in X-API-Key", Ko: "X-API-Key에 키를 넣어 호출합니다"})
	if err != nil {
		return err
	}
	Lesson(r, "lesson.tool_without_key", text.T{En: "The tool without the key", Ko: "키 없이 호출한 결과"}, http.StatusText(refused))
	Lesson(r, "apikey.tool", text.T{En: "The tool with the key", Ko: "키로 호출한 결과"}, http.StatusText(accepted)+" "+answer)
	if accepted != http.StatusOK || refused != http.StatusUnauthorized {
		return &flow.Failure{Code: "ToolRefused", Exit: flow.ExitOther, Docs: docsAPIKey,
			Message: text.T{En: "The tool answered HTTP %d with the key and %d without.", Ko: "도구가 키가 있을 때 HTTP %d, 없을 때 %d로 응답했습니다."}.With(accepted, refused)}
	}
	return nil
}

// askTool calls the tool. The key is in a header of ours, which the recorder does not show.
func askTool(ctx context.Context, e *steps.Env, address string, key secret.Text, title text.T) (status int, answer string, err error) {
	req, err := http.NewRequestWithContext(steps.AsHop(ctx, "apikey", "agent", "tool", title), http.MethodGet, address, nil)
	if err != nil {
		return 0, "", err
	}
	if !key.Empty() {
		req.Header.Set("X-API-Key", key.Reveal())
	}
	resp, err := e.Cloud.HTTP().Do(req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	var said struct{ Forecast, Message string }
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<16)).Decode(&said); err != nil {
		return resp.StatusCode, "", err
	}
	return resp.StatusCode, cmp.Or(said.Forecast, said.Message), nil
}
