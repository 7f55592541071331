package cognito

import (
	"crypto/sha256"
	"net/url"
	"slices"
	"strings"
	"time"
)

// machineGrant is client_credentials (RFC 6749 4.4). It changes no state: the lock is shared, and only for a look-up.
func (v *visit) machineGrant(client *Client, form url.Values) (*tokens, error) {
	switch {
	case client.ClientSecret == "" || !client.oauth("client_credentials"):
		return nil, oauthError("unauthorized_client")
	case !client.oauthOn():
		return nil, oauthError("invalid_grant") // what AWS says until AllowedOAuthFlowsUserPoolClient is set
	}
	var issuer, scope string
	err := v.look(func(p *Pool) (err error) {
		issuer = p.issuer(v.realm.Region)
		scope, err = p.machineScopes(client, form.Get("scope"))
		return err
	})
	if err != nil {
		return nil, err
	}
	return v.mintMachine(issuer, client.ClientId, scope, v.issuedAt(), client.accessLife())
}

// agoHeader lets a lesson have a token whose time is over at once, while the clock, by which others work, stays as it is.
const agoHeader = "X-Practice-Cloud-Ago"

// issuedAt is the time that a machine's token names as that of its issue: now, or as long ago as the request wishes. A time to come
// is not granted, since such a token would live longer than its client's tokens may.
func (v *visit) issuedAt() time.Time {
	if ago, err := time.ParseDuration(v.r.Header.Get(agoHeader)); err == nil && ago > 0 {
		return v.now().Add(-ago)
	}
	return v.now()
}

// machineScopes: a scope that nobody defines is invalid_scope; one that exists but is not the client's, invalid_grant.
// Without a scope, the client gets all of its own.
func (p *Pool) machineScopes(client *Client, asked string) (string, error) {
	list := strings.Fields(asked)
	if len(list) == 0 {
		for _, scope := range client.AllowedOAuthScopes {
			if p.hasScope(scope) {
				list = append(list, scope)
			}
		}
	}
	var kept []string
	for _, scope := range list {
		switch {
		case !systemScope(scope) && !p.hasScope(scope):
			return "", oauthError("invalid_scope")
		case !slices.Contains(client.AllowedOAuthScopes, scope):
			return "", oauthError("invalid_grant")
		case !slices.Contains(kept, scope):
			kept = append(kept, scope)
		}
	}
	return strings.Join(kept, " "), nil
}

// codeGrant exchanges an authorization code (RFC 6749 4.1.3). The code is spent by the exchange that succeeds.
func (v *visit) codeGrant(client *Client, form url.Values) (*tokens, error) {
	if !client.oauthOn() || !client.oauth("code") {
		return nil, oauthError("unauthorized_client")
	}
	if form.Get("code") == "" || form.Get("redirect_uri") == "" {
		return nil, oauthError("invalid_request")
	}
	var t *ticket
	err := v.change(func(p *Pool) error {
		key := digest(form.Get("code"))
		code := p.Codes[key]
		if err := code.exchange(client, form, v.now()); err != nil {
			return err
		}
		u := p.Users[code.Username]
		if u == nil || !u.Enabled {
			return oauthError("invalid_grant")
		}
		delete(p.Codes, key)
		t = p.open(v.place, client, u, signIn{
			scope: code.Scope, nonce: code.Nonce, resource: code.Resource, authTime: code.AuthTime,
		})
		return nil
	})
	if err != nil {
		return nil, err
	}
	return v.mint(t)
}

// exchange checks that a code is this client's, in time, for the same redirect URI, and proved by its verifier. A
// stranger's attempt does not spend it: that would let anybody end another's sign-in.
func (code *Code) exchange(client *Client, form url.Values, now time.Time) error {
	switch {
	case code == nil || code.ClientID != client.ClientId || !now.Before(code.Expires):
		return oauthError("invalid_grant")
	case code.RedirectURI != form.Get("redirect_uri"):
		return &tokenError{Code: "unauthorized_client", Description: "invalid_redirect"}
	case !code.proved(form.Get("code_verifier")):
		return oauthError("invalid_grant")
	}
	return nil
}

// proved checks PKCE (RFC 7636 4.6). A verifier for a code without a challenge is a mix-up, too.
func (code *Code) proved(verifier string) bool {
	if code.Challenge == "" {
		return verifier == ""
	}
	sum := sha256.Sum256([]byte(verifier))
	return sameSecret(code.Challenge, encoding.EncodeToString(sum[:]))
}

// refreshGrant gives new tokens for a sign-in (RFC 6749 6). The refresh token stays, and is not repeated, unless the
// client rotates it.
func (v *visit) refreshGrant(client *Client, form url.Values) (*tokens, error) {
	if form.Get("refresh_token") == "" {
		return nil, oauthError("invalid_request")
	}
	t, err := v.refresh(client, form.Get("refresh_token"))
	if err != nil {
		return nil, oauthError("invalid_grant")
	}
	return v.mint(t)
}
