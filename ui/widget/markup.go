package widget

import (
	"regexp"
	"strconv"
	"strings"
)

// The part of Markdown that explanations are written in: headings, paragraphs, lists, quotes, fenced code, tables, rules;
// within lines bold, emphasis, code, links. A whole Markdown library would cost every start of the program a millisecond
// and the binary a third of a megabyte.

// kind is what a block is.
type kind int

const (
	paragraphBlock kind = iota
	headingBlock
	codeBlock
	quoteBlock
	listBlock
	tableBlock
	ruleBlock
)

// block is a piece of a document.
type block struct {
	kind kind
	// level is a heading's; start a list's first number, 0 for bullets.
	level, start int
	// text is a heading's or paragraph's; lines are of code; rows of a table.
	text  string
	lines []string
	rows  [][]string
	// inner are a quote's blocks; items those of a list, one by one.
	inner []block
	items [][]block
}

// parse reads a document's blocks.
func parse(lines []string) []block {
	var blocks []block
	for len(lines) > 0 {
		line := strings.TrimRight(lines[0], " ")
		if line == "" {
			lines = lines[1:]
			continue
		}
		b, n := parseBlock(line, lines)
		blocks = append(blocks, b)
		lines = lines[n:]
	}
	return blocks
}

// parseBlock reads the block that begins with line, and says of how many lines it is.
func parseBlock(line string, lines []string) (block, int) {
	marks := len(line) - len(strings.TrimLeft(line, "#"))
	switch {
	case marks > 0 && strings.HasPrefix(line[marks:], " "):
		return block{kind: headingBlock, level: marks, text: strings.TrimSpace(line[marks:])}, 1
	case strings.HasPrefix(line, "```"):
		return parseCode(lines)
	case strings.HasPrefix(line, ">"):
		return parseQuote(lines)
	case line == "---" || line == "***":
		return block{kind: ruleBlock}, 1
	case isTable(lines):
		return parseTable(lines)
	}
	if _, _, ok := item(line); ok {
		return parseList(lines)
	}
	return parseParagraph(lines)
}

func parseParagraph(lines []string) (block, int) {
	n := 1
	for n < len(lines) && strings.TrimSpace(lines[n]) != "" && !begins(lines[n]) {
		n++
	}
	words := make([]string, n)
	for i := range words {
		words[i] = strings.TrimSpace(lines[i])
	}
	return block{kind: paragraphBlock, text: strings.Join(words, " ")}, n
}

// begins reports whether a line ends the paragraph before it.
func begins(line string) bool {
	_, _, isItem := item(line)
	return isItem || strings.HasPrefix(line, "```") || strings.HasPrefix(line, ">") || strings.HasPrefix(line, "#")
}

func parseCode(lines []string) (block, int) {
	for n := 1; n < len(lines); n++ {
		if strings.HasPrefix(lines[n], "```") {
			return block{kind: codeBlock, lines: lines[1:n]}, n + 1
		}
	}
	return block{kind: codeBlock, lines: lines[1:]}, len(lines)
}

func parseQuote(lines []string) (block, int) {
	var inner []string
	for _, line := range lines {
		rest, ok := strings.CutPrefix(line, ">")
		if !ok {
			break
		}
		inner = append(inner, strings.TrimPrefix(rest, " "))
	}
	return block{kind: quoteBlock, inner: parse(inner)}, len(inner)
}

// item tells the mark of a list's item from its text: width is where the text begins, number 0 for a bullet.
func item(line string) (number, width int, ok bool) {
	if strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ") {
		return 0, 2, true
	}
	digits, _, found := strings.Cut(line, ". ")
	n, err := strconv.Atoi(digits)
	if !found || err != nil || n < 0 || len(digits) > 3 {
		return 0, 0, false
	}
	return n, len(digits) + 2, true
}

func parseList(lines []string) (block, int) {
	first, _, _ := item(lines[0])
	b := block{kind: listBlock, start: first}
	n := 0
	for n < len(lines) {
		number, width, ok := item(lines[n])
		if !ok || (number == 0) != (first == 0) {
			break
		}
		inner := []string{lines[n][width:]}
		for n++; n < len(lines) && belongs(lines, n, width); n++ {
			inner = append(inner, strings.TrimPrefix(lines[n], strings.Repeat(" ", width)))
		}
		b.items = append(b.items, parse(inner))
		for n+1 < len(lines) && strings.TrimSpace(lines[n]) == "" {
			n++ // a blank line between items
		}
	}
	return b, n
}

// belongs reports whether a line goes on with the item before it: it is indented, or plain text right below.
func belongs(lines []string, n, width int) bool {
	if strings.HasPrefix(lines[n], strings.Repeat(" ", width)) {
		return true
	}
	return strings.TrimSpace(lines[n]) != "" && strings.TrimSpace(lines[n-1]) != "" && !begins(lines[n])
}

func isTable(lines []string) bool {
	return len(lines) > 1 && strings.HasPrefix(lines[0], "|") && strings.HasPrefix(lines[1], "|") &&
		strings.Trim(lines[1], "|-: ") == ""
}

func parseTable(lines []string) (block, int) {
	b := block{kind: tableBlock}
	n := 0
	for ; n < len(lines) && strings.HasPrefix(lines[n], "|"); n++ {
		if n == 1 {
			continue // the line under the head
		}
		var cells []string
		for cell := range strings.SplitSeq(strings.Trim(strings.TrimSpace(lines[n]), "|"), "|") {
			cells = append(cells, strings.TrimSpace(cell))
		}
		b.rows = append(b.rows, cells)
	}
	return b, n
}

// spans are the marks within a line, the first that fits counts: code, bold, emphasis, link, address.
const spans = "`([^`]+)`" + `|\*\*(.+?)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)|<(https?://[^>\s]+)>`

// spanner finds them. It is made when a document is drawn, not when the program starts.
func spanner() *regexp.Regexp { return regexp.MustCompile(spans) }
