package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// fakeStep is a step whose results a test decides.
type fakeStep struct {
	info  flow.Info
	state flow.State
	apply func(ctx context.Context, r *flow.Report) error
}

func (s *fakeStep) Info() flow.Info { return s.info }
func (s *fakeStep) State(context.Context) (flow.Status, error) {
	return flow.Status{State: s.state, Summary: text.T{En: "the stack is there", Ko: "스택이 있습니다"}.With()}, nil
}

func (s *fakeStep) Apply(ctx context.Context, r *flow.Report) error {
	r.Fact("stack_arn", text.T{En: "Stack", Ko: "스택"}, "arn:aws:cloudformation:us-east-1:123456789012:stack/a/b")
	s.state = flow.Present
	if s.apply != nil {
		return s.apply(ctx, r)
	}
	return nil
}

func (s *fakeStep) Code(_ context.Context, as flow.Dialect) (string, error) {
	return "# " + string(as) + "\naws sts get-caller-identity", nil
}

// bench is an app over fakes, and what a run of it said.
type bench struct {
	app     App
	io      IO
	step    *fakeStep
	checks  []flow.Check
	mode    flow.Mode
	entered PlaceOptions
	cloud   *fakeCloud
	enter   error
	env     map[string]string
}

func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{
		mode: flow.Sandbox, cloud: &fakeCloud{}, env: map[string]string{"XDG_STATE_HOME": t.TempDir()},
		step: &fakeStep{state: flow.Absent, info: flow.Info{
			ID: "deploy", Title: text.T{En: "Deploy the prerequisites", Ko: "사전 요구 사항 배포"}, Main: true,
			Will: []flow.Plan{{Call: "cloudformation:CreateChangeSet", Creates: true}},
		}},
	}
	verify := flow.Info{ID: "verify", Title: text.T{En: "Verify", Ko: "검증"}}
	b.app = App{
		Name: "agentcore-workshop", Version: "0.0.0", Steps: []flow.Info{b.step.info, verify}, Cloud: b.cloud,
		Enter: func(_ context.Context, o PlaceOptions) (*flow.Session, error) {
			b.entered = o
			if b.enter != nil {
				return nil, b.enter
			}
			place := flow.Place{Mode: b.mode, Account: "123456789012", Region: "us-east-1", ReadOnly: o.ReadOnly}
			return &flow.Session{Place: place, Steps: []flow.Step{b.step}, Checks: b.checks, Clock: flow.SystemClock{}}, nil
		},
		Terminal: func(context.Context, PlaceOptions) (flow.Exit, string) { return 0, "the terminal program was started" },
	}
	b.io = IO{In: strings.NewReader(""), Env: func(name string) string { return b.env[name] }, Exit: func(int) {}}
	return b
}

func (b *bench) run(args ...string) (exit flow.Exit, out, err string) {
	var stdout, stderr bytes.Buffer
	b.io.Out, b.io.Err = &stdout, &stderr
	exit = Run(context.Background(), b.app, args, b.io)
	return exit, stdout.String(), stderr.String()
}

func wantExit(t *testing.T, got, want flow.Exit, out, err string) {
	t.Helper()
	if got != want {
		t.Fatalf("exit %d, want %d\nstdout: %s\nstderr: %s", got, want, out, err)
	}
}

func wantIn(t *testing.T, where string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(where, part) {
			t.Errorf("%q is missing in:\n%s", part, where)
		}
	}
}

// objects reads lines of JSON.
func objects(t *testing.T, lines string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(lines) {
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("%v in the line %q", err, line)
		}
		all = append(all, o)
	}
	return all
}

// fakeCloud answers the sandbox commands.
type fakeCloud struct{ did string }

func (c *fakeCloud) Serve(_ context.Context, _ PlaceOptions, o ServeOptions, ready func(Endpoint)) error {
	c.did = o.Addr
	ready(Endpoint{URL: "http://127.0.0.1:1234", Account: "123456789012", Region: "us-east-1", Env: map[string]string{"AWS_REGION": "us-east-1"}})
	return nil
}

func (c *fakeCloud) Find(_ context.Context, _ PlaceOptions, wish Wish) (Endpoint, error) {
	e := Endpoint{URL: "http://127.0.0.1:1234", Env: map[string]string{"AWS_REGION": "us-east-1", "AWS_ENDPOINT_URL": "http://127.0.0.1:1234"}}
	if wish.Proxy {
		e.Env["HTTPS_PROXY"], e.Env["AWS_CA_BUNDLE"] = "http://127.0.0.1:5678", "/tmp/it's/ca.pem"
	}
	return e, nil
}

func (c *fakeCloud) Lend(ctx context.Context, o PlaceOptions, wish Wish) (Endpoint, func() error, error) {
	e, err := c.Find(ctx, o, wish)
	e.Passing = true
	return e, func() error { return nil }, err
}

func (c *fakeCloud) Requests(context.Context, PlaceOptions) ([]Request, error) {
	return []Request{
		{Service: "ssm", Operation: "GetParameter", Status: 200, DurationMS: 1.25},
		{Method: "GET", Host: "x.auth.us-east-1.amazoncognito.com", Path: "/\x1b[31m", Status: 404},
		{Service: "sts", Operation: "GetCallerIdentity", Inner: true},
	}, nil
}

func (c *fakeCloud) Faults() []Fault {
	return []Fault{{Name: "throttle", Title: text.T{En: "Throttled", Ko: "제한됨"}, Breaks: []string{"stack"}, Repairable: true}}
}

func (c *fakeCloud) Break(_ context.Context, _ PlaceOptions, names []string) ([]string, error) {
	return names, nil
}

func (c *fakeCloud) Lab(_ context.Context, _ PlaceOptions, what string, _ []string, count int) (flow.LabState, error) {
	return flow.LabState{Open: what != "reveal", Ended: what == "reveal", Faults: count, Hints: 1}, nil
}

func (c *fakeCloud) Repair(context.Context, PlaceOptions, string) ([]string, error) {
	return []string{"throttle"}, nil
}
func (c *fakeCloud) Reset(context.Context, PlaceOptions) (int, error) { return 19, nil }
