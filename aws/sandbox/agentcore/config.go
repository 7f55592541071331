package agentcore

import (
	"maps"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/secrets"
)

// config is any member of the union Oauth2ProviderConfigInput.
type config struct {
	ClientID                   string `json:"clientId"`
	ClientSecret               string
	ClientSecretSource         string
	ClientSecretConfig         *externalSecret
	ClientAuthenticationMethod string
	OauthDiscovery             discovery
	TenantID                   string `json:"tenantId"`
	Issuer                     string
	AuthorizationEndpoint      string
	TokenEndpoint              string
}

// externalSecret names a secret that the customer keeps.
type externalSecret struct {
	SecretID string `json:"secretId"`
	JSONKey  string `json:"jsonKey"`
}

// Ways in which a client proves itself at the token endpoint.
const (
	authBasic      = "CLIENT_SECRET_BASIC"
	authPost       = "CLIENT_SECRET_POST"
	authIAM        = "AWS_IAM_ID_TOKEN_JWT"
	authPrivateKey = "PRIVATE_KEY_JWT"
)

const (
	managedSource  = "MANAGED"
	externalSource = "EXTERNAL"
	secretOwner    = "bedrock-agentcore-identity"
	secretKey      = "client_secret"
	apiKeyKey      = "api_key"
)

// readConfig takes the union apart and holds it to the vendor's rules. shown is the configuration as answers show it.
func readConfig(vendorName string, union map[string]core.Object) (in *config, shown core.Object, err error) {
	v := vendors()[vendorName]
	tree, ok := union[v.member]
	if !ok || len(union) != 1 {
		return nil, nil, invalid(fieldFailed, "The oauth2ProviderConfigInput must contain "+v.member+" for the credential provider vendor "+
			vendorName+".", "oauth2ProviderConfigInput") // [K]
	}
	in = new(config)
	if err := core.Bind(tree, in); err != nil {
		return nil, nil, invalid("CannotParse", "The oauth2ProviderConfigInput cannot be read.", "oauth2ProviderConfigInput")
	}
	if err := in.check(v.member == customMember); err != nil {
		return nil, nil, err
	}
	if v.member == customMember {
		shown = maps.Clone(tree)
		for _, hidden := range []string{"clientSecret", "clientSecretConfig", "clientSecretSource"} {
			delete(shown, hidden)
		}
		if in.ClientID == "" {
			delete(shown, "clientId")
		}
		return in, shown, nil
	}
	known, complete := v.resolve(in)
	if !complete {
		return nil, nil, invalid(fieldFailed, "issuer, authorizationEndpoint and tokenEndpoint are required for the credential provider vendor "+
			vendorName+".", "issuer", "authorizationEndpoint", "tokenEndpoint") // [K]
	}
	in.OauthDiscovery = known
	return in, core.Object{"oauthDiscovery": known, "clientId": in.ClientID}, nil
}

// check holds what the model cannot express: which settings need or exclude each other.
func (in *config) check(custom bool) error {
	method := in.ClientAuthenticationMethod
	d := in.OauthDiscovery
	if custom && (d.DiscoveryURL == "") == (d.Metadata == nil) {
		return invalid(fieldFailed, "Exactly one of discoveryUrl and authorizationServerMetadata must be specified.", "oauthDiscovery") // [K]
	}
	if method != "" && d.Metadata != nil && len(d.Metadata.AuthMethods) > 0 {
		return invalid(fieldFailed, "clientAuthenticationMethod and tokenEndpointAuthMethods cannot be specified together.", "clientAuthenticationMethod") // [K]
	}
	if in.ClientID == "" && method != authIAM {
		return invalid(fieldFailed, "clientId is required.", "clientId") // [K]
	}
	external := in.ClientSecretSource == externalSource || in.ClientSecretConfig != nil
	switch {
	case external && in.ClientSecretConfig == nil:
		return invalid(fieldFailed, "clientSecretConfig is required when clientSecretSource is EXTERNAL.", "clientSecretConfig") // [K]
	case external && (in.ClientSecret != "" || in.ClientSecretSource == managedSource):
		return invalid(fieldFailed, "clientSecret and clientSecretConfig cannot be specified together.", "clientSecret", "clientSecretConfig") // [K]
	case !external && in.ClientSecret == "" && method != authIAM && method != authPrivateKey:
		return invalid(fieldFailed, "clientSecret is required.", "clientSecret") // [K]
	}
	return nil
}

// authMethod is how the provider's client proves itself.
func (in *config) authMethod() string {
	if in.ClientAuthenticationMethod != "" {
		return in.ClientAuthenticationMethod
	}
	if m := in.OauthDiscovery.Metadata; m != nil && len(m.AuthMethods) > 0 && m.AuthMethods[0] == "client_secret_post" {
		return authPost
	}
	return authBasic
}

// secretPlace is where a provider's secret is kept.
type secretPlace struct{ ARN, Source, JSONKey string }

// keep puts a secret into Secrets Manager under the name that AgentCore gives it, or checks that the customer's own exists.
func keep(c *core.Call, name, jsonKey, value string, external *externalSecret) (secretPlace, error) {
	if external != nil {
		arn, err := secrets.ARN(c.Realm, external.SecretID)
		if err != nil {
			return secretPlace{}, err
		}
		return secretPlace{arn, externalSource, external.JSONKey}, nil
	}
	arn := secrets.Put(c, secrets.Managed{Name: name, Owner: secretOwner, Value: quoted(jsonKey, value)})
	return secretPlace{arn, managedSource, jsonKey}, nil
}
