package ui

import (
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// TestLabOnTheScreen: begun, hinted at three times, given up; and on AWS there is none.
func TestLabOnTheScreen(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{Done: true, Labs: true}}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter")
		s.Wait(time.Second)
		s.Press("enter")
		s.Wait(time.Second)
		s.sees("Lab: break something")
		s.Press("b")
		s.sees("Something is broken since this check")
		s.Press("h", "H")
		s.sees("Hints: 2 of 3")
		s.Press("ㅗ") // h, as a Korean input method sends it
		s.sees("Give up, tell me")
		s.Press("h")
		s.sees("Lab given up after 3 min 12 s")
		s.sees("It was provider-stale")
	})
	o.Workshop = &uitest.Workshop{Script: uitest.Script{AWS: true, Done: true, Labs: true}}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter")
		s.Wait(time.Second)
		s.Press("enter")
		s.Wait(time.Second)
		s.Press("b")
		if strings.Contains(s.Screen(), "Lab") {
			t.Error("something would be broken on AWS")
		}
	})
}
