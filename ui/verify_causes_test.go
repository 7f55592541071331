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

// TestTheHandStaysWithItsCheck: rows come and go with what is found. What was repaired is gone, and the hand is on what still fails.
func TestTheHandStaysWithItsCheck(t *testing.T) {
	r := &record{info: flow.Info{ID: verifyStep}}
	s := &verifyScreen{c: &course{session: &flow.Session{}, steps: []*record{r}}}
	found := func(status ...flow.CheckStatus) {
		r.checks = nil
		for i, st := range status {
			id := string(rune('a' + i))
			r.checks = append(r.checks, flow.CheckResult{Check: &flow.Check{ID: id, Group: id}, Verdict: flow.Verdict{Status: st}})
		}
	}
	at := func() string { rows := s.rows(); return rows[s.hand(rows)].key() }
	found(flow.Fail, flow.Fail, flow.Fail)
	s.Key(press{name: "down"}) // from a to the group b
	s.Key(press{name: "down"})
	s.Key(press{name: "enter"})
	if at() != "check b" || !s.whole(s.rows()) {
		t.Fatalf("at %s", at())
	}
	found(flow.Pass, flow.Fail, flow.Fail)
	if at() != "check b" || !s.whole(s.rows()) {
		t.Errorf("a was repaired: at %s", at())
	}
	found(flow.Pass, flow.Pass, flow.Fail)
	if at() != "check c" || s.whole(s.rows()) {
		t.Errorf("b was repaired: at %s", at())
	}
	if s.Key(press{name: "enter"}); at() != "check c" || !s.whole(s.rows()) {
		t.Errorf("c does not open: at %s", at())
	}
}
