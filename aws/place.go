package aws

import (
	"context"
	"net/http"
	"sync/atomic"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
)

// Options say which place to open. The zero value is AWS as the AWS CLI would find it.
type Options struct {
	// Profile, Region and Endpoint are what the command line said; empty means to look where the AWS CLI looks.
	Profile, Region, Endpoint string
	// Practice opens the practice cloud at Endpoint. Profile, environment and shared config are never read.
	Practice bool
	// ReadOnly refuses every call that changes anything, before it is sent.
	ReadOnly bool
	// Recorder is told of every call, and may hold it back. Nil records nothing.
	Recorder Recorder
	// Transport carries the requests; nil is a transport of its own with short connect time-outs, which trusts AWS_CA_BUNDLE.
	// Sign-ins that the SDK does for credentials (SSO, roles) never go through it.
	Transport http.RoundTripper
	// HTTPTimeout ends one attempt of one call; 0 is 30 s. Waiting in Recorder.Before is not part of it.
	HTTPTimeout time.Duration
	// MaxBackoff is the longest wait before a call is tried again; 0 is the SDK's 20 s.
	MaxBackoff time.Duration
	// Now is the host's clock; nil is time.Now.
	Now func() time.Time
}

// Found is a value with where it was found: a flag ("--region"), an environment variable ("AWS_REGION"), "shared config",
// "default" or "practice cloud". Both are empty when there is none.
type Found struct{ Value, Source string }

// Place is where a Cloud works, before anybody has been asked for credentials.
type Place struct {
	Profile, Region, Endpoint Found
	// Practice says that our own practice cloud answers there.
	Practice bool
	ReadOnly bool
}

// Cloud is one place in one region: the service clients, and the HTTP client for what is not an AWS API.
// It is safe for use by several goroutines.
type Cloud struct {
	place   Place
	options Options
	config  sdk.Config
	shared  *shared
	clients clients
	http    *http.Client
}

// shared is what a Cloud has in common with the same place in other regions.
type shared struct {
	route *route
	// offset is the practice cloud's clock against the host's, skew AWS's Date header against it; nanoseconds.
	offset, skew atomic.Int64
	now          func() time.Time
	masker       *masker
}

// Open finds the place. It calls nobody, except for the health question to an endpoint on loopback (at most one second).
// A missing region is not an error here: Place().Region is empty, and In gives one. Errors are *Error of kind NoProfile,
// BadConfig, NotPractice or Network.
func Open(ctx context.Context, o Options) (*Cloud, error) {
	if o.HTTPTimeout == 0 {
		o.HTTPTimeout = 30 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	s := &shared{now: o.Now, masker: newMasker()}
	place, config, err := find(ctx, o)
	if err != nil {
		return nil, err
	}
	if o.Transport == nil {
		o.Transport = transportOf(config)
	}
	if s.route, err = recognise(ctx, o, place.Endpoint.Value, s); err != nil {
		return nil, err
	}
	place.Practice = s.route != nil
	place.ReadOnly = o.ReadOnly
	c := &Cloud{place: place, options: o, config: config, shared: s}
	if place.Practice {
		c.atPractice()
	}
	c.connect()
	return c, nil
}

// atPractice fills in what nobody needs to have for the practice cloud: a region, and keys.
func (c *Cloud) atPractice() {
	if c.place.Region.Value == "" {
		c.place.Region = Found{DefaultRegion, "practice cloud"}
		c.config.Region = DefaultRegion
	}
	c.config.Credentials = dummyFor(c.config.Credentials)
}

// connect makes the clients.
func (c *Cloud) connect() {
	carrier := &carrier{base: c.options.Transport, shared: c.shared}
	c.config.HTTPClient = &http.Client{
		Transport: carrier, Timeout: c.options.HTTPTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c.config.APIOptions = c.middlewares()
	c.config.Retryer = func() sdk.Retryer { return retryer(maxAttempts, c.options.MaxBackoff) }
	c.clients = newClients(c.config, c.options.Endpoint)
	c.http = &http.Client{
		Transport: &plainRecorder{next: carrier, cloud: c},
		Timeout:   0, // Before may hold for as long as a teacher talks; carrier limits the rest
	}
}

// retryer is the SDK's standard one.
func retryer(attempts int, maxBackoff time.Duration) sdk.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.MaxAttempts = attempts
		if maxBackoff > 0 {
			o.MaxBackoff = maxBackoff
		}
	})
}

// maxAttempts is how often a call is tried at most, retries included.
const maxAttempts = 3

// DefaultRegion is where the workshop takes place when nothing else says so.
const DefaultRegion = "us-east-1"

// Place is where this cloud works.
func (c *Cloud) Place() Place { return c.place }

// Region is the region that calls go to, or empty.
func (c *Cloud) Region() string { return c.place.Region.Value }

// Practice reports whether our own practice cloud answers here.
func (c *Cloud) Practice() bool { return c.shared.route != nil }

// In is the same place in another region. The source of the region becomes "chosen".
func (c *Cloud) In(region string) *Cloud {
	d := *c
	d.place.Region = Found{region, "chosen"}
	d.config = c.config.Copy()
	d.config.Region = region
	d.connect()
	return &d
}

// Now is the time at the place: the host's clock, moved by the practice cloud's offset. Tokens are judged by it.
func (c *Cloud) Now() time.Time {
	return c.shared.now().Add(time.Duration(c.shared.offset.Load()))
}

// Skew is how far the cloud's Date header was ahead of the host's clock at the last answer; negative when behind.
// It is accurate to a second.
func (c *Cloud) Skew() time.Duration { return time.Duration(c.shared.skew.Load()) }
