package sandbox_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"agentcore-workshop/aws/sandbox"
)

// consents is a client of AgentCore that was written from the API's description alone: plain HTTP, none of our Go clients.
type consents struct {
	*testing.T
	http *http.Client
}

// call sends one operation of AgentCore and reads its answer.
func (c consents) call(path string, in map[string]any) (map[string]any, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequest(http.MethodPost, "https://bedrock-agentcore.us-east-1.amazonaws.com"+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=123456789012/20261121/us-east-1/bedrock-agentcore/aws4_request, SignedHeaders=host, Signature=0")
	res, err := c.http.Do(r)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	out := map[string]any{}
	if err == nil && len(raw) > 0 {
		err = json.Unmarshal(raw, &out)
	}
	if err == nil && res.StatusCode >= 300 {
		err = fmt.Errorf("HTTP %d: %v", res.StatusCode, out["message"])
	}
	return out, err
}

// hop follows one redirect of a browser; a form is sent where one is given.
func (c consents) hop(address string, form url.Values) (string, error) {
	method := http.MethodGet
	if form != nil {
		method = http.MethodPost
	}
	r, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	res, err := c.http.Do(r)
	if err != nil {
		return "", err
	}
	_ = res.Body.Close()
	to := res.Header.Get("Location")
	if res.StatusCode != http.StatusFound || to == "" {
		return "", fmt.Errorf("%s answered HTTP %d", r.URL.Path, res.StatusCode)
	}
	return to, nil
}

const consentReturn = "http://localhost:8501/return"

// flight is one user's 3LO flow from the workload access token to the API call; it returns whose pages the token opened.
func (c consents) flight(userID, person string) (string, error) {
	minted, err := c.call("/identities/GetWorkloadAccessTokenForUserId", map[string]any{"workloadName": "agent", "userId": userID})
	if err != nil {
		return "", err
	}
	ask := map[string]any{
		"workloadIdentityToken": minted["workloadAccessToken"], "resourceCredentialProviderName": "confluence", "scopes": []string{"read:me", "offline_access"},
		"oauth2Flow": "USER_FEDERATION", "resourceOauth2ReturnUrl": consentReturn, "customState": "state-" + userID,
	}
	begun, err := c.call("/identities/oauth2/token", ask)
	if err != nil {
		return "", err
	}
	address, _ := begun["authorizationUrl"].(string)
	form := url.Values{"username": {person}, "password": {"TestPassword123!"}}
	for _, sent := range []url.Values{nil, form, nil} { // AgentCore, the identity provider, AgentCore's callback
		if address, err = c.hop(address, sent); err != nil {
			return "", err
		}
	}
	back, err := url.Parse(address)
	if err != nil || back.Query().Get("state") != "state-"+userID || back.Query().Get("session_id") != begun["sessionUri"] {
		return "", fmt.Errorf("%s came back with another session: %v", userID, err)
	}
	if _, err := c.call("/identities/CompleteResourceTokenAuth", map[string]any{"sessionUri": begun["sessionUri"], "userIdentifier": map[string]any{"userId": userID}}); err != nil {
		return "", err
	}
	ask["sessionUri"] = begun["sessionUri"]
	done, err := c.call("/identities/oauth2/token", ask)
	if err != nil {
		return "", err
	}
	token, _ := done["accessToken"].(string)
	r, err := http.NewRequest(http.MethodGet, "https://api.atlassian.com/me", http.NoBody)
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := c.http.Do(r)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	var me struct{ Email string }
	err = json.NewDecoder(res.Body).Decode(&me)
	return me.Email, err
}

// confluence makes the agent, and the provider of the practice Confluence.
func (c consents) confluence() {
	c.Helper()
	for path, in := range map[string]map[string]any{
		"/identities/CreateWorkloadIdentity": {"name": "agent", "allowedResourceOauth2ReturnUrls": []string{consentReturn}},
		"/identities/CreateOauth2CredentialProvider": {"name": "confluence", "credentialProviderVendor": "AtlassianOauth2", "oauth2ProviderConfigInput": map[string]any{
			"atlassianOauth2ProviderConfig": map[string]any{"clientId": "practice-confluence-app", "clientSecret": "practice-confluence-secret"}}},
	} {
		if _, err := c.call(path, in); err != nil {
			c.Fatal(path, err)
		}
	}
}

// TestTwoHundredConsentsAtOnce runs 200 whole 3LO flows against one practice cloud, at its real pages, and none crosses.
func TestTwoHundredConsentsAtOnce(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	c := consents{t, &http.Client{Transport: cloud.Transport(), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	c.confluence()
	people := []string{"test@example.com", "second@example.com"}
	var all sync.WaitGroup
	for i := range 200 {
		all.Go(func() {
			person := people[i%2]
			if whose, err := c.flight(fmt.Sprint("user-", i), person); err != nil || whose != person {
				t.Errorf("user-%d agreed as %s and got a token of %q: %v", i, person, whose, err)
			}
		})
	}
	all.Wait()
}
