package ui

import (
	"strings"

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
		m.aside = 0 // a new question is not missed
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
		m.opened(it)
	case labAnswered:
		m.labAnswered(it)
	}
	return nil
}

// opened says how it went. Where there is no browser, the address is shown instead, unless it is already.
func (m *root) opened(o opened) {
	if o.err == nil {
		m.toast = text.T{En: "The page opens in your browser.", Ko: "브라우저에서 페이지를 엽니다."}.With()
		return
	}
	for _, w := range m.dialogs {
		if w.question.URL == o.url {
			m.toast = text.T{En: "No browser could be opened here. F6 copies the address.", Ko: "여기에서는 브라우저를 열지 못했습니다. F6로 주소를 복사하세요."}.With()
			return
		}
	}
	m.dialogs = append(m.dialogs, &waiting{asked{question: flow.Question{URL: o.url}, reply: make(chan reply, 1)}, &addressDialog{o.url}})
}

func (m *root) happened(h happened) tea.Cmd {
	note, said := h.event.Body.(flow.Note)
	if h.course == nil && said && m.where.entering != "" {
		m.warnings, m.read = append(m.warnings, note), false
	}
	if h.course == nil || h.course != m.course {
		return nil
	}
	m.course.apply(h)
	if said {
		m.heard(note)
	}
	if _, closes := h.event.Body.(flow.StepFinished); closes && !h.survey {
		m.looks = nil
		m.toast = text.Msg{} // what was said on the way is no longer true
	}
	if _, opens := h.event.Body.(flow.StepStarted); opens && m.course.find(h.event.Step) != nil && m.course.follow {
		m.course.current = m.course.index(h.event.Step)
	}
	return nil
}

// heard puts what a step says into the sign-in dialog that stands: that no browser could be opened must be read before it closes.
func (m *root) heard(note flow.Note) {
	for _, w := range m.dialogs {
		if d, ok := w.dialog.(*consentDialog); ok && (d.note == nil || d.note.Level != flow.Warning || note.Level == flow.Warning) {
			d.note = &note
		}
	}
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
	m.screens, m.bar = m.onStep(m.course), -1
	return tea.Batch(left, m.survey(m.course, m.course.steps))
}

// dialog is the question that stands first, or nil. What was opened over a question is read first.
func (m *root) dialog() dialog {
	if m.aside > 0 && len(m.screens) >= m.aside {
		return nil
	}
	m.aside = 0
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

// polls reports whether a request only asks again how far something is, word for word as before: that teaches nothing new.
func (m *root) polls(request *flow.Held) bool {
	if m.held != nil && m.held.request == request {
		return false
	}
	title := request.Title.In(text.English)
	if _, operation, _ := strings.Cut(title, ":"); !strings.HasPrefix(operation, "Describe") {
		return false
	}
	key := title + " " + request.Request
	if m.looks[key] {
		return true
	}
	if m.looks == nil {
		m.looks = map[string]bool{}
	}
	m.looks[key] = true
	return false
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
	case m.polls(request):
		m.course.session.Gate.Next()
		m.held = nil
		m.toast = text.T{En: "polling: %s again, sent at once", Ko: "반복 확인: %s 호출은 바로 보냅니다"}.With(request.Title)
	case m.held == nil || m.held.request != request:
		m.held = newHold(request, m.busyStep())
	}
}
