package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"agentcore-workshop/steps/text"
)

// Fit makes exactly height lines of exactly width cells: what is too long is cut, what is too short is filled. Every pane
// and the whole frame go through it, so that nothing can exceed the terminal.
func Fit(lines []string, width, height int) []string {
	if width < 0 || height < 0 {
		return nil
	}
	out := make([]string, height)
	for i := range out {
		if i < len(lines) {
			out[i] = FitLine(lines[i], width)
			continue
		}
		out[i] = strings.Repeat(" ", width)
	}
	return out
}

// FitLine makes a styled line exactly width cells wide.
func FitLine(line string, width int) string {
	w := ansi.StringWidth(line)
	if w > width {
		line = ansi.Truncate(line, width, "")
		w = ansi.StringWidth(line)
	}
	if w < width {
		line += strings.Repeat(" ", width-w)
	}
	return line
}

// Head is the first height lines; where some were lost, the last one ends in an ellipsis and the key that shows them.
func Head(p *Pen, lines []string, width, height int, more string) []string {
	if len(lines) <= height {
		return lines
	}
	if height < 1 {
		return nil
	}
	tail := "…"
	if more != "" {
		tail += "(" + more + ")"
	}
	room := width - text.Width(tail) - 1
	last := cutWord(lines[height-1], max(0, room)) + " " + p.Theme.Dim.Render(tail)
	return append(append([]string{}, lines[:height-1]...), last)
}

// cutWord shortens a styled line, between words where that loses little.
func cutWord(line string, width int) string {
	if ansi.StringWidth(line) <= width {
		return line
	}
	cut := ansi.Truncate(line, width, "")
	plain := ansi.Strip(cut)
	if i := strings.LastIndexByte(plain, ' '); i > len(plain)/2 {
		return ansi.Truncate(cut, ansi.StringWidth(plain[:i]), "")
	}
	return cut
}

// Scroll shows a window of height lines starting at top, and says in the last line how far it is. It returns the top that
// it could show.
func Scroll(p *Pen, lines []string, top, height int) ([]string, int) {
	if len(lines) <= height || height < 2 {
		return lines, 0
	}
	top = max(0, min(top, len(lines)-height+1))
	end := top + height - 1
	hint := p.T(text.T{En: "%d-%d of %d lines · ↑↓ PgUp PgDn", Ko: "%d-%d / 전체 %d줄 · ↑↓ PgUp PgDn"})
	note := p.Theme.Dim.Render(sprintf(hint, top+1, end, len(lines)))
	return append(append([]string{}, lines[top:end]...), note), top
}

// Beside joins two columns of the same height.
func Beside(left, right []string, between string) []string {
	out := make([]string, min(len(left), len(right)))
	for i := range out {
		out[i] = left[i] + between + right[i]
	}
	return out
}

// Indent puts the same prefix before every line.
func Indent(prefix string, lines []string) []string {
	out := make([]string, len(lines))
	for i, line := range lines {
		out[i] = prefix + line
	}
	return out
}
