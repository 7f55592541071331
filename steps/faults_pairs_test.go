package steps_test

import (
	"math/rand/v2"
	"os"
	"testing"

	"agentcore-workshop/aws/sandbox/trouble"
	"agentcore-workshop/steps/diagnose"
	"agentcore-workshop/steps/flow"
)

// TestPairsAreBothNamed: of two faults at once the checklist names both, or says of the one that cannot be looked at that the other
// stands in the way. Neither ever passes. ALL_PAIRS=1 takes all pairs instead of a seeded sample.
func TestPairsAreBothNamed(t *testing.T) {
	worlds := newWorlds(t, 2)
	var faults []diagnose.Fault
	for _, f := range diagnose.Faults() {
		if e, known := trouble.Find(f.Name); known && e.Break != nil {
			faults = append(faults, f)
		}
	}
	dice := rand.New(rand.NewPCG(6, 4))
	drawn := 0
	for i, first := range faults {
		for _, second := range faults[i+1:] {
			if os.Getenv("ALL_PAIRS") == "" && dice.IntN(20) != 0 {
				continue
			}
			if drawn++; !swept(drawn) {
				continue
			}
			t.Run(first.Name+" "+second.Name, func(t *testing.T) {
				t.Parallel()
				w := worlds.take(t)
				w.breaks(first.Name)
				if _, err := w.cloud.BreakNamed("", second.Name, ""); err != nil {
					t.Skipf("the first leaves nothing for the second: %v", err)
				}
				v := w.verify()
				for _, f := range []diagnose.Fault{first, second} {
					if !named(v, f.Breaks[0]) && !overwritten()[first.Name+" "+second.Name] {
						show(t, v, false)
						t.Errorf("%s passes: %s", f.Name, f.Breaks[0])
					}
				}
			})
		}
	}
}

// overwritten are pairs of which the second writes what the first has changed anew: an update makes a provider READY, and a trust policy
// is one document.
func overwritten() map[string]bool {
	return map[string]bool{
		"provider-create-failed provider-wrong-vendor": true, "provider-create-failed provider-wrong-issuer": true, "provider-create-failed provider-wrong-endpoint": true,
		"role-trust-wrong role-source-unguarded": true, "role-exists role-source-unguarded": true,
	}
}

// named reports that a check has a finding, or that what keeps it from being made has one.
func named(v flow.Verification, id string) bool {
	for range 6 {
		for _, r := range v.Results {
			if r.Check.ID != id {
				continue
			}
			switch {
			case r.Verdict.Status == flow.Fail || r.Verdict.Status == flow.Warn:
				return true
			case r.Verdict.Status != flow.Skip || r.Verdict.Cause == "":
				return false
			}
			id = r.Verdict.Cause
			break
		}
	}
	return false
}
