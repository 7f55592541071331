package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestThePythonOfEveryStepCompiles holds the Python of all steps against Python itself.
func TestThePythonOfEveryStepCompiles(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: the Python code is not compiled")
	}
	state, dir := t.TempDir(), t.TempDir()
	finishedOK(t, program(t, state, "run", "provider", "--sandbox", "--auto", "--output", "json").ok(t).out)
	args := []string{"-m", "py_compile"}
	for _, info := range contents() {
		got := program(t, state, "code", info.ID, "--as", "python", "--sandbox")
		if strings.Contains(got.err, "no code") {
			continue
		}
		path := filepath.Join(dir, info.ID+".py")
		if err := os.WriteFile(path, []byte(got.ok(t).out), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.Command(python, args...).CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestTheCodeSuggestsNoMoreThanItNeeds looks at what stands below the code of the steps that get tokens.
func TestTheCodeSuggestsNoMoreThanItNeeds(t *testing.T) {
	state := t.TempDir()
	finishedOK(t, program(t, state, "run", "provider", "--sandbox", "--auto", "--output", "json").ok(t).out)
	for step, want := range map[string][]string{
		"3lo":    {"Scopes: openid email profile.", "bedrock-agentcore:GetWorkloadAccessTokenForJWT", "bedrock-agentcore:CompleteResourceTokenAuth", "oauth2credentialprovider/troubleshooting-connectivity-123456789012-3lo"},
		"m2m":    {"Scopes: troubleshooting-connectivity-analyzer/invoke.", `"bedrock-agentcore:GetWorkloadAccessToken"`, `"bedrock-agentcore:GetResourceOauth2Token"`},
		"apikey": {"bedrock-agentcore:GetResourceApiKey", "apikeycredentialprovider/agentcore-workshop-apikey"},
	} {
		for _, as := range []string{"cli", "python", "go"} {
			out := program(t, state, "code", step, "--as", as, "--sandbox").ok(t).out
			_, below, found := strings.Cut(out, "Least privilege.")
			for _, part := range want {
				if !found || !strings.Contains(below, part) {
					t.Errorf("%s as %s: no %s in\n%s", step, as, part, below)
				}
			}
			for _, part := range []string{`"*"`, "GetWorkloadAccessTokenForUserId", "Delete"} {
				if strings.Contains(below, part) {
					t.Errorf("%s as %s: %s is more than is needed", step, as, part)
				}
			}
		}
	}
}
