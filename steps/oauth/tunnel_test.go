package oauth_test

import (
	"net"
	"net/url"
	"runtime"
	"strings"
	"testing"

	"agentcore-workshop/steps/oauth"
)

func TestTunnel(t *testing.T) {
	none := func(string) (string, bool) { return "", false }
	for _, c := range []struct {
		env       map[string]string
		addresses []string
		want      string
	}{
		{map[string]string{"SSH_CONNECTION": "198.51.100.2 5000 192.0.2.7 22", "USER": "me"}, []string{"http://127.0.0.1:45853/_host/x", "http://localhost:8501/"},
			"ssh -L 45853:127.0.0.1:45853 -L 8501:127.0.0.1:8501 me@192.0.2.7"},
		{map[string]string{"SSH_CONNECTION": "198.51.100.2 5000 2001:db8::7 2222", "USER": "me"}, []string{"http://localhost:8501/", "http://localhost:8501/return"},
			"ssh -L 8501:127.0.0.1:8501 -p 2222 me@2001:db8::7"},
		{map[string]string{"SSH_TTY": "/dev/pts/1"}, []string{"http://localhost:8501/"}, "ssh -L 8501:127.0.0.1:8501 YOU@THIS-HOST"},
		{map[string]string{"SSH_TTY": "/dev/pts/1"}, []string{"https://example.com/auth/callback"}, ""},
		{map[string]string{"DISPLAY": ":0"}, []string{"http://localhost:8501/"}, ""},
	} {
		here := oauth.Detect("linux", func(n string) string { return c.env[n] }, none)
		if got := here.Tunnel(c.addresses...); got != c.want {
			t.Errorf("%v: %q, want %q", c.env, got, c.want)
		}
	}
}

func TestHolder(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("who has a port is looked up on Linux alone")
	}
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	u := url.URL{Host: l.Addr().String()}
	if got := oauth.Holder(u.Port()); !strings.Contains(got, "oauth.test (process ") {
		t.Errorf("%q", got)
	}
	if got := oauth.Holder("1"); got != "" {
		t.Errorf("nobody has port 1: %q", got)
	}
	if got := oauth.Holder("many"); got != "" {
		t.Errorf("%q", got)
	}
}
