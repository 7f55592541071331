package widget

import (
	"agentcore-workshop/steps/text"
)

// Card is a name with its value, where it came from, and what it counts down to.
type Card struct {
	Label, Value, Source string
	// Note stands before the value: "59 min left".
	Note string
	// Group opens a group of cards that belong together; empty goes on with the one before.
	Group string
}

// Cards draws name and value side by side, the values in one column. Long values are cut; with whole they wrap and say
// where they came from. It returns the line at which the selected card begins.
func Cards(p *Pen, cards []Card, selected int, whole bool, width int) (lines []string, at int) {
	column := 0
	for _, c := range cards {
		column = max(column, text.Width(c.Label))
	}
	column = min(column, max(8, width*2/5), max(1, width-10))
	for i, c := range cards {
		if c.Group != "" {
			lines = append(lines, p.Theme.Strong.Render(text.Cut(c.Group, width)))
		}
		if i == selected {
			at = len(lines)
		}
		lines = append(lines, c.lines(p, i == selected, whole, column, width)...)
	}
	return lines, at
}

func (c Card) lines(p *Pen, selected, whole bool, column, width int) []string {
	mark, ink := "  ", p.Theme.Plain
	if selected {
		mark, ink = p.Theme.Selected.Render("▸")+" ", p.Theme.Strong
	}
	room := max(1, width-column-4)
	value := c.Value
	if c.Note != "" {
		value = c.Note + " · " + value
	}
	head := mark + p.Theme.Dim.Render(text.Pad(c.Label, column)) + "  "
	if !whole {
		return []string{head + ink.Render(text.Cut(value, room))}
	}
	body := p.Wrap(ink, value, room)
	if c.Source != "" {
		body = append(body, p.Wrap(p.Theme.Dim, "("+c.Source+")", room)...)
	}
	if text.Width(c.Label) > column { // a name that has no room beside its value stands above it, whole
		lines := hang(mark, 2, p.Wrap(p.Theme.Strong, c.Label, width-2))
		body = p.Wrap(p.Theme.Plain, value, max(1, width-4))
		if c.Source != "" {
			body = append(body, p.Wrap(p.Theme.Dim, "("+c.Source+")", max(1, width-4))...)
		}
		return append(lines, Indent("    ", body)...)
	}
	return hang(head, column+4, body)
}

// hang puts a head before the first line and blanks before the others.
func hang(head string, indent int, body []string) []string {
	if len(body) == 0 {
		return []string{head}
	}
	blank := sprintf("%*s", indent, "")
	out := make([]string, len(body))
	for i, line := range body {
		if i == 0 {
			out[i] = head + line
			continue
		}
		out[i] = blank + line
	}
	return out
}
