package agentcore

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

const (
	authorizePath = "/identities/oauth2/authorize"
	callbackPath  = "/identities/oauth2/callback/"
	// bindingOff is the fault under which the callback stores the token at once, for the lesson that shows what would happen.
	bindingOff = "session-binding-off"
)

// Names in the cloud's index, by which a browser that knows no account finds its session.
func callbackName(id string) string { return "agentcore-callback:" + id }
func sessionName(uri string) string { return "agentcore-session:" + uri }

// Serve answers the two addresses that a browser visits: where the user is sent to, and where the identity provider
// sends the user back. Both exist on the AWS host and on the bare loopback address.
func (*Data) Serve(p *core.Page, w http.ResponseWriter, r *http.Request) bool {
	own := p.Host == "" || strings.HasPrefix(p.Host, "bedrock-agentcore.") && strings.HasSuffix(p.Host, ".amazonaws.com")
	id, isCallback := strings.CutPrefix(r.URL.Path, callbackPath)
	if !own || r.Method != http.MethodGet || !isCallback && r.URL.Path != authorizePath {
		return false
	}
	w.Header().Set("Cache-Control", "no-store") // both redirects carry a state or a session
	w.Header().Set("Referrer-Policy", "no-referrer")
	if isCallback {
		callback(p, w, r, id)
	} else {
		authorize(p, w, r)
	}
	return true
}

// visit is a browser's request with the realm that it turned out to be for.
func visit(p *core.Page, r *http.Request, ref core.Ref) *core.Call {
	c := &core.Call{Context: r.Context(), Cloud: p.Cloud, Realm: ref.Realm, Service: "bedrock-agentcore", Public: p.Public}
	if c.Public == nil {
		c.Public = func(u string) string { return u }
	}
	return c
}

// refuse shows what AWS shows in the browser: a bare JSON document.
func refuse(w http.ResponseWriter, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_ = json.NewEncoder(w).Encode(core.Object{"fieldList": nil, "message": message, "reason": nil})
}

// authorize sends the user to the identity provider with all that the session asks of it.
func authorize(p *core.Page, w http.ResponseWriter, r *http.Request) {
	ref, ok := p.Cloud.Index.Find(sessionName(r.URL.Query().Get("request_uri")))
	if !ok {
		refuse(w, "Invalid or expired session")
		return
	}
	c := visit(p, r, ref)
	one, cl, callbackURL, ok := openSession(c, func(s *session) bool { return s.URI == ref.ID })
	if !ok {
		refuse(w, "Invalid or expired session")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), callOut)
	defer cancel()
	endpoint, _, err := cl.endpoints(ctx, p.Cloud.HTTP)
	target, parseErr := url.Parse(endpoint)
	if err != nil || parseErr != nil || target.Host == "" {
		refuse(w, "Failed to retrieve authorization endpoint") // [K]
		return
	}
	query := target.Query()
	for key, value := range one.CustomParameters {
		query.Set(key, value)
	}
	maps.Copy(query, url.Values{ // after the custom ones, which cannot override these
		"client_id": {cl.id}, "response_type": {"code"}, "redirect_uri": {callbackURL}, "state": {one.State},
		"code_challenge": {challenge(one.Verifier)}, "code_challenge_method": {"S256"},
	})
	if len(one.Scopes) > 0 {
		query.Set("scope", strings.Join(one.Scopes, " "))
	}
	target.RawQuery = query.Encode()
	http.Redirect(w, r, c.Public(target.String()), http.StatusFound)
}

// callback takes the authorization code, exchanges it at once, keeps the token hidden, and sends the user on to the
// application, which alone can say whose browser this was.
func callback(p *core.Page, w http.ResponseWriter, r *http.Request, id string) {
	query := r.URL.Query()
	ref, ok := p.Cloud.Index.Find(callbackName(id))
	if !ok || query.Get("state") == "" {
		refuse(w, "Failed to retrieve token")
		return
	}
	c := visit(p, r, ref)
	one, cl, callbackURL, ok := openSession(c, func(s *session) bool { return s.Provider == ref.ID && s.State == query.Get("state") })
	if !ok {
		refuse(w, "Invalid or expired session")
		return
	}
	var token *storedToken
	if code := query.Get("code"); code != "" && query.Get("error") == "" {
		g, err := cl.exchange(c, url.Values{
			"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callbackURL}, "code_verifier": {one.Verifier},
		})
		if err == nil {
			token = g.stored(c.Now(), storedToken{Provider: one.Provider, Workload: one.Who.Workload, User: one.Who.Kind + ":" + one.Who.User})
		}
	}
	if !consent(c, one.URI, token) {
		refuse(w, "Failed to retrieve token")
		return
	}
	back, err := url.Parse(one.ReturnURL)
	if err != nil {
		refuse(w, "Failed to retrieve token")
		return
	}
	values := back.Query()
	values.Set("session_id", one.URI)
	if one.CustomState != "" {
		values.Set("state", one.CustomState)
	}
	back.RawQuery = values.Encode()
	http.Redirect(w, r, back.String(), http.StatusFound)
}

// openSession copies the session that a browser is in, with its provider's client and callback address.
func openSession(c *core.Call, which func(*session) bool) (one session, cl *client, callbackURL string, ok bool) {
	c.Realm.Account.RLock()
	defer c.Realm.Account.RUnlock()
	for _, s := range stateOf(c.Realm).Sessions {
		if !which(s) || s.Status != statusOpen || !c.Now().Before(s.Expires) {
			continue
		}
		p, err := findProvider(c, s.Provider)
		if err != nil {
			return one, nil, "", false
		}
		cl, err = clientOf(c, p)
		return *s, cl, p.callbackURL(c.Realm.Region), err == nil
	}
	return one, nil, "", false
}

// consent notes how the identity provider's part ended; without a token the session has failed. Only the first answer counts.
func consent(c *core.Call, uri string, token *storedToken) bool {
	c.Realm.Account.Lock()
	defer c.Realm.Account.Unlock()
	defer c.Cloud.Touch()
	all := stateOf(c.Realm)
	s := all.Sessions[uri]
	if s == nil || s.Status != statusOpen {
		return false
	}
	if token == nil {
		s.Status = statusFailed
		return false
	}
	if _, off := c.Cloud.Fault(bindingOff); off { // what AWS never does: nobody has said whose browser this was
		put(&all.Tokens, s.Key, token)
		s.Status = statusComplete
		return true
	}
	s.Status, s.Pending = statusConsented, token
	return true
}
