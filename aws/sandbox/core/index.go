package core

import "sync"

// Index finds the realm of a name that is unique across accounts: a hosted domain, an app client's id, a pool's id, a
// provider's callback. Keys carry their kind: "domain:us-east-1:my-prefix".
type Index struct {
	mu   sync.RWMutex
	refs map[string]Ref
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
	if _, taken := x.refs[name]; taken {
		return false
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

func (x *Index) clear() {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.refs = map[string]Ref{}
}
