package flow

import (
	"context"
	"sync"
	"time"

	"agentcore-workshop/steps/text"
)

// Held is a request that waits at the gate.
type Held struct {
	Title       text.Msg
	Method, URL string
	// Request is what would be sent, masked.
	Request string
}

// Gate holds every call and hop back while hold is on, so that a teacher explains before it happens and a learner sees
// cause and effect. The zero Gate is open.
type Gate struct {
	mu      sync.Mutex
	on      bool
	waiting *Held
	pass    chan struct{}
	since   time.Time
	held    time.Duration
}

// Toggle turns hold on or off and reports which; turning it off lets pass what waits.
func (g *Gate) Toggle() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.on = !g.on
	if !g.on {
		g.release()
	}
	return g.on
}

// On reports whether hold is on.
func (g *Gate) On() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.on
}

// Waiting is the request that waits, or nil.
func (g *Gate) Waiting() *Held {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.waiting
}

// Next lets one waiting request pass; hold stays on.
func (g *Gate) Next() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.release()
}

func (g *Gate) release() {
	if g.pass != nil {
		close(g.pass)
		g.pass, g.waiting = nil, nil
		g.held += time.Since(g.since)
	}
}

// heldFor is how long requests have been held back so far, all in all, by the host's clock.
func (g *Gate) heldFor() time.Duration {
	if g == nil {
		return 0
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pass == nil {
		return g.held
	}
	return g.held + time.Since(g.since)
}

// wait blocks while hold is on. Requests that come at the same time queue up behind the one that is shown.
func (g *Gate) wait(ctx context.Context, h Held, tell func()) error {
	told := false
	for {
		g.mu.Lock()
		if !g.on {
			g.mu.Unlock()
			return ctx.Err()
		}
		first := g.pass == nil
		if first {
			g.pass, g.waiting, g.since = make(chan struct{}), &h, time.Now()
		}
		pass := g.pass
		g.mu.Unlock()
		if first && !told {
			tell()
			told = true
		}
		select {
		case <-pass:
			if first {
				return ctx.Err()
			}
		case <-ctx.Done():
			if first { // who only queues must not let pass what is shown
				g.abandon(pass)
			}
			return context.Cause(ctx)
		}
	}
}

// abandon takes the shown request away when its owner no longer waits for it.
func (g *Gate) abandon(pass chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pass == pass {
		g.release()
	}
}
