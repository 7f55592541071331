package runtime

import (
	"strconv"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
	"agentcore-workshop/aws/sandbox/paging"
)

// defaultEndpoint comes with its runtime, follows the newest version and goes with the runtime.
const defaultEndpoint = "DEFAULT"

const maxEndpoints = 10 // [K]

// endpoint is a name under which a version is invoked. While it moves, Live still answers and Target is where it goes.
type endpoint struct {
	ID, Name, Description string
	Live, Target          int // version numbers; zero is none
	Phase                 hosting.Phase
	Created, Updated      time.Time
	Tags                  map[string]string
}

func (a *agent) addEndpoint(c *core.Call, e *endpoint) {
	e.ID = e.Name + "-" + c.Cloud.IDs.String(10, core.Alnum)
	e.Created, e.Updated = hosting.Stamp(c), hosting.Stamp(c)
	e.Phase.Enter(c, hosting.Creating, creating, hosting.Ready)
	if a.Endpoints == nil {
		a.Endpoints = map[string]*endpoint{}
	}
	a.Endpoints[e.Name] = e
}

// move sends an endpoint to a version.
func (e *endpoint) move(c *core.Call, to int) {
	e.Target, e.Updated = to, hosting.Stamp(c)
	e.Phase.Enter(c, hosting.Updating, updating, hosting.Ready)
}

func (a *agent) advanceEndpoints(c *core.Call) {
	for name, e := range a.Endpoints {
		if _, moved := e.Phase.Settle(c); !moved {
			continue
		}
		if e.Phase.Gone() {
			delete(a.Endpoints, name)
			continue
		}
		e.Live = e.Target
	}
}

func number(version int) string {
	if version == 0 {
		return ""
	}
	return strconv.Itoa(version)
}

func (e *endpoint) output(c *core.Call, a *agent) core.Object {
	arn := arnOf(c.Realm, a.ID)
	return core.Object{
		"liveVersion": number(e.Live), "targetVersion": number(e.Target), "agentRuntimeEndpointArn": arn + "/runtime-endpoint/" + e.Name,
		"agentRuntimeArn": arn, "agentRuntimeId": a.ID, "endpointName": e.Name, "name": e.Name, "id": e.ID, "description": e.Description,
		"status": e.Phase.Status, "createdAt": e.Created, "lastUpdatedAt": e.Updated,
	}
}

func createEndpoint(c *core.Call, in core.Object) (any, error) {
	a, err := find(c, in)
	if err != nil {
		return nil, err
	}
	s := storeOf(c.Realm)
	before, err := s.Ledger.Repeated(c, in)
	if err != nil {
		return nil, err
	}
	if e := a.Endpoints[before]; e != nil {
		return e.output(c, a), nil
	}
	name := hosting.Text(in, "name")
	switch {
	case a.Endpoints[name] != nil:
		return nil, hosting.Conflict("An endpoint with the name %s already exists in agent runtime %s.", name, a.ID) // [K]
	case a.Phase.Moving():
		return nil, a.busy("given an endpoint")
	case len(a.Endpoints) >= maxEndpoints:
		return nil, hosting.Quota("endpoints of an agent runtime", maxEndpoints)
	}
	v, err := a.versionOf(in)
	if err != nil {
		return nil, err
	}
	e := &endpoint{Name: name, Description: hosting.Text(in, "description"), Target: v.Number}
	if err := core.Bind(in["tags"], &e.Tags); err != nil {
		return nil, err
	}
	a.addEndpoint(c, e)
	hosting.Enter(&s.Ledger, c, in, name)
	return e.output(c, a), nil
}

// findEndpoint returns the runtime and the endpoint that a request is about.
func findEndpoint(c *core.Call, in core.Object) (*agent, *endpoint, error) {
	a, err := find(c, in)
	if err != nil {
		return nil, nil, err
	}
	name := hosting.Text(in, "endpointName")
	if e := a.Endpoints[name]; e != nil {
		return a, e, nil
	}
	return nil, nil, hosting.NotFound("Endpoint %s of agent runtime %s not found.", name, a.ID) // [K]
}

func getEndpoint(c *core.Call, in core.Object) (any, error) {
	a, e, err := findEndpoint(c, in)
	if err != nil {
		return nil, err
	}
	return e.output(c, a), nil
}

// changeable refuses the endpoint that AWS manages, and one that is on its way.
func (e *endpoint) changeable(done string) error {
	switch {
	case e.Name == defaultEndpoint:
		return hosting.Conflict("The endpoint DEFAULT is managed by the service and cannot be %s.", done) // [K]
	case e.Phase.Moving():
		return hosting.Conflict("Endpoint %s cannot be %s while its status is %s.", e.Name, done, e.Phase.Status) // [K]
	}
	return nil
}

// updateEndpoint moves an endpoint to a version. A request that names none leaves it where it is. [K]
func updateEndpoint(c *core.Call, in core.Object) (any, error) {
	a, e, err := findEndpoint(c, in)
	if err != nil {
		return nil, err
	}
	s := storeOf(c.Realm)
	before, err := s.Ledger.Repeated(c, in)
	switch {
	case err != nil:
		return nil, err
	case before == e.ID:
		return e.output(c, a), nil
	}
	if err := e.changeable("updated"); err != nil {
		return nil, err
	}
	to := e.Live
	if hosting.Text(in, "agentRuntimeVersion") != "" {
		v, err := a.versionOf(in)
		if err != nil {
			return nil, err
		}
		to = v.Number
	}
	if in["description"] != nil {
		e.Description = hosting.Text(in, "description")
	}
	e.move(c, to)
	hosting.Enter(&s.Ledger, c, in, e.ID)
	return e.output(c, a), nil
}

func deleteEndpoint(c *core.Call, in core.Object) (any, error) {
	a, e, err := findEndpoint(c, in)
	if err != nil {
		return nil, err
	}
	if e.Phase.Status != hosting.Deleting {
		if err := e.changeable("deleted"); err != nil {
			return nil, err
		}
		e.Phase.Enter(c, hosting.Deleting, deleting, "")
	}
	return core.Object{"agentRuntimeId": a.ID, "endpointName": e.Name, "status": e.Phase.Status}, nil
}

func listEndpoints(c *core.Call, in core.Object) (any, error) {
	a, err := find(c, in)
	if err != nil {
		return nil, err
	}
	size, token := hosting.Page(in, 100)
	page, next, ok := paging.Cut(sorted(a.Endpoints), func(e *endpoint) string { return e.Name }, "endpoints "+a.ID, token, size)
	if !ok {
		return nil, badToken()
	}
	list := []any{}
	for _, e := range page {
		list = append(list, e.output(c, a))
	}
	return core.Object{"runtimeEndpoints": list, "nextToken": next}, nil
}
