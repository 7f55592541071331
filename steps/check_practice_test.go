package steps_test

import (
	"testing"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
)

// TestABadPracticeIsAWarningAndNoFailure takes away what binds and what audits: the checklist warns, and still stands.
func TestABadPracticeIsAWarningAndNoFailure(t *testing.T) {
	w := identityWorld(t)
	s := w.identityCourse()
	w.does(s, "3lo")
	provider, err := w.env.Cloud.Provider(t.Context(), identity.ConsentProvider(w.env.Account))
	if err != nil {
		t.Fatal(err)
	}
	for name, urls := range map[string][]string{"none": {}, "AgentCore's own": {provider.CallbackURL}} {
		if _, err := w.env.Cloud.UpdateWorkloadIdentity(t.Context(), steps.Workload, urls); err != nil {
			t.Fatal(err)
		}
		if v := w.verify(); status(v, "consent.binding") != flow.Warn {
			show(t, v, false)
			t.Errorf("%s: consent.binding is %s", name, status(v, "consent.binding"))
		}
	}
	breakIt(t, w.cloud, "access-denied:cloudtrail:LookupEvents")
	v := w.verify()
	if status(v, "consent.audit") != flow.Warn {
		show(t, v, false)
		t.Error("nobody may read the history, and nothing is said")
	}
}
