package steps_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/trouble"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/diagnose"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

// deployed is the state of a practice cloud in which the main job is done and verified, made once for all tests of faults.
func deployed(t *testing.T) sandbox.State {
	t.Helper()
	w := newWorld(t)
	w.must("deploy", "provider", "token")
	w.does(w.course(identity.ThreeLO(w.env)), "3lo")
	if v := w.verify(); !well(v) {
		show(t, v, false)
		t.Fatal("the set-up is not well before anything is broken")
	}
	return stateOf(t, w.cloud)
}

// well reports a verification without a finding, but for a key of the vault's that nobody pays for in a lesson. Steps that were never
// done may be passed over.
func well(v flow.Verification) bool {
	return v.OK() && !slices.ContainsFunc(v.Results, func(r flow.CheckResult) bool { return r.Verdict.Status == flow.Warn && r.Check.ID != "vault.key" })
}

// worlds are a few worlds that tests share one after the other: a new cloud unpacks the service models, which takes longer
// than most of these tests.
type worlds struct {
	state sandbox.State
	free  chan *world
}

func newWorlds(t *testing.T, n int) *worlds {
	t.Helper()
	all := &worlds{state: deployed(t), free: make(chan *world, n)}
	for range n {
		all.free <- newWorld(t)
	}
	return all
}

// take borrows a world in which everything is deployed and well.
func (all *worlds) take(t *testing.T) *world {
	t.Helper()
	lent := <-all.free
	t.Cleanup(func() { all.free <- lent })
	lent.cloud.Restore(all.state)
	return &world{t: t, cloud: lent.cloud, env: lent.env}
}

func stateOf(t *testing.T, c *sandbox.Cloud) sandbox.State {
	t.Helper()
	s, err := c.Save()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// pieces are the parts of a state, by place, without the trail of what was called and without tokens that were asked for.
func pieces(t *testing.T, s sandbox.State) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, r := range s.Cloud.Realms {
		for name, raw := range r.Parts {
			var tree map[string]any
			if err := json.Unmarshal(raw, &tree); err != nil {
				t.Fatal(err)
			}
			if name != "cloudtrail" {
				all[r.Account+" "+r.Region+" "+name] = tree
			}
		}
	}
	return all
}

func sameState(t *testing.T, before, after sandbox.State) {
	t.Helper()
	was, is := pieces(t, before), pieces(t, after)
	for key, tree := range is {
		if old, there := was[key]; !there {
			t.Errorf("there is now %s: %v", key, tree)
		} else if !reflect.DeepEqual(old, tree) {
			a, _ := json.Marshal(old)
			b, _ := json.Marshal(tree)
			i := 0
			for i < min(len(a), len(b)) && a[i] == b[i] {
				i++
			}
			t.Errorf("%s differs:\n was …%.200s\n is  …%.200s", key, a[max(0, i-80):], b[max(0, i-80):])
		}
	}
	for key := range was {
		if is[key] == nil {
			t.Errorf("%s is gone", key)
		}
	}
}

// TestEveryFaultIsSeenAndRepaired brings each fault about in a deployed set-up: the checks that are said to notice do,
// and after the repair the set-up is what it was, to the last field, and all is green.
func TestEveryFaultIsSeenAndRepaired(t *testing.T) {
	worlds := newWorlds(t, 4)
	for i, f := range diagnose.Faults() {
		if !swept(i) {
			continue
		}
		e, _ := trouble.Find(f.Name)
		t.Run(f.Name, func(t *testing.T) {
			t.Parallel()
			w := worlds.take(t)
			if e.Break != nil {
				brokenAndRepaired(t, w, f.Name)
			}
			arg := map[string]string{
				"access-denied": "cognito-idp:DescribeUserPool",
				// One operation is retried in vain sooner than all.
				"throttling": "GetCallerIdentity", "connection-dropped": "GetCallerIdentity", "truncated": "GetCallerIdentity",
			}[f.Name]
			if _, err := w.cloud.BreakNamed("", f.Name, arg); err != nil {
				t.Fatal(err)
			}
			v := w.verify()
			noticed(t, v, f)
			if w.cloud.Lift(f.Name) != 1 {
				t.Error("it was not repaired")
			}
			if v := w.verify(); !well(v) {
				show(t, v, false)
				t.Error("the set-up is not well after the repair")
			}
		})
	}
}

func brokenAndRepaired(t *testing.T, w *world, name string) {
	t.Helper()
	before := stateOf(t, w.cloud)
	for range 2 { // twice is once
		if _, err := w.cloud.BreakNamed("", name, ""); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(w.cloud.InForce()); n == 0 {
		t.Error("it is not in force")
	}
	if n := w.cloud.Lift(name); n != 1 {
		t.Errorf("%d faults were repaired", n)
	}
	sameState(t, before, stateOf(t, w.cloud))
}

// noticed wants a finding of each check that a fault is said to break, the cause before all others, and every check that
// could not be made to name a check that has a finding.
func noticed(t *testing.T, v flow.Verification, f diagnose.Fault) {
	t.Helper()
	found := map[string]bool{}
	for _, r := range v.Results {
		found[r.Check.ID] = r.Verdict.Status == flow.Fail || r.Verdict.Status == flow.Warn
	}
	for _, id := range f.Breaks {
		if !found[id] {
			show(t, v, false)
			t.Errorf("%s does not notice", id)
		}
	}
	first := ""
	for _, r := range v.Results {
		if first == "" && found[r.Check.ID] && r.Verdict.Cause == "" {
			first = r.Check.ID
		}
		if cause := r.Verdict.Cause; cause != "" && len(f.Breaks) > 0 && !found[cause] && status(v, cause) == flow.Pass {
			t.Errorf("%s names %s as its cause, which passes", r.Check.ID, cause)
		}
	}
	if len(f.Breaks) > 0 && first != f.Breaks[0] {
		show(t, v, false)
		t.Errorf("the first finding is %s", first)
	}
}

func TestFaultsAndTheirWordsMatch(t *testing.T) {
	checks := map[string]bool{}
	for _, c := range checkup.Checks(&steps.Env{}) {
		checks[c.ID] = true
	}
	var names []string
	for _, f := range diagnose.Faults() {
		names = append(names, f.Name)
		for _, id := range f.Breaks {
			if !checks[id] {
				t.Errorf("%s breaks %s, which is no check", f.Name, id)
			}
		}
		for _, words := range []text.T{f.Title, f.Symptom} {
			if words.In(text.English) == "" || words.In(text.Korean) == "" || words.In(text.English) == words.In(text.Korean) {
				t.Errorf("%s has no words in both languages", f.Name)
			}
		}
		e, known := trouble.Find(f.Name)
		if known && e.Break != nil && len(f.Breaks) == 0 {
			t.Errorf("%s shows on a set-up, and no check is said to notice", f.Name)
		}
		if known && e.Break == nil && f.Repairable {
			t.Errorf("%s is nothing of the set-up's that could be repaired", f.Name)
		}
	}
	for _, name := range trouble.Names() {
		if !slices.Contains(names, name) {
			t.Errorf("%s has no words", name)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(names)), slices.Sorted(slices.Values(trouble.Names()))) {
		t.Errorf("words without a fault: %s", strings.Join(names, " "))
	}
}
