package script_test

import (
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// TestTheAWSCLIOpensNoValue: it would send what lies at the address in place of the address.
func TestTheAWSCLIOpensNoValue(t *testing.T) {
	code := script.Write(flow.CLI, "us-east-1", script.Call{Service: "s", Operation: "PutThing", Params: []script.Param{
		{Name: "name", Value: "n"}, {Name: "returnUrl", Value: "http://localhost:8501/return"}, {Name: "issuer", Value: "https://idp.example/"},
		{Name: "note", Value: "file:///etc/passwd"}, {Name: "body", Value: script.File("template.yaml")}, {Name: "urls", Value: []string{"http://localhost:1/"}},
	}}.Move())
	const want = `  --cli-input-json '{"issuer":"https://idp.example/","note":"file:///etc/passwd","returnUrl":"http://localhost:8501/return"}'`
	if !strings.Contains(code, want) || !strings.Contains(code, `--urls '["http://localhost:1/"]'`) || strings.Contains(code, "--note") || !strings.Contains(code, "--body file://template.yaml") {
		t.Error(code)
	}
}

// TestASecretStandsOnNoCommandLine: everybody on a machine sees those.
func TestASecretStandsOnNoCommandLine(t *testing.T) {
	code := script.Write(flow.CLI, "us-east-1", script.Call{Service: "s", Operation: "PutKey", Params: []script.Param{
		{Name: "name", Value: script.Var("NAME")}, {Name: "apiKey", Value: script.Var("API_KEY"), Secret: true},
	}}.Move())
	if !strings.Contains(code, "printf %s \"$API_KEY\" |\n  aws s put-key") || !strings.Contains(code, `--name "$NAME"`) || !strings.Contains(code, "--api-key file:///dev/stdin") {
		t.Error(code)
	}
}
