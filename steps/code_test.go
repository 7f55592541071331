package steps_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
)

// hostile is what somebody who may write parameters could write there: every way out of quotes, in three languages.
const hostile = "$(touch pwned)`touch pwned`'; touch pwned; '\"; touch pwned; \" + evil() + \"*/evil()/*\\" + "\ntouch pwned\nevil()\n"

// past is a call to the practice cloud itself, past our client.
func (w *world) past(service, op string, in core.Object) core.Object {
	w.t.Helper()
	call := &core.Call{Context: w.t.Context(), Realm: w.cloud.Realm(sandbox.DefaultAccount, "us-east-1"), Service: service, Operation: op, AccessKey: "x"}
	out, err := w.cloud.Do(call, in)
	if err != nil {
		w.t.Fatal(op, err)
	}
	return out
}

func everyStep(e *steps.Env) []flow.Step {
	return append(course(e), identity.Workload(e), identity.WorkloadToken(e), identity.M2M(e), identity.ThreeLO(e), identity.Binding(e), identity.Isolation(e), identity.APIKey(e), identity.Audit(e))
}

// TestCodeInjection: values of the place never become commands of the code that a person copies.
func TestCodeInjection(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"machine_client_id", "web_client_id", "userpool_id", "cognito_provider", "cognito_auth_scope",
		"cognito_discovery_url", "cognito_token_url", "cognito_auth_url", "cognito_domain", "gateway_iam_role"} {
		w.past("ssm", "PutParameter", core.Object{"Name": steps.PublishedPrefix + name, "Value": hostile, "Type": "String", "Overwrite": true})
	}
	judges := map[flow.Dialect]func(*testing.T, string){flow.CLI: inShell, flow.Python: inPython, flow.Golang: inGo}
	for _, step := range everyStep(w.env) {
		for as, judge := range judges {
			t.Run(step.Info().ID+" as "+string(as), func(t *testing.T) {
				code, err := step.(flow.Coder).Code(t.Context(), as)
				if err != nil {
					t.Fatal(err)
				}
				judge(t, code)
			})
		}
	}
}

// TestVariablesAreATypeOfTheirOwn: a value that begins with a dollar sign is no variable.
func TestVariablesAreATypeOfTheirOwn(t *testing.T) {
	w := newWorld(t)
	w.must("deploy")
	w.past("ssm", "PutParameter", core.Object{"Name": steps.PublishedPrefix + "cognito_provider", "Value": "$HOME", "Overwrite": true})
	for as, want := range map[flow.Dialect]string{flow.CLI: "--name '$HOME'", flow.Python: `name="$HOME"`, flow.Golang: `aws.String("$HOME")`} {
		if code, err := steps.Provider(w.env).(flow.Coder).Code(t.Context(), as); err != nil || !strings.Contains(code, want) {
			t.Errorf("%s: want %s, %v\n%s", as, want, err, code)
		}
	}
}

// inShell runs a script with programs that do nothing, in a folder of its own.
func inShell(t *testing.T, code string) {
	dir := t.TempDir()
	for _, program := range []string{"aws", "curl", "openssl", "agentcore-workshop"} {
		if err := os.WriteFile(filepath.Join(dir, program), []byte("#!/bin/sh\nexit 0\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "sh", "-c", code)
	cmd.Dir, cmd.Env = dir, []string{"PATH=" + dir + ":/usr/bin:/bin"}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s\n%s", err, out, code)
	}
	if _, err := os.Stat(filepath.Join(dir, "pwned")); err == nil {
		t.Errorf("a value became a command:\n%s", code)
	}
}

// inPython looks for a call that comes from a value.
func inPython(t *testing.T, code string) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	look := "import ast, sys\nsys.exit(any(isinstance(n, ast.Name) and n.id == 'evil' for n in ast.walk(ast.parse(sys.stdin.read()))))"
	cmd := exec.CommandContext(t.Context(), python, "-c", look)
	cmd.Stdin = strings.NewReader(code)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s\n%s", err, out, code)
	}
}

func inGo(t *testing.T, code string) {
	file, err := parser.ParseFile(token.NewFileSet(), "code.go", code, 0)
	if err != nil {
		t.Fatalf("%v\n%s", err, code)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == "evil" {
			t.Errorf("a value became code:\n%s", code)
		}
		return true
	})
}
