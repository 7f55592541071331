package core

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// StateVersion is the version of the saved form. A state of another version is not read.
const StateVersion = 1

// State is the whole cloud in the form in which it is saved.
type State struct {
	Version int
	// Offset is how far the cloud's clock is ahead of the host's.
	Offset time.Duration
	// Drawn is how many bytes of identifiers were made, for a cloud with a seed.
	Drawn  uint64 `json:",omitempty"`
	Realms []RealmState
}

// RealmState is one account in one region.
type RealmState struct {
	Account, Region string
	Wake            time.Time
	Parts           map[string]json.RawMessage
}

// Save copies the cloud's state, one account at a time.
func (c *Cloud) Save() (State, error) {
	state := State{Version: StateVersion, Offset: c.Clock.Offset()}
	for _, a := range c.Accounts() {
		a.RLock()
		for _, r := range c.realms(a) {
			rs, err := r.save()
			if err != nil {
				a.RUnlock()
				return State{}, err
			}
			if len(rs.Parts) > 0 {
				state.Realms = append(state.Realms, rs)
			}
		}
		a.RUnlock()
	}
	state.Drawn = c.IDs.Drawn() // last: what was drawn meanwhile is never drawn again
	return state, nil
}

func (r *Realm) save() (RealmState, error) {
	r.partsMu.Lock()
	defer r.partsMu.Unlock()
	rs := RealmState{Account: r.Account.ID, Region: r.Region, Wake: r.wake, Parts: maps.Clone(r.saved)}
	if rs.Parts == nil {
		rs.Parts = map[string]json.RawMessage{}
	}
	for name, part := range r.parts {
		raw, err := json.Marshal(part)
		if err != nil {
			return rs, err
		}
		rs.Parts[name] = raw
	}
	return rs, nil
}

// Restore replaces the cloud's state by a saved one.
func (c *Cloud) Restore(state State) {
	c.mu.Lock()
	c.accounts = map[string]*Account{}
	c.mu.Unlock()
	c.Index.clear()
	c.Clock.SetOffset(state.Offset)
	c.IDs.resume(state.Drawn)
	for _, rs := range state.Realms {
		r := c.Realm(rs.Account, rs.Region)
		r.saved, r.wake = maps.Clone(rs.Parts), rs.Wake
		for _, s := range c.services {
			if restorer, ok := s.(Restorer); ok {
				restorer.Restored(c, r)
			}
		}
	}
}

// Accounts lists the accounts that have state, by number.
func (c *Cloud) Accounts() []*Account {
	c.mu.RLock()
	defer c.mu.RUnlock()
	ids := slices.Sorted(maps.Keys(c.accounts))
	list := make([]*Account, len(ids))
	for i, id := range ids {
		list[i] = c.accounts[id]
	}
	return list
}

// Counter is a Service that can count the resources it holds in a realm.
type Counter interface{ Count(r *Realm) int }

// Reset empties an account, or all of them when account is empty, and returns how many resources were there.
func (c *Cloud) Reset(account string) int {
	removed := 0
	for _, a := range c.Accounts() {
		if account != "" && a.ID != account {
			continue
		}
		a.Lock()
		for _, r := range c.realms(a) {
			for _, s := range c.services {
				if counter, ok := s.(Counter); ok {
					removed += counter.Count(r)
				}
			}
			r.empty()
		}
		c.Index.forget(a)
		a.Unlock()
	}
	c.changes.Add(1)
	return removed
}

func (r *Realm) empty() {
	r.partsMu.Lock()
	defer r.partsMu.Unlock()
	r.parts, r.saved, r.wake = map[string]any{}, nil, time.Time{}
}
