package sandbox

import (
	"cmp"
	"net/http"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/fault"
)

// farthest is how far the cloud's time may be from the host's. Timestamps of AWS's protocols hold it, and so do durations.
const farthest = 100 * 365 * 24 * time.Hour

// adminClock moves the cloud's time: {"offset":"1h"} sets how far it is ahead, {"advance":"16m"} adds to that.
func (c *Cloud) adminClock(x *exchange) {
	if x.r.Method == http.MethodPost {
		var body struct{ Offset, Advance *fault.Duration }
		if !x.input(&body) {
			return
		}
		ahead, further := c.Clock.Offset(), time.Duration(0)
		if body.Offset != nil {
			ahead = time.Duration(*body.Offset)
		}
		if body.Advance != nil {
			further = time.Duration(*body.Advance)
		}
		if ahead.Abs() > farthest || further.Abs() > farthest || (ahead+further).Abs() > farthest {
			x.complain(http.StatusBadRequest, "the time can be moved by 100 years and no more")
			return
		}
		ahead += further
		c.SetTime(ahead)
		c.stamp(x, 0)
	}
	x.answer(http.StatusOK, map[string]any{
		"now": c.Clock.Now(), "offset": c.Clock.Offset().String(), "offset_ms": c.Clock.Offset().Milliseconds(),
	})
}

// adminExpire lets end what else would take ten minutes or an hour: {"session":"urn:..."} a consent's session, {"workload":"agent",
// "provider":"name"} the tokens that the vault has for an agent, in the region that is named, or else the usual one.
func (c *Cloud) adminExpire(x *exchange) {
	var body struct{ Session, Workload, Provider, Account, Region string }
	if !x.input(&body) {
		return
	}
	ended := 0
	switch {
	case body.Session != "":
		if agentcore.ExpireSession(c.Cloud, body.Session) {
			ended = 1
		}
	case body.Workload != "" && body.Provider != "":
		ended = agentcore.ExpireTokens(c.Cloud, c.Realm(cmp.Or(body.Account, DefaultAccount), cmp.Or(body.Region, DefaultRegion)), body.Workload, body.Provider)
	default:
		x.complain(http.StatusBadRequest, "name a session, or a workload and a provider")
		return
	}
	c.Touch()
	x.answer(http.StatusOK, map[string]int{"ended": ended})
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
