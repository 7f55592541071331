// Package oauth speaks OAuth 2.0 and OpenID Connect as a native application does: PKCE, a loopback callback, the token
// endpoint's grants, and the verification of what comes back.
//
// Rules of this layer: it knows neither AWS clients nor a terminal. HTTP clients, the clock and randomness are given by the
// caller; tokens travel as secret.Text; what a server refuses comes back as a typed *Error with the field's own code.
package oauth
