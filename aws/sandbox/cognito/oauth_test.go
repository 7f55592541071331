package cognito

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// TestCodeFlow is the workshop's sign-in as real libraries do it: discovery, code with PKCE, verified ID token.
func TestCodeFlow(t *testing.T) {
	w := workshop(t)
	issuer := "https://cognito-idp." + region + ".amazonaws.com/" + w.pool
	ctx := oidc.InsecureIssuerURLContext(context.Background(), issuer)
	provider, err := oidc.NewProvider(ctx, w.server.URL+"/"+w.pool)
	if err != nil {
		t.Fatal(err)
	}
	conf := oauth2.Config{ClientID: w.web, Endpoint: provider.Endpoint(), RedirectURL: back,
		Scopes: []string{"openid", "email", rsID + "/invoke"}}
	verifier := oauth2.GenerateVerifier()
	b := w.browser()
	got := w.signIn(b, conf.AuthCodeURL("state-1", oauth2.S256ChallengeOption(verifier), oidc.Nonce("nonce-1")))
	if got.Get("state") != "state-1" {
		t.Fatalf("state = %q", got.Get("state"))
	}
	tok, err := conf.Exchange(ctx, got.Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	raw, _ := tok.Extra("id_token").(string)
	id, err := provider.Verifier(&oidc.Config{ClientID: w.web, Now: w.cloud.Clock.Now}).Verify(ctx, raw)
	if err != nil {
		t.Fatal(err)
	}
	if id.Nonce != "nonce-1" || id.VerifyAccessToken(tok.AccessToken) != nil || id.Issuer != issuer {
		t.Errorf("nonce, at_hash or issuer is wrong: %+v", id)
	}
	var claims struct {
		Email    string   `json:"email"`
		Verified bool     `json:"email_verified"`
		Groups   []string `json:"cognito:groups"`
		Use      string   `json:"token_use"`
		Username string   `json:"cognito:username"`
		Origin   string   `json:"origin_jti"`
		Event    string   `json:"event_id"`
	}
	if err := id.Claims(&claims); err != nil {
		t.Fatal(err)
	}
	if claims.Email != email || !claims.Verified || len(claims.Groups) != 1 || claims.Use != "id" ||
		claims.Username != id.Subject || claims.Origin == "" || claims.Event == "" {
		t.Errorf("claims = %+v", claims)
	}
	access := accessOf(t, tok.AccessToken)
	if access.Scope != "openid email "+rsID+"/invoke" || access.Version != 2 || access.TokenUse != "access" ||
		access.ClientID != w.web || access.Sub != id.Subject || access.OriginJTI != claims.Origin || access.Exp-access.Iat != 3600 {
		t.Errorf("access claims = %+v", access)
	}
	if kidOf(t, raw) == kidOf(t, tok.AccessToken) {
		t.Error("ID token and access token are signed by the same key")
	}
	info, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(tok))
	if err != nil || info.Email != email || !info.EmailVerified {
		t.Errorf("userInfo = %+v, %v", info, err)
	}
	if _, err := conf.Exchange(ctx, got.Get("code"), oauth2.VerifierOption(verifier)); err == nil {
		t.Error("a code was exchanged twice")
	}
	testRefresh(t, w, tok)
}

// testRefresh: a refresh keeps its token and the sign-in, and ends with revocation.
func testRefresh(t *testing.T, w *world, tok *oauth2.Token) {
	t.Helper()
	w.passes(time.Hour + time.Minute)
	form := url.Values{"grant_type": {"refresh_token"}, "client_id": {w.web}, "refresh_token": {tok.RefreshToken}}
	again := decodeToken(t, w.token(form))
	if again.AccessToken == "" || again.IDToken == "" || again.RefreshToken != "" {
		t.Error("a refresh gives access and ID token, and no other refresh token")
	}
	old, fresh := accessOf(t, tok.AccessToken), accessOf(t, again.AccessToken)
	if fresh.AuthTime != old.AuthTime || fresh.OriginJTI != old.OriginJTI || fresh.Iat <= old.Iat {
		t.Error("a refresh belongs to the same sign-in")
	}
	if a := w.bearer(tok.AccessToken); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("an expired token at userInfo: %d", a.StatusCode)
	}
	form.Set("client_id", w.machine)
	form.Set("client_secret", w.machineSecret)
	w.refused(form, "invalid_grant", "") // another client's token

	revoke := func(form url.Values) answer { return w.read(http.PostForm(w.at("/oauth2/revoke"), form)) }
	if a := revoke(url.Values{"client_id": {w.web}, "token": {tok.RefreshToken}}); a.StatusCode != 200 || a.body != "" {
		t.Errorf("revoke = %d %q", a.StatusCode, a.body)
	}
	if a := w.bearer(again.AccessToken); a.StatusCode != http.StatusUnauthorized {
		t.Error("an access token outlives the revocation of its sign-in")
	}
	w.refused(url.Values{"grant_type": {"refresh_token"}, "client_id": {w.web}, "refresh_token": {tok.RefreshToken}}, "invalid_grant", "")
	for _, c := range []struct {
		form   url.Values
		status int
		body   string
	}{
		{url.Values{"client_id": {w.web}, "token": {"garbage"}}, 200, ""},
		{url.Values{"client_id": {w.web}}, 400, `{"error":"invalid_request"}`},
		{url.Values{"client_id": {w.web}, "token": {again.AccessToken}}, 400, `{"error":"unsupported_token_type"}`},
		{url.Values{"client_id": {w.machine}, "client_secret": {"wrong"}, "token": {"x"}}, 401, `{"error":"invalid_client"}`},
	} {
		if a := revoke(c.form); a.StatusCode != c.status || a.body != c.body {
			t.Errorf("revoke %v = %d %s", len(c.form), a.StatusCode, a.body)
		}
	}
}

func TestMachineToken(t *testing.T) {
	w := workshop(t)
	conf := clientcredentials.Config{ClientID: w.machine, ClientSecret: w.machineSecret, TokenURL: w.at("/oauth2/token")}
	tok, err := conf.Token(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	c := accessOf(t, tok.AccessToken)
	if c.Sub != w.machine || c.ClientID != w.machine || c.Scope != rsID+"/invoke" || c.Username != "" || c.OriginJTI != "" ||
		c.Version != 2 || c.AuthTime != c.Iat {
		t.Errorf("claims = %+v", c)
	}
	a := w.token(url.Values{"grant_type": {"client_credentials"}, "client_id": {w.machine}, "client_secret": {w.machineSecret}})
	if a.StatusCode != 200 || a.Header.Get("Content-Type") != "application/json;charset=UTF-8" ||
		a.Header.Get("x-amz-cognito-request-id") == "" || a.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("headers = %v", a.Header)
	}
	var members map[string]any
	if err := json.Unmarshal([]byte(a.body), &members); err != nil || len(members) != 3 || members["token_type"] != "Bearer" {
		t.Errorf("%d members, %v", len(members), err)
	}
}

// TestAMachineTokenOfLongAgo: one that has ended is had at once, and none that lives longer than it may.
func TestAMachineTokenOfLongAgo(t *testing.T) {
	w := workshop(t)
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {w.machine}, "client_secret": {w.machineSecret}}
	issued := func(ago string) int64 {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.at("/oauth2/token"), strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Practice-Cloud-Ago", ago)
		return accessOf(t, decodeToken(t, w.read(http.DefaultClient.Do(r))).AccessToken).Iat
	}
	now := issued("")
	for ago, want := range map[string]int64{"2h0m0s": now - 7200, "-2h": now, "yesterday": now} {
		if got := issued(ago); got-want < -5 || got-want > 5 {
			t.Errorf("%q: issued %d seconds from when it should be", ago, got-want)
		}
	}
}

// refused asks the token endpoint and wants this error, with HTTP status 400.
func (w *world) refused(form url.Values, code, description string) {
	w.Helper()
	a := w.token(form)
	want := `{"error":"` + code + `"}`
	if description != "" {
		want = `{"error":"` + code + `","error_description":"` + description + `"}`
	}
	if a.StatusCode != http.StatusBadRequest || a.body != want {
		w.Errorf("token endpoint = %d %s, want %s", a.StatusCode, a.body, want)
	}
}

func TestTokenErrors(t *testing.T) {
	w := workshop(t)
	machine := func(more ...string) url.Values {
		q := url.Values{"grant_type": {"client_credentials"}, "client_id": {w.machine}, "client_secret": {w.machineSecret}}
		for i := 0; i < len(more); i += 2 {
			q.Set(more[i], more[i+1])
		}
		return q
	}
	off := machineClient(w.pool)
	off["AllowedOAuthFlowsUserPoolClient"] = false
	quirk := w.must("CreateUserPoolClient", off)["UserPoolClient"].(map[string]any)
	for name, c := range map[string]struct {
		form url.Values
		want string
	}{
		"no grant type":       {url.Values{"client_id": {w.machine}}, "invalid_request"},
		"unknown grant type":  {machine("grant_type", "password"), "unsupported_grant_type"},
		"no client":           {url.Values{"grant_type": {"client_credentials"}}, "invalid_request"},
		"stranger":            {machine("client_id", "nobody"), "invalid_client"},
		"wrong secret":        {machine("client_secret", "wrong"), "invalid_client"},
		"no secret":           {machine("client_secret", ""), "invalid_client"},
		"public client":       {url.Values{"grant_type": {"client_credentials"}, "client_id": {w.web}}, "unauthorized_client"},
		"scope unknown":       {machine("scope", rsID+"/nothing"), "invalid_scope"},
		"scope not allowed":   {machine("scope", rsID+"/other"), "invalid_grant"},
		"one scope spoils":    {machine("scope", rsID+"/invoke "+rsID+"/other"), "invalid_grant"},
		"openid":              {machine("scope", "openid"), "invalid_grant"},
		"twice":               {url.Values{"grant_type": {"client_credentials", "client_credentials"}}, "invalid_request"},
		"machine with code":   {machine("grant_type", "authorization_code", "code", "x", "redirect_uri", back), "unauthorized_client"},
		"refresh without":     {machine("grant_type", "refresh_token"), "invalid_request"},
		"OAuth flag not set":  {machine("client_id", quirk["ClientId"].(string), "client_secret", quirk["ClientSecret"].(string)), "invalid_grant"},
		"public with secret":  {url.Values{"grant_type": {"refresh_token"}, "client_id": {w.web}, "client_secret": {"x"}, "refresh_token": {"x"}}, "invalid_client"},
		"garbage for refresh": {url.Values{"grant_type": {"refresh_token"}, "client_id": {w.web}, "refresh_token": {"x"}}, "invalid_grant"},
	} {
		t.Run(name, func(t *testing.T) { (&world{TB: t, server: w.server}).refused(c.form, c.want, "") })
	}
	a := w.read(http.Post(w.at("/oauth2/token"), "application/json", strings.NewReader(`{"grant_type":"client_credentials"}`)))
	if a.StatusCode != 400 || a.body != `{"error":"invalid_request"}` {
		t.Errorf("JSON body = %d %s", a.StatusCode, a.body)
	}
	if a := w.get(http.DefaultClient, w.at("/oauth2/token")); a.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("GET = %d", a.StatusCode)
	}
}

// TestMixedUpCodes: a code is for one client, one redirect URI, one verifier, five minutes.
func TestMixedUpCodes(t *testing.T) {
	w := workshop(t)
	other := w.must("CreateUserPoolClient", webClient(w.pool))["UserPoolClient"].(map[string]any)["ClientId"].(string)
	verifier := oauth2.GenerateVerifier()
	b := w.browser()
	ask := w.authURL("/oauth2/authorize", "code_challenge", oauth2.S256ChallengeFromVerifier(verifier), "code_challenge_method", "S256")
	code := w.signIn(b, ask).Get("code")
	form := func(change ...string) url.Values {
		q := url.Values{"grant_type": {"authorization_code"}, "client_id": {w.web}, "code": {code}, "redirect_uri": {back}, "code_verifier": {verifier}}
		for i := 0; i < len(change); i += 2 {
			q.Set(change[i], change[i+1])
		}
		return q
	}
	w.refused(form("client_id", other), "invalid_grant", "")
	w.refused(form("redirect_uri", "https://example.com/auth/callback"), "unauthorized_client", "invalid_redirect")
	w.refused(form("code_verifier", oauth2.GenerateVerifier()), "invalid_grant", "")
	w.refused(form("code_verifier", ""), "invalid_grant", "")
	w.refused(form("code", "guess"), "invalid_grant", "")
	if a := w.token(form()); a.StatusCode != http.StatusOK {
		t.Errorf("the right exchange = %d", a.StatusCode)
	}
	code = w.redirected(w.get(b, ask)).Get("code")
	w.passes(codeLife)
	w.refused(form(), "invalid_grant", "")
}

func (w *world) bearer(token string) answer {
	w.Helper()
	r, err := http.NewRequest(http.MethodGet, w.at("/oauth2/userInfo"), nil)
	if err != nil {
		w.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	return w.read(http.DefaultClient.Do(r))
}

func decodeToken(t *testing.T, a answer) tokenAnswer {
	t.Helper()
	var out tokenAnswer
	if err := json.Unmarshal([]byte(a.body), &out); err != nil || a.StatusCode != 200 {
		t.Fatalf("token endpoint = %d", a.StatusCode)
	}
	return out
}

func accessOf(t *testing.T, token string) (c accessClaims) {
	t.Helper()
	body, err := encoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil || json.Unmarshal(body, &c) != nil {
		t.Fatal("not a JWT")
	}
	return c
}

func kidOf(t *testing.T, token string) string {
	t.Helper()
	return strings.Split(token, ".")[0]
}
