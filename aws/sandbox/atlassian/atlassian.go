// Package atlassian is the practice cloud's stand-in for a company that is not AWS: an authorization server like Atlassian's
// (auth.atlassian.com, OAuth 2.0 with code and refresh tokens) and a small Confluence behind it (api.atlassian.com).
//
// Rules of this layer: it knows nothing of AgentCore but that a redirect URI must be one that some AgentCore provider has.
// Whoever signs in sees only their own project's pages, so that a person can tell whose token a tool holds. Only what a
// workshop needs is here; every page says that it is practice.
package atlassian

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// The hosts that this package answers for.
const (
	AuthHost = "auth.atlassian.com"
	APIHost  = "api.atlassian.com"
)

// The one application that the practice Atlassian knows, as Atlassian's developer console would show it. It guards nothing but
// invented pages.
const (
	ClientID     = "practice-confluence-app"
	clientSecret = "practice-confluence-secret"
)

// Service is Atlassian. It has pages and no AWS operations.
type Service struct{}

// New makes the service.
func New() *Service { return &Service{} }

// Name is under which the state is kept.
func (*Service) Name() string { return "atlassian" }

// Ops are none: nothing here is an AWS API.
func (*Service) Ops() []core.Op { return nil }

const (
	part = "atlassian"
	// Lifetimes as Atlassian has them: a code some minutes, an access token an hour, a refresh token ninety days unused.
	codeLife    = 5 * time.Minute
	accessLife  = time.Hour
	refreshLife = 90 * 24 * time.Hour
)

// Kinds of grant.
const (
	kindCode    = "code"
	kindAccess  = "access"
	kindRefresh = "refresh"
)

// state is what a realm keeps: grants by the hash of their value, which itself is kept nowhere.
type state struct{ Grants map[string]*grant }

// grant is a code, an access token or a refresh token.
type grant struct {
	Kind, User          string
	Scopes              []string
	Redirect, Challenge string
	Expires             time.Time
}

func stateOf(r *core.Realm) *state { return core.Part[state](r, part) }

func hashed(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}

func indexName(hash string) string { return "atlassian:" + hash }

// Restored puts the grants into the cloud's index again, by which a token finds its account.
func (*Service) Restored(cloud *core.Cloud, r *core.Realm) {
	if !r.Has(part) {
		return
	}
	for hash := range stateOf(r).Grants {
		cloud.Index.Claim(indexName(hash), core.Ref{Realm: r, ID: hash})
	}
}

// issue keeps a new grant and returns its value, the only time that it is seen. Expired grants go.
func issue(p *core.Page, r *core.Realm, life time.Duration, g grant) string {
	value := p.Cloud.IDs.String(48, core.Alnum)
	now := p.Cloud.Clock.Now()
	g.Expires = now.Add(life)
	r.Account.Lock()
	defer r.Account.Unlock()
	s := stateOf(r)
	if s.Grants == nil {
		s.Grants = map[string]*grant{}
	}
	for hash, old := range s.Grants {
		if !now.Before(old.Expires) {
			delete(s.Grants, hash)
			p.Cloud.Index.Release(indexName(hash))
		}
	}
	s.Grants[hashed(value)] = &g
	p.Cloud.Index.Claim(indexName(hashed(value)), core.Ref{Realm: r, ID: hashed(value)})
	p.Cloud.Touch()
	return value
}

// find looks a value up. take also ends it: codes and refresh tokens are good for one use.
func find(p *core.Page, kind, value string, take bool) (grant, *core.Realm, bool) {
	hash := hashed(value)
	ref, ok := p.Cloud.Index.Find(indexName(hash))
	if !ok {
		return grant{}, nil, false
	}
	ref.Realm.Account.Lock()
	defer ref.Realm.Account.Unlock()
	g := stateOf(ref.Realm).Grants[hash]
	if g == nil || g.Kind != kind || !p.Cloud.Clock.Now().Before(g.Expires) {
		return grant{}, nil, false
	}
	if take {
		delete(stateOf(ref.Realm).Grants, hash)
		p.Cloud.Index.Release(indexName(hash))
		p.Cloud.Touch()
	}
	return *g, ref.Realm, true
}

// Serve answers the two hosts.
func (*Service) Serve(p *core.Page, w http.ResponseWriter, r *http.Request) bool {
	if p.Host != AuthHost && p.Host != APIHost {
		return false
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	switch {
	case p.Host == APIHost:
		api(p, w, r)
	case r.URL.Path == "/authorize":
		authorize(p, w, r)
	case r.URL.Path == "/oauth/token":
		token(p, w, r)
	default:
		http.NotFound(w, r)
	}
	return true
}
