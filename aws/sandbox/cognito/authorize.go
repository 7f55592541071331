package cognito

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// authorize is /oauth2/authorize: on to the client for a browser that is signed in, on to /login for any other.
func (v *visit) authorize() {
	a, bad := v.readRequest()
	if bad != nil {
		v.refuse(a, bad)
		return
	}
	if v.alreadySignedIn(a) {
		return
	}
	if slices.Contains(a.prompt, "none") {
		v.backToClient(a, url.Values{"error": {"login_required"}})
		return
	}
	v.goTo("/login", v.query)
}

// alreadySignedIn finishes the request for a browser with a valid cookie, unless the client wants the user to sign in
// again (prompt=login) or to choose an account.
func (v *visit) alreadySignedIn(a *authRequest) bool {
	if slices.Contains(a.prompt, "login") || slices.Contains(a.prompt, "select_account") {
		return false
	}
	username, authTime := v.session()
	if username == "" {
		return false
	}
	v.finish(a, username, authTime)
	return true
}

// finish gives the client what it asked for: a code, or tokens at once in the implicit flow.
func (v *visit) finish(a *authRequest, username string, authTime time.Time) {
	if a.responseType == "token" {
		v.finishImplicit(a, username, authTime)
		return
	}
	code := v.cloud.IDs.UUID()
	err := v.change(func(p *Pool) error {
		p.sweep(v.now())
		put(&p.Codes, digest(code), &Code{
			ClientID: a.client.ClientId, Username: username, RedirectURI: a.redirectURI, Scope: a.scope, Nonce: a.nonce,
			Challenge: a.challenge, Resource: a.resource, AuthTime: authTime, Expires: v.now().Add(codeLife),
		})
		return nil
	})
	if err != nil {
		v.errorPage(http.StatusBadRequest, v.words.noPage)
		return
	}
	v.backToClient(a, url.Values{"code": {code}})
}

func (v *visit) finishImplicit(a *authRequest, username string, authTime time.Time) {
	var t *ticket
	err := v.change(func(p *Pool) error {
		u := p.Users[username]
		if u == nil {
			return noUser()
		}
		t = p.open(v.place, a.client, u, signIn{
			scope: a.scope, nonce: a.nonce, resource: a.resource, authTime: authTime, implicit: true,
		})
		return nil
	})
	var out *tokens
	if err == nil {
		out, err = v.mint(t)
	}
	if err != nil {
		v.backToClient(a, url.Values{"error": {"server_error"}})
		return
	}
	params := url.Values{
		"access_token": {out.Access}, "token_type": {"Bearer"}, "expires_in": {strconv.Itoa(out.ExpiresIn)},
	}
	if out.ID != "" {
		params.Set("id_token", out.ID)
	}
	v.backToClient(a, params)
}
