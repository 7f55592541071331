package oauth_test

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

func TestVerify(t *testing.T) {
	p := newIDP(t)
	other, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	type change = map[string]any
	id := change{"aud": "web", "token_use": "id", "nonce": "n"}
	with := func(base change, name string, value any) change {
		c := change{}
		for k, v := range base {
			c[k] = v
		}
		c[name] = value
		return c
	}
	access := change{"client_id": "machine", "token_use": "access"}
	cases := []struct {
		name   string
		alg    jose.SignatureAlgorithm
		key    any
		claims change
		id     bool
		want   oauth.Requirement
	}{
		{"a good ID token", jose.RS256, p.key, id, true, ""},
		{"a good access token", jose.RS256, p.key, access, false, ""},
		{"another key", jose.RS256, other, id, true, oauth.NeedSignature},
		{"another algorithm", jose.PS256, p.key, id, true, oauth.NeedSignature},
		{"HMAC with a public value", jose.HS256, []byte("0123456789abcdef0123456789abcdef"), id, true, oauth.NeedSignature},
		{"another issuer", jose.RS256, p.key, with(id, "iss", p.URL+"/other"), true, oauth.NeedIssuer},
		{"an access token for an ID token", jose.RS256, p.key, with(id, "token_use", "access"), true, oauth.NeedUse},
		{"an ID token for an access token", jose.RS256, p.key, id, false, oauth.NeedUse},
		{"another audience", jose.RS256, p.key, with(id, "aud", "x"), true, oauth.NeedAudience},
		{"two audiences", jose.RS256, p.key, with(id, "aud", []string{"web", "x"}), true, oauth.NeedAudience},
		{"another client", jose.RS256, p.key, with(access, "client_id", "web"), false, oauth.NeedClient},
		{"expired", jose.RS256, p.key, with(id, "exp", p.now.Add(-time.Hour).Unix()), true, oauth.NeedTime},
		{"from the future", jose.RS256, p.key, with(access, "iat", p.now.Add(time.Hour).Unix()), false, oauth.NeedTime},
		{"another nonce", jose.RS256, p.key, with(id, "nonce", "x"), true, oauth.NeedNonce},
		{"another at_hash", jose.RS256, p.key, with(id, "at_hash", "AAAA"), true, oauth.NeedHash},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			ctx := ctxFor(t)
			issuer, err := oauth.Discover(ctx, p.Client(), p.URL, func() time.Time { return p.now })
			if err != nil {
				t.Fatal(err)
			}
			token := p.sign(t, c.alg, c.key, c.claims)
			if c.id {
				_, err = issuer.ID(ctx, p.Client(), token, "web", "n", secret.New("access"))
			} else {
				_, err = issuer.Access(ctx, p.Client(), token, "machine")
			}
			var v *oauth.VerificationError
			switch {
			case c.want == "" && err != nil:
				t.Fatal(err)
			case c.want != "" && (!errors.As(err, &v) || v.Requirement != c.want):
				t.Fatalf("got %v, want a failure of %s", err, c.want)
			}
		})
	}
}

func TestDecodeAndExplain(t *testing.T) {
	p := newIDP(t)
	d, err := oauth.Decode(secret.New("Bearer " + p.sign(t, jose.RS256, p.key, map[string]any{"scope": "a b", "zzz": true, "client_id": "m"}).Reveal()))
	if err != nil {
		t.Fatal(err)
	}
	if d.Header["alg"] != "RS256" || d.String("scope") != "a b" || !d.Time("iat").Equal(p.now) {
		t.Fatalf("%+v", d)
	}
	if names := d.Names(); names[0] != "iss" || names[len(names)-1] != "zzz" {
		t.Fatal(names)
	}
	for _, claim := range []string{"iss", "nonce", "jti"} {
		if e := oauth.Explain(claim); e.En == "" || e.Ko == "" {
			t.Errorf("%s is not explained", claim)
		}
	}
	if !oauth.Explain("zzz").Empty() {
		t.Error("an unknown claim is explained")
	}
	for _, bad := range []string{"", "abc", "a.b.c", "!.!.!"} {
		if _, err := oauth.Decode(secret.New(bad)); err == nil {
			t.Errorf("%q was decoded", bad)
		}
	}
}
