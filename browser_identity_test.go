package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"strings"
	"testing"
)

// TestConsentsThroughARealBrowser walks the step 3lo in Chromium, as a person would: the sign-in, the consent at the user pool,
// and the one at the practice Atlassian, each in a browser without cookies, with a wrong password first.
func TestConsentsThroughARealBrowser(t *testing.T) {
	chromium := findChromium(t)
	state := t.TempDir()
	program(t, state, "run", "provider", "--sandbox", "--auto", "--output", "json").ok(t)

	cmd := exec.Command(built(t), "3lo", "--sandbox", "--no-browser", "--output", "json", "--timeout", "120s")
	cmd.Env = cleanEnv(state)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	bring := func(address string) { _, _ = io.WriteString(stdin, address+"\n") } // in a container the browser counts as elsewhere
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }() // it has ended already where all went well
	var all []event
	visited := map[string]bool{} // an address that was pasted too late is refused, and the question asked again
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%v in %q", err, lines.Text())
		}
		if all = append(all, e); e.Type == "needs_user" && e.Kind == "consent" && !visited[e.URL] {
			visited[e.URL] = true
			bring(signIn(t, chromium, e.URL))
		}
	}
	_ = cmd.Wait()
	if code := cmd.ProcessState.ExitCode(); code != 0 {
		t.Fatalf("exit %d\n%+v\n%s", code, all, errs.String())
	}
	facts := map[string]string{}
	for _, e := range all {
		if e.Type == "fact" {
			facts[e.Key] = e.Value
		}
	}
	if len(visited) != 3 || facts["userinfo.email"] != "test@example.com" || !strings.Contains(facts["confluence.pages"], "Project A") {
		t.Errorf("%d visits; userInfo of %q; pages %q", len(visited), facts["userinfo.email"], facts["confluence.pages"])
	}
}
