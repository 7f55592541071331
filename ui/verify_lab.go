package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// The break-and-fix lab on the checklist: a key begins one, another tells a hint, and a green verification ends it with the score.

// labAsk is what is asked of the lab.
type labAsk string

const (
	labBegin  labAsk = "begin"
	labHint   labAsk = "hint"
	labReveal labAsk = "reveal"
)

// labAnswered is mail: the lab has done it, or refused.
type labAnswered struct {
	course *course
	asked  labAsk
	err    error
}

// askLab asks, beside the screen.
func (m *root) askLab(what labAsk) tea.Cmd {
	c := m.course
	if c == nil || c.running != "" || c.session.Lab == nil {
		return nil
	}
	lab := c.session.Lab
	return m.background(func(ctx context.Context) {
		var err error
		switch what {
		case labBegin:
			faults := 1
			if lab.State().Solved {
				faults = 2 // who has solved one gets two at once
			}
			err = lab.Begin(ctx, faults)
		case labHint:
			err = lab.Hint(ctx)
		case labReveal:
			err = lab.Reveal(ctx)
		}
		m.box.put(labAnswered{c, what, err})
	})
}

// labAnswered says why nothing was done; what was done stands in the checklist's head.
func (m *root) labAnswered(it labAnswered) {
	if it.course != m.course {
		return
	}
	if it.err == nil {
		if it.asked == labBegin {
			it.course.labSince = it.course.now()
		}
		return
	}
	f := flow.AsFailure(it.err)
	m.toast = text.T{En: "%s %s", Ko: "%s %s"}.With(f.Message, f.Fix)
}

// labActions are the lab's keys: none on AWS, where nothing is broken for a lesson.
func (s *verifyScreen) labActions() []action {
	if s.c.session.Lab == nil || s.c.running != "" {
		return nil
	}
	switch state := s.c.session.Lab.State(); {
	case state.Open && state.Hints >= flow.HintsAtMost:
		return []action{act("h", "h", text.T{En: "Give up, tell me", Ko: "그만두고 정답 보기"}, labReveal)}
	case state.Open:
		return []action{act("h", "h", text.T{En: "Hint", Ko: "힌트"}, labHint)}
	case state.Solved:
		return []action{act("b", "b", text.T{En: "Lab: two faults", Ko: "실습: 장애 2개"}, labBegin)}
	}
	return []action{act("b", "b", text.T{En: "Lab: break something", Ko: "실습: 장애 만들기"}, labBegin)}
}

// labLines are how the lab stands, and what was told last.
func (s *verifyScreen) labLines(p *widget.Pen, width int) []string {
	if s.c.session.Lab == nil {
		return nil
	}
	state := s.c.session.Lab.State()
	if state.Line().Empty() {
		return nil
	}
	ink := p.Theme.Warn
	if state.Solved {
		ink = p.Theme.Good
	}
	lines := p.Wrap(ink, p.Say(state.Line()), width)
	told := state.Told
	if n := max(1, state.Faults); len(told) > n {
		told = told[len(told)-n:]
	}
	for _, m := range told {
		lines = append(lines, p.Wrap(p.Theme.Strong, p.Say(m), width)...)
	}
	return lines
}

// labNext is what to do next in a lab; empty where none is open, or the checklist itself says it.
func (s *verifyScreen) labNext() text.Msg {
	if s.c.session.Lab == nil || !s.c.session.Lab.State().Open {
		return text.Msg{}
	}
	if s.c.labSince.After(s.c.here().started) {
		return text.T{En: "Something is broken since this check. F7 checks again; or try a step first (←, →) and see how it fails.", Ko: "이 점검 뒤에 장애가 생겼습니다. F7로 다시 점검하거나, 먼저 다른 단계(←, →)를 해 보며 증상을 확인하세요."}.With()
	}
	return text.Msg{}
}
