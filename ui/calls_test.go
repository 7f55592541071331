package ui

import (
	"regexp"
	"testing"
	"time"

	"agentcore-workshop/steps/text"
)

// TestTheCallsAreFollowed: the hand stays where a person put it, and goes along with what comes once it is back at the end. The key of
// an open call says where it leads.
func TestTheCallsAreFollowed(t *testing.T) {
	play(t, size{80, 24}, in(text.English), func(s *stage) {
		hand := func() string { return regexp.MustCompile(`▸ +(\d+)`).FindString(s.Screen()) }
		s.Press("enter", "enter")
		s.Wait(250 * time.Millisecond) // two of the four calls
		s.Press("f4", "up")
		stays := hand()
		s.Wait(200 * time.Millisecond)
		if got := hand(); got != stays || stays == "" {
			t.Errorf("the hand went from %q to %q by itself", stays, got)
		}
		s.Press("end")
		end := hand()
		s.Wait(time.Second)
		if got := hand(); got == end {
			t.Errorf("the hand stays at %q though more has come", got)
		}
		s.Press("enter")
		s.sees("Enter List of calls")
		s.Press("enter")
		s.sees("Enter Request and answer")
	})
}
