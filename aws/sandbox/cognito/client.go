package cognito

import (
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func clientOps() []core.Op {
	return []core.Op{
		core.Write("CreateUserPoolClient", createClient),
		core.Read("DescribeUserPoolClient", describeClient),
		core.Write("UpdateUserPoolClient", updateClient),
		core.Write("DeleteUserPoolClient", deleteClient),
		core.Read("ListUserPoolClients", listClients),
	}
}

// Client is one app client.
type Client struct {
	UserPoolId, ClientId, ClientSecret string
	CreationDate, LastModifiedDate     time.Time
	clientSettings
}

// clientSettings are the members that creating and updating share.
type clientSettings struct {
	ClientName                               string
	AccessTokenValidity                      *int
	IdTokenValidity                          *int
	RefreshTokenValidity                     *int
	TokenValidityUnits                       *validityUnits
	ExplicitAuthFlows                        []string
	SupportedIdentityProviders               []string
	CallbackURLs                             []string
	LogoutURLs                               []string
	DefaultRedirectURI                       string
	AllowedOAuthFlows                        []string
	AllowedOAuthScopes                       []string
	AllowedOAuthFlowsUserPoolClient          *bool
	ReadAttributes, WriteAttributes          []string
	PreventUserExistenceErrors               string
	EnableTokenRevocation                    *bool
	EnablePropagateAdditionalUserContextData *bool
	AuthSessionValidity                      *int
	RefreshTokenRotation                     *tokenRotation
	AnalyticsConfiguration                   core.Object
}

type validityUnits struct{ AccessToken, IdToken, RefreshToken string }

type tokenRotation struct {
	Feature                 string
	RetryGracePeriodSeconds *int
}

// defaults are what Cognito puts in for what is left out, on creation and on update alike.
func (s *clientSettings) defaults() {
	yes, no, three, thirty := true, false, 3, 30
	if s.RefreshTokenValidity == nil || *s.RefreshTokenValidity == 0 {
		s.RefreshTokenValidity = &thirty
		if s.TokenValidityUnits != nil {
			s.TokenValidityUnits.RefreshToken = ""
		}
	}
	if s.TokenValidityUnits == nil {
		s.TokenValidityUnits = &validityUnits{}
	}
	if s.AllowedOAuthFlowsUserPoolClient == nil {
		s.AllowedOAuthFlowsUserPoolClient = &no
	}
	if s.EnableTokenRevocation == nil {
		s.EnableTokenRevocation = &yes
	}
	if s.EnablePropagateAdditionalUserContextData == nil {
		s.EnablePropagateAdditionalUserContextData = &no
	}
	if s.AuthSessionValidity == nil {
		s.AuthSessionValidity = &three
	}
}

type clientAnswer struct{ UserPoolClient *Client }

type createClientInput struct {
	UserPoolId     string
	GenerateSecret bool
	ClientSecret   string
	clientSettings
}

func createClient(c *core.Call, in *createClientInput) (clientAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return clientAnswer{}, err
	}
	if err := checkClient(p, &in.clientSettings, in.GenerateSecret || in.ClientSecret != ""); err != nil {
		return clientAnswer{}, err
	}
	if len(p.Clients) >= clientsAtMost {
		return clientAnswer{}, full("clients")
	}
	id := c.Cloud.IDs.String(26, core.LowerAlnum)
	for !c.Cloud.Index.Claim(clientKey(id), core.Ref{Realm: c.Realm, ID: p.Id}) {
		id = c.Cloud.IDs.String(26, core.LowerAlnum)
	}
	secret := in.ClientSecret
	if secret == "" && in.GenerateSecret {
		secret = c.Cloud.IDs.String(51, core.LowerAlnum)
	}
	client := &Client{
		UserPoolId: p.Id, ClientId: id, ClientSecret: secret,
		CreationDate: c.Now(), LastModifiedDate: c.Now(), clientSettings: in.clientSettings,
	}
	client.defaults()
	put(&p.Clients, id, client)
	return clientAnswer{client}, nil
}

type clientRef struct{ UserPoolId, ClientId string }

func findClient(c *core.Call, in clientRef) (*Pool, *Client, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return nil, nil, err
	}
	client, ok := p.Clients[in.ClientId]
	if !ok {
		return nil, nil, noClient(in.ClientId)
	}
	return p, client, nil
}

func describeClient(c *core.Call, in *clientRef) (clientAnswer, error) {
	_, client, err := findClient(c, *in)
	return clientAnswer{client}, err
}

type updateClientInput struct {
	clientRef
	clientSettings
}

// updateClient resets every member that is left out to its default. That is AWS's rule, and a lesson of its own: read,
// change, and write everything back.
func updateClient(c *core.Call, in *updateClientInput) (clientAnswer, error) {
	p, client, err := findClient(c, in.clientRef)
	if err != nil {
		return clientAnswer{}, err
	}
	if err := checkClient(p, &in.clientSettings, client.ClientSecret != ""); err != nil {
		return clientAnswer{}, err
	}
	name := client.ClientName
	client.clientSettings = in.clientSettings
	client.ClientName = or(in.ClientName, name)
	client.defaults()
	client.LastModifiedDate = c.Now()
	return clientAnswer{client}, nil
}

func deleteClient(c *core.Call, in *clientRef) (empty, error) {
	p, client, err := findClient(c, *in)
	if err != nil {
		return empty{}, err
	}
	delete(p.Clients, client.ClientId)
	c.Cloud.Index.Release(clientKey(client.ClientId))
	return empty{}, nil
}

type clientSummary struct{ ClientId, ClientName, UserPoolId string }

type listClientsInput struct {
	UserPoolId, NextToken string
	MaxResults            int
}

type listClientsAnswer struct {
	UserPoolClients []clientSummary
	NextToken       string
}

func listClients(c *core.Call, in *listClientsInput) (listClientsAnswer, error) {
	p, err := findPool(c, in.UserPoolId)
	if err != nil {
		return listClientsAnswer{}, err
	}
	list, next, err := paged(values(p.Clients), func(c *Client) string { return c.ClientId }, "clients:"+p.Id, in.NextToken, in.MaxResults, 60)
	out := listClientsAnswer{UserPoolClients: []clientSummary{}, NextToken: next}
	for _, x := range list {
		out.UserPoolClients = append(out.UserPoolClients, clientSummary{x.ClientId, x.ClientName, p.Id})
	}
	return out, err
}

// lifetimes of the tokens of this client.
func (s *clientSettings) accessLife() time.Duration { return s.life(s.AccessTokenValidity, "access") }
func (s *clientSettings) idLife() time.Duration     { return s.life(s.IdTokenValidity, "id") }
func (s *clientSettings) refreshLife() time.Duration {
	return s.life(s.RefreshTokenValidity, "refresh")
}

func (s *clientSettings) life(n *int, kind string) time.Duration {
	units := validityUnits{}
	if s.TokenValidityUnits != nil {
		units = *s.TokenValidityUnits
	}
	unit, usual := or(units.AccessToken, "hours"), 1
	switch kind {
	case "id":
		unit = or(units.IdToken, "hours")
	case "refresh":
		unit, usual = or(units.RefreshToken, "days"), 30
	}
	if n == nil {
		if kind == "refresh" {
			return 30 * 24 * time.Hour
		}
		return time.Hour
	}
	return time.Duration(or(*n, usual)) * unitOf(unit)
}

func unitOf(name string) time.Duration {
	switch name {
	case "seconds":
		return time.Second
	case "minutes":
		return time.Minute
	case "days":
		return 24 * time.Hour
	default:
		return time.Hour
	}
}

// oauth reports whether the client may use this OAuth flow at all.
func (s *clientSettings) oauth(flow string) bool {
	return slices.Contains(s.AllowedOAuthFlows, flow)
}

func (s *clientSettings) oauthOn() bool {
	return s.AllowedOAuthFlowsUserPoolClient != nil && *s.AllowedOAuthFlowsUserPoolClient
}

func (s *clientSettings) rotates() bool {
	return s.RefreshTokenRotation != nil && s.RefreshTokenRotation.Feature == "ENABLED"
}
