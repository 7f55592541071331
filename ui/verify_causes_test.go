package ui

import (
	"maps"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestWhatACauseExplainsFoldsUnderIt: chains end at their root; a circle, a cause that is green or unknown, fold nothing.
func TestWhatACauseExplainsFoldsUnderIt(t *testing.T) {
	results := map[string]*flow.CheckResult{}
	add := func(id string, status flow.CheckStatus, cause string) {
		results[id] = &flow.CheckResult{Check: &flow.Check{ID: id, Group: "g", Title: text.T{En: id, Ko: id}}, Verdict: flow.Verdict{Status: status, Cause: cause}}
	}
	add("root", flow.Fail, "")
	add("branch", flow.Skip, "root")
	add("leaf", flow.Fail, "branch")
	add("green", flow.Pass, "")
	add("alone", flow.Fail, "green")
	add("lost", flow.Skip, "nobody")
	add("self", flow.Fail, "self")
	add("one", flow.Fail, "two")
	add("two", flow.Fail, "one")
	if got, want := explained(results), map[string]string{"branch": "root", "leaf": "root"}; !maps.Equal(got, want) {
		t.Errorf("%v", got)
	}
	c := &course{session: &flow.Session{}, steps: []*record{{info: flow.Info{ID: verifyStep}}}}
	for _, id := range []string{"root", "branch", "leaf", "green", "alone"} {
		c.steps[0].checks = append(c.steps[0].checks, *results[id])
	}
	s := &verifyScreen{c: c}
	shown := func() (ids []string) {
		for _, r := range s.rows() {
			if r.check != nil {
				ids = append(ids, r.check.Check.ID)
			}
		}
		return ids
	}
	if got := shown(); len(got) != 2 || got[0] != "root" || got[1] != "alone" || len(s.explains("root")) != 2 {
		t.Errorf("folded: %v", got)
	}
	s.folds = map[string]fold{"g": all}
	if got := shown(); len(got) != 5 {
		t.Errorf("opened: %v", got)
	}
}
