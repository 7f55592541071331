package ui

import (
	"slices"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// course is a session as far as it has come: what screens draw. Only Update changes it.
type course struct {
	door    flow.DoorID
	session *flow.Session
	steps   []*record
	// current is the step that is looked at. follow lets it go along with a run; placed says that it was put somewhere once.
	current        int
	follow, placed bool
	// running is the id of the step that a run was started for, or empty; stop ends the run.
	running string
	stop    func()
	// over is closed when the run that was started last has ended.
	over    chan struct{}
	traffic []exchange
	// looking says that a look around is under way; lookedAt when the last one ended.
	looking  bool
	lookedAt time.Time
	// labSince is when a lab was begun from here.
	labSince time.Time
	codes    map[string]string
	now      func() time.Time
}

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

func newCourse(door flow.DoorID, s *flow.Session, fallback func() time.Time) *course {
	c := &course{door: door, session: s, codes: map[string]string{}, now: fallback}
	if s.Clock != nil {
		c.now = s.Clock.Now
	}
	for _, step := range s.Steps {
		c.steps = append(c.steps, &record{step: step, info: step.Info()})
	}
	return c
}

func (c *course) find(id string) *record {
	for _, r := range c.steps {
		if r.info.ID == id {
			return r
		}
	}
	return nil
}

// judges reports whether a step is the checklist of something that is there, be it broken: then only that is run, since what it needs
// would be mended on the way, or refuse to be.
func (c *course) judges(id string) bool {
	r := c.find(id)
	if id != verifyStep || r == nil {
		return false
	}
	return len(r.checks) > 0 || !slices.ContainsFunc(r.info.Needs, func(need string) bool {
		n := c.find(need)
		return n == nil || n.state == "" || n.state == flow.Absent || n.state == flow.InProgress
	})
}

func (c *course) here() *record { return c.steps[c.current] }

func (c *course) index(id string) int {
	return slices.IndexFunc(c.steps, func(r *record) bool { return r.info.ID == id })
}

// apply adds an event to the story.
func (c *course) apply(h happened) {
	e := h.event
	switch b := e.Body.(type) {
	case flow.Call:
		c.traffic = append(c.traffic, exchange{at: e.Time, step: e.Step, call: &b})
	case flow.Hop:
		c.traffic = append(c.traffic, exchange{at: e.Time, step: e.Step, hop: &b})
	}
	if r := c.find(e.Step); r != nil && !h.survey {
		r.news = e.Time
		r.apply(e)
	}
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

// looked takes the state that a look around found.
func (c *course) looked(s surveyed) {
	if s.last {
		c.looking, c.lookedAt = false, c.now()
	}
	r := c.find(s.id)
	if r == nil || r.busy {
		return
	}
	r.lookErr = flow.AsFailure(s.err)
	if s.err == nil {
		r.state, r.summary, r.differences = s.status.State, s.status.Summary, s.status.Differences
		if r.outcome == "" {
			r.facts = s.status.Facts
		}
	}
	if s.last && !c.placed {
		c.current, c.placed = c.firstOpen(), true
	}
}

// firstOpen is the first step of the main job that is not done; where all are, the last of them.
func (c *course) firstOpen() int {
	last := 0
	for i, r := range c.steps {
		if !r.info.Main {
			continue
		}
		if !r.complete() {
			return i
		}
		last = i
	}
	return last
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

// jobDone reports whether every step of the main job is complete.
func (c *course) jobDone() bool {
	for _, r := range c.steps {
		if r.info.Main && !r.complete() {
			return false
		}
	}
	return len(c.steps) > 0
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

func (c *course) stops(p *widget.Pen) []widget.Stop {
	out := make([]widget.Stop, len(c.steps))
	for i, r := range c.steps {
		out[i] = widget.Stop{Title: p.T(r.info.Title), State: r.stop(), Extra: !r.info.Main}
	}
	return out
}

// counting reports whether something on the screen changes by itself with time.
func (c *course) counting() bool {
	if c.running != "" || slices.ContainsFunc(c.steps, func(r *record) bool { return r.stop() == widget.StopElsewhere }) {
		return true
	}
	for _, f := range c.here().facts {
		if until, ok := expiry(f); ok && until.After(c.now()) {
			return true
		}
	}
	return false
}
