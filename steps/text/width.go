package text

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Width is how many terminal cells a string takes; a Hangul syllable takes two.
func Width(s string) int { return ansi.StringWidth(s) }

// Cut shortens a string to at most width cells, with an ellipsis where something was lost.
func Cut(s string, width int) string { return ansi.Truncate(s, width, "…") }

// Pad fills a string with spaces to exactly width cells, cutting it where it is longer.
func Pad(s string, width int) string {
	s = Cut(s, width)
	return s + strings.Repeat(" ", max(0, width-Width(s)))
}

// Wrap breaks a text into lines of at most width cells, between words, and inside a word only where it alone is longer.
func Wrap(s string, width int) []string {
	if width < 1 {
		return nil
	}
	return strings.Split(ansi.Wrap(s, width, ""), "\n")
}
