package steps_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/secret"
)

// TestTheVaultRefreshesByItself moves the practice cloud's clock past the access token's end: nobody is asked again.
func TestTheVaultRefreshesByItself(t *testing.T) {
	w := identityWorld(t)
	s := w.identityCourse()
	w.does(s, "3lo")
	w.since()
	w.cloud.Clock.SetOffset(61 * time.Minute)
	w.does(s, "3lo")
	for _, name := range []string{"3lo", "confluence"} {
		if way := w.hops(name); slices.Contains(way, "agent>browser") {
			t.Errorf("%s: somebody was asked: %v", name, way)
		}
	}
	w.factsAre(map[string]string{"userinfo.email": steps.TestUser, "confluence.pages": "Project A"})
}

// TestAnAuthorizationURLEndsAfterTenMinutes holds the address and its session against the clock.
func TestAnAuthorizationURLEndsAfterTenMinutes(t *testing.T) {
	w := identityWorld(t)
	s := w.identityCourse()
	w.does(s, "3lo")
	cloud := w.env.Cloud
	ask := func() aws.ResourceTokenRequest {
		wat, err := cloud.WorkloadTokenForUserID(t.Context(), steps.Workload, "late@example.com")
		if err != nil {
			t.Fatal(err)
		}
		return aws.ResourceTokenRequest{Workload: wat, Provider: identity.ConfluenceProvider, Scopes: []string{"read:me"},
			ReturnURL: "http://localhost:8501/return", CustomState: secret.New("x")}
	}
	begun, err := cloud.UserToken(t.Context(), ask())
	if err != nil {
		t.Fatal(err)
	}
	w.cloud.Clock.SetOffset(11 * time.Minute)
	if err := cloud.CompleteUserToken(t.Context(), begun.SessionURI, secret.Text{}, "late@example.com"); err == nil || !strings.Contains(err.Error(), "Invalid or expired session") {
		t.Errorf("the session of eleven minutes: %v", err)
	}
	poll := ask()
	poll.SessionURI = begun.SessionURI
	if _, err := cloud.UserToken(t.Context(), poll); err == nil {
		t.Error("the poll of a session of eleven minutes was answered")
	}
	old := ask()
	w.cloud.Clock.SetOffset(27 * time.Minute)
	if _, err := cloud.UserToken(t.Context(), old); err == nil || !strings.Contains(err.Error(), "Token has expired. Please generate a new token.") {
		t.Errorf("a workload access token of sixteen minutes: %v", err)
	}
}
