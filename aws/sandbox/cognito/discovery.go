package cognito

import (
	"encoding/json"
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// serveWellKnown answers /{poolId}/.well-known/..., at the issuers' hosts and at the bare loopback address.
func serveWellKnown(p *core.Page, host string, w http.ResponseWriter, r *http.Request) bool {
	poolID, document, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/.well-known/")
	if !ok || strings.Contains(poolID, "/") || !issuerHost(host, poolID) {
		return false
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", http.MethodGet)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return true
	}
	pl, found := placeOf(p.Cloud, poolKey(poolID))
	switch {
	case found && document == "openid-configuration":
		wellKnown(w, pl.configuration(p))
	case found && document == "jwks.json":
		wellKnown(w, pl.keySet())
	default:
		writeWellKnown(w, http.StatusNotFound, core.Object{"message": "User pool " + poolID + " does not exist."})
	}
	return true
}

// issuerHost reports whether a host speaks for a pool's region. The loopback address speaks for every pool.
func issuerHost(host, poolID string) bool {
	region, _, ok := strings.Cut(poolID, "_")
	if !ok {
		return false
	}
	idp := "cognito-idp." + region + ".amazonaws.com"
	return host == idp || host == "issuer-"+idp || !awsHost(host)
}

// configuration is the discovery document (OpenID Connect Discovery 1.0). The issuer is AWS's address, always; the
// endpoints are where whoever asked can reach them.
func (pl place) configuration(page *core.Page) func() (any, error) {
	return func() (any, error) {
		doc := core.Object{
			"response_types_supported": []string{"code", "token"}, "subject_types_supported": []string{"public"},
			"id_token_signing_alg_values_supported": []string{"RS256"},
			"scopes_supported":                      []string{"openid", "email", "phone", "profile"},
			"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"},
		}
		return doc, pl.look(func(p *Pool) error {
			issuer := p.issuer(pl.realm.Region)
			doc["issuer"], doc["jwks_uri"] = issuer, page.Public(issuer+"/.well-known/jwks.json")
			if p.Domain == "" {
				return nil // without a domain there is nothing to authorize at
			}
			domain := "https://" + p.Domain + ".auth." + pl.realm.Region + ".amazoncognito.com"
			for name, path := range map[string]string{
				"authorization_endpoint": "/oauth2/authorize", "token_endpoint": "/oauth2/token",
				"userinfo_endpoint": "/oauth2/userInfo", "revocation_endpoint": "/oauth2/revoke",
				"end_session_endpoint": "/logout",
			} {
				doc[name] = page.Public(domain + path)
			}
			return nil
		})
	}
}

// keySet is the JWKS: one key for access tokens, one for ID tokens.
func (pl place) keySet() func() (any, error) {
	return func() (any, error) {
		keys, err := pl.shown()
		if err != nil {
			return nil, err
		}
		return core.Object{"keys": []jwk{keys.id.public(), keys.access.public()}}, nil
	}
}

func wellKnown(w http.ResponseWriter, make func() (any, error)) {
	doc, err := make()
	if err != nil {
		writeWellKnown(w, http.StatusNotFound, core.Object{"message": "User pool does not exist."})
		return
	}
	writeWellKnown(w, http.StatusOK, doc)
}

func writeWellKnown(w http.ResponseWriter, status int, doc any) {
	data, err := json.Marshal(doc)
	if err != nil {
		status, data = http.StatusInternalServerError, []byte(`{}`)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(data) // a client that went away misses nothing that we could still give it
}
