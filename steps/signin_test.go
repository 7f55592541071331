package steps_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

// occupy takes the callback ports, as another program would.
func occupy(t *testing.T) {
	t.Helper()
	for _, port := range []string{"8501", "8502", "8503"} {
		if l, err := net.Listen("tcp4", "127.0.0.1:"+port); err == nil {
			t.Cleanup(func() { l.Close() })
		}
	}
}

// onlyFollows is a browser that a person sees: it cannot be followed by the step.
type onlyFollows struct {
	b     *oauth.HTTPBrowser
	final chan string
}

func (o onlyFollows) Open(ctx context.Context, url string) error {
	final, err := o.b.Follow(ctx, url)
	if err == nil {
		o.final <- final
	}
	return err
}

func TestSignInWithoutAPortFollowsTheBrowser(t *testing.T) {
	occupy(t)
	w := newWorld(t)
	w.must()
	if _, ok := w.env.Kept(steps.TokenOfUser); !ok || w.fact("id.email") != steps.TestUser {
		t.Error("not signed in")
	}
}

func TestSignInByPasting(t *testing.T) {
	occupy(t)
	w := newWorld(t)
	w.must("deploy")
	w.since()
	final := make(chan string, 1)
	w.env.Browser = onlyFollows{w.env.Browser.(*oauth.HTTPBrowser), final}
	pasted := []string{"https://evil.example/?code=x", "https://example.com/auth/callback?code=x&state=other"}
	w.answer = func(q flow.Question) flow.Answer {
		if len(q.Shown) < 2 || q.Shown[1].Value != steps.TestPassword || q.Deadline.IsZero() || q.URL == "" {
			t.Errorf("question %+v", q)
		}
		if len(pasted) > 0 {
			next := pasted[0]
			pasted = pasted[1:]
			return flow.Answer{Yes: true, Text: secret.New(next)}
		}
		return flow.Answer{Yes: true, Text: secret.New(<-final)}
	}
	w.must("signin")
	if len(w.asked) != 3 {
		t.Errorf("%d questions: what cannot be used must be asked for again", len(w.asked))
	}
}

func TestSignInWaitsThroughAStranger(t *testing.T) {
	l, err := oauth.Listen(steps.Callbacks())
	if err != nil {
		t.Skip("another program has the callback ports")
	}
	l.Close()
	w := newWorld(t)
	w.must("deploy")
	w.since()
	real := w.env.Browser
	w.env.Browser = browserFunc(func(ctx context.Context, url string) error {
		for _, port := range []string{"8501", "8502", "8503"} {
			if resp, err := http.Get("http://localhost:" + port + "/?code=stolen&state=guess"); err == nil {
				resp.Body.Close()
			}
		}
		return real.Open(ctx, url)
	})
	w.must("signin")
	warned := false
	for _, e := range w.events {
		n, ok := e.Body.(flow.Note)
		warned = warned || ok && strings.Contains(n.Message.String(), "another state")
	}
	if !warned {
		t.Error("the stranger is not mentioned")
	}
}

type browserFunc func(context.Context, string) error

func (f browserFunc) Open(ctx context.Context, url string) error { return f(ctx, url) }

func TestSignInThatNobodyFinishes(t *testing.T) {
	w := newWorld(t)
	w.must("deploy")
	w.env.Browser, w.env.SignInFor = oauth.NoBrowser{}, time.Millisecond
	if f := w.run("signin"); f == nil || f.Code != "SignInTimedOut" || f.Exit != flow.ExitTimedOut {
		t.Fatalf("%+v", f)
	}
	w.env.SignInFor = time.Minute
	w.answer = func(flow.Question) flow.Answer { return flow.Answer{} }
	if f := w.run("signin"); f == nil || f.Code != "Declined" {
		t.Fatalf("%+v", f)
	}
}

func TestSignInWithAWrongPassword(t *testing.T) {
	w := newWorld(t)
	w.must("deploy")
	w.env.Browser.(*oauth.HTTPBrowser).Password = secret.New("Wrong-Password-1")
	if f := w.run("signin"); f == nil || f.Code != "SignInFailed" || !errors.Is(f.Err, oauth.ErrSignIn) {
		t.Fatalf("%+v", f)
	}
}

// TestSkippedLogin: the browser's cookie makes the second sign-in skip the form, which is noticed by auth_time.
func TestSkippedLoginOffersSignOut(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	w := newWorldAt(t, func() time.Time { return now })
	w.must("deploy")
	w.must("signin")
	w.since()
	now = now.Add(10 * time.Minute)
	w.must("signin")
	var offered *flow.Question
	for i, q := range w.asked {
		if q.Kind == flow.Confirm {
			offered = &w.asked[i]
		}
	}
	if offered == nil || !strings.Contains(offered.URL, "/logout") || offered.Options[0].ID != "keep" {
		t.Fatalf("asked %+v", w.asked)
	}
	w.since()
	now = now.Add(10 * time.Minute)
	chosen := 0
	w.choose = func(q flow.Question) string {
		if q.Kind != flow.Confirm {
			return ""
		}
		chosen++
		return "signout"
	}
	w.must("signin")
	if chosen != 1 {
		t.Errorf("asked %d times: after signing out the form must come", chosen)
	}
	if got := w.fact("id.expires_at"); got == "" {
		t.Error("no token after signing out")
	}
}
