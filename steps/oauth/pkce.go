package oauth

import (
	"crypto/rand"
	"encoding/base64"
	"io"
	"net/url"
	"strings"

	"golang.org/x/oauth2"

	"agentcore-workshop/steps/secret"
)

// Attempt is what one sign-in remembers until its answer comes: whoever sends the answer must know State, whoever redeems the
// code must know Verifier, and the ID token must carry Nonce (RFC 6749 10.12, RFC 7636, OpenID Connect Core 3.1.2.1).
type Attempt struct {
	State    string
	Nonce    string
	Verifier secret.Text
}

// NewAttempt draws an attempt from random; nil means the system's randomness.
func NewAttempt(random io.Reader) (Attempt, error) {
	if random == nil {
		random = rand.Reader
	}
	var drawn [3]string
	for i := range drawn {
		raw := make([]byte, 32)
		if _, err := io.ReadFull(random, raw); err != nil {
			return Attempt{}, err
		}
		drawn[i] = base64.RawURLEncoding.EncodeToString(raw)
	}
	return Attempt{State: drawn[0], Nonce: drawn[1], Verifier: secret.New(drawn[2])}, nil
}

// Challenge is the S256 code challenge of the attempt's verifier.
func (a Attempt) Challenge() string { return oauth2.S256ChallengeFromVerifier(a.Verifier.Reveal()) }

// AuthorizeURL is the address that starts the authorization code flow with PKCE.
func (a Attempt) AuthorizeURL(endpoint, clientID, redirectURI string, scopes []string) string {
	config := oauth2.Config{
		ClientID: clientID, RedirectURL: redirectURI, Scopes: scopes,
		Endpoint: oauth2.Endpoint{AuthURL: endpoint},
	}
	return config.AuthCodeURL(a.State, oauth2.S256ChallengeOption(a.Verifier.Reveal()), oauth2.SetAuthURLParam("nonce", a.Nonce))
}

// LogoutURL is Cognito's /logout beside an authorization endpoint: it ends the browser's session cookie and comes back to
// logoutURI, which must be one of the client's LogoutURLs.
func LogoutURL(authorizeEndpoint, clientID, logoutURI string) string {
	base := strings.TrimSuffix(authorizeEndpoint, "/oauth2/authorize")
	return base + "/logout?" + url.Values{"client_id": {clientID}, "logout_uri": {logoutURI}}.Encode()
}
