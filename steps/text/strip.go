package text

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Strip makes a text that others may have written fit for a terminal: without escape sequences (ECMA-48) and control
// characters. Line ends and tabs stay. It belongs before any colour is put on.
func Strip(s string) string {
	if utf8.ValidString(s) && !strings.ContainsFunc(s, isControl) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isControl(r) {
			return -1
		}
		return r
	}, ansi.Strip(s))
}

// isControl reports C0 and C1 controls and DEL: a terminal takes U+009B for the beginning of a sequence, too.
func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0
}
