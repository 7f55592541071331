package steps_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

// identityWorld is a world whose browser is also taken back by AgentCore.
func identityWorld(t *testing.T) *world {
	w := newWorld(t)
	w.env.Browser = &oauth.HTTPBrowser{User: steps.TestUser, Password: secret.New(steps.TestPassword), NewPassword: secret.New(steps.TestPassword),
		Returns: append(steps.Callbacks(), "https://example.com/auth/callback")}
	return w
}

// course is the main job and what comes after it.
func (w *world) course(more ...flow.Step) *flow.Session {
	s := w.session()
	s.Steps = append(s.Steps, more...)
	return s
}

func (w *world) does(s *flow.Session, names ...string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 60*time.Second)
	defer cancel()
	f := s.Run(ctx, flow.RunOptions{Steps: names, Asker: w, Emit: func(e flow.Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
	}})
	if f != nil {
		w.dump()
		w.t.Fatalf("%s: %s (%s)\nfix: %s\n%v", f.Code, f.Message, f.Cause, f.Fix, f.Err)
	}
}

// hops are the messages of a flow, as "from>to".
func (w *world) hops(flowName string) []string {
	var all []string
	for _, e := range w.events {
		if h, ok := e.Body.(flow.Hop); ok && h.Flow == flowName {
			all = append(all, h.From+">"+h.To)
		}
	}
	return all
}

// silent fails the test when anything that opens something was shown: tokens, codes, states, sessions in hops.
func (w *world) silent() {
	w.t.Helper()
	leak := regexp.MustCompile(`eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{6,}|[?&](code|state|session_id|ticket)=[A-Za-z0-9]|practice-confluence-secret`)
	for _, e := range w.events {
		switch b := e.Body.(type) {
		case flow.Hop:
			for _, text := range []string{b.URL, b.Request, b.Answer} {
				if leak.MatchString(text) {
					w.t.Errorf("hop %s>%s %s shows a secret: %s", b.From, b.To, b.Title, leak.FindString(text)[:12])
				}
			}
		case flow.Fact:
			if leak.MatchString(b.Value) {
				w.t.Errorf("fact %s shows a secret", b.Key)
			}
		}
	}
}

func TestThreeLO(t *testing.T) {
	w := identityWorld(t)
	s := w.course(steps.ThreeLO(w.env))
	w.does(s, "3lo")
	if got := w.fact("userinfo.email"); got != steps.TestUser {
		t.Errorf("userInfo is of %q", got)
	}
	if got := w.fact("confluence.pages"); !strings.Contains(got, "Project A") || strings.Contains(got, "Project B") {
		t.Errorf("found %q", got)
	}
	for key, want := range map[string]string{
		"lesson.vault_reuse": "same token", "lesson.vault_unchanged": "unchanged", "lesson.return_url_slash": "ValidationException",
		"lesson.return_url_number": "ValidationException", "lesson.return_url_missing": "You must provide a ResourceOauth2ReturnUrl",
		"lesson.cancelled": "FAILED", "lesson.scope": "FAILED",
	} {
		if got := w.fact(key); !strings.Contains(got, want) {
			t.Errorf("%s is %q", key, got)
		}
	}
	way := strings.Join(w.hops("3lo"), " ")
	for _, leg := range []string{"agent>agentcore", "agent>browser", "browser>app", "browser>agentcore", "browser>cognito", "agentcore>cognito", "app>agentcore", "agent>cognito"} {
		if !strings.Contains(way, leg) {
			t.Errorf("no %s in %s", leg, way)
		}
	}
	w.silent()
	if _, ok := w.env.Kept(steps.TokenOfConsent); !ok {
		t.Error("the token is not kept for the session")
	}

	w.since()
	w.does(s, "3lo")
	if changed := w.changes(); len(changed) != 0 {
		t.Errorf("the second time changed %v", changed)
	}
	status, err := steps.ThreeLO(w.env).State(t.Context())
	if err != nil || status.State != flow.Present {
		t.Errorf("state %v %v", status.State, err)
	}
	if err := steps.ThreeLO(w.env).(flow.Undoer).Undo(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if status, err := steps.ThreeLO(w.env).State(t.Context()); err != nil || status.State != flow.Absent {
		t.Errorf("after the undo %v %v", status.State, err)
	}
}
