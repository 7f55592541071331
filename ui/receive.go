package ui

import (
	tea "charm.land/bubbletea/v2"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// receive takes one item of mail.
func (m *root) receive(item any) tea.Cmd {
	switch it := item.(type) {
	case happened:
		return m.happened(it)
	case surveyed:
		if it.course == m.course {
			it.course.looked(it)
		}
	case ended:
		return m.ended(it)
	case asked:
		m.dialogs = append(m.dialogs, &waiting{it, newDialog(m, it.question)})
	case withdrawn:
		m.drop(it.id)
	case doorsFound:
		m.where.found(it)
	case entered:
		return m.entered(it)
	case coded:
		if s, ok := m.top().(*codeScreen); ok {
			s.arrived(it)
		}
	case opened:
		m.toast = text.T{En: "The page opens in your browser.", Ko: "브라우저에서 페이지를 엽니다."}.With()
		if it.err != nil {
			m.toast = text.T{En: "No browser here. Copy the address instead.", Ko: "여기에서는 브라우저를 열 수 없습니다. 주소를 복사해 쓰세요."}.With()
		}
	}
	return nil
}

func (m *root) happened(h happened) tea.Cmd {
	if h.course == nil || h.course != m.course {
		return nil
	}
	m.course.apply(h)
	if _, opens := h.event.Body.(flow.StepStarted); opens && m.course.find(h.event.Step) != nil && m.course.follow {
		m.course.current = m.course.index(h.event.Step)
	}
	return nil
}

func (m *root) ended(e ended) tea.Cmd {
	if e.course != m.course {
		return nil
	}
	c := m.course
	id := c.running
	c.running, c.stop = "", nil
	// A run may have stopped before its step began; the failure then belongs to the step that was asked for.
	if r := c.find(id); r != nil {
		if r.busy {
			r.busy, r.outcome, r.failure = false, flow.Failed, e.failure
		} else if e.failure != nil && r.failure == nil && !m.explained(e.failure) {
			r.outcome, r.failure = flow.Failed, e.failure
		}
	}
	var stale []*record
	for _, r := range c.steps {
		if !r.complete() && r.outcome == "" {
			stale = append(stale, r)
		}
	}
	return m.survey(c, stale)
}

// explained reports whether some step already shows this failure.
func (m *root) explained(f *flow.Failure) bool {
	for _, r := range m.course.steps {
		if r.failure == f {
			m.course.current = m.course.index(r.info.ID)
			return true
		}
	}
	return false
}

func (m *root) entered(e entered) tea.Cmd {
	m.where.entering = ""
	if e.err != nil {
		m.where.failed = flow.AsFailure(e.err)
		return nil
	}
	left := m.closeCourse(m.course)
	m.where.failed = nil
	m.course = newCourse(e.door, e.session, m.o.Now)
	if e.step == "" && e.door == flow.DoorCheck {
		e.step, e.exact = verifyStep, true
	}
	if i := m.course.index(e.step); i >= 0 {
		// What was done last is where to begin looking; once all steps have been looked at, the first open one is shown.
		m.course.current, m.course.placed = i, e.exact
	}
	m.screens, m.bar = []screen{m.where, newStepScreen(m.course)}, -1
	return tea.Batch(left, m.survey(m.course, m.course.steps))
}

// dialog is the question that stands first, or nil.
func (m *root) dialog() dialog {
	if len(m.dialogs) > 0 {
		return m.dialogs[0].dialog
	}
	if m.held != nil {
		return m.held
	}
	return nil
}

func (m *root) drop(id int64) {
	for i, w := range m.dialogs {
		if w.id == id {
			m.dialogs = append(m.dialogs[:i:i], m.dialogs[i+1:]...)
			return
		}
	}
}

// answer ends the first question.
func (m *root) answer(r reply) {
	if len(m.dialogs) == 0 {
		return
	}
	first := m.dialogs[0]
	m.dialogs = m.dialogs[1:]
	first.reply <- r
}

// refreshHold shows the request that waits at the gate, if one does.
func (m *root) refreshHold() {
	if m.course == nil || m.course.session.Gate == nil {
		m.held = nil
		return
	}
	request := m.course.session.Gate.Waiting()
	switch {
	case request == nil:
		m.held = nil
	case m.held == nil || m.held.request != request:
		m.held = newHold(request)
	}
}
