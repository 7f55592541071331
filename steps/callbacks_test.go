package steps_test

import (
	"runtime"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// told is everything that the session said so far, in a language.
func (w *world) told(l text.Lang) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []string
	for _, e := range w.events {
		if n, ok := e.Body.(flow.Note); ok {
			all = append(all, n.Message.In(l))
		}
	}
	return strings.Join(all, "\n")
}

// TestAllCallbackPortsInUse: the ports are named with who has them, and why the browser ends at somebody else's page.
func TestAllCallbackPortsInUse(t *testing.T) {
	occupy(t)
	w := newWorld(t)
	w.must()
	for l, want := range map[text.Lang][]string{
		text.English: {"8501: in use by ", "8503: in use by ", "example.com exists for examples", "paste it here", "run `signin` again"},
		text.Korean:  {"8501: ", "사용 중", "example.com은 예시용 주소", "붙여 넣으세요"},
	} {
		for _, part := range want {
			if !strings.Contains(w.told(l), part) {
				t.Errorf("%s: no %q in\n%s", l, part, w.told(l))
			}
		}
	}
	if runtime.GOOS == "linux" && !strings.Contains(w.told(text.English), "(process ") {
		t.Errorf("nobody is named as the one who has the port:\n%s", w.told(text.English))
	}
}

// TestNoCallbackAtAll: without an address to paste either, the failure says the same.
func TestNoCallbackAtAll(t *testing.T) {
	w := newWorld(t)
	w.must("deploy")
	w.env.Callbacks = []string{"http://localhost:9/"}
	parameter := func(name string) any {
		got := w.past("ssm", "GetParameter", core.Object{"Name": steps.PublishedPrefix + name})
		return got["Parameter"].(core.Object)["Value"]
	}
	w.past("cognito-idp", "UpdateUserPoolClient", core.Object{"UserPoolId": parameter("userpool_id"), "ClientId": parameter("web_client_id"),
		"AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": []any{"code"}, "AllowedOAuthScopes": []any{"openid"},
		"CallbackURLs": []any{"http://localhost:8501/"}, "SupportedIdentityProviders": []any{"COGNITO"}})
	f := w.run("signin")
	if f == nil || f.Code != "NoCallback" || !strings.Contains(f.Cause.String(), "9: the web client does not list it") || f.Fix.Empty() {
		t.Errorf("%+v", f)
	}
}

// TestOverSSHTheWayToThePracticeCloudIsNamed: its page is on this machine, and so is the callback.
func TestOverSSHTheWayToThePracticeCloudIsNamed(t *testing.T) {
	env := map[string]string{"SSH_CONNECTION": "198.51.100.2 5000 192.0.2.7 22", "USER": "me"}
	w := newWorld(t)
	w.env.Around = oauth.Detect("linux", func(n string) string { return env[n] }, func(string) (string, bool) { return "", false })
	w.must()
	said := w.told(text.English)
	forwards := 2 // the page's, and the callback's where this machine has a port free
	if strings.Contains(said, "example.com exists") {
		forwards = 1
	}
	if !strings.Contains(said, "first run: ssh -L ") || !strings.Contains(said, " me@192.0.2.7") || strings.Count(said, " -L ") != forwards {
		t.Errorf("no way is named:\n%s", said)
	}
	shown := false
	for _, q := range w.asked {
		for _, f := range q.Shown {
			shown = shown || q.Kind == flow.Consent && strings.HasPrefix(f.Value, "ssh -L ")
		}
	}
	if !shown {
		t.Error("the command cannot be copied beside the address")
	}
}

// TestElsewhereThePracticeCloudOffersAuto: no tunnel is known in a container, and its page is on this machine alone.
func TestElsewhereThePracticeCloudOffersAuto(t *testing.T) {
	w := newWorld(t)
	w.env.Around = oauth.Surroundings{ID: "container", Elsewhere: true, Advice: text.Plain("elsewhere")}
	w.must()
	for _, l := range []text.Lang{text.English, text.Korean} {
		said := w.told(l)
		at := strings.Index(said, map[text.Lang]string{text.English: "There seems to be no browser", text.Korean: "이곳에는 브라우저가 없는"}[l])
		if at < 0 {
			t.Fatalf("nothing is said of the browser:\n%s", said)
		}
		advice, _, _ := strings.Cut(said[at:], "\n")
		if lines := text.Wrap("· "+advice, 56); !strings.Contains(advice, "--auto") || len(lines) > 3 {
			t.Errorf("a screen of 60 cells has three lines for it, and this takes %d: %q", len(lines), lines)
		}
	}
}
