package aws

import (
	"net/url"
	"regexp"
	"strings"

	"agentcore-workshop/steps/secret"
)

// bodyLimit is how much of a body the call inspector keeps, in bytes.
const bodyLimit = 16 << 10

// masker makes bodies fit to be seen: first the members that the AWS models mark as sensitive, by their names, then
// whatever else looks like a secret.
type masker struct {
	members  *regexp.Regexp // of JSON
	quoted   *regexp.Regexp // of JSON inside a JSON string
	elements *regexp.Regexp // of XML
	redactor *secret.Redactor
}

func newMasker() *masker {
	names := `(?:clientSecret|ClientSecret|client_secret|TemporaryPassword|Password|PreviousPassword|ProposedPassword|apiKey|` +
		`ClientSecretValue|sessionUri|accessToken|AccessToken|userToken|workloadAccessToken|workloadIdentityToken|authorizationUrl|customState|payload|` +
		`SecretString|SecretBinary|SecretHash|Session|SessionToken|SecretAccessKey|accessKeySecret)`
	return &masker{
		members:  regexp.MustCompile(`"(` + names + `)"\s*:\s*"(?:[^"\\]|\\.)*"?`),
		quoted:   regexp.MustCompile(`\\"(` + names + `)\\"\s*:\s*\\"[^"\\]*`),
		elements: regexp.MustCompile(`<(` + names + `)>[^<]*`),
		redactor: secret.NewRedactor(),
	}
}

// body is a body as it may be shown: masked, then cut.
func (m *masker) body(b []byte, cut bool) string {
	text := string(b)
	text = m.members.ReplaceAllString(text, `"${1}":"`+secret.Mask+`"`)
	text = m.quoted.ReplaceAllString(text, `\"${1}\":\"`+secret.Mask)
	text = m.elements.ReplaceAllString(text, `<${1}>`+secret.Mask)
	text = m.redactor.Redact(text)
	if len(text) > bodyLimit {
		text, cut = strings.ToValidUTF8(text[:bodyLimit], ""), true
	}
	if cut {
		text += "\n…"
	}
	return text
}

// address is a URL as it may be shown: codes and tokens in the query are masked, and there is never a password.
func (m *masker) address(u *url.URL) string {
	v := *u
	v.User = nil
	return m.redactor.Redact(v.String())
}
