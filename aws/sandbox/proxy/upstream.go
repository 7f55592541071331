package proxy

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

func (p *Proxy) upstream(u *url.URL) (*url.URL, error) {
	if p.options.Upstream == nil {
		return nil, nil
	}
	return p.options.Upstream(u)
}

// reach opens a connection to another host, through the proxy that leads out of here where there is one.
func (p *Proxy) reach(ctx context.Context, addr string) (net.Conn, error) {
	through, err := p.upstream(&url.URL{Scheme: "https", Host: addr})
	if err != nil {
		return nil, err
	}
	if through == nil {
		conn, err := p.options.Dial(ctx, "tcp", addr)
		return conn, reason(err)
	}
	conn, err := p.dialUpstream(ctx, through)
	if err != nil {
		return nil, fmt.Errorf("the proxy %s does not answer: %w", through.Host, reason(err))
	}
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
		defer func() { _ = conn.SetDeadline(time.Time{}) }()
	}
	tunnel, err := askForTunnel(conn, through, addr)
	if err != nil {
		_ = conn.Close()
		return nil, fmt.Errorf("the proxy %s refuses: %w", through.Host, err)
	}
	return tunnel, nil
}

func (p *Proxy) dialUpstream(ctx context.Context, through *url.URL) (net.Conn, error) {
	port := through.Port()
	switch {
	case through.Scheme != "http" && through.Scheme != "https":
		return nil, fmt.Errorf("proxies of the kind %q are not supported", through.Scheme)
	case port == "" && through.Scheme == "https":
		port = "443"
	case port == "":
		port = "80"
	}
	conn, err := p.options.Dial(ctx, "tcp", net.JoinHostPort(through.Hostname(), port))
	if err != nil || through.Scheme == "http" {
		return conn, err
	}
	secured := tls.Client(conn, &tls.Config{ServerName: through.Hostname(), MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secured, nil
}

// askForTunnel says CONNECT to a proxy.
func askForTunnel(conn net.Conn, through *url.URL, addr string) (net.Conn, error) {
	ask := "CONNECT " + addr + " HTTP/1.1\r\nHost: " + addr + "\r\n"
	if user := through.User; user != nil {
		password, _ := user.Password()
		ask += "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(user.Username()+":"+password)) + "\r\n"
	}
	if _, err := io.WriteString(conn, ask+"\r\n"); err != nil {
		return nil, reason(err)
	}
	reader := bufio.NewReader(conn)
	answer, err := http.ReadResponse(reader, &http.Request{Method: http.MethodConnect})
	if err != nil {
		return nil, reason(err)
	}
	if answer.StatusCode != http.StatusOK {
		return nil, errors.New(answer.Status)
	}
	if reader.Buffered() > 0 {
		return &ahead{Conn: conn, reader: reader}, nil
	}
	return conn, nil
}

// reason is the last word of a network error, without the addresses before it.
func reason(err error) error {
	var op *net.OpError
	if errors.As(err, &op) {
		return op.Err
	}
	return err
}
