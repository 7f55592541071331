package core

import "sync"

// Index finds the realm of a name that is unique across accounts: a hosted domain, an app client's id, a pool's id, a
// provider's callback. Keys carry their kind: "domain:us-east-1:my-prefix".
type Index struct {
	mu   sync.RWMutex
	refs map[string]Ref
	// renewing are the accounts whose names are being claimed anew, renewed the names that were.
	renewing map[*Account]bool
	renewed  map[string]bool
	one      sync.Mutex // one renewal at a time
}

// Ref is what a name stands for: an identifier in a realm.
type Ref struct {
	Realm *Realm
	ID    string
}

// Claim takes a name unless it is taken.
func (x *Index) Claim(name string, ref Ref) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	again := x.renewing[ref.Realm.Account]
	if old, taken := x.refs[name]; taken && !(again && x.renewing[old.Realm.Account] && !x.renewed[name]) {
		return false
	}
	if again {
		x.renewed[name] = true
	}
	x.refs[name] = ref
	return true
}

// Release gives a name back.
func (x *Index) Release(name string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	delete(x.refs, name)
}

// Find returns what a name stands for.
func (x *Index) Find(name string) (Ref, bool) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	ref, ok := x.refs[name]
	return ref, ok
}

// forget drops every name of an account.
func (x *Index) forget(a *Account) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for name, ref := range x.refs {
		if ref.Realm.Account == a {
			delete(x.refs, name)
		}
	}
}

// refresh lets accounts claim their names anew and drops those that none of them claims. A name that stays can be found all
// the while, and one may go from one account to another.
func (x *Index) refresh(accounts []*Account, claim func()) {
	x.one.Lock()
	defer x.one.Unlock()
	x.mu.Lock()
	x.renewing, x.renewed = map[*Account]bool{}, map[string]bool{}
	for _, a := range accounts {
		x.renewing[a] = true
	}
	x.mu.Unlock()
	claim()
	x.mu.Lock()
	defer x.mu.Unlock()
	for name, ref := range x.refs {
		if x.renewing[ref.Realm.Account] && !x.renewed[name] {
			delete(x.refs, name)
		}
	}
	x.renewing, x.renewed = nil, nil
}

func (x *Index) clear() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.refs = map[string]Ref{}
}
