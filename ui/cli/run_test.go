package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func TestExitCodes(t *testing.T) {
	t.Parallel()
	failure := func(exit flow.Exit) error {
		return &flow.Failure{Code: "X", Message: text.Plain("it broke"), Fix: text.Plain("mend it"), Exit: exit}
	}
	for name, c := range map[string]struct {
		args  []string
		mode  flow.Mode
		enter error
		apply error
		want  flow.Exit
		says  string
	}{
		"done":                   {args: []string{"run", "--sandbox"}, want: 0},
		"a step":                 {args: []string{"deploy", "--sandbox"}, want: 0},
		"unknown command":        {args: []string{"deplyo"}, want: 252, says: `no command named "deplyo"`},
		"unknown step":           {args: []string{"run", "nothing"}, want: 252, says: `no step named "nothing"`},
		"unknown flag":           {args: []string{"run", "--nothing"}, want: 252, says: "no flag --nothing"},
		"flag without value":     {args: []string{"run", "--region"}, want: 252, says: "--region wants a value"},
		"value that is none":     {args: []string{"run", "--output", "yaml"}, want: 252, says: `--output cannot be "yaml"`},
		"time that is none":      {args: []string{"run", "--timeout", "soon"}, want: 252, says: `--timeout cannot be "soon"`},
		"sandbox and endpoint":   {args: []string{"run", "--sandbox", "--endpoint-url", "http://127.0.0.1:1"}, want: 252, says: "do not go together"},
		"sandbox and profile":    {args: []string{"run", "--sandbox", "--profile", "me"}, want: 252, says: "do not go together"},
		"region that is none":    {args: []string{"run", "--sandbox", "--region", "us east"}, want: 252, says: "--region cannot be"},
		"endpoint that is none":  {args: []string{"run", "--endpoint-url", "localhost:1"}, want: 252, says: "--endpoint-url cannot be"},
		"stack name":             {args: []string{"run", "--sandbox", "--stack-name", "a b"}, want: 252, says: "--stack-name cannot be"},
		"auto on AWS":            {args: []string{"run", "--auto"}, mode: flow.AWS, want: 252, says: "practice cloud only"},
		"credentials":            {args: []string{"run"}, enter: failure(253), want: 253, says: "fix: mend it"},
		"the service refused":    {args: []string{"run", "--sandbox"}, apply: failure(254), want: 254, says: "error: it broke"},
		"anything else":          {args: []string{"run", "--sandbox"}, apply: errors.New("a bug"), want: 255, says: "a bug"},
		"AWS without consent":    {args: []string{"run"}, mode: flow.AWS, want: 252, says: "--yes"},
		"AWS with consent":       {args: []string{"run", "--yes"}, mode: flow.AWS, want: 0},
		"read only":              {args: []string{"run", "--sandbox", "--read-only"}, want: 252, says: "--read-only"},
		"no terminal, a profile": {args: []string{"--profile", "me"}, want: 252, says: "no terminal"},
		"too many words":         {args: []string{"completion"}, want: 252},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			b.enter = c.enter
			if c.mode != "" {
				b.mode = c.mode
			}
			b.step.apply = func(context.Context, *flow.Report) error { return c.apply }
			exit, out, err := b.run(c.args...)
			wantExit(t, exit, c.want, out, err)
			wantIn(t, err, c.says)
		})
	}
}

func TestTimeoutAndInterrupt(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.step.apply = func(ctx context.Context, _ *flow.Report) error {
		<-ctx.Done()
		return errors.New("cut off")
	}
	exit, out, err := b.run("run", "--sandbox", "--timeout", "20ms", "--output", "json")
	wantExit(t, exit, flow.ExitTimedOut, out, err)
	events := objects(t, out)
	if last := events[len(events)-1]; last["type"] != "finished" || last["status"] != "timed_out" {
		t.Errorf("last event: %v", last)
	}
}

func TestRefusalComesBeforeTheFirstChange(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.mode = flow.AWS
	b.step.apply = func(context.Context, *flow.Report) error {
		t.Error("changed without consent")
		return nil
	}
	exit, out, err := b.run("deploy", "--output", "json")
	wantExit(t, exit, flow.ExitUsage, out, err)
	wantIn(t, out, `"status":"needs_user"`, `"code":"NeedsUser"`)
}

func TestErrorsAreObjectsInJSON(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.enter = &flow.Failure{Code: "UnrecognizedClientException", Message: text.Plain("no"), Exit: flow.ExitConfig}
	for _, command := range []string{"steps", "run"} {
		exit, out, err := b.run(command, "--output", "json")
		wantExit(t, exit, flow.ExitConfig, out, err)
		object := objects(t, out)[0]["error"].(map[string]any)
		for _, key := range []string{"code", "message", "cause", "fix", "docs", "request_id"} {
			if _, ok := object[key]; !ok {
				t.Errorf("%s: the error has no %s: %v", command, key, object)
			}
		}
	}
}

func TestWithoutTerminalThePracticeCloudIsUsedAndSaid(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	exit, out, err := b.run()
	wantExit(t, exit, 0, out, err)
	wantIn(t, out, "Plain lines, on the practice cloud", "1. Deploy the prerequisites", "Done in")
	if !b.entered.Sandbox || !b.entered.Auto {
		t.Errorf("entered %+v", b.entered)
	}
	if strings.Contains(out, "\x1b") {
		t.Error("escape sequences where there is no terminal")
	}
}

func TestWithTerminalTheProgramStarts(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.io.OutTerminal = true
	_, out, _ := b.run()
	wantIn(t, out, "the terminal program was started")
	exit, out, err := b.run("--accessible")
	wantExit(t, exit, 0, out, err)
	wantIn(t, out, "Plain lines")
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, out, _ := b.run("run", "--sandbox", "--lang", "ko")
	wantIn(t, out, "사전 요구 사항 배포", "연습용 클라우드", "완료")
	_, _, err := b.run("run", "--sandbox", "--lang=ko", "--nothing")
	wantIn(t, err, "오류:", "플래그는 없습니다")
	b.env["LANG"] = "ko_KR.UTF-8"
	_, out, _ = b.run("--help")
	wantIn(t, out, "사용법", "공통 플래그", "종료 코드")
	if saved := SaveLang(StateDir("", b.io.Env), text.English); saved != nil {
		t.Fatal(saved)
	}
	_, out, _ = b.run("--help")
	wantIn(t, out, "Usage", "Exit codes")
}

func TestVersionAndHelpOpenNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.app.Enter = nil
	exit, out, err := b.run("--version")
	wantExit(t, exit, 0, out, err)
	if out != "agentcore-workshop 0.0.0\n" {
		t.Errorf("%q", out)
	}
	for _, args := range [][]string{{"--help"}, {"run", "--help"}, {"help", "verify"}, {"sandbox"}, {"help"}} {
		exit, out, err := b.run(args...)
		wantExit(t, exit, 0, out, err)
		wantIn(t, out, "Usage", "--sandbox")
	}
}

func TestPresentMasks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	_, out, _ := b.run("run", "--sandbox", "--present")
	if strings.Contains(out, "123456789012") || strings.Contains(out, "stack/a/b") {
		t.Errorf("not masked:\n%s", out)
	}
	wantIn(t, out, "arn:aws:cloudformation:")
}

func TestColor(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.io.OutTerminal = true
	for _, c := range []struct {
		env, flag string
		want      bool
	}{{"", "", true}, {"NO_COLOR=1", "", false}, {"TERM=dumb", "", false}, {"NO_COLOR=1", "--color=always", true}, {"", "--color=never", false}, {"ACCESSIBLE=1", "", false}} {
		b.step.state = flow.Absent
		name, value, _ := strings.Cut(c.env, "=")
		b.env = map[string]string{"XDG_STATE_HOME": t.TempDir(), name: value}
		args := []string{"run", "--sandbox"}
		if c.flag != "" {
			args = append(args, c.flag)
		}
		_, out, _ := b.run(args...)
		if got := strings.Contains(out, "\x1b["); got != c.want {
			t.Errorf("%+v: colour %v", c, got)
		}
	}
}

func TestHeartbeatBreaksTheSilence(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	ticks := make(chan time.Time)
	b.io.Every = func(time.Duration) (<-chan time.Time, func()) { return ticks, func() {} }
	b.step.apply = func(context.Context, *flow.Report) error {
		for range 2 * quietTicks { // the first may still find the line about the fact
			ticks <- time.Time{}
		}
		return nil
	}
	_, _, err := b.run("run", "--sandbox")
	wantIn(t, err, "still at work")
}

func TestStateDir(t *testing.T) {
	t.Parallel()
	env := func(pairs ...string) func(string) string {
		return func(name string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	if got := StateDir("/x", env("XDG_STATE_HOME", "/y")); got != "/x" {
		t.Error(got)
	}
	if got := StateDir("", env("XDG_STATE_HOME", "/y")); got != filepath.Join("/y", folder) {
		t.Error(got)
	}
	dir := filepath.Join(t.TempDir(), "deep", "er")
	if err := SaveLang(dir, text.Korean); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if SavedLang(dir) != "ko" {
		t.Error(SavedLang(dir))
	}
}

// TestAHopInALine has no gap where a hop has no address.
func TestAHopInALine(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.step.apply = func(_ context.Context, r *flow.Report) error {
		r.Hop(flow.Hop{From: "agentcore", To: "cognito", Method: "POST", Status: 200, Title: text.Plain("Redeemed")})
		r.Hop(flow.Hop{From: "app", To: "cognito", Method: "POST", URL: "https://a.example/token", Status: 401, Title: text.Plain("Asked")})
		return nil
	}
	_, out, errOut := b.run("run", "--sandbox")
	wantIn(t, out+errOut, "agentcore → cognito  Redeemed  POST  200\n", "app → cognito  Asked  POST https://a.example/token  401\n")
}
