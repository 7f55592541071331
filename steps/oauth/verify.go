package oauth

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"agentcore-workshop/steps/secret"
)

// Issuer is an OpenID provider whose discovery document and keys were found where its name says (OpenID Connect Discovery 4).
type Issuer struct {
	// Name is the issuer as its discovery document states it.
	Name string
	// Metadata are the endpoints of the discovery document.
	Metadata Metadata
	provider *oidc.Provider
	now      func() time.Time
	leeway   time.Duration
}

// Metadata is the part of a discovery document that this program reads.
type Metadata struct {
	Issuer                string   `json:"issuer"`
	AuthorizationEndpoint string   `json:"authorization_endpoint"`
	TokenEndpoint         string   `json:"token_endpoint"`
	UserInfoEndpoint      string   `json:"userinfo_endpoint"`
	EndSessionEndpoint    string   `json:"end_session_endpoint"`
	JWKSURI               string   `json:"jwks_uri"`
	ResponseTypes         []string `json:"response_types_supported"`
	Scopes                []string `json:"scopes_supported"`
}

// Discover reads an issuer's discovery document through a client. A document that names another issuer is an error.
func Discover(ctx context.Context, client *http.Client, issuer string, now func() time.Time) (*Issuer, error) {
	provider, err := oidc.NewProvider(oidc.ClientContext(ctx, client), issuer)
	if err != nil {
		return nil, err
	}
	i := &Issuer{Name: issuer, provider: provider, now: now, leeway: 30 * time.Second}
	if i.now == nil {
		i.now = time.Now
	}
	return i, provider.Claims(&i.Metadata)
}

// Requirement names what a verification found wanting.
type Requirement string

// The requirements, in the order in which they are looked at.
const (
	NeedSignature Requirement = "signature"
	NeedIssuer    Requirement = "iss"
	NeedUse       Requirement = "token_use"
	NeedAudience  Requirement = "aud"
	NeedClient    Requirement = "client_id"
	NeedTime      Requirement = "exp"
	NeedNonce     Requirement = "nonce"
	NeedHash      Requirement = "at_hash"
)

// VerificationError says which requirement a token does not meet. It quotes claims, never the token.
type VerificationError struct {
	Requirement Requirement
	Got, Want   string
	Err         error
}

func (e *VerificationError) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Requirement, e.Err)
	}
	return fmt.Sprintf("%s is %q, not %q", e.Requirement, e.Got, e.Want)
}
func (e *VerificationError) Unwrap() error { return e.Err }

// claims are those that decide.
type claims struct {
	Issuer    string  `json:"iss"`
	Use       string  `json:"token_use"`
	ClientID  string  `json:"client_id"`
	NotBefore float64 `json:"nbf"`
}

// Access verifies a Cognito access token: signature, issuer, token_use, client_id (Cognito gives no aud unless a resource was
// named) and time.
func (i *Issuer) Access(ctx context.Context, client *http.Client, token secret.Text, clientID string) (Decoded, error) {
	parsed, c, err := i.signed(ctx, client, token)
	switch {
	case err != nil:
		return Decoded{}, err
	case c.Use != "access":
		return Decoded{}, &VerificationError{Requirement: NeedUse, Got: c.Use, Want: "access"}
	case clientID != "" && c.ClientID != clientID:
		return Decoded{}, &VerificationError{Requirement: NeedClient, Got: c.ClientID, Want: clientID}
	}
	if err := i.inTime(parsed, c); err != nil {
		return Decoded{}, err
	}
	return Decode(token)
}

// ID verifies an ID token (OpenID Connect Core 3.1.3.7): signature, issuer, token_use, audience, time, nonce, and that it was
// issued together with the access token where at_hash is present.
func (i *Issuer) ID(ctx context.Context, client *http.Client, token secret.Text, clientID, nonce string, access secret.Text) (Decoded, error) {
	parsed, c, err := i.signed(ctx, client, token)
	switch {
	case err != nil:
		return Decoded{}, err
	case c.Use != "id" && c.Use != "":
		return Decoded{}, &VerificationError{Requirement: NeedUse, Got: c.Use, Want: "id"}
	case len(parsed.Audience) != 1 || parsed.Audience[0] != clientID:
		return Decoded{}, &VerificationError{Requirement: NeedAudience, Got: fmt.Sprint(parsed.Audience), Want: clientID}
	}
	if err := i.inTime(parsed, c); err != nil {
		return Decoded{}, err
	}
	if nonce != "" && parsed.Nonce != nonce {
		return Decoded{}, &VerificationError{Requirement: NeedNonce, Got: parsed.Nonce, Want: nonce}
	}
	if parsed.AccessTokenHash != "" && !access.Empty() {
		if err := parsed.VerifyAccessToken(access.Reveal()); err != nil {
			return Decoded{}, &VerificationError{Requirement: NeedHash, Err: err}
		}
	}
	return Decode(token)
}

// signed checks the signature (RS256 only) and the issuer. Expiry is judged by us, with our clock and words.
func (i *Issuer) signed(ctx context.Context, client *http.Client, token secret.Text) (*oidc.IDToken, claims, error) {
	verifier := i.provider.VerifierContext(oidc.ClientContext(ctx, client), &oidc.Config{
		SkipClientIDCheck: true, SkipExpiryCheck: true, SkipIssuerCheck: true, SupportedSigningAlgs: []string{oidc.RS256},
	})
	parsed, err := verifier.Verify(oidc.ClientContext(ctx, client), token.Reveal())
	if err != nil {
		return nil, claims{}, &VerificationError{Requirement: NeedSignature, Err: err}
	}
	if parsed.Issuer != i.Name {
		return nil, claims{}, &VerificationError{Requirement: NeedIssuer, Got: parsed.Issuer, Want: i.Name}
	}
	var c claims
	if err := parsed.Claims(&c); err != nil {
		return nil, claims{}, &VerificationError{Requirement: NeedSignature, Err: err}
	}
	return parsed, c, nil
}

// inTime allows half a minute between our clock and the issuer's.
func (i *Issuer) inTime(t *oidc.IDToken, c claims) error {
	now := i.now()
	if !t.Expiry.After(now.Add(-i.leeway)) {
		return &VerificationError{Requirement: NeedTime, Got: t.Expiry.UTC().Format(time.RFC3339), Want: "after " + now.UTC().Format(time.RFC3339)}
	}
	start := t.IssuedAt
	if c.NotBefore > 0 {
		start = time.Unix(int64(c.NotBefore), 0)
	}
	if start.After(now.Add(5 * time.Minute)) {
		return &VerificationError{Requirement: NeedTime, Got: "from " + start.UTC().Format(time.RFC3339), Want: "before " + now.UTC().Format(time.RFC3339)}
	}
	return nil
}
