package flow_test

import (
	"context"
	"errors"
	"runtime"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// watched is a place with a free probe and a billed one that needs it.
type watched struct {
	free, paid       int
	freeErr, paidErr error
	value            string
}

func (w *watched) checks() []flow.Check {
	free := &flow.Probe[string]{ID: "free", Guard: "free", Fetch: func(context.Context, *flow.Facts) (string, error) { w.free++; return w.value, w.freeErr }}
	paid := &flow.Probe[string]{ID: "paid", Guard: "paid", Billed: true, Needs: []flow.Need{free}, Fetch: func(context.Context, *flow.Facts) (string, error) {
		w.paid++
		return "token", w.paidErr
	}}
	judge := func(p *flow.Probe[string]) func(*flow.Facts) flow.Verdict {
		return func(f *flow.Facts) flow.Verdict { return flow.Passed(text.Plain(p.Of(f))) }
	}
	failing := func(_ *flow.Facts, err error) flow.Verdict { return flow.Failing(text.Plain(err.Error())) }
	return []flow.Check{
		{ID: "free", Group: "g", Needs: []flow.Need{free}, Judge: judge(free), OnError: failing},
		{ID: "paid", Group: "g", Needs: []flow.Need{paid}, Judge: judge(paid), OnError: failing},
	}
}

func TestWatchPaysOnce(t *testing.T) {
	w := &watched{value: "a", paidErr: errors.New("invalid_client")}
	watch := flow.NewWatch(flow.Place{}, w.checks(), flow.SystemClock{})
	look := func() []string {
		t.Helper()
		_, changes, ok := watch.Look(t.Context(), nil)
		if !ok {
			t.Fatal("cut short")
		}
		var all []string
		for _, c := range changes {
			all = append(all, c.Check.ID+" "+string(c.Before.Status)+" "+string(c.After.Status))
		}
		return all
	}
	want := func(what string, got []string, paid int, changes ...string) {
		t.Helper()
		if len(got) != len(changes) || len(got) > 0 && got[0] != changes[0] || w.paid != paid {
			t.Errorf("%s: %v, paid %d; want %v, %d", what, got, w.paid, changes, paid)
		}
	}
	want("first", look(), 1)
	want("nothing changed", look(), 1)
	w.paidErr = nil
	want("a refusal is not asked again by itself", look(), 1)
	w.value = "b"
	want("something is repaired", look(), 1, "free pass pass")
	want("then it is asked again", look(), 2, "paid fail pass")
	w.value = "c"
	look()
	want("a success is never asked again", look(), 2)
	if w.free != 7 {
		t.Errorf("the free probe ran %d times", w.free)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, ok := watch.Look(ctx, nil); ok {
		t.Error("a look that was cut short counts")
	}
}

// TestWatchAsksForWhatCouldNotRun: a billed probe whose need was missing has cost nothing, and runs when the need is there.
func TestWatchAsksForWhatCouldNotRun(t *testing.T) {
	w := &watched{freeErr: errors.New("no stack")}
	watch := flow.NewWatch(flow.Place{}, w.checks(), flow.SystemClock{})
	watch.Look(t.Context(), nil)
	w.freeErr = nil
	if v, changes, _ := watch.Look(t.Context(), nil); w.paid != 1 || len(changes) != 2 || !v.OK() {
		t.Errorf("paid %d, %+v", w.paid, changes)
	}
}

// TestWatchIsFlat: an hour at two seconds is 1800 looks, and none of them stays in memory.
func TestWatchIsFlat(t *testing.T) {
	w := &watched{value: "a"}
	watch := flow.NewWatch(flow.Place{}, w.checks(), flow.SystemClock{})
	heap := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	looks := func(n int) {
		for range n {
			watch.Look(t.Context(), nil)
		}
	}
	looks(200)
	before := heap()
	looks(1800)
	if after := heap(); after > before+64<<10 {
		t.Errorf("the heap grew from %d to %d bytes", before, after)
	}
	if w.paid != 1 {
		t.Errorf("paid %d times", w.paid)
	}
}

// TestWatchPaysAgainForAnotherBasis: a paid answer counts as long as what it rests on is the same, also across a time in which
// what it needs was missing.
func TestWatchPaysAgainForAnotherBasis(t *testing.T) {
	w := &watched{value: "secret 1"}
	checks := w.checks()
	free := checks[0].Needs[0].(*flow.Probe[string])
	checks[1].Needs[0].(*flow.Probe[string]).Basis = func(_ context.Context, f *flow.Facts) string { return free.Of(f) }
	watch := flow.NewWatch(flow.Place{}, checks, flow.SystemClock{})
	for i, step := range []struct {
		value string
		err   error
		paid  int
	}{{"secret 1", nil, 1}, {"secret 1", nil, 1}, {"secret 2", nil, 2}, {"secret 2", nil, 2}, {"", errors.New("gone"), 2}, {"secret 2", nil, 2}, {"secret 1", nil, 3}} {
		w.value, w.freeErr = step.value, step.err
		v, _, ok := watch.Look(t.Context(), nil)
		if !ok || w.paid != step.paid || v.OK() != (step.err == nil) {
			t.Errorf("look %d: paid %d times, want %d; %+v", i, w.paid, step.paid, v.Results)
		}
	}
}
