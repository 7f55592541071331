// Package gateway is the practice cloud's AgentCore Gateway: gateways and their targets (control plane),
// and the MCP endpoint at which their tools are called (data plane).
//
// Rules of this layer: a configuration is kept as the tree that was sent, since the model has validated it and answers
// show it again; here is checked only what the model cannot say. A tree in the state is never changed, only replaced.
// The door that agents knock at (MCP over streamable HTTP) finds a gateway by its host in the cloud's index; it copies what
// it needs from under the account's lock and holds none while it calls a target.
package gateway

import (
	"maps"
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/authorizer"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// Service is the gateways' part of bedrock-agentcore-control, with the gateways' own hosts.
type Service struct {
	inbound *authorizer.Authorizer
	offers  *offers
}

// New makes the service.
func New() *Service { return &Service{inbound: authorizer.New(), offers: newOffers()} }

// Name is the service's name in its model.
func (*Service) Name() string { return "bedrock-agentcore-control" }

// Ops lists the operations.
func (*Service) Ops() []core.Op {
	return []core.Op{
		{Name: "CreateGateway", Handle: createGateway},
		{Name: "GetGateway", Handle: getGateway, Reads: true},
		{Name: "ListGateways", Handle: listGateways, Reads: true},
		{Name: "UpdateGateway", Handle: updateGateway},
		{Name: "DeleteGateway", Handle: deleteGateway},
		{Name: "CreateGatewayTarget", Handle: createTarget},
		{Name: "GetGatewayTarget", Handle: getTarget, Reads: true},
		{Name: "ListGatewayTargets", Handle: listTargets, Reads: true},
		{Name: "UpdateGatewayTarget", Handle: updateTarget},
		{Name: "DeleteGatewayTarget", Handle: deleteTarget},
		{Name: "SynchronizeGatewayTargets", Handle: synchronizeTargets},
	}
}

const part = "agentcore-gateway"

// store is what a realm keeps: gateways by id.
type store struct {
	Gateways map[string]*gateway
	Ledger   hosting.Ledger
}

// gateway is one gateway. Config holds the members that were sent, as they were sent.
type gateway struct {
	ID, Name         string
	Config           core.Object
	Phase            hosting.Phase
	Created, Updated time.Time
	Tags             map[string]string
	Targets          map[string]*target // by id
	// Sessions are the ends of the living MCP sessions, by id, of a gateway that has sessions.
	Sessions map[string]time.Time
}

func storeOf(r *core.Realm) *store { return core.Part[store](r, part) }

// Count is how many gateways and targets a realm holds.
func (*Service) Count(r *core.Realm) int {
	if !r.Has(part) {
		return 0
	}
	n := 0
	for _, g := range storeOf(r).Gateways {
		n += 1 + len(g.Targets)
	}
	return n
}

// Restored puts the gateways' hosts into the cloud's index again.
func (*Service) Restored(cloud *core.Cloud, r *core.Realm) {
	if !r.Has(part) {
		return
	}
	for id := range storeOf(r).Gateways {
		cloud.Index.Claim(hostOf(r, id), core.Ref{Realm: r, ID: id})
	}
}

// TagsOf finds a gateway's tags.
func (*Service) TagsOf(c *core.Call, resource string) *map[string]string {
	if !c.Realm.Has(part) {
		return nil
	}
	for id, g := range storeOf(c.Realm).Gateways {
		if resource == "gateway/"+id {
			return &g.Tags
		}
	}
	return nil
}

// hostOf is the host at which a gateway answers, and its name in the cloud's index.
func hostOf(r *core.Realm, id string) string {
	return id + ".gateway.bedrock-agentcore." + r.Region + ".amazonaws.com"
}

func arnOf(r *core.Realm, id string) string { return r.ARN("bedrock-agentcore", "gateway/"+id) }

// find returns the gateway that a request is about.
func find(c *core.Call, in core.Object) (*gateway, error) {
	id := hosting.Text(in, "gatewayIdentifier")
	if g := storeOf(c.Realm).Gateways[id]; g != nil {
		return g, nil
	}
	return nil, hosting.NotFound("Gateway with ID %s not found.", id) // [K]
}

// sorted lists values in the order of their keys.
func sorted[T any](m map[string]T) []T {
	list := make([]T, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		list = append(list, m[key])
	}
	return list
}
