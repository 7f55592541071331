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

// Who queues and gives up must not let pass the request that is shown: nobody pressed a key for it.
func TestOnlyTheOwnerTakesTheShownRequestAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := &flow.Gate{}
		gate.Toggle()
		report := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, nil, gate)
		shown, queued := make(chan error, 1), make(chan error, 1)
		go func() { shown <- report.Before(t.Context(), flow.Held{URL: "shown"}) }()
		synctest.Wait()
		ctx, cancel := context.WithCancel(t.Context())
		go func() { queued <- report.Before(ctx, flow.Held{URL: "queued"}) }()
		synctest.Wait()
		cancel()
		if err := <-queued; err == nil {
			t.Error("the one that gave up passed")
		}
		synctest.Wait()
		if len(shown) > 0 {
			t.Error("the shown request passed though nobody pressed a key")
		}
		if h := gate.Waiting(); h == nil || h.URL != "shown" {
			t.Errorf("%+v waits", h)
		}
		gate.Next()
		if err := <-shown; err != nil {
			t.Error(err)
		}
	})
}
