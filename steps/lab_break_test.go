package steps_test

import (
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// inForce is what anybody may read of the faults in force.
func (w *world) inForce() string {
	w.t.Helper()
	resp, err := http.Get(w.env.Cloud.Place().Endpoint.Value + "/_sandbox/faults")
	if err != nil {
		w.t.Fatal(err)
	}
	defer resp.Body.Close()
	var all []sandbox.InForce
	if err := json.NewDecoder(resp.Body).Decode(&all); err != nil {
		w.t.Fatal(err)
	}
	names := []string{}
	for _, f := range all {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

// TestEveryLabCanBeSolved: each scenario is hidden, hinted at in three steps that lead to the check, repaired by `fix`, found solved by
// the next verification, and leaves nothing behind.
func TestEveryLabCanBeSolved(t *testing.T) {
	worlds, names := newWorlds(t, 2), checkup.LabScenarios()
	if len(names) < 30 {
		t.Errorf("%d scenarios", len(names))
	}
	for i, name := range names {
		scenario := []string{name}
		if i%5 == 0 { // some of two at once
			scenario = append(scenario, names[(i+len(names)/2)%len(names)])
		}
		if !swept(i) {
			continue
		}
		t.Run(strings.Join(scenario, " "), func(t *testing.T) {
			t.Parallel()
			w := worlds.take(t)
			begun, err := w.env.Cloud.Lab(t.Context(), account, "begin", scenario, 0)
			if err != nil {
				t.Skipf("the first leaves nothing for the second: %v", err)
			}
			if !begun.Open || len(begun.Names) != 0 || begun.Faults != len(scenario) {
				t.Fatalf("%+v", begun)
			}
			if told := w.inForce(); strings.Trim(strings.ReplaceAll(told, sandbox.HiddenFault, ""), " ") != "" {
				t.Fatalf("the faults are told: %s", told)
			}
			lab := checkup.Lab(w.env)
			for range 4 {
				if err := lab.Hint(t.Context()); err != nil {
					t.Fatal(err)
				}
			}
			if s := lab.State(); s.Hints != 3 || len(s.Told) != 3*len(scenario) || len(s.Names) != 0 || !strings.Contains(s.Told[len(s.Told)-1].In(text.Korean), "`verify ") {
				t.Errorf("%+v", s)
			}
			if i%3 == 0 || os.Getenv("ALL_PAIRS") != "" { // TestFixRepairsEveryRepairableFault repairs each
				w.solve(t, scenario)
			}
		})
	}
}

// solve repairs what a lab has broken, as far as the checklist leads.
func (w *world) solve(t *testing.T, scenario []string) {
	t.Helper()
	lab := checkup.Lab(w.env)
	if err := lab.Judge(t.Context(), w.verify()); err != nil || !lab.State().Open {
		t.Fatalf("solved before it was: %+v %v", lab.State(), err)
	}
	res, _ := w.fix(w, flow.Args{"all": {"true"}})
	if err := lab.Judge(t.Context(), w.verify()); err != nil {
		t.Fatal(err)
	}
	if s := lab.State(); !s.Solved || s.Open || !slices.Equal(s.Names, scenario) || s.Hints != 3 || s.Line().Empty() {
		v := w.verify()
		show(t, v, false)
		t.Fatalf("%+v\n%.800s", s, res.Text(text.English, 100))
	}
	if v := w.verify(); !mended(v) || w.inForce() != "" {
		show(t, v, false)
		t.Errorf("what the end of the lab leaves: %s", w.inForce())
	}
}

func TestARandomLabIsHiddenAndRemembered(t *testing.T) {
	worlds := newWorlds(t, 2)
	w := worlds.take(t)
	lab := checkup.Lab(w.env)
	if err := lab.Hint(t.Context()); flow.AsFailure(err).Code != "NotNow" {
		t.Errorf("a hint without a lab: %v", err)
	}
	if err := lab.Begin(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	if v := w.verify(); v.Count(flow.Fail)+v.Count(flow.Warn) == 0 {
		t.Error("nothing is broken")
	}
	// Another process sees the same lab, and giving it up tells.
	next := worlds.take(t)
	next.cloud.Restore(stateOf(t, w.cloud))
	other := checkup.Lab(next.env)
	if err := other.Look(t.Context()); err != nil || !other.State().Open || other.State().Faults != 2 || len(other.State().Told) != 0 {
		t.Errorf("%+v %v", other.State(), err)
	}
	if err := other.Reveal(t.Context()); err != nil || len(other.State().Names) != 2 || other.State().Solved || strings.Contains(next.inForce(), sandbox.HiddenFault) {
		t.Errorf("%+v %v %s", other.State(), err, next.inForce())
	}
	// Lifting everything ends it too.
	w.cloud.Lift("")
	if n := w.cloud.StartAfresh(sandbox.DefaultAccount); n == 0 {
		t.Error("nothing was there")
	}
	if s, err := w.env.Cloud.Lab(t.Context(), account, "", nil, 0); err != nil || s.Open {
		t.Errorf("%+v %v", s, err)
	}
	if err := lab.Begin(t.Context(), 1); flow.AsFailure(err).Code != "NotNow" {
		t.Errorf("with nothing to break: %v", err)
	}
}

// TestNoLabOnAWS: nothing is broken where it would hurt.
func TestNoLabOnAWS(t *testing.T) {
	w := newWorld(t)
	reader, err := aws.Open(t.Context(), aws.Options{Practice: true, Endpoint: w.env.Cloud.Place().Endpoint.Value, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	w.env.Cloud = reader
	if checkup.Lab(w.env) != nil {
		t.Error("a lab where nothing may be changed")
	}
}
