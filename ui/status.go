package ui

import (
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// quiet is how long nothing may come before the screen says how long it has been.
const quiet = 2 * time.Second

// status stands in the lower border: the last thing worth saying, or what runs and how long ago it was heard of.
func (m *root) status() string {
	p := m.pen
	if !m.toast.Empty() {
		return p.Line(p.Say(m.toast))
	}
	if m.course == nil {
		return ""
	}
	words := ""
	if m.busyStep() == nil && len(m.warnings) > 0 {
		words = "! " + p.Line(p.Say(m.warnings[0].Message))
	}
	if m.course.session.Gate != nil && m.course.session.Gate.On() {
		words = joinDot(p.T(text.T{En: "HOLD ON", Ko: "멈춤 켜짐"}), words)
	}
	if r := m.busyStep(); r != nil {
		now := m.now()
		words = joinDot(words, p.Say(text.T{En: "%s · %s", Ko: "%s · %s"}.With(r.info.Title, widget.Ticks(p.Lang, now.Sub(r.started)))))
		if silent := now.Sub(r.news); silent >= quiet && len(m.dialogs) == 0 && m.held == nil {
			words = joinDot(words, p.Say(text.T{En: "last news %s ago", Ko: "마지막 소식 %s 전"}.With(widget.Ticks(p.Lang, silent))))
		}
		words = joinDot(words, p.Say(callCount(len(r.calls))))
	}
	return words
}

func (m *root) busyStep() *record {
	for _, r := range m.course.steps {
		if r.busy {
			return r
		}
	}
	return nil
}

func joinDot(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

// whereabouts is where the person was when they left, for howToGoOn.
func (m *root) whereabouts() string {
	if m.course == nil || len(m.course.steps) == 0 || m.course.past() {
		return ""
	}
	at := m.course.steps[m.course.current].info.Title.In(m.pen.Lang)
	say := text.T{En: "You were at “%s”.", Ko: "마지막 단계: %s."}.With(at)
	if m.forgets() {
		say = text.T{
			En: "You were at “%s”. The practice was in memory only, since nothing could be written: none of it is kept.",
			Ko: "마지막 단계: %s. 상태를 저장할 수 없어 메모리에서만 연습했으므로 남은 것이 없습니다.",
		}.With(at)
		return say.In(m.pen.Lang) + "\n"
	}
	if m.course.running != "" {
		say = text.T{
			En: "“%s” was stopped in the middle. What had begun in the cloud goes on there, and is joined when you come back.",
			Ko: "‘%s’ 단계를 진행하던 중에 멈췄습니다. 클라우드에서 이미 시작된 작업은 계속되며, 다시 오면 이어서 보여 줍니다.",
		}.With(at)
	}
	return say.In(m.pen.Lang) + "\n"
}

// forgets reports whether nothing of this practice is kept: its state directory could not be written.
func (m *root) forgets() bool {
	return m.course != nil && m.course.session.Place.Mode == flow.Sandbox && m.course.session.Journal == nil
}

// howToGoOn is said when the terminal is the person's own again.
func (m *root) howToGoOn() string {
	if m.wasAt == "" {
		if m.exit == flow.ExitDone {
			return ""
		}
		return text.T{En: "Start again with: %s", Ko: "다시 시작하려면: %s"}.With(m.o.Program).In(m.pen.Lang)
	}
	if m.forgets() {
		return m.wasAt + text.T{En: "Start again with: %s", Ko: "다시 시작하려면: %s"}.With(m.o.Program).In(m.pen.Lang)
	}
	return m.wasAt + text.T{En: "Go on with: %s", Ko: "이어서 하려면: %s"}.With(m.o.Program).In(m.pen.Lang)
}
