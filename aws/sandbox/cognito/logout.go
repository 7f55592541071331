package cognito

import (
	"net/http"
	"net/url"
	"slices"
)

// logout is /logout. With logout_uri it signs out and goes there; with the parameters of an authorization request it
// signs out and asks for another sign-in. Only registered addresses are followed.
func (v *visit) logout() {
	client, err := v.client(v.query.Get("client_id"))
	if err != nil {
		v.errorPage(http.StatusBadRequest, "Client does not exist.")
		return
	}
	if to := v.query.Get("logout_uri"); to != "" {
		if !slices.Contains(client.LogoutURLs, to) {
			v.goTo("/error", url.Values{"error": {"redirect_mismatch"}, "client_id": {client.ClientId}})
			return
		}
		v.endSession()
		v.redirect(v.openable(to))
		return
	}
	a, bad := v.readRequest()
	if bad != nil {
		v.refuse(a, bad)
		return
	}
	v.endSession()
	v.goTo("/login", v.query)
}
