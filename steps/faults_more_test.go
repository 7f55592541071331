package steps_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/trouble"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
)

func (w *world) breaks(names ...string) {
	w.t.Helper()
	for _, name := range names {
		if _, err := w.cloud.BreakNamed("", name, ""); err != nil {
			w.t.Fatal(name, err)
		}
	}
}

// stateFaults are those that change a set-up.
func stateFaults() []string {
	var names []string
	for _, e := range trouble.Entries() {
		if e.Break != nil {
			names = append(names, e.Name)
		}
	}
	return names
}

// TestPairsOfFaults: two faults at once, repaired one by one in either order, leave nothing behind. ALL_PAIRS=1 takes all.
func TestPairsOfFaults(t *testing.T) {
	worlds, names := newWorlds(t, 2), stateFaults()
	dice := rand.New(rand.NewPCG(1, 1))
	for _, first := range names {
		for _, second := range names {
			if first == second || os.Getenv("ALL_PAIRS") == "" && dice.IntN(3*len(names)) != 0 {
				continue
			}
			t.Run(first+" "+second, func(t *testing.T) {
				t.Parallel()
				w := worlds.take(t)
				for _, order := range [][]string{{first, second}, {second, first}} {
					w.cloud.Restore(worlds.state)
					w.breaks(first)
					if _, err := w.cloud.BreakNamed("", second, ""); err != nil {
						t.Skipf("the first leaves nothing for the second: %v", err)
					}
					for _, name := range order {
						w.cloud.Lift(name)
					}
					sameState(t, worlds.state, stateOf(t, w.cloud))
					if left := w.cloud.InForce(); len(left) != 0 {
						t.Errorf("still in force: %v", left)
					}
				}
			})
		}
	}
}

// TestRepairInAnotherProcess: what a repair needs is part of the saved state.
func TestRepairInAnotherProcess(t *testing.T) {
	worlds := newWorlds(t, 2)
	state, w, next := worlds.state, worlds.take(t), worlds.take(t)
	for _, name := range []string{"user-missing", "domain-taken", "stack-rollback-complete", "provider-stale", "role-exists"} {
		w.cloud.Restore(state)
		w.breaks(name)
		saved, err := json.Marshal(stateOf(t, w.cloud))
		var read sandbox.State
		if err == nil {
			err = json.Unmarshal(saved, &read)
		}
		if err != nil {
			t.Fatal(err)
		}
		next.cloud.Restore(read)
		if n := next.cloud.Lift(name); n != 1 {
			t.Errorf("%s: %d repaired", name, n)
		}
		sameState(t, state, stateOf(t, next.cloud))
		if v := next.verify(); !well(v) {
			show(t, v, false)
			t.Errorf("%s: not well after the repair", name)
		}
	}
}

// TestMendedByHandStaysMended: where a person has put things right in another way, a repair does not make two of it.
func TestMendedByHandStaysMended(t *testing.T) {
	worlds := newWorlds(t, 2)
	for name, mend := range map[string][]string{
		"user-missing": {"deploy"}, "provider-missing": {"provider"}, "provider-stale": {"provider"}, "user-not-confirmed": {"deploy"},
		"stack-rollback-complete": {"deploy", "provider", "3lo"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := worlds.take(t)
			w.breaks(name)
			w.does(w.course(identity.ThreeLO(w.env)), mend...)
			mended := w.verify()
			w.cloud.Lift(name)
			if v := w.verify(); !mended.OK() || !v.OK() || len(w.cloud.InForce()) != 0 {
				show(t, mended, false)
				show(t, v, false)
				t.Errorf("mended %v, after the repair %v", mended.OK(), v.OK())
			}
			w.breaks(name) // and it can be broken again
			if v := w.verify(); v.Count(flow.Fail) == 0 {
				t.Error("breaking it again shows nothing")
			}
		})
	}
}

// TestFaultsInAPublishedSetup: a set-up of the published scripts is broken and repaired as ours is.
func TestFaultsInAPublishedSetup(t *testing.T) {
	w := newWorld(t)
	w.publishedStack()
	w.must("deploy", "provider", "token")
	w.verify()
	state := stateOf(t, w.cloud)
	for _, name := range stateFaults() {
		w.cloud.Restore(state)
		if _, err := w.cloud.BreakNamed("", name, ""); err != nil {
			t.Log(name, err)
			continue
		}
		w.cloud.Lift(name)
		sameState(t, state, stateOf(t, w.cloud))
		if t.Failed() {
			t.Fatal(name)
		}
	}
}

func TestResetLeavesNoFaultBehind(t *testing.T) {
	w := newWorlds(t, 1).take(t)
	w.breaks("domain-taken", "user-missing")
	if n := w.cloud.StartAfresh(sandbox.DefaultAccount); n == 0 {
		t.Error("nothing was removed")
	}
	if left := w.cloud.InForce(); len(left) != 0 || w.cloud.Lift("") != 0 {
		t.Errorf("still in force: %v", left)
	}
	w.must("deploy")
	if d := w.paramsOf("cognito_domain"); d != "https://troubleshooting-connectivity-123456789012.auth.us-east-1.amazoncognito.com" {
		t.Errorf("the domain is still taken: %s", d)
	}
}

// TestTheNextDeployMeetsATakenDomain: the stack is deleted and made again while a stranger has its domain.
func TestTheNextDeployMeetsATakenDomain(t *testing.T) {
	w := newWorlds(t, 1).take(t)
	w.breaks("domain-taken")
	report := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, w, nil)
	if err := steps.Deploy(w.env).(flow.Undoer).Undo(report.With(t.Context()), report); err != nil {
		t.Fatal(err)
	}
	w.does(w.course(identity.ThreeLO(w.env)), "deploy", "provider", "3lo") // the consents' client went with the pool
	const another = "https://troubleshooting-connectivity-123456789012-2.auth.us-east-1.amazoncognito.com"
	if d := w.paramsOf("cognito_domain"); d != another {
		t.Fatalf("the new stack has the domain %s", d)
	}
	if w.cloud.Lift("") != 1 || len(w.cloud.InForce()) != 0 {
		t.Error("it was not repaired")
	}
	if v := w.verify(); !v.OK() || w.paramsOf("cognito_domain") != another {
		show(t, v, false)
		t.Error("the repair changed what was made since")
	}
}
