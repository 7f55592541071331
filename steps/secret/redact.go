package secret

import "regexp"

// rule is a shape in which secrets appear in text that others wrote, and what to keep of it.
type rule struct {
	shape *regexp.Regexp
	keep  string
}

// Redactor removes what looks like a secret from text that did not come through Text: error messages, pasted logs, URLs.
type Redactor struct{ rules []rule }

// NewRedactor compiles the shapes: JSON Web Tokens, bearer and basic credentials, access keys, and the values of members
// and form fields whose names say that they are secret.
func NewRedactor() *Redactor {
	names := `client_secret|clientSecret|ClientSecret|SecretString|password|Password|access_token|accessToken|AccessToken|` +
		`id_token|idToken|IdToken|refresh_token|refreshToken|RefreshToken|workloadAccessToken|workloadIdentityToken|userToken|` +
		`apiKey|aws_secret_access_key|aws_session_token|SessionToken|SecretAccessKey|code_verifier|code|_csrf|request_uri`
	return &Redactor{rules: []rule{
		{regexp.MustCompile(`eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*`), "eyJ" + Mask},
		{regexp.MustCompile(`(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}`), "${1} " + Mask},
		{regexp.MustCompile(`\b(AKIA|ASIA)[A-Z0-9]{12,}`), "${1}" + Mask},
		{regexp.MustCompile(`"(` + names + `)"\s*:\s*"(?:[^"\\]|\\.)*"`), `"${1}":"` + Mask + `"`},
		{regexp.MustCompile(`\b(` + names + `)=[^&\s"']+`), "${1}=" + Mask},
	}}
}

// Redact returns text without what looks like a secret.
func (r *Redactor) Redact(text string) string {
	for _, rule := range r.rules {
		text = rule.shape.ReplaceAllString(text, rule.keep)
	}
	return text
}
