package agentcore

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
	"agentcore-workshop/aws/sandbox/secrets"
)

const (
	maxProviders = 50
	// settling is how long AWS takes to make a provider READY. [K]
	settling = 2 * time.Second
)

// provider is an OAuth2 credential provider.
type provider struct {
	Name, Vendor, Member  string
	ClientID, AuthMethod  string
	Discovery             discovery
	Shown                 core.Object // the configuration without its secrets
	Secret                secretPlace
	CallbackID            string
	Status, FailureReason string
	ReadyAt               time.Time // when CREATING or UPDATING ends
	Created, Updated      time.Time
	Tags                  map[string]string
}

func providerOps() []core.Op {
	return []core.Op{
		core.Write("CreateOauth2CredentialProvider", createProvider),
		core.Read("GetOauth2CredentialProvider", getProvider),
		core.Read("ListOauth2CredentialProviders", listProviders),
		core.Write("UpdateOauth2CredentialProvider", updateProvider),
		core.Write("DeleteOauth2CredentialProvider", deleteProvider),
	}
}

type providerInput struct {
	Name                      string
	CredentialProviderVendor  string
	Oauth2ProviderConfigInput map[string]core.Object
	Tags                      map[string]string
}

type providerOutput struct {
	ClientSecretArn            secretRef              `json:"clientSecretArn"`
	ClientSecretJSONKey        string                 `json:"clientSecretJsonKey,omitempty"`
	ClientSecretSource         string                 `json:"clientSecretSource,omitempty"`
	Name                       string                 `json:"name"`
	CredentialProviderVendor   string                 `json:"credentialProviderVendor,omitempty"`
	CredentialProviderArn      string                 `json:"credentialProviderArn"`
	CallbackURL                string                 `json:"callbackUrl"`
	Oauth2ProviderConfigOutput map[string]core.Object `json:"oauth2ProviderConfigOutput"`
	CreatedTime                *time.Time             `json:"createdTime,omitempty"`
	LastUpdatedTime            *time.Time             `json:"lastUpdatedTime,omitempty"`
	Status                     string                 `json:"status"`
	FailureReason              string                 `json:"failureReason,omitempty"`
}

func createProvider(c *core.Call, in *providerInput) (*providerOutput, error) {
	s := stateOf(c.Realm)
	if s.Providers[in.Name] != nil {
		return nil, duplicateProvider(in.Name)
	}
	if len(s.Providers) >= maxProviders {
		return nil, core.Errorf("ServiceQuotaExceededException", "The maximum number of OAuth2 credential providers (%d) has been reached.", maxProviders) // [K]
	}
	p := &provider{Name: in.Name, CallbackID: c.Cloud.IDs.UUID(), Created: stamp(c), Tags: in.Tags}
	if err := p.configure(c, in, "CREATING"); err != nil {
		return nil, err
	}
	put(&s.Providers, p.Name, p)
	c.Cloud.Index.Claim(callbackName(p.CallbackID), core.Ref{Realm: c.Realm, ID: p.Name})
	settle(c)
	out := p.output(c)
	out.CredentialProviderVendor, out.CreatedTime, out.LastUpdatedTime = "", nil, nil
	return out, nil
}

// duplicateProvider is what live AWS answers, though the model has a ConflictException for it.
func duplicateProvider(name string) error {
	return invalid(conflict, "Credential provider with name: "+name+" already exists")
}

// configure gives a provider its settings and starts its way to READY.
func (p *provider) configure(c *core.Call, in *providerInput, status string) error {
	settings, shown, err := readConfig(in.CredentialProviderVendor, in.Oauth2ProviderConfigInput)
	if err != nil {
		return err
	}
	place, err := keep(c, secretName(p.Name), secretKey, settings.ClientSecret, settings.ClientSecretConfig)
	if err != nil {
		return err
	}
	if p.Secret.Source == managedSource && place.Source == externalSource {
		secrets.Delete(c, secretName(p.Name))
	}
	p.Vendor, p.Member = in.CredentialProviderVendor, vendors()[in.CredentialProviderVendor].member
	p.ClientID, p.AuthMethod, p.Discovery = settings.ClientID, settings.authMethod(), settings.OauthDiscovery
	p.Shown, p.Secret, p.Updated = shown, place, stamp(c)
	p.Status, p.FailureReason, p.ReadyAt = status, "", c.Now().Add(c.Cloud.Pace().Scale(settling))
	c.Realm.WakeAt(p.ReadyAt)
	return nil
}

func secretName(provider string) string {
	return "bedrock-agentcore-identity!default/oauth2/" + provider
}

// Advance ends what providers are in the middle of, once it is due.
func (*Control) Advance(c *core.Call) { settle(c) }

// settle is Advance, also called within an operation: at fast pace a new provider is READY in the very answer.
func settle(c *core.Call) {
	if !c.Realm.Has(part) {
		return
	}
	for _, p := range stateOf(c.Realm).Providers {
		if p.Status != "CREATING" && p.Status != "UPDATING" {
			continue
		}
		if p.ReadyAt.After(c.Now()) {
			c.Realm.WakeAt(p.ReadyAt)
			continue
		}
		p.Status = "READY"
	}
}

func (p *provider) output(c *core.Call) *providerOutput {
	return &providerOutput{
		ClientSecretArn: secretRef{p.Secret.ARN}, ClientSecretJSONKey: p.Secret.JSONKey, ClientSecretSource: p.Secret.Source,
		Name: p.Name, CredentialProviderVendor: p.Vendor, CredentialProviderArn: providerARN(c, p.Name),
		CallbackURL:                p.callbackURL(c.Realm.Region),
		Oauth2ProviderConfigOutput: map[string]core.Object{p.Member: p.Shown},
		CreatedTime:                &p.Created, LastUpdatedTime: &p.Updated, Status: p.Status, FailureReason: p.FailureReason,
	}
}

func providerARN(c *core.Call, name string) string {
	return c.Realm.ARN("bedrock-agentcore", "token-vault/default/oauth2credentialprovider/"+name)
}

func (p *provider) callbackURL(region string) string {
	return "https://bedrock-agentcore." + region + ".amazonaws.com" + callbackPath + p.CallbackID
}

func findProvider(c *core.Call, name string) (*provider, error) {
	if p := stateOf(c.Realm).Providers[name]; p != nil {
		return p, nil
	}
	return nil, notFound("Credential provider with name: %s not found", name) // [K]
}

func getProvider(c *core.Call, in *named) (*providerOutput, error) {
	p, err := findProvider(c, in.Name)
	if err != nil {
		return nil, err
	}
	return p.output(c), nil
}

// updateProvider replaces the whole configuration; the callback URL and a managed secret's ARN stay. Tokens that were got
// with the old client are forgotten.
func updateProvider(c *core.Call, in *providerInput) (*providerOutput, error) {
	p, err := findProvider(c, in.Name)
	if err != nil {
		return nil, err
	}
	if err := p.configure(c, in, "UPDATING"); err != nil {
		return nil, err
	}
	forget(stateOf(c.Realm), func(t *storedToken) bool { return t.Provider == p.Name })
	settle(c)
	return p.output(c), nil
}

func deleteProvider(c *core.Call, in *named) (*nothing, error) {
	p, err := findProvider(c, in.Name)
	if err != nil {
		return nil, err
	}
	s := stateOf(c.Realm)
	delete(s.Providers, p.Name)
	c.Cloud.Index.Release(callbackName(p.CallbackID))
	if p.Secret.Source == managedSource {
		secrets.Delete(c, secretName(p.Name))
	}
	forget(s, func(t *storedToken) bool { return t.Provider == p.Name })
	return &nothing{}, nil
}

type listInput struct {
	NextToken  string
	MaxResults int
}

type providerItem struct {
	Name                     string    `json:"name"`
	CredentialProviderVendor string    `json:"credentialProviderVendor,omitempty"`
	CredentialProviderArn    string    `json:"credentialProviderArn"`
	CreatedTime              time.Time `json:"createdTime"`
	LastUpdatedTime          time.Time `json:"lastUpdatedTime"`
}

type providersOutput struct {
	CredentialProviders []providerItem `json:"credentialProviders"`
	NextToken           string         `json:"nextToken,omitempty"`
}

func listProviders(c *core.Call, in *listInput) (*providersOutput, error) {
	all := stateOf(c.Realm).Providers
	names, next, err := cut(slices.Sorted(maps.Keys(all)), "oauth2", in, 20)
	if err != nil {
		return nil, err
	}
	out := &providersOutput{CredentialProviders: []providerItem{}, NextToken: next}
	for _, name := range names {
		p := all[name]
		out.CredentialProviders = append(out.CredentialProviders, providerItem{p.Name, p.Vendor, providerARN(c, name), p.Created, p.Updated})
	}
	return out, nil
}

// cut pages a list of sorted names.
func cut(names []string, scope string, in *listInput, normal int) ([]string, string, error) {
	size := in.MaxResults
	if size == 0 {
		size = normal
	}
	page, next, ok := paging.Cut(names, func(s string) string { return s }, scope, in.NextToken, size)
	if !ok {
		return nil, "", invalid(fieldFailed, "Invalid nextToken.", "nextToken") // [K]
	}
	return page, next, nil
}

// quoted writes a secret in the form in which Secrets Manager holds it.
func quoted(key, value string) string {
	data, _ := json.Marshal(map[string]string{key: value}) // strings always marshal
	return string(data)
}
