package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"os/exec"
	"testing"
)

// walked runs a command, hands each address that a person is to open to whoever is to open it, and brings back where the browser ended.
func walked(t *testing.T, state string, open func(asked event) string, args ...string) (code int, all []event) {
	t.Helper()
	cmd := exec.Command(built(t), append(args, "--sandbox", "--no-browser", "--output", "json")...)
	cmd.Env = cleanEnv(state)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill() }() // it has ended already where all went well
	visited := map[string]bool{}              // an address that was pasted too late is refused, and the question asked again
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%v in %q", err, lines.Text())
		}
		if all = append(all, e); e.Type == "needs_user" && e.Kind == "consent" && !visited[e.URL] {
			visited[e.URL] = true
			if final := open(e); final != "" {
				_, _ = io.WriteString(stdin, final+"\n") // in a container the browser counts as elsewhere
			}
		}
	}
	_ = cmd.Wait()
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%+v\n%s", all, errs.String())
		}
	})
	return cmd.ProcessState.ExitCode(), all
}
