package gateway

import (
	"errors"
	"net/http"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// outboundConfig is a target's credentialProviderConfigurations, of which there is one.
type outboundConfig struct {
	CredentialProviderType string
	CredentialProvider     struct {
		OAuth struct {
			ProviderARN                 string `json:"providerArn"`
			Scopes                      []string
			GrantType, DefaultReturnURL string
			CustomParameters            map[string]string
		} `json:"oauthCredentialProvider"`
		APIKey struct {
			ProviderARN                                                   string `json:"providerArn"`
			CredentialParameterName, CredentialPrefix, CredentialLocation string
		} `json:"apiKeyCredentialProvider"`
	}
}

// credential proves the gateway to a target's API: by a token or a key out of the vault, or by the caller's own token.
func (v *visit) credential(t *target, r *http.Request, in *callParams) error {
	var configs []outboundConfig
	if core.Bind(t.Config["credentialProviderConfigurations"], &configs) != nil || len(configs) == 0 {
		return nil
	}
	config := &configs[0]
	switch config.CredentialProviderType {
	case "OAUTH":
		return v.oauth(config, r, in)
	case "API_KEY":
		return v.apiKey(config, r)
	case "JWT_PASSTHROUGH":
		if v.identity == nil {
			return &toolFault{"The target wants the caller's own token, and the caller brought none."}
		}
		r.Header.Set("Authorization", "Bearer "+v.identity.Token)
		return nil
	}
	return &toolFault{"The practice cloud cannot sign requests to an API with " + config.CredentialProviderType + "."}
}

// workloadToken is the gateway's own, for the user that the inbound token names.
func (v *visit) workloadToken() (string, error) {
	holder := agentcore.Holder{Workload: v.id}
	if v.identity != nil {
		holder.Issuer, holder.Subject, holder.Token = v.identity.Issuer, v.identity.Subject, v.identity.Token
	}
	return agentcore.TokenFor(v.Call, holder)
}

func (v *visit) oauth(config *outboundConfig, r *http.Request, in *callParams) error {
	o, wish := &config.CredentialProvider.OAuth, &in.Meta.Credentials.OAuth
	want := agentcore.Want{ProviderARN: o.ProviderARN, Scopes: o.Scopes, CustomParameters: o.CustomParameters}
	switch o.GrantType {
	case "AUTHORIZATION_CODE":
		if v.identity == nil {
			return &toolFault{"The target acts for a user, and the caller brought no user's token."}
		}
		want.User, want.ReturnURL, want.Force = true, o.DefaultReturnURL, wish.ForceAuthentication
		if wish.ReturnURL != "" {
			want.ReturnURL = wish.ReturnURL
		}
	case "TOKEN_EXCHANGE":
		return &toolFault{"The practice cloud does not have the grant type TOKEN_EXCHANGE."}
	}
	token, err := v.workloadToken()
	if err != nil {
		return vaultFault(err)
	}
	given, err := agentcore.ResourceToken(v.Call, token, want)
	switch {
	case err != nil:
		return vaultFault(err)
	case given.Token == "":
		return v.elicit(given.AuthorizationURL)
	}
	r.Header.Set("Authorization", "Bearer "+given.Token)
	return nil
}

// elicit asks the client to send its user to a page (MCP 2025-11-25, URL mode elicitation), in the words of AWS's gateways.
func (v *visit) elicit(address string) error {
	return &rpcError{Code: codeURLElicitation, Message: "This request requires more information.", Data: core.Object{
		"elicitations": []core.Object{{
			"mode": "url", "elicitationId": v.Cloud.IDs.UUID(), "url": address, "message": "Please login to this URL for authorization.",
		}},
	}}
}

func (v *visit) apiKey(config *outboundConfig, r *http.Request) error {
	o := &config.CredentialProvider.APIKey
	token, err := v.workloadToken()
	if err != nil {
		return vaultFault(err)
	}
	key, err := agentcore.ResourceAPIKey(v.Call, token, o.ProviderARN)
	if err != nil {
		return vaultFault(err)
	}
	name, value := o.CredentialParameterName, key
	if o.CredentialPrefix != "" {
		value = o.CredentialPrefix + " " + key
	}
	if o.CredentialLocation == "QUERY_PARAMETER" {
		query := r.URL.Query()
		query.Set(or(name, "api_key"), value)
		r.URL.RawQuery = query.Encode()
		return nil
	}
	r.Header.Set(or(name, "Authorization"), value)
	return nil
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// vaultFault tells the caller what the vault said, which never names a secret.
func vaultFault(err error) error {
	var known *core.Error
	if errors.As(err, &known) {
		return &toolFault{known.Code + ": " + known.Message}
	}
	return err
}

// checkSchema refuses an OpenAPI document that makes no tools.
func checkSchema(own core.Object) error {
	text := hosting.Text(own, "inlinePayload")
	if text == "" {
		return nil // it is in S3, which the practice cloud does not have: such a target has no tools
	}
	if _, err := readOpenAPI(text); err != nil {
		return hosting.Invalid("The OpenAPI schema is invalid: "+err.Error()+".", "inlinePayload") // [K]
	}
	return nil
}
