package cli

import (
	"context"
	"strings"
	"testing"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// keeping is an app with one action that keeps what its parameters came to, and asks whatever is given.
func keeping(b *bench, q flow.Question, got *flow.Args) {
	b.app.Actions = []flow.Action{{Name: "keep", Short: text.T{En: "keep", Ko: "보관"}, Changes: true,
		Params: []flow.Param{{Name: "secret"}, {Name: "secret-env", From: flow.FromEnvironment}, {Name: "secret-stdin", Switch: true, From: flow.FromInput}},
		Do: func(ctx context.Context, _ *flow.Session, r *flow.Report, args flow.Args) (flow.Result, error) {
			*got = args
			_, err := r.Ask(ctx, q)
			return flow.Result{JSON: map[string]bool{"done": err == nil}}, err
		}}}
}

func TestASecretComesFromInputOrAVariable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, in, flag, value string
		args                  []string
		exit                  flow.Exit
	}{
		{"a variable", "", "secret-env", "s3cr3t -", []string{"--secret-env", "TOOL_KEY"}, 0},
		{"no such variable: it may be the secret", "", "", "", []string{"--secret-env", "GOCSPXsecret"}, flow.ExitUsage},
		{"a line", " s3cr3t \r\n", "secret-stdin", " s3cr3t ", []string{"--secret-stdin"}, 0},
		{"a hyphen on the command line", "s3cr3t\n", "secret-stdin", "s3cr3t", []string{"--secret", "-"}, 0},
		{"a hyphen is a value", "-\n", "secret-stdin", "-", []string{"--secret-stdin"}, 0},
		{"nothing on standard input", "\n", "", "", []string{"--secret-stdin"}, flow.ExitUsage},
		{"neither", "unread", "", "", nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			b.env["TOOL_KEY"] = "s3cr3t -"
			b.io.In = strings.NewReader(c.in)
			var got flow.Args
			keeping(b, flow.Question{Kind: flow.Confirm}, &got)
			exit, out, err := b.run(append([]string{"keep", "--sandbox", "--output", "json"}, c.args...)...)
			wantExit(t, exit, c.exit, out, err)
			if got.Get(c.flag) != c.value {
				t.Errorf("%q, want %q", got, c.value)
			}
			if all := out + err; strings.Contains(all, "s3cr3t") || strings.Contains(all, "GOCSPX") {
				t.Errorf("a secret was said: %s", all)
			}
		})
	}
}

// What has a name typed, or has no default, is refused where nobody is there; the question is then said once, in the refusal.
func TestWhatNobodyCanAnswerIsRefused(t *testing.T) {
	t.Parallel()
	title := text.Plain("Delete it?")
	for _, c := range []struct {
		name string
		q    flow.Question
		args []string
		exit flow.Exit
	}{
		{"a name", flow.Question{Kind: flow.Confirm, TypeName: "x", Title: title}, nil, flow.ExitUsage},
		{"a name, agreed to", flow.Question{Kind: flow.Confirm, TypeName: "x", Title: title}, []string{"--yes"}, 0},
		{"explicit", flow.Question{Kind: flow.Confirm, Explicit: true, Title: title}, nil, flow.ExitUsage},
		{"a value", flow.Question{Kind: flow.Value, Required: true, Title: title}, []string{"--yes"}, flow.ExitUsage},
		{"a default in practice", flow.Question{Kind: flow.Confirm, Title: title}, nil, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t)
			var got flow.Args
			keeping(b, c.q, &got)
			exit, out, err := b.run(append([]string{"keep", "--sandbox"}, c.args...)...)
			wantExit(t, exit, c.exit, out, err)
			if n := strings.Count(out+err, "Delete it?"); n != 1 {
				t.Errorf("the question was said %d times\n%s%s", n, out, err)
			}
			if c.exit == 0 && !strings.Contains(err, "Delete it?  → ") {
				t.Errorf("it is not said what answered\n%s", err)
			}
		})
	}
}
