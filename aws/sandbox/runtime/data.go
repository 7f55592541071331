package runtime

import (
	"context"
	"net/http"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/authorizer"
	"agentcore-workshop/aws/sandbox/core"
)

// Agent says what answers behind the runtimes' door.
type Agent struct {
	// URL is a participant's own agent process on loopback; empty is the built-in agent.
	URL string
	// Sleep waits for d or until ctx is done; nil waits in real time.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Data is the runtimes' part of bedrock-agentcore: the door at which they are invoked.
type Data struct {
	agent    Agent
	inbound  *authorizer.Authorizer
	sessions *sessions
	client   *http.Client // to the participant's own agent
}

// NewData makes the data plane. It works on what New's operations made.
func NewData(agent Agent) *Data {
	if agent.Sleep == nil {
		agent.Sleep = sleep
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Data{
		agent: agent, inbound: authorizer.New(), sessions: &sessions{known: map[string]*session{}},
		client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 8, IdleConnTimeout: time.Minute}, CheckRedirect: stay},
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Name is the service's name in its model.
func (*Data) Name() string { return "bedrock-agentcore" }

// Ops lists the operations, of which there is one.
func (d *Data) Ops() []core.Op {
	return []core.Op{{Name: "InvokeAgentRuntime", Handle: d.invoke, Free: true}}
}

const metadataTail = "/invocations/.well-known/oauth-protected-resource"

// Serve answers GetRuntimeProtectedResourceMetadata (RFC 9728), to which the refusals point. It needs no token.
func (d *Data) Serve(p *core.Page, w http.ResponseWriter, r *http.Request) bool {
	path, ok := strings.CutSuffix(r.URL.Path, metadataTail)
	arn, runtime := strings.CutPrefix(path, "/runtimes/")
	if !ok || !runtime || r.Method != http.MethodGet {
		return false
	}
	parts := strings.SplitN(arn, ":", 6)
	if len(parts) != 6 || len(parts[4]) != 12 {
		http.NotFound(w, r)
		return true
	}
	c := &core.Call{Context: r.Context(), Cloud: p.Cloud, Realm: p.Cloud.Realm(parts[4], parts[3]), Service: d.Name(), Public: p.Public}
	found, err := locate(c, core.Object{"agentRuntimeArn": arn, "qualifier": r.URL.Query().Get("qualifier")})
	if err != nil || found.jwt() == nil {
		http.NotFound(w, r)
		return true
	}
	authorizer.ServeMetadata(w, found.jwt(), found.address(c, "/invocations"))
	return true
}
