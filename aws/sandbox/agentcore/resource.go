package agentcore

import (
	"net/http"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// Flows of GetResourceOauth2Token.
const (
	flowM2M  = "M2M"
	flowUser = "USER_FEDERATION"
)

type resourceInput struct {
	WorkloadIdentityToken          string
	ResourceCredentialProviderName string
	Scopes                         []string
	Oauth2Flow                     string
	SessionURI                     string `json:"sessionUri"`
	ResourceOauth2ReturnURL        string `json:"resourceOauth2ReturnUrl"`
	ForceAuthentication            bool
	CustomParameters               map[string]string
	CustomState                    string
	Resources, Audiences           []string
}

type resourceOutput struct {
	AuthorizationURL string `json:"authorizationUrl,omitempty"`
	AccessToken      string `json:"accessToken,omitempty"`
	SessionURI       string `json:"sessionUri,omitempty"`
	SessionStatus    string `json:"sessionStatus,omitempty"`
}

// plan is what was found under the lock before anyone is called.
type plan struct {
	who    claims
	client *client
	held   *storedToken // the vault's token for this very request, fresh or not
	place  storedToken  // where a new one goes
	key    string
}

// getResourceOauth2Token answers from the vault when it can, and asks the identity provider without any lock when not.
func getResourceOauth2Token(c *core.Call, in *resourceInput) (*resourceOutput, error) {
	p, err := prepare(c, in)
	if err != nil {
		return nil, err
	}
	if !in.ForceAuthentication && in.SessionURI == "" && p.held.fresh(c.Now()) {
		return &resourceOutput{AccessToken: p.held.Access}, nil
	}
	if in.Oauth2Flow == flowM2M {
		return p.machine(c, in)
	}
	return p.user(c, in)
}

func prepare(c *core.Call, in *resourceInput) (*plan, error) {
	c.Realm.Account.RLock()
	defer c.Realm.Account.RUnlock()
	who, err := readToken(c, in.WorkloadIdentityToken)
	if err != nil {
		return nil, err
	}
	found, err := findProvider(c, in.ResourceCredentialProviderName)
	if err != nil {
		return nil, err
	}
	if found.Status == "CREATING" || found.Status == "CREATE_FAILED" {
		return nil, invalid(fieldFailed, "Credential provider "+found.Name+" is not READY, its status is "+found.Status+".") // [K]
	}
	p := &plan{who: *who, place: storedToken{Provider: found.Name}}
	if p.client, err = clientOf(c, found); err != nil {
		return nil, err
	}
	if in.Oauth2Flow == flowUser {
		p.place.Workload, p.place.User = who.Workload, who.Kind+":"+who.User
	}
	p.key = vaultKey(p.place, in.Scopes, in.Resources, in.Audiences)
	if in.Oauth2Flow != flowM2M && in.Oauth2Flow != flowUser {
		return nil, noExchange(found)
	}
	if held := stateOf(c.Realm).Tokens[p.key]; held != nil {
		kept := *held
		p.held = &kept
	}
	return p, nil
}

// noExchange refuses ON_BEHALF_OF_TOKEN_EXCHANGE, which works only with providers that are configured for it. The
// practice cloud does not exchange tokens for those either, and says that it is the practice cloud that does not.
func noExchange(p *provider) error {
	if p.Shown["onBehalfOfTokenExchangeConfig"] == nil {
		return invalid(fieldFailed, "Credential provider "+p.Name+" has no onBehalfOfTokenExchangeConfig.") // [K]
	}
	return &core.Error{
		Code: "UnknownOperationException", Status: http.StatusNotImplemented,
		Message: "The practice cloud does not have the flow ON_BEHALF_OF_TOKEN_EXCHANGE.",
	}
}

// vaultKey is the same for the same request, in whatever order its scopes stand.
func vaultKey(place storedToken, lists ...[]string) string {
	parts := []string{place.Provider, place.Workload, place.User}
	for _, list := range lists {
		parts = append(parts, strings.Join(slices.Sorted(slices.Values(list)), " "))
	}
	return hashed(strings.Join(parts, "\x00"))
}

// store puts a token into the vault, unless its provider has gone or changed its client meanwhile.
func (p *plan) store(c *core.Call, t *storedToken) {
	c.Realm.Account.Lock()
	defer c.Realm.Account.Unlock()
	s := stateOf(c.Realm)
	now := c.Now()
	forget(s, func(old *storedToken) bool { return old.Refresh == "" && !old.fresh(now) })
	if found := s.Providers[p.place.Provider]; found != nil && found.ClientID == p.client.id {
		put(&s.Tokens, p.key, t)
	}
}

type apiKeyTokenInput struct {
	WorkloadIdentityToken          string
	ResourceCredentialProviderName string
}

type apiKeyTokenOutput struct {
	APIKey string `json:"apiKey"`
}

func getResourceAPIKey(c *core.Call, in *apiKeyTokenInput) (*apiKeyTokenOutput, error) {
	if _, err := readToken(c, in.WorkloadIdentityToken); err != nil {
		return nil, err
	}
	p, err := findAPIKey(c, in.ResourceCredentialProviderName)
	if err != nil {
		return nil, err
	}
	value, err := secretValue(c, p.Secret)
	if err != nil {
		return nil, err
	}
	return &apiKeyTokenOutput{value}, nil
}
