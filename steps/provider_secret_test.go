package steps_test

import (
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
)

// TestProviderNoticesARotatedSecret: nobody can read the secret that the provider keeps, and the step sees all the same that it is
// another by now, sends the live one, and is well again.
func TestProviderNoticesARotatedSecret(t *testing.T) {
	w := newWorlds(t, 1).take(t)
	state := func() flow.Status {
		t.Helper()
		s, err := steps.Provider(w.env).State(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w.breaks("client-secret-rotated")
	if s := state(); s.State != flow.Drifted || len(s.Differences) != 1 || s.Differences[0].Field != "clientSecret" {
		t.Fatalf("%+v", s)
	}
	w.must("provider")
	if s := state(); s.State != flow.Present {
		t.Errorf("after the step: %+v", s)
	}
	if v := w.verify(); !well(v) {
		show(t, v, false)
		t.Error("not well after the step")
	}
	// A client that was changed in another way raises no alarm.
	w.breaks("token-lifetime-short")
	w.call("cognito-idp", "UpdateUserPoolClient", core.Object{"UserPoolId": w.output("UserPoolId"), "ClientId": w.output("MachineClientId"), "AccessTokenValidity": 10,
		"AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": []string{"client_credentials"}, "AllowedOAuthScopes": []string{"troubleshooting-connectivity-analyzer/invoke"}})
	if s := state(); s.State != flow.Present {
		t.Errorf("another change: %+v", s)
	}
}

// TestRotatedKeysAreNoMatterOfScopes: where a signature does not hold, nothing that the token says of itself is judged.
func TestRotatedKeysAreNoMatterOfScopes(t *testing.T) {
	w := newWorlds(t, 1).take(t)
	w.breaks("jwks-rotated")
	v := w.verify()
	if status(v, "token.signature") != flow.Fail || status(v, "token.scope") != flow.Skip {
		show(t, v, false)
		t.Error("rotated keys are taken for something else")
	}
	if f := w.run("token"); f == nil || f.Exit != flow.ExitService || !strings.Contains(f.Cause.String(), "publishes") {
		t.Errorf("%+v", f)
	}
}

// TestAdviceIsNotCircular: what a broken set-up is told to do does not refuse with the advice to do what was just refused.
func TestAdviceIsNotCircular(t *testing.T) {
	worlds := newWorlds(t, 1)
	for fault, want := range map[string]string{"stack-missing": "cleanup", "pool-missing": "fix pool.exists", "client-missing": "fix --all"} {
		t.Run(fault, func(t *testing.T) {
			w := worlds.take(t)
			w.breaks(fault)
			f := w.run("deploy", "provider", "token")
			if f == nil || !strings.Contains(f.Fix.String(), want) {
				t.Errorf("%+v", f)
			}
		})
	}
}
