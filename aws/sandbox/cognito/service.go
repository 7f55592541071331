package cognito

import "agentcore-workshop/aws/sandbox/core"

// Name is the service's name in the service model.
const Name = "cognito-idp"

// Service answers for Cognito. It holds nothing: what a pool needs in memory hangs on the pool, and goes with it.
type Service struct{}

// New makes the service.
func New() *Service { return &Service{} }

// Name is the service's name in the service model.
func (*Service) Name() string { return Name }

// Ops lists the operations, family by family.
func (s *Service) Ops() []core.Op {
	families := [][]core.Op{
		poolOps(), clientOps(), domainOps(), resourceServerOps(), groupOps(), userOps(), tagOps(), authOps(),
	}
	var ops []core.Op
	for _, family := range families {
		ops = append(ops, family...)
	}
	return ops
}

// free makes an operation that takes the lock itself, because it signs or hashes between.
func free[In, Out any](name string, do func(c *core.Call, in *In) (Out, error)) core.Op {
	return core.Op{Name: name, Handle: core.Typed(do), Free: true}
}

// Advance makes domains active whose time has come.
func (*Service) Advance(c *core.Call) {
	if !c.Realm.Has(Name) {
		return
	}
	for _, d := range stateOf(c.Realm).Domains {
		d.advance(c)
	}
}

// Restored puts the names of a loaded state into the index again: unsigned calls and hosted pages are found by them.
func (*Service) Restored(cloud *core.Cloud, r *core.Realm) {
	if !r.Has(Name) {
		return
	}
	st := stateOf(r)
	for id, p := range st.Pools {
		cloud.Index.Claim(poolKey(id), core.Ref{Realm: r, ID: id})
		for clientID := range p.Clients {
			cloud.Index.Claim(clientKey(clientID), core.Ref{Realm: r, ID: id})
		}
	}
	for name, d := range st.Domains {
		cloud.Index.Claim(domainKey(r.Region, name), core.Ref{Realm: r, ID: d.UserPoolId})
	}
}

// Count is how many resources the realm holds: pools and all that is in them.
func (*Service) Count(r *core.Realm) int {
	if !r.Has(Name) {
		return 0
	}
	st := stateOf(r)
	n := len(st.Pools) + len(st.Domains)
	for _, p := range st.Pools {
		n += len(p.Clients) + len(p.Servers) + len(p.Groups) + len(p.Users)
	}
	return n
}

// Keys of the cloud's index.
func poolKey(id string) string             { return "pool:" + id }
func clientKey(id string) string           { return "client:" + id }
func domainKey(region, name string) string { return "domain:" + region + ":" + name }
