package widget

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Theme is how the kinds of text look. The terminal reduces colours to what it can show; with NO_COLOR none is left, and
// bold, underline, glyphs and words carry on alone.
type Theme struct {
	Plain, Strong, Dim, Heading, Key, Link lipgloss.Style
	Good, Bad, Warn, Busy                  lipgloss.Style
	// Selected marks the line under the person's hand; Practice, Real and Looking are the frames of the three doors.
	Selected, Practice, Real, Looking lipgloss.Style
}

// Name is a theme that can be asked for.
type Name string

const (
	Auto         Name = "auto" // dark or light, as the terminal's background is
	Dark         Name = "dark"
	Light        Name = "light"
	HighContrast Name = "high-contrast"
)

// palette is the colours of a theme, as ANSI numbers where the terminal's own colours do well.
type palette struct{ accent, good, bad, warn, link string }

// NewTheme makes a theme; dark says what the terminal's background is when the name leaves it open.
func NewTheme(name Name, dark bool) *Theme {
	if name == HighContrast {
		return highContrast()
	}
	if name == Light || (name != Dark && !dark) {
		return newTheme(palette{accent: "4", good: "2", bad: "1", warn: "94", link: "4"})
	}
	return newTheme(palette{accent: "14", good: "10", bad: "9", warn: "11", link: "12"})
}

func newTheme(c palette) *Theme {
	plain := lipgloss.NewStyle()
	ink := func(s string) lipgloss.Style { return plain.Foreground(colour(s)) }
	return &Theme{
		Plain: plain, Strong: plain.Bold(true), Dim: plain.Faint(true), Heading: ink(c.accent).Bold(true), Key: plain.Bold(true),
		Link: ink(c.link).Underline(true), Good: ink(c.good), Bad: ink(c.bad).Bold(true), Warn: ink(c.warn).Bold(true), Busy: ink(c.accent),
		Selected: ink(c.accent).Bold(true), Practice: ink(c.good), Real: ink(c.warn), Looking: ink(c.accent),
	}
}

// highContrast leaves out every grey and every hue: the terminal's own foreground, bold and reversed.
func highContrast() *Theme {
	plain := lipgloss.NewStyle()
	bold := plain.Bold(true)
	return &Theme{
		Plain: plain, Strong: bold, Dim: plain, Heading: bold.Underline(true), Key: bold.Reverse(true), Link: plain.Underline(true),
		Good: bold, Bad: bold.Reverse(true), Warn: bold.Underline(true), Busy: bold, Selected: bold.Reverse(true),
		Practice: bold, Real: bold, Looking: bold,
	}
}

func colour(s string) color.Color { return lipgloss.Color(s) }
