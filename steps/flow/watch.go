package flow

import (
	"context"
	"sync"
	"time"

	"agentcore-workshop/steps/text"
)

// Watch makes the same checks again and again, and tells what changed. It keeps one verification and what was paid for, and
// nothing else, however long it goes on.
type Watch struct {
	place  Place
	checks []Check
	clock  Clock
	mu     sync.Mutex // one look at a time
	facts  *Facts
	last   *Verification
	moved  bool
}

// NewWatch is a watch over a checklist.
func NewWatch(place Place, checks []Check, clock Clock) *Watch {
	return &Watch{place: place, checks: checks, clock: clock}
}

// Change is a check that came out differently: before and after, side by side. It is a line of verify --watch.
type Change struct {
	Check         *Check
	Time          time.Time
	Before, After Verdict
}

// Type is the change's type on the wire.
func (Change) Type() string { return "change" }

// Wire is the change as JSON sees it.
func (b Change) Wire(l text.Lang) any {
	side := func(v Verdict) CheckWire { return CheckResult{b.Check, v}.WireCheck(l) }
	return struct {
		Type   string    `json:"type"`
		Time   string    `json:"time"`
		ID     string    `json:"id"`
		Group  string    `json:"group"`
		Before CheckWire `json:"before"`
		After  CheckWire `json:"after"`
	}{b.Type(), b.Time.UTC().Format(time.RFC3339), b.Check.ID, b.Check.Group, side(b.Before), side(b.After)}
}

// Look makes the checks once more. What was billed is not asked for again, except what was refused, and that once after
// something else changed: a repair is seen. A look that ctx cut short says nothing, and ok is false.
func (w *Watch) Look(ctx context.Context, report func(CheckResult)) (v Verification, changes []Change, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.facts == nil {
		w.facts = NewFacts()
	} else {
		w.facts = w.facts.next(w.moved)
	}
	v = verifyWith(ctx, w.facts, w.place, w.checks, w.clock, report)
	if ctx.Err() != nil {
		return v, nil, false
	}
	if w.last != nil {
		for i, after := range v.Results {
			before := w.last.Results[i].Verdict
			if before.Status != after.Verdict.Status || before.Summary.String() != after.Verdict.Summary.String() {
				changes = append(changes, Change{after.Check, v.StartedAt, before, after.Verdict})
			}
		}
	}
	w.moved, w.last = len(changes) > 0, &v
	return v, changes, true
}
