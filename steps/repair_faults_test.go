package steps_test

import (
	"slices"
	"testing"

	"agentcore-workshop/steps/diagnose"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestFixRepairsEveryRepairableFault breaks a set-up with each fault that calls can mend, and wants `fix --all` to leave nothing to find.
// Not among them are those where somebody else's property or judgement stands in the way: a domain and a role that belong to others,
// and two states of a stack that CloudFormation has to be led out of.
func TestFixRepairsEveryRepairableFault(t *testing.T) {
	others := []string{"domain-taken", "role-exists", "stack-update-rollback-failed", "stack-delete-failed"}
	worlds := newWorlds(t, 2)
	for _, f := range diagnose.Faults() {
		if !f.Repairable || slices.Contains(others, f.Name) {
			continue
		}
		t.Run(f.Name, func(t *testing.T) {
			w := worlds.take(t)
			if _, err := w.cloud.BreakNamed("", f.Name, ""); err != nil {
				t.Fatal(err)
			}
			res, _ := w.fix(w, flow.Args{"all": {"true"}})
			if v := w.verify(); !well(v) {
				show(t, v, false)
				t.Errorf("exit %d %.600s", res.Exit, res.Text(text.English, 100))
			}
		})
	}
}
