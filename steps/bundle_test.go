package steps_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/report"
)

// TestABundleOfARealSessionHoldsNoSecret: the session's tokens, the clients' secret and the password are in it nowhere, also
// where somebody wrote the secret into a parameter and the password into a tag-like text.
func TestABundleOfARealSessionHoldsNoSecret(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	s := open(t, w, nil)
	if f := s.Run(t.Context(), flow.RunOptions{Asker: w}); f != nil {
		t.Fatal(f)
	}
	client, err := w.env.Cloud.AppClient(t.Context(), w.output("UserPoolId"), w.output("MachineClientId"))
	if err != nil || client.Secret.Empty() {
		t.Fatal(err)
	}
	for name, value := range map[string]string{"cognito_provider": client.Secret.Reveal(), "cognito_auth_scope": steps.TestPassword} {
		w.call("ssm", "PutParameter", core.Object{"Name": steps.PublishedPrefix + name, "Value": value, "Type": "String", "Overwrite": true})
	}
	data, err := report.Bundle(t.Context(), s, "1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	hidden := map[string]string{"client secret": client.Secret.Reveal(), "password": steps.TestPassword}
	env := s.World.(*steps.Env)
	for _, name := range []string{"cognito", "agentcore", "user"} {
		token, ok := env.Kept(name)
		if !ok {
			t.Fatalf("no token %s", name)
		}
		hidden[name] = token.Access.Reveal()
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		for what, value := range hidden {
			if strings.Contains(string(raw), value) {
				t.Errorf("%s holds the %s", f.Name, what)
			}
		}
		if !strings.Contains(string(raw), "stack.exists") || f.Name == "document.json" && !strings.Contains(string(raw), "DescribeUserPoolClient") {
			t.Errorf("%s has lost more than secrets", f.Name)
		}
	}
}
