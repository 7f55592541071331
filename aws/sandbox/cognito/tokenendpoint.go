package cognito

import (
	"encoding/base64"
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// tokenError is an error of the token endpoint: its code (RFC 6749 5.2) and, rarely, a description.
type tokenError struct {
	Code        string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

func (e *tokenError) Error() string { return e.Code }

func oauthError(code string) error { return &tokenError{Code: code} }

// tokenAnswer is the token endpoint's success (RFC 6749 5.1).
type tokenAnswer struct {
	IDToken      string `json:"id_token,omitempty"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token,omitempty"`
	ExpiresIn    int    `json:"expires_in"`
	TokenType    string `json:"token_type"`
}

// token is /oauth2/token.
func (v *visit) token() {
	if v.preflight() {
		return
	}
	out, err := v.grant()
	if err != nil {
		v.fail(http.StatusBadRequest, err)
		return
	}
	v.json(http.StatusOK, tokenAnswer{out.ID, out.Access, out.Refresh, out.ExpiresIn, "Bearer"})
}

// grant reads the form, knows the client, and hands over to the grant type.
func (v *visit) grant() (*tokens, error) {
	form, err := v.form()
	if err != nil {
		return nil, err
	}
	grants := map[string]func(*Client, url.Values) (*tokens, error){
		"client_credentials": v.machineGrant, "authorization_code": v.codeGrant, "refresh_token": v.refreshGrant,
	}
	kind := form.Get("grant_type")
	if kind == "" {
		return nil, oauthError("invalid_request")
	}
	do, ok := grants[kind]
	if !ok {
		return nil, oauthError("unsupported_grant_type")
	}
	client, err := v.knownClient(form)
	if err != nil {
		return nil, err
	}
	return do(client, form)
}

// form is the request's body; a parameter may come once only (RFC 6749 3.2), and nothing is taken from the URL.
func (v *visit) form() (url.Values, error) {
	kind, _, err := mime.ParseMediaType(v.r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" || v.r.ParseForm() != nil {
		return nil, oauthError("invalid_request")
	}
	for _, values := range v.r.PostForm {
		if len(values) > 1 {
			return nil, oauthError("invalid_request")
		}
	}
	return v.r.PostForm, nil
}

// knownClient authenticates the client by Basic or by the form. A public client has no secret, so it must send none.
func (v *visit) knownClient(form url.Values) (*Client, error) {
	id, secret, err := v.credentials(form)
	if err != nil {
		return nil, err
	}
	if id == "" {
		return nil, oauthError("invalid_request")
	}
	client, err := v.client(id)
	if err != nil || !sameSecret(client.ClientSecret, secret) {
		return nil, oauthError("invalid_client")
	}
	return client, nil
}

func (v *visit) credentials(form url.Values) (id, secret string, err error) {
	id, secret = form.Get("client_id"), form.Get("client_secret")
	header := v.r.Header.Get("Authorization")
	if header == "" {
		return id, secret, nil
	}
	scheme, encoded, _ := strings.Cut(header, " ")
	raw, bad := base64.StdEncoding.DecodeString(strings.TrimSpace(encoded))
	basicID, basicSecret, ok := strings.Cut(string(raw), ":")
	if bad != nil || !ok || !strings.EqualFold(scheme, "Basic") || id != "" && id != basicID {
		return "", "", oauthError("invalid_client")
	}
	// RFC 6749 2.3.1 form-encodes both halves. A '+' of a chosen secret may come either way, so only %XX is decoded.
	if plain, err := url.PathUnescape(basicSecret); err == nil {
		basicSecret = plain
	}
	return basicID, basicSecret, nil
}

// json writes an answer of the OAuth endpoints with Cognito's headers.
func (v *visit) json(status int, body any) {
	data, err := json.Marshal(body)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{"error":"server_error"}`)
	}
	v.w.Header().Set("Content-Type", "application/json;charset=UTF-8")
	v.w.Header().Set("Access-Control-Allow-Origin", "*")
	v.w.WriteHeader(status)
	_, _ = v.w.Write(data) // a client that went away misses nothing that we could still give it
}

func (v *visit) fail(status int, err error) {
	e, ok := err.(*tokenError)
	if !ok {
		status, e = http.StatusInternalServerError, &tokenError{Code: "server_error"}
	}
	v.json(status, e)
}

// preflight answers a browser's CORS question: a single-page app may call these endpoints from any origin, as on AWS.
func (v *visit) preflight() bool {
	if v.r.Method != http.MethodOptions {
		return false
	}
	h := v.w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "POST")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type")
	v.w.WriteHeader(http.StatusOK)
	return true
}
