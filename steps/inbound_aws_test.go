package steps_test

import (
	"net/http"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

// inboundOnAWS is the course on a place that believes itself AWS, with the stack there and the test user's password known.
func inboundOnAWS(t *testing.T, w *world) *flow.Session {
	t.Helper()
	w.must("deploy", "provider")
	w.since()
	s := onAWS(t, w, func(o *steps.Options) {
		o.Course = func(e *steps.Env) []flow.Step {
			return append(course(e), inbound.Gateway(e), inbound.Tools(e), inbound.Runtime(e), inbound.Propagation(e), inbound.Refusals(e))
		}
	})
	e := s.World.(*steps.Env)
	e.Around = oauth.Surroundings{}
	e.Browser = &oauth.HTTPBrowser{Transport: apart{w.cloud.Transport()}, User: steps.TestUser, Password: secret.New(steps.TestPassword),
		Returns: append(steps.Callbacks(), "http://localhost:8501/return", "http://localhost:8502/return", "http://localhost:8503/return")}
	w.env = e
	return s
}

// apart carries requests for this machine over the network, and all others to a practice cloud.
type apart struct{ cloud http.RoundTripper }

func (a apart) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Hostname() == "localhost" {
		return http.DefaultTransport.RoundTrip(r)
	}
	return a.cloud.RoundTrip(r)
}

func (w *world) on(s *flow.Session, names ...string) *flow.Failure {
	return s.Run(w.t.Context(), flow.RunOptions{Steps: names, Yes: true, Asker: w, Emit: func(e flow.Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
	}})
}

// TestAWSNeedsAnAgentOfThePersons says plainly what cannot be made, takes an image, and uses a runtime that is there.
func TestAWSNeedsAnAgentOfThePersons(t *testing.T) {
	w := newWorld(t)
	s := inboundOnAWS(t, w)
	f := w.on(s, "runtime")
	if f == nil || f.Code != "NeedsImage" || !strings.Contains(f.Fix.String(), "--image") || !strings.Contains(f.Cause.String(), "builds no images") {
		t.Fatalf("%+v", f)
	}
	if made := w.made(); len(made) != 0 {
		t.Errorf("made %v", made)
	}
	result, err := w.act(inbound.Actions(), "runtime create", flow.Args{"image": {"123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:7"}})
	if err != nil {
		t.Fatal(err)
	}
	role := roleIn(t, asJSON(t, result.JSON))
	id := w.do("ListAgentRuntimes", core.Object{})["agentRuntimes"].([]any)[0].(core.Object)["agentRuntimeId"].(string)
	got := w.do("GetAgentRuntime", core.Object{"agentRuntimeId": id})
	if !strings.Contains(asJSON(t, got), "mine:7") {
		t.Errorf("%v", got)
	}
	if f := w.on(s, "runtime"); f != nil {
		t.Fatal(f, f.Err)
	}
	if err := inbound.Runtime(w.env).(flow.Undoer).Undo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}

	// A runtime of the person's own, of another name, that takes this pool's users.
	own := w.do("CreateAgentRuntime", core.Object{"agentRuntimeName": "support_bot", "roleArn": role, "authorizerConfiguration": got["authorizerConfiguration"],
		"requestHeaderConfiguration": got["requestHeaderConfiguration"], "agentRuntimeArtifact": got["agentRuntimeArtifact"]})
	w.do("CreateAgentRuntime", core.Object{"agentRuntimeName": "stranger", "roleArn": role, "agentRuntimeArtifact": got["agentRuntimeArtifact"]})
	w.since()
	w.choose = func(flow.Question) string { return "none" }
	if f := w.on(s, "runtime"); f == nil || f.Code != "NeedsImage" {
		t.Fatalf("nobody wanted it: %+v", f)
	}
	asked := w.asked[len(w.asked)-1]
	if len(asked.Options) != 2 || asked.Options[0].Title.En != "support_bot" || !asked.Explicit {
		t.Errorf("asked %+v", asked)
	}
	w.choose = nil
	w.since()
	if f := w.on(s, "runtime"); f != nil {
		t.Fatal(f, f.Err)
	}
	if w.fact("agent_runtime_arn") != own["agentRuntimeArn"] || !strings.HasPrefix(w.fact("runtime_greeting"), "Hello, ") {
		t.Errorf("used %s", w.fact("agent_runtime_arn"))
	}
	w.since()
	if f := w.on(s, "runtime"); f != nil {
		t.Fatal(f, f.Err)
	}
	for _, q := range w.asked {
		if strings.Contains(q.Title.String(), "runtime") {
			t.Errorf("asked again: %s", q.Title)
		}
	}
	if err := inbound.Runtime(w.env).(flow.Undoer).Undo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if all := asJSON(t, w.do("ListAgentRuntimes", core.Object{})); !strings.Contains(all, "support_bot") {
		t.Error("the person's own runtime was deleted")
	}
	w.silent()
}

// TestTheTableOnAWS is honest about what cannot be had there.
func TestTheTableOnAWS(t *testing.T) {
	w := newWorld(t)
	s := inboundOnAWS(t, w)
	if _, err := w.act(inbound.Actions(), "runtime create", flow.Args{"image": {"123456789012.dkr.ecr.us-east-1.amazonaws.com/mine:7"}}); err != nil {
		t.Fatal(err)
	}
	if f := w.on(s, "propagation", "refusals"); f != nil {
		w.dump()
		t.Fatal(f, f.Cause, f.Err)
	}
	w.factsAre(map[string]string{
		"refusal.expired": "not tried", "refusal.wrong_pool": "runtime 401", "lesson.crossed_user": "HTTP 403", "identity.user_pattern": "client_id", "identity.session_turns": "workshop-",
	})
	if offset := w.cloud.Clock.Offset(); offset != 0 {
		t.Errorf("a clock was moved by %s", offset)
	}
	if w.fact("identity.agent_acts_for") != "" || !strings.Contains(w.said(), "@requires_access_token") {
		t.Errorf("said %s", w.said())
	}
	w.silent()
}
