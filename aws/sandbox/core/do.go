package core

import (
	"context"
	"time"
)

// Do runs an operation that came from outside: what is due happens first, then the operation, then what it made due.
// c.Realm is the region that was asked for; services without regions are moved to theirs.
func (cloud *Cloud) Do(c *Call, in Object) (out Object, err error) {
	op, ok := cloud.op(c.Service, c.Operation)
	if !ok {
		return nil, Unknown(c.Service, c.Operation)
	}
	c.Cloud = cloud
	c.Realm = cloud.realmOf(c.Realm.Account, regionFor(c.Service, c.Realm.Region))
	if c.Public == nil {
		c.Public = func(u string) string { return u }
	}
	if cloud.After != nil {
		defer func() { cloud.After(c, in, out, err) }()
	}
	if cloud.Before != nil {
		if err := cloud.Before(c, in); err != nil {
			return nil, err
		}
	}
	if cloud.Validate != nil {
		if err := cloud.Validate(c.Service, c.Operation, in); err != nil {
			return nil, err
		}
	}
	return cloud.handle(c, op, in)
}

// handle makes the answer's tree under the account's lock, since an answer may point into the state.
func (cloud *Cloud) handle(c *Call, op Op, in Object) (Object, error) {
	account := c.Realm.Account
	switch {
	case op.Free:
		cloud.Settle(c)
		answer, err := answerTree(op.Handle(c, in))
		cloud.changes.Add(1)
		return answer, err
	case op.Reads:
		cloud.Settle(c)
		account.RLock()
		defer account.RUnlock()
		return answerTree(op.Handle(c, in))
	default:
		account.Lock()
		defer account.Unlock()
		cloud.advance(c)
		answer, err := answerTree(op.Handle(c, in))
		cloud.advance(c)
		cloud.changes.Add(1)
		return answer, err
	}
}

func answerTree(answer any, err error) (Object, error) {
	if err != nil {
		return nil, err
	}
	if o, ok := answer.(Object); ok { // it may point into the state, which others change once the lock is given back
		var own Object
		if err := Bind(o, &own); err != nil {
			return nil, err
		}
		return own, nil
	}
	return Tree(answer)
}

// Settle lets everything happen that is due in the caller's account.
func (cloud *Cloud) Settle(c *Call) {
	account := c.Realm.Account
	account.RLock()
	due := cloud.anyDue(account)
	account.RUnlock()
	if due {
		cloud.settle(c)
	}
}

func (cloud *Cloud) settle(c *Call) {
	c.Realm.Account.Lock()
	defer c.Realm.Account.Unlock() // a service that panics must not leave the account locked
	cloud.advance(c)
	cloud.changes.Add(1)
}

func (cloud *Cloud) anyDue(a *Account) bool {
	now := cloud.Clock.Now()
	for _, r := range cloud.realms(a) {
		if r.due(now) {
			return true
		}
	}
	return false
}

// longest is more than anything takes that has begun, at the pace of AWS.
const longest = 24 * time.Hour

// SetTime sets how far the cloud's time is ahead of the host's. When it goes back, what is under way ends first: the moment
// at which it would have ended may not come again for years.
func (cloud *Cloud) SetTime(ahead time.Duration) {
	if ahead < cloud.Clock.Offset() {
		for _, a := range cloud.Accounts() {
			cloud.endAll(a)
		}
	}
	cloud.Clock.SetOffset(ahead)
	cloud.changes.Add(1)
}

func (cloud *Cloud) endAll(a *Account) {
	a.Lock()
	defer a.Unlock()
	c := &Call{Context: context.Background(), Cloud: cloud, Realm: cloud.realmOf(a, Global), Public: func(u string) string { return u }}
	cloud.advance(c.At(cloud.Clock.Now().Add(longest)))
}

// turnsAtMost bounds how often one moment may be advanced, should a service ask for a turn and then do nothing in it.
const turnsAtMost = 100_000

// advance lets every service of the account do what is due at the call's time; the account's lock is held.
func (cloud *Cloud) advance(c *Call) {
	now := c.Now()
	for _, r := range cloud.realms(c.Realm.Account) {
		for turns := 0; r.due(now) && turns < turnsAtMost; turns++ {
			r.wake = time.Time{}
			turn := *c
			turn.Realm = r
			for _, s := range cloud.services {
				if a, ok := s.(Advancer); ok {
					a.Advance(&turn)
				}
			}
		}
	}
}
