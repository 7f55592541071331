package agentcore

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/secrets"
)

// client is a provider's OAuth client as the vault uses it, copied out from under the lock.
type client struct {
	id, secret, method string
	discovery          discovery
}

// clientOf copies what is needed to call a provider's identity provider. The account's lock must be held.
func clientOf(c *core.Call, p *provider) (*client, error) {
	cl := &client{id: p.ClientID, method: p.AuthMethod, discovery: p.Discovery}
	if p.Discovery.Metadata != nil {
		m := *p.Discovery.Metadata
		cl.discovery.Metadata = &m
	}
	if p.AuthMethod != authBasic && p.AuthMethod != authPost {
		return nil, invalid(fieldFailed, "The practice cloud does not have the client authentication method "+p.AuthMethod+".")
	}
	secret, err := secretValue(c, p.Secret)
	cl.secret = secret
	return cl, err
}

// secretValue reads one key of a secret's JSON.
func secretValue(c *core.Call, place secretPlace) (string, error) {
	text, err := secrets.Value(c.Realm, place.ARN)
	if err != nil {
		return "", err
	}
	var keys map[string]string
	if json.Unmarshal([]byte(text), &keys) != nil {
		return "", invalid(fieldFailed, "The secret is not a JSON object.") // [K]
	}
	value, ok := keys[place.JSONKey]
	if !ok {
		return "", invalid(fieldFailed, "The secret has no key "+place.JSONKey+".") // [K]
	}
	return value, nil
}

// endpoints finds the identity provider's endpoints, from its metadata or from its discovery document.
func (cl *client) endpoints(ctx context.Context, h *http.Client) (authorize, token string, err error) {
	if m := cl.discovery.Metadata; m != nil {
		return m.Authorization, m.Token, nil
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, cl.discovery.DiscoveryURL, nil)
	if err != nil {
		return "", "", err
	}
	var found struct {
		Authorize string `json:"authorization_endpoint"`
		Token     string `json:"token_endpoint"`
	}
	if err := fetch(h, req, &found); err != nil {
		return "", "", err
	}
	if found.Token == "" {
		return "", "", errors.New("the discovery document names no token endpoint")
	}
	return found.Authorize, found.Token, nil
}

// grant is the answer of a token endpoint (RFC 6749, 5.1).
type grant struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	ExpiresIn    int    `json:"expires_in"`
}

// exchange asks the token endpoint for a grant. Errors tell nothing of what was sent.
func (cl *client) exchange(c *core.Call, form url.Values) (*grant, error) {
	ctx, cancel := context.WithTimeout(c, callOut)
	defer cancel()
	_, endpoint, err := cl.endpoints(ctx, c.Cloud.HTTP)
	if err != nil {
		return nil, err
	}
	if cl.method == authPost {
		form.Set("client_id", cl.id)
		form.Set("client_secret", cl.secret)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	if cl.method == authBasic {
		req.SetBasicAuth(url.QueryEscape(cl.id), url.QueryEscape(cl.secret)) // RFC 6749, 2.3.1
	}
	g := new(grant)
	if err := fetch(c.Cloud.HTTP, req, g); err != nil {
		return nil, err
	}
	if g.AccessToken == "" {
		return nil, errors.New("the token endpoint answered without a token")
	}
	return g, nil
}

// maxAnswer bounds what is read of an identity provider's answer.
const maxAnswer = 1 << 20

// fetch follows no redirect: what is sent may hold a secret, and is meant for the configured address alone.
func fetch(h *http.Client, req *http.Request, into any) error {
	direct := *h
	direct.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	res, err := direct.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return errors.New("the identity provider answered " + res.Status)
	}
	return json.NewDecoder(io.LimitReader(res.Body, maxAnswer)).Decode(into)
}

// stored turns a grant into what the vault keeps. A provider that names no lifetime is believed for an hour. [K]
func (g *grant) stored(now time.Time, t storedToken) *storedToken {
	life := time.Duration(g.ExpiresIn) * time.Second
	if life <= 0 {
		life = time.Hour
	}
	t.Access, t.Expires = g.AccessToken, now.Add(life)
	if g.RefreshToken != "" {
		t.Refresh = g.RefreshToken
	}
	return &t
}
