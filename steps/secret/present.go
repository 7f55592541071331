package secret

import "regexp"

// Presenter hides what tells whose account is on the projector: ARNs, account ids, e-mail addresses. None of them is a secret.
type Presenter struct{ arn, account, email *regexp.Regexp }

// NewPresenter compiles the shapes.
func NewPresenter() *Presenter {
	return &Presenter{
		arn:     regexp.MustCompile(`arn:(aws[a-z-]*):([a-z0-9-]+):[^\s"',)]*`),
		account: regexp.MustCompile(`\b\d{12}\b`),
		email:   regexp.MustCompile(`[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}`),
	}
}

// Mask returns a text without them.
func (p *Presenter) Mask(s string) string {
	s = p.arn.ReplaceAllString(s, "arn:${1}:${2}:"+Mask)
	s = p.account.ReplaceAllString(s, Mask)
	return p.email.ReplaceAllString(s, Mask)
}
