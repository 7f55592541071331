package cli

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

func TestExportsAreQuotedForEachShell(t *testing.T) {
	t.Parallel()
	env := map[string]string{"B": `it's $HOME "and" \ more`, "A": "plain"}
	for shell, want := range map[string]string{
		"bash":       "unset AWS_PROFILE\nexport A='plain'\nexport B='it'\\''s $HOME \"and\" \\ more'\n",
		"fish":       "set -e AWS_PROFILE\nset -gx A 'plain'\nset -gx B 'it\\'s $HOME \"and\" \\\\ more'\n",
		"powershell": "Remove-Item Env:AWS_PROFILE\n$env:A = 'plain'\n$env:B = 'it''s $HOME \"and\" \\ more'\n",
	} {
		if got := exports(shell, env, []string{"AWS_PROFILE"}); got != want {
			t.Errorf("%s:\n%s", shell, got)
		}
	}
	for _, shell := range []string{"sh", "bash", "zsh"} {
		if _, err := exec.LookPath(shell); err != nil {
			continue
		}
		out, err := exec.CommandContext(t.Context(), shell, "-c", exports("bash", env, nil)+`printf %s "$B"`).Output()
		if err != nil || string(out) != env["B"] {
			t.Errorf("%s read %q, %v", shell, out, err)
		}
	}
}

func TestWhatDisturbsIsLeftOut(t *testing.T) {
	for name, value := range map[string]string{
		"AWS_PROFILE": "mine", "AWS_SESSION_TOKEN": "t", "AWS_ENDPOINT_URL_SSM": "http://elsewhere", "AWS_CONTAINER_CREDENTIALS_FULL_URI": "u",
		"AWS_PAGER": "", "AWS_REGION": "eu-west-1",
	} {
		t.Setenv(name, value)
	}
	own := map[string]string{"AWS_REGION": "us-east-1"}
	env := childEnv(own)
	for _, want := range []string{"AWS_PAGER=", "AWS_REGION=us-east-1"} {
		if !slices.Contains(env, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, pair := range env {
		name, _, _ := strings.Cut(pair, "=")
		if disturbs(name) || pair == "AWS_REGION=eu-west-1" {
			t.Errorf("%s is still there", name)
		}
	}
	for _, name := range []string{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_ENDPOINT_URL_SSM", "AWS_PROFILE", "AWS_SESSION_TOKEN"} {
		if !slices.Contains(disturbing(own), name) {
			t.Errorf("%s is not taken away", name)
		}
	}
}

func TestTheLastRequestsAreTold(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	exit, out, err := b.run("sandbox", "requests")
	wantExit(t, exit, 0, out, err)
	wantIn(t, out, "200      1.2 ms  ssm GetParameter", "404", "x.auth.us-east-1.amazoncognito.com GET /?[31m", "---", "(inner)")
	_, out, _ = b.run("sandbox", "requests", "--failed", "--last", "1", "--output", "json")
	wantIn(t, out, `"operation":"GetCallerIdentity"`)
	if strings.Contains(out, "GetParameter") || strings.Contains(out, "404") {
		t.Error(out)
	}
}

func TestSandboxEnvAndServeSayWhatToDoNext(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	exit, out, err := b.run("sandbox", "env", "--proxy", "--shell", "fish")
	wantExit(t, exit, 0, out, err)
	wantIn(t, out, "set -gx HTTPS_PROXY 'http://127.0.0.1:5678'", `set -gx AWS_CA_BUNDLE '/tmp/it\'s/ca.pem'`)
	_, out, _ = b.run("sandbox", "env")
	if strings.Contains(out, "PROXY") || strings.Contains(out, "CA_BUNDLE") {
		t.Errorf("plain exports go further than endpoint and keys: %s", out)
	}
	exit, out, err = b.run("sandbox", "env", "--shell", "csh")
	wantExit(t, exit, 252, out, err)
	_, out, _ = b.run("sandbox", "serve", "--addr", "127.0.0.1:0", "--auth", "strict", "--state-dir", "/tmp/a b")
	wantIn(t, out, `eval "$(agentcore-workshop sandbox env --state-dir '/tmp/a b')"`, "sandbox exec --state-dir '/tmp/a b' -- ", "Ctrl+C")
	_, out, _ = b.run("sandbox", "serve", "--addr", "127.0.0.1:0", "--lang", "ko")
	wantIn(t, out, "다른 터미널에서", `eval "$(agentcore-workshop sandbox env)"`, "Ctrl+C로 끝냅니다.")
	exit, out, err = b.run("sandbox", "serve", "--auth", "none")
	wantExit(t, exit, 252, out, err)
}
