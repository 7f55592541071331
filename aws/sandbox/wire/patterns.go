package wire

import (
	"regexp"
	"strings"
	"sync"
)

// patterns compiles the model's patterns at their first use.
type patterns struct {
	mu       sync.RWMutex
	compiled map[string]*regexp.Regexp
	skipped  map[string]string
}

func newPatterns() *patterns {
	return &patterns{compiled: map[string]*regexp.Regexp{}, skipped: skippedPatterns()}
}

// skippedPatterns lists the shapes whose pattern is not enforced, each with its reason.
func skippedPatterns() map[string]string {
	return map[string]string{
		"bedrock-agentcore-control:ApiKeyCredentialProviderArnType": "the model says acps where AWS's ARNs say bedrock-agentcore",
		"bedrock-agentcore-control:CredentialProviderArnType":       "the model says acps where AWS's ARNs say bedrock-agentcore",
		"bedrock-agentcore-control:TaggableResourcesArn":            "the model's letters cannot spell oauth2credentialprovider, which AWS tags",
		"bedrock-agentcore-control:S3BucketUri":                     "RE2 counts to 1000 and the pattern to 2043; the bucket is never read",
		"cognito-idp:S3BucketType":                                  "RE2 has no lookbehind; the bucket is never read",
		"sts:arnType":                                               "the model spells characters beyond U+FFFF as five hexadecimal digits",
	}
}

// fits reports whether a value satisfies the shape's pattern as a whole.
func (p *patterns) fits(shape *Shape, value string) bool {
	if shape.Pattern == "" {
		return true
	}
	key := shape.Service + ":" + shape.Name
	if _, skip := p.skipped[key]; skip {
		return true
	}
	p.mu.RLock()
	re := p.compiled[key]
	p.mu.RUnlock()
	if re == nil {
		re = regexp.MustCompile(translate(shape.Pattern)) // a test compiles every pattern of the model
		p.mu.Lock()
		p.compiled[key] = re
		p.mu.Unlock()
	}
	return re.MatchString(value)
}

// translate turns a pattern of the model, which is Java's, into Go's: the whole value must match, and \u0020 is \x{0020}.
func translate(pattern string) string {
	var out strings.Builder
	out.WriteString(`^(?:`)
	for i := 0; i < len(pattern); i++ {
		if pattern[i] != '\\' || i+1 == len(pattern) {
			out.WriteByte(pattern[i])
			continue
		}
		if pattern[i+1] == 'u' && i+6 <= len(pattern) {
			out.WriteString(`\x{` + pattern[i+2:i+6] + `}`)
			i += 5
			continue
		}
		out.WriteString(pattern[i : i+2])
		i++
	}
	out.WriteString(`)$`)
	return out.String()
}
