package runtime

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// ask is the payload that the built-in agent understands. A payload that is no JSON object is the prompt itself.
type ask struct {
	Prompt string
	// Gateway is a tool that the agent calls with the very token that it was invoked with.
	Gateway *struct {
		URL, Tool string
		Arguments core.Object
	}
	// Consent is a credential provider of which the agent wants the user's own token.
	Consent *consent
}

// practiceAgent is the agent that the practice cloud runs in the place of a participant's code. It does what an agent of
// the workshop does with identities, and no more: it has no model.
func (d *Data) practiceAgent(v *invocation) error {
	if p := hosting.Text(hosting.Branch(v.at.config, "protocolConfiguration"), "serverProtocol"); p != "HTTP" {
		return clientError("The practice cloud's built-in agent speaks HTTP, and the runtime's protocol is " + p + ". Put your own agent behind it with --agent.")
	}
	var in ask
	if json.Unmarshal(v.payload, &in) != nil {
		in = ask{Prompt: string(v.payload)}
	}
	t := v.talk()
	t.say(v.greeting())
	if in.Gateway != nil {
		v.useGateway(t, in.Gateway.URL, in.Gateway.Tool, in.Gateway.Arguments)
	}
	if in.Consent != nil {
		d.askConsent(v, t, in.Consent)
	}
	if in.Gateway == nil && in.Consent == nil {
		t.say(core.Object{"event": "answer", "text": "You said: " + in.Prompt})
	}
	t.end()
	return nil
}

// greeting names the user as the token does that was passed on. The authorizer has verified it; the agent only reads it.
func (v *invocation) greeting() core.Object {
	event := core.Object{"event": "greeting", "practice": true, "session": v.session, "turn": v.turn}
	claims := claimsOf(v.header.Get("Authorization"))
	switch {
	case claims != nil:
		name := first(claims, "email", "username", "cognito:username", "client_id", "sub")
		event["text"] = "Hello, " + name + ". I am the practice agent, and your token reached me."
		event["identity"] = hosting.Pick(claims, "iss", "sub", "username", "client_id", "token_use", "scope", "exp")
	case v.identity != nil:
		event["text"] = "Hello. The door has verified your token, but it was not passed on to me: put Authorization into the runtime's requestHeaderAllowlist."
	case v.userID != "":
		event["text"] = "Hello, " + v.userID + ". Your user id came in a header, and whoever signed the request vouches for it."
	default:
		event["text"] = "Hello. The request was signed and names no user."
	}
	return event
}

// claimsOf reads a bearer token without verifying it; nil when there is none.
func claimsOf(authorization string) core.Object {
	_, token, _ := strings.Cut(authorization, " ")
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256, jose.PS256, jose.ES256, jose.EdDSA})
	if err != nil {
		return nil
	}
	var claims core.Object
	if parsed.UnsafeClaimsWithoutVerification(&claims) != nil {
		return nil
	}
	return claims
}

func first(claims core.Object, names ...string) string {
	for _, name := range names {
		if text := hosting.Text(claims, name); text != "" {
			return text
		}
	}
	return "nobody"
}

// talk is what the agent says, event by event: at once to those who take a stream, in one document to the others.
type talk struct {
	w      http.ResponseWriter
	stream bool
	// live says that what was said has arrived. Without a socket between, an answer is handed over whole at its end.
	live   bool
	events []core.Object
}

func (v *invocation) talk() *talk {
	accept := strings.ToLower(v.Request.Header.Get("Accept"))
	t := &talk{w: v.Answer, stream: !strings.Contains(accept, "application/json") || strings.Contains(accept, "text/event-stream")}
	if t.stream {
		t.w.Header().Set("Content-Type", "text/event-stream")
		t.w.Header().Set("Cache-Control", "no-cache")
		t.w.WriteHeader(http.StatusOK)
	}
	return t
}

func (t *talk) say(event core.Object) {
	if !t.stream {
		t.events = append(t.events, event)
		return
	}
	data, err := json.Marshal(event)
	if err != nil {
		data = []byte(`{"event":"error","text":"The practice agent lost its words."}`)
	}
	_, _ = t.w.Write(append(append([]byte("data: "), data...), "\n\n"...)) // a caller that went away misses nothing
	t.live = http.NewResponseController(t.w).Flush() == nil
}

func (t *talk) end() {
	if t.stream {
		return
	}
	data, err := json.Marshal(core.Object{"events": t.events})
	if err != nil {
		data = []byte(`{}`)
	}
	t.w.Header().Set("Content-Type", "application/json")
	t.w.WriteHeader(http.StatusOK)
	_, _ = t.w.Write(data)
}
