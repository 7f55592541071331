package widget

import (
	"slices"
	"strings"
	"time"

	"agentcore-workshop/steps/text"
)

// Node is a resource of a stack while it is being made.
type Node struct {
	ID, Type, Status, Reason string
	Since, Until             time.Time
}

func (n Node) failed() bool {
	return strings.Contains(n.Status, "FAILED") || strings.Contains(n.Status, "ROLLBACK")
}
func (n Node) busy() bool { return strings.HasSuffix(n.Status, "_IN_PROGRESS") }

// Tree draws resources: what failed stands first, then what is being made, then what was made last. Each line has a glyph,
// the name, the kind, and how long it has taken.
func Tree(p *Pen, nodes []Node, now time.Time, width int) []string {
	sorted := slices.Clone(nodes)
	slices.SortStableFunc(sorted, func(a, b Node) int {
		if d := a.rank() - b.rank(); d != 0 {
			return d
		}
		if a.failed() {
			return a.Until.Compare(b.Until) // the first failure is the cause
		}
		return b.Until.Compare(a.Until)
	})
	lines := make([]string, 0, len(sorted))
	for _, n := range sorted {
		lines = append(lines, n.line(p, now, width))
		if n.failed() && n.Reason != "" {
			lines = append(lines, Indent("  ", p.Wrap(p.Theme.Bad, p.Line(n.Reason), width-2))...)
		}
	}
	return lines
}

func (n Node) rank() int {
	switch {
	case n.failed():
		return 0
	case n.busy():
		return 1
	}
	return 2
}

func (n Node) line(p *Pen, now time.Time, width int) string {
	glyph := p.Theme.Good.Render("✓")
	switch {
	case n.failed():
		glyph = p.Theme.Bad.Render("✗")
	case n.busy():
		glyph = p.Theme.Busy.Render("●")
	}
	took := ""
	if !n.Since.IsZero() {
		end := n.Until
		if n.busy() {
			end = now
		}
		took = Ticks(p.Lang, end.Sub(n.Since))
	}
	kind := strings.TrimPrefix(n.Type, "AWS::")
	tail := p.Theme.Dim.Render(took)
	room := width - 3 - text.Width(took)
	name := text.Cut(p.Line(n.ID), room)
	middle := name
	if left := room - text.Width(name) - 2; left >= 8 {
		middle += "  " + p.Theme.Dim.Render(text.Cut(kind, left))
	}
	return glyph + " " + FitLine(middle, room) + " " + tail
}
