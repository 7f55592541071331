package cognito

import (
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// signIn is what starts a grant.
type signIn struct {
	scope, nonce, resource string
	authTime               time.Time
	implicit               bool // no refresh token
	userAPI                bool // InitiateAuth, which always gives an ID token
}

// open starts a grant for a user and returns the ticket for its first tokens. The account's lock is held.
func (p *Pool) open(pl place, client *Client, u *User, in signIn) *ticket {
	now := pl.now()
	p.sweep(now)
	g := &Grant{
		ClientID: client.ClientId, Username: u.Username, Scope: in.scope, Resource: in.resource, UserAPI: in.userAPI,
		EventID: pl.cloud.IDs.UUID(), AuthTime: in.authTime,
		Expires: now.Add(max(client.refreshLife(), client.accessLife())),
	}
	jti := pl.cloud.IDs.UUID()
	put(&p.Grants, jti, g)
	t := p.ticket(pl, client, u, jti, g)
	t.nonce = in.nonce
	if !in.implicit {
		t.refreshToken = p.giveRefresh(pl.cloud.IDs, jti, g)
	}
	return t
}

// ticket copies what signing needs.
func (p *Pool) ticket(pl place, client *Client, u *User, originJTI string, g *Grant) *ticket {
	t := &ticket{
		issuer: p.issuer(pl.realm.Region), clientID: client.ClientId, scope: g.Scope, resource: g.Resource,
		username: u.Username, sub: u.Sub, originJTI: originJTI, eventID: g.EventID,
		attributes: visible(u, client, g.Scope), now: pl.now(), authTime: g.AuthTime,
		accessLife: client.accessLife(), idLife: client.idLife(),
		withID: hasScope(g.Scope, "openid") || g.UserAPI,
	}
	for _, group := range p.groupsOf(u) {
		t.groups = append(t.groups, group.GroupName)
		if group.RoleArn != "" {
			t.roles = append(t.roles, group.RoleArn)
		}
	}
	return t
}

// giveRefresh makes a new refresh token for a grant; the one before is forgotten. It looks like Cognito's: five parts,
// encrypted. Nothing is in it, since the pool keeps what it stands for.
func (p *Pool) giveRefresh(ids *core.IDs, jti string, g *Grant) string {
	part := func(n int) string { return encoding.EncodeToString(ids.Bytes(n)) }
	header := encoding.EncodeToString([]byte(`{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`))
	token := strings.Join([]string{header, part(256), part(12), part(240), part(16)}, ".")
	delete(p.Refresh, g.RefreshDigest)
	g.RefreshDigest = digest(token)
	put(&p.Refresh, g.RefreshDigest, jti)
	return token
}

// refreshed is the grant of a refresh token that still holds for a client; nil when there is none.
func (p *Pool) refreshed(token, clientID string, now time.Time) (string, *Grant) {
	jti := p.Refresh[digest(token)]
	g := p.Grants[jti]
	if g == nil || g.Revoked || g.ClientID != clientID || !now.Before(g.Expires) {
		return "", nil
	}
	return jti, g
}

// hasScope reports whether a space-separated list holds a scope.
func hasScope(list, scope string) bool { return slices.Contains(strings.Fields(list), scope) }

// visible are the attributes that a client may read of a user under a scope. openid alone, profile and the user API
// show all; otherwise email and phone show their own.
func visible(u *User, client *Client, scope string) []attribute {
	narrowed := !hasScope(scope, "profile") && (hasScope(scope, "email") || hasScope(scope, "phone"))
	var shown []attribute
	for _, a := range u.Attributes {
		name := strings.TrimSuffix(a.Name, "_verified")
		switch {
		case len(client.ReadAttributes) > 0 && !slices.Contains(client.ReadAttributes, a.Name) && a.Name != "sub":
		case narrowed && name == "email" && !hasScope(scope, "email"):
		case narrowed && name == "phone_number" && !hasScope(scope, "phone"):
		case narrowed && name != "email" && name != "phone_number" && name != "sub":
		default:
			shown = append(shown, a)
		}
	}
	return shown
}

// bearer is an access token that was found to hold.
type bearer struct {
	place
	claims accessClaims
	user   User
	client Client
}

// Words for why an access token does not hold, as the user API says them.
const (
	tokenInvalid = "Invalid Access Token"
	tokenExpired = "Access Token has expired"
	tokenRevoked = "Access Token has been revoked"
)

// bearer checks an access token of a user: signature, time, and that its sign-in was not ended.
func (pl place) bearer(token string) (*bearer, error) {
	keys, err := pl.ring()
	if err != nil {
		return nil, err
	}
	b := &bearer{place: pl}
	if keys.access.verify(token, &b.claims) != nil || b.claims.Username == "" {
		return nil, notAuthorized(tokenInvalid)
	}
	if pl.now().Unix() >= b.claims.Exp {
		return nil, notAuthorized(tokenExpired)
	}
	return b, pl.look(func(p *Pool) error {
		g, u, client := p.Grants[b.claims.OriginJTI], p.Users[b.claims.Username], p.Clients[b.claims.ClientID]
		switch {
		case g == nil || g.Revoked || client == nil:
			return notAuthorized(tokenRevoked)
		case u == nil:
			return noUser()
		case !u.Enabled:
			return notAuthorized(errDisabled)
		}
		b.user, b.client = *u, *client
		b.user.Attributes, b.user.Groups = slices.Clone(u.Attributes), nil
		return nil
	})
}
