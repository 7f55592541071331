package flow_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func TestVerifyFetchesOnceAndNamesTheCause(t *testing.T) {
	var fetched atomic.Int32
	stack := &flow.Probe[string]{ID: "stack", Guard: "stack.exists", Fetch: func(context.Context, *flow.Facts) (string, error) {
		fetched.Add(1)
		return "", errors.New("no such stack")
	}}
	pool := &flow.Probe[string]{ID: "pool", Guard: "pool.exists", Needs: []flow.Need{stack}, Fetch: func(context.Context, *flow.Facts) (string, error) {
		t.Error("fetched although what it needs failed")
		return "", nil
	}}
	client := &flow.Probe[string]{ID: "client", Needs: []flow.Need{pool}, Fetch: pool.Fetch}
	pass := func(*flow.Facts) flow.Verdict { return flow.Passed(text.Plain("fine")) }
	checks := []flow.Check{
		{ID: "stack.exists", Severity: flow.MainJob, Needs: []flow.Need{stack}, Judge: pass, OnError: func(_ *flow.Facts, err error) flow.Verdict {
			return flow.Failing(text.Plain(err.Error()))
		}},
		{ID: "pool.exists", Severity: flow.MainJob, Needs: []flow.Need{pool}, Judge: pass, OnError: func(*flow.Facts, error) flow.Verdict {
			t.Error("judged although it could not be looked at")
			return flow.Verdict{}
		}},
		{ID: "client.flows", Severity: flow.MainJob, Needs: []flow.Need{client}, Judge: pass},
		{ID: "other", Severity: flow.MainJob, Judge: pass},
	}
	told := 0
	v := flow.Verify(t.Context(), flow.Place{}, checks, flow.SystemClock{}, func(flow.CheckResult) { told++ })
	if n := fetched.Load(); n != 1 {
		t.Errorf("the probe ran %d times", n)
	}
	if told != len(checks) {
		t.Errorf("%d results were told", told)
	}
	want := []struct {
		status flow.CheckStatus
		cause  string
	}{{flow.Fail, ""}, {flow.Skip, "stack.exists"}, {flow.Skip, "stack.exists"}, {flow.Pass, ""}}
	for i, w := range want {
		if r := v.Results[i]; r.Verdict.Status != w.status || r.Verdict.Cause != w.cause {
			t.Errorf("%s: %s because of %q, want %s because of %q", r.Check.ID, r.Verdict.Status, r.Verdict.Cause, w.status, w.cause)
		}
	}
	if v.OK() {
		t.Error("a verification with a failed check is not OK")
	}
}

func TestAMainCheckThatCouldNotBeMadeIsNoPass(t *testing.T) {
	denied := &flow.Probe[int]{ID: "role", Fetch: func(context.Context, *flow.Facts) (int, error) { return 0, errors.New("denied") }}
	for severity, ok := range map[flow.Severity]bool{flow.MainJob: false, flow.Optional: true} {
		checks := []flow.Check{{ID: "role.trust", Severity: severity, Needs: []flow.Need{denied}, Judge: func(*flow.Facts) flow.Verdict { return flow.Verdict{} }}}
		if v := flow.Verify(t.Context(), flow.Place{}, checks, flow.SystemClock{}, nil); v.OK() != ok {
			t.Errorf("%s: OK is %v", severity, v.OK())
		}
	}
}
