package widget

import (
	"regexp"
	"strings"
)

// Veil masks what a teacher's audience must not see: account ids, what follows the region in an ARN, and e-mail addresses.
// Masks are as long as what they hide, so that nothing on the screen moves.
func Veil() func(string) string {
	shapes := []*regexp.Regexp{
		regexp.MustCompile(`arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:([^\s"'<>,]+)`),
		regexp.MustCompile(`([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)`),
		regexp.MustCompile(`(?:^|[^0-9])([0-9]{12})(?:[^0-9]|$)`),
	}
	return func(s string) string {
		for _, shape := range shapes {
			// Twice, since neighbours share the character between them.
			s = veil(shape, veil(shape, s))
		}
		return s
	}
}

func veil(shape *regexp.Regexp, s string) string {
	hits := shape.FindAllStringSubmatchIndex(s, -1)
	if hits == nil {
		return s
	}
	var out strings.Builder
	at := 0
	for _, hit := range hits {
		out.WriteString(s[at:hit[2]])
		out.WriteString(strings.Repeat("•", hit[3]-hit[2]))
		at = hit[3]
	}
	out.WriteString(s[at:])
	return out.String()
}
