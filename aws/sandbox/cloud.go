package sandbox

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/fault"
	"agentcore-workshop/aws/sandbox/wire"
)

// DefaultAccount and DefaultRegion are where requests go that name no other.
const (
	DefaultAccount = "123456789012"
	DefaultRegion  = "us-east-1"
)

// Options say how a practice cloud is made. The zero value is a cloud at the fast pace with the host's clock.
type Options struct {
	// Now is the host's clock; nil is time.Now.
	Now func() time.Time
	// Sleep waits for d or until ctx is done; nil waits in real time. The fault "slow" uses it.
	Sleep func(ctx context.Context, d time.Duration) error
	// Seed makes identifiers and dice repeatable; zero is the system's randomness.
	Seed uint64
	// Strict verifies signatures as AWS does; otherwise any keys and any signature will do.
	Strict bool
	// Pace is how long things take; empty is that of a restored state, or core.Fast.
	Pace core.Pace
	// Agent is the address of a participant's own agent process on loopback, which then answers behind every runtime; empty
	// is the built-in agent.
	Agent string
	// Version is the program's version, told by /_sandbox/health.
	Version string
	// Network carries requests that services make to hosts outside the cloud; nil is http.DefaultTransport.
	Network http.RoundTripper
	// Log hears of panics inside services; nil is silence.
	Log *slog.Logger
	// Services replaces the cloud's services; nil is all of them.
	Services []core.Service
}

// Cloud is the practice cloud. It is an http.Handler.
type Cloud struct {
	*core.Cloud

	codec   *wire.Codec
	hosts   *hosts
	faults  *fault.Set
	calls   *callLog
	now     func() time.Time
	sleep   func(context.Context, time.Duration) error
	log     *slog.Logger
	version string
	born    time.Time
	strict  bool
	changed chan struct{}
	lend    func(onlyAWS bool) (Proxied, error) // nil: there is no proxy

	instance string
	prove    func(nonce string) string // nil: nothing is proved

	paceChosen bool
	labs       labs
}

// New makes a practice cloud.
func New(o Options) *Cloud {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Sleep == nil {
		o.Sleep = sleep
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Network == nil {
		o.Network = http.DefaultTransport
	}
	services := o.Services
	if services == nil {
		services = allServices(o)
	}
	c := &Cloud{
		Cloud: core.New(core.NewClock(o.Now), core.NewIDs(o.Seed), services...),
		codec: wire.New(), hosts: newHosts(), faults: fault.NewSet(o.Seed), calls: &callLog{}, now: o.Now, sleep: o.Sleep, log: o.Log,
		version: o.Version, strict: o.Strict, born: o.Now(), changed: make(chan struct{}, 1),
	}
	if o.Pace != "" {
		c.SetPace(o.Pace)
		c.paceChosen = true
	}
	c.Validate = c.codec.Validate
	c.Before, c.Inside = c.before, c.inside
	c.After = recorders(services)
	c.HTTP = &http.Client{Transport: &split{cloud: c, network: o.Network}}
	return c
}

// Warm unpacks the service models ahead of the first request. It may run beside requests.
func (c *Cloud) Warm() { c.codec.Model() }

// Changed receives after requests that changed the state, at least once for each burst of changes. It has one listener.
func (c *Cloud) Changed() <-chan struct{} { return c.changed }

func (c *Cloud) announce() {
	select {
	case c.changed <- struct{}{}:
	default: // the listener has not taken the last one yet and will see this change too
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
