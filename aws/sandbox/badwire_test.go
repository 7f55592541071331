package sandbox_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/host"
)

// TestBadHTTPIsRefused speaks to the host's own server in bytes: broken chunks, lengths and headers end in a refusal or a closed
// connection, and the cloud goes on.
func TestBadHTTPIsRefused(t *testing.T) {
	h, err := host.Open(t.Context(), host.Options{InMemory: true, New: func() *sandbox.Cloud {
		return sandbox.New(sandbox.Options{Log: listener(t)})
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = h.Close() }()
	addr := strings.TrimPrefix(h.Endpoint(), "http://")
	const post = "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Amz-Target: AmazonSSM.GetParameter\r\n"
	for _, c := range []struct{ name, sent, want string }{
		{"no HTTP", "hello\r\n\r\n", "HTTP/1.1 400"},
		{"a TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", "HTTP/1.1 400"}, // the server sees no end of a line
		{"chunks that are no numbers", post + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n", "HTTP/1.1 400"},
		{"a chunk that is too short", post + "Transfer-Encoding: chunked\r\n\r\n5\r\n{}\r\n0\r\n\r\n", "HTTP/1.1 400"},
		{"a chunk without end", post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}", "HTTP/1.1 400"},
		{"an endless chunk extension", post + "Transfer-Encoding: chunked\r\n\r\n1;" + strings.Repeat("a", 1<<17) + "\r\n", "HTTP/1.1 400"},
		{"another transfer encoding", post + "Transfer-Encoding: gzip\r\n\r\n", "HTTP/1.1 501"},
		{"two lengths", post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", "HTTP/1.1 400"},
		{"a negative length", post + "Content-Length: -1\r\n\r\n{}", "HTTP/1.1 400"},
		{"a body that breaks off", post + "Content-Length: 100\r\n\r\n{", "HTTP/1.1 400"},
		{"headers without end", post + "X: " + strings.Repeat("a", 1<<20) + "\r\n\r\n", "HTTP/1.1 431"},
		{"a header without a colon", post + "nonsense\r\n\r\n", "HTTP/1.1 400"},
		{"a header with NUL", post + "X: a\x00b\r\n\r\n", "HTTP/1.1 400"},
		{"two hosts", "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n", "HTTP/1.1 400"},
		{"no host", "GET / HTTP/1.1\r\n\r\n", "HTTP/1.1 400"},
		{"no host, old", "GET /_sandbox/health HTTP/1.0\r\n\r\n", "HTTP/1.0 403"},
		{"an address of another host", "GET http://evil.example/_sandbox/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "HTTP/1.1 403"},
		{"a tunnel", "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", "HTTP/1.1 403"},
		{"a broken escape", "GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "HTTP/1.1 400"},
		{"an asterisk", "OPTIONS * HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "HTTP/1.1 "},
		{"HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "HTTP/1.1 "},
	} {
		if got := speak(t, addr, c.sent); !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	answer, err := http.Get(h.Endpoint() + "/_sandbox/health")
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("afterwards: %v %v", answer, err)
	}
	_ = answer.Body.Close()
}

// speak sends bytes, says that there are no more, and returns the first line of the answer.
func speak(t *testing.T, addr, sent string) string {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	_, _ = io.WriteString(conn, sent) // the server may have closed before all was sent
	_ = conn.(*net.TCPConn).CloseWrite()
	line, _ := bufio.NewReader(conn).ReadString('\n')
	return strings.TrimSpace(line)
}
