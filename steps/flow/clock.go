package flow

import (
	"context"
	"time"
)

// Clock is the time that waits and countdowns go by. Tests give their own.
type Clock interface {
	Now() time.Time
	// Sleep waits for d, or returns ctx's error when that ends first.
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the host's clock.
type SystemClock struct{}

func (SystemClock) Now() time.Time { return time.Now() }

func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Backoff is the rhythm of polling: at once, then ever slower up to two seconds, so that a fast cloud is followed closely
// and a slow one is not pestered.
type Backoff struct{ next time.Duration }

// Wait sleeps for the next interval.
func (b *Backoff) Wait(ctx context.Context, clock Clock) error {
	d := b.next
	switch {
	case d == 0:
		b.next = 100 * time.Millisecond
		return ctx.Err()
	case d < 2*time.Second:
		b.next = min(d*3/2, 2*time.Second)
	}
	return clock.Sleep(ctx, d)
}
