package steps_test

import (
	"context"
	"regexp"
	"slices"
	"testing"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func (w *world) verify() flow.Verification {
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	return done(flow.Verify(ctx, flow.Place{}, checkup.Checks(w.env), flow.SystemClock{}, nil))
}

// done leaves out the checks of a step after the main job that was never done: they say so, and nothing else.
func done(v flow.Verification) flow.Verification {
	later := []string{"3lo", "gateway", "runtime"}
	v.Results = slices.DeleteFunc(v.Results, func(r flow.CheckResult) bool {
		return slices.Contains(later, r.Check.Step) && r.Verdict.Status == flow.Skip
	})
	return v
}

func show(t *testing.T, v flow.Verification, all bool) {
	t.Helper()
	for _, r := range v.Results {
		if all || r.Verdict.Status != flow.Pass {
			t.Logf("%-6s %-28s %s | %s %v cause=%s", r.Verdict.Status, r.Check.ID, r.Verdict.Summary, r.Verdict.Detail, r.Verdict.Evidence, r.Verdict.Cause)
		}
	}
}

func status(v flow.Verification, id string) flow.CheckStatus {
	for _, r := range v.Results {
		if r.Check.ID == id {
			return r.Verdict.Status
		}
	}
	return "none"
}

func TestChecklistIsWhole(t *testing.T) {
	id := regexp.MustCompile(`^[a-z]+(\.[a-z0-9_]+)+$`)
	seen := map[string]bool{}
	checks := checkup.Checks(&steps.Env{})
	for _, c := range checks {
		switch {
		case !id.MatchString(c.ID), seen[c.ID]:
			t.Errorf("id %q", c.ID)
		case c.Title.Empty(), c.Why.Empty(), c.Docs == "", c.Group == "", c.Severity == "", len(c.Needs) == 0, c.Judge == nil:
			t.Errorf("%s is not whole", c.ID)
		case c.Fix == nil && c.NoFix.Empty(), c.Fix != nil && !c.NoFix.Empty():
			t.Errorf("%s has no repair and no reason, or both", c.ID)
		case c.Title.In(text.Korean) == "" || c.Why.In(text.Korean) == "":
			t.Errorf("%s is not said in Korean", c.ID)
		}
		seen[c.ID] = true
	}
	if len(checks) < 60 {
		t.Errorf("%d checks", len(checks))
	}
}

func TestVerifyHealthy(t *testing.T) {
	w := newWorld(t)
	w.must()
	v := w.verify()
	if !v.OK() || v.Count(flow.Warn)+v.Count(flow.Skip) != 0 {
		show(t, v, false)
		t.Fatalf("ok %v: %d pass %d warn %d fail %d skip", v.OK(), v.Count(flow.Pass), v.Count(flow.Warn), v.Count(flow.Fail), v.Count(flow.Skip))
	}
	t.Logf("%d checks in %s", len(v.Results), v.Duration)
}

func TestVerifyNothing(t *testing.T) {
	w := newWorld(t)
	v := w.verify()
	if v.OK() || status(v, "stack.exists") != flow.Fail {
		show(t, v, true)
		t.Fatal("an empty place passes")
	}
	if v.Count(flow.Fail) != 1 {
		show(t, v, false)
		t.Errorf("%d failures where one thing is wrong: nothing was made", v.Count(flow.Fail))
	}
	for _, r := range v.Results {
		if r.Verdict.Status == flow.Skip && r.Verdict.Cause == "" && r.Check.Severity == flow.MainJob {
			t.Errorf("%s is skipped without a cause: %s", r.Check.ID, r.Verdict.Summary)
		}
	}
}
