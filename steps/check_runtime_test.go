package steps_test

import (
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
)

func TestTheRuntimesChecks(t *testing.T) {
	names := []string{"ready", "discovery", "clients", "audience", "header", "role", "refuses"}
	w := identityWorld(t)
	w.must()
	for _, r := range flow.Verify(t.Context(), flow.Place{}, checkup.Checks(w.env), flow.SystemClock{}, nil).Results {
		if r.Check.Step == "runtime" && (r.Verdict.Status != flow.Skip || r.Verdict.Summary.String() != "not made yet") {
			t.Errorf("before the step %s is %s: %s", r.Check.ID, r.Verdict.Status, r.Verdict.Summary)
		}
	}
	s := w.inboundCourse()
	w.does(s, "runtime")
	v := w.verify()
	for _, name := range names {
		if got := status(v, "runtime."+name); got != flow.Pass {
			show(t, v, false)
			t.Errorf("runtime.%s is %s", name, got)
		}
	}
	id := w.fact("agent_runtime_id")
	for _, test := range []struct {
		name   string
		change func(now core.Object)
		fails  []string
	}{
		{"another pool", func(now core.Object) {
			now["authorizerConfiguration"].(core.Object)["customJWTAuthorizer"].(core.Object)["discoveryUrl"] = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_another00/.well-known/openid-configuration"
		}, []string{"discovery"}},
		{"another client", func(now core.Object) {
			now["authorizerConfiguration"].(core.Object)["customJWTAuthorizer"].(core.Object)["allowedClients"] = []any{"someone"}
		}, []string{"clients"}},
		{"an audience", func(now core.Object) {
			now["authorizerConfiguration"].(core.Object)["customJWTAuthorizer"].(core.Object)["allowedAudience"] = []any{"someone"}
		}, []string{"audience"}},
		{"no header", func(now core.Object) { delete(now, "requestHeaderConfiguration") }, []string{"header"}},
		{"signatures", func(now core.Object) { delete(now, "authorizerConfiguration") }, []string{"discovery", "clients", "refuses"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			now := w.do("GetAgentRuntime", core.Object{"agentRuntimeId": id})
			test.change(now)
			w.do("UpdateAgentRuntime", now)
			v := w.verify()
			for _, name := range names {
				want := flow.Pass
				if strings.Contains(" "+strings.Join(test.fails, " ")+" ", " "+name+" ") {
					want = flow.Fail
				}
				if got := status(v, "runtime."+name); got != want {
					t.Errorf("runtime.%s is %s, want %s", name, got, want)
				}
			}
			if v.OK() {
				t.Error("the verification is green")
			}
			if err := w.apply(inbound.Runtime(w.env)); err != nil {
				t.Fatal(err)
			}
			if v := w.verify(); !v.OK() {
				show(t, v, false)
				t.Error("the step has not put it right")
			}
		})
	}
}

// TestARepairNeedsNobodySignedIn makes the runtime and does not ask its agent.
func TestARepairNeedsNobodySignedIn(t *testing.T) {
	w := identityWorld(t)
	w.must("deploy")
	w.since()
	if err := w.apply(inbound.Runtime(w.env)); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(w.said(), "Nobody is signed in") || len(w.made()) != 1 {
		t.Errorf("%s %v", w.said(), w.made())
	}
}
