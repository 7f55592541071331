package steps_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
)

// fakeClock is moved by whoever sleeps on it: minutes of a realistic stack pass in no time.
type fakeClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.now = c.now.Add(d)
	c.mu.Unlock()
	return ctx.Err()
}

// slowWorld is a cloud that takes the time that AWS takes.
func slowWorld(t *testing.T) (*world, *fakeClock) {
	t.Helper()
	clock := &fakeClock{now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	w := newWorldAt(t, clock.Now)
	w.cloud = sandbox.New(sandbox.Options{Seed: 1, Now: clock.Now, Pace: core.Realistic})
	server := httptest.NewServer(w.cloud)
	t.Cleanup(server.Close)
	client, err := aws.Open(t.Context(), aws.Options{Practice: true, Endpoint: server.URL, Recorder: steps.NewRecorder(), Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	w.env.Cloud, w.env.Clock = client, clock
	return w, clock
}

func TestLiveTreeOfARealisticStack(t *testing.T) {
	t.Parallel()
	w, clock := slowWorld(t)
	start := clock.Now()
	w.must("deploy")
	took := clock.Now().Sub(start)
	if took < 20*time.Second || took > 10*time.Minute {
		t.Errorf("a realistic stack took %s", took)
	}
	states := map[string][]string{}
	progress := 0
	for _, e := range w.events {
		switch b := e.Body.(type) {
		case flow.Resource:
			states[b.LogicalID] = append(states[b.LogicalID], b.Status)
		case flow.Progress:
			progress++
			if b.Total == 0 || b.Done > b.Total {
				t.Errorf("progress %d of %d", b.Done, b.Total)
			}
		}
	}
	pool := states["UserPool"]
	if len(pool) < 2 || pool[0] != "CREATE_IN_PROGRESS" || pool[len(pool)-1] != "CREATE_COMPLETE" || progress < 5 {
		t.Errorf("pool %v, %d progress events in %s", pool, progress, took)
	}
}

func TestInterruptedDeployIsJoined(t *testing.T) {
	t.Parallel()
	w, _ := slowWorld(t)
	ctx, cancel := context.WithCancel(t.Context())
	seen := 0
	f := w.session().Run(ctx, flow.RunOptions{Steps: []string{"deploy"}, Asker: w, Emit: func(e flow.Event) {
		if _, ok := e.Body.(flow.Resource); ok {
			if seen++; seen == 5 {
				cancel()
			}
		}
	}})
	if f == nil || f.Exit != flow.ExitInterrupted {
		t.Fatal(f)
	}
	if status, err := steps.Deploy(w.env).State(t.Context()); err != nil || status.State != flow.InProgress {
		t.Fatal(status.State, err)
	}
	w.must("deploy")
	if !strings.Contains(w.said(), "joining") {
		t.Error(w.said())
	}
	for _, op := range w.changes() {
		if strings.Contains(op, "ChangeSet") || strings.Contains(op, "Stack") {
			t.Errorf("a joined stack is started again: %s", op)
		}
	}
}

func TestFirstCauseIsPinned(t *testing.T) {
	t.Parallel()
	w, _ := slowWorld(t)
	breakIt(t, w.cloud, "resource-create-failed:AgentCoreExecutionRole")
	f := w.run("deploy")
	if f == nil || f.Exit != flow.ExitService || !strings.Contains(f.Cause.String(), "AgentCoreExecutionRole") {
		t.Fatalf("%+v", f)
	}
	if strings.Count(w.said(), "First cause") != 1 {
		t.Error(w.said())
	}
}
