package agentcore

import (
	"crypto/sha256"
	"net/url"
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const (
	// sessionLife is how long an authorization URL and its session are good for.
	sessionLife   = 10 * time.Minute
	sessionPrefix = "urn:ietf:params:oauth:request_uri:"
)

// Steps of a session, in their order. FAILED ends it.
const (
	statusOpen      = "OPEN"
	statusConsented = "CONSENTED" // the identity provider gave a token, which nobody may see yet
	statusComplete  = "COMPLETE"
	statusFailed    = "FAILED"
)

// session is one user's way through the identity provider: begun by an agent, walked by a browser, completed by the
// application that knows whose browser it was.
type session struct {
	URI, Provider, Key     string
	Who                    claims
	Scopes                 []string
	ReturnURL, CustomState string
	CustomParameters       map[string]string
	State, Verifier        string
	Status                 string
	Pending                *storedToken
	Expires                time.Time
}

// user gets a token for a user: by the refresh token, from the session that is polled, or by a new session.
func (p *plan) user(c *core.Call, in *resourceInput) (*resourceOutput, error) {
	if p.who.Kind == "" {
		return nil, invalid(fieldFailed, "The workload identity token carries no user, which USER_FEDERATION needs.") // [K]
	}
	if out := p.refresh(c, in); out != nil {
		return out, nil
	}
	c.Realm.Account.Lock()
	defer c.Realm.Account.Unlock()
	s := stateOf(c.Realm)
	prune(c, s)
	if in.SessionURI != "" {
		return p.poll(c, s, in)
	}
	if err := checkReturnURL(s.Workloads[p.who.Workload], in.ResourceOauth2ReturnURL); err != nil {
		return nil, err
	}
	one := &session{
		URI: sessionPrefix + encoded(c.Cloud.IDs.Bytes(32)), Provider: p.place.Provider, Key: p.key, Who: p.who, Scopes: in.Scopes,
		ReturnURL: in.ResourceOauth2ReturnURL, CustomState: in.CustomState, CustomParameters: in.CustomParameters,
		State: encoded(c.Cloud.IDs.Bytes(24)), Verifier: encoded(c.Cloud.IDs.Bytes(32)), Status: statusOpen,
		Expires: c.Now().Add(sessionLife),
	}
	put(&s.Sessions, one.URI, one)
	c.Cloud.Index.Claim(sessionName(one.URI), core.Ref{Realm: c.Realm, ID: one.URI})
	return one.inProgress(c), nil
}

// inProgress tells where the user has to go.
func (s *session) inProgress(c *core.Call) *resourceOutput {
	page := "https://bedrock-agentcore." + c.Realm.Region + ".amazonaws.com" + authorizePath + "?request_uri=" + url.QueryEscape(s.URI)
	return &resourceOutput{AuthorizationURL: c.Public(page), SessionURI: s.URI, SessionStatus: "IN_PROGRESS"}
}

// poll answers for a session that was begun before, never with a token from before it: the user may have been asked to
// consent anew. A completed session has put its token into the vault, where it outlives the session.
func (p *plan) poll(c *core.Call, s *state, in *resourceInput) (*resourceOutput, error) {
	one := s.Sessions[in.SessionURI]
	t := s.Tokens[p.key]
	if one == nil && t.fresh(c.Now()) {
		return &resourceOutput{AccessToken: t.Access}, nil
	}
	if one == nil || one.Who.Workload != p.who.Workload || one.Who.User != p.who.User || one.Key != p.key {
		return nil, invalid(fieldFailed, "Invalid or expired session", "sessionUri") // [K] for this operation
	}
	switch one.Status {
	case statusFailed:
		return &resourceOutput{SessionURI: one.URI, SessionStatus: "FAILED"}, nil
	case statusComplete:
		if t.fresh(c.Now()) {
			return &resourceOutput{AccessToken: t.Access}, nil
		}
		return &resourceOutput{SessionURI: one.URI, SessionStatus: "FAILED"}, nil
	}
	return one.inProgress(c), nil
}

// refresh uses the stored refresh token (RFC 6749, 6). It returns nil when there is none or it is not accepted any more.
func (p *plan) refresh(c *core.Call, in *resourceInput) *resourceOutput {
	if p.held == nil || p.held.Refresh == "" || in.ForceAuthentication || in.SessionURI != "" {
		return nil
	}
	g, err := p.client.exchange(c, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {p.held.Refresh}})
	if err != nil {
		return nil
	}
	t := g.stored(c.Now(), *p.held)
	p.store(c, t)
	return &resourceOutput{AccessToken: t.Access}
}

// checkReturnURL wants the very text that the workload identity lists.
func checkReturnURL(w *workload, returnURL string) error {
	switch {
	case w == nil || len(w.ReturnURLs) == 0:
		return invalid(fieldFailed, "You must register and use at least one ResourceOauth2ReturnUrl on your workload identity to use this flow")
	case returnURL == "":
		return invalid(fieldFailed, "You must provide a ResourceOauth2ReturnUrl to proceed with this flow")
	case !slices.Contains(w.ReturnURLs, returnURL):
		return invalid(fieldFailed, "The ResourceOauth2ReturnUrl is not registered on your workload identity", "resourceOauth2ReturnUrl") // [K]
	}
	return nil
}

// prune drops sessions that have expired.
func prune(c *core.Call, s *state) {
	for uri, one := range s.Sessions {
		if !c.Now().Before(one.Expires) {
			delete(s.Sessions, uri)
			c.Cloud.Index.Release(sessionName(uri))
		}
	}
}

type completeInput struct {
	SessionURI     string `json:"sessionUri"`
	UserIdentifier struct{ UserToken, UserID string }
}

// completeResourceTokenAuth binds the consent to the user who began the session. The identifier must be the same: the
// same user id, or the very JWT, not another of the same user.
func completeResourceTokenAuth(c *core.Call, in *completeInput) (*nothing, error) {
	s := stateOf(c.Realm)
	prune(c, s)
	one := s.Sessions[in.SessionURI]
	refused := core.Errorf("AccessDeniedException", "Invalid or expired session")
	if one == nil || one.Status != statusConsented {
		return nil, refused
	}
	id := in.UserIdentifier
	same := one.Who.Kind == kindUserID && id.UserToken == "" && id.UserID == one.Who.User ||
		one.Who.Kind == kindJWT && id.UserID == "" && hashed(id.UserToken) == one.Who.Token
	if !same {
		return nil, refused
	}
	put(&s.Tokens, one.Key, one.Pending)
	one.Status, one.Pending = statusComplete, nil
	return &nothing{}, nil
}

// challenge is the S256 code challenge of a verifier (RFC 7636, 4.2).
func challenge(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return encoded(sum[:])
}
