package widget

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"agentcore-workshop/steps/text"
)

// Pen is what widgets write with: the language, the colours, and what must not be seen.
type Pen struct {
	Lang  text.Lang
	Theme *Theme
	// Hide masks what a teacher's audience must not see; nil hides nothing.
	Hide func(string) string
}

// T is a sentence of ours in the person's language.
func (p *Pen) T(t text.T) string { return p.Text(t.In(p.Lang)) }

// Say is a message in the person's language.
func (p *Pen) Say(m text.Msg) string { return p.Text(m.In(p.Lang)) }

// Text makes a text fit for a screen: no escape sequences or control characters but line ends, and masked where asked.
func (p *Pen) Text(s string) string {
	s = strings.ReplaceAll(text.Strip(s), "\t", " ")
	if p.Hide != nil {
		s = p.Hide(s)
	}
	return s
}

// Line is Text on one line.
func (p *Pen) Line(s string) string {
	s = p.Text(s)
	if strings.Contains(s, "\n") {
		s = strings.Join(strings.Fields(s), " ")
	}
	return s
}

// Wrap breaks a text into styled lines of at most width cells.
func (p *Pen) Wrap(style lipgloss.Style, s string, width int) []string {
	if s == "" || width < 1 {
		return nil
	}
	var lines []string
	for _, line := range text.Wrap(s, width) {
		line = strings.TrimRight(line, " ")
		if text.Width(line) > width {
			// Words of wide characters are not always broken in time.
			for _, part := range strings.Split(ansi.Hardwrap(line, width, true), "\n") {
				lines = append(lines, style.Render(part))
			}
			continue
		}
		lines = append(lines, style.Render(line))
	}
	return lines
}

func isControl(r rune) bool { return (r < ' ' && r != '\n') || (r >= 0x7f && r < 0xa0) }
