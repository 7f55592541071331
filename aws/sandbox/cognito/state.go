package cognito

import (
	"sync"
	"sync/atomic"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// state is what Cognito keeps in one account and region.
type state struct {
	Pools   map[string]*Pool   // by id
	Domains map[string]*Domain // by prefix or custom name
}

func stateOf(r *core.Realm) *state { return core.Part[state](r, Name) }

// Pool is one user pool with everything in it. Its fields are guarded by the account's lock.
type Pool struct {
	Id, Name, Arn                  string
	CreationDate, LastModifiedDate time.Time
	UsernameAttributes             []string
	AliasAttributes                []string
	UsernameConfiguration          *usernameConfiguration
	SchemaAttributes               []schemaAttribute
	UserPoolTags                   map[string]string
	Domain, CustomDomain           string
	Settings                       poolSettings
	Mfa                            mfaSettings

	Clients map[string]*Client
	Servers map[string]*ResourceServer
	Groups  map[string]*Group
	Users   map[string]*User // by Username

	Grants     map[string]*Grant     // sign-ins, by origin_jti
	Refresh    map[string]string     // digest of a refresh token -> origin_jti
	Codes      map[string]*Code      // digest of an authorization code
	Challenges map[string]*Challenge // digest of an auth session
	Sessions   map[string]*Session   // digest of a hosted pages' cookie

	// Keys are the two RSA keys as PKCS#8, empty until the first token or the first look at the key set.
	Keys storedKeys
	// Published are other keys that the key set shows instead, when the lesson's fault jwks-rotated is in force.
	Published *storedKeys `json:",omitempty"`

	// ring holds the parsed keys. It hangs here, not in the Service, so that it goes when the pool goes.
	ring   atomic.Pointer[ring]
	making sync.Mutex // held while keys are made; never taken while the account's lock is held
}

type storedKeys struct{ Access, ID []byte }

// Grant is one sign-in: every token that came of it names it as origin_jti, so that revoking it ends them all.
type Grant struct {
	ClientID, Username, Scope, Resource, EventID string
	RefreshDigest                                string // empty for the implicit flow
	AuthTime, Expires                            time.Time
	Revoked                                      bool
	UserAPI                                      bool // came of InitiateAuth, not of the hosted pages
}

// Code is an authorization code that waits for its exchange (RFC 6749 4.1).
type Code struct {
	ClientID, Username, RedirectURI, Scope, Nonce, Challenge, Resource string
	AuthTime, Expires                                                  time.Time
}

// Challenge is a sign-in that waits for its new password.
type Challenge struct {
	ClientID, Username string
	Expires            time.Time
}

// Session is a browser that is signed in at the hosted pages.
type Session struct {
	Username          string
	AuthTime, Expires time.Time
}

// Lifetimes that Cognito fixes.
const (
	codeLife    = 5 * time.Minute
	sessionLife = time.Hour
)

// sweep drops what has expired, so that a long lesson does not grow the state. It is called where something is added.
func (p *Pool) sweep(now time.Time) {
	for k, v := range p.Codes {
		if !now.Before(v.Expires) {
			delete(p.Codes, k)
		}
	}
	for k, v := range p.Challenges {
		if !now.Before(v.Expires) {
			delete(p.Challenges, k)
		}
	}
	for k, v := range p.Sessions {
		if !now.Before(v.Expires) {
			delete(p.Sessions, k)
		}
	}
	for k, v := range p.Grants {
		if !now.Before(v.Expires) {
			delete(p.Refresh, v.RefreshDigest)
			delete(p.Grants, k)
		}
	}
}

// put stores into a map that a restored state may have left nil.
func put[V any](m *map[string]V, key string, v V) {
	if *m == nil {
		*m = map[string]V{}
	}
	(*m)[key] = v
}
