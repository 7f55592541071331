package steps_test

import (
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/secret"
)

// TestSomebodyElsesSecondUserIsLeftAlone: its password is not reset, and undoing the lab does not delete it.
func TestSomebodyElsesSecondUserIsLeftAlone(t *testing.T) {
	w := newWorld(t)
	w.must("deploy", "provider")
	stack, err := w.env.Cloud.Stack(t.Context(), steps.PublishedStack)
	if err != nil {
		t.Fatal(err)
	}
	pool := stack.Outputs["UserPoolId"]
	if _, err := w.env.Cloud.CreateUser(t.Context(), pool, identity.SecondUser, secret.New("TempPassword123!")); err != nil {
		t.Fatal(err)
	}
	for _, step := range []flow.Step{identity.Isolation(w.env), identity.Binding(w.env)} {
		w.since()
		f := flow.AsFailure(w.apply(step))
		if f == nil || f.Code != "UserNotOurs" || !strings.Contains(f.Fix.String(), pool) || slices.Contains(w.changes(), "AdminSetUserPassword") {
			t.Errorf("%s: %v, changed %v", step.Info().ID, f, w.changes())
		}
		r := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, w, nil)
		if err := step.(flow.Undoer).Undo(r.With(t.Context()), r); err != nil {
			t.Errorf("%s: %v", step.Info().ID, err)
		}
	}
	if _, err := w.env.Cloud.User(t.Context(), pool, identity.SecondUser); err != nil {
		t.Errorf("undoing has deleted the user: %v", err)
	}
}
