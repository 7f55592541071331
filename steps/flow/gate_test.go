package flow_test

import (
	"context"
	"testing"
	"testing/synctest"

	"agentcore-workshop/steps/flow"
)

func TestHoldLetsOneRequestPassAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := &flow.Gate{}
		gate.Toggle()
		report := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, nil, gate)
		passed := make(chan string, 3)
		for _, url := range []string{"a", "b", "c"} {
			go func() {
				if report.Before(t.Context(), flow.Held{URL: url}) == nil {
					passed <- url
				}
			}()
		}
		for want := 1; want <= 2; want++ {
			synctest.Wait()
			if gate.Waiting() == nil {
				t.Fatal("nothing waits at the gate")
			}
			gate.Next()
			synctest.Wait()
			if len(passed) != want {
				t.Fatalf("%d requests passed, want %d", len(passed), want)
			}
		}
		gate.Toggle()
		synctest.Wait()
		if len(passed) != 3 || gate.Waiting() != nil {
			t.Errorf("after hold: %d passed, waiting %v", len(passed), gate.Waiting())
		}
	})
}

func TestACancelledRequestLeavesTheGate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := &flow.Gate{}
		gate.Toggle()
		report := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, nil, gate)
		ctx, cancel := context.WithCancel(t.Context())
		result := make(chan error, 1)
		go func() { result <- report.Before(ctx, flow.Held{}) }()
		synctest.Wait()
		cancel()
		if err := <-result; err == nil {
			t.Error("a cancelled request passed")
		}
		if gate.Waiting() != nil {
			t.Error("it still waits")
		}
	})
}
