package core

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// Parts names a realm's parts. The account's lock must be held, if only for reading.
func (r *Realm) Parts() []string {
	r.partsMu.Lock()
	defer r.partsMu.Unlock()
	names := maps.Clone(r.saved)
	if names == nil {
		names = map[string]json.RawMessage{}
	}
	for name := range r.parts {
		names[name] = nil
	}
	return slices.Sorted(maps.Keys(names))
}

// Saved is a part in its saved form, or nil when there is none. The account's lock must be held, if only for reading.
func (r *Realm) Saved(name string) (json.RawMessage, error) {
	r.partsMu.Lock()
	defer r.partsMu.Unlock()
	if living, ok := r.parts[name]; ok {
		return json.Marshal(living)
	}
	return r.saved[name], nil
}

// Replace puts a part's saved form in the place of the living one; nil removes the part. It is for those who bring a
// realm into a state that no operation leads to, or back out of it. The account's lock must be held, nobody may keep a
// pointer that Part gave before, and Reindex must follow.
func (r *Realm) Replace(name string, saved json.RawMessage) {
	r.partsMu.Lock()
	defer r.partsMu.Unlock()
	delete(r.parts, name)
	if saved == nil {
		delete(r.saved, name)
		return
	}
	if r.saved == nil {
		r.saved = map[string]json.RawMessage{}
	}
	r.saved[name] = saved
}

// Realms lists an account's realms by region.
func (c *Cloud) Realms(a *Account) map[string]*Realm {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return maps.Clone(a.realms)
}

// Reindex makes the index say of some accounts what their state says. The accounts' locks must be held.
func (c *Cloud) Reindex(accounts ...*Account) {
	c.Index.refresh(accounts, func() {
		for _, a := range accounts {
			for _, r := range c.realms(a) {
				for _, s := range c.services {
					if restorer, ok := s.(Restorer); ok {
						restorer.Restored(c, r)
					}
				}
			}
		}
	})
}

// Advance lets everything happen in the account that is due now, whatever moment this call is for. The account's lock
// must be held for writing. It is for those who work outside the operations and want what they began to have ended.
func (c *Call) Advance() {
	now := *c
	now.at = time.Time{}
	c.Cloud.advance(&now)
}
