package sandbox

import (
	"bytes"
	"encoding/json"
	"net/http"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/fault"
)

// Break puts a fault into force.
func (c *Cloud) Break(r fault.Rule) error {
	if err := c.faults.Add(r); err != nil {
		return err
	}
	c.faultsChanged()
	return nil
}

// Lift takes the faults of a name, or all, out of force and returns how many.
func (c *Cloud) Lift(name string) int {
	n := c.faults.Lift(name)
	c.faultsChanged()
	return n
}

// Faults lists the faults in force.
func (c *Cloud) Faults() []fault.Rule { return c.faults.List() }

func (c *Cloud) faultsChanged() {
	c.SetFaults(c.faults.Args())
	c.Touch()
	c.announce()
}

// adminFaults lists faults, adds one by name or as a raw rule, and lifts one or all.
func (c *Cloud) adminFaults(x *exchange, name string) {
	switch x.r.Method {
	case http.MethodPost:
		rule, err := readRule(x.body)
		if err == nil {
			err = c.Break(rule)
		}
		if err != nil {
			x.complain(http.StatusBadRequest, err.Error())
			return
		}
	case http.MethodDelete:
		var body struct{ Name string }
		if !x.input(&body) {
			return
		}
		for _, other := range []string{x.r.URL.Query().Get("name"), body.Name} {
			if name == "" {
				name = other
			}
		}
		x.answer(http.StatusOK, map[string]int{"lifted": c.Lift(name)})
		return
	}
	list := c.Faults()
	if list == nil {
		list = []fault.Rule{}
	}
	x.answer(http.StatusOK, list)
}

// readRule reads {"name":"slow","arg":"50ms"}, or a rule with an effect of its own.
func readRule(body []byte) (fault.Rule, error) {
	var raw struct {
		fault.Rule
		Effect json.RawMessage `json:"effect"`
	}
	if err := json.Unmarshal(body, &raw); err != nil {
		return fault.Rule{}, err
	}
	if len(bytes.TrimSpace(raw.Effect)) == 0 {
		return fault.Named(raw.Name, raw.Arg)
	}
	rule := raw.Rule
	if err := json.Unmarshal(raw.Effect, &rule.Effect); err != nil {
		return fault.Rule{}, err
	}
	return rule, nil
}

// adminClock moves the cloud's time: {"offset":"1h"} sets how far it is ahead, {"advance":"16m"} adds to that.
func (c *Cloud) adminClock(x *exchange) {
	if x.r.Method == http.MethodPost {
		var body struct{ Offset, Advance *fault.Duration }
		if !x.input(&body) {
			return
		}
		offset := c.Clock.Offset()
		if body.Offset != nil {
			offset = time.Duration(*body.Offset)
		}
		if body.Advance != nil {
			offset += time.Duration(*body.Advance)
		}
		c.Clock.SetOffset(offset)
		c.Touch()
		c.stamp(x, 0)
	}
	x.answer(http.StatusOK, map[string]any{
		"now": c.Clock.Now(), "offset": c.Clock.Offset().String(), "offset_ms": c.Clock.Offset().Milliseconds(),
	})
}

// adminPace says or changes how long things take.
func (c *Cloud) adminPace(x *exchange) {
	if x.r.Method == http.MethodPost {
		var body struct{ Pace core.Pace }
		if !x.input(&body) {
			return
		}
		switch body.Pace {
		case core.Fast, core.Lesson, core.Realistic:
		default:
			x.complain(http.StatusBadRequest, "a pace is fast, lesson or realistic")
			return
		}
		c.SetPace(body.Pace)
		c.Touch()
	}
	x.answer(http.StatusOK, map[string]core.Pace{"pace": c.Pace()})
}
