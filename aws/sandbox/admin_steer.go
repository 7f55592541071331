package sandbox

import (
	"net/http"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/fault"
)

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
