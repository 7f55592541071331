package flow

import (
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/text"
)

// TestTheLabsTimeSpeaksTheReadersLanguage: minutes and seconds, not Go's notation.
func TestTheLabsTimeSpeaksTheReadersLanguage(t *testing.T) {
	line := LabState{Solved: true, Took: 193 * time.Second}.Line()
	if ko, en := line.In(text.Korean), line.In(text.English); !strings.Contains(ko, "3분 13초 만에") || !strings.Contains(en, "in 3 min 13 s,") {
		t.Errorf("%s / %s", ko, en)
	}
}
