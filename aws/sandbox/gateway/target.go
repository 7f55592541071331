package gateway

import (
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
	"agentcore-workshop/aws/sandbox/paging"
)

const maxTargets = 100 // [K]

// target is what a gateway makes tools of. Config holds the members that were sent.
type target struct {
	ID, Name                  string
	Config                    core.Object
	Phase                     hosting.Phase
	Created, Updated, Synched time.Time
}

func targetSettings() []string {
	return []string{"description", "targetConfiguration", "credentialProviderConfigurations", "metadataConfiguration", "privateEndpoint"}
}

func createTarget(c *core.Call, in core.Object) (any, error) {
	g, err := find(c, in)
	if err != nil {
		return nil, err
	}
	s := storeOf(c.Realm)
	before, err := s.Ledger.Repeated(c, in)
	if err != nil {
		return nil, err
	}
	if t := g.Targets[before]; t != nil {
		return t.output(c, g), nil
	}
	if err := g.mustBeReady("CreateGatewayTarget"); err != nil {
		return nil, err
	}
	if len(g.Targets) >= maxTargets {
		return nil, hosting.Quota("targets of a gateway", maxTargets)
	}
	t := &target{ID: strings.ToUpper(c.Cloud.IDs.String(10, core.LowerAlnum)), Created: hosting.Stamp(c)}
	t.Name = "target-" + strings.ToLower(t.ID) // [K]: the model lets the name be left out and always shows one
	if err := t.configure(c, g, in); err != nil {
		return nil, err
	}
	if g.Targets == nil {
		g.Targets = map[string]*target{}
	}
	g.Targets[t.ID] = t
	hosting.Enter(&s.Ledger, c, in, t.ID)
	t.Phase.Enter(c, hosting.Creating, creating, hosting.Ready)
	return t.output(c, g), nil
}

// mustBeReady refuses to work on the targets of a gateway that is not there yet, or not any more.
func (g *gateway) mustBeReady(operation string) error {
	if g.Phase.Status == hosting.Ready {
		return nil
	}
	return hosting.Invalid("Cannot perform operation " + operation + " when gateway is in " + g.Phase.Status + " status.") // [K]
}

// configure checks a configuration and takes it.
func (t *target) configure(c *core.Call, g *gateway, in core.Object) error {
	if err := g.nameFree(hosting.Text(in, "name"), t); err != nil {
		return err
	}
	if err := checkTarget(c, in); err != nil {
		return err
	}
	config := core.Object{}
	if err := core.Bind(hosting.Pick(in, targetSettings()...), &config); err != nil {
		return err
	}
	if name := hosting.Text(in, "name"); name != "" {
		t.Name = name
	}
	t.Config, t.Updated = config, hosting.Stamp(c)
	if listsTools(config) {
		t.Synched = t.Updated
	}
	return nil
}

// nameFree refuses a name that another target of the gateway has.
func (g *gateway) nameFree(name string, mine *target) error {
	for _, other := range g.Targets {
		if other != mine && other.Name == name {
			return hosting.Conflict("A target with name %s already exists in gateway %s.", name, g.ID) // [K]
		}
	}
	return nil
}

func (t *target) output(c *core.Call, g *gateway) core.Object {
	out := hosting.Pick(t.Config, targetSettings()...)
	out["gatewayArn"], out["targetId"], out["name"] = arnOf(c.Realm, g.ID), t.ID, t.Name
	out["createdAt"], out["updatedAt"], out["status"] = t.Created, t.Updated, t.Phase.Status
	out["protocolType"] = "MCP"
	if hosting.Branch(t.Config, "targetConfiguration", "http") != nil || hosting.Branch(t.Config, "targetConfiguration", "inference") != nil {
		out["protocolType"] = "HTTP"
	}
	if !t.Synched.IsZero() {
		out["lastSynchronizedAt"] = t.Synched
	}
	return out
}

// findTarget returns the gateway and the target that a request is about.
func findTarget(c *core.Call, in core.Object) (*gateway, *target, error) {
	g, err := find(c, in)
	if err != nil {
		return nil, nil, err
	}
	id := hosting.Text(in, "targetId")
	if t := g.Targets[id]; t != nil {
		return g, t, nil
	}
	return nil, nil, hosting.NotFound("Target with ID %s not found in gateway %s.", id, g.ID) // [K]
}

func getTarget(c *core.Call, in core.Object) (any, error) {
	g, t, err := findTarget(c, in)
	if err != nil {
		return nil, err
	}
	return t.output(c, g), nil
}

func updateTarget(c *core.Call, in core.Object) (any, error) {
	g, t, err := findTarget(c, in)
	switch {
	case err != nil:
		return nil, err
	case t.Phase.Moving():
		return nil, t.busy("updated")
	}
	if err := g.mustBeReady("UpdateGatewayTarget"); err != nil {
		return nil, err
	}
	if err := t.configure(c, g, in); err != nil {
		return nil, err
	}
	t.Phase.Enter(c, hosting.Updating, updating, hosting.Ready)
	return t.output(c, g), nil
}

func (t *target) busy(done string) error {
	return hosting.Conflict("Target %s cannot be %s while its status is %s.", t.ID, done, t.Phase.Status) // [K]
}

func deleteTarget(c *core.Call, in core.Object) (any, error) {
	g, t, err := findTarget(c, in)
	switch {
	case err != nil:
		return nil, err
	case t.Phase.Moving() && t.Phase.Status != hosting.Deleting:
		return nil, t.busy("deleted")
	case !t.Phase.Moving():
		t.Phase.Enter(c, hosting.Deleting, deleting, "")
	}
	return core.Object{"gatewayArn": arnOf(c.Realm, g.ID), "targetId": t.ID, "status": t.Phase.Status}, nil
}

func listTargets(c *core.Call, in core.Object) (any, error) {
	g, err := find(c, in)
	if err != nil {
		return nil, err
	}
	size, token := hosting.Page(in, 100)
	page, next, ok := paging.Cut(sorted(g.Targets), func(t *target) string { return t.ID }, "targets "+g.ID, token, size)
	if !ok {
		return nil, hosting.Invalid("Invalid nextToken.", "nextToken") // [K]
	}
	items := []any{}
	for _, t := range page {
		item := t.output(c, g)
		kind, config := kindOf(t.Config)
		item["targetType"] = kind
		for _, name := range []string{"listingMode", "resourcePriority"} {
			if v := config[name]; v != nil {
				item[name] = v
			}
		}
		items = append(items, item)
	}
	return core.Object{"items": items, "nextToken": next}, nil
}

func (g *gateway) advanceTargets(c *core.Call) {
	for id, t := range g.Targets {
		was := t.Phase.Status
		then, moved := t.Phase.Settle(c)
		switch {
		case moved && t.Phase.Gone():
			delete(g.Targets, id)
		case moved && was == synchronizing:
			t.Synched = hosting.Stamp(then)
		}
	}
}
