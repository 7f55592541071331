package oauth_test

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"agentcore-workshop/steps/oauth"
)

func TestLoopback(t *testing.T) {
	l, err := oauth.Listen([]string{"http://localhost:0/"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	strangers := 0
	l.Serve("right", "code", func() { strangers++ })
	base := l.RedirectURI()
	u, _ := url.Parse(base)
	expect := func(path, host string, want int, says string) http.Header {
		t.Helper()
		status, header, body := get(t, strings.TrimSuffix(base, "/")+path, host)
		if status != want || !strings.Contains(body, says) {
			t.Fatalf("%s: %d %s", path, status, body)
		}
		return header
	}
	expect("/favicon.ico", "", 404, "")
	expect("/?code=x&state=right", "evil.example:"+u.Port(), 421, "")
	expect("/", "", 400, "ignored")
	expect("/?code=x", "", 400, "ignored")
	expect("/?code=x&state=wrong", "", 400, "ignored")
	expect("/?error=access_denied&state=wrong", "", 400, "ignored")
	expect("/?state=right", "", 400, "incomplete")
	header := expect("/?code=good&state=right", "127.0.0.1:"+u.Port(), 200, "Signed in")
	for name, want := range map[string]string{"Cache-Control": "no-store", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"} {
		if header.Get(name) != want {
			t.Errorf("%s is %q", name, header.Get(name))
		}
	}
	expect("/?code=second&state=right", "", 409, "used already")
	expect("/", "", 200, "Signed out")
	select {
	case <-l.SignedOut():
	default:
		t.Error("the sign-out is not told")
	}
	c, err := l.Wait(ctxFor(t))
	if err != nil || c.Code.Reveal() != "good" || c.Err != nil || strangers != 4 {
		t.Fatal(c, err, strangers)
	}
}

func TestLoopbackRefusalIsEscaped(t *testing.T) {
	l, err := oauth.Listen([]string{"http://localhost:0/return"})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	l.Serve("s", "session_id", nil)
	_, _, body := get(t, l.RedirectURI()+"?state=s&error=access_denied&error_description="+url.QueryEscape("<script>"), "")
	if strings.Contains(body, "<script>") || !strings.Contains(body, "&lt;script&gt;") {
		t.Fatal(body)
	}
	c, err := l.Wait(ctxFor(t))
	if err != nil || c.Err == nil || c.Err.Code != "access_denied" {
		t.Fatal(c, err)
	}
}

func TestListenWantsBothAddresses(t *testing.T) {
	six, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Skip("this machine has no IPv6")
	}
	defer six.Close()
	_, port, _ := net.SplitHostPort(six.Addr().String())
	if l, err := oauth.Listen([]string{"http://localhost:" + port + "/"}); err == nil {
		l.Close()
		t.Fatal("a port that is taken on ::1 counts as free")
	}
	l, err := oauth.Listen([]string{"https://example.com/auth/callback", "http://localhost:" + port + "/", "http://localhost:0/"})
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
}
