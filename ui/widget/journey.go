package widget

import (
	"strings"

	"charm.land/lipgloss/v2"

	"agentcore-workshop/steps/text"
)

// Stop is a step of the journey as the list shows it.
type Stop struct {
	Title string
	State StopState
	// Extra marks a step that does not belong to the main job.
	Extra bool
	// Short stands for the title where that would be cut; empty for the title itself.
	Short string
	// Note stands beside the state's word: elapsed time.
	Note string
}

// StopState is how a step stands. Each has a glyph and a word, so that nobody needs colours.
type StopState int

const (
	StopUnknown StopState = iota
	StopTodo
	StopRunning
	StopDone
	StopAttention
	StopFailed
	StopElsewhere
	StopCancelled
	StopStopped
)

// Glyph is the state's sign.
func (s StopState) Glyph() string {
	return [...]string{"·", "○", "●", "✓", "!", "✗", "●", "○", "○"}[s]
}

// Word is the state's name.
func (s StopState) Word(p *Pen) string {
	return p.T([...]text.T{
		{En: "looking…", Ko: "확인 중…"},
		{En: "to do", Ko: "할 일"},
		{En: "running", Ko: "진행 중"},
		{En: "done", Ko: "완료"},
		{En: "differs", Ko: "값이 다름"},
		{En: "failed", Ko: "실패"},
		{En: "under way", Ko: "다른 곳에서 진행 중"},
		{En: "cancelled", Ko: "취소함"},
		{En: "stopped", Ko: "중단함"},
	}[s])
}

// Ink is the state's colour, which only repeats the glyph.
func (s StopState) Ink(t *Theme) lipgloss.Style {
	switch s {
	case StopDone:
		return t.Good
	case StopRunning, StopElsewhere:
		return t.Busy
	case StopAttention:
		return t.Warn
	case StopFailed:
		return t.Bad
	}
	return t.Dim
}

// amount is how much of its stops a journey shows.
type amount int

const (
	roomy amount = iota // long titles wrap, and states have their word
	tight               // a line each, but the whole title of the current one
	least               // a line each
)

// Journey draws the steps in a column, with a line where the extra ones begin. Long titles wrap and states have their word
// while there is room; after that each step is one line but the current one, and at last only those around it are left.
func Journey(p *Pen, stops []Stop, current, width, height int) []string {
	for _, much := range []amount{roomy, tight, least} {
		var lines []string
		at := 0
		if much != roomy {
			stops = apart(stops, width-4)
		}
		for i, s := range stops {
			if i > 0 && s.Extra && !stops[i-1].Extra {
				head := text.Cut(p.T(text.T{En: "── extra ", Ko: "── 더 해 보기 "}), width)
				lines = append(lines, p.Theme.Dim.Render(head+strings.Repeat("─", max(0, width-text.Width(head)))))
			}
			if i == current {
				at = len(lines)
			}
			lines = append(lines, s.lines(p, i, i == current, much, width)...)
		}
		if len(lines) <= height {
			return Fit(lines, width, height)
		}
		if much == least {
			top := max(0, min(at-height/2, len(lines)-height))
			return Fit(lines[top:], width, height)
		}
	}
	return nil
}

// apart shortens titles that could not be told apart once they are cut: the part before the colon gives way.
func apart(stops []Stop, width int) []Stop {
	seen := map[string]int{}
	cut := func(i int) string { return text.Cut(stops[i].Title, max(1, width-len(sprintf("%d ", i+1)))) }
	for i := range stops {
		seen[cut(i)]++
	}
	out := append([]Stop{}, stops...)
	for i := range out {
		if _, rest, ok := strings.Cut(out[i].Title, ": "); ok && seen[cut(i)] > 1 {
			out[i].Short = "…" + rest
		}
	}
	return out
}

func (s Stop) lines(p *Pen, i int, current bool, much amount, width int) []string {
	mark, ink := "  ", p.Theme.Plain
	if current {
		mark, ink = p.Theme.Selected.Render("▸")+" ", p.Theme.Selected
	}
	head := mark + s.State.Ink(p.Theme).Render(s.State.Glyph()) + " "
	title := sprintf("%d %s", i+1, s.Title)
	if much == least || much == tight && !current {
		if s.Short != "" {
			title = sprintf("%d %s", i+1, s.Short)
		}
		return []string{head + ink.Render(text.Cut(title, width-4))}
	}
	lines := p.Wrap(ink, title, max(4, width-4))
	for j := range lines {
		if j == 0 {
			lines[j] = head + lines[j]
			continue
		}
		lines[j] = "    " + lines[j]
	}
	if much == tight {
		return lines
	}
	word := s.State.Word(p)
	if s.Note != "" {
		word += " · " + s.Note
	}
	return append(lines, "    "+p.Theme.Dim.Render(text.Cut(word, width-4)))
}

// JourneyLine is the journey on one line, for narrow terminals: a glyph for each step, and where one is.
func JourneyLine(p *Pen, stops []Stop, current, width int) string {
	if len(stops) == 0 || current < 0 || current >= len(stops) {
		return strings.Repeat(" ", max(0, width))
	}
	var glyphs strings.Builder
	for i, s := range stops {
		if i == current {
			glyphs.WriteString(p.Theme.Selected.Render("[" + s.State.Glyph() + "]"))
			continue
		}
		glyphs.WriteString(s.State.Ink(p.Theme).Render(s.State.Glyph()))
	}
	s := stops[current]
	word := " · " + s.State.Word(p)
	title := sprintf("%d/%d %s", current+1, len(stops), s.Title)
	title = text.Cut(title, max(1, width-text.Width(glyphs.String())-1-text.Width(word)))
	return FitLine(glyphs.String()+" "+p.Theme.Selected.Render(title)+p.Theme.Dim.Render(word), width)
}
