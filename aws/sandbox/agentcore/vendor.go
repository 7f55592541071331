package agentcore

import "strings"

// vendor is what AgentCore knows of an identity provider by itself.
type vendor struct {
	// member is the union member of the configuration that the vendor takes.
	member string
	// discovery is the discovery URL, or empty for vendors without one.
	discovery string
	// authorize and token are the endpoints of vendors without discovery. When both are empty the endpoints belong to a
	// tenant, and the configuration has to bring them.
	issuer, authorize, token string
}

const (
	customMember   = "customOauth2ProviderConfig"
	includedMember = "includedOauth2ProviderConfig"
	oidcSuffix     = "/.well-known/openid-configuration"
)

// vendors lists all 25 of the model.
func vendors() map[string]vendor {
	included := func(issuer, authorize, token string) vendor {
		return vendor{member: includedMember, issuer: issuer, authorize: authorize, token: token}
	}
	tenant := vendor{member: includedMember}
	return map[string]vendor{
		"CustomOauth2":     {member: customMember},
		"GoogleOauth2":     {member: "googleOauth2ProviderConfig", discovery: "https://accounts.google.com" + oidcSuffix},
		"SlackOauth2":      {member: "slackOauth2ProviderConfig", discovery: "https://slack.com" + oidcSuffix},
		"SalesforceOauth2": {member: "salesforceOauth2ProviderConfig", discovery: "https://login.salesforce.com" + oidcSuffix},
		"MicrosoftOauth2":  {member: "microsoftOauth2ProviderConfig", discovery: "https://login.microsoftonline.com/{tenant}/v2.0" + oidcSuffix},
		"LinkedinOauth2":   {member: "linkedinOauth2ProviderConfig", discovery: "https://www.linkedin.com/oauth" + oidcSuffix},
		"GithubOauth2": {
			member: "githubOauth2ProviderConfig", issuer: "https://github.com",
			authorize: "https://github.com/login/oauth/authorize", token: "https://github.com/login/oauth/access_token",
		},
		"AtlassianOauth2": {
			member: "atlassianOauth2ProviderConfig", issuer: "https://auth.atlassian.com",
			authorize: "https://auth.atlassian.com/authorize", token: "https://auth.atlassian.com/oauth/token",
		},
		"CognitoOauth2": tenant, "Auth0Oauth2": tenant, "OktaOauth2": tenant, "OneLoginOauth2": tenant,
		"PingOneOauth2": tenant, "CyberArkOauth2": tenant, "FusionAuthOauth2": tenant,
		"XOauth2":        included("https://x.com", "https://x.com/i/oauth2/authorize", "https://api.x.com/2/oauth2/token"),
		"FacebookOauth2": included("https://www.facebook.com", "https://www.facebook.com/v21.0/dialog/oauth", "https://graph.facebook.com/v21.0/oauth/access_token"),
		"YandexOauth2":   included("https://oauth.yandex.com", "https://oauth.yandex.com/authorize", "https://oauth.yandex.com/token"),
		"RedditOauth2":   included("https://www.reddit.com", "https://www.reddit.com/api/v1/authorize", "https://www.reddit.com/api/v1/access_token"),
		"ZoomOauth2":     included("https://zoom.us", "https://zoom.us/oauth/authorize", "https://zoom.us/oauth/token"),
		"TwitchOauth2":   included("https://id.twitch.tv/oauth2", "https://id.twitch.tv/oauth2/authorize", "https://id.twitch.tv/oauth2/token"),
		"SpotifyOauth2":  included("https://accounts.spotify.com", "https://accounts.spotify.com/authorize", "https://accounts.spotify.com/api/token"),
		"DropboxOauth2":  included("https://www.dropbox.com", "https://www.dropbox.com/oauth2/authorize", "https://api.dropboxapi.com/oauth2/token"),
		"NotionOauth2":   included("https://api.notion.com", "https://api.notion.com/v1/oauth/authorize", "https://api.notion.com/v1/oauth/token"),
		"HubspotOauth2":  included("https://app.hubspot.com", "https://app.hubspot.com/oauth/authorize", "https://api.hubapi.com/oauth/v1/token"),
	}
}

// discovery is Oauth2Discovery: a URL to fetch, or the metadata itself.
type discovery struct {
	DiscoveryURL string    `json:"discoveryUrl,omitempty"`
	Metadata     *metadata `json:"authorizationServerMetadata,omitempty"`
}

type metadata struct {
	Issuer        string   `json:"issuer"`
	Authorization string   `json:"authorizationEndpoint"`
	Token         string   `json:"tokenEndpoint"`
	ResponseTypes []string `json:"responseTypes,omitempty"`
	AuthMethods   []string `json:"tokenEndpointAuthMethods,omitempty"`
}

// resolve is the discovery that a vendor's provider works with. What the configuration gives goes before what is known.
func (v vendor) resolve(in *config) (discovery, bool) {
	if v.discovery != "" {
		tenant := in.TenantID
		if tenant == "" {
			tenant = "common"
		}
		return discovery{DiscoveryURL: strings.Replace(v.discovery, "{tenant}", tenant, 1)}, true
	}
	m := &metadata{Issuer: v.issuer, Authorization: v.authorize, Token: v.token, ResponseTypes: []string{"code"}}
	for _, each := range []struct{ into, from *string }{
		{&m.Issuer, &in.Issuer}, {&m.Authorization, &in.AuthorizationEndpoint}, {&m.Token, &in.TokenEndpoint},
	} {
		if *each.from != "" {
			*each.into = *each.from
		}
	}
	return discovery{Metadata: m}, m.Issuer != "" && m.Authorization != "" && m.Token != ""
}
