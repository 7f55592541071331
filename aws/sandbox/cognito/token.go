package cognito

import (
	"crypto/sha256"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// ticket is all that signing a sign-in's tokens needs, copied out from under the lock.
type ticket struct {
	issuer, clientID, scope, resource string
	username, sub, originJTI, eventID string
	nonce, refreshToken               string
	groups, roles                     []string
	attributes                        []attribute
	now, authTime                     time.Time
	accessLife, idLife                time.Duration
	withID                            bool
}

// tokens are what a sign-in or a refresh gives.
type tokens struct {
	Access, ID, Refresh string
	ExpiresIn           int
}

// accessClaims are the claims of an access token, a user's or a machine's.
type accessClaims struct {
	Sub       string   `json:"sub"`
	Groups    []string `json:"cognito:groups,omitempty"`
	Iss       string   `json:"iss"`
	Version   int      `json:"version"`
	ClientID  string   `json:"client_id"`
	Aud       string   `json:"aud,omitempty"`
	OriginJTI string   `json:"origin_jti,omitempty"`
	EventID   string   `json:"event_id,omitempty"`
	TokenUse  string   `json:"token_use"`
	Scope     string   `json:"scope"`
	AuthTime  int64    `json:"auth_time"`
	Exp       int64    `json:"exp"`
	Iat       int64    `json:"iat"`
	JTI       string   `json:"jti"`
	Username  string   `json:"username,omitempty"`
}

// mint signs what a ticket asks for. It is called without any lock: a signature costs a millisecond.
func (pl place) mint(t *ticket) (*tokens, error) {
	keys, err := pl.ring()
	if err != nil {
		return nil, err
	}
	out := &tokens{Refresh: t.refreshToken, ExpiresIn: int(t.accessLife / time.Second)}
	out.Access, err = keys.access.sign(accessClaims{
		Sub: t.sub, Groups: t.groups, Iss: t.issuer, Version: 2, ClientID: t.clientID, Aud: t.resource,
		OriginJTI: t.originJTI, EventID: t.eventID, TokenUse: "access", Scope: t.scope, Username: t.username,
		AuthTime: t.authTime.Unix(), Iat: t.now.Unix(), Exp: t.now.Add(t.accessLife).Unix(), JTI: pl.cloud.IDs.UUID(),
	})
	if err != nil || !t.withID {
		return out, err
	}
	out.ID, err = keys.id.sign(t.idClaims(out.Access, pl.cloud.IDs))
	return out, err
}

// idClaims are the claims of an ID token (OpenID Connect Core 2). Verified flags are booleans here, unlike at userInfo.
func (t *ticket) idClaims(access string, ids *core.IDs) core.Object {
	claims := core.Object{}
	for _, a := range t.attributes {
		switch {
		case strings.HasSuffix(a.Name, "_verified"):
			claims[a.Name] = a.Value == "true"
		default:
			claims[a.Name] = a.Value
		}
	}
	sum := sha256.Sum256([]byte(access))
	for name, value := range (core.Object{
		"sub": t.sub, "iss": t.issuer, "aud": t.clientID, "token_use": "id", "cognito:username": t.username,
		"origin_jti": t.originJTI, "event_id": t.eventID, "auth_time": t.authTime.Unix(), "iat": t.now.Unix(),
		"exp": t.now.Add(t.idLife).Unix(), "jti": ids.UUID(), "at_hash": encoding.EncodeToString(sum[:len(sum)/2]),
	}) {
		claims[name] = value
	}
	if t.nonce != "" {
		claims["nonce"] = t.nonce
	}
	if len(t.groups) > 0 {
		claims["cognito:groups"] = t.groups
	}
	if len(t.roles) > 0 {
		claims["cognito:roles"], claims["cognito:preferred_role"] = t.roles, t.roles[0]
	}
	return claims
}

// mintMachine signs a client_credentials token: sub is the client, and there is no user, sign-in or ID token in it.
func (pl place) mintMachine(issuer, clientID, scope string, issued time.Time, life time.Duration) (*tokens, error) {
	keys, err := pl.ring()
	if err != nil {
		return nil, err
	}
	access, err := keys.access.sign(accessClaims{
		Sub: clientID, Iss: issuer, Version: 2, ClientID: clientID, TokenUse: "access", Scope: scope,
		AuthTime: issued.Unix(), Iat: issued.Unix(), Exp: issued.Add(life).Unix(), JTI: pl.cloud.IDs.UUID(),
	})
	return &tokens{Access: access, ExpiresIn: int(life / time.Second)}, err
}
