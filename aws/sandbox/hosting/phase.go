package hosting

import (
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// Statuses that gateways, targets, runtimes and endpoints share.
const (
	Creating = "CREATING"
	Updating = "UPDATING"
	Deleting = "DELETING"
	Ready    = "READY"
)

// Phase is a status with what follows it. It is part of the state.
type Phase struct {
	Status string
	Due    time.Time // when the status ends; zero is never
	Next   string    // what follows; empty is the end of the resource
}

// Enter begins a status that AWS takes the given time to leave.
func (p *Phase) Enter(c *core.Call, status string, takes time.Duration, next string) {
	*p = Phase{Status: status, Due: c.Now().Add(c.Cloud.Pace().Scale(takes)), Next: next}
	c.Realm.WakeAt(p.Due)
}

// Settle moves on when that is due, at the scheduled moment, and otherwise asks for a turn when it will be. It returns
// the call at that moment and true when something changed.
func (p *Phase) Settle(c *core.Call) (*core.Call, bool) {
	switch {
	case p.Due.IsZero():
		return c, false
	case p.Due.After(c.Now()):
		c.Realm.WakeAt(p.Due)
		return c, false
	}
	then := c.At(p.Due)
	*p = Phase{Status: p.Next}
	return then, true
}

// Gone reports a resource whose deletion has ended.
func (p *Phase) Gone() bool { return p.Status == "" }

// Moving reports a resource that is on its way to another status and takes no change until it is there.
func (p *Phase) Moving() bool { return !p.Due.IsZero() }

// Stamp is a moment as gateways and runtimes write it: whole milliseconds.
func Stamp(c *core.Call) time.Time { return c.Now().Truncate(time.Millisecond) }
