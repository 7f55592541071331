package steps_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

// fix does the action as a command does.
func (w *world) fix(answer flow.Asker, args flow.Args) (flow.Result, string) {
	w.t.Helper()
	action := slices.IndexFunc(checkup.Actions(), func(a flow.Action) bool { return a.Name == "fix" })
	s := w.course(identity.ThreeLO(w.env))
	s.World, s.Checks = w.env, checkup.Checks(w.env)
	r := flow.NewReport(flow.SystemClock{}, func(e flow.Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
	}, answer, nil)
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	result, err := checkup.Actions()[action].Do(r.With(ctx), s, r, args)
	if err != nil {
		w.t.Fatal(err)
	}
	raw, err := json.Marshal(result.JSON.(interface{ Wire(text.Lang) any }).Wire(text.English))
	if err != nil {
		w.t.Fatal(err)
	}
	return result, string(raw)
}

// drift is a change by plain API calls, with the check that must name it.
type drift struct {
	name, check string
	harm        func(ctx context.Context, c *aws.Cloud, s aws.Stack) error
	undo        flow.UndoKind
}

func webClient(change func(*aws.AppClient)) func(context.Context, *aws.Cloud, aws.Stack) error {
	return clientOf("WebClientId", change)
}

func machineClient(change func(*aws.AppClient)) func(context.Context, *aws.Cloud, aws.Stack) error {
	return clientOf("MachineClientId", change)
}

func clientOf(output string, change func(*aws.AppClient)) func(context.Context, *aws.Cloud, aws.Stack) error {
	return func(ctx context.Context, c *aws.Cloud, s aws.Stack) error {
		_, err := c.UpdateAppClient(ctx, s.Outputs["UserPoolId"], s.Outputs[output], change)
		return err
	}
}

func inPool(do func(ctx context.Context, c *aws.Cloud, pool string) error) func(context.Context, *aws.Cloud, aws.Stack) error {
	return func(ctx context.Context, c *aws.Cloud, s aws.Stack) error { return do(ctx, c, s.Outputs["UserPoolId"]) }
}

const theProvider = "troubleshooting-connectivity-" + sandbox.DefaultAccount

func providerWith(change func(*aws.ProviderSpec)) func(context.Context, *aws.Cloud, aws.Stack) error {
	return func(ctx context.Context, c *aws.Cloud, s aws.Stack) error {
		client, err := c.AppClient(ctx, s.Outputs["UserPoolId"], s.Outputs["MachineClientId"])
		if err != nil {
			return err
		}
		p, err := c.Provider(ctx, theProvider)
		if err != nil {
			return err
		}
		spec := aws.ProviderSpec{Name: p.Name, ClientID: p.ClientID, ClientSecret: client.Secret, Issuer: p.Issuer, AuthorizationEndpoint: p.AuthorizationEndpoint,
			TokenEndpoint: p.TokenEndpoint, ResponseTypes: p.ResponseTypes}
		change(&spec)
		_, err = c.UpdateProvider(ctx, spec)
		return err
	}
}

func drifts() []drift {
	const role = "troubleshooting-gateway-execution-role"
	const lambda = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`
	all := []drift{
		{"OAuth off", "client.web.oauth", webClient(func(a *aws.AppClient) { a.OAuth = false }), flow.UndoExact},
		{"implicit added", "client.web.flows", webClient(func(a *aws.AppClient) { a.Flows = []string{"code", "implicit"} }), flow.UndoExact},
		{"openid away", "client.web.scopes", webClient(func(a *aws.AppClient) { a.Scopes = []string{"email"} }), flow.UndoExact},
		{"no sign-in page", "client.web.idp", webClient(func(a *aws.AppClient) { a.IdentityProviders = nil }), flow.UndoExact},
		{"callback without slash", "client.web.callbacks", webClient(func(a *aws.AppClient) { a.CallbackURLs = []string{"http://localhost:8501"} }), flow.UndoExact},
		{"no logout", "client.web.logout", webClient(func(a *aws.AppClient) { a.LogoutURLs = nil }), flow.UndoExact},
		{"short lives", "client.web.lifetimes", webClient(func(a *aws.AppClient) { a.AccessToken = 5 * time.Minute }), flow.UndoExact},
		{"passwords by API", "client.web.auth", webClient(func(a *aws.AppClient) { a.AuthFlows = append(a.AuthFlows, "ALLOW_USER_PASSWORD_AUTH") }), flow.UndoExact},
		{"machine OAuth off", "client.machine.oauth", machineClient(func(a *aws.AppClient) { a.OAuth = false }), flow.UndoExact},
		{"machine lives", "client.machine.lifetimes", machineClient(func(a *aws.AppClient) { a.IDToken = 5 * time.Minute }), flow.UndoExact},
		{"signup open", "pool.signup", inPool(func(ctx context.Context, c *aws.Cloud, pool string) error { return c.SetSignup(ctx, pool, false) }), flow.UndoExact},
		{"group gone", "pool.groups", inPool(func(ctx context.Context, c *aws.Cloud, pool string) error { return c.DeleteGroup(ctx, pool, "admin") }), flow.UndoExact},
		{"server gone", "resourceserver.exists", inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			return c.DeleteResourceServer(ctx, pool, "troubleshooting-connectivity-analyzer")
		}), flow.UndoExact},
		{"other scopes", "resourceserver.scope", inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			return c.WriteResourceServer(ctx, pool, aws.ResourceServer{Identifier: "troubleshooting-connectivity-analyzer", Name: "mine", Scopes: []string{"read"}})
		}), flow.UndoExact},
		{"domain gone", "domain.exists", inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			return c.ReleaseDomain(ctx, pool, theProvider)
		}), flow.UndoExact},
		{"user disabled", "user.enabled", inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			return c.DisableUser(ctx, pool, steps.TestUser)
		}), flow.UndoExact},
		{"user gone", "user.exists", inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			return c.DeleteUser(ctx, pool, steps.TestUser)
		}), flow.UndoExact},
		{"mail unverified", "user.email", inPool(func(ctx context.Context, c *aws.Cloud, pool string) error {
			return c.SetUserAttribute(ctx, pool, steps.TestUser, "email_verified", "false")
		}), flow.UndoExact},
		{"protected", "stack.protection", func(ctx context.Context, c *aws.Cloud, s aws.Stack) error { return c.ProtectStack(ctx, s.Name, true) }, flow.UndoExact},
		{"lambda's role", "role.trust", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error { return c.SetTrust(ctx, role, lambda) }, flow.UndoExact},
		{"unguarded role", "role.deputy", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			return c.SetTrust(ctx, role, strings.Replace(lambda, "lambda", "bedrock-agentcore", 1))
		}, flow.UndoExact},
		{"role gone", "role.exists", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			if err := c.DeleteRolePolicy(ctx, role, "BedrockAgentCoreExecutionPolicy"); err != nil {
				return err
			}
			return c.RemoveRole(ctx, role)
		}, flow.UndoExact},
		{"powerless role", "role.permissions", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			return c.PutRolePolicy(ctx, role, "BedrockAgentCoreExecutionPolicy", `{"Version":"2012-10-17","Statement":[{"Sid":"Mine","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`)
		}, flow.UndoExact},
		{"issuer is discovery", "provider.issuer", providerWith(func(p *aws.ProviderSpec) { p.Issuer += "/.well-known/openid-configuration" }), flow.UndoExact},
		{"other token endpoint", "provider.token_endpoint", providerWith(func(p *aws.ProviderSpec) { p.TokenEndpoint = "https://x.example.com/token" }), flow.UndoExact},
		{"other authorization endpoint", "provider.authorization_endpoint", providerWith(func(p *aws.ProviderSpec) { p.AuthorizationEndpoint = "https://x.example.com/a" }), flow.UndoExact},
		{"stale provider", "provider.client", providerWith(func(p *aws.ProviderSpec) { p.ClientID = "abcdefghijklmnopqrstuvwxyz" }), flow.UndoNone},
		{"provider gone", "provider.exists", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error { return c.DeleteProvider(ctx, theProvider) }, flow.UndoExact},
		{"no return address", "workload.return_urls", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			_, err := c.UpdateWorkloadIdentity(ctx, steps.Workload, []string{"https://example.com/mine"})
			return err
		}, flow.UndoExact},
		{"scope of nobody", "parameter.cognito_auth_scope", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			return c.PutParameter(ctx, steps.PublishedPrefix+"cognito_auth_scope", "other/invoke", "", true)
		}, flow.UndoExact},
	}
	all = append(all,
		drift{"no page for consents", "consent.client", func(ctx context.Context, c *aws.Cloud, s aws.Stack) error {
			p, err := c.Provider(ctx, identity.ConsentProvider(sandbox.DefaultAccount))
			if err == nil {
				_, err = c.UpdateAppClient(ctx, s.Outputs["UserPoolId"], p.ClientID, func(a *aws.AppClient) { a.IdentityProviders = nil })
			}
			return err
		}, flow.UndoExact},
		drift{"a scope of no API", "parameter.cognito_auth_scope", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			return c.PutParameter(ctx, steps.PublishedPrefix+"cognito_auth_scope", "troubleshooting-connectivity-analyzer/invoke openid", "", true)
		}, flow.UndoExact})
	for _, name := range []string{"machine_client_id", "web_client_id", "userpool_id", "cognito_provider", "cognito_discovery_url", "cognito_token_url", "cognito_auth_url", "cognito_domain"} {
		all = append(all, drift{name + " drifted", "parameter." + name, func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
			return c.PutParameter(ctx, steps.PublishedPrefix+name, "arn:aws:iam::1:role/other", "", true)
		}, flow.UndoExact})
	}
	all = append(all, drift{"role parameter drifted", "role.exists", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
		return c.PutParameter(ctx, steps.PublishedPrefix+"gateway_iam_role", "arn:aws:iam::123456789012:role/other", "", true)
	}, flow.UndoExact})
	return append(all, drift{"parameter gone", "parameter.cognito_token_url", func(ctx context.Context, c *aws.Cloud, _ aws.Stack) error {
		return c.DeleteParameters(ctx, steps.PublishedPrefix+"cognito_token_url")
	}, flow.UndoExact})
}

// look is what the course sees of a set-up, for comparing to the last field.
func (w *world) look(s aws.Stack) string {
	w.t.Helper()
	ctx, c, pool := w.t.Context(), w.env.Cloud, s.Outputs["UserPoolId"]
	web, err1 := c.WholeUpdate(ctx, pool, s.Outputs["WebClientId"], func(*aws.AppClient) {})
	machine, err2 := c.WholeUpdate(ctx, pool, s.Outputs["MachineClientId"], func(*aws.AppClient) {})
	whole, err3 := c.WholePoolUpdate(ctx, pool, true)
	for _, err := range []error{err1, err2, err3} {
		if err != nil {
			w.t.Fatal(err)
		}
	}
	p, _ := c.UserPool(ctx, pool)
	role, _ := c.Role(ctx, "troubleshooting-gateway-execution-role")
	role.Created = time.Time{}
	provider, _ := c.Provider(ctx, theProvider)
	provider.Updated, provider.SecretARN, provider.CallbackURL, provider.Created = time.Time{}, "", "", time.Time{}
	user, _ := c.User(ctx, pool, steps.TestUser)
	user.Created, user.Username = time.Time{}, ""
	delete(user.Attributes, "sub")
	servers, _ := c.ResourceServers(ctx, pool)
	groups, _ := c.Groups(ctx, pool)
	slices.SortFunc(groups, func(a, b aws.Group) int { return strings.Compare(a.Name, b.Name) })
	domain, _ := c.Domain(ctx, theProvider)
	workload, _ := c.WorkloadIdentity(ctx, steps.Workload)
	workload.Updated = time.Time{}
	stack, _ := c.Stack(ctx, s.Name)
	params, _ := c.ParametersUnder(ctx, steps.PublishedPrefix)
	values := map[string]string{}
	for _, p := range params {
		values[p.Name] = p.Value
	}
	raw, err := json.MarshalIndent([]any{web, machine, whole, p, role, provider, user, servers, groups, domain, workload, stack.Protected, values}, "", " ")
	if err != nil {
		w.t.Fatal(err)
	}
	return string(raw)
}

func firstDifference(a, b string) string {
	for i, line := range strings.Split(a, "\n") {
		if other := strings.Split(b, "\n"); i >= len(other) || other[i] != line {
			return line + "\n" + strings.Join(other[min(i, len(other)):min(i+1, len(other))], "")
		}
	}
	return ""
}

// TestDriftIsRepairedAndTheRepairTakenBack makes every drift by plain calls: the check names it, the preview changes nothing, the
// repair makes all green and nothing else different, and taking it back restores every field.
func TestDriftIsRepairedAndTheRepairTakenBack(t *testing.T) {
	worlds := newWorlds(t, 3)
	for i, c := range drifts() {
		if !swept(i) {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := worlds.take(t)
			stack, err := w.env.Cloud.Stack(t.Context(), steps.PublishedStack)
			if err != nil {
				t.Fatal(err)
			}
			well := w.look(stack)
			if err := c.harm(t.Context(), w.env.Cloud, stack); err != nil {
				t.Fatal(err)
			}
			harmed := w.look(stack)
			found := w.verify()
			if s := status(found, c.check); s != flow.Fail && s != flow.Warn {
				t.Fatalf("%s is %s", c.check, s)
			}
			if first := firstFound(found); first != c.check {
				show(t, found, false)
				t.Errorf("the first that is named is %s", first)
			}
			result, said := w.fix(nil, flow.Args{"check": {c.check}})
			if result.Exit != 0 || !strings.Contains(said, `"status":"planned"`) || !strings.Contains(said, `"undo":"`+string(c.undo)+`"`) || w.look(stack) != harmed {
				t.Fatalf("the preview: exit %d, %s", result.Exit, said)
			}
			result, said = w.fix(w, flow.Args{"check": {c.check}})
			if result.Exit != 0 || !strings.Contains(said, `"status":"done"`) {
				t.Fatalf("the repair: exit %d, %s", result.Exit, said)
			}
			if v := w.verify(); !v.OK() || status(v, c.check) != flow.Pass {
				show(t, v, false)
				t.Fatal("not well after the repair")
			}
			if d := firstDifference(well, w.look(stack)); d != "" && !slices.Contains([]string{"other scopes", "callback without slash", "lambda's role", "powerless role", "no return address", "openid away", "role gone", "no logout"}, c.name) {
				t.Errorf("after the repair:\n%s", d)
			}
			result, said = w.fix(w, flow.Args{"check": {c.check}, "undo": {"true"}})
			if c.undo == flow.UndoNone {
				if !strings.Contains(said, `"status":"nothing"`) {
					t.Errorf("what cannot be taken back is: %s", said)
				}
				return
			}
			if d := firstDifference(harmed, w.look(stack)); d != "" {
				t.Errorf("after taking back (%s):\n%s", said, d)
			}
		})
	}
}

// firstFound is the first finding that no other explains: what a person is led to.
func firstFound(v flow.Verification) string {
	for _, status := range []flow.CheckStatus{flow.Fail, flow.Warn} {
		for _, r := range v.Results {
			if r.Verdict.Status == status && r.Verdict.Cause == "" {
				return r.Check.ID
			}
		}
	}
	return ""
}

func TestAllIsRepairedCausesFirst(t *testing.T) {
	w := newWorlds(t, 1).take(t)
	stack, err := w.env.Cloud.Stack(t.Context(), steps.PublishedStack)
	if err != nil {
		t.Fatal(err)
	}
	before := w.look(stack)
	for _, c := range drifts() {
		if slices.Contains([]string{"OAuth off", "scope of nobody", "stale provider", "user disabled", "domain gone", "signup open", "cognito_provider drifted", "lambda's role", "callback without slash"}, c.name) {
			if err := c.harm(t.Context(), w.env.Cloud, stack); err != nil {
				t.Fatal(c.name, err)
			}
		}
	}
	harmed := w.look(stack)
	result, said := w.fix(w, flow.Args{"all": {"true"}, "as": {"cli"}})
	script := result.Text(text.English, 100)
	if w.look(stack) != harmed || !strings.Contains(script, "update-user-pool-client") || !strings.Contains(script, "To take it back") || strings.Contains(script, `"ClientSecret"`) {
		t.Errorf("as commands:\n%s\n%s", script, said)
	}
	if result, said = w.fix(w, flow.Args{"all": {"true"}}); result.Exit != 0 {
		t.Errorf("exit %d: %s", result.Exit, result.Text(text.English, 100))
	}
	v := w.verify()
	if !well(v) {
		show(t, v, false)
		t.Error("not all is well: " + said)
	}
	if strings.Contains(said, `"step":"provider"`) {
		t.Error("a step was run for what the parameter's repair had put right: " + said)
	}
	if !strings.Contains(w.look(stack), "http://localhost:8501/") || before == harmed {
		t.Error("nothing was broken")
	}
	if _, said = w.fix(w, flow.Args{"all": {"true"}}); strings.Contains(said, `"status":"done"`) {
		t.Errorf("a second time: %s", said)
	}
}
