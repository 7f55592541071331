package authorizer

import (
	"encoding/json"
	"net/http"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// Challenge is the WWW-Authenticate header of a refusal (RFC 6750, 3 and RFC 9728, 5.1). A request without a token is told
// only where to look; a bad token is told that it is bad.
func Challenge(refused *Refusal, metadataURL string) string {
	header := "Bearer "
	switch {
	case refused.Kind == Missing:
	case refused.Authentic():
		header += `error="insufficient_scope", `
	default:
		header += `error="invalid_token", `
	}
	return header + `resource_metadata="` + metadataURL + `"`
}

// Issuer is the authorization server that a configuration trusts, by its name.
func (config *Config) Issuer() string {
	issuer, _ := strings.CutSuffix(config.DiscoveryURL, "/.well-known/openid-configuration")
	return issuer
}

// ServeMetadata answers with the protected resource's metadata (RFC 9728, 3.2).
func ServeMetadata(w http.ResponseWriter, config *Config, resource string) {
	doc := core.Object{
		"resource": resource, "authorization_servers": []string{config.Issuer()}, "bearer_methods_supported": []string{"header"},
	}
	if config.AllowedScopes != nil {
		doc["scopes_supported"] = config.AllowedScopes
	}
	data, err := json.Marshal(doc)
	if err != nil {
		data = []byte(`{}`)
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(data) // a client that went away misses nothing that we could still give it
}

// Bearer is the token of an Authorization header, or empty.
func Bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}
