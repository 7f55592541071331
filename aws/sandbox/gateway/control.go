package gateway

import (
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
	"agentcore-workshop/aws/sandbox/paging"
)

// How long AWS takes. [K]
const (
	creating = 6 * time.Second
	updating = 4 * time.Second
	deleting = 4 * time.Second
)

const maxGateways = 1000 // [K]

// settings are the members of a gateway's configuration that answers show as they were sent.
func settings() []string {
	return []string{
		"description", "roleArn", "protocolType", "protocolConfiguration", "authorizerType", "authorizerConfiguration", "kmsKeyArn",
		"customTransformConfiguration", "interceptorConfigurations", "policyEngineConfiguration", "exceptionLevel", "wafConfiguration",
	}
}

func createGateway(c *core.Call, in core.Object) (any, error) {
	s := storeOf(c.Realm)
	before, err := s.Ledger.Repeated(c, in)
	if err != nil {
		return nil, err
	}
	if g := s.Gateways[before]; g != nil {
		return g.output(c), nil
	}
	name := hosting.Text(in, "name")
	for _, other := range s.Gateways {
		if other.Name == name {
			return nil, hosting.Conflict("A gateway with name %s already exists.", name) // [K]
		}
	}
	if len(s.Gateways) >= maxGateways {
		return nil, hosting.Quota("gateways", maxGateways)
	}
	g := &gateway{Name: name, ID: strings.ToLower(strings.TrimSuffix(name, "-")) + "-" + c.Cloud.IDs.String(10, core.LowerAlnum), Created: hosting.Stamp(c)}
	if err := g.configure(c, in); err != nil {
		return nil, err
	}
	if err := core.Bind(in["tags"], &g.Tags); err != nil {
		return nil, err
	}
	if _, err := agentcore.Link(c, g.ID, arnOf(c.Realm, g.ID)); err != nil {
		return nil, err
	}
	if s.Gateways == nil {
		s.Gateways = map[string]*gateway{}
	}
	s.Gateways[g.ID] = g
	c.Cloud.Index.Claim(hostOf(c.Realm, g.ID), core.Ref{Realm: c.Realm, ID: g.ID})
	hosting.Enter(&s.Ledger, c, in, g.ID)
	g.Phase.Enter(c, hosting.Creating, creating, hosting.Ready)
	return g.output(c), nil
}

// configure checks a configuration and takes it.
func (g *gateway) configure(c *core.Call, in core.Object) error {
	jwt := hosting.Text(in, "authorizerType") == "CUSTOM_JWT"
	switch given := in["authorizerConfiguration"] != nil; {
	case jwt && !given:
		return hosting.Invalid("AuthorizerConfiguration is required for CUSTOM_JWT authorizer type", "authorizerConfiguration")
	case !jwt && given:
		return hosting.Invalid("AuthorizerConfiguration is only supported for CUSTOM_JWT authorizer type", "authorizerConfiguration") // [K]
	}
	if in["protocolConfiguration"] != nil && hosting.Text(in, "protocolType") == "" {
		return hosting.Invalid("ProtocolType is required when ProtocolConfiguration is provided", "protocolType") // [K]
	}
	if err := hosting.CheckRole(c, hosting.Text(in, "roleArn"), arnOf(c.Realm, g.ID)); err != nil {
		return err
	}
	config := core.Object{}
	if err := core.Bind(hosting.Pick(in, settings()...), &config); err != nil {
		return err
	}
	g.Config, g.Updated = config, hosting.Stamp(c)
	return nil
}

func (g *gateway) output(c *core.Call) core.Object {
	out := hosting.Pick(g.Config, settings()...)
	out["gatewayArn"], out["gatewayId"], out["name"] = arnOf(c.Realm, g.ID), g.ID, g.Name
	out["gatewayUrl"] = "https://" + hostOf(c.Realm, g.ID) + "/mcp"
	out["createdAt"], out["updatedAt"], out["status"] = g.Created, g.Updated, g.Phase.Status
	out["workloadIdentityDetails"] = core.Object{"workloadIdentityArn": agentcore.WorkloadARN(c, g.ID)}
	return out
}

func getGateway(c *core.Call, in core.Object) (any, error) {
	g, err := find(c, in)
	if err != nil {
		return nil, err
	}
	return g.output(c), nil
}

// updateGateway replaces the whole configuration, but not the name.
func updateGateway(c *core.Call, in core.Object) (any, error) {
	g, err := find(c, in)
	switch {
	case err != nil:
		return nil, err
	case g.Phase.Moving():
		return nil, g.busy("updated")
	case hosting.Text(in, "name") != g.Name:
		return nil, hosting.Invalid("The name of a gateway cannot be changed.", "name") // [K]
	}
	if err := g.configure(c, in); err != nil {
		return nil, err
	}
	g.Phase.Enter(c, hosting.Updating, updating, hosting.Ready)
	return g.output(c), nil
}

// busy refuses to change a gateway that is on its way to another status.
func (g *gateway) busy(done string) error {
	return hosting.Conflict("Gateway %s cannot be %s while its status is %s.", g.ID, done, g.Phase.Status) // [K]
}

func deleteGateway(c *core.Call, in core.Object) (any, error) {
	g, err := find(c, in)
	switch {
	case err != nil:
		return nil, err
	case len(g.Targets) > 0:
		return nil, hosting.Invalid("Gateway has targets associated with it. Delete all targets before deleting the gateway.")
	case g.Phase.Moving() && g.Phase.Status != hosting.Deleting:
		return nil, g.busy("deleted")
	case !g.Phase.Moving():
		g.Phase.Enter(c, hosting.Deleting, deleting, "")
	}
	return core.Object{"gatewayId": g.ID, "status": g.Phase.Status}, nil
}

func listGateways(c *core.Call, in core.Object) (any, error) {
	size, token := hosting.Page(in, 100)
	page, next, ok := paging.Cut(sorted(storeOf(c.Realm).Gateways), func(g *gateway) string { return g.ID }, "gateways", token, size)
	if !ok {
		return nil, hosting.Invalid("Invalid nextToken.", "nextToken") // [K]
	}
	items := []any{}
	for _, g := range page {
		items = append(items, g.output(c))
	}
	return core.Object{"items": items, "nextToken": next}, nil
}

// Advance moves gateways and targets on.
func (*Service) Advance(c *core.Call) {
	if !c.Realm.Has(part) {
		return
	}
	all := storeOf(c.Realm).Gateways
	for id, g := range all {
		g.advanceTargets(c)
		if _, moved := g.Phase.Settle(c); moved && g.Phase.Gone() {
			delete(all, id)
			c.Cloud.Index.Release(hostOf(c.Realm, id))
			agentcore.Unlink(c, id)
		}
	}
}
