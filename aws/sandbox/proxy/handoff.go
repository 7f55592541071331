package proxy

import (
	"context"
	"net"
	"sync"
)

// handoff is a listener whose connections come from tunnels that end here.
type handoff struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
	addr  net.Addr
}

func newHandoff(addr net.Addr) *handoff {
	return &handoff{conns: make(chan net.Conn), done: make(chan struct{}), addr: addr}
}

func (h *handoff) give(conn net.Conn) bool {
	select {
	case h.conns <- conn:
		return true
	case <-h.done:
		return false
	}
}

// Accept implements net.Listener.
func (h *handoff) Accept() (net.Conn, error) {
	select {
	case conn := <-h.conns:
		return conn, nil
	case <-h.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (h *handoff) Close() error {
	h.once.Do(func() { close(h.done) })
	return nil
}

// Addr implements net.Listener.
func (h *handoff) Addr() net.Addr { return h.addr }

// ending is a tunnel's end, with the host that the client believes to speak to.
type ending struct {
	net.Conn
	host string
	done func()
	once sync.Once
}

// Close implements net.Conn.
func (e *ending) Close() error {
	err := e.Conn.Close()
	e.once.Do(e.done)
	return err
}

type hostKey struct{}

func hostOfConn(ctx context.Context, conn net.Conn) context.Context {
	if e, ok := conn.(*ending); ok {
		return context.WithValue(ctx, hostKey{}, e.host)
	}
	return ctx
}
