package agentcore

import "agentcore-workshop/aws/sandbox/core"

// Lessons cannot wait ten minutes for a session or an hour for a token, and moving the cloud's clock would end everybody's. So one
// session, or one agent's tokens of one provider, can be let end at once: from then on all is as after that time.

// ExpireSession ends a session's ten minutes. It reports whether there was such a session.
func ExpireSession(cloud *core.Cloud, uri string) bool {
	ref, ok := cloud.Index.Find(sessionName(uri))
	if !ok {
		return false
	}
	ref.Realm.Account.Lock()
	defer ref.Realm.Account.Unlock()
	one := stateOf(ref.Realm).Sessions[uri]
	if one == nil {
		return false
	}
	one.Expires = cloud.Clock.Now()
	return true
}

// ExpireTokens ends the access tokens that the vault has for an agent from a provider, and returns how many there were. What can be
// refreshed is refreshed at the next request.
func ExpireTokens(cloud *core.Cloud, r *core.Realm, workload, provider string) int {
	r.Account.Lock()
	defer r.Account.Unlock()
	n := 0
	for _, t := range stateOf(r).Tokens {
		if t.Workload == workload && t.Provider == provider {
			t.Expires = cloud.Clock.Now()
			n++
		}
	}
	return n
}
