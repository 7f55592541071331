package flow

import (
	"context"
	"sync"
	"time"
)

// patience is a context with a time limit that stands still while a person holds a request back at the gate.
type patience struct {
	context.Context
	done chan struct{}
	mu   sync.Mutex
	err  error
}

// leastWait is how often a limit that has run out but for the hold is looked at again.
const leastWait = 20 * time.Millisecond

// withPatience is context.WithTimeout, except that time at the gate does not count. A nil gate holds nothing.
func withPatience(parent context.Context, limit time.Duration, gate *Gate) (context.Context, context.CancelFunc) {
	p := &patience{Context: parent, done: make(chan struct{})}
	started, before := time.Now(), gate.heldFor()
	left := func() time.Duration { return limit + gate.heldFor() - before - time.Since(started) }
	go func() {
		timer := time.NewTimer(limit)
		defer timer.Stop()
		for {
			select {
			case <-parent.Done():
				p.end(parent.Err())
				return
			case <-p.done:
				return
			case <-timer.C:
			}
			rest := left()
			if rest <= 0 {
				p.end(context.DeadlineExceeded)
				return
			}
			timer.Reset(max(rest, leastWait))
		}
	}()
	return p, func() { p.end(context.Canceled) }
}

func (p *patience) end(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.err == nil {
		p.err = err
		close(p.done)
	}
}

// Deadline is the parent's: this limit's own moves.
func (p *patience) Deadline() (time.Time, bool) { return p.Context.Deadline() }

func (p *patience) Done() <-chan struct{} { return p.done }

func (p *patience) Err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.err
}
