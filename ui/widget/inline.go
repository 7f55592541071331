package widget

import (
	"strings"

	"charm.land/lipgloss/v2"

	words "agentcore-workshop/steps/text"
)

// plain is a text without its marks.
func (d drawer) plain(source string) string {
	var out strings.Builder
	for _, run := range d.inline(source, d.p.Theme.Plain) {
		out.WriteString(run.text)
	}
	return out.String()
}

// run is a piece of text in one style.
type run struct {
	text string
	ink  lipgloss.Style
}

// inline is a text in pieces of one style each.
func (d drawer) inline(source string, ink lipgloss.Style) []run {
	t := d.p.Theme
	var runs []run
	end := 0
	for _, at := range d.spans.FindAllStringSubmatchIndex(source, -1) {
		if at[0] > end {
			runs = append(runs, run{source[end:at[0]], ink})
		}
		end = at[1]
		part := func(i int) string { return source[at[2*i]:at[2*i+1]] }
		switch {
		case at[2] >= 0:
			runs = append(runs, run{part(1), t.Busy})
		case at[4] >= 0:
			runs = append(runs, d.inline(part(2), t.Strong)...)
		case at[6] >= 0:
			runs = append(runs, d.inline(part(3), t.Strong)...)
		case at[8] >= 0:
			runs = append(runs, run{part(4), t.Link.Hyperlink(part(5))}, run{" (" + part(5) + ")", t.Dim})
		default:
			runs = append(runs, run{part(6), t.Link.Hyperlink(part(6))})
		}
	}
	if end < len(source) {
		runs = append(runs, run{source[end:], ink})
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
