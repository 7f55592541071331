package ui

import (
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// TestAFlowIsReplayedHopByHop walks what was drawn live: every hop with its own request and answer, to the end and back again.
func TestAFlowIsReplayedHopByHop(t *testing.T) {
	o := in(text.English)
	o.Workshop = &uitest.Workshop{Script: uitest.Script{Done: true, Consent: true}}
	play(t, size{80, 24}, o, func(s *stage) {
		s.Press("enter", "right", "right", "right", "enter")
		s.Wait(300 * time.Millisecond)
		s.Press("3")
		expect(t, s, "A user's consent: hop 1 of 1", "lights as it happens")
		s.Wait(200 * time.Millisecond)
		expect(t, s, "hop 2 of 2") // it follows
		s.Wait(4 * time.Second)
		s.Press("esc", "3")
		for i, want := range []string{`"userToken": "•••"`, `"sessionStatus": "IN_PROGR`, "the address goes to the", "GET /identities/oauth2/authorize", "GET /oauth2/authorize",
			"?session_id=•••&state=•••", "inside AWS", "GET /return?session_id=•••", `"userIdentifier": {`, "oauth2/token → 200", "test@example.com"} {
			expect(t, s, sprintf("hop %d of 11", i+1), want)
			s.Press("down")
		}
		expect(t, s, "hop 11 of 11", "That was the last one")
		s.Press("home", "enter")
		expect(t, s, "hop 2 of 11")
		if !strings.Contains(s.Screen(), "┄") {
			t.Error("what comes later is drawn as if it had happened")
		}
		s.Press("pgdown", "pgdown")
		expect(t, s, "customState")
		s.Press("esc")
		expect(t, s, "4 What just happened")
	})
}

func expect(t *testing.T, s *stage, words ...string) {
	t.Helper()
	for _, want := range words {
		if !strings.Contains(s.Screen(), want) {
			t.Errorf("%q is not on the screen\n%s", want, s.Screen())
		}
	}
}
