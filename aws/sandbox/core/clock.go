package core

import (
	"sync/atomic"
	"time"
)

// Clock is the cloud's time: the host's clock plus an offset that a teacher may move to show expiry.
type Clock struct {
	now    func() time.Time
	offset atomic.Int64
}

// NewClock makes a clock over now; nil means the host's clock.
func NewClock(now func() time.Time) *Clock {
	if now == nil {
		now = time.Now
	}
	return &Clock{now: now}
}

// Now is the cloud's present time, in UTC.
func (c *Clock) Now() time.Time { return c.now().Add(c.Offset()).UTC() }

// Offset is how far the cloud's time is ahead of the host's.
func (c *Clock) Offset() time.Duration { return time.Duration(c.offset.Load()) }

// SetOffset moves the cloud's time to d ahead of the host's.
func (c *Clock) SetOffset(d time.Duration) { c.offset.Store(int64(d)) }

// Pace says how long things take.
type Pace string

const (
	Fast      Pace = "fast"      // an operation has finished when its answer is written
	Lesson    Pace = "lesson"    // a whole stack takes about ten seconds
	Realistic Pace = "realistic" // what AWS takes
)

// Scale turns a duration that AWS takes into the pace's own. A whole workshop stack takes AWS about 75 seconds.
func (p Pace) Scale(aws time.Duration) time.Duration {
	switch p {
	case Realistic:
		return aws
	case Lesson:
		return aws * 10 / 75
	default:
		return 0
	}
}
