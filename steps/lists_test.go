package steps_test

import (
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/inbound"
	"agentcore-workshop/steps/text"
)

// TestAListSaysWhatItCounts looks at the last line of every list: a bare number says nothing.
func TestAListSaysWhatItCounts(t *testing.T) {
	w := newWorld(t)
	w.must("deploy", "provider")
	lists := 0
	all := slices.Concat(steps.Actions(), identity.Actions(), inbound.Actions())
	for _, action := range all {
		if !strings.HasSuffix(action.Name, " list") || action.Name == "tools list" { // which needs a gateway first
			continue
		}
		lists++
		result, err := w.act(all, action.Name, nil)
		if err != nil {
			t.Fatal(action.Name, err)
		}
		for l, end := range map[text.Lang]string{text.English: "", text.Korean: "개"} {
			lines := strings.Split(strings.TrimSpace(result.Text(l, 80)), "\n")
			what, number, told := strings.Cut(lines[len(lines)-1], ": ")
			if !told || what == "" || strings.Trim(strings.TrimSuffix(number, end), "0123456789") != "" || !strings.HasSuffix(number, end) {
				t.Errorf("%s in %s ends in %q", action.Name, l, lines[len(lines)-1])
			}
		}
	}
	if lists < 5 {
		t.Errorf("only %d lists were found", lists)
	}
}
