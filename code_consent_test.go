package main

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheCodeOfTheConsentGetsAToken runs what `code 3lo` prints with the AWS CLI and plays the person between its calls. The vault has
// the person's token already, so the first call asks again.
func TestTheCodeOfTheConsentGetsAToken(t *testing.T) {
	for _, name := range []string{"aws", "curl", "openssl"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed: the code cannot be tried", name)
		}
	}
	state := t.TempDir()
	serve(t, state)
	finishedOK(t, program(t, state, "run", "3lo", "--sandbox", "--auto", "--output", "json").ok(t).out)
	code := program(t, state, "code", "3lo", "--sandbox").ok(t).out
	if !strings.Contains(code, "export USER_TOKEN=$(agentcore-workshop signin --bare --sandbox)") {
		t.Errorf("nothing says where the user's token comes from:\n%s", code)
	}
	token := strings.TrimSpace(program(t, state, "signin", "--bare", "--sandbox", "--auto").ok(t).out)
	file := filepath.Join(t.TempDir(), "script.sh")
	again := strings.Replace(code, "--oauth2-flow USER_FEDERATION", "--oauth2-flow USER_FEDERATION --force-authentication", 1)
	if err := os.WriteFile(file, []byte(again), 0o600); err != nil {
		t.Fatal(err)
	}
	answer, err := withAPerson(t, state, file, "http://localhost:8501/return", func(final *url.URL) string { return final.Query().Get("session_id") }, "USER_TOKEN="+token)
	if err != nil || !strings.Contains(answer, `"email":"test@example.com"`) {
		t.Errorf("%v, the API does not say who agreed: %s", err, answer)
	}
}
