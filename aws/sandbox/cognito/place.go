package cognito

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// place is a pool as unsigned calls and browsers reach it: found by a client id, a pool id or a domain, in whatever
// account it lives. It holds no lock; look and change take it.
type place struct {
	cloud  *core.Cloud
	realm  *core.Realm
	poolID string
}

// placeOf finds a pool by a name in the index.
func placeOf(cloud *core.Cloud, key string) (place, bool) {
	ref, ok := cloud.Index.Find(key)
	if !ok {
		return place{}, false
	}
	// What is due happens first, with a whole call: other services of the account may be due, too.
	cloud.Settle(&core.Call{
		Context: context.Background(), Cloud: cloud, Realm: ref.Realm, Service: Name, Public: func(u string) string { return u },
	})
	return place{cloud, ref.Realm, ref.ID}, true
}

func (pl place) now() time.Time { return pl.cloud.Clock.Now() }

// look runs f on the pool under the shared lock. f must copy what it wants to keep.
func (pl place) look(f func(*Pool) error) error {
	pl.realm.Account.RLock()
	defer pl.realm.Account.RUnlock()
	p, ok := stateOf(pl.realm).Pools[pl.poolID]
	if !ok {
		return noPool(pl.poolID)
	}
	return f(p)
}

// change runs f on the pool under the lock and counts a change.
func (pl place) change(f func(*Pool) error) error {
	pl.realm.Account.Lock()
	defer pl.realm.Account.Unlock()
	p, ok := stateOf(pl.realm).Pools[pl.poolID]
	if !ok {
		return noPool(pl.poolID)
	}
	pl.cloud.Touch()
	return f(p)
}

// ring is the pool's keys, made at their first use and parsed once. Making and parsing hold no account's lock, so
// nobody waits for it but those who need this pool's keys.
func (pl place) ring() (*ring, error) {
	p, stored, err := pl.storedKeys()
	if err != nil {
		return nil, err
	}
	if r := p.ring.Load(); r != nil {
		return r, nil
	}
	p.making.Lock()
	defer p.making.Unlock()
	if r := p.ring.Load(); r != nil {
		return r, nil
	}
	if len(stored.Access) == 0 {
		if stored, err = makeKeys(); err != nil {
			return nil, err
		}
		if err := pl.change(func(p *Pool) error { p.Keys = stored; return nil }); err != nil {
			return nil, err
		}
	}
	r, err := parseKeys(stored)
	if err != nil {
		return nil, err
	}
	p.ring.Store(r)
	return r, nil
}

func (pl place) storedKeys() (p *Pool, stored storedKeys, err error) {
	err = pl.look(func(found *Pool) error {
		p, stored = found, found.Keys
		return nil
	})
	return p, stored, err
}

// digest is how a code, a cookie or a refresh token is stored: enough to know it again, useless to whoever reads it.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
