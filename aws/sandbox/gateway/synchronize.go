package gateway

import (
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/hosting"
)

const (
	synchronizing    = "SYNCHRONIZING"
	synchronizeTakes = 5 * time.Second // [K]
)

// synchronizeTargets asks servers for their tools again. Only targets whose tools the gateway lists itself can be.
func synchronizeTargets(c *core.Call, in core.Object) (any, error) {
	g, err := find(c, in)
	if err != nil {
		return nil, err
	}
	if err := g.mustBeReady("SynchronizeGatewayTargets"); err != nil {
		return nil, err
	}
	var ids []string
	if err := core.Bind(in["targetIdList"], &ids); err != nil {
		return nil, err
	}
	var chosen []*target
	for _, id := range ids {
		t := g.Targets[id]
		switch {
		case t == nil:
			return nil, hosting.NotFound("Target with ID %s not found in gateway %s.", id, g.ID) // [K]
		case t.Phase.Moving():
			return nil, t.busy("synchronized")
		case !listsTools(t.Config):
			return nil, hosting.Invalid("Only MCP server targets without a static tool schema can be synchronized.", "targetIdList") // [K]
		}
		chosen = append(chosen, t)
	}
	targets := []any{}
	for _, t := range chosen {
		t.Phase.Enter(c, synchronizing, synchronizeTakes, hosting.Ready)
		targets = append(targets, t.output(c, g))
	}
	return core.Object{"targets": targets}, nil
}
