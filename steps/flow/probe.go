package flow

import (
	"context"
	"errors"
	"sync"
)

// Need is a probe of any type, as the graph of needs sees it.
type Need interface {
	probeID() string
	probeNeeds() []Need
	guard() string
	billed() bool
	basis(ctx context.Context, f *Facts) (string, bool)
	run(ctx context.Context, f *Facts) (any, error)
}

// Probe fetches something from the place, once in a verification. It is the only part of a check that does I/O.
type Probe[T any] struct {
	ID    string
	Needs []Need
	// Guard is the check that reports when this probe fails; checks that are skipped for it name it as their cause.
	Guard string
	// Billed marks a probe whose success costs money: a watch asks once and keeps the answer.
	Billed bool
	// Basis is what a billed answer rests on, in a form that can be compared and betrays no secret: a watch asks again when it
	// has changed. It is asked after Needs are met; nil means that a success is kept for good.
	Basis func(ctx context.Context, f *Facts) string
	Fetch func(ctx context.Context, f *Facts) (T, error)
}

func (p *Probe[T]) probeID() string    { return p.ID }
func (p *Probe[T]) probeNeeds() []Need { return p.Needs }
func (p *Probe[T]) guard() string      { return p.Guard }
func (p *Probe[T]) billed() bool       { return p.Billed }
func (p *Probe[T]) basis(ctx context.Context, f *Facts) (string, bool) {
	if p.Basis == nil {
		return "", false
	}
	return p.Basis(ctx, f), true
}
func (p *Probe[T]) run(ctx context.Context, f *Facts) (any, error) {
	return p.Fetch(ctx, f)
}

// Of is what the probe fetched, or T's zero value when it failed or has not run.
func (p *Probe[T]) Of(f *Facts) T {
	v, _ := p.Get(f)
	return v
}

// Get is what the probe fetched, or why it could not.
func (p *Probe[T]) Get(f *Facts) (T, error) {
	var zero T
	r := f.result(p.ID)
	if r == nil {
		return zero, errNotProbed
	}
	if r.err != nil {
		return zero, r.err
	}
	v, _ := r.value.(T)
	return v, nil
}

// Facts is what one verification has fetched.
type Facts struct {
	mu      sync.Mutex
	results map[string]*result
	// kept are answers that were paid for in an earlier look, and that count as long as their basis is the same.
	kept  map[string]*result
	limit chan struct{}
}

type result struct {
	done  chan struct{}
	value any
	err   error
	// paid marks what a billed probe has answered; basis is what that rests on, when based is set.
	paid, based bool
	basis       string
}

// callsAtOnce bounds how many probes talk to the place at the same time.
const callsAtOnce = 20

// NewFacts is an empty set of facts.
func NewFacts() *Facts {
	return &Facts{results: map[string]*result{}, kept: map[string]*result{}, limit: make(chan struct{}, callsAtOnce)}
}

// result is a finished result, or nil.
func (f *Facts) result(id string) *result {
	f.mu.Lock()
	r := f.results[id]
	f.mu.Unlock()
	if r == nil {
		return nil
	}
	select {
	case <-r.done:
		return r
	default:
		return nil
	}
}

// Fetch runs a probe and what it needs, each once, those that do not need each other at the same time.
func (f *Facts) Fetch(ctx context.Context, p Need) error {
	f.mu.Lock()
	r, running := f.results[p.probeID()]
	if !running {
		r = &result{done: make(chan struct{})}
		f.results[p.probeID()] = r
	}
	f.mu.Unlock()
	if running {
		select {
		case <-r.done:
			return r.err
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	defer close(r.done)
	if r.err = f.FetchAll(ctx, p.probeNeeds()); r.err != nil {
		r.err = skipped(f, p.probeNeeds(), r.err)
		return r.err
	}
	if p.billed() {
		r.basis, r.based = p.basis(ctx, f)
		if old := f.kept[p.probeID()]; old != nil && old.basis == r.basis {
			r.value, r.err, r.paid = old.value, old.err, true
			return r.err
		}
	}
	select {
	case f.limit <- struct{}{}:
	case <-ctx.Done(): // the slots may be taken by calls that do not listen
		r.err = context.Cause(ctx)
		return r.err
	}
	defer func() { <-f.limit }()
	r.value, r.err = p.run(ctx, f)
	r.paid = p.billed()
	return r.err
}

// next is an empty set of facts for another look, which keeps what was paid for: successes as long as their basis is the same,
// failures unless they are to be asked again. What did not run, because something that it needs was missing, runs when that is
// there.
func (f *Facts) next(askAgain bool) *Facts {
	n := NewFacts()
	f.mu.Lock()
	defer f.mu.Unlock()
	for id, r := range f.kept { // not looked at this time, perhaps: its need was missing
		n.kept[id] = r
	}
	for id, r := range f.results {
		select {
		case <-r.done:
		default: // cut off
			continue
		}
		switch {
		case !r.paid:
		case r.err != nil && askAgain:
			delete(n.kept, id)
		case r.based:
			n.kept[id] = r
		default:
			n.results[id] = r
		}
	}
	return n
}

// FetchAll fetches several probes at the same time and returns the first error in their order.
func (f *Facts) FetchAll(ctx context.Context, needs []Need) error {
	errs := make([]error, len(needs))
	var all sync.WaitGroup
	for i, need := range needs {
		all.Go(func() { errs[i] = f.Fetch(ctx, need) })
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// skipped names the first probe in the order of needs that failed by itself, so that the cause stands first.
func skipped(f *Facts, needs []Need, err error) error {
	var earlier *SkippedError
	if errors.As(err, &earlier) {
		return earlier
	}
	for _, need := range needs {
		if r := f.result(need.probeID()); r != nil && r.err != nil {
			return &SkippedError{Because: need.probeID(), Guard: need.guard(), Err: r.err}
		}
	}
	return err
}
