package atlassian

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// answer writes JSON.
func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the caller has gone when this fails
}

func refuse(w http.ResponseWriter, status int, code, description string) {
	answer(w, status, map[string]string{"error": code, "error_description": description})
}

// token is the token endpoint (RFC 6749 3.2) with the two grants that Atlassian has.
func token(p *core.Page, w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		http.Error(w, "Only POST.", http.StatusMethodNotAllowed)
		return
	}
	if err := r.ParseForm(); err != nil {
		refuse(w, http.StatusBadRequest, "invalid_request", "The body is no form.")
		return
	}
	if !ofClient(r) {
		refuse(w, http.StatusUnauthorized, "access_denied", "Unauthorized") // Atlassian's own words for a wrong secret
		return
	}
	switch r.PostForm.Get("grant_type") {
	case "authorization_code":
		g, realm, ok := find(p, kindCode, r.PostForm.Get("code"), true)
		if !ok || g.Redirect != r.PostForm.Get("redirect_uri") || !proves(g.Challenge, r.PostForm.Get("code_verifier")) {
			refuse(w, http.StatusForbidden, "invalid_grant", "Invalid authorization code")
			return
		}
		hand(p, w, realm, g)
	case "refresh_token":
		g, realm, ok := find(p, kindRefresh, r.PostForm.Get("refresh_token"), true)
		if !ok {
			refuse(w, http.StatusForbidden, "invalid_grant", "Unknown or invalid refresh token.")
			return
		}
		hand(p, w, realm, g)
	default:
		refuse(w, http.StatusForbidden, "unauthorized_client", "Grant type '"+r.PostForm.Get("grant_type")+"' not allowed for the client.")
	}
}

// ofClient takes both ways of client authentication (RFC 6749 2.3.1).
func ofClient(r *http.Request) bool {
	id, secret, basic := r.BasicAuth()
	if basic {
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
	} else {
		id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	return id == ClientID && subtle.ConstantTimeCompare([]byte(secret), []byte(clientSecret)) == 1
}

// proves checks the PKCE verifier (RFC 7636 4.6); a request without a challenge needs none.
func proves(challenge, verifier string) bool {
	if challenge == "" {
		return verifier == ""
	}
	sum := sha256.Sum256([]byte(verifier))
	return subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(sum[:])), []byte(challenge)) == 1
}

// hand gives an access token, and a refresh token to who asked for offline_access. Refresh tokens rotate.
func hand(p *core.Page, w http.ResponseWriter, realm *core.Realm, g grant) {
	body := map[string]any{"token_type": "Bearer", "expires_in": int(accessLife.Seconds()), "scope": strings.Join(g.Scopes, " "),
		"access_token": issue(p, realm, accessLife, grant{Kind: kindAccess, User: g.User, Scopes: g.Scopes})}
	if slices.Contains(g.Scopes, scopeOffline) {
		body["refresh_token"] = issue(p, realm, refreshLife, grant{Kind: kindRefresh, User: g.User, Scopes: g.Scopes})
	}
	answer(w, http.StatusOK, body)
}
