package cognito

import (
	"bytes"
	"encoding/json"
	"net/url"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

// TestSavedStateGoesOn: tokens, sessions and names survive a save and a load; nothing secret of a sign-in is in the state.
func TestSavedStateGoesOn(t *testing.T) {
	w := workshop(t)
	b := w.browser()
	w.signIn(b, w.authURL("/oauth2/authorize"))
	r := w.result("InitiateAuth", w.login(secret1))
	state, err := w.cloud.Save()
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{secret1, r["RefreshToken"].(string), r["AccessToken"].(string)} {
		if bytes.Contains(data, []byte(secret)) {
			t.Error("a password or token is in the state")
		}
	}
	var loaded core.State
	if err := json.Unmarshal(data, &loaded); err != nil {
		t.Fatal(err)
	}
	w.cloud.Restore(loaded)
	w.must("GetUser", core.Object{"AccessToken": r["AccessToken"]})
	if w.redirected(w.get(b, w.authURL("/oauth2/authorize"))).Get("code") == "" {
		t.Error("the browser is not signed in any more")
	}
	a := w.token(url.Values{"grant_type": {"client_credentials"}, "client_id": {w.machine}, "client_secret": {w.machineSecret}})
	if a.StatusCode != 200 {
		t.Errorf("token endpoint after a load = %d", a.StatusCode)
	}
	if n := w.cloud.Reset(account); n != 8 { // pool, domain, resource server, two clients, two groups, user
		t.Errorf("reset removed %d", n)
	}
	if a := w.get(w.browser(), w.server.URL+"/"+w.pool+"/.well-known/jwks.json"); a.StatusCode != 404 {
		t.Errorf("keys after a reset = %d", a.StatusCode)
	}
}

// TestKeysAreMadeOnce: the first token makes them, under no lock that others wait for, and everybody gets the same.
func TestKeysAreMadeOnce(t *testing.T) {
	w := bare(t)
	id := w.must("CreateUserPool", core.Object{"PoolName": "p"})["UserPool"].(core.Object)["Id"].(string)
	pl, ok := placeOf(w.cloud, poolKey(id))
	if !ok {
		t.Fatal("no such pool")
	}
	rings := make(chan *ring, 8)
	for range cap(rings) {
		go func() {
			r, err := pl.ring()
			if err != nil {
				t.Error(err)
			}
			rings <- r
		}()
	}
	first := <-rings
	for range cap(rings) - 1 {
		if <-rings != first {
			t.Error("two rings for one pool")
		}
	}
	if first == nil || first.access.kid == first.id.kid {
		t.Error("access and ID tokens need different keys")
	}
}

func TestTokensOfOthersAreNoTokens(t *testing.T) {
	w := workshop(t)
	r := w.result("InitiateAuth", w.login(secret1))
	token, id := r["AccessToken"].(string), r["IdToken"].(string)
	for name, bad := range map[string]string{
		"ID token": id, "cut": token[:len(token)-2], "empty": "", "none": "eyJhbGciOiJub25lIn0." + token[len("x"):],
		"swapped signature": token[:len(token)-20] + id[len(id)-20:],
	} {
		if _, err := w.do("GetUser", core.Object{"AccessToken": bad}); err == nil {
			t.Errorf("%s was taken for an access token", name)
		}
	}
}
