package ui

import (
	"context"
	"testing"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// mendable is a workshop whose verification fails until the check's own repair was agreed to.
type mendable struct {
	*uitest.Workshop
	mended bool
}

func (w *mendable) Enter(ctx context.Context, door flow.DoorID) (*flow.Session, error) {
	s, err := w.Workshop.Enter(ctx, door)
	if err == nil {
		for i := range s.Steps {
			if s.Steps[i].Info().ID == verifyStep {
				s.Steps[i] = mending{s.Steps[i], w}
			}
		}
		s.Checks = []flow.Check{w.check()}
	}
	return s, err
}

func (w *mendable) check() flow.Check {
	plain := func(s string) text.T { return text.T{En: s, Ko: s} }
	return flow.Check{ID: "client.callbacks", Group: "clients", Title: plain("Callbacks"), Fix: &flow.Fix{
		ID: "fix", Title: plain("Register them"), Undo: flow.UndoExact,
		Do: func(ctx context.Context, r *flow.Report) error {
			answer, err := r.Ask(ctx, flow.Question{Kind: flow.Confirm, Title: plain("Register the callbacks?").With(), Shown: []flow.Fact{{Key: "CallbackURLs", Label: plain("CallbackURLs"), Value: "– → http://localhost:8501/"}}})
			if err == nil && !answer.Yes {
				err = &flow.Failure{Code: "Declined", Exit: flow.ExitInterrupted, Message: plain("Nothing was changed.").With()}
			}
			w.mended = w.mended || err == nil
			return err
		},
	}}
}

type mending struct {
	flow.Step
	w *mendable
}

func (m mending) Apply(_ context.Context, r *flow.Report) error {
	check, verdict := m.w.check(), flow.Failing(text.Plain("lacks one"))
	if m.w.mended {
		verdict = flow.Passed(text.Plain("there"))
	}
	r.Emit(flow.CheckResult{Check: &check, Verdict: verdict})
	if !m.w.mended {
		return flow.ErrChecksFailed
	}
	return nil
}

// TestRepairOnTheScreen: F9 on a check that failed shows the difference, a no changes nothing, a yes repairs and verifies again.
func TestRepairOnTheScreen(t *testing.T) {
	w := &mendable{Workshop: &uitest.Workshop{Script: uitest.Script{AWS: true, Done: true}}}
	w.Remember(flow.DoorBuild, "provider")
	o := in(text.English)
	o.Workshop = w
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter")
		s.Wait(time.Second)
		s.Press("enter")
		s.Wait(time.Second)
		s.sees("1 failed")
		s.Press("enter", "f9")
		s.sees("Register the callbacks?", "http://localhost:8501/")
		s.Press("enter") // the hand is on no
		s.Wait(time.Second)
		if w.mended {
			t.Error("a no has changed something")
		}
		s.Press("f9")
		s.sees("Register the callbacks?")
		s.Press("1", "enter")
		s.Wait(time.Second)
		s.sees("1 passed")
	})
	if !w.mended {
		t.Error("it was not repaired")
	}
}
