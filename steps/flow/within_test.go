package flow_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// A teacher may talk for as long as it takes: what is held back at the gate does not fail for it.
func TestTimeAtTheGateDoesNotCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := &flow.Gate{}
		gate.Toggle()
		ctx := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, nil, gate).With(t.Context())
		held := &flow.Probe[int]{ID: "held", Fetch: func(ctx context.Context, _ *flow.Facts) (int, error) {
			for range 2 {
				if err := flow.From(ctx).Before(ctx, flow.Held{}); err != nil {
					return 0, err
				}
				time.Sleep(10 * time.Second) // the call itself
			}
			return 1, ctx.Err()
		}}
		checks := []flow.Check{{ID: "held", Severity: flow.MainJob, Needs: []flow.Need{held}, Judge: func(*flow.Facts) flow.Verdict { return flow.Passed(text.Plain("fine")) }}}
		go func() {
			for range 2 {
				time.Sleep(time.Minute)
				gate.Next()
			}
		}()
		v := flow.VerifyWithin(ctx, flow.Place{}, checks, flow.SystemClock{}, nil)
		if !v.OK() {
			t.Errorf("%s: %s", v.Results[0].Verdict.Status, v.Results[0].Verdict.Summary)
		}
		if v.Duration < 2*time.Minute {
			t.Errorf("nothing was held: %s", v.Duration)
		}
	})
}

// A call that listens is cut off after 27 seconds, a deaf one is given up after 29; only held time is added.
func TestAVerificationEndsWhateverThePlaceDoes(t *testing.T) {
	for name, c := range map[string]struct {
		hold, limit time.Duration
		deaf        bool
	}{
		"listens": {0, 27 * time.Second, false}, "deaf": {0, 29 * time.Second, true},
		"held, then listens": {50 * time.Second, 77 * time.Second, false}, "held, then deaf": {50 * time.Second, 79 * time.Second, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				gate, release, told := &flow.Gate{}, make(chan struct{}), 0
				if c.hold > 0 {
					gate.Toggle()
					time.AfterFunc(c.hold, func() { gate.Toggle() })
				}
				ctx := flow.NewReport(flow.SystemClock{}, func(flow.Event) {}, nil, gate).With(t.Context())
				silent := &flow.Probe[int]{ID: "silent", Fetch: func(ctx context.Context, _ *flow.Facts) (int, error) {
					if err := flow.From(ctx).Before(ctx, flow.Held{}); err != nil {
						return 0, err
					}
					if c.deaf {
						<-release
						return 0, nil
					}
					<-ctx.Done()
					return 0, context.Cause(ctx)
				}}
				checks := []flow.Check{{ID: "silent", Severity: flow.MainJob, Needs: []flow.Need{silent}, Judge: func(*flow.Facts) flow.Verdict { return flow.Verdict{} }}}
				v := flow.VerifyWithin(ctx, flow.Place{}, checks, flow.SystemClock{}, func(flow.CheckResult) { told++ })
				if v.Duration < c.limit || v.Duration > c.limit+100*time.Millisecond {
					t.Errorf("ended after %s, want %s", v.Duration, c.limit)
				}
				if v.Results[0].Verdict.Status != flow.Skip || v.OK() {
					t.Errorf("%+v", v.Results[0].Verdict)
				}
				before := told
				close(release)
				synctest.Wait()
				if told != before {
					t.Error("a result came after the end")
				}
			})
		})
	}
}

// A probe that waits for a slot behind calls that do not listen ends with its context.
func TestAProbeThatWaitsForASlotListens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		facts, release := flow.NewFacts(), make(chan struct{})
		defer close(release)
		for i := range 20 {
			p := &flow.Probe[int]{ID: "deaf" + string(rune('a'+i)), Fetch: func(context.Context, *flow.Facts) (int, error) { <-release; return 0, nil }}
			go func() { _ = facts.Fetch(context.Background(), p) }()
		}
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		p := &flow.Probe[int]{ID: "late", Fetch: func(context.Context, *flow.Facts) (int, error) { return 0, nil }}
		if err := facts.Fetch(ctx, p); err == nil {
			t.Error("it was fetched without a slot")
		}
	})
}
