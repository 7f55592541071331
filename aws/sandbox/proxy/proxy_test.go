package proxy_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/proxy"
)

func TestAWSHostsOfTheWorkshopEndHere(t *testing.T) {
	b := newBench(t, nil)
	for _, c := range []struct {
		url    string
		status int
		text   string
	}{
		{"https://iam.amazonaws.com/?Action=GetRole&RoleName=r&Version=2010-05-08", 403, "MissingAuthenticationToken"},
		{"https://nobody.auth.us-east-1.amazoncognito.com/oauth2/token", 404, "Practice cloud"},
		{"https://COGNITO-IDP.us-east-1.amazonaws.com/us-east-1_abcdefghi/.well-known/jwks.json", 404, "does not exist"},
		{"http://sts.us-east-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15", 403, "MissingAuthenticationToken"},
	} {
		answer, err := b.client.Get(c.url)
		if err != nil {
			t.Errorf("%s: %v", c.url, err)
			continue
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if answer.StatusCode != c.status || !strings.Contains(string(body), c.text) || answer.Header.Get("X-Practice-Cloud") == "" {
			t.Errorf("%s: %d %.300s", c.url, answer.StatusCode, body)
		}
	}
}

func TestOtherAWSHostsAreRefusedByName(t *testing.T) {
	b := newBench(t, nil)
	for _, address := range []string{
		"https://s3.us-east-1.amazonaws.com/bucket", "https://lambda.us-east-1.amazonaws.com/", "https://ssm.us-east-1.api.aws/",
		"https://evil.amazoncognito.com/", "https://amazonaws.com/", "https://ssm.us-east-1.amazonaws.com.cn/", "http://s3.amazonaws.com/x",
	} {
		host := strings.Split(address, "/")[2]
		answer, err := b.client.Get(address)
		said := ""
		if err != nil {
			said = err.Error()
		} else {
			body, _ := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			said = string(body)
		}
		if !strings.Contains(said, "does not have the AWS host "+host) || !strings.Contains(said, "nothing to the real AWS") {
			t.Errorf("%s: %s", address, said)
		}
	}
	_, err := b.client.Get("https://ssm.us-east-1.amazonaws.com:8443/")
	if err == nil || !strings.Contains(err.Error(), "on port 443 only") {
		t.Errorf("another port: %v", err)
	}
}

func TestOtherHostsGoWhereTheyBelong(t *testing.T) {
	plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "plain "+r.RequestURI) }))
	defer plain.Close()
	secured := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "secured "+r.Host) }))
	defer secured.Close()
	there := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, secured.Listener.Addr().String())
	}
	b := newBench(t, func(o *proxy.Options) {
		o.Trusted = pemOf(secured.Certificate())
		o.Dial = func(ctx context.Context, network, addr string) (net.Conn, error) {
			if addr == "example.com:443" {
				return there(ctx, network, addr)
			}
			return new(net.Dialer).DialContext(ctx, network, addr)
		}
	})
	for address, want := range map[string]string{plain.URL + "/a?b=%2F;c": "plain /a?b=%2F;c", "https://example.com/": "secured example.com"} {
		answer, err := b.client.Get(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if string(body) != want {
			t.Errorf("%s: %q", address, body)
		}
	}
}

func TestOtherHostsAreRefusedWhenOnlyAWSIsWished(t *testing.T) {
	b := newBench(t, func(o *proxy.Options) { o.OnlyAWS = true })
	_, err := b.client.Get("https://example.com/")
	if err == nil || !strings.Contains(err.Error(), "was told to pass nothing on to example.com") {
		t.Errorf("%v", err)
	}
	answer, err := b.client.Get("http://example.com/")
	if err != nil || answer.StatusCode != http.StatusForbidden {
		t.Errorf("%v %v", answer, err)
	}
}

// TestTheProxyThatLeadsOutIsUsed chains two proxies: the outer one is the only way to other hosts, as in a company.
func TestTheProxyThatLeadsOutIsUsed(t *testing.T) {
	site := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "far") }))
	defer site.Close()
	asked := make(chan string, 8)
	leading := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked <- r.Method + " " + r.Host + " " + r.Header.Get("Proxy-Authorization")
		if r.Host == "closed.example:443" {
			http.Error(w, "no", http.StatusProxyAuthRequired)
			return
		}
		far, err := net.Dial("tcp", site.Listener.Addr().String())
		if err != nil {
			t.Error(err)
			return
		}
		near, _, _ := http.NewResponseController(w).Hijack()
		_, _ = io.WriteString(near, "HTTP/1.1 200 OK\r\n\r\n")
		go func() { _, _ = io.Copy(far, near); _ = far.Close() }()
		_, _ = io.Copy(near, far)
	}))
	defer leading.Close()
	up, _ := url.Parse(leading.URL)
	up.User = url.UserPassword("me", "pass")
	b := newBench(t, func(o *proxy.Options) {
		o.Trusted, o.Upstream = pemOf(site.Certificate()), func(*url.URL) (*url.URL, error) { return up, nil }
	})
	answer, err := b.client.Get("https://example.com/")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("%v %v", answer, err)
	}
	_ = answer.Body.Close()
	if got := <-asked; got != "CONNECT example.com:443 Basic bWU6cGFzcw==" {
		t.Error(got)
	}
	_, err = b.client.Get("https://closed.example/")
	if err == nil || !strings.Contains(err.Error(), "refuses: 407") || strings.Contains(err.Error(), "pass") && strings.Contains(err.Error(), "me:") {
		t.Errorf("%v", err)
	}
}

func TestWhatIsNoProxyRequestIsRefused(t *testing.T) {
	b := newBench(t, nil)
	direct := &http.Client{}
	answer, err := direct.Get(b.proxy.URL() + "/_sandbox/health")
	if err != nil || answer.StatusCode != http.StatusBadRequest {
		t.Errorf("%v %v", answer, err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest(http.MethodGet, "http://sts.amazonaws.com/", http.NoBody)
	r.RemoteAddr = "192.0.2.7:1234"
	b.proxy.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "its own machine only") {
		t.Errorf("a client of another machine: %d %s", w.Code, w.Body)
	}
}

// TestATunnelLeadsToOneHost asks for one AWS host inside the tunnel of another.
func TestATunnelLeadsToOneHost(t *testing.T) {
	b := newBench(t, nil)
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://sts.amazonaws.com/", http.NoBody)
	r.Host = "iam.amazonaws.com"
	answer, err := b.client.Do(r)
	if err != nil || answer.StatusCode != http.StatusMisdirectedRequest {
		t.Errorf("%v %v", answer, err)
	}
}

// TestRefusalsCannotBeMadeToCarryHeaders sends a host with what a header would need; net/http lets none through, and oneLine is
// the second lock.
func TestRefusalsCannotBeMadeToCarryHeaders(t *testing.T) {
	b := newBench(t, nil)
	for _, host := range []string{"a\tb.amazonaws.com:443", "\xff.amazonaws.com:443", "[::1.amazonaws.com:443", "s3.amazonaws.com", ":443"} {
		conn, err := net.Dial("tcp", strings.TrimPrefix(b.proxy.URL(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = fmt.Fprintf(conn, "CONNECT %s HTTP/1.1\r\nHost: x\r\n\r\n", host)
		line, err := bufio.NewReader(conn).ReadString('\n')
		_ = conn.Close()
		if err != nil || !strings.HasPrefix(line, "HTTP/1.1 40") && !strings.HasPrefix(line, "HTTP/1.1 502") {
			t.Errorf("%q: %q %v", host, line, err)
		}
	}
}

func TestTheEndTakesEverythingWithIt(t *testing.T) {
	b := newBench(t, nil)
	info, err := os.Stat(b.proxy.Bundle())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	answer, err := b.client.Get("https://sts.amazonaws.com/")
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	bundle := b.proxy.Bundle()
	for range 2 {
		if err := b.proxy.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(bundle); !os.IsNotExist(err) {
		t.Errorf("the bundle is still there: %v", err)
	}
	if _, err := b.client.Get("https://sts.amazonaws.com/"); err == nil {
		t.Error("a tunnel outlived its proxy")
	}
}
