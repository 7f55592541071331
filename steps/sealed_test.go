package steps_test

import (
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestSecureStringIsNamedAndMadeReadable: a parameter that somebody wrote encrypted is named as such, its ciphertext is shown nowhere,
// and the repair makes it anew, since the service changes no parameter's type.
func TestSecureStringIsNamedAndMadeReadable(t *testing.T) {
	worlds := newWorlds(t, 2)
	for _, name := range []string{"userpool_id", "cognito_auth_scope", "cognito_provider", "gateway_iam_role"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := worlds.take(t)
			value := w.parameter(name)
			w.call("ssm", "DeleteParameter", core.Object{"Name": steps.PublishedPrefix + name})
			w.call("ssm", "PutParameter", core.Object{"Name": steps.PublishedPrefix + name, "Value": value, "Type": "SecureString"})
			v := w.verify()
			if first := firstFound(v); first != "parameter."+name {
				show(t, v, false)
				t.Errorf("the first that is named is %s", first)
			}
			res, said := w.fix(nil, flow.Args{"check": {"parameter." + name}})
			if !strings.Contains(said, `"undo":"none"`) || strings.Contains(said+res.Text(text.Korean, 80), "AQICA") {
				t.Errorf("the preview: %s", said)
			}
			if res, said = w.fix(w, flow.Args{"all": {"true"}}); res.Exit != flow.ExitDone || !well(w.verify()) || w.parameter(name) != value {
				t.Errorf("exit %d, %s is %q: %s", res.Exit, name, w.parameter(name), said)
			}
		})
	}
}
