package oauth_test

import (
	"errors"
	"testing"

	"agentcore-workshop/steps/oauth"
)

func TestParsePasted(t *testing.T) {
	const redirect = "https://example.com/auth/callback"
	cases := []struct {
		name, pasted, code string
		unproven           bool
		err                error
		refusal            string
	}{
		{name: "the address", pasted: " https://example.com/auth/callback?code=c1&state=s ", code: "c1"},
		{name: "broken over two lines", pasted: "https://example.com/auth/callback?code=c\n  1&state=s", code: "c1"},
		{name: "without scheme", pasted: "example.com/auth/callback?code=c1&state=s", code: "c1"},
		{name: "the query", pasted: "code=c1&state=s", code: "c1"},
		{name: "just the code", pasted: "c1-2", code: "c1-2", unproven: true},
		{name: "just the code, broken over two lines", pasted: "c1-\n  2", code: "c1-2", unproven: true},
		{name: "words", pasted: "I have signed in", err: oauth.ErrPastedNoCode},
		{name: "words in Hangul", pasted: "로그인했습니다", err: oauth.ErrPastedNoCode},
		{name: "no state", pasted: redirect + "?code=c1", code: "c1", unproven: true},
		{name: "another state", pasted: redirect + "?code=c1&state=x", err: oauth.ErrPastedState},
		{name: "another state with a refusal", pasted: redirect + "?error=e&state=x", err: oauth.ErrPastedState},
		{name: "a refusal", pasted: redirect + "?error=access_denied&error_description=no&state=s", refusal: "access_denied"},
		{name: "another site", pasted: "https://evil.example/auth/callback?code=c1&state=s", err: oauth.ErrPastedTarget},
		{name: "another path", pasted: "https://example.com/login?code=c1&state=s", err: oauth.ErrPastedTarget},
		{name: "no code", pasted: redirect + "?state=s", err: oauth.ErrPastedNoCode},
		{name: "no query", pasted: redirect, err: oauth.ErrPastedNoCode},
		{name: "nothing", pasted: " \n", err: oauth.ErrPastedNothing},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := oauth.ParsePasted(redirect, "s", c.pasted)
			var refusal *oauth.Error
			switch {
			case c.refusal != "":
				if !errors.As(err, &refusal) || refusal.Code != c.refusal {
					t.Fatal(err)
				}
			case !errors.Is(err, c.err) || p.Code.Reveal() != c.code || p.Unproven != c.unproven:
				t.Fatalf("%v %v %v", p.Code.Reveal(), p.Unproven, err)
			}
		})
	}
}

func TestDetect(t *testing.T) {
	none := func(string) (string, bool) { return "", false }
	docker := func(n string) (string, bool) { return "", n == "/.dockerenv" }
	wsl := func(n string) (string, bool) { return "Linux 5 Microsoft", n == "/proc/version" }
	cases := []struct {
		goos, env string
		file      func(string) (string, bool)
		want      string
	}{
		{"linux", "DISPLAY", none, "desktop"}, {"darwin", "", none, "desktop"}, {"linux", "", none, "no-display"},
		{"linux", "SSH_CONNECTION", none, "ssh"}, {"linux", "CODESPACES", docker, "codespaces"}, {"linux", "CLOUD_SHELL", none, "cloudshell"},
		{"linux", "DISPLAY", docker, "container"}, {"linux", "DISPLAY", wsl, "wsl"},
	}
	for _, c := range cases {
		got := oauth.Detect(c.goos, func(n string) string {
			if n == c.env {
				return "1"
			}
			return ""
		}, c.file)
		if got.ID != c.want || (got.ID == "desktop") != got.Advice.Empty() {
			t.Errorf("%s with %s: %+v", c.goos, c.env, got)
		}
	}
}
