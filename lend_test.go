package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// needs skips a test where other people's programs are missing.
func needs(t *testing.T, what string, command ...string) {
	t.Helper()
	if exec.Command(command[0], command[1:]...).Run() != nil {
		t.Skipf("%s is not installed here: no script of others was run", what)
	}
}

// TestScriptsOfOthersRunUnmodified runs scripts as the published ones are written, against a cloud that is served, and then once
// more: what AWS refuses the second time is refused here.
func TestScriptsOfOthersRunUnmodified(t *testing.T) {
	needs(t, "the AWS CLI", "aws", "--version")
	needs(t, "python3 with boto3 and requests", "python3", "-c", "import boto3, requests")
	state := t.TempDir()
	serve(t, state)
	lent := func(command ...string) said {
		return program(t, state, append([]string{"sandbox", "exec", "--"}, command...)...)
	}
	prereq := []string{"bash", filepath.Join("testdata", "scripts", "prereq.sh"), filepath.Join("testdata", "published.yaml")}
	first := lent(prereq...).ok(t)
	if !strings.Contains(first.out, "CREATE_COMPLETE") || strings.Count(first.out, "✅") != 10 || strings.Contains(first.out, "❌") {
		t.Errorf("the first run: %s", first.out)
	}
	again := lent(prereq...)
	if again.exit == 0 || !strings.Contains(again.err, "(ValidationError) when calling the UpdateStack operation: No updates are to be performed.") {
		t.Errorf("the second run: exit %d, %s", again.exit, again.err)
	}
	provider := filepath.Join("testdata", "scripts", "provider.py")
	if got := lent("python3", provider, "create-provider").ok(t); !strings.Contains(got.out, ":token-vault/default/oauth2credentialprovider/troubleshooting-connectivity-123456789012") {
		t.Error(got.out)
	}
	if got := lent("python3", provider, "create-provider"); got.exit != 1 || !strings.Contains(got.out, "ValidationException Credential provider with name: troubleshooting-connectivity-123456789012 already exists") {
		t.Errorf("the second provider: exit %d, %s", got.exit, got.out)
	}
	if got := lent("python3", provider, "list-providers").ok(t); !strings.Contains(got.out, "Summary: 1") || !strings.Contains(got.out, "CustomOauth2") {
		t.Error(got.out)
	}
	if got := lent("python3", filepath.Join("testdata", "scripts", "machine_token.py")).ok(t); got.out != "issuer True keys 2\n" {
		t.Errorf("%q", got.out)
	}
	t.Run("curl", func(t *testing.T) { curls(t, state) })
	if v := verified(t, program(t, state, "verify", "--sandbox", "--output", "json").ok(t).out); v.Failed != 0 {
		t.Errorf("%d checks fail on what the scripts made", v.Failed)
	}
}

// curls uses the exports of sandbox env --proxy in a shell of its own.
func curls(t *testing.T, state string) {
	needs(t, "curl", "curl", "--version")
	exports := program(t, state, "sandbox", "env", "--proxy").ok(t).out
	const domain = "troubleshooting-connectivity-123456789012.auth.us-east-1.amazoncognito.com"
	for _, c := range []struct{ url, want string }{
		{"https://" + domain + "/oauth2/token", "405"},
		{"https://" + domain + "/login", "400"},
		{"https://s3.us-east-1.amazonaws.com/x", "000"},
	} {
		shell := exec.Command("sh", "-c", exports+"curl -sS -o /dev/null -w '%{http_code}' "+c.url)
		shell.Env = cleanEnv(state)
		var out, err bytes.Buffer
		shell.Stdout, shell.Stderr = &out, &err
		_ = shell.Run() // what curl printed says how it went
		if got := out.String(); got != c.want {
			t.Errorf("%s: %s, not %s (%s)", c.url, got, c.want, err.String())
		}
	}
}

func TestAThrowAwayCloudLeavesNothing(t *testing.T) {
	state := t.TempDir()
	got := program(t, state, "sandbox", "exec", "--", "sh", "-c", `echo "$AWS_CA_BUNDLE"; test -s "$AWS_CA_BUNDLE" && test -z "$AWS_PROFILE$AWS_SESSION_TOKEN" && echo "$NO_PROXY $https_proxy"`).ok(t)
	bundle, rest, _ := strings.Cut(got.out, "\n")
	if !strings.HasPrefix(rest, "127.0.0.1,localhost http://127.0.0.1:") || !strings.Contains(got.err, "gone afterwards") {
		t.Errorf("%q %q", got.out, got.err)
	}
	if _, err := os.Stat(bundle); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%q is still there: %v", bundle, err)
	}
	left := 0
	_ = filepath.WalkDir(state, func(_ string, d fs.DirEntry, _ error) error {
		if d != nil && strings.HasPrefix(d.Name(), "practice.") {
			left++
		}
		return nil
	})
	if left > 0 {
		t.Errorf("%d files of a cloud are left", left)
	}
}

// TestSignalsReachTheCommand interrupts and ends what exec runs: the command decides how to end, and its status is told.
func TestSignalsReachTheCommand(t *testing.T) {
	for _, c := range []struct {
		script string
		signal syscall.Signal
		exit   int
	}{
		{`trap 'echo caught; exit 7' INT; echo ready; while :; do sleep 0.05; done`, syscall.SIGINT, 7},
		{`trap 'echo caught; exit 8' TERM; echo ready; while :; do sleep 0.05; done`, syscall.SIGTERM, 8},
		{`echo ready; exec sleep 60`, syscall.SIGTERM, 128 + 15},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		cmd := exec.CommandContext(ctx, built(t), "sandbox", "exec", "--", "sh", "-c", c.script)
		cmd.Env = cleanEnv(t.TempDir())
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if _, err := out.Read(make([]byte, 64)); err != nil { // "ready"
			t.Fatal(err)
		}
		_ = cmd.Process.Signal(c.signal)
		_ = cmd.Wait()
		cancel()
		if code := cmd.ProcessState.ExitCode(); code != c.exit {
			t.Errorf("%s: exit %d, not %d", c.signal, code, c.exit)
		}
	}
}

func TestATimeLimitEndsTheCommand(t *testing.T) {
	start := time.Now()
	if got := program(t, t.TempDir(), "--timeout", "300ms", "sandbox", "exec", "--", "sleep", "60"); got.exit != 124 || time.Since(start) > 20*time.Second {
		t.Errorf("exit %d after %s", got.exit, time.Since(start))
	}
}
