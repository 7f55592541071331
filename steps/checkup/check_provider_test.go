package checkup

import (
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
)

// TestWhatIsUnderWayIsNoFailure: AWS at work is waited for, and no repair is promised; what has ended badly fails.
func TestWhatIsUnderWayIsNoFailure(t *testing.T) {
	for status, want := range map[string]flow.CheckStatus{"CREATING": flow.Warn, "UPDATING": flow.Warn, "DELETING": flow.Warn, "READY": flow.Pass, "": flow.Pass, "CREATE_FAILED": flow.Fail, "UPDATE_FAILED": flow.Fail} {
		if got := judgeReady(aws.Provider{Status: status}).Status; got != want {
			t.Errorf("%q: %s, want %s", status, got, want)
		}
	}
}
