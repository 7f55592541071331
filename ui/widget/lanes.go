package widget

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"agentcore-workshop/steps/text"
)

// Message is one message of a flow, between two lanes.
type Message struct {
	// From and To are names of lanes.
	From, To, Title, Request string
	Status                   int
}

// Flow is a flow as it is drawn: the lanes from left to right, and the messages so far.
type Flow struct {
	Lanes    []string
	Messages []Message
	// Hand is the message under the hand: those after it are not lit yet. -1 is none, and all are lit.
	Hand int
	// Rows is how many lines there are at most, the lanes' names included; zero is no bound.
	Rows int
	// Dense has the words beside the arrows wherever they have room at all, so that more messages are seen at once.
	Dense bool
}

// The narrowest lane, the widest, and how much room words need to stand beside their arrow: at least, and to be read well.
const laneLeast, laneMost, besideLeast, besideWell = 8, 18, 22, 44

// Lanes draws a flow: each party has a lane, each message an arrow between two lanes and the words that say what it is: beside the
// arrow where there is room, else below it. Where not all messages fit, those around the hand, or the last, are drawn.
func Lanes(p *Pen, f Flow, width int) []string {
	lanes := f.lanes()
	if len(f.Messages) == 0 && len(f.Lanes) == 0 || width < 12 {
		return nil
	}
	d := drawing{p: p, f: f, names: lanes}
	least := d.measure(width)
	beside := width - least - d.margin()
	if len(f.Messages) == 0 && least <= width {
		d.widen(width - d.total())
		return []string{d.header(), p.Theme.Dim.Render(strings.TrimRight(string(d.lifelines()), " "))}
	}
	switch {
	case least > width || len(lanes) == 0:
		return d.list(width)
	case beside >= besideWell || f.Dense && beside >= besideLeast:
		return d.beside(width)
	}
	return d.below(width)
}

// lanes are those that are given, and those that only messages name.
func (f Flow) lanes() []string {
	all := slices.Clone(f.Lanes)
	for _, m := range f.Messages {
		for _, party := range []string{m.From, m.To} {
			if !slices.Contains(all, party) {
				all = append(all, party)
			}
		}
	}
	return all
}

// window is which messages are drawn where each takes so many lines.
func (f Flow) window(each int) (from, to int) {
	n := len(f.Messages)
	room := n
	if f.Rows > 0 {
		room = max(1, (f.Rows-1)/each)
	}
	if n <= room {
		return 0, n
	}
	from = n - room
	if f.Hand >= 0 {
		from = max(0, min(from, f.Hand-room*2/3))
	}
	return from, from + room
}

// drawing is a flow with its lanes measured.
type drawing struct {
	p     *Pen
	f     Flow
	names []string
	// wide is each lane's width.
	wide []int
}

// measure sets each lane as narrow as its name lets it be, and returns what all take.
func (d *drawing) measure(width int) int {
	d.wide = make([]int, len(d.names))
	total := 0
	for i, name := range d.names {
		d.wide[i] = max(laneLeast, min(text.Width(name)+1, max(laneLeast, width/len(d.names))))
		total += d.wide[i]
	}
	return total
}

// widen gives every lane as much of the spare room.
func (d *drawing) widen(spare int) {
	each := spare / len(d.wide)
	for i := range d.wide {
		d.wide[i] = max(d.wide[i], min(laneMost, d.wide[i]+each))
	}
}

func (d *drawing) total() int {
	n := 0
	for _, w := range d.wide {
		n += w
	}
	return n
}

// margin holds the mark and the number of a message.
func (d *drawing) margin() int { return text.Width(sprintf("%d", len(d.f.Messages))) + 3 }

// beside has a line for each message: its number, its arrow, its words.
func (d *drawing) beside(width int) []string {
	if spare := width - d.margin() - d.total() - besideWell; spare > 0 {
		d.widen(spare)
	}
	room := width - d.margin() - d.total() - 1
	lines := []string{strings.Repeat(" ", d.margin()) + d.header()}
	from, to := d.f.window(1)
	for i := from; i < to; i++ {
		m := d.f.Messages[i]
		number := sprintf("%*d ", d.margin()-3, i+1)
		row := d.mark(i) + d.ink(i).Render(number+d.arrow(i)) + " " + d.words(i).Render(text.Cut(caption(m), room))
		lines = append(lines, row)
	}
	return lines
}

// below has two lines for each message: its arrow, and under it its number and its words.
func (d *drawing) below(width int) []string {
	d.widen(width - d.total())
	lines := []string{d.header()}
	from, to := d.f.window(2)
	for i := from; i < to; i++ {
		m := d.f.Messages[i]
		lines = append(lines, d.ink(i).Render(strings.TrimRight(d.arrow(i), " ")))
		lines = append(lines, d.mark(i)+d.words(i).Render(text.Cut(sprintf("%d ", i+1)+caption(m), width-2)))
	}
	return lines
}

// list is the flow in words, where there is no room for lanes.
func (d *drawing) list(width int) []string {
	from, to := d.f.window(1)
	lines := make([]string, 0, to-from)
	for i := from; i < to; i++ {
		m := d.f.Messages[i]
		m.Title = m.From + " → " + m.To + ": " + m.Title
		lines = append(lines, d.mark(i)+d.words(i).Render(text.Cut(sprintf("%d ", i+1)+caption(m), width-2)))
	}
	return lines
}

func (d *drawing) mark(i int) string {
	if i == d.f.Hand {
		return d.p.Theme.Selected.Render("▸") + " "
	}
	return "  "
}

// ink is an arrow's, and words that of what is said of it.
func (d *drawing) ink(i int) lipgloss.Style   { return d.lit(i, d.p.Theme.Selected, d.p.Theme.Busy) }
func (d *drawing) words(i int) lipgloss.Style { return d.lit(i, d.p.Theme.Strong, d.p.Theme.Plain) }

// lit is the style of a message: what has happened is lit, what comes after the hand is not.
func (d *drawing) lit(i int, inHand, otherwise lipgloss.Style) lipgloss.Style {
	switch {
	case d.f.Hand >= 0 && i > d.f.Hand:
		return d.p.Theme.Dim
	case d.f.Messages[i].Status >= 400:
		return d.p.Theme.Bad
	case i == d.f.Hand:
		return inHand
	}
	return otherwise
}

func (d *drawing) header() string {
	var line strings.Builder
	for i, name := range d.names {
		name = text.Cut(name, d.wide[i]-1)
		pad := (d.wide[i] - text.Width(name)) / 2
		line.WriteString(text.Pad(strings.Repeat(" ", pad)+name, d.wide[i]))
	}
	return d.p.Theme.Strong.Render(strings.TrimRight(line.String(), " "))
}

// centre is the cell of a lane's line.
func (d *drawing) centre(lane int) int {
	at := d.wide[lane] / 2
	for _, w := range d.wide[:lane] {
		at += w
	}
	return at
}

// lifelines is a row of lanes in which nothing happens.
func (d *drawing) lifelines() []rune {
	cells := []rune(strings.Repeat(" ", d.total()))
	for lane := range d.wide {
		cells[d.centre(lane)] = '│'
	}
	return cells
}

// arrow is a row of lanes with an arrow from one to another, dotted where it is not lit yet; a message to oneself is a dot.
func (d *drawing) arrow(i int) string {
	m, line := d.f.Messages[i], '─'
	if d.f.Hand >= 0 && i > d.f.Hand {
		line = '┄'
	}
	cells := d.lifelines()
	a, b := d.centre(slices.Index(d.names, m.From)), d.centre(slices.Index(d.names, m.To))
	switch {
	case a < b:
		fill(cells[a+1:b], line)
		cells[a], cells[b-1] = '├', '>'
	case a > b:
		fill(cells[b+1:a], line)
		cells[a], cells[b+1] = '┤', '<'
	default:
		cells[a] = '●'
	}
	return string(cells)
}

func fill(cells []rune, with rune) {
	for i := range cells {
		cells[i] = with
	}
}

func caption(m Message) string {
	line := m.Title
	if m.Status >= 400 {
		return line + sprintf(" → %d", m.Status) // a refusal is seen before the request
	}
	if m.Request != "" {
		line += " · " + m.Request
	}
	if m.Status != 0 {
		line += sprintf(" → %d", m.Status)
	}
	return line
}
