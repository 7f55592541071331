package flow_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// fakeStep is a step whose state and effect a test decides.
type fakeStep struct {
	info    flow.Info
	state   flow.State
	apply   func() error
	applied int
}

func (s *fakeStep) Info() flow.Info { return s.info }
func (s *fakeStep) State(context.Context) (flow.Status, error) {
	return flow.Status{State: s.state, Facts: []flow.Fact{{Key: s.info.ID, Value: "x"}}}, nil
}

func (s *fakeStep) Apply(context.Context, *flow.Report) error {
	s.applied++
	if s.apply != nil {
		return s.apply()
	}
	s.state = flow.Present
	return nil
}

func course() (deploy, provider, verify, token *fakeStep, session *flow.Session) {
	creates := []flow.Plan{{Call: "x", Creates: true}}
	deploy = &fakeStep{info: flow.Info{ID: "deploy", Main: true, Will: creates}, state: flow.Absent}
	provider = &fakeStep{info: flow.Info{ID: "provider", Main: true, Needs: []string{"deploy"}, Will: creates}, state: flow.Absent}
	verify = &fakeStep{info: flow.Info{ID: "verify", Main: true, Ephemeral: true}, state: flow.Absent}
	token = &fakeStep{info: flow.Info{ID: "token", Needs: []string{"provider"}, Ephemeral: true}, state: flow.Absent}
	session = &flow.Session{
		Place: flow.Place{Mode: flow.Sandbox, Account: "123456789012"}, Clock: flow.SystemClock{},
		Steps: []flow.Step{deploy, provider, verify, token},
	}
	return
}

func TestRunDoesWhatIsMissingAndOnlyThat(t *testing.T) {
	deploy, provider, _, token, s := course()
	if f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"token"}}); f != nil {
		t.Fatal(f)
	}
	if f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"token"}}); f != nil {
		t.Fatal(f)
	}
	if deploy.applied != 1 || provider.applied != 1 {
		t.Errorf("durable steps were applied %d and %d times", deploy.applied, provider.applied)
	}
	if token.applied != 2 {
		t.Errorf("the token was asked for %d times in two runs", token.applied)
	}
}

// TestWhatAStepNeedsIsNotDoneAgainInASession: a person who has signed in is not sent to the browser by each step that comes after.
func TestWhatAStepNeedsIsNotDoneAgainInASession(t *testing.T) {
	_, _, _, token, s := course()
	later := &fakeStep{info: flow.Info{ID: "later", Needs: []string{"token"}, Ephemeral: true}, state: flow.Absent}
	s.Steps = append(s.Steps, later)
	for range 2 {
		if f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"later"}}); f != nil {
			t.Fatal(f)
		}
	}
	if token.applied != 1 || later.applied != 2 {
		t.Errorf("what was needed was applied %d times, what was named %d times", token.applied, later.applied)
	}
	token.state = flow.Absent // it has expired
	if f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"later"}}); f != nil || token.applied != 2 {
		t.Errorf("%v: applied %d times", f, token.applied)
	}
}

func TestAStepAloneBringsNothingElseAbout(t *testing.T) {
	deploy, provider, _, token, s := course()
	if f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"token"}, Alone: true}); f != nil {
		t.Fatal(f)
	}
	if deploy.applied+provider.applied != 0 || token.applied != 1 {
		t.Errorf("applied %d, %d and %d times", deploy.applied, provider.applied, token.applied)
	}
}

func TestAFailedCheckLetsTheRunGoOn(t *testing.T) {
	_, _, verify, token, s := course()
	verify.apply = func() error { return flow.ErrChecksFailed }
	f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"verify", "token"}})
	if f == nil || f.Exit != flow.ExitCheckFailed || token.applied != 1 {
		t.Errorf("failure %v, token applied %d times", f, token.applied)
	}
}

func TestAFailureStopsTheRun(t *testing.T) {
	deploy, provider, _, _, s := course()
	deploy.apply = func() error { return &flow.Failure{Code: "AccessDenied", Exit: flow.ExitService} }
	var last flow.Event
	f := s.Run(t.Context(), flow.RunOptions{Emit: func(e flow.Event) { last = e }})
	if f == nil || f.Exit != flow.ExitService || provider.applied != 0 {
		t.Errorf("failure %v, next step applied %d times", f, provider.applied)
	}
	if end, ok := last.Body.(flow.Finished); !ok || end.Status != flow.Failed {
		t.Errorf("the last event is %#v", last.Body)
	}
}

func TestAWSAsksOnceBeforeTheFirstChange(t *testing.T) {
	deploy, provider, _, _, s := course()
	s.Place.Mode = flow.AWS
	if f := s.Run(t.Context(), flow.RunOptions{}); f == nil || f.Exit != flow.ExitUsage || deploy.applied != 0 {
		t.Fatalf("with nobody to ask: %v, applied %d times", f, deploy.applied)
	}
	asked := 0
	yes := flow.AskerFunc(func(context.Context, flow.Question) (flow.Answer, error) {
		asked++
		return flow.Answer{Yes: true}, nil
	})
	if f := s.Run(t.Context(), flow.RunOptions{Asker: yes}); f != nil || asked != 1 || provider.applied != 1 {
		t.Errorf("%v; asked %d times; provider applied %d times", f, asked, provider.applied)
	}
}

func TestReadOnlyNeverApplies(t *testing.T) {
	deploy, _, _, _, s := course()
	s.Place.ReadOnly = true
	if f := s.Run(t.Context(), flow.RunOptions{Yes: true}); f == nil || f.Code != "ReadOnly" || deploy.applied != 0 {
		t.Errorf("%v, applied %d times", f, deploy.applied)
	}
}

func TestInterruptionAndTimeOutAreTold(t *testing.T) {
	for cause, want := range map[error]flow.Exit{context.Canceled: flow.ExitInterrupted, context.DeadlineExceeded: flow.ExitTimedOut} {
		deploy, _, _, _, s := course()
		ctx, cancel := context.WithCancelCause(t.Context())
		deploy.apply = func() error {
			cancel(cause)
			return errors.New("connection closed")
		}
		if f := s.Run(ctx, flow.RunOptions{}); f == nil || f.Exit != want {
			t.Errorf("%v: got %v", cause, f)
		}
	}
}

func TestUnknownStep(t *testing.T) {
	_, _, _, _, s := course()
	if f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"nope"}}); f == nil || f.Exit != flow.ExitUsage {
		t.Error(f)
	}
}

func TestTheStreamIsNumberedAndJournaled(t *testing.T) {
	_, _, _, _, s := course()
	dir := t.TempDir()
	journal, err := flow.OpenJournal(dir, s.Place)
	if err != nil {
		t.Fatal(err)
	}
	s.Journal = journal
	var types []string
	if f := s.Run(t.Context(), flow.RunOptions{Emit: func(e flow.Event) {
		line, err := e.JSON(text.Korean)
		var head struct {
			V    int    `json:"v"`
			Seq  int    `json:"seq"`
			Type string `json:"type"`
		}
		if err != nil || json.Unmarshal(line, &head) != nil || head.V != 1 || head.Seq != len(types)+1 {
			t.Errorf("%s (%v)", line, err)
		}
		types = append(types, head.Type)
	}}); f != nil {
		t.Fatal(f)
	}
	want := "step_started fact step_finished step_started fact step_finished step_started fact step_finished finished"
	if got := strings.Join(types, " "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	done, last := journal.LastDone()
	if last != "verify" || len(done) != 3 {
		t.Errorf("done %v, last %s", done, last)
	}
	entries, err := journal.Entries()
	if err != nil || !slices.ContainsFunc(entries, func(e flow.Entry) bool { return e.Key == "deploy" && e.Value == "x" }) {
		t.Errorf("%v, %v", entries, err)
	}
}
