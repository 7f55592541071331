package cognito

import (
	"net/http"
	"strings"
)

// revocation is /oauth2/revoke (RFC 7009): it ends the sign-in of a refresh token, and with it the access tokens that
// came of it. Success has an empty body, also for a token that is no longer, or never was, one.
func (v *visit) revocation() {
	if v.preflight() {
		return
	}
	form, err := v.form()
	if err != nil {
		v.fail(http.StatusBadRequest, err)
		return
	}
	client, err := v.knownClient(form)
	if err != nil {
		v.fail(http.StatusUnauthorized, err)
		return
	}
	token := form.Get("token")
	switch {
	case token == "" || client.EnableTokenRevocation != nil && !*client.EnableTokenRevocation:
		v.fail(http.StatusBadRequest, oauthError("invalid_request"))
		return
	case strings.Count(token, ".") == 2: // a JWT: an access or ID token, which ends by itself
		v.fail(http.StatusBadRequest, oauthError("unsupported_token_type"))
		return
	}
	if err := v.revoke(client.ClientId, token); err != nil {
		v.fail(http.StatusInternalServerError, err)
		return
	}
	v.w.Header().Set("Access-Control-Allow-Origin", "*")
	v.w.WriteHeader(http.StatusOK)
}
