package ui

import (
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// TestTheChecklistMendsNothingOnItsWay: where something is there, be it broken, the checklist is run alone; where nothing is there yet,
// what it needs is made first.
func TestTheChecklistMendsNothingOnItsWay(t *testing.T) {
	w := &uitest.Workshop{Script: uitest.Script{Done: true}}
	s, err := w.Enter(t.Context(), flow.DoorPractice)
	if err != nil {
		t.Fatal(err)
	}
	c := newCourse(flow.DoorPractice, s, nil)
	needs := []string{"deploy", "provider"}
	c.find(verifyStep).info.Needs = needs
	set := func(state flow.State) {
		for _, need := range needs {
			c.find(need).state = state
		}
	}
	for state, want := range map[flow.State]bool{"": false, flow.Absent: false, flow.InProgress: false, flow.Present: true, flow.Drifted: true, flow.Blocked: true} {
		set(state)
		if got := c.judges(verifyStep); got != want {
			t.Errorf("with %q: alone is %v", state, got)
		}
	}
	set(flow.Absent)
	c.find(verifyStep).checks = []flow.CheckResult{{Check: &flow.Check{ID: "c", Title: text.T{En: "c", Ko: "c"}}}}
	if !c.judges(verifyStep) || c.judges("deploy") {
		t.Error("a checklist that was made once is made again alone, and nothing else is")
	}
}
