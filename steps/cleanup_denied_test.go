package steps_test

import (
	"os"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestCleanupWithPartialPermissions denies one action after the other: what cannot be looked at or deleted is named together with the
// action, nothing that was not read is said to be absent, the rest goes on, and with the permission a second run ends as ever.
func TestCleanupWithPartialPermissions(t *testing.T) {
	t.Parallel()
	w := everything(t)
	state := stateOf(t, w.cloud)
	denied := []string{
		"bedrock-agentcore:DeleteOauth2CredentialProvider", "bedrock-agentcore:ListOauth2CredentialProviders", "bedrock-agentcore:DeleteApiKeyCredentialProvider",
		"bedrock-agentcore:DeleteWorkloadIdentity", "bedrock-agentcore:ListWorkloadIdentities", "bedrock-agentcore:DeleteGateway", "bedrock-agentcore:ListGateways",
		"bedrock-agentcore:DeleteAgentRuntime", "bedrock-agentcore:ListAgentRuntimes", "cognito-idp:DeleteUserPoolDomain", "cognito-idp:DeleteUserPool",
		"cloudformation:DeleteStack", "ssm:DeleteParameters", "iam:DetachRolePolicy", "bedrock-agentcore:GetOauth2CredentialProvider", "bedrock-agentcore:GetWorkloadIdentity",
	}
	for i, action := range denied {
		if i%2 == 1 && os.Getenv("ALL_CALLS") == "" || !swept(i) {
			continue
		}
		w.cloud.Restore(state)
		w.since()
		breakIt(t, w.cloud, "access-denied:"+action)
		result, err := w.cleanup(nil, nil)
		f := flow.AsFailure(err)
		if err == nil || f.Exit == flow.ExitDone {
			t.Fatalf("%s: cleanup is content: %+v", action, readCleaned(t, result))
		}
		told := f.Message.In(text.English) + f.Cause.In(text.English)
		for _, e := range w.events {
			if note, ok := e.Body.(flow.Note); ok {
				told += "\n" + note.Message.In(text.English)
			}
		}
		if !strings.Contains(told, action) {
			t.Errorf("%s is not named:\n%s", action, told)
		}
		if result.JSON != nil {
			c := readCleaned(t, result)
			gone, left := 0, 0
			for _, thing := range c.Things {
				switch thing.State {
				case "absent":
					gone++
				default:
					left++
				}
			}
			if gone == 0 || left+len(c.Unseen) == 0 {
				t.Errorf("%s: %d gone, %d left, unseen %v", action, gone, left, c.Unseen)
			}
		}
		w.cloud.Lift("")
		if _, err := w.cleanup(nil, nil); err != nil {
			t.Errorf("%s, and then with the permission: %v", action, err)
		}
		if removed := w.cloud.StartAfresh(""); removed != 0 {
			t.Errorf("%s: %d were left", action, removed)
		}
	}
}
