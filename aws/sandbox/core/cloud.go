package core

import (
	"net/http"
	"sync"
	"sync/atomic"
)

// Cloud is the practice cloud without its wire: services, accounts and time.
type Cloud struct {
	Clock *Clock
	IDs   *IDs
	Index *Index
	// HTTP is how services call out (a token endpoint, a discovery document): AWS hosts of this cloud are answered by
	// the cloud itself, anything else goes where it belongs.
	HTTP *http.Client
	// Validate checks an input against the service model; nil checks nothing.
	Validate func(service, operation string, in Object) *Error
	// Before is asked before every operation that comes from outside; an error is the answer. Faults hang here.
	Before func(c *Call, in Object) error
	// After is told of every operation that came from outside. The request log and the audit trail hang here.
	After func(c *Call, in, out Object, err error)
	// Inside is asked before every call that one service makes to another on a caller's behalf; an error is the answer.
	Inside func(c *Call, in Object) error

	services []Service
	ops      map[string]Op
	pace     atomic.Value // Pace
	faults   atomic.Pointer[map[string]string]

	mu       sync.RWMutex
	accounts map[string]*Account
	changes  atomic.Int64
}

// New makes a cloud of services.
func New(clock *Clock, ids *IDs, services ...Service) *Cloud {
	c := &Cloud{
		Clock: clock, IDs: ids, Index: &Index{refs: map[string]Ref{}}, HTTP: http.DefaultClient,
		services: services, ops: map[string]Op{}, accounts: map[string]*Account{},
	}
	c.SetPace(Fast)
	for _, s := range services {
		for _, op := range s.Ops() {
			c.ops[s.Name()+":"+op.Name] = op
		}
	}
	return c
}

// Pace says how long things take now.
func (c *Cloud) Pace() Pace { return c.pace.Load().(Pace) }

// SetPace changes how long things take from now on; what is under way keeps its schedule.
func (c *Cloud) SetPace(p Pace) { c.pace.Store(p) }

// Services lists the cloud's services.
func (c *Cloud) Services() []Service { return c.services }

// Knows reports whether an operation is answered.
func (c *Cloud) Knows(service, operation string) bool {
	_, ok := c.op(service, operation)
	return ok
}

func (c *Cloud) op(service, operation string) (Op, bool) {
	op, ok := c.ops[service+":"+operation]
	return op, ok
}

// Changes counts the changes to the cloud's state; a host compares it to know when to save.
func (c *Cloud) Changes() int64 { return c.changes.Load() }

// Touch counts a change that was made outside an operation, such as a sign-in at a hosted page.
func (c *Cloud) Touch() { c.changes.Add(1) }

// Realm returns an account in a region, made empty at its first use.
func (c *Cloud) Realm(account, region string) *Realm {
	c.mu.RLock()
	a := c.accounts[account]
	var r *Realm
	if a != nil {
		r = a.realms[region]
	}
	c.mu.RUnlock()
	if r != nil {
		return r
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if a = c.accounts[account]; a == nil {
		a = &Account{ID: account, realms: map[string]*Realm{}}
		c.accounts[account] = a
	}
	if r = a.realms[region]; r == nil {
		r = newRealm(a, region)
		a.realms[region] = r
	}
	return r
}

func newRealm(a *Account, region string) *Realm {
	return &Realm{Account: a, Region: region, parts: map[string]any{}}
}

func (c *Cloud) realmOf(a *Account, region string) *Realm { return c.Realm(a.ID, region) }

// realms lists an account's realms.
func (c *Cloud) realms(a *Account) []*Realm {
	c.mu.RLock()
	defer c.mu.RUnlock()
	list := make([]*Realm, 0, len(a.realms))
	for _, r := range a.realms {
		list = append(list, r)
	}
	return list
}

// regionFor is the region under which a service keeps its state.
func regionFor(service, region string) string {
	if service == "iam" {
		return Global
	}
	return region
}

// Unknown is the answer to an operation that the practice cloud does not have: never a 5xx that SDKs would retry, but 501.
func Unknown(service, operation string) *Error {
	return &Error{
		Code: "UnknownOperationException", Status: http.StatusNotImplemented,
		Message: "The practice cloud does not have the operation " + operation + " of " + service + ".",
	}
}
