package checkup

import (
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
)

// TestWhatLaterStepsMakeIsRepairedLast: a gateway is made with what parameters and provider say, so that these come first; the stack
// comes before all.
func TestWhatLaterStepsMakeIsRepairedLast(t *testing.T) {
	var v flow.Verification
	for _, c := range Checks(nil) {
		switch c.ID {
		case "gateway.targets", "runtime.discovery", "parameter.cognito_provider", "provider.exists", "stack.exists", "user.enabled":
			v.Results = append([]flow.CheckResult{{Check: &c, Verdict: flow.Verdict{Status: flow.Fail}}}, v.Results...) // the last ones first
		}
	}
	f := &fixing{all: true, last: v}
	if got := strings.Join(f.wanted(), " "); got != "stack.exists parameter.cognito_provider user.enabled provider.exists runtime.discovery gateway.targets" {
		t.Error(got)
	}
}
