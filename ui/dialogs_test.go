package ui

import (
	"context"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// TestCancelSignIn answers a plain no when the sign-in is cancelled, so that the step stops waiting.
func TestCancelSignIn(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter")
		var got flow.Answer
		var err error
		done := make(chan struct{})
		go func() {
			got, err = s.m.asker.Ask(s.m.ctx, flow.Question{Kind: flow.Consent, URL: "https://example.com/"})
			close(done)
		}()
		s.Settle()
		s.sees("https://example.com/")
		s.Press("esc")
		<-done
		if err != nil || got.Yes || !got.Text.Empty() {
			t.Errorf("got %+v, %v", got, err)
		}
		s.misses("https://example.com/")
	})
}

// TestWithdrawn closes a question by itself when it has answered itself: the browser came back.
func TestWithdrawn(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter")
		ctx, cancel := context.WithCancel(s.m.ctx)
		go func() { _, _ = s.m.asker.Ask(ctx, password()) }()
		s.Settle()
		s.sees("Password for the test user")
		cancel()
		s.Settle()
		s.misses("Password for the test user")
	})
}

// TestSecretStays looks for a typed secret on the screen and in the bytes that were sent.
func TestSecretStays(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		s.Press("enter")
		var got flow.Answer
		go func() { got, _ = s.m.asker.Ask(s.m.ctx, password()) }()
		s.Settle()
		s.Take()
		s.Paste("hunter2-secret")
		if strings.Contains(s.Take(), "hunter2") || strings.Contains(s.Screen(), "hunter2") {
			t.Error("a secret was shown")
		}
		s.Press("enter")
		if got.Text.Reveal() != "hunter2-secret" {
			t.Error("the secret did not arrive")
		}
	})
}

// TestNothingTypedIsTheDefault lets Enter alone answer where the question says what an empty answer means, and only there.
func TestNothingTypedIsTheDefault(t *testing.T) {
	for _, kind := range []flow.QuestionKind{flow.Secret, flow.Value} {
		for _, required := range []bool{false, true} {
			play(t, size{80, 24}, in(text.English), func(s *stage) {
				s.Press("enter")
				var got flow.Answer
				done := make(chan struct{})
				q := flow.Question{Kind: kind, Required: required, Title: text.T{En: "The tool's key", Ko: "도구의 키"}.With()}
				go func() {
					got, _ = s.m.asker.Ask(s.m.ctx, q)
					close(done)
				}()
				s.Settle()
				s.Press("enter")
				if required {
					s.sees("The tool's key")
					s.misses("Enter alone")
					s.Press("esc")
					<-done
					return
				}
				s.misses("The tool's key")
				s.Press("esc") // ends a question that still stands
				<-done
				if !got.Yes || !got.Text.Empty() {
					t.Errorf("%v: %+v", kind, got)
				}
			})
		}
	}
}

// TestAHopWithoutAnAnswerHasNoStatus: an address that is handed to the browser is answered to the browser alone.
func TestAHopWithoutAnAnswerHasNoStatus(t *testing.T) {
	p := &widget.Pen{Lang: text.English, Theme: widget.NewTheme(widget.Auto, true)}
	for status, end := range map[int]string{0: "/oauth2/authorize", 302: "/oauth2/authorize 302"} {
		x := exchange{hop: &flow.Hop{From: "browser", To: "cognito", Method: "GET", URL: "https://example.com/oauth2/authorize", Status: status}}
		if line := text.Strip(x.line(p, 0, false, 78)); !strings.HasSuffix(strings.TrimSpace(line), end) {
			t.Errorf("status %d: %q", status, line)
		}
	}
}
