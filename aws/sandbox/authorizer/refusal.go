package authorizer

import "strings"

// Kind is why a token is refused.
type Kind string

// The kinds, in the order in which a token meets them.
const (
	Missing     Kind = "missing"     // there is no bearer token
	Malformed   Kind = "malformed"   // it is no signed JWT
	Unsupported Kind = "unsupported" // the configuration asks for what the practice cloud cannot check
	Discovery   Kind = "discovery"   // the discovery document or the keys could not be fetched
	UnknownKey  Kind = "unknown_key" // the issuer publishes no key of this kid
	Signature   Kind = "signature"   // the signature does not fit: the token was changed, or signed by someone else
	Issuer      Kind = "issuer"      // another issuer than the discovery document's
	Expired     Kind = "expired"     // its time is over
	NotYet      Kind = "not_yet"     // its time has not come: a clock is wrong
	Client      Kind = "client"      // client_id is none of allowedClients
	Audience    Kind = "audience"    // aud has none of allowedAudience; an access token of Cognito has no aud at all
	Scope       Kind = "scope"       // scope has none of allowedScopes
	Custom      Kind = "custom"      // a rule of customClaims is not met
)

// Refusal is the answer to a token that may not enter.
type Refusal struct {
	Kind Kind
	// Claim is the claim at fault, or empty.
	Claim string
	// Detail says more where the kind and the claim do not say all; it is made of the configuration, never of the token.
	Detail string
}

func (r *Refusal) Error() string { return string(r.Kind) + " " + r.Claim }

// Authentic reports a token that is good in itself and only not let in here: the difference between 401 and 403 (RFC 6750, 3.1).
func (r *Refusal) Authentic() bool {
	switch r.Kind {
	case Client, Audience, Scope, Custom, Unsupported:
		return true
	}
	return false
}

// HeaderReason is the response header by which the practice cloud tells, beside AWS's own answer, why a token was refused.
// AWS hides it at gateways; a lesson may tell it.
const HeaderReason = "X-Practice-Cloud-Refusal"

// Reason is the refusal in a line: its kind, the claim at fault, and the detail.
func (r *Refusal) Reason() string {
	text := string(r.Kind)
	if r.Claim != "" {
		text += " (" + r.Claim + ")"
	}
	if r.Detail != "" {
		text += ": " + strings.Map(printable, r.Detail)
	}
	return text
}

// printable keeps a detail fit for a header.
func printable(c rune) rune {
	if c < ' ' || c > '~' {
		return ' '
	}
	return c
}
