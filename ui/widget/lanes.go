package widget

import (
	"slices"
	"strings"

	"agentcore-workshop/steps/text"
)

// Message is one message of a flow, between two parties.
type Message struct {
	From, To, Title, Request string
	Status                   int
}

// Lanes draws a flow: each party has a lane, each message an arrow between two lanes and a line that says what it is. At
// most last messages are drawn; zero draws all.
func Lanes(p *Pen, messages []Message, last, width int) []string {
	var parties []string
	for _, m := range messages {
		for _, party := range []string{m.From, m.To} {
			if !slices.Contains(parties, party) {
				parties = append(parties, party)
			}
		}
	}
	if len(parties) == 0 || width < 12 {
		return nil
	}
	lane := min(width/len(parties), 20)
	if lane < 6 {
		return list(p, messages, width)
	}
	lines := []string{header(p, parties, lane)}
	first := 0
	if last > 0 {
		first = max(0, len(messages)-last)
	}
	for i, m := range messages[first:] {
		lines = append(lines, arrow(p, parties, m, lane))
		lines = append(lines, caption(p, first+i+1, m, width))
	}
	return lines
}

func header(p *Pen, parties []string, lane int) string {
	var line strings.Builder
	for _, party := range parties {
		name := text.Cut(party, lane-1)
		pad := (lane - text.Width(name)) / 2
		line.WriteString(text.Pad(strings.Repeat(" ", pad)+name, lane))
	}
	return p.Theme.Strong.Render(strings.TrimRight(line.String(), " "))
}

// arrow is a row of lanes with an arrow from one to another; a message to oneself is a dot.
func arrow(p *Pen, parties []string, m Message, lane int) string {
	from, to := slices.Index(parties, m.From), slices.Index(parties, m.To)
	cells := make([]rune, lane*len(parties))
	for i := range cells {
		cells[i] = ' '
	}
	centre := func(i int) int { return i*lane + lane/2 }
	for i := range parties {
		cells[centre(i)] = '│'
	}
	a, b := centre(from), centre(to)
	switch {
	case a < b:
		fill(cells, a+1, b-1)
		cells[a], cells[b-1] = '├', '>'
	case a > b:
		fill(cells, b+1, a-1)
		cells[a], cells[b+1] = '┤', '<'
	default:
		cells[a] = '●'
	}
	return p.Theme.Busy.Render(strings.TrimRight(string(cells), " "))
}

func fill(cells []rune, from, to int) {
	for i := from; i <= to; i++ {
		cells[i] = '─'
	}
}

func caption(p *Pen, n int, m Message, width int) string {
	line := sprintf("%d ", n) + m.Title
	if m.Request != "" {
		line += " · " + m.Request
	}
	if m.Status != 0 {
		line += sprintf(" → %d", m.Status)
	}
	ink := p.Theme.Dim
	if m.Status >= 400 {
		ink = p.Theme.Bad
	}
	return "  " + ink.Render(text.Cut(line, width-2))
}

// list is the flow in words, where there is no room for lanes.
func list(p *Pen, messages []Message, width int) []string {
	lines := make([]string, len(messages))
	for i, m := range messages {
		m.Title = m.From + " → " + m.To + ": " + m.Title
		lines[i] = caption(p, i+1, m, width)
	}
	return lines
}
