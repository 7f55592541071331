package widget

import (
	"strings"

	"charm.land/lipgloss/v2"

	"agentcore-workshop/steps/text"
)

// Border is the shape of a frame. Where one is can be told from it without any colour.
type Border struct {
	Style                   func(*Theme) lipgloss.Style
	nw, ne, sw, se, hor, ve string
}

// The frames of the places: double for the practice cloud, heavy for an AWS account, dashed where nothing is changed, and
// round where one is nowhere yet.
func PracticeBorder() Border {
	return Border{func(t *Theme) lipgloss.Style { return t.Practice }, "╔", "╗", "╚", "╝", "═", "║"}
}
func RealBorder() Border {
	return Border{func(t *Theme) lipgloss.Style { return t.Real }, "┏", "┓", "┗", "┛", "━", "┃"}
}
func LookingBorder() Border {
	return Border{func(t *Theme) lipgloss.Style { return t.Looking }, "┌", "┐", "└", "┘", "╌", "┊"}
}
func PlainBorder() Border {
	return Border{func(t *Theme) lipgloss.Style { return t.Dim }, "╭", "╮", "╰", "╯", "─", "│"}
}

// Frame draws lines into a box of width x height with words in its upper border, left and right, and in its lower border.
func Frame(p *Pen, b Border, left, right, below string, lines []string, width, height int) []string {
	if width < 4 || height < 2 {
		return Fit(lines, width, height)
	}
	ink := b.Style(p.Theme)
	inner := Fit(lines, width-2, height-2)
	out := make([]string, 0, height)
	out = append(out, ink.Render(b.nw)+rule(p, b, left, right, width-2)+ink.Render(b.ne))
	side := ink.Render(b.ve)
	for _, line := range inner {
		out = append(out, side+line+side)
	}
	return append(out, ink.Render(b.sw)+rule(p, b, below, "", width-2)+ink.Render(b.se))
}

// rule is a border line with words set into it; the right ones give way first.
func rule(p *Pen, b Border, left, right string, width int) string {
	ink := b.Style(p.Theme)
	if left != "" {
		left = " " + text.Cut(left, max(0, width-4)) + " "
	}
	if right != "" {
		right = " " + right + " "
	}
	if text.Width(left)+text.Width(right)+3 > width {
		right = ""
	}
	fill := max(0, width-1-text.Width(left)-text.Width(right)-boolInt(right != ""))
	line := ink.Render(b.hor) + ink.Bold(true).Render(left) + ink.Render(strings.Repeat(b.hor, fill))
	if right != "" {
		line += ink.Render(right) + ink.Render(b.hor)
	}
	return FitLine(line, width)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Heading opens a section: its number, which is also the key that shows it whole, its name, and a line.
func Heading(p *Pen, key, title, note string, width int) string {
	head := p.Theme.Heading.Render(title)
	if key != "" {
		head = p.Theme.Key.Render(key) + " " + head
	}
	if room := width - text.Width(head) - 1; note != "" && room > 6 {
		head += " " + p.Theme.Dim.Render(text.Cut(note, room))
	}
	if fill := width - text.Width(head) - 1; fill > 0 {
		head += " " + p.Theme.Dim.Render(strings.Repeat("─", fill))
	}
	return FitLine(head, width)
}
