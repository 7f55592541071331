package runtime

import (
	"fmt"
	"strconv"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
	"agentcore-workshop/aws/sandbox/paging"
)

// How long AWS takes. [K]
const (
	creating = 10 * time.Second
	updating = 8 * time.Second
	deleting = 6 * time.Second
)

const maxRuntimes = 1000 // [K]

func createRuntime(c *core.Call, in core.Object) (any, error) {
	s := storeOf(c.Realm)
	before, err := s.Ledger.Repeated(c, in)
	if err != nil {
		return nil, err
	}
	if a := s.Runtimes[before]; a != nil {
		return a.brief(c), nil
	}
	name := hosting.Text(in, "agentRuntimeName")
	for _, other := range s.Runtimes {
		if other.Name == name {
			return nil, hosting.Conflict("An agent with the specified name already exists in your account. Please choose a different agent name.")
		}
	}
	if len(s.Runtimes) >= maxRuntimes {
		return nil, hosting.Quota("agent runtimes", maxRuntimes)
	}
	a := &agent{Name: name, ID: name + "-" + c.Cloud.IDs.String(10, core.Alnum), Created: hosting.Stamp(c)}
	if err := a.addVersion(c, in); err != nil {
		return nil, err
	}
	if err := core.Bind(in["tags"], &a.Tags); err != nil {
		return nil, err
	}
	if _, err := agentcore.Link(c, a.ID, arnOf(c.Realm, a.ID)); err != nil {
		return nil, err
	}
	if s.Runtimes == nil {
		s.Runtimes = map[string]*agent{}
	}
	s.Runtimes[a.ID] = a
	hosting.Enter(&s.Ledger, c, in, a.ID)
	a.Phase.Enter(c, hosting.Creating, creating, hosting.Ready)
	a.addEndpoint(c, &endpoint{Name: defaultEndpoint, Target: a.Latest})
	return a.brief(c), nil
}

// brief is what the operations that begin a change answer.
func (a *agent) brief(c *core.Call) core.Object {
	return core.Object{
		"agentRuntimeArn": arnOf(c.Realm, a.ID), "agentRuntimeId": a.ID, "agentRuntimeVersion": strconv.Itoa(a.Latest),
		"workloadIdentityDetails": core.Object{"workloadIdentityArn": agentcore.WorkloadARN(c, a.ID)},
		"createdAt":               a.Created, "lastUpdatedAt": a.Versions[a.Latest].Made, "status": a.Phase.Status,
	}
}

// line is what the lists show of a version. All but the newest are what they are for good.
func (a *agent) line(c *core.Call, v *version) core.Object {
	status := hosting.Ready
	if v.Number == a.Latest {
		status = a.Phase.Status
	}
	return core.Object{
		"agentRuntimeArn": arnOf(c.Realm, a.ID), "agentRuntimeId": a.ID, "agentRuntimeVersion": strconv.Itoa(v.Number), "agentRuntimeName": a.Name,
		"description": v.Config["description"], "lastUpdatedAt": v.Made, "status": status,
	}
}

func getRuntime(c *core.Call, in core.Object) (any, error) {
	a, err := find(c, in)
	if err != nil {
		return nil, err
	}
	v, err := a.versionOf(in)
	if err != nil {
		return nil, err
	}
	out := hosting.Pick(v.Config, settings()...)
	for name, value := range a.line(c, v) {
		out[name] = value
	}
	out["createdAt"] = a.Created
	out["workloadIdentityDetails"] = core.Object{"workloadIdentityArn": agentcore.WorkloadARN(c, a.ID)}
	return out, nil
}

// updateRuntime makes a new version of what was sent, to which DEFAULT moves.
func updateRuntime(c *core.Call, in core.Object) (any, error) {
	a, err := find(c, in)
	if err != nil {
		return nil, err
	}
	s := storeOf(c.Realm)
	before, err := s.Ledger.Repeated(c, in)
	switch {
	case err != nil:
		return nil, err
	case before == a.ID:
		return a.brief(c), nil
	case a.Phase.Moving():
		return nil, a.busy("updated")
	}
	if err := a.addVersion(c, in); err != nil {
		return nil, err
	}
	hosting.Enter(&s.Ledger, c, in, a.ID)
	a.Phase.Enter(c, hosting.Updating, updating, hosting.Ready)
	if e := a.Endpoints[defaultEndpoint]; e != nil {
		e.move(c, a.Latest)
	}
	return a.brief(c), nil
}

func (a *agent) busy(done string) error {
	return hosting.Conflict("Agent runtime %s cannot be %s while its status is %s.", a.ID, done, a.Phase.Status) // [K]
}

// deleteRuntime removes one version when the request names it, else the runtime with all its versions.
func deleteRuntime(c *core.Call, in core.Object) (any, error) {
	a, err := find(c, in)
	switch {
	case err != nil:
		return nil, err
	case a.Phase.Moving() && a.Phase.Status != hosting.Deleting:
		return nil, a.busy("deleted")
	case hosting.Text(in, "agentRuntimeVersion") != "":
		return a.deleteVersion(in)
	}
	for name := range a.Endpoints {
		if name != defaultEndpoint {
			return nil, hosting.Conflict("Agent runtime %s still has the endpoint %s. Delete its endpoints first.", a.ID, name) // [K]
		}
	}
	if !a.Phase.Moving() {
		a.Phase.Enter(c, hosting.Deleting, deleting, "")
	}
	return core.Object{"agentRuntimeId": a.ID, "status": a.Phase.Status}, nil
}

func (a *agent) deleteVersion(in core.Object) (any, error) {
	v, err := a.versionOf(in)
	if err != nil {
		return nil, err
	}
	for name, e := range a.Endpoints {
		if e.Live == v.Number || e.Target == v.Number {
			return nil, hosting.Conflict("Version %d of agent runtime %s is used by the endpoint %s.", v.Number, a.ID, name) // [K]
		}
	}
	if v.Number == a.Latest {
		return nil, hosting.Conflict("Version %d is the newest version of agent runtime %s.", v.Number, a.ID) // [K]
	}
	delete(a.Versions, v.Number)
	return core.Object{"agentRuntimeId": a.ID, "agentRuntimeVersion": strconv.Itoa(v.Number), "status": hosting.Deleting}, nil
}

func listRuntimes(c *core.Call, in core.Object) (any, error) {
	size, token := hosting.Page(in, 100)
	page, next, ok := paging.Cut(sorted(storeOf(c.Realm).Runtimes), func(a *agent) string { return a.ID }, "runtimes", token, size)
	if !ok {
		return nil, badToken()
	}
	list := []any{}
	for _, a := range page {
		list = append(list, a.line(c, a.Versions[a.Latest]))
	}
	return core.Object{"agentRuntimes": list, "nextToken": next}, nil
}

func listVersions(c *core.Call, in core.Object) (any, error) {
	a, err := find(c, in)
	if err != nil {
		return nil, err
	}
	size, token := hosting.Page(in, 100)
	key := func(v *version) string { return fmt.Sprintf("%05d", v.Number) }
	page, next, ok := paging.Cut(sorted(a.Versions), key, "versions "+a.ID, token, size)
	if !ok {
		return nil, badToken()
	}
	list := []any{}
	for _, v := range page {
		list = append(list, a.line(c, v))
	}
	return core.Object{"agentRuntimes": list, "nextToken": next}, nil
}

func badToken() error { return hosting.Invalid("Invalid nextToken.", "nextToken") } // [K]
