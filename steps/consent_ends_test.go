package steps_test

import (
	"context"
	"testing"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// hurried is a clock on which waits of up to most pass at once, and longer ones never.
type hurried struct {
	flow.SystemClock
	most time.Duration
}

func (h hurried) Sleep(ctx context.Context, d time.Duration) error {
	if d > h.most {
		<-ctx.Done()
		return context.Cause(ctx)
	}
	return h.SystemClock.Sleep(ctx, min(d, 5*time.Millisecond))
}

// consents runs the step 3lo up to the person's browser, lets something happen there, and returns how the step ended.
func (w *world) consents(clock flow.Clock, happens func()) *flow.Failure {
	w.t.Helper()
	w.does(w.identityCourse(), "signin")
	w.env.Browser, w.env.Clock = oauth.NoBrowser{}, clock
	asked := make(chan struct{}, 8)
	ctx, cancel := context.WithTimeout(w.t.Context(), 20*time.Second)
	defer cancel()
	go func() {
		<-asked
		happens()
	}()
	r := flow.NewReport(clock, func(e flow.Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
	}, notifies{w, asked}, nil)
	return flow.AsFailure(identity.ThreeLO(w.env).(flow.Applier).Apply(r.With(ctx), r))
}

// notifies says when a person is sent to the browser.
type notifies struct {
	*world
	asked chan struct{}
}

func (n notifies) Ask(ctx context.Context, q flow.Question) (flow.Answer, error) {
	if q.Kind == flow.Consent {
		n.asked <- struct{}{}
	}
	return n.world.Ask(ctx, q)
}

func (w *world) saysWhy(f *flow.Failure, code string) {
	w.t.Helper()
	if f == nil || code != "" && f.Code != code {
		w.t.Fatalf("ended with %+v, want %s", f, code)
	}
	for _, l := range []text.Lang{text.English, text.Korean} {
		if f.Message.In(l) == "" || f.Cause.In(l) == "" || f.Fix.In(l) == "" {
			w.t.Errorf("%s in %s: %q cause %q fix %q", f.Code, l, f.Message.In(l), f.Cause.In(l), f.Fix.In(l))
		}
	}
	if _, kept := w.env.Kept(identity.TokenOfConsent); kept {
		w.t.Error("a token is kept")
	}
}

// TestABrowserThatIsClosed waits as long as an address lives, and says why it stops.
func TestABrowserThatIsClosed(t *testing.T) {
	w := identityWorld(t)
	w.env.SignInFor = time.Minute
	f := w.consents(hurried{most: 2 * time.Minute}, func() {})
	w.saysWhy(f, "ConsentTimedOut")
}

// TestAProviderThatIsDeletedMeanwhile ends the wait at once: no browser can come back any more.
func TestAProviderThatIsDeletedMeanwhile(t *testing.T) {
	w := identityWorld(t)
	f := w.consents(hurried{most: 10 * time.Second}, func() {
		if err := w.env.Cloud.DeleteProvider(t.Context(), identity.ConsentProvider(w.env.Account)); err != nil {
			t.Error(err)
		}
	})
	w.saysWhy(f, "")
}
