package steps_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
)

// publishedStack makes a stack as the workshop's own scripts do.
func (w *world) publishedStack() {
	w.t.Helper()
	raw, err := os.ReadFile("testdata/published.yaml")
	if err != nil {
		w.t.Fatal(err)
	}
	w.makeStack(string(raw))
}

func (w *world) makeStack(template string) aws.ChangeSet {
	w.t.Helper()
	ctx := w.t.Context()
	c := w.env.Cloud
	pause := flow.Backoff{}
	wait := func(ctx context.Context) error { return pause.Wait(ctx, flow.SystemClock{}) }
	id, stack, err := c.CreateChangeSet(ctx, aws.ChangeSetSpec{Stack: steps.PublishedStack, Name: "x", Create: true, Template: template})
	if err != nil {
		w.t.Fatal(err)
	}
	set, err := c.WaitChangeSet(ctx, stack, id, wait)
	if err != nil || !set.Ready() {
		w.t.Fatalf("%v %+v", err, set)
	}
	if err := c.ExecuteChangeSet(ctx, stack, id); err != nil {
		w.t.Fatal(err)
	}
	for {
		s, err := c.Stack(ctx, stack)
		if err != nil {
			w.t.Fatal(err)
		}
		if !s.Running() {
			return set
		}
		if err := wait(ctx); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestPublishedStackIsAdopted(t *testing.T) {
	w := newWorld(t)
	w.publishedStack()
	w.must()
	for _, op := range w.changes() {
		if strings.Contains(op, "Stack") || strings.Contains(op, "ChangeSet") || strings.Contains(op, "Client") && !strings.Contains(op, "Provider") {
			t.Errorf("an adopted stack is changed: %s", op)
		}
	}
	v := w.verify()
	if !v.OK() {
		show(t, v, false)
		t.Fatal("a published stack does not pass")
	}
	warned := map[string]bool{}
	for _, r := range v.Results {
		warned[r.Check.ID] = r.Verdict.Status == flow.Warn
	}
	for _, id := range []string{"client.web.callbacks", "role.deputy", "role.actions", "pool.signup"} {
		if !warned[id] {
			t.Errorf("%s: the difference is not shown", id)
		}
	}
	w.since()
	w.must()
	if c := w.changes(); len(c) != 0 {
		t.Errorf("a second run changes: %v", c)
	}
}

// TestPublishedIssuer: the published script writes the discovery URL as issuer. That is a warning, so the provider is adopted as it
// is; an update that somebody asks for puts it right after showing it.
func TestPublishedIssuer(t *testing.T) {
	w := newWorld(t)
	w.publishedStack()
	w.must("deploy")
	ctx := t.Context()
	stack, _ := w.env.Cloud.Stack(ctx, steps.PublishedStack)
	client, err := w.env.Cloud.AppClient(ctx, stack.Outputs["UserPoolId"], stack.Outputs["MachineClientId"])
	if err != nil {
		t.Fatal(err)
	}
	name := "troubleshooting-connectivity-" + w.env.Account
	host := "https://" + name + ".auth.us-east-1.amazoncognito.com/oauth2/"
	issuer := aws.Issuer("us-east-1", client.PoolID)
	_, err = w.env.Cloud.CreateProvider(ctx, aws.ProviderSpec{Name: name, ClientID: client.ID, ClientSecret: client.Secret,
		Issuer: issuer + "/.well-known/openid-configuration", AuthorizationEndpoint: host + "authorize", TokenEndpoint: host + "token", ResponseTypes: []string{"code", "token"}})
	if err != nil {
		t.Fatal(err)
	}
	if v := w.verify(); status(v, "provider.issuer") != flow.Warn || !v.OK() {
		show(t, v, false)
		t.Fatal("want a warning")
	}
	w.since()
	w.must("provider")
	if made := slices.DeleteFunc(w.changes(), func(op string) bool { return op == "CreateWorkloadIdentity" }); len(w.asked) != 0 || len(made) != 0 {
		t.Errorf("a provider that works is rewritten: asked %+v, changed %v", w.asked, made)
	}
	if state, err := steps.Provider(w.env).State(ctx); err != nil || state.State != flow.Present || len(state.Differences) != 1 {
		t.Errorf("%+v %v", state, err)
	}
	w.env.Update = true
	if err := w.apply(steps.Provider(w.env)); err != nil {
		t.Fatal(err)
	}
	if len(w.asked) != 1 || len(w.asked[0].Shown) != 1 || !strings.Contains(w.asked[0].Shown[0].Value, issuer) {
		t.Errorf("asked %+v", w.asked)
	}
	if v := w.verify(); status(v, "provider.issuer") != flow.Pass {
		show(t, v, false)
		t.Error("not put right")
	}
}
