package oauth

import (
	"context"
	"net/url"
	"strings"

	"agentcore-workshop/steps/secret"
)

// ClientCredentialsInForm is ClientCredentials with the secret in the form (client_secret_post, RFC 6749 2.3.1), as most people
// type it into curl.
func (s Server) ClientCredentialsInForm(ctx context.Context, clientID string, clientSecret secret.Text, scopes []string) (Token, error) {
	form := url.Values{"grant_type": {"client_credentials"}, "client_secret": {clientSecret.Reveal()}}
	if len(scopes) > 0 {
		form.Set("scope", strings.Join(scopes, " "))
	}
	return s.post(ctx, form, clientID, secret.Text{})
}
