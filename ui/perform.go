package ui

import (
	tea "charm.land/bubbletea/v2"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// perform does what a screen, a dialog or the bar asked for.
func (m *root) perform(do any) tea.Cmd {
	if m.course.past() && acts(do) {
		m.toast = pastOff().With()
		return nil
	}
	switch it := do.(type) {
	case enterDoor:
		return m.enterDoor(it.door, "")
	case lookAgain:
		m.where.again()
		return m.findDoors()
	case goDoors:
		m.screens, m.bar = []screen{m.where}, -1
		m.where.choose(it.preselect)
		m.where.again()
		return m.findDoors()
	case goBack:
		return m.back()
	case goStep:
		m.goStep(it.index)
	case runStep:
		return m.runStep(it.id)
	case repairIt:
		return m.repair(it.fix)
	case stopRun:
		if m.course != nil && m.course.stop != nil {
			m.course.stop()
		}
	case practise:
		return m.enterDoor(flow.DoorPractice, it.step)
	case answered:
		m.answer(reply{answer: it.Answer})
	case declined:
		if len(m.dialogs) > 0 {
			m.answer(reply{err: refusal(m.dialogs[0].question)})
		}
	default:
		return m.performMore(do)
	}
	return nil
}

// performMore does what changes nothing in the course.
func (m *root) performMore(do any) tea.Cmd {
	switch it := do.(type) {
	case copyValue:
		m.toast = text.T{En: "Copied: %s", Ko: "복사했습니다: %s"}.With(it.label)
		return tea.SetClipboard(it.value)
	case openPage:
		if m.course != nil && m.course.session.Console != nil {
			if url := m.course.session.Console(it.page); url != "" {
				return m.open(url)
			}
		}
		m.toast = text.T{En: "This place has no console page for that.", Ko: "이곳에는 해당 콘솔 페이지가 없습니다."}.With()
	case openURL:
		return m.open(it.url)
	case explain:
		m.toggle(func(s screen) bool { _, ok := s.(*explainScreen); return ok }, func() screen { return newExplain(m) })
	case showCalls:
		m.toggle(func(s screen) bool { _, ok := s.(*callsScreen); return ok }, func() screen { return newCalls(m.course) })
	case showCode:
		return m.showCode()
	case fetchCode:
		return m.code(m.course, m.course.here(), it.dialect)
	case labAsk:
		return m.askLab(it)
	case switchLang:
		m.pen.Lang = m.pen.Lang.Other()
		return m.saveLang()
	case toggleHold:
		m.toggleHold()
	case passHeld:
		if m.course != nil && m.course.session.Gate != nil {
			m.course.session.Gate.Next()
			m.held = nil
		}
	case pressed:
		m.top().Key(press{name: it.key})
	case showTimeline:
		m.push(&explainScreen{drawn: map[string][]string{}, docs: []flow.Document{m.course.session.Past.Timeline}})
	case leave:
		return m.quit(flow.ExitDone)
	}
	return nil
}

// back goes one screen back, and from the first one nowhere: Esc never quits the course. A bundle that is only read is closed by it.
func (m *root) back() tea.Cmd {
	if len(m.screens) > 1 {
		m.screens, m.bar = m.screens[:len(m.screens)-1], -1
		return nil
	}
	if m.course.past() {
		return m.quit(flow.ExitDone)
	}
	m.toast = text.T{En: "This is the first screen. F10 or Ctrl+C leaves the program.", Ko: "첫 화면입니다. F10이나 Ctrl+C로 끝낼 수 있습니다."}.With()
	return nil
}

// toggle shows a screen, or takes it away when it is the one that is shown: F1 twice is where one was.
func (m *root) toggle(is func(screen) bool, open func() screen) {
	if is(m.top()) {
		m.back()
		return
	}
	m.push(open())
}

func (m *root) showCode() tea.Cmd {
	if _, shown := m.top().(*codeScreen); shown {
		m.back()
		return nil
	}
	if _, can := m.course.here().step.(flow.Coder); !can {
		m.toast = text.T{En: "This step has no code of its own.", Ko: "이 단계에는 따로 보여 줄 코드가 없습니다."}.With()
		return nil
	}
	s := newCode(m.course.here())
	m.push(s)
	return m.perform(s.want())
}

func (m *root) goStep(index int) {
	c := m.course
	if c == nil || index < 0 || index >= len(c.steps) {
		return
	}
	c.current, c.placed, c.follow = index, true, false
	m.screens, m.bar = m.onStep(c), -1
}

func (m *root) runStep(id string) tea.Cmd {
	if m.course == nil || m.course.running != "" {
		return nil
	}
	m.course.placed, m.course.follow = true, true
	return m.start(m.course, id)
}

// repair does a check's repair, and verifies again.
func (m *root) repair(fix *flow.Fix) tea.Cmd {
	if m.course == nil || m.course.running != "" {
		return nil
	}
	m.course.placed, m.course.follow = true, true
	return m.startRepair(m.course, fix)
}

// enterDoor goes into a place. One that is already open is gone back to, with what it is doing.
func (m *root) enterDoor(door flow.DoorID, step string) tea.Cmd {
	if m.course != nil && m.course.door == door {
		if i := m.course.index(step); i >= 0 {
			m.course.current, m.course.placed = i, true
		}
		m.screens, m.bar = m.onStep(m.course), -1
		return nil
	}
	m.screens, m.bar = []screen{m.where}, -1
	m.where.choose(door)
	m.where.entering, m.where.failed = door, nil
	m.warnings = nil
	exact := step != ""
	if !exact && m.where.resumeDoor == door {
		step = m.where.resumeStep
	}
	return m.enter(door, step, exact)
}

func (m *root) holdLabel() text.Msg {
	if m.course != nil && m.course.session.Gate.On() {
		return labelHoldOff.With()
	}
	return labelHold.With()
}

func (m *root) toggleHold() {
	if m.course == nil || m.course.session.Gate == nil {
		return
	}
	if m.course.session.Gate.Toggle() {
		m.toast = text.T{En: "Hold is on: the next call is shown before it is sent.", Ko: "멈춤을 켰습니다. 다음 호출을 보내기 전에 먼저 보여 줍니다."}.With()
		return
	}
	m.held = nil
	m.toast = text.T{En: "Hold is off: calls are sent at once.", Ko: "멈춤을 껐습니다. 호출을 바로 보냅니다."}.With()
}
