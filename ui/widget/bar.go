package widget

import (
	"slices"

	"agentcore-workshop/steps/text"
)

// Button is one thing that can be pressed, with the key that does the same. Where there is no room for all, those with the
// highest Spare give way first, and those with none never do.
type Button struct {
	Key, Label string
	Spare      int
}

// moreKeys says that Tab leads to buttons that had no room.
const moreKeys = "Tab…"

// Bar draws buttons in a line, or in as many lines as they need, at most height. The focused one is marked; Tab walks
// along. Where they do not fit, the less important are left out; while Tab walks, those around the focus are shown.
func Bar(p *Pen, buttons []Button, focus, width, height int) []string {
	rows, focusRow := barRows(p, buttons, focus, width)
	if len(rows) <= height {
		return rows
	}
	if focus >= 0 {
		top := max(0, min(focusRow-height+1, len(rows)-height))
		return rows[top : top+height]
	}
	kept := append([]Button{}, buttons...)
	for len(rows) > height {
		i := leastNeeded(kept)
		if i < 0 {
			return rows[:height]
		}
		kept = slices.Delete(kept, i, i+1)
		rows, _ = barRows(p, append(kept[:len(kept):len(kept)], Button{Key: moreKeys}), -1, width)
	}
	return rows
}

// leastNeeded is the button that gives way first, or -1.
func leastNeeded(buttons []Button) int {
	at := -1
	for i, b := range buttons {
		if b.Spare > 0 && (at < 0 || b.Spare > buttons[at].Spare) {
			at = i
		}
	}
	return at
}

// barRows breaks buttons into lines, and says in which one the focus is.
func barRows(p *Pen, buttons []Button, focus, width int) (rows []string, focusRow int) {
	row, w := "", 0
	for i, b := range buttons {
		cells := text.Width(b.Key)
		if b.Label != "" {
			cells += 1 + text.Width(b.Label)
		}
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
	return append(rows, row), focusRow
}

func (b Button) draw(p *Pen, focused bool) string {
	if b.Label == "" {
		return p.Theme.Dim.Render(b.Key)
	}
	if focused {
		return p.Theme.Strong.Reverse(true).Render(b.Key + " " + b.Label)
	}
	return p.Theme.Key.Render(b.Key) + " " + b.Label
}
