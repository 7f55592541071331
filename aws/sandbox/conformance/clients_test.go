package conformance_test

import (
	"bytes"
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"agentcore-workshop/aws/sandbox"
)

// serve starts a cloud on loopback and returns its address.
func serve(t testing.TB, o sandbox.Options) (*sandbox.Cloud, string) {
	t.Helper()
	cloud := sandbox.New(o)
	server := httptest.NewServer(cloud)
	t.Cleanup(server.Close)
	return cloud, server.URL
}

// sdk is a configuration of the AWS SDK for Go for a cloud, signed with an access key.
func sdk(endpoint, key string) aws.Config {
	return aws.Config{
		Region: "us-east-1", BaseEndpoint: aws.String(endpoint),
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: key, SecretAccessKey: "test"}, nil
		}),
	}
}

// program is another's client, with nothing of the machine's own AWS configuration. Its Python is set by
// CONFORMANCE_PYTHON, so that several releases of boto3 can be tried.
func program(t *testing.T, endpoint, name string, args ...string) *exec.Cmd {
	t.Helper()
	if testing.Short() {
		t.Skip("clients that others ship are not tried in a short run")
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed here: it was not tried", name)
	}
	command := exec.CommandContext(t.Context(), path, args...)
	command.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	command.Env = append(command.Env, "AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_ENDPOINT_URL="+endpoint, "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test", "AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1",
		"AWS_PAGER=", "PYTHONDONTWRITEBYTECODE=1", "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
	return command
}

// python is a Python program of testdata. It is skipped where boto3 is missing.
func python(t *testing.T, endpoint, script string, args ...string) string {
	t.Helper()
	interpreter := os.Getenv("CONFORMANCE_PYTHON")
	if interpreter == "" {
		interpreter = "python3"
	}
	if program(t, endpoint, interpreter, "-c", "import boto3").Run() != nil {
		t.Skip("boto3 is not installed here: the AWS SDK for Python was not tried")
	}
	command := program(t, endpoint, interpreter, append([]string{script, endpoint}, args...)...)
	command.Dir = "testdata"
	return output(t, command)
}

func output(t *testing.T, command *exec.Cmd) string {
	t.Helper()
	var complaint bytes.Buffer
	command.Stderr = &complaint
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", command.Args, err, out, complaint.String())
	}
	return string(out)
}
