package steps

import (
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestEachStuckStateHasItsOwnWayOut: continue-update-rollback is legal in one state only.
func TestEachStuckStateHasItsOwnWayOut(t *testing.T) {
	for status, want := range map[string]string{
		"UPDATE_ROLLBACK_FAILED": "`aws cloudformation continue-update-rollback --stack-name demo`",
		"UPDATE_FAILED":          "`aws cloudformation rollback-stack --stack-name demo`",
		"IMPORT_ROLLBACK_FAILED": "`aws cloudformation describe-stack-events --stack-name demo`",
	} {
		f := flow.AsFailure(StuckInUpdate(aws.Stack{Name: "demo", Status: status}, text.Msg{}))
		for _, said := range []string{f.Fix.In(text.English), f.Fix.In(text.Korean)} {
			if !strings.Contains(said, want) || status != "UPDATE_ROLLBACK_FAILED" && strings.Contains(said, "aws cloudformation continue-update-rollback") {
				t.Errorf("%s: %s", status, said)
			}
		}
	}
}
