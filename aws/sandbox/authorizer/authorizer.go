// Package authorizer is the inbound door of the practice cloud's gateways and runtimes: it checks a bearer JWT as their
// customJWTAuthorizer says (CustomJWTAuthorizerConfiguration of the service model).
//
// Rules of this layer: signatures and times are verified by go-jose, never by code of ours; discovery and keys are fetched
// over HTTP as AWS fetches them; a refusal has a kind, so that each door can say it in its own words. No lock of an account
// is held here, and no token enters an error.
package authorizer

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"agentcore-workshop/aws/sandbox/core"
)

// leeway is how far the issuer's clock may be from ours. [K]
const leeway = 30 * time.Second

// Config is a customJWTAuthorizer, as gateways and runtimes have it.
type Config struct {
	DiscoveryURL                                   string `json:"discoveryUrl"`
	AllowedAudience, AllowedClients, AllowedScopes []string
	CustomClaims                                   []claimRule
	AllowedWorkloadConfiguration, PrivateEndpoint  core.Object
	AdvertisedScopeMapping                         map[string]string
}

// Read takes the customJWTAuthorizer out of an authorizerConfiguration; nil when there is none.
func Read(authorizerConfiguration core.Object) *Config {
	tree, _ := authorizerConfiguration["customJWTAuthorizer"].(core.Object)
	config := new(Config)
	if tree == nil || core.Bind(tree, config) != nil {
		return nil
	}
	return config
}

// Identity is who a good token names.
type Identity struct {
	Issuer, Subject string
	// Claims are all claims of the token.
	Claims core.Object
	// Token is the token itself, for those who pass it on.
	Token string
}

// Authorizer checks tokens and remembers what issuers publish for a short while.
type Authorizer struct{ issuers issuers }

// New makes an authorizer that has fetched nothing yet.
func New() *Authorizer { return &Authorizer{issuers{known: map[string]*published{}}} }

// algorithms are those by which issuers may sign. Symmetric ones are none of them: their key would be no secret here.
func algorithms() []jose.SignatureAlgorithm {
	return []jose.SignatureAlgorithm{jose.RS256, jose.RS384, jose.RS512, jose.PS256, jose.PS384, jose.PS512, jose.ES256, jose.ES384, jose.ES512, jose.EdDSA}
}

// Check holds a bearer token against a configuration, at c's time.
func (a *Authorizer) Check(c *core.Call, config *Config, token string) (*Identity, *Refusal) {
	if token == "" {
		return nil, &Refusal{Kind: Missing}
	}
	parsed, err := jwt.ParseSigned(token, algorithms())
	if err != nil || len(parsed.Headers) != 1 {
		return nil, &Refusal{Kind: Malformed}
	}
	if config.AllowedWorkloadConfiguration != nil {
		return nil, &Refusal{Kind: Unsupported, Detail: "The practice cloud cannot check allowedWorkloadConfiguration."}
	}
	ctx, cancel := context.WithTimeout(c, callOut)
	defer cancel()
	var standard jwt.Claims
	if parsed.UnsafeClaimsWithoutVerification(&standard) != nil {
		return nil, &Refusal{Kind: Malformed}
	}
	key, refused := a.issuers.key(ctx, c, config.DiscoveryURL, standard.Issuer, parsed.Headers[0].KeyID)
	if refused != nil {
		return nil, refused
	}
	standard = jwt.Claims{}
	var raw json.RawMessage
	if parsed.Claims(key, &standard, &raw) != nil {
		return nil, &Refusal{Kind: Signature}
	}
	if refused := timely(&standard, c.Now()); refused != nil {
		return nil, refused
	}
	who := &Identity{Issuer: standard.Issuer, Subject: standard.Subject, Token: token}
	if json.Unmarshal(raw, &who.Claims) != nil {
		return nil, &Refusal{Kind: Malformed}
	}
	if refused := config.permits(who.Claims, standard.Audience); refused != nil {
		return nil, refused
	}
	return who, nil
}

// timely checks the times (RFC 7519, 4.1). A token that never ends is refused.
func timely(claims *jwt.Claims, now time.Time) *Refusal {
	err := claims.ValidateWithLeeway(jwt.Expected{Time: now}, leeway)
	switch {
	case errors.Is(err, jwt.ErrExpired), err == nil && claims.Expiry == nil:
		return &Refusal{Kind: Expired, Claim: "exp"}
	case err != nil:
		return &Refusal{Kind: NotYet, Claim: "nbf"}
	}
	return nil
}
