package proxy

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// dialTimeout is how long another host, or a handshake, may take.
const dialTimeout = 10 * time.Second

// ServeHTTP answers clients of the proxy. They are on this machine, or they are refused.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !fromHere(r.RemoteAddr):
		http.Error(w, "This proxy serves its own machine only.", http.StatusForbidden)
	case r.Method == http.MethodConnect:
		p.connect(w, r)
	case r.URL.IsAbs() && r.URL.Scheme == "http":
		p.plain(w, r)
	default:
		http.Error(w, "This is a proxy to the practice cloud of agentcore-workshop. It has no pages: name it in HTTPS_PROXY.", http.StatusBadRequest)
	}
}

func fromHere(remote string) bool {
	addr, err := netip.ParseAddrPort(remote)
	return err == nil && addr.Addr().Unmap().IsLoopback()
}

// connect makes a tunnel: one that ends here for the practice cloud's hosts, and one to the host itself for others.
func (p *Proxy) connect(w http.ResponseWriter, r *http.Request) {
	host, port, err := net.SplitHostPort(r.Host)
	if err != nil {
		http.Error(w, "CONNECT needs a host and a port.", http.StatusBadRequest)
		return
	}
	host = plainName(host)
	switch kind := p.judge(host); {
	case kind == ours && port != "443":
		p.refuse(w, fmt.Sprintf("The practice cloud answers for %s on port 443 only", host))
	case kind == ours:
		p.endHere(w, host)
	case kind == passed:
		p.passOn(r.Context(), w, net.JoinHostPort(host, port))
	default:
		p.refuse(w, kind.sentence(host))
	}
}

// endHere plays the AWS host: it shows a certificate for it and hands the connection to the inner server.
func (p *Proxy) endHere(w http.ResponseWriter, host string) {
	leaf, err := p.ca.leaf(host)
	if err != nil {
		http.Error(w, "The proxy cannot make a certificate.", http.StatusInternalServerError)
		return
	}
	conn, ok := p.hijack(w)
	if !ok {
		return
	}
	if _, err := io.WriteString(conn, established); err != nil {
		p.release(conn)
		return
	}
	secured := tls.Server(conn, &tls.Config{
		Certificates: []tls.Certificate{*leaf}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
	})
	ctx, cancel := context.WithTimeout(context.Background(), dialTimeout)
	defer cancel()
	if secured.HandshakeContext(ctx) != nil { // whoever does not trust us has gone, and knows why
		p.release(conn)
		return
	}
	if !p.ended.give(&ending{Conn: secured, host: host, done: func() { p.release(conn) }}) {
		p.release(conn)
	}
}

const established = "HTTP/1.1 200 Connection established\r\n\r\n"

// passOn ties the client to another host and stays out of what they say.
func (p *Proxy) passOn(ctx context.Context, w http.ResponseWriter, addr string) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	there, err := p.reach(ctx, addr)
	if err != nil {
		p.answerRaw(w, http.StatusBadGateway, "The proxy cannot reach "+addr+": "+err.Error())
		return
	}
	here, ok := p.hijack(w)
	if !ok {
		_ = there.Close()
		return
	}
	if !p.hold(there) {
		p.release(here)
		_ = there.Close()
		return
	}
	defer p.release(there)
	defer p.release(here)
	if _, err := io.WriteString(here, established); err == nil {
		splice(here, there)
	}
}

// splice copies both ways until both sides have said all.
func splice(a, b net.Conn) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		copyOne(a, b)
	}()
	copyOne(b, a)
	<-done
}

func copyOne(to, from net.Conn) {
	_, err := io.Copy(to, from)
	if half, ok := to.(interface{ CloseWrite() error }); ok && err == nil && half.CloseWrite() == nil {
		return
	}
	_, _ = to.Close(), from.Close() // the other direction must not wait for ever
}

// hijack takes the connection from the server, with what it has read ahead.
func (p *Proxy) hijack(w http.ResponseWriter) (net.Conn, bool) {
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		http.Error(w, "Tunnels need HTTP/1.1.", http.StatusHTTPVersionNotSupported)
		return nil, false
	}
	_ = conn.SetDeadline(time.Time{}) // the server's own time limits end here
	if n := buffered.Reader.Buffered(); n > 0 {
		conn = &ahead{Conn: conn, reader: buffered.Reader}
	}
	if !p.hold(conn) {
		_ = conn.Close()
		return nil, false
	}
	return conn, true
}

// ahead is a connection of which a reader has read something already.
type ahead struct {
	net.Conn
	reader *bufio.Reader
}

func (a *ahead) Read(b []byte) (int, error) { return a.reader.Read(b) }

// CloseWrite ends one direction, where the connection underneath can.
func (a *ahead) CloseWrite() error {
	if half, ok := a.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return errors.ErrUnsupported
}

// refuse says no. Clients show the reason of the status line and nothing else of an answer to CONNECT, so the sentence
// stands there too.
func (p *Proxy) refuse(w http.ResponseWriter, sentence string) {
	p.answerRaw(w, http.StatusForbidden, sentence)
}

func (p *Proxy) answerRaw(w http.ResponseWriter, status int, sentence string) {
	sentence = oneLine(sentence)
	conn, ok := p.hijack(w)
	if !ok {
		return
	}
	defer p.release(conn)
	_, _ = fmt.Fprintf(conn, "HTTP/1.1 %d %s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s\n",
		status, sentence, len(sentence)+1, sentence) // the client has gone when this fails
}

// oneLine keeps what a client sent from starting a header of its own.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, s)
}
