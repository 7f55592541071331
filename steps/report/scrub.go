package report

import (
	"regexp"
	"slices"
	"strings"

	"agentcore-workshop/steps/secret"
)

// scrubber takes secrets out of texts that others may have written: those that are known, those that look like one, and
// whatever stands behind a word that announces one.
type scrubber struct {
	known    []string
	redactor *secret.Redactor
	shapes   []*regexp.Regexp
	announce *regexp.Regexp
	runs     *regexp.Regexp
	keys     *regexp.Regexp
}

// shortest is the length from which a known secret is searched for: shorter ones would blot out words.
const shortest = 4

func newScrubber(known []secret.Text) *scrubber {
	s := &scrubber{
		redactor: secret.NewRedactor(),
		shapes: []*regexp.Regexp{
			regexp.MustCompile(`\b(?:sk|pk|rk|ghp|gho|ghs|github_pat|glpat|xox[abprs]|ATATT|hf|npm)[-_][A-Za-z0-9_=-]{8,}`),
			regexp.MustCompile(`ATATT[A-Za-z0-9_=-]{8,}`),
			regexp.MustCompile(`-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`),
		},
		announce: regexp.MustCompile(`(?i)((?:password|passwd|pwd|secret|api[_ -]?key|access[_ -]?key|token|credential|암호|시크릿)[\w"'\\]{0,24}\s*(?:[:=]|\bis\b)\s*["'\\]*)([^\s"'\\,;&<>]{6,})`),
		runs:     regexp.MustCompile(`[A-Za-z0-9]{32,}`),
		keys:     regexp.MustCompile(`[A-Za-z0-9/+]{36,}={0,2}`),
	}
	for _, k := range known {
		if k.Len() >= shortest {
			s.known = append(s.known, k.Reveal())
		}
	}
	slices.SortFunc(s.known, func(a, b string) int { return len(b) - len(a) }) // one that contains another goes first
	return s
}

func (s *scrubber) scrub(text string) string {
	for _, k := range s.known {
		text = strings.ReplaceAll(text, k, secret.Mask)
	}
	text = s.redactor.Redact(text)
	for _, shape := range s.shapes {
		text = shape.ReplaceAllString(text, secret.Mask)
	}
	text = s.announce.ReplaceAllStringFunc(text, func(found string) string {
		parts := s.announce.FindStringSubmatch(found)
		if harmless(parts[2]) {
			return found
		}
		return parts[1] + secret.Mask
	})
	text = s.runs.ReplaceAllStringFunc(text, func(run string) string { return unless(run, !mixed(run, false)) })
	return s.keys.ReplaceAllStringFunc(text, func(run string) string { return unless(run, !mixed(run, true)) })
}

func unless(run string, keep bool) string {
	if keep {
		return run
	}
	return secret.Mask
}

// harmless is what may stand behind such a word without being one: an address, an ARN, a mask.
func harmless(value string) bool {
	return strings.HasPrefix(value, "http") || strings.HasPrefix(value, "arn:") || strings.Contains(value, "•") || strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[")
}

// mixed reports letters and digits in one run, as chance makes them and words do not; strictly, also both cases.
func mixed(run string, strictly bool) bool {
	digit := strings.ContainsAny(run, "0123456789")
	lower, upper := strings.ToUpper(run) != run, strings.ToLower(run) != run
	if strictly {
		return digit && lower && upper
	}
	return digit && (lower || upper)
}
