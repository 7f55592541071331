package cli

import (
	"regexp"

	"agentcore-workshop/steps/secret"
)

// masker hides what tells whose account is on the projector: ARNs, account ids, e-mail addresses.
type masker struct{ arn, account, email *regexp.Regexp }

func newMasker() *masker {
	return &masker{
		arn:     regexp.MustCompile(`arn:(aws[a-z-]*):([a-z0-9-]+):[^\s"',)]*`),
		account: regexp.MustCompile(`\b\d{12}\b`),
		email:   regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`),
	}
}

func (m *masker) mask(s string) string {
	s = m.arn.ReplaceAllString(s, "arn:${1}:${2}:"+secret.Mask)
	s = m.account.ReplaceAllString(s, secret.Mask)
	return m.email.ReplaceAllString(s, secret.Mask)
}
