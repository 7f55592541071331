package widget

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	words "agentcore-workshop/steps/text"
)

// Markdown draws an explanation: headings, paragraphs, lists, quotes, code and tables, wrapped to a width. Build it when
// it is shown, not before: the first frame must not wait for a parser.
func Markdown(p *Pen, source string, width int) []string {
	src := []byte(p.Text(source))
	md := goldmark.New(goldmark.WithExtensions(extension.Table))
	d := drawer{p: p, src: src}
	return d.blocks(md.Parser().Parse(text.NewReader(src)), width)
}

type drawer struct {
	p   *Pen
	src []byte
}

// blocks draws the children of a node, one below the other with a blank line between.
func (d drawer) blocks(parent ast.Node, width int) []string {
	var lines []string
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		block := d.block(n, width)
		if len(block) == 0 {
			continue
		}
		tight := parent.Kind() == ast.KindListItem || parent.Kind() == ast.KindList
		if len(lines) > 0 && !tight {
			lines = append(lines, "")
		}
		lines = append(lines, block...)
	}
	return lines
}

func (d drawer) block(n ast.Node, width int) []string {
	t := d.p.Theme
	switch n := n.(type) {
	case *ast.Heading:
		ink := t.Heading
		if n.Level > 2 {
			ink = t.Strong
		}
		return d.p.Wrap(ink, d.plain(n), width)
	case *ast.FencedCodeBlock:
		return d.code(n.Lines(), width)
	case *ast.CodeBlock:
		return d.code(n.Lines(), width)
	case *ast.Blockquote:
		return Indent(t.Dim.Render("│ "), d.blocks(n, max(1, width-2)))
	case *ast.List:
		return d.list(n, width)
	case *ast.ThematicBreak:
		return []string{t.Dim.Render(strings.Repeat("─", width))}
	case *east.Table:
		return d.table(n, width)
	case *ast.Paragraph, *ast.TextBlock:
		return wrapStyled(d.inline(n, t.Plain), width)
	}
	return d.blocks(n, width)
}

func (d drawer) list(l *ast.List, width int) []string {
	var lines []string
	number := l.Start
	for item := l.FirstChild(); item != nil; item = item.NextSibling() {
		bullet := "• "
		if l.IsOrdered() {
			bullet = sprintf("%d. ", number)
			number++
		}
		lines = append(lines, hang(bullet, len([]rune(bullet)), d.blocks(item, max(1, width-len([]rune(bullet)))))...)
	}
	return lines
}

// code keeps its own lines: what is too long is cut, since a wrapped command is a wrong command.
func (d drawer) code(segments *text.Segments, width int) []string {
	var lines []string
	for i := range segments.Len() {
		segment := segments.At(i)
		line := strings.TrimRight(string(segment.Value(d.src)), "\n")
		lines = append(lines, "  "+d.p.Theme.Busy.Render(words.Cut(line, max(1, width-2))))
	}
	return lines
}

// table draws rows as lines with the cells in columns as wide as their widest cell, shrunk to fit.
func (d drawer) table(table *east.Table, width int) []string {
	var rows [][]string
	var columns []int
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			s := d.plain(cell)
			if len(cells) == len(columns) {
				columns = append(columns, 0)
			}
			columns[len(cells)] = max(columns[len(cells)], words.Width(s))
			cells = append(cells, s)
		}
		rows = append(rows, cells)
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
