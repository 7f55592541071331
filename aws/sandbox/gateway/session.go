package gateway

import (
	"maps"
	"net/http"
	"time"

	"agentcore-workshop/aws/sandbox/hosting"
)

const (
	headerSession   = "Mcp-Session-Id"
	sessionLifetime = time.Hour // [K]: what a gateway takes that has sessions and names no timeout
)

// sessionTimeout is how long a session outlives its last request; zero when the gateway has no sessions, which is the rule.
func (v *visit) sessionTimeout() time.Duration {
	config := hosting.Branch(v.mcp(), "sessionConfiguration")
	if config == nil {
		return 0
	}
	if seconds, ok := config["sessionTimeoutInSeconds"].(float64); ok {
		return time.Duration(seconds) * time.Second
	}
	return sessionLifetime
}

// beginSession names a session in the handshake's answer.
func (v *visit) beginSession() {
	timeout := v.sessionTimeout()
	if timeout == 0 {
		return
	}
	id := v.Cloud.IDs.UUID()
	v.sessions(func(live map[string]time.Time) { live[id] = v.Now().Add(timeout) })
	v.w.Header().Set(headerSession, id)
}

// inSession reports a request that belongs to a living session, and lets it live on. Without sessions all do.
func (v *visit) inSession() bool {
	timeout, id, alive := v.sessionTimeout(), v.r.Header.Get(headerSession), false
	if timeout == 0 {
		return true
	}
	v.sessions(func(live map[string]time.Time) {
		if _, alive = live[id]; alive {
			live[id] = v.Now().Add(timeout)
		}
	})
	return alive
}

// endSession answers DELETE.
func (v *visit) endSession() {
	if v.sessionTimeout() == 0 {
		v.w.Header().Set("Allow", "POST")
		fail(v.w, http.StatusMethodNotAllowed, nil, &rpcError{Code: codeInvalidRequest, Message: "The gateway has no sessions."}) // [K]
		return
	}
	if !v.inSession() {
		fail(v.w, http.StatusNotFound, nil, &rpcError{Code: codeInvalidRequest, Message: "Session not found or expired."}) // [K]
		return
	}
	v.sessions(func(live map[string]time.Time) { delete(live, v.r.Header.Get(headerSession)) })
	v.w.WriteHeader(http.StatusNoContent)
}

// sessions changes the gateway's living sessions under the account's lock.
func (v *visit) sessions(change func(live map[string]time.Time)) {
	v.Realm.Account.Lock()
	defer v.Realm.Account.Unlock()
	g := storeOf(v.Realm).Gateways[v.id]
	if g == nil {
		return
	}
	if g.Sessions == nil {
		g.Sessions = map[string]time.Time{}
	}
	maps.DeleteFunc(g.Sessions, func(_ string, ends time.Time) bool { return !v.Now().Before(ends) })
	change(g.Sessions)
	v.Cloud.Touch()
}
