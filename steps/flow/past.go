package flow

import "time"

// Past is what happened on a place at another time, as a support bundle keeps it. A session with a past shows it, and does nothing:
// there is no cloud behind it.
type Past struct {
	// Made is when it was written down.
	Made time.Time
	// Events are what happened, step by step. They come from somebody else's file.
	Events []Event
	// Timeline tells the same in a list.
	Timeline Document
}

// Stopped is a clock that stands still: what is shown of the past has expired by then, or has not.
type Stopped struct {
	SystemClock
	At time.Time
}

func (c Stopped) Now() time.Time { return c.At }
