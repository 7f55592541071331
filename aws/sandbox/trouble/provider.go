package trouble

import (
	"encoding/json"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// identity is the part in which AgentCore Identity keeps its state.
const identity = "agentcore-identity"

func ofProvider() []Entry {
	return []Entry{
		{Name: "provider-missing", Break: func(s *Scene) error {
			_, err := s.do("bedrock-agentcore-control", "DeleteOauth2CredentialProvider", core.Object{"name": s.Setup.Provider})
			return err
		}},
		// It was made for a stack that is gone.
		{Name: "provider-stale", Break: func(s *Scene) error {
			ids := s.call.Cloud.IDs
			return s.updateProvider(customVendor, func(config core.Object) {
				config["clientId"], config["clientSecret"] = ids.String(26, core.LowerAlnum), ids.String(51, core.LowerAlnum)
			})
		}},
		{Name: "provider-create-failed", Break: func(s *Scene) error {
			return s.edit(identity, []string{"Providers", s.Setup.Provider}, both(
				set("Status", "CREATE_FAILED"), set("FailureReason", "The client secret could not be stored in AWS Secrets Manager.")))
		}},
		// What the published script writes is the discovery document's address.
		{Name: "provider-wrong-issuer", Break: func(s *Scene) error {
			return s.updateServer("issuer", func(issuer string) string { return issuer + "/.well-known/openid-configuration" })
		}},
		{Name: "provider-wrong-endpoint", Break: func(s *Scene) error {
			return s.updateServer("tokenEndpoint", func(url string) string {
				return strings.Replace(url, s.Setup.Domain, s.Setup.Domain+"-old", 1)
			})
		}},
		{Name: "provider-wrong-vendor", Break: func(s *Scene) error {
			return s.updateProvider("CognitoOauth2", func(config core.Object) {
				for name, value := range serverOf(config) {
					if name == "issuer" || name == "authorizationEndpoint" || name == "tokenEndpoint" {
						config[name] = value
					}
				}
				delete(config, "oauthDiscovery")
			})
		}},
		{Name: "secret-deleted", Break: func(s *Scene) error {
			return s.edit("secretsmanager", []string{"Secrets"}, func(secrets core.Object) error {
				name, err := s.secretName()
				delete(secrets, name)
				return err
			})
		}},
		{Name: "return-url-missing", Break: func(s *Scene) error {
			for _, name := range sortedKeys(objectIn(s.tree(identity), "Workloads")) {
				_, err := s.do("bedrock-agentcore-control", "UpdateWorkloadIdentity", core.Object{
					"name": name, "allowedResourceOauth2ReturnUrls": []any{"https://example.com/return"},
				})
				if err != nil {
					return err
				}
			}
			return nil
		}},
	}
}

const customVendor = "CustomOauth2"

func (s *Scene) provider() (core.Object, error) {
	if p := objectIn(objectIn(s.tree(identity), "Providers"), s.Setup.Provider); p != nil {
		return p, nil
	}
	return nil, Refusal("the set-up has no credential provider yet")
}

func (s *Scene) secretName() (string, error) {
	p, err := s.provider()
	if err != nil {
		return "", err
	}
	arn := textIn(objectIn(p, "Secret"), "ARN")
	for name, secret := range objectIn(s.tree("secretsmanager"), "Secrets") {
		if o, _ := secret.(map[string]any); textIn(o, "ARN") == arn {
			return name, nil
		}
	}
	return "", Refusal("the provider's secret is not in Secrets Manager")
}

// updateProvider writes the provider anew as it is, but for one difference, and with its own secret.
func (s *Scene) updateProvider(vendor string, differ func(config core.Object)) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	config := core.Object{}
	if err := core.Bind(objectIn(p, "Shown"), &config); err != nil {
		return err
	}
	name, err := s.secretName()
	if err != nil {
		return err
	}
	out, err := s.do("secretsmanager", "GetSecretValue", core.Object{"SecretId": name})
	if err != nil {
		return err
	}
	keys := map[string]string{}
	if err := json.Unmarshal([]byte(textIn(out, "SecretString")), &keys); err != nil {
		return Refusal("the provider's secret cannot be read")
	}
	config["clientSecret"] = keys["client_secret"]
	differ(config)
	member := "customOauth2ProviderConfig"
	if vendor != customVendor {
		member = "includedOauth2ProviderConfig"
	}
	_, err = s.do("bedrock-agentcore-control", "UpdateOauth2CredentialProvider", core.Object{
		"name": s.Setup.Provider, "credentialProviderVendor": vendor, "oauth2ProviderConfigInput": core.Object{member: config},
	})
	return err
}

// serverOf is the authorization server's metadata in a provider's configuration.
func serverOf(config core.Object) core.Object {
	return objectIn(objectIn(config, "oauthDiscovery"), "authorizationServerMetadata")
}

// updateServer writes the provider anew with one field of its authorization server changed.
func (s *Scene) updateServer(field string, change func(string) string) error {
	p, err := s.provider()
	if err != nil {
		return err
	}
	if serverOf(objectIn(p, "Shown")) == nil {
		return Refusal("the provider learns its endpoints from a discovery document")
	}
	return s.updateProvider(customVendor, func(config core.Object) {
		server := serverOf(config)
		server[field] = change(textIn(server, field))
	})
}

// emptyVault drops the tokens that the provider has got, as if they had run out.
func (s *Scene) emptyVault() error {
	return s.edit(identity, nil, func(state core.Object) error {
		for key, token := range objectIn(state, "Tokens") {
			if o, _ := token.(map[string]any); textIn(o, "Provider") == s.Setup.Provider {
				delete(objectIn(state, "Tokens"), key)
			}
		}
		return nil
	})
}
