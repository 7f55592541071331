// Package runtime is the practice cloud's AgentCore Runtime: agent runtimes, their versions and their endpoints (control
// plane), and the door at which they are invoked (data plane).
//
// Rules of this layer: a version is written once and never changed; endpoints point to versions; the endpoint DEFAULT comes
// with the runtime and follows its newest version. Configurations are kept as the trees that were sent. The door
// copies what it needs from under the account's lock and holds none while an agent works; an agent's answer is streamed.
package runtime

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

// Service is the runtimes' part of bedrock-agentcore-control.
type Service struct{}

// New makes the service.
func New() *Service { return &Service{} }

// Name is the service's name in its model.
func (*Service) Name() string { return "bedrock-agentcore-control" }

// Ops lists the operations.
func (*Service) Ops() []core.Op {
	return []core.Op{
		{Name: "CreateAgentRuntime", Handle: createRuntime},
		{Name: "GetAgentRuntime", Handle: getRuntime, Reads: true},
		{Name: "ListAgentRuntimes", Handle: listRuntimes, Reads: true},
		{Name: "ListAgentRuntimeVersions", Handle: listVersions, Reads: true},
		{Name: "UpdateAgentRuntime", Handle: updateRuntime},
		{Name: "DeleteAgentRuntime", Handle: deleteRuntime},
		{Name: "CreateAgentRuntimeEndpoint", Handle: createEndpoint},
		{Name: "GetAgentRuntimeEndpoint", Handle: getEndpoint, Reads: true},
		{Name: "ListAgentRuntimeEndpoints", Handle: listEndpoints, Reads: true},
		{Name: "UpdateAgentRuntimeEndpoint", Handle: updateEndpoint},
		{Name: "DeleteAgentRuntimeEndpoint", Handle: deleteEndpoint},
	}
}

const part = "agentcore-runtime"

// store is what a realm keeps: runtimes by id.
type store struct {
	Runtimes map[string]*agent
	Ledger   hosting.Ledger
}

// agent is one runtime with its versions and endpoints. Phase is the newest version's status.
type agent struct {
	ID, Name  string
	Latest    int
	Versions  map[int]*version
	Phase     hosting.Phase
	Created   time.Time
	Tags      map[string]string
	Endpoints map[string]*endpoint // by name
}

// version is a configuration as it was sent, with AWS's defaults filled in.
type version struct {
	Number int
	Config core.Object
	Made   time.Time
}

func storeOf(r *core.Realm) *store { return core.Part[store](r, part) }

// Count is how many runtimes and endpoints a realm holds.
func (*Service) Count(r *core.Realm) int {
	if !r.Has(part) {
		return 0
	}
	n := 0
	for _, a := range storeOf(r).Runtimes {
		n += 1 + len(a.Endpoints)
	}
	return n
}

// TagsOf finds the tags of a runtime or of an endpoint.
func (*Service) TagsOf(c *core.Call, resource string) *map[string]string {
	if !c.Realm.Has(part) {
		return nil
	}
	for id, a := range storeOf(c.Realm).Runtimes {
		if resource == "runtime/"+id {
			return &a.Tags
		}
		for name, e := range a.Endpoints {
			if resource == "runtime/"+id+"/runtime-endpoint/"+name {
				return &e.Tags
			}
		}
	}
	return nil
}

// Advance moves runtimes and endpoints on.
func (*Service) Advance(c *core.Call) {
	if !c.Realm.Has(part) {
		return
	}
	all := storeOf(c.Realm).Runtimes
	for id, a := range all {
		a.advanceEndpoints(c)
		if _, moved := a.Phase.Settle(c); moved && a.Phase.Gone() {
			delete(all, id)
			agentcore.Unlink(c, id)
		}
	}
}

func arnOf(r *core.Realm, id string) string { return r.ARN("bedrock-agentcore", "runtime/"+id) }

// find returns the runtime that a request is about.
func find(c *core.Call, in core.Object) (*agent, error) {
	id := hosting.Text(in, "agentRuntimeId")
	if a := storeOf(c.Realm).Runtimes[id]; a != nil {
		return a, nil
	}
	return nil, hosting.NotFound("Agent runtime %s not found.", id) // [K]
}

// versionOf returns the version that a request names, or the newest.
func (a *agent) versionOf(in core.Object) (*version, error) {
	number := hosting.Text(in, "agentRuntimeVersion")
	if number == "" {
		return a.Versions[a.Latest], nil
	}
	n, _ := strconv.Atoi(number) // the model lets only numbers through
	if v := a.Versions[n]; v != nil {
		return v, nil
	}
	return nil, hosting.NotFound("Version %s of agent runtime %s not found.", number, a.ID) // [K]
}

// sorted lists values in the order of their keys.
func sorted[K interface{ ~int | ~string }, T any](m map[K]T) []T {
	list := make([]T, 0, len(m))
	for _, key := range slices.Sorted(maps.Keys(m)) {
		list = append(list, m[key])
	}
	return list
}
