package steps_test

import (
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
	"agentcore-workshop/steps/text"
)

func (w *world) propagated() *flow.Session {
	return w.course(inbound.Gateway(w.env), inbound.Tools(w.env), inbound.Runtime(w.env), inbound.Propagation(w.env), inbound.Refusals(w.env))
}

// TestOneTokenGoesFromRuntimeToGatewayToTool is scenarios 2 and 3, and the machine pattern beside them.
func TestOneTokenGoesFromRuntimeToGatewayToTool(t *testing.T) {
	w := identityWorld(t)
	s := w.propagated()
	w.does(s, "propagation")
	who := w.fact("identity.runtime")
	if !strings.HasSuffix(who, "("+steps.TestUser+")") || w.fact("identity.gateway") != who || w.fact("identity.tool") != steps.TestUser {
		t.Errorf("runtime %q, gateway %q, tool %q", who, w.fact("identity.gateway"), w.fact("identity.tool"))
	}
	w.factsAre(map[string]string{
		"identity.machine_pattern": "and no user", "identity.session_turns": " → ", "lesson.crossed_user": "HTTP 403", "lesson.crossed_machine": "HTTP 401",
		"lesson.password_auth": "USER_PASSWORD_AUTH flow not enabled for this client", "identity.agent_acts_for": steps.TestUser,
	})
	for _, e := range w.events {
		if f, ok := e.Body.(flow.Fact); ok && f.Key == "identity.machine_pattern" && strings.Contains(f.Shown(text.Korean), "no user") {
			t.Errorf("English in the Korean: %s", f.Shown(text.Korean))
		}
	}
	for flowName, legs := range map[string][]string{
		"user-propagation": {"app>runtime", "runtime>hosted agent", "hosted agent>gateway", "gateway>called tool", "hosted agent>app"},
		"machine":          {"agent>gateway"},
		"crossed-keys":     {"app>gateway/machine", "app>runtime", "app>cognito"},
		"agent-consent":    {"app>runtime", "runtime>hosted agent", "hosted agent>app", "browser>agentcore", "browser>cognito", "agentcore>cognito", "browser>app", "app>agentcore", "hosted agent>agentcore"},
	} {
		way := w.hops(flowName)
		for _, leg := range legs {
			if !slices.Contains(way, leg) {
				t.Errorf("no %s in %s: %v", leg, flowName, way)
			}
		}
	}
	if begin := w.hops("agent-consent"); begin[0] != "app>runtime" || begin[len(begin)-1] != "hosted agent>app" {
		t.Errorf("the consent's way is %v", begin)
	}
	w.silent()
	for _, q := range w.asked {
		if strings.HasPrefix(q.Title.String(), "Two keys") && (len(q.Options) != 4 || q.Options[0].ID != "see") {
			t.Errorf("the guess has %v", q.Options)
		}
	}

	w.since()
	w.choose = func(q flow.Question) string {
		if strings.HasPrefix(q.Title.String(), "Two keys") {
			return "both"
		}
		return q.Options[0].ID
	}
	w.does(s, "propagation")
	if made := w.made(); len(made) != 0 {
		t.Errorf("the second time changed %v", made)
	}
	if !strings.Contains(w.said(), "Not so: allowedClients compares client_id") || slices.Contains(w.hops("agent-consent"), "browser>cognito") {
		t.Errorf("said %s", w.said())
	}
	for _, as := range []flow.Dialect{flow.CLI, flow.Python, flow.Golang} {
		code, err := inbound.Propagation(w.env).(flow.Coder).Code(t.Context(), as)
		if err != nil || !strings.Contains(code, "USER_TOKEN") || !strings.Contains(code, "/mcp") {
			t.Errorf("%s: %v\n%s", as, err, code)
		}
	}
}
