package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// advised is a workshop whose sign-in fails with the advice to run the checklist.
type advised struct {
	*uitest.Workshop
	fix text.T
}

func (w advised) Enter(ctx context.Context, door flow.DoorID) (*flow.Session, error) {
	s, err := w.Workshop.Enter(ctx, door)
	for i := range s.Steps {
		if s.Steps[i].Info().ID == "signin" {
			s.Steps[i] = advising{s.Steps[i], w.fix}
		}
	}
	return s, err
}

type advising struct {
	flow.Step
	fix text.T
}

func (a advising) Apply(context.Context, *flow.Report) error {
	return &flow.Failure{Code: "invalid_client", Message: text.Plain("Cognito refuses the client."), Fix: a.fix.With()}
}

// TestAdviceToVerifyHasAKey: a step that fails with the advice to run `verify` or a repair, offers the key that leads there.
func TestAdviceToVerifyHasAKey(t *testing.T) {
	fixes := map[text.Lang]text.T{ // either advice, in either language
		text.English: {En: "Compare the client with `verify`.", Ko: "`verify`로 클라이언트를 비교하세요."},
		text.Korean:  {En: "`fix pool.exists` makes the stack again.", Ko: "`fix pool.exists`로 스택을 다시 만드세요."},
	}
	for l, fix := range fixes {
		o := in(l)
		o.Workshop = advised{&uitest.Workshop{Script: uitest.Script{Done: true}}, fix}
		play(t, size{80, 24}, o, func(s *stage) {
			s.Press("enter", "right", "right", "right", "right", "enter")
			s.Wait(2 * time.Second)
			screen := s.Screen()
			if !strings.Contains(screen, "F9 "+map[text.Lang]string{text.English: "Run the checks", text.Korean: "점검하기"}[l]) {
				t.Errorf("no key:\n%s", screen)
			}
			s.Press("f9")
			s.Wait(3 * time.Second)
			if r := s.m.course.here(); r.info.ID != verifyStep || len(r.checks) == 0 {
				t.Errorf("at %s:\n%s", r.info.ID, s.Screen())
			}
		})
	}
}
