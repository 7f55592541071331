package ui

import (
	"slices"
	"time"

	"agentcore-workshop/steps/flow"
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

// jobDone reports whether every step of the main job is complete.
func (c *course) jobDone() bool {
	for _, r := range c.steps {
		if r.info.Main && !r.complete() {
			return false
		}
	}
	return len(c.steps) > 0
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
