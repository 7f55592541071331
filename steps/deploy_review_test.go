package steps_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
)

// reviewed makes a stack that stands in REVIEW_IN_PROGRESS with a change set that is ready.
func (w *world) reviewed() (changeSet, stack string) {
	w.t.Helper()
	return w.reviewedAs("x", nil)
}

func (w *world) reviewedAs(name string, parameters map[string]string) (changeSet, stack string) {
	w.t.Helper()
	spec := aws.ChangeSetSpec{Stack: steps.PublishedStack, Name: name, Create: true, Template: aws.Template(), Parameters: parameters}
	id, stackID, err := w.env.Cloud.CreateChangeSet(w.t.Context(), spec)
	if err != nil {
		w.t.Fatal(err)
	}
	set, err := w.env.Cloud.WaitChangeSet(w.t.Context(), stackID, id, func(ctx context.Context) error { return w.env.Clock.Sleep(ctx, time.Second) })
	if err != nil || !set.Ready() {
		w.t.Fatal(set, err)
	}
	return id, stackID
}

func TestYoungChangeSetIsWaitedForAndAnOldOneReplaced(t *testing.T) {
	w, clock := slowWorld(t)
	w.reviewed()
	start := clock.Now()
	var asked time.Duration
	w.answer = func(q flow.Question) flow.Answer {
		asked = clock.Now().Sub(start)
		for _, f := range q.Shown {
			if strings.Contains(f.Value, "User Initiated") {
				t.Error("that somebody asked for it is shown as a cause")
			}
		}
		return flow.Answer{Yes: true, Choice: "recreate"}
	}
	w.must("deploy")
	if len(w.asked) != 1 || !strings.Contains(w.asked[0].Title.String(), "REVIEW_IN_PROGRESS") {
		t.Errorf("asked %+v", w.asked)
	}
	if asked < 4*time.Minute || !strings.Contains(w.said(), "REVIEW_IN_PROGRESS") {
		t.Errorf("asked after %s", asked)
	}
}

// TestWhatAKilledRunLeftIsTakenUp: it had made its change set, and nobody but this program would execute that.
func TestWhatAKilledRunLeftIsTakenUp(t *testing.T) {
	w, clock := slowWorld(t)
	w.reviewedAs(w.env.ChangeSetName(), nil)
	start := clock.Now()
	w.must("deploy")
	if len(w.asked) != 0 || slices.Contains(w.changes(), "DeleteStack") || slices.Contains(w.changes(), "CreateChangeSet") || strings.Contains(w.said(), "is healthy") {
		t.Errorf("asked %+v, changed %v, said %s", w.asked, w.changes(), w.said())
	}
	if took := clock.Now().Sub(start); took > 4*time.Minute {
		t.Errorf("it took %s", took)
	}
}

// TestAChangeSetForAnotherPathIsNotTakenUp: the stack would write its parameters where this run does not look.
func TestAChangeSetForAnotherPathIsNotTakenUp(t *testing.T) {
	w, _ := slowWorld(t)
	w.reviewedAs(w.env.ChangeSetName(), map[string]string{"ParameterPrefix": "/elsewhere"})
	w.must("deploy")
	if len(w.asked) != 1 || !slices.Contains(w.changes(), "DeleteStack") {
		t.Errorf("asked %+v, changed %v", w.asked, w.changes())
	}
}

// TestAnEmptyStackIsNotWaitedForLong: a run was ended after it took its change set back, and before the stack that came with it.
func TestAnEmptyStackIsNotWaitedForLong(t *testing.T) {
	w, clock := slowWorld(t)
	id, stack := w.reviewed()
	if err := w.env.Cloud.DeleteChangeSet(t.Context(), stack, id); err != nil {
		t.Fatal(err)
	}
	start := clock.Now()
	var asked time.Duration
	w.answer = func(flow.Question) flow.Answer {
		asked = clock.Now().Sub(start)
		return flow.Answer{Yes: true, Choice: "recreate"}
	}
	w.must("deploy")
	if len(w.asked) != 1 || asked > time.Minute {
		t.Errorf("asked %+v after %s", w.asked, asked)
	}
}

// TestColleaguesChangeSetIsJoined: it is executed while this run waits, so nothing is asked and nothing deleted.
func TestColleaguesChangeSetIsJoined(t *testing.T) {
	w, clock := slowWorld(t)
	id, stack := w.reviewed()
	w.env.Clock = &nudged{fakeClock: clock, at: clock.Now().Add(time.Minute), do: func() {
		if err := w.env.Cloud.ExecuteChangeSet(context.Background(), stack, id); err != nil {
			t.Error(err)
		}
	}}
	w.must("deploy")
	if len(w.asked) != 0 || slices.Contains(w.changes(), "DeleteStack") {
		t.Errorf("asked %+v, changed %v", w.asked, w.changes())
	}
}

// nudged is a clock at which something happens once.
type nudged struct {
	*fakeClock
	at time.Time
	do func()
}

func (c *nudged) Sleep(ctx context.Context, d time.Duration) error {
	err := c.fakeClock.Sleep(ctx, d)
	if c.do != nil && c.Now().After(c.at) {
		do := c.do
		c.do = nil
		do()
	}
	return err
}

// TestHealthyStackIsNotDeletedByAnOldAnswer: a colleague executes the change set while the question is open.
func TestHealthyStackIsNotDeletedByAnOldAnswer(t *testing.T) {
	w, clock := slowWorld(t)
	id, stack := w.reviewed()
	clock.now = clock.Now().Add(time.Hour)
	w.answer = func(q flow.Question) flow.Answer {
		if strings.Contains(q.Title.String(), "REVIEW_IN_PROGRESS") {
			if err := w.env.Cloud.ExecuteChangeSet(context.Background(), stack, id); err != nil {
				t.Error(err)
			}
			return flow.Answer{Yes: true, Choice: "recreate"}
		}
		return flow.Answer{Yes: true}
	}
	w.must("deploy")
	s, err := w.env.Cloud.Stack(t.Context(), stack)
	if err != nil || s.Status != "CREATE_COMPLETE" || slices.Contains(w.changes(), "DeleteStack") {
		t.Errorf("the colleague's stack is in %s, %v: %v", s.Status, err, w.changes())
	}
}

// hooked makes every change set fail as a hook of the organisation does.
type hooked struct{}

func (hooked) RoundTrip(r *http.Request) (*http.Response, error) {
	var asked []byte
	if r.Body != nil {
		asked, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(asked))
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil || !strings.Contains(string(asked), "Action=DescribeChangeSet") {
		return resp, err
	}
	said, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	failed := strings.Replace(string(said), "<Status>CREATE_COMPLETE</Status>", "<Status>FAILED</Status><StatusReason>The following hook(s) failed: [My::Hook]</StatusReason>", 1)
	resp.Body, resp.ContentLength = io.NopCloser(strings.NewReader(failed)), int64(len(failed))
	resp.Header.Del("Content-Length")
	return resp, err
}

func TestRefusedChangeSetLeavesNothingBehind(t *testing.T) {
	w := newWorld(t)
	server := httptest.NewServer(w.cloud)
	defer server.Close()
	client, err := aws.Open(t.Context(), aws.Options{Practice: true, Endpoint: server.URL, Recorder: steps.NewRecorder(), Transport: hooked{}})
	if err != nil {
		t.Fatal(err)
	}
	w.env.Cloud = client
	if f := w.run("deploy"); f == nil || f.Code != "ChangeSetFailed" || !strings.Contains(f.Cause.String(), "My::Hook") {
		t.Fatal(f)
	}
	if s, err := client.Stack(t.Context(), steps.PublishedStack); !aws.IsNotFound(err) {
		t.Errorf("left behind: %s %v", s.Status, err)
	}
}

// TestCancelledRunLeavesNothingBehind: Ctrl+C while CloudFormation works the change set out.
func TestCancelledRunLeavesNothingBehind(t *testing.T) {
	w, clock := slowWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.env.Clock = &nudged{fakeClock: clock, at: clock.Now().Add(time.Second), do: cancel}
	f := w.session().Run(ctx, flow.RunOptions{Steps: []string{"deploy"}, Asker: w})
	if f == nil || f.Code != "Interrupted" {
		t.Fatal(f)
	}
	clock.now = clock.Now().Add(time.Minute) // CloudFormation takes its time to delete
	if s, err := w.env.Cloud.Stack(t.Context(), steps.PublishedStack); !aws.IsNotFound(err) {
		t.Errorf("left behind: %s %v", s.Status, err)
	}
}

// TestOthersChangeSetKeepsItsStack: the empty stack goes only with its last change set.
func TestOthersChangeSetKeepsItsStack(t *testing.T) {
	w, clock := slowWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.env.Clock = &nudged{fakeClock: clock, at: clock.Now().Add(time.Second), do: func() {
		w.reviewed()
		cancel()
	}}
	if f := w.session().Run(ctx, flow.RunOptions{Steps: []string{"deploy"}, Asker: w}); f == nil {
		t.Fatal("not interrupted")
	}
	sets, err := w.env.Cloud.ChangeSets(t.Context(), steps.PublishedStack)
	if err != nil || len(sets) != 1 || sets[0].Name != "x" || sets[0].Created.IsZero() {
		t.Errorf("%+v %v", sets, err)
	}
}

func TestUpdateThatNobodyAnswersLeavesNoChangeSet(t *testing.T) {
	w := newWorld(t)
	w.publishedStack()
	w.env.Update = true
	r := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, nil, nil)
	if err := steps.Deploy(w.env).(flow.Applier).Apply(r.With(t.Context()), r); flow.AsFailure(err).Code != "NeedsUser" {
		t.Fatal(err)
	}
	sets, err := w.env.Cloud.ChangeSets(t.Context(), steps.PublishedStack)
	if s, _ := w.env.Cloud.Stack(t.Context(), steps.PublishedStack); err != nil || s.Status != "CREATE_COMPLETE" {
		t.Fatal(s.Status, err)
	}
	for _, s := range sets {
		if s.ExecutionStatus == "AVAILABLE" {
			t.Errorf("left behind: %+v", s)
		}
	}
}
