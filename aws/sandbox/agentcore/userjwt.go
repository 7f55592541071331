package agentcore

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"agentcore-workshop/aws/sandbox/core"
)

// callOut bounds every request that the data plane makes to an identity provider.
const callOut = 10 * time.Second

// verifyUser checks a user's JWT against the keys of the issuer that it names (OpenID Connect Discovery 1.0): signature,
// issuer, expiry. It returns issuer and subject, by which the vault knows the user. Audience is not checked: the token
// was made for the caller's application, whose client id AgentCore does not know.
func verifyUser(c *core.Call, token string) (string, error) {
	refused := core.Errorf("UnauthorizedException", "JWT bearer token invalid or not found") // [K]: the model's words for it
	issuer := issuerOf(token)
	if issuer == "" {
		return "", refused
	}
	ctx, cancel := context.WithTimeout(oidc.ClientContext(c, c.Cloud.HTTP), callOut)
	defer cancel()
	issuing, err := oidc.NewProvider(ctx, issuer)
	if err != nil {
		return "", refused
	}
	verified, err := issuing.Verifier(&oidc.Config{SkipClientIDCheck: true, Now: c.Now}).Verify(ctx, token)
	if err != nil || verified.Subject == "" {
		return "", refused
	}
	return verified.Issuer + "|" + verified.Subject, nil
}

// issuerOf reads the issuer from a token that nobody has verified yet, only to know whom to ask. Plain http is for
// loopback alone.
func issuerOf(token string) string {
	parts := strings.Split(token, ".")
	var body struct{ Iss string }
	if len(parts) != 3 || json.Unmarshal(decoded(parts[1]), &body) != nil {
		return ""
	}
	u, err := url.Parse(body.Iss)
	if err != nil || u.User != nil {
		return ""
	}
	local := u.Hostname() == "127.0.0.1" || u.Hostname() == "localhost" || u.Hostname() == "::1"
	if u.Scheme == "https" || u.Scheme == "http" && local {
		return body.Iss
	}
	return ""
}
