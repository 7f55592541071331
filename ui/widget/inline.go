package widget

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/yuin/goldmark/ast"

	words "agentcore-workshop/steps/text"
)

// plain is a node's text without emphasis.
func (d drawer) plain(n ast.Node) string {
	var out strings.Builder
	for _, run := range d.inline(n, d.p.Theme.Plain) {
		out.WriteString(run.text)
	}
	return out.String()
}

// run is a piece of text in one style.
type run struct {
	text string
	ink  lipgloss.Style
}

// inline is a node's text in pieces of one style each.
func (d drawer) inline(parent ast.Node, ink lipgloss.Style) []run {
	t := d.p.Theme
	var runs []run
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			s := string(n.Segment.Value(d.src))
			if n.SoftLineBreak() || n.HardLineBreak() {
				s += " "
			}
			runs = append(runs, run{s, ink})
		case *ast.String:
			runs = append(runs, run{string(n.Value), ink})
		case *ast.CodeSpan:
			runs = append(runs, d.inline(n, t.Busy)...)
		case *ast.Emphasis:
			runs = append(runs, d.inline(n, t.Strong)...)
		case *ast.Link:
			runs = append(runs, d.inline(n, t.Link.Hyperlink(string(n.Destination)))...)
			runs = append(runs, run{" (" + string(n.Destination) + ")", t.Dim})
		case *ast.AutoLink:
			runs = append(runs, run{string(n.URL(d.src)), t.Link.Hyperlink(string(n.URL(d.src)))})
		default:
			runs = append(runs, d.inline(n, ink)...)
		}
	}
	return runs
}

// wrapStyled breaks pieces of text into lines, between words.
func wrapStyled(runs []run, width int) []string {
	var plain strings.Builder
	for _, r := range runs {
		plain.WriteString(r.text)
	}
	lines := words.Wrap(plain.String(), width)
	out := make([]string, 0, len(lines))
	feed := feeder{runs: runs}
	for _, line := range lines {
		out = append(out, feed.take(strings.TrimRight(line, " ")))
	}
	return out
}

// feeder hands out the pieces again, line by line: wrapping only drops spaces, so that text lines up rune by rune.
type feeder struct{ runs []run }

func (f *feeder) take(line string) string {
	var out strings.Builder
	skip := true
	for line != "" && len(f.runs) > 0 {
		r := &f.runs[0]
		if r.text == "" {
			f.runs = f.runs[1:]
			continue
		}
		if skip {
			trimmed := strings.TrimLeft(r.text, " ")
			if trimmed != r.text && !strings.HasPrefix(line, " ") {
				r.text = trimmed
				continue
			}
			skip = false
		}
		n := commonPrefix(line, r.text)
		if n == 0 {
			break
		}
		out.WriteString(r.ink.Render(line[:n]))
		line, r.text = line[n:], r.text[n:]
	}
	out.WriteString(line)
	return out.String()
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
