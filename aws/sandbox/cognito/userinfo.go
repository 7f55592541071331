package cognito

import (
	"errors"
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// userInfo is /oauth2/userInfo (OpenID Connect Core 5.3). Verified flags are strings here, as Cognito has them.
func (v *visit) userInfo() {
	scheme, token, _ := strings.Cut(v.r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		v.challengeBearer(http.StatusBadRequest, "invalid_request", "Bad OAuth2 request at UserInfo Endpoint")
		return
	}
	b, err := v.bearer(strings.TrimSpace(token))
	if err != nil {
		var e *core.Error
		if !errors.As(err, &e) {
			v.fail(http.StatusInternalServerError, err)
			return
		}
		v.challengeBearer(http.StatusUnauthorized, "invalid_token", "Access token is expired, disabled, or deleted, "+
			"or the user has globally signed out.")
		return
	}
	if !hasScope(b.claims.Scope, "openid") {
		v.challengeBearer(http.StatusUnauthorized, "invalid_token", "Access token does not contain openid scope")
		return
	}
	info := map[string]string{"sub": b.user.Sub, "username": b.user.Username}
	for _, a := range visible(&b.user, &b.client, b.claims.Scope) {
		info[a.Name] = a.Value
	}
	v.json(http.StatusOK, info)
}

// challengeBearer refuses a bearer token (RFC 6750 3).
func (v *visit) challengeBearer(status int, code, description string) {
	v.w.Header().Set("WWW-Authenticate", `Bearer error="`+code+`", error_description="`+description+`"`)
	v.json(status, tokenError{Code: code, Description: description})
}
