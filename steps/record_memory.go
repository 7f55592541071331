package steps

import (
	"encoding/json"
	"slices"
	"sync"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
)

// MadeCall is a call that this program made, as the audit expects to find it. At is known of earlier commands' calls only.
type MadeCall struct {
	Service, Operation, RequestID string
	At                            time.Time
}

// inHistory reports whether the event history has such a call: an invocation is a data event, which it leaves out.
func (c MadeCall) inHistory() bool {
	return c.RequestID != "" && c.Operation != "InvokeAgentRuntime" && (c.Service == "bedrock-agentcore" || c.Service == "bedrock-agentcore-control")
}

// callsKept bounds what a session remembers of its own calls. DeliveredWithin is how late CloudTrail may deliver an event.
const (
	callsKept       = 500
	DeliveredWithin = 15 * time.Minute
)

// memory keeps the last calls of a session to AgentCore.
type memory struct {
	mu    sync.Mutex
	calls []MadeCall
}

// note keeps a call that the event history will have.
func (m *memory) note(c aws.Call) {
	made := MadeCall{Service: c.Service, Operation: c.Operation, RequestID: c.RequestID}
	if !made.inHistory() {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.calls = append(m.calls, made)
	if len(m.calls) > callsKept {
		m.calls = slices.Delete(m.calls, 0, len(m.calls)-callsKept)
	}
}

// MadeCalls are those that this process made, oldest first.
func (e *Env) MadeCalls() []MadeCall {
	r, ok := e.Cloud.Recorder().(*recorder)
	if !ok {
		return nil
	}
	r.memory.mu.Lock()
	defer r.memory.mu.Unlock()
	return slices.Clone(r.memory.calls)
}

// Expected are now, the calls of this process, after those that earlier commands made in the last quarter of an hour: the journal knows
// their request ids, and none of them may have been delivered yet.
func (e *Env) Expected(now []MadeCall) []MadeCall {
	var all []MadeCall
	for _, c := range e.past() {
		if !slices.ContainsFunc(now, func(n MadeCall) bool { return n.RequestID == c.RequestID }) {
			all = append(all, c)
		}
	}
	return append(all, now...)
}

// past are the journal's calls of the last quarter of an hour.
func (e *Env) past() []MadeCall {
	if e.Past == nil {
		return nil
	}
	entries, err := e.Past()
	if err != nil {
		return nil // what cannot be remembered is not expected
	}
	var all []MadeCall
	for _, entry := range entries {
		var raw struct {
			Service   string `json:"service"`
			Operation string `json:"operation"`
			RequestID string `json:"request_id"`
		}
		if entry.Type != (flow.Call{}).Type() || e.Clock.Now().Sub(entry.Time) > DeliveredWithin || json.Unmarshal(entry.Raw, &raw) != nil {
			continue
		}
		if c := (MadeCall{raw.Service, raw.Operation, raw.RequestID, entry.Time}); c.inHistory() {
			all = append(all, c)
		}
	}
	return all
}
