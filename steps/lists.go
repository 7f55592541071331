package steps

import (
	"slices"

	"agentcore-workshop/steps/text"
)

// Lacking are the members of want that is does not have.
func Lacking(is, want []string) []string {
	var all []string
	for _, w := range want {
		if !slices.Contains(is, w) {
			all = append(all, w)
		}
	}
	return all
}

// Union is a list with what it lacks of another, in order.
func Union(have, more []string) []string {
	return append(slices.Clone(have), Lacking(have, more)...)
}

// Counted is a list's last line: what was listed, and how many there are.
func Counted(l text.Lang, what text.T, n int) string {
	return text.T{En: "%s: %d", Ko: "%s: %d개"}.With(what, n).In(l) + "\n"
}
