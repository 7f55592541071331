package host_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"agentcore-workshop/aws/sandbox/host"
)

// childDir names the state directory in the environment of a process that only hosts.
const childDir = "HOST_TEST_CHILD_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDir); dir != "" {
		h, err := host.Open(context.Background(), host.Options{Dir: dir, New: newCloud})
		if err != nil {
			panic(err)
		}
		os.Stdout.WriteString(h.Endpoint() + "\n")
		select {} // until it is killed
	}
	goleak.VerifyTestMain(m)
}

func TestTheNextTakesOverAfterSIGKILL(t *testing.T) {
	dir := t.TempDir()
	child := exec.CommandContext(t.Context(), os.Args[0])
	child.Env = append(os.Environ(), childDir+"="+dir)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 64)
	n, err := out.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	client := open(t, host.Options{Dir: dir})
	if client.Hosting() || client.Endpoint() != strings.TrimSpace(string(line[:n])) {
		t.Fatalf("the client is at %s, the host at %s", client.Endpoint(), line[:n])
	}
	put(t, client, "/kept")
	waitFor(t, filepath.Join(dir, "practice.json"))
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait() // it was killed, so this is an error
	before := client.Endpoint()
	if err := client.Reopen(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !client.Hosting() || !has(t, client, "/kept") {
		t.Error("the state of the killed host is lost")
	}
	if client.Endpoint() != before {
		t.Errorf("the endpoint moved from %s to %s although its port is free", before, client.Endpoint())
	}
}

// waitFor waits until a file is there, at most 100 ms after the change that it holds plus what a busy machine adds.
func waitFor(t *testing.T, path string) {
	t.Helper()
	for range 500 {
		if _, err := os.Stat(path); err == nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("%s was not written", path)
}
