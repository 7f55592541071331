package authorizer

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"agentcore-workshop/aws/sandbox/core"
)

const (
	callOut   = 5 * time.Second // what discovery and keys together may take
	kept      = time.Minute     // how long what was fetched is believed
	again     = 2 * time.Second // how soon a kid that nobody knows may make us fetch anew
	maxAnswer = 1 << 20         // bytes
)

// published is what an issuer publishes.
type published struct {
	issuer string
	keys   jose.JSONWebKeySet
	at     time.Time
}

// issuers remembers, by discovery URL.
type issuers struct {
	mu    sync.Mutex
	known map[string]*published
}

// key finds the key by which a token says that it is signed: issuer and kid are the token's own words, which the signature
// and the claims have yet to prove. Keys that rotated a moment ago are found by fetching once more.
func (s *issuers) key(ctx context.Context, c *core.Call, discoveryURL, issuer, kid string) (*jose.JSONWebKey, *Refusal) {
	now := c.Now()
	s.mu.Lock()
	p := s.known[discoveryURL]
	s.mu.Unlock()
	age := kept
	if p != nil {
		age = max(now.Sub(p.at), p.at.Sub(now)) // the cloud's clock may be moved either way
	}
	if age < kept {
		key, refused := p.find(issuer, kid)
		if refused == nil || age < again {
			return key, refused
		}
	}
	fresh, err := fetchIssuer(ctx, c.Cloud.HTTP, discoveryURL)
	if err != nil {
		return nil, &Refusal{Kind: Discovery, Detail: err.Error()}
	}
	fresh.at = now
	s.mu.Lock()
	s.known[discoveryURL] = fresh
	s.mu.Unlock()
	return fresh.find(issuer, kid)
}

// find returns the public key of a kid. A token without kid is taken only when there is just one key to try.
func (p *published) find(issuer, kid string) (*jose.JSONWebKey, *Refusal) {
	if issuer != p.issuer {
		return nil, &Refusal{Kind: Issuer, Claim: "iss"}
	}
	found := p.keys.Key(kid)
	if kid == "" && len(p.keys.Keys) == 1 {
		found = p.keys.Keys
	}
	if len(found) != 1 || !found[0].IsPublic() || found[0].Use == "enc" {
		return nil, &Refusal{Kind: UnknownKey}
	}
	return &found[0], nil
}

// Metadata is what a discovery document says (OpenID Connect Discovery 1.0, 3).
type Metadata struct {
	Issuer string `json:"issuer"`
	JWKS   string `json:"jwks_uri"`
}

func fetchIssuer(ctx context.Context, client *http.Client, discoveryURL string) (*published, error) {
	var document Metadata
	if err := fetch(ctx, client, discoveryURL, &document); err != nil {
		return nil, errors.New("the discovery document could not be fetched: " + err.Error())
	}
	if document.Issuer == "" || document.JWKS == "" {
		return nil, errors.New("the discovery document names no issuer or no jwks_uri")
	}
	p := &published{issuer: document.Issuer}
	if err := fetch(ctx, client, document.JWKS, &p.keys); err != nil {
		return nil, errors.New("the issuer's keys could not be fetched: " + err.Error())
	}
	return p, nil
}

func fetch(ctx context.Context, client *http.Client, address string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return errors.New("status " + answer.Status)
	}
	return json.NewDecoder(io.LimitReader(answer.Body, maxAnswer)).Decode(into)
}
