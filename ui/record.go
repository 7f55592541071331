package ui

import (
	"slices"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// record is what is known of a step.
type record struct {
	step  flow.Step
	info  flow.Info
	state flow.State
	// summary and differences are of the last look; lookErr is why it could not be looked at.
	summary     text.Msg
	differences []flow.Difference
	lookErr     *flow.Failure
	// outcome is how the run in this process ended; failure why.
	outcome        flow.Outcome
	failure        *flow.Failure
	busy           bool
	started, ended time.Time
	news           time.Time
	facts          []flow.Fact
	nodes          []widget.Node
	hops           []flow.Hop
	calls          []flow.Call
	notes          []flow.Note
	done, total    int
	checks         []flow.CheckResult
	// told says that this is a bundle's story: what it does not keep cannot be asked for.
	told bool
}

// exchange is a call or a hop, for the call inspector.
type exchange struct {
	at   time.Time
	step string
	call *flow.Call
	hop  *flow.Hop
}

func (r *record) apply(e flow.Event) {
	switch b := e.Body.(type) {
	case flow.StepStarted:
		*r = record{step: r.step, info: r.info, state: r.state, told: r.told, busy: true, started: e.Time, news: e.Time}
	case flow.StepFinished:
		r.busy, r.ended, r.outcome, r.failure = false, e.Time, b.Status, b.Error
		if b.State != "" {
			r.state = b.State
		}
		r.summary = b.Summary
		r.notes = slices.DeleteFunc(r.notes, func(n flow.Note) bool { return n.Passing })
	case flow.Progress:
		r.done, r.total = b.Done, b.Total
	case flow.Fact:
		r.fact(b)
	case flow.Resource:
		r.resource(b, e.Time)
	case flow.Hop:
		r.hops = append(r.hops, b)
	case flow.Call:
		r.calls = append(r.calls, b)
	case flow.Note:
		r.notes = append(r.notes, b)
	case flow.CheckResult:
		r.checks = append(r.checks, b)
	}
}

func (r *record) fact(f flow.Fact) {
	for i := range r.facts {
		if r.facts[i].Key == f.Key {
			r.facts[i] = f
			return
		}
	}
	r.facts = append(r.facts, f)
}

func (r *record) resource(b flow.Resource, at time.Time) {
	if !b.Time.IsZero() {
		at = b.Time
	}
	i := slices.IndexFunc(r.nodes, func(n widget.Node) bool { return n.ID == b.LogicalID })
	if i < 0 {
		r.nodes = append(r.nodes, widget.Node{ID: b.LogicalID, Since: at})
		i = len(r.nodes) - 1
	}
	n := &r.nodes[i]
	n.Type, n.Status, n.Until = b.ResourceType, b.Status, at
	if b.Reason != "" {
		n.Reason = b.Reason
	}
}

// complete reports whether the step is done: durable results exist, the others were brought about in this process.
func (r *record) complete() bool {
	if r.busy || r.outcome == flow.Failed {
		return false
	}
	if r.info.Ephemeral {
		return r.outcome == flow.OK
	}
	return r.state == flow.Present
}

// cancelled reports whether the person ended the step with a no. That is no failure.
func (r *record) cancelled() bool {
	return r.outcome == flow.Failed && r.failure != nil && r.failure.Code == "Declined"
}

// stopped reports whether the person stopped the step in the middle. Nothing has failed then either.
func (r *record) stopped() bool {
	return r.outcome == flow.Failed && r.failure != nil && r.failure.Code == "Interrupted"
}

func (r *record) stop() widget.StopState {
	switch {
	case r.busy:
		return widget.StopRunning
	case r.stopped():
		return widget.StopStopped
	case r.cancelled():
		return widget.StopCancelled
	case r.outcome == flow.Failed:
		return widget.StopFailed
	case r.complete():
		return widget.StopDone
	case r.state == flow.Drifted:
		return widget.StopAttention
	case r.state == flow.InProgress:
		return widget.StopElsewhere
	case r.state == "" && r.lookErr == nil:
		return widget.StopUnknown
	}
	return widget.StopTodo
}
