package cli

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// lockedBuffer may be written to by several goroutines.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *lockedBuffer) count(s string) int { return strings.Count(l.String(), s) }

func echo(name string, params ...flow.Param) flow.Action {
	return flow.Action{
		Name: name, Short: text.T{En: "tells what it was given", Ko: "받은 것을 말합니다"}, Params: params, Placeless: true,
		Do: func(_ context.Context, _ *flow.Session, _ *flow.Report, args flow.Args) (flow.Result, error) {
			r := flow.Result{JSON: args, Text: func(text.Lang, int) string { return "words: " + args.Get("word") }}
			if args.On("bare") {
				r.Bare = "the-token"
			}
			return r, nil
		},
	}
}

func TestActionsBecomeCommands(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	word := flow.Param{Name: "word", Positional: true, Required: true}
	b.app.Actions = []flow.Action{
		echo("echo", word, flow.Param{Name: "loud", Switch: true}, flow.Param{Name: "as", Default: "text"}),
		echo("deploy list"),
		echo("deploy", flow.Param{Name: "bare", Switch: true}),
	}
	exit, out, err := b.run("echo", "hello", "--loud", "--output", "json")
	wantExit(t, exit, 0, out, err)
	if out != `{"as":["text"],"loud":["true"],"word":["hello"]}`+"\n" {
		t.Error(out)
	}
	b.io.In = strings.NewReader("from the pipe\n")
	_, out, _ = b.run("echo", "-")
	wantIn(t, out, "words: from the pipe")
	exit, out, err = b.run("echo")
	wantExit(t, exit, flow.ExitUsage, out, err)
	exit, out, err = b.run("deploy", "list")
	wantExit(t, exit, 0, out, err)
	_, out, _ = b.run("deploy", "--bare", "--sandbox")
	if out != "the-token\n" {
		t.Errorf("%q", out)
	}
	_, out, _ = b.run("deploy", "--sandbox")
	wantIn(t, out, "1. Deploy the prerequisites")
}

func TestActionsThatChangeAskFirst(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.mode = flow.AWS
	changing := echo("echo")
	changing.Placeless, changing.Changes = false, true
	b.app.Actions = []flow.Action{changing}
	exit, out, err := b.run("echo")
	wantExit(t, exit, flow.ExitUsage, out, err)
	exit, out, err = b.run("echo", "--yes")
	wantExit(t, exit, 0, out, err)
	exit, out, err = b.run("echo", "--yes", "--read-only")
	wantExit(t, exit, flow.ExitUsage, out, err)
}

func TestStepsAndCode(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	exit, out, err := b.run("steps", "--sandbox", "--output", "json")
	wantExit(t, exit, 0, out, err)
	wantIn(t, out, `"id":"deploy"`, `"state":"absent"`)
	exit, out, err = b.run("code", "deploy", "--as", "python", "--sandbox")
	wantExit(t, exit, 0, out, err)
	wantIn(t, out, "# python")
	exit, out, err = b.run("code", "nothing")
	wantExit(t, exit, flow.ExitUsage, out, err)
}

func TestSandboxCommands(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"serve", "--addr", "127.0.0.1:0", "--output", "json"}, `{"endpoint":"http://127.0.0.1:1234","account":"123456789012","region":"us-east-1","env":{"AWS_REGION":"us-east-1"}}`},
		{[]string{"env"}, "export AWS_ENDPOINT_URL='http://127.0.0.1:1234'"},
		{[]string{"faults", "--output", "json"}, `[{"name":"throttle","title":"Throttled","breaks":["stack"],"symptom":"","repairable":true}]`},
		{[]string{"break", "throttle:3", "--output", "json"}, `{"broken":["throttle:3"]}`},
		{[]string{"repair", "--output", "json"}, `{"repaired":["throttle"]}`},
		{[]string{"reset"}, `{"removed":19}`},
	} {
		exit, out, err := b.run(append([]string{"sandbox"}, c.args...)...)
		wantExit(t, exit, 0, out, err)
		wantIn(t, out, c.want)
	}
	exit, out, err := b.run("sandbox", "break")
	wantExit(t, exit, flow.ExitUsage, out, err)
	exit, out, err = b.run("sandbox", "explode")
	wantExit(t, exit, flow.ExitUsage, out, err)
}

func TestExecRunsWithTheCloudsEnvironment(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	exit, out, err := b.run("sandbox", "exec", "--", "sh", "-c", "echo $AWS_ENDPOINT_URL; exit 7")
	wantExit(t, exit, 7, out, err)
	wantIn(t, out, "http://127.0.0.1:1234")
	exit, out, err = b.run("sandbox", "exec", "--", "no-such-program")
	wantExit(t, exit, flow.ExitUsage, out, err)
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		exit, out, err := b.run("completion", shell)
		wantExit(t, exit, 0, out, err)
		wantIn(t, out, "agentcore-workshop")
	}
	_, out, _ := b.run("__complete", "run", "")
	wantIn(t, out, "deploy", "verify")
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	title := text.T{En: "Really?", Ko: "정말요?"}.With()
	options := []flow.Option{{ID: "keep", Title: text.T{En: "Keep", Ko: "유지"}}, {ID: "delete", Title: text.T{En: "Delete", Ko: "삭제"}, Destroys: true}}
	for name, c := range map[string]struct {
		q     flow.Question
		typed string
		yes   bool
		want  flow.Answer
	}{
		"default":        {q: flow.Question{Kind: flow.Confirm, Options: options}, yes: true, want: flow.Answer{Yes: true, Choice: "keep"}},
		"default name":   {q: flow.Question{Kind: flow.Confirm, TypeName: "x"}, yes: true, want: flow.Answer{Yes: true, Text: secret.New("x")}},
		"typed yes":      {q: flow.Question{Kind: flow.Confirm}, typed: "y\n", want: flow.Answer{Yes: true}},
		"Korean layout":  {q: flow.Question{Kind: flow.Confirm}, typed: "ㅛ\n", want: flow.Answer{Yes: true}},
		"typed no":       {q: flow.Question{Kind: flow.Confirm}, typed: "\n", want: flow.Answer{}},
		"typed option":   {q: flow.Question{Kind: flow.Confirm, Options: options}, typed: "3\n2\n", want: flow.Answer{Yes: true, Choice: "delete"}},
		"typed name":     {q: flow.Question{Kind: flow.Confirm, TypeName: "x"}, typed: "y\n", want: flow.Answer{Text: secret.New("y")}},
		"pasted address": {q: flow.Question{Kind: flow.Consent}, typed: "http://localhost:8501/?code=1\n", want: flow.Answer{Yes: true, Text: secret.New("http://localhost:8501/?code=1")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sh := &shell{lang: text.English, io: IO{In: strings.NewReader(c.typed), InTerminal: true, Out: io.Discard, Err: io.Discard}}
			sh.g.place.Yes = c.yes
			sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
			c.q.Title = title
			got, err := sh.asker(flow.Place{Mode: flow.AWS}).Ask(t.Context(), c.q)
			if err != nil || got.Yes != c.want.Yes || got.Choice != c.want.Choice || got.Text.Reveal() != c.want.Text.Reveal() {
				t.Errorf("%+v, want %+v (%v)", got, c.want, err)
			}
		})
	}
}

// The browser may come back by itself after input has ended: only the context ends the wait.
func TestConsentOutlivesTheEndOfInput(t *testing.T) {
	t.Parallel()
	sh := &shell{lang: text.English, io: IO{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}}
	sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_, err := sh.asker(flow.Place{Mode: flow.AWS}).Ask(ctx, flow.Question{Kind: flow.Consent})
	if err != context.DeadlineExceeded {
		t.Error(err)
	}
}
