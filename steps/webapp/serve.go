package webapp

import (
	"crypto/subtle"
	"net"
	"net/http"
)

const cookieName = "workshop_app"

// ServeHTTP answers browsers. Names that resolve here without being ours are refused first (DNS rebinding).
func (a *App) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
	switch {
	case !a.ownHost(r.Host):
		http.Error(w, "This address answers only to "+a.origin.Host+".", http.StatusMisdirectedRequest)
	case r.URL.Path == a.path:
		a.back(w, r)
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, "Only GET.", http.StatusMethodNotAllowed)
	case r.URL.Path == "/enter":
		a.enter(w, r)
	case r.URL.Path == "/":
		write(w, http.StatusOK, home, a.user(r))
	default:
		http.NotFound(w, r)
	}
}

func (a *App) ownHost(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil || port != a.origin.Port() {
		return false
	}
	return name == "localhost" || name == "127.0.0.1" || name == "::1"
}

// user is who is signed in in this browser, by the cookie.
func (a *App) user(r *http.Request) string {
	cookie, err := r.Cookie(cookieName)
	if err != nil {
		return ""
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.cookies[cookie.Value]
}

// enter signs a browser in with a ticket, which ends there.
func (a *App) enter(w http.ResponseWriter, r *http.Request) {
	value := r.URL.Query().Get("ticket")
	a.mu.Lock()
	t, ok := a.tickets[value]
	delete(a.tickets, value)
	a.mu.Unlock()
	if !ok {
		write(w, http.StatusForbidden, usedTicket, "")
		return
	}
	cookie := draw()
	a.mu.Lock()
	a.cookies[cookie] = t.user
	a.mu.Unlock()
	http.SetCookie(w, &http.Cookie{Name: cookieName, Value: cookie, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	http.Redirect(w, r, t.next, http.StatusSeeOther)
}

// back is the callback: where AgentCore sends the browser after the consent.
func (a *App) back(w http.ResponseWriter, r *http.Request) {
	result := a.judge(r)
	page := pageOf(result.Refused)
	result.Status = http.StatusOK
	if result.Refused == "" {
		if result.Err = a.complete(r.Context(), result.Session, result.Owner); result.Err != nil {
			result.Refused, page = NotBound, pageOf(NotBound)
		}
	}
	a.mu.Lock()
	if result.Refused == NoCookie && a.pasting {
		page = bringAddress
	}
	a.mu.Unlock()
	switch result.Refused {
	case "":
	case BadMethod:
		w.Header().Set("Allow", http.MethodGet)
		result.Status = http.StatusMethodNotAllowed
	case NoSession, WrongState:
		result.Status = http.StatusBadRequest
	default:
		result.Status = http.StatusForbidden
	}
	write(w, result.Status, page, result.Browser)
	if result.Owner != "" {
		select {
		case a.results <- result:
		default: // nobody waits for so many; the answer is on the page
		}
	}
}

// judge decides whether a browser may complete a session. A session is taken once: of two callbacks the second finds nothing.
func (a *App) judge(r *http.Request) Result {
	query := r.URL.Query()
	result := Result{Session: query.Get("session_id"), Method: r.Method, Browser: a.user(r)}
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.sessions[result.Session]
	switch {
	case r.Method != http.MethodGet:
		result.Refused = BadMethod
	case s == nil || s.done:
		result.Refused = NoSession
	case subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(s.state)) != 1:
		result.Refused = WrongState
	case result.Browser == "":
		result.Owner, result.Refused = s.owner, NoCookie
	case result.Browser != s.owner:
		result.Owner, result.Refused = s.owner, WrongUser
	default:
		result.Owner, s.done = s.owner, true
	}
	return result
}
