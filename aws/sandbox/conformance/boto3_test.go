package conformance_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/wire"
)

// TestBoto3TalksThroughEveryOperation has boto3 succeed with every operation that the cloud answers, and holds every raw
// answer against botocore's own models: members, types, forms of times, enums, statuses, envelopes.
func TestBoto3TalksThroughEveryOperation(t *testing.T) {
	cloud, endpoint := serve(t, sandbox.Options{Seed: 1})
	var report struct {
		Findings  [][4]string
		Succeeded []string
		Answers   int
		Botocore  string
	}
	if err := json.Unmarshal([]byte(python(t, endpoint, "conversation.py")), &report); err != nil {
		t.Fatal(err)
	}
	for _, c := range cloud.Coverage() {
		if name := c.Service + ":" + c.Operation; c.Answered && !slices.Contains(report.Succeeded, name) {
			t.Errorf("the conversation has no success of %s", name)
		}
	}
	model, newer := wire.New().Model(), 0
	for _, f := range report.Findings {
		operation, kind, path := f[0], f[1], f[2]
		if kind == "unknown" && has(model.Operations[operation], path) {
			newer++ // the installed botocore is older than the release of the cloud's model, which has the member
			continue
		}
		t.Error(strings.Join(f[:], "  "))
	}
	t.Logf("%d answers to %d operations are as botocore %s has them; it does not know %d members of %s", report.Answers,
		len(report.Succeeded), report.Botocore, newer, model.Version)
	if newer > 0 && report.Botocore == model.Version {
		t.Error("members are unknown to the very release that the cloud follows")
	}
}

// has reports whether an operation's answer has the member that a path such as "$.items[].name" leads to.
func has(op *wire.Operation, path string) bool {
	if op == nil || op.Out == nil {
		return false
	}
	at := op.Out
	for step := range strings.SplitSeq(strings.TrimPrefix(path, "$."), ".") {
		name := strings.TrimRight(step, "[]{}")
		var found *wire.Shape
		for _, m := range at.Members() {
			if m.Name == name {
				found = m.Shape
			}
		}
		for rest := step[len(name):]; found != nil && rest != ""; rest = rest[2:] {
			if rest[0] == '[' {
				found = found.Elem()
			} else {
				_, found = found.Entry()
			}
		}
		if found == nil {
			return false
		}
		at = found
	}
	return true
}
