package sandbox_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
)

// TestTheMainJobThroughBoto3 drives the practice cloud with the AWS SDK for Python and holds every raw answer against
// botocore's own models.
func TestTheMainJobThroughBoto3(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err == nil {
		err = exec.CommandContext(t.Context(), python, "-c", "import boto3").Run()
	}
	if err != nil {
		t.Skip("boto3 is not installed here: the AWS SDK for Python was not tried")
	}
	_, endpoint, _ := serve(t, sandbox.Options{})
	command := exec.CommandContext(t.Context(), python, "journey.py", endpoint, filepath.Join("..", "cfn", "testdata", "published.yaml"))
	command.Dir = "testdata"
	// Nothing of the machine's own AWS configuration may play a part.
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	command.Env = append(command.Env, "AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
		"AWS_EC2_METADATA_DISABLED=true", "PYTHONDONTWRITEBYTECODE=1", "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
	var failure bytes.Buffer
	command.Stderr = &failure
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, failure.String())
	}
	var report struct {
		Findings [][4]string
		Seen     int
		Botocore string
	}
	if err := json.Unmarshal(out, &report); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	if report.Seen < 50 {
		t.Errorf("only %d answers were looked at", report.Seen)
	}
	for _, finding := range report.Findings {
		// The cloud writes only members of its own model; a botocore of another release may lack some of them.
		if finding[1] == "unknown" && report.Botocore != "1.43.67" {
			continue
		}
		t.Error(strings.Join(finding[:], "  "))
	}
}
