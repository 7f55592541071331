package sandbox_test

import (
	"bytes"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
)

// TestConsentsThroughBoto3 walks the whole 3LO flow with the AWS SDK for Python: two users, each with their own pages.
func TestConsentsThroughBoto3(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err == nil {
		err = exec.CommandContext(t.Context(), python, "-c", "import boto3").Run()
	}
	if err != nil {
		t.Skip("boto3 is not installed here: the AWS SDK for Python was not tried")
	}
	_, endpoint, _ := serve(t, sandbox.Options{})
	command := exec.CommandContext(t.Context(), python, "consent.py", endpoint)
	command.Dir = "testdata"
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	command.Env = append(command.Env, "AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
		"AWS_EC2_METADATA_DISABLED=true", "PYTHONDONTWRITEBYTECODE=1", "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
	var failure bytes.Buffer
	command.Stderr = &failure
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, failure.String())
	}
	if got := strings.TrimSpace(string(out)); got != `{"alice": "Project A: roadmap", "bob": "Project B: roadmap"}` {
		t.Errorf("found %s", got)
	}
}
