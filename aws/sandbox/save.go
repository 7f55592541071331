package sandbox

import (
	"encoding/json"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/fault"
)

// StateVersion is the version of the saved form, which grows with the core's.
const StateVersion = core.StateVersion

// State is all that outlives a process: the accounts, the clock's offset, the pace and the faults in force.
type State struct {
	Version int
	Cloud   core.State
	Pace    core.Pace
	Faults  []fault.Rule
	Labs    json.RawMessage `json:",omitempty"`
}

// Save copies the state. It may be called while requests are served.
func (c *Cloud) Save() (State, error) {
	inner, err := c.Cloud.Save()
	if err != nil {
		return State{}, err
	}
	return State{Version: StateVersion, Cloud: inner, Pace: c.Pace(), Faults: c.Faults(), Labs: c.labs.save()}, nil
}

// Restore replaces the state by a saved one. A pace that was chosen when the cloud was made stays.
func (c *Cloud) Restore(s State) {
	c.Cloud.Restore(s.Cloud)
	if !c.paceChosen && s.Pace != "" {
		c.SetPace(s.Pace)
	}
	c.faults.Replace(s.Faults)
	c.labs.restore(s.Labs)
	c.SetFaults(c.faults.Args())
}
