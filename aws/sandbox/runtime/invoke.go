package runtime

import (
	"io"
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/authorizer"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// Headers of an invocation.
const (
	headerSession  = "X-Amzn-Bedrock-Agentcore-Runtime-Session-Id"
	headerUser     = "X-Amzn-Bedrock-Agentcore-Runtime-User-Id"
	headerWorkload = "Workloadaccesstoken" // AWS writes WorkloadAccessToken; headers know no case
	headerCallback = "Oauth2callbackurl"
)

// invocation is one request on its way to the agent.
type invocation struct {
	*core.Call
	at       *located
	payload  []byte
	header   http.Header // what the agent is given
	session  string
	turn     int
	identity *authorizer.Identity
	userID   string
	workload string // the workload access token
}

func onlyHTTP() error { return hosting.Invalid("A runtime is invoked over HTTP only.") }

// invoke lets an invocation through the door and streams what the agent answers.
func (d *Data) invoke(c *core.Call, in core.Object) (any, error) {
	if c.Request == nil {
		return nil, onlyHTTP()
	}
	if account := hosting.Text(in, "accountId"); account != "" && account != c.Realm.Account.ID {
		c.Realm = c.Cloud.Realm(account, c.Realm.Region) // an id instead of an ARN comes with the account that has it
	}
	l, err := locate(c, in)
	if err != nil {
		return nil, err
	}
	who, answered, err := d.admit(c, l)
	if err != nil || answered {
		return nil, err
	}
	v, err := d.prepare(c, in, l, who)
	if err != nil {
		return nil, err
	}
	c.Answer.Header().Set(headerSession, v.session)
	c.Answer.Header().Set("X-Amzn-Requestid", c.RequestID)
	if d.agent.URL != "" {
		return nil, d.forward(v)
	}
	return nil, d.practiceAgent(v)
}

// prepare gathers what AWS gives to the agent: the payload, the session, the headers that the runtime allows, and a
// workload access token for the user that the invocation names.
func (d *Data) prepare(c *core.Call, in core.Object, l *located, who *authorizer.Identity) (*invocation, error) {
	v := &invocation{Call: c, at: l, identity: who, header: http.Header{}, session: hosting.Text(in, "runtimeSessionId")}
	body, err := io.ReadAll(c.Request.Body)
	if err != nil {
		return nil, hosting.Invalid("The payload broke off.")
	}
	v.payload = body
	if v.session == "" {
		v.session = c.Cloud.IDs.UUID()
	}
	v.turn = d.sessions.turn(c, l, v.session)
	holder := agentcore.Holder{Workload: l.id}
	if who != nil {
		holder.Issuer, holder.Subject, holder.Token = who.Issuer, who.Subject, who.Token
	} else if holder.UserID = hosting.Text(in, "runtimeUserId"); holder.UserID != "" {
		v.userID = holder.UserID
	}
	if v.workload, err = agentcore.TokenFor(c, holder); err != nil {
		return nil, err
	}
	v.pick()
	return v, nil
}

// pick makes the agent's headers: those that always go, those that the allow-list names, and AWS's own.
func (v *invocation) pick() {
	for _, name := range []string{
		"Content-Type", "Accept", "Mcp-Session-Id", "Mcp-Protocol-Version", "Mcp-Method", "Mcp-Name", "X-Amzn-Trace-Id", "Traceparent", "Tracestate", "Baggage", headerCallback,
	} {
		v.take(name)
	}
	var allowed []string
	_ = core.Bind(hosting.Branch(v.at.config, "requestHeaderConfiguration")["requestHeaderAllowlist"], &allowed) // the model lets only lists of strings through
	for _, name := range allowed {
		if strings.EqualFold(name, "Authorization") && v.identity == nil {
			continue // a signature is for AWS, not for the agent
		}
		v.take(name)
	}
	v.header.Set(headerSession, v.session)
	v.header.Set(headerWorkload, v.workload)
	if v.userID != "" {
		v.header.Set(headerUser, v.userID)
	}
}

func (v *invocation) take(name string) {
	if values := v.Request.Header.Values(name); len(values) > 0 {
		v.header[http.CanonicalHeaderKey(name)] = values
	}
}
