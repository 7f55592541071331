package core

import (
	"encoding/json"
	"sync"
	"time"
)

// Global is the region under which services without regions (IAM) keep their state.
const Global = "aws-global"

// Account is one AWS account. Its lock guards the state of all its regions, so that nothing crosses accounts and no
// account waits for another.
type Account struct {
	ID     string
	mu     sync.RWMutex
	realms map[string]*Realm
}

// Lock and its kin guard the account's state. The dispatcher holds the lock around every operation that is not Free.
func (a *Account) Lock()    { a.mu.Lock() }
func (a *Account) Unlock()  { a.mu.Unlock() }
func (a *Account) RLock()   { a.mu.RLock() }
func (a *Account) RUnlock() { a.mu.RUnlock() }

// Realm is one account in one region.
type Realm struct {
	Account *Account
	Region  string

	partsMu sync.Mutex // taken for the moment of a look-up, so that readers may meet here
	parts   map[string]any
	saved   map[string]json.RawMessage // parts of a restored state that nobody has asked for yet
	wake    time.Time                  // when Advance has something to do; zero is never
}

// Part returns the state that a service keeps in a realm under a name, made empty at its first use. T must survive a
// round trip through JSON. What it points to is guarded by the account's lock.
func Part[T any](r *Realm, name string) *T {
	r.partsMu.Lock()
	defer r.partsMu.Unlock()
	if p, ok := r.parts[name]; ok {
		return p.(*T)
	}
	p := new(T)
	if raw, ok := r.saved[name]; ok {
		delete(r.saved, name)
		if json.Unmarshal(raw, p) != nil {
			p = new(T)
		}
	}
	r.parts[name] = p
	return p
}

// Has reports whether a part exists, without making it.
func (r *Realm) Has(name string) bool {
	r.partsMu.Lock()
	defer r.partsMu.Unlock()
	_, live := r.parts[name]
	_, saved := r.saved[name]
	return live || saved
}

// WakeAt asks for Advance at t, or earlier when something else has asked for that.
func (r *Realm) WakeAt(t time.Time) {
	if r.wake.IsZero() || t.Before(r.wake) {
		r.wake = t
	}
}

func (r *Realm) due(now time.Time) bool { return !r.wake.IsZero() && !r.wake.After(now) }

// ARN builds an ARN in this realm: ARN("ssm", "parameter/x") is arn:aws:ssm:us-east-1:123456789012:parameter/x.
func (r *Realm) ARN(service, resource string) string {
	region := r.Region
	if region == Global {
		region = ""
	}
	return "arn:aws:" + service + ":" + region + ":" + r.Account.ID + ":" + resource
}
