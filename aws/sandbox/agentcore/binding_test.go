package agentcore_test

import (
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

// TestWithoutBindingTheCallbackStoresTheToken is the lesson's fault: what session binding prevents.
func TestWithoutBindingTheCallbackStoresTheToken(t *testing.T) {
	b, p := newBench(t), newIDP(t)
	in := b.begin(p, "alice")
	started := b.do("GetResourceOauth2Token", in)
	b.cloud.SetFaults(map[string]string{"session-binding-off": ""})
	if app := b.consent(started); app == nil || app.Query().Get("session_id") != started["sessionUri"] {
		t.Fatal("the browser was not sent back")
	}
	b.cloud.SetFaults(nil)
	if got := b.do("GetResourceOauth2Token", b.begin(p, "alice"))["accessToken"]; got != "token-1" {
		t.Errorf("alice's entry has %v", got)
	}
	if other := b.do("GetResourceOauth2Token", b.begin(p, "bob")); other["accessToken"] != nil {
		t.Error("bob got the token")
	}
	b.fails("CompleteResourceTokenAuth", core.Object{"sessionUri": started["sessionUri"], "userIdentifier": core.Object{"userId": "alice"}},
		"AccessDeniedException", "Invalid or expired session")
}
