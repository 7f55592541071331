package agentcore

import (
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// Holder is who a gateway or a runtime works for when it uses the vault.
type Holder struct {
	// Workload is the identity that came with the gateway or the runtime.
	Workload string
	// Issuer, Subject and Token are the user's, when a JWT brought one; UserID is the user's when the caller named one.
	Issuer, Subject, Token, UserID string
}

// TokenFor makes the workload access token of a gateway's or runtime's own identity. Callers get none for such (they are
// linked); the service gives it to the agent itself. It takes the account's lock.
func TokenFor(c *core.Call, h Holder) (string, error) {
	what := claims{Workload: h.Workload, Expires: c.Now().Add(tokenLife)}
	switch {
	case h.Token != "":
		what.Kind, what.User, what.Token = kindJWT, h.Issuer+"|"+h.Subject, hashed(h.Token)
	case h.UserID != "":
		what.Kind, what.User = kindUserID, h.UserID
	}
	c.Realm.Account.Lock()
	defer c.Realm.Account.Unlock()
	if _, err := findWorkload(c, h.Workload); err != nil {
		return "", err
	}
	s := stateOf(c.Realm)
	if s.Key == nil {
		s.Key = c.Cloud.IDs.Bytes(32)
		c.Cloud.Touch()
	}
	return seal(s.Key, c.Cloud.IDs.Bytes(12), what), nil
}

// Want is what a gateway or an agent asks the vault for (GetResourceOauth2Token).
type Want struct {
	ProviderARN, Provider string // one of the two
	Scopes                []string
	// User asks for the user's own token (USER_FEDERATION); else it is the provider's (M2M).
	User             bool
	ReturnURL        string
	SessionURI       string
	Force            bool
	CustomParameters map[string]string
}

// Given is the vault's answer: a token, or where the user has to go first.
type Given struct{ Token, AuthorizationURL, SessionURI, Status string }

// ResourceToken asks the vault on behalf of who bears a workload access token. It takes the account's lock, and holds none
// while an identity provider is asked.
func ResourceToken(c *core.Call, workloadToken string, want Want) (*Given, error) {
	in := &resourceInput{
		WorkloadIdentityToken: workloadToken, ResourceCredentialProviderName: want.name("oauth2credentialprovider/"), Scopes: want.Scopes,
		Oauth2Flow: flowM2M, ForceAuthentication: want.Force, CustomParameters: want.CustomParameters,
	}
	if want.User {
		in.Oauth2Flow, in.ResourceOauth2ReturnURL, in.SessionURI = flowUser, want.ReturnURL, want.SessionURI
	}
	defer c.Cloud.Touch()
	out, err := getResourceOauth2Token(c, in)
	if err != nil {
		return nil, err
	}
	return &Given{Token: out.AccessToken, AuthorizationURL: out.AuthorizationURL, SessionURI: out.SessionURI, Status: out.SessionStatus}, nil
}

// ResourceAPIKey reads an API key out of the vault. It takes the account's lock.
func ResourceAPIKey(c *core.Call, workloadToken, providerARN string) (string, error) {
	c.Realm.Account.RLock()
	defer c.Realm.Account.RUnlock()
	name := Want{ProviderARN: providerARN}.name("apikeycredentialprovider/")
	out, err := getResourceAPIKey(c, &apiKeyTokenInput{WorkloadIdentityToken: workloadToken, ResourceCredentialProviderName: name})
	if err != nil {
		return "", err
	}
	return out.APIKey, nil
}

// name is the provider's, out of its ARN when that is what was given.
func (w Want) name(folder string) string {
	if w.Provider != "" {
		return w.Provider
	}
	_, name, _ := strings.Cut(w.ProviderARN, folder)
	return name
}
