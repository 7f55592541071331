package host

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/proxy"
)

// served is a cloud that this process serves.
type served struct {
	cloud  *sandbox.Cloud
	server *http.Server
	done   chan error
	warm   chan struct{}
	saver  *saver // nil in memory
	dir    *dir   // nil in memory
	lent   *proxies
}

// headerLimit lets AgentCore's tokens pass, which may have 131,072 characters.
const headerLimit = 256 << 10

// serve starts the cloud; d is the locked directory, or nil to stay in memory.
func (h *Host) serve(d *dir) error {
	s := &served{cloud: h.options.New(), done: make(chan error, 1), warm: make(chan struct{}), dir: d}
	before := ""
	if d != nil {
		before = d.place().endpoint
		d.tidy()
		d.forgetPlace() // from here on, an endpoint in the directory is that of who holds the lock
		var err error
		if s.saver, err = openSaver(d, s.cloud, h.options); err != nil {
			return errors.Join(err, d.close())
		}
	}
	listener, err := listen(h.options.Addr, before)
	if err != nil {
		return errors.Join(err, s.letGo())
	}
	s.server = &http.Server{
		Handler: s.cloud, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: headerLimit,
		// Broken connections are no news, and a screen may be drawn here.
		ErrorLog: slog.NewLogLogger(slog.DiscardHandler, slog.LevelError),
	}
	h.at = place{"http://" + listener.Addr().String(), random()}
	s.introduce(h.at)
	s.lent = &proxies{endpoint: h.at.endpoint, now: h.options.Now, latest: map[bool]*proxy.Proxy{}}
	if d != nil {
		s.lent.dir = d.path
		sweep(d.path)
	}
	s.cloud.LendProxy(s.lent.open)
	go func() { s.done <- s.server.Serve(listener) }()
	go func() { s.cloud.Warm(); close(s.warm) }()
	if d != nil {
		if err := d.writePlace(h.at); err != nil {
			h.options.Warn(&Warning{ErrUnfound, err})
		}
		s.saver.start()
	}
	h.served = s
	return nil
}

// introduce lets the cloud say who it is, and prove it to those who share the directory.
func (s *served) introduce(at place) {
	if s.saver == nil {
		s.cloud.Introduce(at.instance, nil)
		return
	}
	key := s.saver.key
	s.cloud.Introduce(at.instance, func(nonce string) string { return at.proof(key, nonce) })
}

// close stops serving, saves, and gives the lock back, in this order: nobody may change what has been saved.
func (s *served) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	if s.dir != nil {
		s.dir.forgetPlace()
	}
	failed := s.lent.close()
	if s.server.Shutdown(ctx) != nil {
		_ = s.server.Close() // whoever still waits has had its time
	}
	<-s.done //nolint:errcheck // that it was shut down is known
	<-s.warm
	return errors.Join(failed, s.letGo())
}

func (s *served) letGo() error {
	var failed error
	if s.saver != nil {
		failed = s.saver.close()
	}
	if s.dir != nil {
		failed = errors.Join(failed, s.dir.close())
	}
	return failed
}

// listen takes the wanted address. With none wanted it tries that of the host before, so that what other processes and
// browsers hold goes on working, and then any free port.
func listen(addr, before string) (net.Listener, error) {
	var config net.ListenConfig
	ctx := context.Background()
	if addr != "" {
		l, err := config.Listen(ctx, "tcp", loopbackLiteral(addr))
		if err != nil {
			return nil, fmt.Errorf("the practice cloud cannot listen on %s: %w", addr, err)
		}
		return l, nil
	}
	if old, err := hostPort(before); err == nil && checkLoopback(old) == nil {
		if l, err := config.Listen(ctx, "tcp", old); err == nil {
			return l, nil
		}
	}
	l, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("the practice cloud cannot listen on 127.0.0.1: %w", err)
	}
	return l, nil
}
