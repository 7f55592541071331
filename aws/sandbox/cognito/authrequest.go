package cognito

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// authRequest is an authorization request (RFC 6749 4.1.1) whose client and redirect URI are known to be right.
type authRequest struct {
	client                                  *Client
	redirectURI, responseType, state, scope string
	nonce, challenge, resource, hint        string
	prompt                                  []string
}

// refusal is why a request goes no further. A page is shown where the redirect URI cannot be trusted; otherwise the
// client is told by a redirect, with an error code of RFC 6749 4.1.2.1.
type refusal struct {
	page              string // text of the error page
	mismatch          bool   // the page is /error?error=redirect_mismatch
	code, description string
}

// readRequest checks the request in Cognito's order: first the client, then its redirect URI, then everything else.
func (v *visit) readRequest() (*authRequest, *refusal) {
	q := v.query
	for _, name := range []string{"client_id", "redirect_uri"} {
		if len(q[name]) != 1 || q.Get(name) == "" {
			return nil, &refusal{page: "Required String parameter '" + name + "' is not present"}
		}
	}
	a := &authRequest{
		redirectURI: q.Get("redirect_uri"), responseType: q.Get("response_type"), state: q.Get("state"),
		nonce: q.Get("nonce"), challenge: q.Get("code_challenge"), resource: q.Get("resource"),
		hint: q.Get("login_hint"), prompt: strings.Fields(q.Get("prompt")),
	}
	var bad *refusal
	err := v.look(func(p *Pool) error {
		client, ok := p.Clients[q.Get("client_id")]
		if !ok {
			return noClient("")
		}
		copied := *client
		a.client = &copied
		bad = a.check(p, q)
		return nil
	})
	if err != nil {
		return nil, &refusal{page: "Client does not exist."}
	}
	return a, bad
}

func (a *authRequest) check(p *Pool, q url.Values) *refusal {
	if !slices.Contains(a.client.CallbackURLs, a.redirectURI) {
		return &refusal{mismatch: true}
	}
	if !slices.Contains(a.client.SupportedIdentityProviders, "COGNITO") {
		return &refusal{page: "Login pages unavailable. Please contact an administrator."}
	}
	for name, values := range q {
		if len(values) > 1 && name != "lang" {
			return &refusal{code: "invalid_request", description: "Duplicate parameter"}
		}
	}
	for _, rule := range []func(url.Values) *refusal{a.checkFlow, a.checkPKCE, a.checkOptions} {
		if bad := rule(q); bad != nil {
			return bad
		}
	}
	scope, ok := p.authScopes(a.client, q.Get("scope"))
	if !ok {
		return &refusal{code: "invalid_scope", description: "invalid_scope"}
	}
	a.scope = scope
	return nil
}

// checkFlow checks the response type against what the client may do.
func (a *authRequest) checkFlow(url.Values) *refusal {
	flow := map[string]string{"code": "code", "token": "implicit"}[a.responseType]
	switch {
	case a.responseType == "":
		return &refusal{code: "invalid_request", description: "response_type is required"}
	case flow == "":
		return &refusal{code: "invalid_request", description: "response_type is not supported"}
	case !a.client.oauthOn() || !a.client.oauth(flow):
		return &refusal{code: "unauthorized_client", description: "unauthorized_client"}
	}
	return nil
}

// checkPKCE allows S256 alone (RFC 7636 4.3): an S256 challenge is 43 characters of base64url.
func (a *authRequest) checkPKCE(q url.Values) *refusal {
	method := q.Get("code_challenge_method")
	switch {
	case a.challenge == "" && method == "":
		return nil
	case a.challenge == "" || method == "":
		return &refusal{code: "invalid_request", description: "code_challenge and code_challenge_method go together"}
	case method != "S256":
		return &refusal{code: "invalid_request", description: "code_challenge_method must be S256"}
	case !regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`).MatchString(a.challenge):
		return &refusal{code: "invalid_request", description: "code_challenge is not an S256 challenge"}
	}
	return nil
}

func (a *authRequest) checkOptions(q url.Values) *refusal {
	for _, word := range a.prompt {
		known := slices.Contains([]string{"none", "login", "select_account", "consent"}, word)
		if !known || word == "none" && len(a.prompt) > 1 {
			return &refusal{code: "invalid_request", description: "prompt is not valid"}
		}
	}
	if provider := q.Get("identity_provider"); provider != "" && provider != "COGNITO" {
		return &refusal{code: "invalid_request", description: "Login option is not available. Please try another one"}
	}
	if a.resource != "" && checkURL(a.resource) != nil {
		return &refusal{code: "invalid_request", description: "resource is not valid"}
	}
	return nil
}

// authScopes are the scopes that a sign-in gets; all of the client's when none were asked for. One bad scope spoils
// the whole request.
func (p *Pool) authScopes(client *Client, asked string) (string, bool) {
	list := strings.Fields(asked)
	if len(list) == 0 {
		for _, scope := range client.AllowedOAuthScopes {
			if systemScope(scope) || p.hasScope(scope) {
				list = append(list, scope)
			}
		}
		return strings.Join(list, " "), true
	}
	openID := slices.Contains(list, "openid")
	var kept []string
	for _, scope := range list {
		needsOpenID := scope == "email" || scope == "phone" || scope == "profile"
		exists := systemScope(scope) || p.hasScope(scope)
		if !exists || !slices.Contains(client.AllowedOAuthScopes, scope) || needsOpenID && !openID {
			return "", false
		}
		if !slices.Contains(kept, scope) {
			kept = append(kept, scope)
		}
	}
	return strings.Join(kept, " "), true
}

// refuse answers a request that goes no further. An untrusted redirect URI is never followed.
func (v *visit) refuse(a *authRequest, bad *refusal) {
	switch {
	case bad.mismatch:
		v.goTo("/error", url.Values{"error": {"redirect_mismatch"}, "client_id": {a.client.ClientId}})
	case bad.page != "":
		v.errorPage(http.StatusBadRequest, bad.page)
	default:
		params := url.Values{"error": {bad.code}}
		if bad.description != "" {
			params.Set("error_description", bad.description)
		}
		v.backToClient(a, params)
	}
}

// backToClient redirects to the client's registered URI with the answer: in the query, or in the fragment for the
// implicit flow.
func (v *visit) backToClient(a *authRequest, params url.Values) {
	if a.state != "" {
		params.Set("state", a.state)
	}
	to := v.openable(a.redirectURI)
	switch {
	case a.responseType == "token":
		to += "#" + params.Encode()
	case strings.Contains(to, "?"):
		to += "&" + params.Encode()
	default:
		to += "?" + params.Encode()
	}
	v.redirect(to)
}
