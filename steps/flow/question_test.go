package flow_test

import (
	"encoding/json"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestAPersonIsWaitedForInTheContractsKinds: a program that reads the stream knows four, and no fifth may meet it.
func TestAPersonIsWaitedForInTheContractsKinds(t *testing.T) {
	t.Parallel()
	for kind, wire := range map[flow.QuestionKind]string{flow.Consent: "consent", flow.Confirm: "confirm", flow.Secret: "secret", flow.Hold: "hold", flow.Value: "secret"} {
		out, err := json.Marshal(flow.NeedsUser{Kind: kind}.Wire(text.English))
		if err != nil || !strings.Contains(string(out), `"kind":"`+wire+`"`) {
			t.Errorf("%s: %v %s", kind, err, out)
		}
	}
}
