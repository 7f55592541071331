package runtime

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// pathOf is where an agent listens, by its protocol (serverProtocol).
func pathOf(protocol string) string {
	switch protocol {
	case "MCP":
		return "/mcp"
	case "A2A":
		return "/"
	}
	return "/invocations"
}

// Loopback reports an address that only this machine answers: nothing else may be put behind the door, since every
// invocation carries a workload access token and maybe a user's token.
func Loopback(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.User != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}

// forward hands an invocation to the participant's own agent and streams its answer as it comes.
func (d *Data) forward(v *invocation) error {
	if !Loopback(d.agent.URL) {
		return clientError("The practice cloud puts only agents of this machine behind a runtime.")
	}
	address := strings.TrimSuffix(d.agent.URL, "/") + pathOf(hosting.Text(hosting.Branch(v.at.config, "protocolConfiguration"), "serverProtocol"))
	r, err := http.NewRequestWithContext(v.Context, http.MethodPost, address, bytes.NewReader(v.payload))
	if err != nil {
		return err
	}
	r.Header = v.header
	answer, err := d.client.Do(r)
	if err != nil {
		return clientError("Runtime health check failed or timed out. Please make sure that health check is implemented according to the requirements.")
	}
	defer answer.Body.Close()
	if answer.StatusCode >= http.StatusMultipleChoices {
		return clientError(fmt.Sprintf("Received error (%d) from runtime. Please check your CloudWatch logs for more information.", answer.StatusCode))
	}
	for _, name := range []string{"Content-Type", "Mcp-Session-Id", "Mcp-Protocol-Version"} {
		if value := answer.Header.Get(name); value != "" {
			v.Answer.Header().Set(name, value)
		}
	}
	v.Answer.WriteHeader(answer.StatusCode)
	flow(v.Answer, answer.Body)
	return nil
}

// flow copies piece by piece, so that what an agent streams is not held back.
func flow(w http.ResponseWriter, from io.Reader) {
	out := http.NewResponseController(w)
	piece := make([]byte, 32<<10)
	for {
		n, err := from.Read(piece)
		if n > 0 {
			if _, broken := w.Write(piece[:n]); broken != nil {
				return // the caller has gone
			}
			_ = out.Flush() // an answer that cannot be flushed arrives at its end
		}
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			panic(http.ErrAbortHandler) // the agent broke off, and its caller has to see that
		}
	}
}

func clientError(message string) *core.Error {
	return &core.Error{Code: "RuntimeClientError", Status: http.StatusFailedDependency, Message: message}
}
