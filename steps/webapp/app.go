// Package webapp is a small web application on this machine, of the kind that sends its users to an agent's consent page and
// takes them back: it has a sign-in cookie of its own, and so it can tell whose browser has come.
//
// Rules of this layer: loopback only; a browser's user is known by the cookie and by nothing else; a session that came back is
// completed for the user who began it or not at all. Nothing here is unsafe when the cloud is. No AWS, no terminal.
package webapp

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"agentcore-workshop/steps/oauth"
)

// Reason says why a browser that came back was refused.
type Reason string

// The reasons, in the order in which they are looked at.
const (
	BadMethod  Reason = "method"     // not GET: a redirect is always a GET
	NoSession  Reason = "session"    // no session_id, or one that this application did not begin
	WrongState Reason = "state"      // the state is not the one that this application drew
	NoCookie   Reason = "signed_out" // nobody is signed in in this browser
	WrongUser  Reason = "user"       // the browser's user is not the one who began
	NotBound   Reason = "refused"    // AgentCore did not accept the completion
)

// Result is a browser's return for a session of this application.
type Result struct {
	Session string
	// Owner began it; Browser is whose browser came back, empty when nobody is signed in there.
	Owner, Browser string
	// Refused is empty when the session was completed; Err is the completion's error.
	Refused Reason
	Err     error
	Method  string
	Status  int
}

// session is one consent under way.
type session struct {
	owner, state string
	done         bool
}

// ticket signs one browser in, once.
type ticket struct{ user, next string }

// App is the application while it listens.
type App struct {
	origin    *url.URL
	path      string
	listeners []net.Listener
	server    *http.Server
	// complete binds a session to its owner (CompleteResourceTokenAuth).
	complete func(ctx context.Context, session, owner string) error
	results  chan Result

	mu       sync.Mutex
	pasting  bool
	sessions map[string]*session
	tickets  map[string]ticket
	cookies  map[string]string
}

// Open starts the application on the first of its return addresses whose port is free. complete is called for the owner of a
// session whose browser has come back signed in as that owner.
func Open(ctx context.Context, returns []string, complete func(ctx context.Context, session, owner string) error) (*App, error) {
	origin, listeners, err := oauth.Bind(returns)
	if err != nil {
		return nil, err
	}
	a := &App{
		origin: origin, path: origin.Path, listeners: listeners, complete: complete, results: make(chan Result, 16),
		sessions: map[string]*session{}, tickets: map[string]ticket{}, cookies: map[string]string{},
	}
	a.server = &http.Server{Handler: a, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10, BaseContext: func(net.Listener) context.Context { return ctx }}
	a.server.SetKeepAlivesEnabled(false)
	for _, l := range listeners {
		go func() { _ = a.server.Serve(l) }() // it ends with Close
	}
	return a, nil
}

// ReturnURL is where users come back to (resourceOauth2ReturnUrl).
func (a *App) ReturnURL() string { return a.origin.String() }

// Begin notes a session that an agent began for a user, with the state that was sent along.
func (a *App) Begin(sessionURI, owner, state string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.sessions[sessionURI] = &session{owner: owner, state: state}
}

// Pasting says that the person's browser may have begun without a ticket, since it is thought to be on another machine. One that
// comes back all the same is told to bring its address to the terminal, where the person is known.
func (a *App) Pasting() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.pasting = true
}

// Ticket is an address that signs the first browser that opens it in as a user, and leads on to next. It stands for the
// application's own sign-in, which is not what is taught here.
func (a *App) Ticket(user, next string) string {
	value := draw()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tickets[value] = ticket{user, next}
	return a.at("/enter", url.Values{"ticket": {value}})
}

// Home is the application's first page.
func (a *App) Home() string { return a.at("/", nil) }

func (a *App) at(path string, query url.Values) string {
	u := url.URL{Scheme: "http", Host: a.origin.Host, Path: path, RawQuery: query.Encode()}
	return u.String()
}

// Wait is the next return of a browser for one of the application's sessions.
func (a *App) Wait(ctx context.Context) (Result, error) {
	select {
	case r := <-a.results:
		return r, nil
	case <-ctx.Done():
		return Result{}, context.Cause(ctx)
	}
}

// Close lets answers that are being written finish, for at most a second, and frees the port.
func (a *App) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	err := a.server.Shutdown(ctx)
	for _, l := range a.listeners {
		_ = l.Close() // closed already where Serve had it
	}
	if err != nil {
		return a.server.Close()
	}
	return nil
}

// draw is 256 random bits as text.
func draw() string {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		panic("the system has no randomness: " + err.Error())
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// Draw is a fresh state for a session.
func Draw() string { return draw() }
