package widget

import (
	"agentcore-workshop/steps/text"
)

// Button is one thing that can be pressed, with the key that does the same.
type Button struct{ Key, Label string }

// Bar draws buttons in a line, or in as many lines as they need, at most height. The focused one is marked; Tab walks
// along. Where they do not fit, those around the focus are shown.
func Bar(p *Pen, buttons []Button, focus, width, height int) []string {
	var rows []string
	row, w, focusRow := "", 0, 0
	for i, b := range buttons {
		cells := text.Width(b.Key) + 1 + text.Width(b.Label)
		gap := 2
		if w == 0 {
			gap = 0
		}
		if w > 0 && w+gap+cells > width {
			rows, row, w, gap = append(rows, row), "", 0, 0
		}
		if i == focus {
			focusRow = len(rows)
		}
		row += sprintf("%*s", gap, "") + b.draw(p, i == focus)
		w += gap + cells
	}
	rows = append(rows, row)
	if len(rows) > height {
		top := max(0, min(focusRow-height+1, len(rows)-height))
		hidden := top+height < len(rows)
		rows = append([]string{}, rows[top:top+height]...)
		if hidden {
			more := " Tab…"
			rows[height-1] = FitLine(rows[height-1], max(0, width-len(more))) + p.Theme.Dim.Render(more)
		}
	}
	return rows
}

func (b Button) draw(p *Pen, focused bool) string {
	if focused {
		return p.Theme.Strong.Reverse(true).Render(b.Key + " " + b.Label)
	}
	return p.Theme.Key.Render(b.Key) + " " + b.Label
}

// BarHeight is how many lines the bar needs at a width.
func BarHeight(p *Pen, buttons []Button, width int) int { return len(Bar(p, buttons, -1, width, 99)) }
