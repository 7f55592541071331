package agentcore

import (
	"maps"
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/secrets"
)

const maxAPIKeyProviders = 50

// apiKeyProvider is an API-key credential provider.
type apiKeyProvider struct {
	Name             string
	Secret           secretPlace
	Created, Updated time.Time
	Tags             map[string]string
}

func apiKeyOps() []core.Op {
	return []core.Op{
		core.Write("CreateApiKeyCredentialProvider", createAPIKey),
		core.Read("GetApiKeyCredentialProvider", getAPIKey),
		core.Read("ListApiKeyCredentialProviders", listAPIKeys),
		core.Write("UpdateApiKeyCredentialProvider", updateAPIKey),
		core.Write("DeleteApiKeyCredentialProvider", deleteAPIKey),
	}
}

type apiKeyInput struct {
	Name               string
	APIKey             string `json:"apiKey"`
	APIKeySecretConfig *externalSecret
	APIKeySecretSource string
	Tags               map[string]string
}

type apiKeyOutput struct {
	APIKeySecretArn       secretRef  `json:"apiKeySecretArn"`
	APIKeySecretJSONKey   string     `json:"apiKeySecretJsonKey,omitempty"`
	APIKeySecretSource    string     `json:"apiKeySecretSource,omitempty"`
	Name                  string     `json:"name"`
	CredentialProviderArn string     `json:"credentialProviderArn"`
	CreatedTime           *time.Time `json:"createdTime,omitempty"`
	LastUpdatedTime       *time.Time `json:"lastUpdatedTime,omitempty"`
}

func createAPIKey(c *core.Call, in *apiKeyInput) (*apiKeyOutput, error) {
	s := stateOf(c.Realm)
	if s.APIKeys[in.Name] != nil {
		return nil, duplicateProvider(in.Name)
	}
	if len(s.APIKeys) >= maxAPIKeyProviders {
		return nil, core.Errorf("ServiceQuotaExceededException", "The maximum number of API key credential providers (%d) has been reached.", maxAPIKeyProviders) // [K]
	}
	p := &apiKeyProvider{Name: in.Name, Created: stamp(c), Tags: in.Tags}
	if err := p.configure(c, in); err != nil {
		return nil, err
	}
	put(&s.APIKeys, p.Name, p)
	out := p.output(c)
	out.CreatedTime, out.LastUpdatedTime = nil, nil
	return out, nil
}

func (p *apiKeyProvider) configure(c *core.Call, in *apiKeyInput) error {
	external := in.APIKeySecretSource == externalSource || in.APIKeySecretConfig != nil
	if external && in.APIKeySecretConfig == nil {
		return invalid(fieldFailed, "apiKeySecretConfig is required when apiKeySecretSource is EXTERNAL.", "apiKeySecretConfig") // [K]
	}
	if external == (in.APIKey != "") {
		return invalid(fieldFailed, "Exactly one of apiKey and apiKeySecretConfig must be specified.", "apiKey", "apiKeySecretConfig") // [K]
	}
	place, err := keep(c, apiKeySecretName(p.Name), apiKeyKey, in.APIKey, in.APIKeySecretConfig)
	if err != nil {
		return err
	}
	if p.Secret.Source == managedSource && external {
		secrets.Delete(c, apiKeySecretName(p.Name))
	}
	p.Secret, p.Updated = place, stamp(c)
	return nil
}

func apiKeySecretName(provider string) string {
	return "bedrock-agentcore-identity!default/apikey/" + provider
}

func apiKeyARN(c *core.Call, name string) string {
	return c.Realm.ARN("bedrock-agentcore", "token-vault/default/apikeycredentialprovider/"+name)
}

func (p *apiKeyProvider) output(c *core.Call) *apiKeyOutput {
	return &apiKeyOutput{
		APIKeySecretArn: secretRef{p.Secret.ARN}, APIKeySecretJSONKey: p.Secret.JSONKey, APIKeySecretSource: p.Secret.Source,
		Name: p.Name, CredentialProviderArn: apiKeyARN(c, p.Name), CreatedTime: &p.Created, LastUpdatedTime: &p.Updated,
	}
}

func findAPIKey(c *core.Call, name string) (*apiKeyProvider, error) {
	if p := stateOf(c.Realm).APIKeys[name]; p != nil {
		return p, nil
	}
	return nil, notFound("Credential provider with name: %s not found", name) // [K]
}

func getAPIKey(c *core.Call, in *named) (*apiKeyOutput, error) {
	p, err := findAPIKey(c, in.Name)
	if err != nil {
		return nil, err
	}
	return p.output(c), nil
}

func updateAPIKey(c *core.Call, in *apiKeyInput) (*apiKeyOutput, error) {
	p, err := findAPIKey(c, in.Name)
	if err != nil {
		return nil, err
	}
	if err := p.configure(c, in); err != nil {
		return nil, err
	}
	return p.output(c), nil
}

func deleteAPIKey(c *core.Call, in *named) (*nothing, error) {
	p, err := findAPIKey(c, in.Name)
	if err != nil {
		return nil, err
	}
	delete(stateOf(c.Realm).APIKeys, p.Name)
	if p.Secret.Source == managedSource {
		secrets.Delete(c, apiKeySecretName(p.Name))
	}
	return &nothing{}, nil
}

func listAPIKeys(c *core.Call, in *listInput) (*providersOutput, error) {
	all := stateOf(c.Realm).APIKeys
	names, next, err := cut(slices.Sorted(maps.Keys(all)), "apikey", in, 100)
	if err != nil {
		return nil, err
	}
	out := &providersOutput{CredentialProviders: []providerItem{}, NextToken: next}
	for _, name := range names {
		p := all[name]
		out.CredentialProviders = append(out.CredentialProviders, providerItem{
			Name: p.Name, CredentialProviderArn: apiKeyARN(c, name), CreatedTime: p.Created, LastUpdatedTime: p.Updated,
		})
	}
	return out, nil
}
