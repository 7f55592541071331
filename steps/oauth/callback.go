package oauth

import (
	"crypto/subtle"
	"net"
	"net/http"

	"agentcore-workshop/steps/secret"
)

// ServeHTTP answers the browser. The order matters: who asks (Host), what is asked (path, method), and only then, before
// anything else of the query is looked at, whether state proves that this is our answer.
func (l *Loopback) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	guard(w.Header())
	switch {
	case !l.ownHost(r.Host):
		http.Error(w, "This address answers only to "+l.redirect.Host+".", http.StatusMisdirectedRequest)
	case r.URL.Path != l.redirect.Path:
		http.NotFound(w, r)
	case r.Method != http.MethodGet:
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, "Only GET.", http.StatusMethodNotAllowed)
	default:
		l.answer(w, r)
	}
}

// ownHost refuses names that resolve here without being ours (DNS rebinding).
func (l *Loopback) ownHost(host string) bool {
	name, port, err := net.SplitHostPort(host)
	if err != nil || port != l.redirect.Port() {
		return false
	}
	return name == "localhost" || name == "127.0.0.1" || name == "::1"
}

func (l *Loopback) answer(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	l.mu.Lock()
	ours := l.state != "" && len(query["state"]) == 1 && subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(l.state)) == 1
	complete := query.Get("error") != "" || query.Get(l.param) != ""
	first := ours && complete && !l.answered
	signedOut := l.answered && r.URL.RawQuery == ""
	if first {
		l.answered = true
	}
	stranger := l.stranger
	l.mu.Unlock()
	switch {
	case signedOut:
		writePage(w, http.StatusOK, pageSignedOut(), "")
		select {
		case l.bare <- struct{}{}:
		default: // nobody has looked at the first one yet
		}
	case !ours:
		writePage(w, http.StatusBadRequest, pageStranger(), "")
		if stranger != nil {
			stranger()
		}
	case !complete:
		writePage(w, http.StatusBadRequest, pageIncomplete(), "")
	case !first:
		writePage(w, http.StatusConflict, pageAgain(), "")
	default:
		c := Callback{Code: secret.New(query.Get("code")), Values: query}
		if code := query.Get("error"); code != "" {
			c.Err = &Error{Code: code, Description: query.Get("error_description")}
			writePage(w, http.StatusOK, pageRefused(), c.Err.Error())
		} else {
			writePage(w, http.StatusOK, pageDone(), "")
		}
		l.result <- c
	}
}

// guard sets the headers of a page that carries a code in its address: not kept, not framed, not passed on.
func guard(h http.Header) {
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
}
