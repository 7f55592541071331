package wire

import (
	"regexp"
	"strings"
	"testing"
)

func TestEveryPatternCompilesOrIsMendedForAReason(t *testing.T) {
	m, p := loadModel(), newPatterns()
	for key, shape := range m.shapes {
		if shape.Pattern == "" {
			continue
		}
		if _, err := regexp.Compile(p.expression(shape)); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	for key, mended := range p.mended {
		if shape := m.shapes[key]; shape == nil || shape.Pattern == "" || mended.reason == "" {
			t.Errorf("%s is mended and has no pattern, or no reason", key)
		}
	}
}

func TestMendedPatternsSayWhatWasMeant(t *testing.T) {
	m, p := loadModel(), newPatterns()
	for _, test := range []struct {
		shape, value string
		fits         bool
	}{
		{"bedrock-agentcore-control:S3BucketUri", "s3://b", true},
		{"bedrock-agentcore-control:S3BucketUri", "s3://" + strings.Repeat("b", 2043), true},
		{"bedrock-agentcore-control:S3BucketUri", "s3://" + strings.Repeat("b", 2044), false},
		{"bedrock-agentcore-control:S3BucketUri", "s3://", false},
		{"cognito-idp:S3BucketType", "a.b", true},
		{"cognito-idp:S3BucketType", "ab.", false},
		{"sts:arnType", "arn:aws:iam::123456789012:user/\U0001F600", true},
		{"sts:arnType", "arn\u0000", false},
		{"bedrock-agentcore-control:TaggableResourcesArn", "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/p", true},
		{"bedrock-agentcore-control:TaggableResourcesArn", "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway", false},
		{"bedrock-agentcore-control:DiscoveryUrl", "https://i/.well-known/oauth-authorization-server", true},
		{"bedrock-agentcore-control:DiscoveryUrl", "https://i/.well-known/jwks.json", false},
	} {
		if got := p.fits(m.shapes[test.shape], test.value); got != test.fits {
			t.Errorf("%s: %.80q fits: %v", test.shape, test.value, got)
		}
	}
}

func TestTheModelIsWhole(t *testing.T) {
	m := loadModel()
	if m.Version != "1.43.67" || len(m.Operations) != 159 || len(m.Services) != 9 {
		t.Errorf("version %s, %d operations, %d services", m.Version, len(m.Operations), len(m.Services))
	}
	for key, op := range m.Operations {
		for _, e := range op.Errors {
			if e.Shape == nil {
				t.Errorf("%s: the error %s has no shape", key, e.Name)
			}
		}
	}
}

// key is the operation's name in the table.
func (o *Operation) key() string { return o.Service.Name + ":" + o.Name }

// TestRoutesNeverCollide keeps the promise on which one table for both planes rests.
func TestRoutesNeverCollide(t *testing.T) {
	routes := loadModel().routes.routes
	for i, a := range routes {
		for _, b := range routes[i+1:] {
			if a.method == b.method && len(a.segments) == len(b.segments) && overlap(a.segments, b.segments) {
				t.Errorf("%s and %s share %s %s", a.op.key(), b.op.key(), a.method, a.op.URI)
			}
		}
	}
}

func overlap(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] && a[i][0] != '{' && b[i][0] != '{' {
			return false
		}
	}
	return true
}

func BenchmarkLoadModel(b *testing.B) {
	for b.Loop() {
		loadModel()
	}
}
