package ui

import (
	"slices"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// A support bundle on the screens: what happened is told to the course as if it happened now, and then everything is looked at as
// ever. What would act is off, and says so.

// past reports whether the course is what a bundle tells.
func (c *course) past() bool { return c != nil && c.session.Past != nil }

// recall shows a session that has a past: its checklist first, where it has one.
func (m *root) recall(s *flow.Session) {
	m.course = newCourse(flow.DoorCheck, s, m.o.Now)
	m.course.placed = true
	for _, r := range m.course.steps {
		r.told = true
	}
	if s.Past != nil {
		for _, e := range s.Past.Events {
			m.course.apply(happened{course: m.course, event: e})
		}
	}
	if i := m.course.index(verifyStep); i >= 0 && len(m.course.steps[i].checks) > 0 {
		m.course.current = i
	}
	m.screens = m.onStep(m.course)
}

// onStep are the screens when a step is looked at: below it are the doors, except where there is none.
func (m *root) onStep(c *course) []screen {
	if c.past() {
		return []screen{newStepScreen(c)}
	}
	return []screen{m.where, newStepScreen(c)}
}

// acts reports whether an intent does something to a place.
func acts(do any) bool {
	switch do.(type) {
	case runStep, repairIt, practise, goDoors, enterDoor, labAsk, toggleHold, showCode, fetchCode, openPage:
		return true
	}
	return false
}

// pastKey are the keys that act where there is a place.
func pastKey(name string) bool {
	return slices.Contains([]string{"f3", "f5", "f6", "f7", "f8", "f9", "space", "b"}, name)
}

func pastOff() text.T {
	return text.T{
		En: "Off here: this is a support bundle, with no account behind it.",
		Ko: "여기에서는 쓸 수 없습니다. 지원용 묶음을 보는 중이며 연결된 계정이 없습니다.",
	}
}

func pastName(s *flow.Session) text.Msg {
	return text.T{
		En: "support bundle of %s, offline: only to be read",
		Ko: "지원용 묶음(%s), 오프라인: 읽기만 합니다",
	}.With(s.Past.Made.UTC().Format(time.DateOnly + " 15:04 UTC"))
}

// pastHop is what stands where a hop's request and answer would.
func pastHop() text.T {
	return text.T{
		En: "A bundle keeps who asked whom for what. The requests and answers themselves are left out, since tokens and codes are in them.",
		Ko: "묶음에는 누가 누구에게 무엇을 요청했는지만 남습니다. 요청과 응답의 내용에는 토큰과 인증 코드가 들어 있어서 담지 않습니다.",
	}
}

// nested reports whether Esc leads back within the step.
func (s *stepScreen) nested() bool {
	return s.zoom > 0 || s.alone || s.listing() && s.list.whole(s.list.rows())
}

// pastActions are what can be done with a step of the past.
func (c *course) pastActions() []action {
	out := []action{act("t", "t", labelTimeline, showTimeline{})}
	if i := c.index(verifyStep); i >= 0 && i != c.current && len(c.steps[i].checks) > 0 {
		out = append([]action{act("enter", "Enter", text.T{En: "To the checks", Ko: "점검으로"}, goStep{i})}, out...)
	}
	return out
}

// pastNext says how to read on.
func (c *course) pastNext(r *record) text.Msg {
	if len(r.hops) > 0 {
		return text.T{En: "3 walks the flow hop by hop. ←→ other steps, t timeline, F4 calls. Esc closes the bundle.", Ko: "3으로 흐름을 한 단계씩 봅니다. ←→는 다른 단계, t는 타임라인, F4는 호출, Esc는 묶음을 닫습니다."}.With()
	}
	return text.T{En: "←→ go to the other steps, t shows the timeline, F4 the calls. Esc closes the bundle.", Ko: "←→로 다른 단계, t로 타임라인, F4로 호출을 봅니다. Esc는 묶음을 닫습니다."}.With()
}

// pastNext says how to read a checklist on.
func (s *verifyScreen) pastNext() text.Msg {
	rows := s.rows()
	switch {
	case s.whole(rows):
		return text.T{En: "↑↓ scroll. Enter or Esc goes back to the list. Repairs are made at the place itself.", Ko: "↑↓로 내리고 Enter나 Esc로 목록에 돌아갑니다. 수리는 실제 계정에서 합니다."}.With()
	case rows[s.hand(rows)].check != nil:
		return text.T{En: "Enter shows why and how it was to be fixed. ←→ the steps with their flows. Esc closes the bundle.", Ko: "Enter로 원인과 해결 방법을 봅니다. ←→로 각 단계와 흐름을 보고, Esc로 묶음을 닫습니다."}.With()
	}
	return text.T{En: "↑↓ walk, Enter unfolds a group. ←→ the steps with their flows. Esc closes the bundle.", Ko: "↑↓로 움직이고 Enter로 그룹을 펼칩니다. ←→로 각 단계와 흐름을 보고, Esc로 묶음을 닫습니다."}.With()
}
