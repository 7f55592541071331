package cognito

import (
	"crypto/subtle"
	"encoding/json"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

type accessInput struct{ AccessToken string }

type getUserAnswer struct {
	Username       string
	UserAttributes []attribute
}

// bearerOf checks an access token that must be allowed to act on its own user.
func bearerOf(c *core.Call, token string) (*bearer, error) {
	pl, ok := placeOf(c.Cloud, clientKey(unverifiedClient(token)))
	if !ok {
		return nil, notAuthorized(tokenInvalid)
	}
	b, err := pl.bearer(token)
	if err != nil {
		return nil, err
	}
	if !hasScope(b.claims.Scope, adminScope) {
		return nil, notAuthorized("Access Token does not have required scopes")
	}
	return b, nil
}

// unverifiedClient reads which client a token says it is for. It only tells whose keys to check the token with.
func unverifiedClient(token string) string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return ""
	}
	var claims accessClaims
	body, err := encoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(body, &claims) != nil {
		return ""
	}
	return claims.ClientID
}

func getUser(c *core.Call, in *accessInput) (getUserAnswer, error) {
	b, err := bearerOf(c, in.AccessToken)
	if err != nil {
		return getUserAnswer{}, err
	}
	shown := visible(&b.user, &b.client, b.claims.Scope)
	return getUserAnswer{b.user.Username, append([]attribute{}, shown...)}, nil
}

func globalSignOut(c *core.Call, in *accessInput) (empty, error) {
	b, err := bearerOf(c, in.AccessToken)
	if err != nil {
		return empty{}, err
	}
	return empty{}, b.change(func(p *Pool) error {
		p.signOut(b.user.Username)
		return nil
	})
}

type revokeInput struct{ ClientId, ClientSecret, Token string }

func revokeToken(c *core.Call, in *revokeInput) (empty, error) {
	pl, err := clientPlace(c, in.ClientId)
	if err != nil {
		return empty{}, err
	}
	client, err := pl.client(in.ClientId)
	if err != nil {
		return empty{}, err
	}
	switch {
	case !sameSecret(client.ClientSecret, in.ClientSecret):
		return empty{}, core.Errorf("UnauthorizedException", "Unauthorized")
	case client.EnableTokenRevocation != nil && !*client.EnableTokenRevocation:
		return empty{}, core.Errorf("UnsupportedOperationException", "Revocation feature is disabled")
	case strings.Count(in.Token, ".") == 2:
		return empty{}, core.Errorf("UnsupportedTokenTypeException", "Unsupported token type")
	}
	return empty{}, pl.revoke(client.ClientId, in.Token)
}

// revoke ends the sign-in of a refresh token. A token that is unknown, or another client's, is no error (RFC 7009 2.2).
func (pl place) revoke(clientID, token string) error {
	return pl.change(func(p *Pool) error {
		if _, g := p.refreshed(token, clientID, pl.now()); g != nil {
			g.Revoked = true
		}
		return nil
	})
}

// sameSecret compares secrets in constant time; a public client has the empty one.
func sameSecret(want, got string) bool {
	return subtle.ConstantTimeCompare([]byte(want), []byte(got)) == 1
}
