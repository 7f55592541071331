package aws

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agentcore-workshop/steps/secret"
)

// The limits of InvokeAgentRuntime (service model): the payload in bytes, the session id in characters.
const (
	MaxPayload      = 100 << 20
	LeastSessionID  = 33
	MostSessionID   = 256
	headerSessionID = "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id"
)

const (
	invokeRuntime = "InvokeAgentRuntime"
	// agentTakes is AWS's limit for an agent that answers in one piece; one that streams may take longer.
	agentTakes = 15 * time.Minute
)

// Invocation is a call of an agent runtime that has a JWT authorizer. The SDK's own client can only sign, so this is plain HTTP.
type Invocation struct {
	ARN string
	// Token is the bearer token; none is sent when it is empty.
	Token secret.Text
	// Session is the session id; AWS draws one when it is empty.
	Session string
	// Payload is JSON.
	Payload []byte
}

// InvocationURL is where a runtime is invoked: its ARN is one segment of the path.
func (c *Cloud) InvocationURL(arn string) string {
	base := "https://bedrock-agentcore." + c.Region() + ".amazonaws.com"
	if at := c.place.Endpoint.Value; !c.Practice() && at != "" {
		base = strings.TrimRight(at, "/")
	}
	return base + "/runtimes/" + url.QueryEscape(arn) + "/invocations?qualifier=" + DefaultEndpoint
}

// Invoke calls a runtime (InvokeAgentRuntime) and hands on whatever it answers: 200 with the agent's words, which are a stream
// when the Content-Type is text/event-stream, or a refusal. The caller closes the body, and SessionOf has the session.
func (c *Cloud) Invoke(ctx context.Context, in Invocation) (*http.Response, error) {
	knocks := in.Token.Empty() // with nothing in hand nothing is done
	r, err := http.NewRequestWithContext(Named(ctx, "bedrock-agentcore", invokeRuntime, knocks), http.MethodPost, c.InvocationURL(in.ARN), bytes.NewReader(in.Payload))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "text/event-stream, application/json")
	if in.Session != "" {
		r.Header.Set(headerSessionID, in.Session)
	}
	if !in.Token.Empty() {
		r.Header.Set("Authorization", "Bearer "+in.Token.Reveal())
	}
	return c.http.Do(r)
}

// SessionOf is the session id of an answer, or empty.
func SessionOf(answer *http.Response) string { return answer.Header.Get(headerSessionID) }

// PracticeReason is why the practice cloud refused a token, in the words of its authorizer ("client (client_id)"). AWS tells no
// such thing: there it is empty.
func PracticeReason(h http.Header) string { return h.Get("X-Practice-Cloud-Refusal") }
