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
type advised struct{ *uitest.Workshop }

func (w advised) Enter(ctx context.Context, door flow.DoorID) (*flow.Session, error) {
	s, err := w.Workshop.Enter(ctx, door)
	for i := range s.Steps {
		if s.Steps[i].Info().ID == "signin" {
			s.Steps[i] = advising{s.Steps[i]}
		}
	}
	return s, err
}

type advising struct{ flow.Step }

func (advising) Apply(context.Context, *flow.Report) error {
	return &flow.Failure{Code: "invalid_client", Message: text.Plain("Cognito refuses the client."), Fix: text.T{En: "Compare the client with `verify`.", Ko: "`verify`로 클라이언트를 비교하세요."}.With()}
}

// TestAdviceToVerifyHasAKey: a step that fails with the advice to run `verify` offers the key that does.
func TestAdviceToVerifyHasAKey(t *testing.T) {
	for _, l := range []text.Lang{text.English, text.Korean} {
		o := in(l)
		o.Workshop = advised{&uitest.Workshop{Script: uitest.Script{Done: true}}}
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
