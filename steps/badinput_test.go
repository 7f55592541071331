package steps_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// TestBadInputIsReported puts into a set-up what nobody expects. The checklist reports it and goes on: no crash, and what is wrong does
// not pass.
func TestBadInputIsReported(t *testing.T) {
	worlds := newWorlds(t, 2)
	put := func(name, value string) func(*world) {
		return func(w *world) {
			w.call("ssm", "PutParameter", core.Object{"Name": steps.PublishedPrefix + name, "Value": value, "Type": "String", "Overwrite": true})
		}
	}
	for _, c := range []struct {
		name string
		harm func(w *world)
		// broken are the checks that may not pass; none means that all must.
		broken []string
	}{
		{"a thousand providers", manyProviders, nil},
		{"a thousand parameters", func(w *world) {
			for i := range 1000 {
				w.call("ssm", "PutParameter", core.Object{"Name": fmt.Sprintf("%sx%04d", steps.PublishedPrefix, i), "Value": "v", "Type": "String"})
			}
		}, nil},
		{"names in Hangul", func(w *world) {
			pool := w.output("UserPoolId")
			w.call("cognito-idp", "CreateGroup", core.Object{"UserPoolId": pool, "GroupName": "관리자"})
			w.call("cognito-idp", "AdminCreateUser", core.Object{"UserPoolId": pool, "Username": "kim@example.com", "MessageAction": "SUPPRESS",
				"UserAttributes": []any{core.Object{"Name": "name", "Value": "김워크숍"}}})
		}, nil},
		{"a parameter in Hangul", put("machine_client_id", "클라이언트"), []string{"parameter.machine_client_id"}},
		{"control characters", put("cognito_token_url", "https://x\x1b[31m\x00/token"), []string{"parameter.cognito_token_url"}},
		{"a URL that is none", put("cognito_discovery_url", "ht!tp:://%%%"), []string{"parameter.cognito_discovery_url"}},
		{"an ARN that is none", put("gateway_iam_role", "arn:"), []string{"role.exists", "parameter.gateway_iam_role"}},
		{"a pool that is none", put("userpool_id", "///"), []string{"parameter.userpool_id"}},
		{"no scope at all", put("cognito_auth_scope", "  "), []string{"parameter.cognito_auth_scope"}},
		{"four thousand letters", put("cognito_provider", strings.Repeat("a", 4000)), []string{"provider.exists"}},
		{"a value like a secret", put("cognito_provider", "AKIAIOSFODNN7EXAMPLE"), []string{"provider.exists"}},
		{"a token", put("machine_client_id", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl"), []string{"parameter.machine_client_id"}},
		{"a pool without a domain", func(w *world) { w.breaks("domain-missing") }, []string{"domain.exists"}},
		{"a stack deleted half-way", func(w *world) { w.breaks("stack-delete-failed") }, []string{"stack.healthy", "pool.exists"}},
		{"throttling of one call", func(w *world) { breakIt(w.t, w.cloud, "throttling:DescribeUserPoolClient") }, []string{"client.machine.exists"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := worlds.take(t)
			t.Cleanup(func() { w.cloud.Lift("") })
			c.harm(w)
			v := w.verify()
			for _, id := range c.broken {
				if s := status(v, id); s == flow.Pass || s == "none" {
					t.Errorf("%s is %s", id, s)
				}
			}
			if v.OK() != (len(c.broken) == 0) {
				show(t, v, false)
				t.Errorf("ok is %v", v.OK())
			}
			res, said := w.fix(nil, flow.Args{"all": {"true"}}) // a preview looks at everything, and shows it
			for _, text := range []string{said, res.Text(text.Korean, 40)} {
				if strings.ContainsAny(text, "\x1b\x00") {
					t.Errorf("control characters are passed on: %q", text)
				}
			}
		})
	}
}

// manyProviders is an account whose quota was raised, which is done by asking AWS: what AWS would have let be made is put into the
// saved state.
func manyProviders(w *world) {
	s := stateOf(w.t, w.cloud)
	made := 0
	for _, r := range s.Cloud.Realms {
		var all map[string]json.RawMessage
		if json.Unmarshal(r.Parts["agentcore-identity"], &all) != nil {
			continue
		}
		var providers map[string]json.RawMessage
		if err := json.Unmarshal(all["Providers"], &providers); err != nil {
			w.t.Fatal(err)
		}
		ours := providers[theProvider]
		for i := range 1000 {
			name := fmt.Sprintf("somebody-%04d", i)
			providers[name] = json.RawMessage(strings.ReplaceAll(string(ours), theProvider, name))
			made++
		}
		raw, err := json.Marshal(providers)
		if err != nil {
			w.t.Fatal(err)
		}
		all["Providers"] = raw
		if r.Parts["agentcore-identity"], err = json.Marshal(all); err != nil {
			w.t.Fatal(err)
		}
	}
	w.cloud.Restore(s)
	if all, err := w.env.Cloud.Providers(w.t.Context()); err != nil || len(all) < 1000 || made != 1000 {
		w.t.Fatalf("%d providers, %d made: %v", len(all), made, err)
	}
}
