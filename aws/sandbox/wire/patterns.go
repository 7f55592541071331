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
	mended   map[string]mend
}

func newPatterns() *patterns {
	return &patterns{compiled: map[string]*regexp.Regexp{}, mended: mendedPatterns()}
}

// mend is what stands for a pattern that the model has wrong or that Go cannot express, in Go's syntax, and why.
type mend struct{ reason, pattern string }

// mendedPatterns lists the shapes whose pattern is not enforced to the letter.
func mendedPatterns() map[string]mend {
	const anARN = `arn:(aws|aws-us-gov):bedrock-agentcore:[A-Za-z0-9-]{1,64}:[0-9]{12}:token-vault/[a-zA-Z0-9-.]+/`
	return map[string]mend{
		"bedrock-agentcore-control:ApiKeyCredentialProviderArnType": {
			"the model says acps where AWS's ARNs say bedrock-agentcore", anARN + `apikeycredentialprovider/[a-zA-Z0-9-._]+`,
		},
		"bedrock-agentcore-control:CredentialProviderArnType": {
			"the model says acps where AWS's ARNs say bedrock-agentcore", anARN + `oauth2credentialprovider/[a-zA-Z0-9-._]+`,
		},
		"bedrock-agentcore-control:TaggableResourcesArn": {
			"the model's letters cannot spell oauth2credentialprovider, which AWS tags; digits are let through",
			`arn:(?:[^:]+)?:bedrock-agentcore:[a-z0-9-]+:[0-9]{12}:([a-z0-9-]+/[^/]+)(?:/[a-z0-9-]+/[^/]+)*`,
		},
		"bedrock-agentcore-control:DiscoveryUrl": {
			"later releases let authorizers have RFC 8414 documents too, as providers already may",
			`.+/\.well-known/(openid-configuration|oauth-authorization-server)`,
		},
		"bedrock-agentcore-control:S3BucketUri": {
			"RE2 counts to 1000 and the pattern to 2043; it is enforced in pieces", `s3://.{1,1000}.{0,1000}.{0,43}`,
		},
		"cognito-idp:S3BucketType": {
			"RE2 has no lookbehind; what it says is enforced in another way", `(?:[0-9A-Za-z.\-_]*[0-9A-Za-z\-_])?`,
		},
		"sts:arnType": {
			"the model spells characters beyond U+FFFF as five hexadecimal digits",
			`[\x{9}\x{A}\x{D}\x{20}-\x{7E}\x{85}\x{A0}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]+`,
		},
	}
}

// expression is the pattern of a shape in Go's syntax, mended where it must be.
func (p *patterns) expression(shape *Shape) string {
	if m, ok := p.mended[shape.Service+":"+shape.Name]; ok {
		return "^(?:" + m.pattern + ")$"
	}
	return translate(shape.Pattern)
}

// fits reports whether a value satisfies the shape's pattern as a whole.
func (p *patterns) fits(shape *Shape, value string) bool {
	if shape.Pattern == "" {
		return true
	}
	key := shape.Service + ":" + shape.Name
	p.mu.RLock()
	re := p.compiled[key]
	p.mu.RUnlock()
	if re == nil {
		re = regexp.MustCompile(p.expression(shape)) // a test compiles every pattern of the model
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
