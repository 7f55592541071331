package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"agentcore-workshop/steps/secret"
)

// Input is a line of text that a person types. The cursor is the terminal's own, at the cell where the next character
// goes, so that a Korean input method composes where the eye is; a Hangul syllable is one step and two cells wide.
type Input struct {
	// Hidden shows dots instead of what is typed.
	Hidden bool
	units  []string
	at     int
}

// Value is what was typed.
func (in *Input) Value() secret.Text { return secret.New(strings.Join(in.units, "")) }

// Matches reports whether exactly this was typed.
func (in *Input) Matches(s string) bool { return strings.Join(in.units, "") == s }

// Empty reports whether nothing was typed.
func (in *Input) Empty() bool { return len(in.units) == 0 }

// Clear forgets what was typed.
func (in *Input) Clear() { in.units, in.at = nil, 0 }

// Insert puts text where the cursor is. Line ends and control characters do not belong into a line and are left out.
func (in *Input) Insert(s string) {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || isControl(r) {
			return -1
		}
		return r
	}, s)
	before := strings.Join(in.units[:in.at], "") + s
	in.units = clusters(before + strings.Join(in.units[in.at:], ""))
	in.at = min(len(clusters(before)), len(in.units))
}

// Key takes an editing key and reports whether it was one.
func (in *Input) Key(name string) bool {
	switch name {
	case "left", "ctrl+b":
		in.at = max(0, in.at-1)
	case "right", "ctrl+f":
		in.at = min(len(in.units), in.at+1)
	case "home", "ctrl+a":
		in.at = 0
	case "end", "ctrl+e":
		in.at = len(in.units)
	case "backspace", "ctrl+h":
		if in.at > 0 {
			in.units = append(in.units[:in.at-1:in.at-1], in.units[in.at:]...)
			in.at--
		}
	case "delete", "ctrl+d":
		if in.at < len(in.units) {
			in.units = append(in.units[:in.at:in.at], in.units[in.at+1:]...)
		}
	case "ctrl+u":
		in.units, in.at = in.units[in.at:], 0
	case "ctrl+k":
		in.units = in.units[:in.at]
	default:
		return false
	}
	return true
}

// Draw is the part of the text around the cursor that fits, and the cell of the cursor in it.
func (in *Input) Draw(p *Pen, width int) (line string, x int) {
	shown := make([]string, len(in.units))
	for i, u := range in.units {
		shown[i] = u
		if in.Hidden {
			shown[i] = "•"
		}
	}
	from, x := 0, ansi.StringWidth(strings.Join(shown[:in.at], ""))
	for x > width-1 && from < in.at {
		from++
		x = ansi.StringWidth(strings.Join(shown[from:in.at], ""))
	}
	field := ansi.Truncate(strings.Join(shown[from:], ""), width, "")
	rest := p.Theme.Dim.Render(strings.Repeat("_", max(0, width-ansi.StringWidth(field))))
	return p.Theme.Strong.Render(field) + rest, max(0, min(x, width-1))
}

// clusters splits text into what a person takes for one character.
func clusters(s string) []string {
	var out []string
	for s != "" {
		_, _, n, _ := ansi.DecodeSequence(s, ansi.NormalState, nil)
		out, s = append(out, s[:n]), s[n:]
	}
	return out
}
