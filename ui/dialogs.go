package ui

import (
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// newDialog is the dialog for a question.
func newDialog(m *root, q flow.Question) dialog {
	switch q.Kind {
	case flow.Consent:
		return &consentDialog{q: q, now: m.now, note: m.latestNote(), picture: m.livePicture}
	case flow.Secret, flow.Value:
		return &secretDialog{q: q, input: widget.Input{Hidden: q.Kind == flow.Secret}}
	}
	return newConfirm(q)
}

// latestNote is what the running step said last, or nil.
func (m *root) latestNote() *flow.Note {
	if m.course == nil {
		return nil
	}
	if r := m.busyStep(); r != nil && len(r.notes) > 0 {
		return &r.notes[len(r.notes)-1]
	}
	return nil
}

// opening is how every dialog begins: the question, and what belongs to it.
func opening(p *widget.Pen, q flow.Question, width int) []string {
	lines := append([]string{""}, p.Wrap(p.Theme.Heading, p.Say(q.Title), width)...)
	lines = append(lines, p.Wrap(p.Theme.Plain, p.Say(q.Detail), width)...)
	if q.URL != "" {
		lines = append(lines, linkLines(p, q.URL, width)...)
	}
	if len(q.Shown) > 0 {
		lines = append(lines, "")
		lines = append(lines, shownLines(p, q.Shown, width)...)
	}
	return lines
}

// shownLines are the lines that belong to a question. A long value wraps: what is agreed to must be readable.
func shownLines(p *widget.Pen, facts []flow.Fact, width int) []string {
	cards := make([]widget.Card, len(facts))
	for i, f := range facts {
		label := p.T(f.Label)
		if label == "" {
			label = f.Key
		}
		cards[i] = widget.Card{Label: label, Value: p.Text(f.Shown(p.Lang)), Source: p.Say(f.Source)}
	}
	lines, _ := widget.Cards(p, cards, -1, true, width)
	return lines
}

// countdownLine says how much time is left until a deadline.
func countdownLine(p *widget.Pen, deadline, now time.Time) string {
	left := deadline.Sub(now)
	if left <= 0 {
		return p.Theme.Warn.Render(p.T(text.T{En: "! The time for this has run out. Cancel with Esc and try again.", Ko: "! 시간이 지났습니다. Esc로 취소하고 다시 시도하세요."}))
	}
	return p.Theme.Dim.Render(p.Say(text.T{En: "%s left", Ko: "%s 남음"}.With(widget.Ticks(p.Lang, left))))
}

// choices draws the ways out of a dialog in a line or more, with the chosen one marked by more than colour.
func choices(p *widget.Pen, labels []string, at, width int) []string {
	var lines []string
	line := ""
	for i, label := range labels {
		shown, ink := "  "+label+"  ", p.Theme.Plain
		if i == at {
			shown, ink = "[ "+label+" ]", p.Theme.Selected.Reverse(true)
		}
		if line != "" && text.Width(line)+text.Width(shown)+1 > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += ink.Render(text.Cut(shown, width))
	}
	return append(lines, line)
}

// keyHelp is the line at the foot of a dialog.
func keyHelp(p *widget.Pen, words text.T, width int) []string {
	return p.Wrap(p.Theme.Strong, p.T(words), width)
}
