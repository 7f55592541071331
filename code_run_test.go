package main

import (
	"bufio"
	"errors"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

// TestTheCodeOfTheStepsSetsUpTheSame runs what `code deploy` and `code provider` print, on a practice cloud on which nothing was done
// before, and wants the checklist to be as green as after the steps themselves; then what `code gateway` prints.
func TestTheCodeOfTheStepsSetsUpTheSame(t *testing.T) {
	for _, as := range []struct {
		name, file string
		has        []string // what must be there to run it
		run        []string
	}{
		{"cli", "script.sh", []string{"aws", "--version"}, []string{"sh", "-e", "script.sh"}},
		{"python", "script.py", []string{"python3", "-c", "import boto3"}, []string{"python3", "script.py"}},
		{"go", "main.go", []string{"go", "version"}, []string{"go", "run", "main.go"}},
	} {
		t.Run(as.name, func(t *testing.T) {
			if exec.Command(as.has[0], as.has[1:]...).Run() != nil {
				t.Skipf("%s cannot be run here: the %s code is not tried", strings.Join(as.has, " "), as.name)
			}
			state := t.TempDir()
			s := serve(t, state)
			dir := t.TempDir()
			if as.name == "go" {
				asModule(t, dir)
			}
			try := func(step string) {
				t.Helper()
				code := program(t, state, "code", step, "--as", as.name, "--endpoint-url", s.Endpoint).ok(t).out
				if err := os.WriteFile(filepath.Join(dir, as.file), []byte(code), 0o600); err != nil {
					t.Fatal(err)
				}
				template := program(t, state, "template").ok(t).out
				if err := os.WriteFile(filepath.Join(dir, "template.yaml"), []byte(template), 0o600); err != nil {
					t.Fatal(err)
				}
				cmd := exec.Command(as.run[0], as.run[1:]...)
				cmd.Dir, cmd.Env = dir, append(os.Environ(), "AWS_PAGER=", "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
				for name, value := range s.Env {
					cmd.Env = append(cmd.Env, name+"="+value)
				}
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("%s: %v\n%s\n%s", step, err, tail(string(out)), code)
				}
				if secret := clientSecretAt(t, s); strings.Contains(string(out), secret) || strings.Contains(code, secret) {
					t.Errorf("%s shows the client's secret", step)
				}
			}
			try("deploy")
			try("provider")
			v := verified(t, program(t, state, "verify", "--endpoint-url", s.Endpoint, "--output", "json").ok(t).out)
			main := []string{"place", "stack", "pool", "clients", "domain", "parameters", "role", "user", "provider", "tokens"}
			for _, c := range v.Checks {
				if c.Status == "fail" || c.Status != "pass" && slices.Contains(main, c.Group) {
					t.Errorf("%s %s: %s", c.Status, c.ID, c.Summary)
				}
			}
			again := program(t, state, "run", "deploy", "provider", "--endpoint-url", s.Endpoint, "--auto", "--output", "json").ok(t)
			if changed := changing(finishedOK(t, again.out)); len(changed) != 0 {
				t.Errorf("the steps still found something to do: %v", changed)
			}
			finishedOK(t, program(t, state, "run", "3lo", "--endpoint-url", s.Endpoint, "--auto", "--output", "json").ok(t).out)
			try("gateway")
			for _, c := range verified(t, program(t, state, "verify", "--endpoint-url", s.Endpoint, "--output", "json").ok(t).out).Checks {
				if c.Group == "gateway" && c.Status != "pass" {
					t.Errorf("%s %s: %s", c.Status, c.ID, c.Summary)
				}
			}
		})
	}
}

// asModule makes a folder a module with our own requirements, so that nothing is fetched.
func asModule(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// TestTheGoCodeOfEveryStepIsVetted holds the Go of all steps against the SDK that it names.
func TestTheGoCodeOfEveryStepIsVetted(t *testing.T) {
	state, dir := t.TempDir(), t.TempDir()
	finishedOK(t, program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t).out)
	asModule(t, dir)
	for _, info := range contents() {
		got := program(t, state, "code", info.ID, "--as", "go", "--sandbox")
		if strings.Contains(got.err, "no code") {
			continue
		}
		if err := os.MkdirAll(filepath.Join(dir, info.ID), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, info.ID, "main.go"), []byte(got.ok(t).out), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("go", "vet", "./...")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestTheCodeNamesTheWayToThePracticeCloud does what the comment on top says, with the code as it is printed.
func TestTheCodeNamesTheWayToThePracticeCloud(t *testing.T) {
	for _, name := range []string{"aws", "curl", "openssl"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed: the code cannot be tried", name)
		}
	}
	state, dir := t.TempDir(), t.TempDir()
	finishedOK(t, program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t).out)
	serve(t, state)
	for _, step := range []string{"token", "m2m"} {
		code := program(t, state, "code", step, "--sandbox").ok(t).out
		if !strings.Contains(code, "sandbox exec -- sh -e script.sh") {
			t.Errorf("nothing says how to run it:\n%s", code)
		}
		if korean := program(t, state, "code", step, "--sandbox", "--lang", "ko").ok(t).out; !strings.Contains(korean, "# 연습용 클라우드: script.sh로") {
			t.Errorf("nothing says it in Korean:\n%s", korean)
		}
		file := filepath.Join(dir, "script.sh")
		if err := os.WriteFile(file, []byte(code), 0o600); err != nil {
			t.Fatal(err)
		}
		got := program(t, state, "sandbox", "exec", "--", "sh", "-e", file).ok(t)
		if strings.Count(got.out, `"access_token"`) < 1 || !regexp.MustCompile(`(?m)^\d{3,4}$`).MatchString(got.out) {
			t.Errorf("%s: no token from both ways", step)
		}
	}
}

// TestTheCodeOfTheSignInSignsIn plays the person: it opens the address that the script prints, and gives back the one at the end.
func TestTheCodeOfTheSignInSignsIn(t *testing.T) {
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is not installed: the code cannot be tried")
	}
	state := t.TempDir()
	finishedOK(t, program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t).out)
	serve(t, state)
	file := filepath.Join(t.TempDir(), "script.sh")
	if err := os.WriteFile(file, []byte(program(t, state, "code", "signin", "--sandbox").ok(t).out), 0o600); err != nil {
		t.Fatal(err)
	}
	answer, err := withAPerson(t, state, file, "http://localhost:8501/", func(final *url.URL) string { return final.String() })
	if err != nil || !strings.Contains(answer, `"id_token"`) {
		t.Errorf("%v, no ID token in %d bytes", err, len(answer))
	}
}

// withAPerson runs a script that prints an address and waits for a line. A person signs in at the address, and what of the address at
// the end goes back is for brings to say. It returns the rest of what the script prints.
func withAPerson(t *testing.T, state, file, returnURL string, brings func(final *url.URL) string, env ...string) (string, error) {
	t.Helper()
	cmd := exec.Command(built(t), "sandbox", "exec", "--", "sh", "-e", file)
	cmd.Env = append(cleanEnv(state), env...)
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
	person := &oauth.HTTPBrowser{User: "test@example.com", Password: secret.New("TestPassword123!"), Returns: []string{returnURL}}
	end, err := person.Follow(t.Context(), strings.TrimSpace(address))
	if err != nil {
		t.Fatalf("%v at %s", err, address)
	}
	final, err := url.Parse(end)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(in, brings(final)+"\n"); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(lines)
	return string(answer), errors.Join(err, cmd.Wait())
}
