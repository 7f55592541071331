package checkup

import (
	"strings"
	"testing"

	"agentcore-workshop/steps/text"
)

// TestWhatNoCheckProvesIsSaid: a green 3LO provider does not pass off its secret as proven, in either language.
func TestWhatNoCheckProvesIsSaid(t *testing.T) {
	for _, l := range []text.Lang{text.English, text.Korean} {
		if said := unproven().In(l); !strings.Contains(said, "client secret") || !strings.Contains(said, "`provider update`") || !strings.Contains(said, "`3lo`") {
			t.Errorf("%q", said)
		}
	}
	for _, c := range Checks(nil) {
		if c.ID == "consent.provider" {
			return
		}
	}
	t.Error("consent.provider is gone")
}
