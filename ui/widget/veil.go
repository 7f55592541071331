package widget

import (
	"regexp"
	"strings"

	"agentcore-workshop/steps/text"
)

// accountDigits is how long an AWS account id is.
const accountDigits = 12

// Veil masks what a teacher's audience must not see: account ids, what follows the region in an ARN, and e-mail addresses.
// Masks are as wide as what they hide, so that nothing on the screen moves.
func Veil() func(string) string {
	arn := regexp.MustCompile(`(arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:)([^\s"'<>,]+)`)
	mail := regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+`)
	digits := regexp.MustCompile(`[0-9]+`)
	return func(s string) string {
		s = arn.ReplaceAllStringFunc(s, func(hit string) string {
			kept := arn.FindStringSubmatch(hit)[1]
			return kept + dots(hit[len(kept):])
		})
		s = mail.ReplaceAllStringFunc(s, dots)
		return digits.ReplaceAllStringFunc(s, func(hit string) string {
			if len(hit) != accountDigits {
				return hit
			}
			return dots(hit)
		})
	}
}

func dots(s string) string { return strings.Repeat("•", text.Width(s)) }
