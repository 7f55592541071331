package main

import (
	"strings"
	"testing"
)

// TestConsentsThroughARealBrowser walks the step 3lo in Chromium, as a person would: the sign-in, the consent at the user pool,
// and the one at the practice Atlassian, each in a browser without cookies, with a wrong password first.
func TestConsentsThroughARealBrowser(t *testing.T) {
	chromium := findChromium(t)
	state := t.TempDir()
	program(t, state, "run", "provider", "--sandbox", "--auto", "--output", "json").ok(t)

	visits := 0
	code, all := walked(t, state, func(asked event) string {
		visits++
		return signIn(t, chromium, asked.URL) // in a container the browser counts as elsewhere
	}, "3lo", "--timeout", "120s")
	if code != 0 {
		t.Fatalf("exit %d", code)
	}
	if visits != 3 || factOf(all, "userinfo.email") != "test@example.com" || !strings.Contains(factOf(all, "confluence.pages"), "Project A") {
		t.Errorf("%d visits; userInfo of %q; pages %q", visits, factOf(all, "userinfo.email"), factOf(all, "confluence.pages"))
	}
}
