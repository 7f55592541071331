// Package cloudtrail is the practice cloud's AWS CloudTrail event history: who did what with AgentCore Identity and with
// stacks, as LookupEvents finds it.
//
// Rules of this layer: Record is told of every operation that came from outside and writes down those that the history is
// about; an event holds no secret, not even in state; it can be found only after CloudTrail's delay, and no longer than 90 days.
package cloudtrail

import (
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// Service is CloudTrail.
type Service struct{}

// New makes the service.
func New() *Service { return &Service{} }

// Name is the service's name in its model.
func (*Service) Name() string { return "cloudtrail" }

// Ops lists the operations.
func (*Service) Ops() []core.Op {
	return []core.Op{core.Read("LookupEvents", lookupEvents)}
}

const (
	part = "cloudtrail"
	// kept bounds the history, so that a cloud that runs for days does not grow without end.
	kept = 2000
	// keptFor is how far back CloudTrail's event history reaches.
	keptFor = 90 * 24 * time.Hour
	// AWS delivers within about 15 minutes, typically 5. [K] for the spread.
	leastDelay, delaySpread = 90 * time.Second, 210 * time.Second
)

// history is what a realm keeps, oldest first.
type history struct {
	Next   int64 // number of the next event
	Events []*event
}

// event is one entry. Record is the whole CloudTrail record as JSON.
type event struct {
	Number                               int64
	ID, Name, Source, User, Key, Request string
	ReadOnly                             bool
	Resources                            []resource
	At, Visible                          time.Time
	Record                               string
}

type resource struct{ ResourceType, ResourceName string }

func historyOf(r *core.Realm) *history { return core.Part[history](r, part) }

// Record writes an operation down, if the history is about it. It takes the account's lock: call it without.
func (*Service) Record(c *core.Call, in, out core.Object, err error) {
	if !about(c.Service, c.Operation) {
		return
	}
	account := c.Realm.Account
	account.Lock()
	defer account.Unlock()
	h := historyOf(c.Realm)
	h.Next++
	h.Events = append(h.Events, newEvent(c, h.Next, in, out, err))
	if len(h.Events) > kept {
		h.Events = slices.Delete(h.Events, 0, len(h.Events)-kept)
	}
	c.Cloud.Touch()
}

// about says which operations the history keeps: all of AgentCore Identity, and those that change a stack. Reading a
// stack is left out, though AWS has it: a client that waits for a stack would push everything else out.
func about(service, operation string) bool {
	switch service {
	case "bedrock-agentcore":
		return operation != "InvokeAgentRuntime" // a data event, which the history does not show
	case "bedrock-agentcore-control":
		return true
	case "cloudformation":
		return !readOnly(operation)
	}
	return false
}

// readOnly follows CloudTrail's rule of thumb. Handing out a token is a Get by name and a write by nature. [K]
func readOnly(operation string) bool {
	for _, prefix := range []string{"GetWorkloadAccessToken", "GetResource"} {
		if strings.HasPrefix(operation, prefix) {
			return false
		}
	}
	for _, prefix := range []string{"Get", "List", "Describe", "Validate"} {
		if strings.HasPrefix(operation, prefix) {
			return true
		}
	}
	return false
}

// delay is how long an event takes until it can be found.
func delay(c *core.Call) time.Duration {
	share := time.Duration(c.Cloud.IDs.Bytes(1)[0])
	return c.Cloud.Pace().Scale(leastDelay + delaySpread*share/255)
}
