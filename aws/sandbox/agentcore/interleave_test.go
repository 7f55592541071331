package agentcore_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"agentcore-workshop/aws/sandbox/core"
)

// naming is an identity provider that names the person in every code and token, so that a test sees whose token it holds.
type naming struct{ *httptest.Server }

func newNaming(t *testing.T) naming {
	return naming{httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		who := strings.TrimPrefix(r.PostForm.Get("code")+r.PostForm.Get("refresh_token"), "of:")
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"access_token":"of:%s","refresh_token":"of:%s","expires_in":3600}`, who, who)
	}))}
}

// flight is one session of the property test.
type flight struct {
	owner, uri, state string
	callback          string
	in                core.Object
}

// vaulted is the state of the property test: a cloud, its sessions, and who has ever agreed for themselves.
type vaulted struct {
	bench
	idp     naming
	flights []*flight
	agreed  map[string]bool
}

func (v *vaulted) wat(user string) any {
	return v.do("GetWorkloadAccessTokenForUserId", core.Object{"workloadName": "agent", "userId": user})["workloadAccessToken"]
}

func (v *vaulted) request(user string) core.Object {
	return core.Object{
		"workloadIdentityToken": v.wat(user), "resourceCredentialProviderName": "p", "scopes": []string{"openid"},
		"oauth2Flow": "USER_FEDERATION", "resourceOauth2ReturnUrl": returnURL, "customState": user,
	}
}

// start begins a session, and walks the browser as far as the identity provider.
func (v *vaulted) start(user string) {
	in := v.request(user)
	in["forceAuthentication"] = true
	out := v.do("GetResourceOauth2Token", in)
	to := v.visit(out["authorizationUrl"].(string), awsHost)
	if to == nil {
		return
	}
	back, err := url.Parse(to.Query().Get("redirect_uri"))
	if err != nil {
		v.Fatal(err)
	}
	delete(in, "forceAuthentication")
	in["sessionUri"] = out["sessionUri"]
	v.flights = append(v.flights, &flight{owner: user, uri: out["sessionUri"].(string), state: to.Query().Get("state"), callback: back.Path, in: in})
}

// come sends a browser back from the identity provider: a person's who agreed, or one who cancelled. It reports whether the
// browser got as far as the application.
func (v *vaulted) come(f *flight, browser string, cancelled bool) bool {
	query := url.Values{"state": {f.state}}
	if cancelled {
		query.Set("error", "access_denied")
	} else {
		query.Set("code", "of:"+browser)
	}
	arrived := v.visit(f.callback+"?"+query.Encode(), "") != nil
	if arrived && browser == f.owner {
		v.agreed[f.uri] = true
	}
	return arrived
}

// complete is what an application does that checks its browser: it names the browser's user. browser is whose browser came back.
func (v *vaulted) complete(f *flight, browser string) {
	_, _ = v.try("CompleteResourceTokenAuth", core.Object{"sessionUri": f.uri, "userIdentifier": core.Object{"userId": browser}})
}

// sound is the property: whatever anybody is given is theirs.
func (v *vaulted) sound(users []string, flights []*flight) error {
	for _, user := range users {
		if got := v.do("GetResourceOauth2Token", v.request(user))["accessToken"]; got != nil && got != "of:"+user {
			return fmt.Errorf("%s was given the token %v", user, got)
		}
	}
	for _, f := range flights {
		in := f.in
		in["workloadIdentityToken"] = v.wat(f.owner)
		if out, err := v.try("GetResourceOauth2Token", in); err == nil && out["accessToken"] != nil && out["accessToken"] != "of:"+f.owner {
			return fmt.Errorf("the poll of %s was given %v", f.owner, out["accessToken"])
		}
	}
	return nil
}

// TestNoInterleavingPutsATokenUnderTheWrongUser draws up to fifty sessions of ten users with expiry, cancelling, replay, leaked
// addresses and restarts. The application is one that names the user of the browser that came back.
func TestNoInterleavingPutsATokenUnderTheWrongUser(t *testing.T) {
	idp := newNaming(t)
	defer idp.Close()
	var users []string
	for i := range 10 {
		users = append(users, fmt.Sprint("user-", i))
	}
	rapid.Check(t, func(r *rapid.T) {
		v := &vaulted{bench: newBench(t), idp: idp, agreed: map[string]bool{}}
		v.do("CreateOauth2CredentialProvider", custom("p", idp.URL, "x"))
		v.do("CreateWorkloadIdentity", core.Object{"name": "agent", "allowedResourceOauth2ReturnUrls": []string{returnURL}})
		user := rapid.SampledFrom(users)
		for range rapid.IntRange(10, 120).Draw(r, "moves") {
			if len(v.flights) == 0 {
				v.start(user.Draw(r, "first"))
				continue
			}
			f := v.flights[rapid.IntRange(0, len(v.flights)-1).Draw(r, "session")]
			who := rapid.SampledFrom([]string{f.owner, f.owner, user.Draw(r, "other")}).Draw(r, "browser")
			switch rapid.IntRange(0, 9).Draw(r, "move") {
			case 0, 1, 2:
				if len(v.flights) < 50 {
					v.start(who)
				}
			case 3, 4:
				if v.come(f, who, false) {
					v.complete(f, who) // the application acts for the browser that came
				}
			case 5:
				v.come(f, f.owner, false) // agreed, and the application never hears of it
			case 6:
				v.come(f, who, true)
			case 7:
				if v.agreed[f.uri] || who != f.owner {
					v.complete(f, who) // replayed, early, or for someone else
				}
			case 8:
				v.pass(time.Duration(rapid.IntRange(1, 70).Draw(r, "minutes")) * time.Minute)
			case 9:
				state, err := v.cloud.Save()
				if err != nil {
					r.Fatal(err)
				}
				offset := v.cloud.Clock.Offset()
				v.bench = newBench(t)
				v.cloud.Restore(state)
				v.cloud.Clock.SetOffset(offset)
			}
			if err := v.sound([]string{f.owner, who}, []*flight{f}); err != nil {
				r.Fatal(err)
			}
		}
		if err := v.sound(users, v.flights); err != nil {
			r.Fatal(err)
		}
	})
}

// TestTwoHundredSignInsAtOnce completes them all, beside each other, and none crosses.
func TestTwoHundredSignInsAtOnce(t *testing.T) {
	idp := newNaming(t)
	defer idp.Close()
	b := newBench(t)
	b.do("CreateOauth2CredentialProvider", custom("p", idp.URL, "x"))
	b.do("CreateWorkloadIdentity", core.Object{"name": "agent", "allowedResourceOauth2ReturnUrls": []string{returnURL}})
	var all sync.WaitGroup
	got := make([]any, 200)
	for i := range got {
		all.Go(func() {
			user := fmt.Sprint("user-", i)
			v := &vaulted{bench: b, idp: idp, agreed: map[string]bool{}}
			v.start(user)
			if len(v.flights) != 1 {
				t.Errorf("%s could not begin", user)
				return
			}
			v.come(v.flights[0], user, false)
			v.do("CompleteResourceTokenAuth", core.Object{"sessionUri": v.flights[0].uri, "userIdentifier": core.Object{"userId": user}})
			got[i] = v.do("GetResourceOauth2Token", v.flights[0].in)["accessToken"]
		})
	}
	all.Wait()
	for i, token := range got {
		if token != fmt.Sprint("of:user-", i) {
			t.Errorf("user-%d got %v", i, token)
		}
	}
}
