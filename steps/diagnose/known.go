package diagnose

import (
	"slices"

	"agentcore-workshop/steps/text"
)

// Known is an entry of the catalogue: a failure that people meet, by what it says.
type Known struct {
	// ID is stable, and never translated.
	ID string
	// Says are the forms in which it shows. A form is a list of parts that must all be in what was pasted, in any order, letter
	// case, escapes and line breaks aside. A part that begins with "=" must be the whole of it.
	Says [][]string
	// Generic marks forms that other programs use too: they are not claimed where the text names one of those.
	Generic bool
	// Cause is why it happens, Proof how to see that it is so, Fix what to do.
	Cause, Proof, Fix text.T
	// Checks prove it where an account is at hand: verify's ids.
	Checks []string
	// Docs is the source.
	Docs string
	// Near are words that point here when nothing matches.
	Near string
}

// Catalogue is every failure that the program knows.
func Catalogue() []Known {
	return slices.Concat(knownOfCredentials(), knownOfAccess(), knownOfStacks(), knownOfNames(), knownOfPools(), knownOfUsers(), knownOfGrants(),
		knownOfBrowsers(), knownOfProviders(), knownOfWorkloads(), knownOfScripts(), knownOfHabits(), knownOfGateways())
}

// proof is the entry's own, or that of its checks.
func (k Known) proof() text.Msg {
	if k.Proof.Empty() && len(k.Checks) > 0 {
		return text.T{En: "`verify %s` looks at it.", Ko: "`verify %s`로 확인합니다."}.With(spaced(k.Checks))
	}
	return k.Proof.With()
}

// form is one way to say something: parts that must all be there.
func form(parts ...string) []string { return parts }

// oauthCode are the forms in which a code of RFC 6749 reaches a person: JSON, an address, a library's sentence, by itself.
func oauthCode(code string) [][]string {
	return [][]string{form("error=" + code), form(`"error":"` + code + `"`), form(`'error':'` + code + `'`), form("=" + code), form("error: " + code), form("(" + code + ")"), form(code + ":"), form(code + " error")}
}

// The documents that the catalogue quotes.
const (
	docsStack      = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html"
	docsToken      = "https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html"
	docsAuthorize  = "https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html"
	docsClient     = "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html"
	docsHosted     = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html"
	docsScopes     = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html"
	docsUser       = "https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html"
	docsSMS        = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-email-phone-verification.html"
	docsCredential = "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html"
	docsRegion     = "https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html"
	docsDenied     = "https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html"
	docsOutbound   = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/identity-outbound-credential-provider.html"
	docsBinding    = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/oauth2-authorization-url-session-binding.html"
	docsWorkload   = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/get-workload-access-token.html"
	docsInbound    = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html"
	docsSSM        = "https://docs.aws.amazon.com/systems-manager/latest/userguide/systems-manager-parameter-store.html"
	docsNative     = "https://www.rfc-editor.org/rfc/rfc8252"
)
