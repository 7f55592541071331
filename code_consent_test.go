package main

import (
	"bufio"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
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
	cmd := exec.Command(built(t), "sandbox", "exec", "--", "sh", "-e", file)
	cmd.Env = append(cleanEnv(state), "USER_TOKEN="+token)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }() // it has ended already where all went well
	lines := bufio.NewReader(out)
	address, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	person := &oauth.HTTPBrowser{User: "test@example.com", Password: secret.New("TestPassword123!"), Returns: []string{"http://localhost:8501/return"}}
	final, err := person.Follow(t.Context(), strings.TrimSpace(address))
	if err != nil {
		t.Fatalf("%v at %s", err, address)
	}
	end, err := url.Parse(final)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, end.Query().Get("session_id")+"\n"); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(lines)
	if err != nil || cmd.Wait() != nil || !strings.Contains(string(answer), `"email":"test@example.com"`) {
		t.Errorf("%v, the API does not say who agreed: %s", err, answer)
	}
}
