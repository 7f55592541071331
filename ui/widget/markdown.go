package widget

import (
	"regexp"
	"strings"

	"charm.land/lipgloss/v2"

	words "agentcore-workshop/steps/text"
)

// Markdown draws an explanation: headings, paragraphs, lists, quotes, code and tables, wrapped to a width.
func Markdown(p *Pen, source string, width int) []string {
	d := drawer{p: p, spans: spanner()}
	return d.blocks(parse(strings.Split(p.Text(source), "\n")), width, false)
}

type drawer struct {
	p     *Pen
	spans *regexp.Regexp
}

// blocks draws one block below the other, with a blank line between unless they are tight.
func (d drawer) blocks(blocks []block, width int, tight bool) []string {
	var lines []string
	for _, b := range blocks {
		if len(lines) > 0 && !tight {
			lines = append(lines, "")
		}
		lines = append(lines, d.block(b, width)...)
	}
	return lines
}

func (d drawer) block(b block, width int) []string {
	t := d.p.Theme
	switch b.kind {
	case headingBlock:
		ink := t.Heading
		if b.level > 2 {
			ink = t.Strong
		}
		return d.p.Wrap(ink, d.plain(b.text), width)
	case codeBlock:
		return d.code(b.lines, width)
	case quoteBlock:
		return Indent(t.Dim.Render("│ "), d.blocks(b.inner, max(1, width-2), false))
	case listBlock:
		return d.list(b, width)
	case ruleBlock:
		return []string{t.Dim.Render(strings.Repeat("─", width))}
	case tableBlock:
		return d.table(b.rows, width)
	}
	return wrapStyled(d.inline(b.text, t.Plain), width)
}

func (d drawer) list(b block, width int) []string {
	var lines []string
	for i, item := range b.items {
		bullet := "• "
		if b.start > 0 {
			bullet = sprintf("%d. ", b.start+i)
		}
		lines = append(lines, hang(bullet, len([]rune(bullet)), d.blocks(item, max(1, width-len([]rune(bullet))), true))...)
	}
	return lines
}

// code keeps its own lines: what is too long is cut, since a wrapped command is a wrong command.
func (d drawer) code(source []string, width int) []string {
	var lines []string
	for _, line := range source {
		lines = append(lines, "  "+d.p.Theme.Busy.Render(words.Cut(line, max(1, width-2))))
	}
	return lines
}

// table draws rows as lines with the cells in columns as wide as their widest cell, shrunk to fit.
func (d drawer) table(source [][]string, width int) []string {
	rows := make([][]string, len(source))
	var columns []int
	for y, cells := range source {
		for x, cell := range cells {
			if x == len(columns) {
				columns = append(columns, 0)
			}
			s := d.plain(cell)
			columns[x] = max(columns[x], words.Width(s))
			rows[y] = append(rows[y], s)
		}
	}
	shrink(columns, width-2*(len(columns)-1))
	var lines []string
	for i, cells := range rows {
		ink := d.p.Theme.Plain
		if i == 0 {
			ink = d.p.Theme.Strong
		}
		lines = append(lines, tableRow(d.p, ink, cells, columns)...)
	}
	return lines
}

// shrink narrows the widest column until all fit.
func shrink(columns []int, width int) {
	for {
		sum, widest := 0, 0
		for i, c := range columns {
			sum += c
			if c > columns[widest] {
				widest = i
			}
		}
		if sum <= width || len(columns) == 0 || columns[widest] <= 4 {
			return
		}
		columns[widest]--
	}
}

func tableRow(p *Pen, ink lipgloss.Style, cells []string, columns []int) []string {
	wrapped, height := make([][]string, len(cells)), 0
	for i, cell := range cells {
		wrapped[i] = p.Wrap(ink, cell, columns[i])
		height = max(height, len(wrapped[i]))
	}
	lines := make([]string, height)
	for y := range lines {
		var line []string
		for i := range cells {
			part := ""
			if y < len(wrapped[i]) {
				part = wrapped[i][y]
			}
			line = append(line, FitLine(part, columns[i]))
		}
		lines[y] = strings.TrimRight(strings.Join(line, "  "), " ")
	}
	return lines
}
