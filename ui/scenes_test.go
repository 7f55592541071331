package ui

import (
	"errors"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// scene is a screen, and how a person gets there.
type scene struct {
	name    string
	script  uitest.Script
	present bool
	reach   func(s *stage)
}

// scenes are all screens and dialogs in the states that matter.
func scenes() []scene {
	keys := func(keys ...string) func(*stage) { return func(s *stage) { s.Press(keys...) } }
	after := func(d time.Duration, keys ...string) func(*stage) {
		return func(s *stage) { s.Press(keys...); s.Wait(d) }
	}
	question := func(q flow.Question) func(*stage) {
		return func(s *stage) {
			s.Press("enter")
			go func() { _, _ = s.m.asker.Ask(s.m.ctx, q) }()
			s.Settle()
		}
	}
	done := uitest.Script{Done: true}
	consent := uitest.Script{Done: true, Consent: true}
	flowAfter := func(d time.Duration, then ...string) func(*stage) {
		return func(s *stage) {
			s.Press("enter", "right", "right", "right", "enter")
			s.Wait(d)
			s.Press(then...)
		}
	}
	return []scene{
		{name: "where", reach: keys()},
		{name: "where-aws", script: uitest.Script{AWS: true, Done: true}, reach: keys()},
		{name: "where-failed", script: uitest.Script{DoorsError: errors.New("the shared config cannot be read")}, reach: keys()},
		{name: "where-explained", reach: keys("f1", "right")},
		{name: "step", reach: keys("enter")},
		{name: "step-running", reach: after(2*time.Second, "enter", "enter")},
		{name: "step-done", reach: after(9*time.Second, "enter", "enter")},
		{name: "step-failed", script: uitest.Script{Fail: "deploy"}, reach: after(9*time.Second, "enter", "enter")},
		{name: "step-network", script: uitest.Script{AWS: true, Fail: "network"}, reach: after(time.Second, "down", "enter", "enter", "1", "enter")},
		{name: "step-result", reach: func(s *stage) { after(9*time.Second, "enter", "enter")(s); s.Press("4", "down") }},
		{name: "step-picture", script: done, reach: keys("enter", "right")},
		{name: "step-flow", script: done, reach: after(2*time.Second, "enter", "right", "enter")},
		{name: "lanes-begin", script: consent, reach: flowAfter(100 * time.Millisecond)},
		{name: "lanes-consent", script: uitest.Script{Done: true, Consent: true, Asks: true}, reach: flowAfter(1100 * time.Millisecond)},
		{name: "lanes-live", script: consent, reach: flowAfter(1550 * time.Millisecond)},
		{name: "lanes-whole", script: consent, reach: flowAfter(2400*time.Millisecond, "3")},
		{name: "lanes-done", script: consent, reach: flowAfter(4 * time.Second)},
		{name: "lanes-replay", script: consent, reach: flowAfter(4*time.Second, "3", "down")},
		{name: "lanes-replay-end", script: consent, reach: flowAfter(4*time.Second, "3", "end", "up", "up")},
		{name: "lanes-denied", script: uitest.Script{Done: true, Consent: true, Fail: "denied"}, reach: flowAfter(4*time.Second, "3", "end")},
		{name: "step-readonly", script: uitest.Script{AWS: true}, reach: keys("down", "down", "enter")},
		{name: "verify-green", script: done, reach: after(2*time.Second, "enter", "enter")},
		{name: "verify-red", script: uitest.Script{Done: true, Fail: "verify"}, reach: after(2*time.Second, "enter", "enter")},
		{name: "verify-detail", script: uitest.Script{Done: true, Fail: "verify"}, reach: func(s *stage) { after(2*time.Second, "enter", "enter")(s); s.Press("enter") }},
		{name: "verify-lab", script: uitest.Script{Done: true, Labs: true}, reach: func(s *stage) { after(2*time.Second, "enter", "enter")(s); s.Press("b") }},
		{name: "verify-lab-hint", script: uitest.Script{Done: true, Labs: true}, reach: func(s *stage) { after(2*time.Second, "enter", "enter")(s); s.Press("b", "H", "h") }},
		{name: "verify-lab-solved", script: uitest.Script{Done: true, Labs: true}, reach: func(s *stage) {
			after(2*time.Second, "enter", "enter")(s)
			s.Press("b", "ㅗ")
			s.Press("f7")
			s.Wait(2 * time.Second)
		}},
		{name: "explain", reach: keys("enter", "f1")},
		{name: "explain-document", reach: keys("enter", "f1", "2")},
		{name: "code", reach: keys("enter", "f3")},
		{name: "calls-none", reach: keys("enter", "f4")},
		{name: "calls", reach: func(s *stage) { after(9*time.Second, "enter", "enter")(s); s.Press("f4", "up") }},
		{name: "call", reach: func(s *stage) { after(9*time.Second, "enter", "enter")(s); s.Press("f4", "enter") }},
		{name: "hold", reach: after(time.Second, "enter", "space", "enter")},
		{name: "confirm", script: uitest.Script{AWS: true}, reach: keys("down", "enter", "enter")},
		{name: "confirm-ways", reach: question(ways())},
		{name: "confirm-name", reach: func(s *stage) { question(naming())(s); s.Press("한글") }},
		{name: "secret", reach: func(s *stage) { question(password())(s); s.Press("abc") }},
		{name: "consent", script: done, reach: after(time.Second, "enter", "right", "right", "enter")},
		{name: "bridge", script: done, reach: finishAll},
		{name: "present", script: uitest.Script{AWS: true, Done: true}, present: true, reach: keys()},
	}
}

// finishAll does what is left of the main job.
func finishAll(s *stage) {
	s.Press("enter")
	finishRest(s)
}

// finishRest does the same from the first open step.
func finishRest(s *stage) {
	s.Press("enter")
	s.Wait(2 * time.Second)
	s.Press("enter", "enter")
	s.Wait(3 * time.Second)
	s.Press("enter", "enter")
	s.Wait(time.Second)
	s.Paste("http://localhost:8501/?code=abc&state=5f0c")
	s.Press("enter")
	s.Wait(time.Second)
}

func ways() flow.Question {
	return flow.Question{
		Kind: flow.Confirm, Title: text.T{En: "The stack is in ROLLBACK_COMPLETE.", Ko: "스택이 ROLLBACK_COMPLETE 상태입니다."}.With(),
		Detail: text.T{En: "Such a stack cannot be updated.", Ko: "이 상태의 스택은 업데이트할 수 없습니다."}.With(),
		Options: []flow.Option{
			{ID: "keep", Title: text.T{En: "Leave it", Ko: "그대로 두기"}},
			{ID: "rebuild", Title: text.T{En: "Delete and create again", Ko: "지우고 다시 만들기"}, Destroys: true},
		},
		Shown: []flow.Fact{{Key: "cause", Label: text.T{En: "Old cause", Ko: "이전 원인"}, Value: "Domain already associated with another user pool."}},
	}
}

func naming() flow.Question {
	return flow.Question{Kind: flow.Confirm, Title: text.T{En: "Delete everything?", Ko: "모두 지울까요?"}.With(), TypeName: "troubleshooting"}
}

func password() flow.Question {
	return flow.Question{Kind: flow.Secret, Title: text.T{En: "Password for the test user", Ko: "테스트 사용자의 비밀번호"}.With()}
}
