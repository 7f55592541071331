package host

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"agentcore-workshop/aws/sandbox"
)

// Options say where and how a practice cloud is opened.
type Options struct {
	// Dir is the state directory. It is made if it is not there.
	Dir string
	// New makes the cloud, should this process be the one to serve it.
	New func() *sandbox.Cloud
	// Addr is the loopback address to listen on. Empty is 127.0.0.1 with the port of the host before, or a free one.
	Addr string
	// InMemory keeps nothing and shares with nobody.
	InMemory bool
	// Warn hears of what did not stop the cloud from opening: a state kept aside, a directory that cannot be written.
	Warn func(error)
	// Now is the host's clock; nil is time.Now.
	Now func() time.Time
}

// Host is an open practice cloud: served by this process, or by another one.
type Host struct {
	options Options

	mu     sync.Mutex
	served *served // nil when another process serves
	at     place
	closed bool
}

// patience is how long Open waits for another process that has the lock and does not answer yet.
const patience = 5 * time.Second

// Open serves the practice cloud of a directory, or finds the process that does.
func Open(ctx context.Context, o Options) (*Host, error) {
	if o.New == nil {
		return nil, errors.New("a practice cloud needs something that makes it")
	}
	if o.Warn == nil {
		o.Warn = func(error) {}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if err := checkLoopback(o.Addr); err != nil {
		return nil, err
	}
	h := &Host{options: o}
	if err := h.open(ctx); err != nil {
		return nil, err
	}
	return h, nil
}

// Endpoint is where the cloud answers: "http://127.0.0.1:4566".
func (h *Host) Endpoint() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.at.endpoint
}

// Hosting reports whether this process serves the cloud.
func (h *Host) Hosting() bool { return h.Cloud() != nil }

// Cloud is the cloud that this process serves, or nil when another process does.
func (h *Host) Cloud() *sandbox.Cloud {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.served == nil {
		return nil
	}
	return h.served.cloud
}

// Reopen makes sure that the cloud answers: when the process that served it has died, this one takes over, or finds the
// one that has. The endpoint may change.
func (h *Host) Reopen(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch {
	case h.closed:
		return errors.New("the practice cloud is closed")
	case h.served != nil || (&dir{path: h.options.Dir}).answers(ctx, h.at):
		return nil
	}
	return h.open(ctx)
}

// Close lets go of the cloud. The process that served it saves the state first.
func (h *Host) Close() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil
	}
	h.closed = true
	if h.served == nil {
		return nil
	}
	return h.served.close()
}

// open takes the lock and serves, or joins whoever has it.
func (h *Host) open(ctx context.Context) error {
	if h.options.InMemory {
		return h.serve(nil)
	}
	d, err := openDir(h.options.Dir)
	if err != nil {
		return h.without(ctx, err)
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for {
		locked, err := d.lock()
		if err != nil {
			return h.without(ctx, err)
		}
		if locked {
			return h.serve(d)
		}
		if p := d.place(); d.answers(ctx, p) {
			h.at = p
			return d.close()
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("another process holds the practice cloud in %s and does not answer", h.options.Dir), d.close())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// without goes on in memory when the directory cannot be used, unless another process serves from there.
func (h *Host) without(ctx context.Context, cause error) error {
	d := &dir{path: h.options.Dir}
	if p := d.place(); d.answers(ctx, p) {
		h.at = p
		return nil
	}
	h.options.Warn(&Warning{ErrInMemory, cause})
	return h.serve(nil)
}
