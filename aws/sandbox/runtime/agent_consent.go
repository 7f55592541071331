package runtime

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/core"
)

const (
	pollEvery   = 250 * time.Millisecond
	consentLife = 10 * time.Minute // how long an authorization URL is good for
	fetchTakes  = 10 * time.Second
	maxFetched  = 4 << 10 // bytes that are shown of what the token opened
)

// consent is what the agent asks the user for.
type consent struct {
	Provider  string
	Scopes    []string
	ReturnURL string `json:"returnUrl"`
	// Fetch is an API that the token is tried at: api.atlassian.com or a Cognito domain of this cloud.
	Fetch string
}

// askConsent gets the user's own token from the vault, as the decorator of AWS's SDK does: it streams the authorization
// URL to the application, waits until the user has been there and the application has bound the session, and goes on.
func (d *Data) askConsent(v *invocation, t *talk, in *consent) {
	want := agentcore.Want{Provider: in.Provider, Scopes: in.Scopes, User: true, ReturnURL: in.ReturnURL}
	given, err := agentcore.ResourceToken(v.Call, v.workload, want)
	if err == nil && given.Token == "" {
		t.say(core.Object{"event": "authorization_required", "authorizationUrl": given.AuthorizationURL, "sessionUri": given.SessionURI})
		if !t.live {
			return // who is told everything at the end would wait for us, and we for them
		}
		want.SessionURI = given.SessionURI
		given, err = d.await(v, want)
	}
	switch {
	case err != nil:
		t.say(core.Object{"event": "error", "text": reason(err)})
	case given.Token == "":
		t.say(core.Object{"event": "error", "text": "The sign-in ended without a token."})
	default:
		t.say(core.Object{"event": "authorized", "provider": in.Provider})
		v.useToken(t, in, given.Token)
	}
}

// await polls the vault until the session has ended one way or the other.
func (d *Data) await(v *invocation, want agentcore.Want) (*agentcore.Given, error) {
	for until := v.Now().Add(consentLife); v.Now().Before(until); {
		if err := d.agent.Sleep(v.Call, pollEvery); err != nil {
			return nil, errors.New("the caller has gone")
		}
		given, err := agentcore.ResourceToken(v.Call, v.workload, want)
		if err != nil || given.Token != "" || given.Status == "FAILED" {
			return given, err
		}
	}
	return nil, errors.New("nobody signed in within ten minutes")
}

func reason(err error) string {
	var known *core.Error
	if errors.As(err, &known) {
		return known.Code + ": " + known.Message
	}
	return err.Error()
}

// useToken shows that the token is the user's own: by what it opens, and by whom it names.
func (v *invocation) useToken(t *talk, in *consent, token string) {
	answer := core.Object{"event": "answer", "text": "I hold a token of " + in.Provider + " that is yours, and I can act for you with it."}
	if claims := claimsOf("Bearer " + token); claims != nil {
		answer["text"] = "I hold a token of " + in.Provider + " for " + first(claims, "username", "sub") + ", and I can act for you with it."
	}
	if in.Fetch != "" {
		answer["fetched"] = v.fetch(in.Fetch, token)
	}
	t.say(answer)
}

// fetch tries the token. It goes only where the practice cloud itself answers, whatever the payload says.
func (v *invocation) fetch(address, token string) string {
	u, err := url.Parse(address)
	cognito := u != nil && strings.Contains(u.Host, ".auth.") && strings.HasSuffix(u.Host, ".amazoncognito.com")
	if err != nil || u.Scheme != "https" || u.Host != "api.atlassian.com" && !cognito {
		return "The practice agent takes tokens only to api.atlassian.com and to Cognito domains."
	}
	ctx, cancel := context.WithTimeout(v.Call, fetchTakes)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "This is no address."
	}
	r.Header.Set("Authorization", "Bearer "+token)
	got, err := v.Cloud.HTTP.Do(r)
	if err != nil {
		return "It cannot be reached."
	}
	defer got.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(got.Body, maxFetched)) // half of it is better than nothing
	return got.Status + " " + string(body)
}
