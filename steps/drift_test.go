package steps_test

import (
	"context"
	"testing"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
)

// TestDriftIsNoticed changes one thing at a time behind the stack's back, as people do, and wants the right checks to notice.
func TestDriftIsNoticed(t *testing.T) {
	t.Parallel()
	type found map[string]flow.CheckStatus
	web := func(change func(*aws.AppClient)) func(context.Context, *aws.Cloud, aws.Stack) error {
		return func(ctx context.Context, c *aws.Cloud, s aws.Stack) error {
			_, err := c.UpdateAppClient(ctx, s.Outputs["UserPoolId"], s.Outputs["WebClientId"], change)
			return err
		}
	}
	machine := func(change func(*aws.AppClient)) func(context.Context, *aws.Cloud, aws.Stack) error {
		return func(ctx context.Context, c *aws.Cloud, s aws.Stack) error {
			_, err := c.UpdateAppClient(ctx, s.Outputs["UserPoolId"], s.Outputs["MachineClientId"], change)
			return err
		}
	}
	parameter := func(name, value string) func(context.Context, *aws.Cloud, aws.Stack) error {
		return func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			return c.PutParameter(ctx, steps.PublishedPrefix+name, value, "", true)
		}
	}
	cases := []struct {
		name  string
		harm  func(context.Context, *aws.Cloud, aws.Stack) error
		want  found
		cause string // of token.endpoint
	}{
		{"callback without its slash", web(func(a *aws.AppClient) { a.CallbackURLs = []string{"http://localhost:8501"} }), found{"client.web.callbacks": flow.Fail}, ""},
		{"implicit flow added", web(func(a *aws.AppClient) { a.Flows = []string{"code", "implicit"} }), found{"client.web.flows": flow.Warn}, ""},
		{"openid taken away", web(func(a *aws.AppClient) { a.Scopes = []string{"email"} }), found{"client.web.scopes": flow.Fail}, ""},
		{"password sign-in by API", web(func(a *aws.AppClient) { a.AuthFlows = append(a.AuthFlows, "ALLOW_USER_PASSWORD_AUTH") }), found{"client.web.auth": flow.Warn}, ""},
		{"other lifetimes", web(func(a *aws.AppClient) { a.AccessToken = 8 * time.Hour }), found{"client.web.lifetimes": flow.Warn}, ""},
		{"OAuth switched off", machine(func(a *aws.AppClient) { a.OAuth = false }), found{"client.machine.oauth": flow.Fail, "token.endpoint": flow.Fail, "token.agentcore": flow.Fail}, "client.machine.oauth"},
		{"parameter of another client", parameter("machine_client_id", "gone"), found{"parameter.machine_client_id": flow.Fail, "token.endpoint": flow.Pass}, ""},
		{"scope of nobody", parameter("cognito_auth_scope", "other/invoke"), found{"parameter.cognito_auth_scope": flow.Fail, "resourceserver.scope": flow.Fail, "token.endpoint": flow.Fail}, "client.machine.scopes"},
		{"provider renamed by fix-ssm", parameter("cognito_provider", "netops-resource-server-1"), found{"parameter.cognito_provider": flow.Fail, "provider.exists": flow.Fail}, ""},
		{"parameter gone", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			return c.DeleteParameters(ctx, steps.PublishedPrefix+"cognito_token_url")
		}, found{"parameter.cognito_token_url": flow.Fail, "token.endpoint": flow.Pass}, ""},
		{"provider gone", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			return c.DeleteProvider(ctx, "troubleshooting-connectivity-123456789012")
		}, found{"provider.exists": flow.Fail, "provider.secret": flow.Skip, "token.agentcore": flow.Fail}, ""},
		{"test user gone", func(ctx context.Context, c *aws.Cloud, s aws.Stack) error {
			return c.DeleteUser(ctx, s.Outputs["UserPoolId"], steps.TestUser)
		}, found{"user.exists": flow.Fail, "user.confirmed": flow.Skip}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.must("deploy", "provider")
			stack, err := w.env.Cloud.Stack(t.Context(), steps.PublishedStack)
			if err == nil {
				err = c.harm(t.Context(), w.env.Cloud, stack)
			}
			if err != nil {
				t.Fatal(err)
			}
			v := w.verify()
			for id, want := range c.want {
				if status(v, id) != want {
					show(t, v, false)
					t.Errorf("%s is %s, want %s", id, status(v, id), want)
				}
			}
			for _, r := range v.Results {
				if r.Check.ID == "token.endpoint" && r.Verdict.Cause != c.cause {
					t.Errorf("token.endpoint is explained by %q, want %q", r.Verdict.Cause, c.cause)
				}
				if r.Verdict.Status == flow.Fail && (r.Verdict.Summary.Empty() || r.Verdict.Summary.In("ko") == "") {
					t.Errorf("%s fails without a word", r.Check.ID)
				}
			}
		})
	}
}
