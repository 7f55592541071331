package cognito

import (
	"net/http"
	"regexp"
	"strings"
	"time"
)

// Cookies of the hosted pages, under Cognito's own names.
const (
	sessionCookie   = "cognito"    // who is signed in
	csrfCookie      = "XSRF-TOKEN" // what the form must repeat
	challengeCookie = "cognito-fl" // a sign-in that waits for its new password
)

// setCookie binds a cookie to this host alone: the path matters where several domains share one loopback address.
func (v *visit) setCookie(name, value string, life time.Duration) {
	seconds := int(life / time.Second)
	if value == "" {
		seconds = -1
	}
	http.SetCookie(v.w, &http.Cookie{
		Name: name, Value: value, Path: or(v.page.CookiePath, "/"), MaxAge: seconds, HttpOnly: true,
		SameSite: http.SameSiteLaxMode, Secure: strings.HasPrefix(v.page.Public(v.origin+"/"), "https://"),
	})
}

func (v *visit) cookie(name string) string {
	c, err := v.r.Cookie(name)
	if err != nil {
		return ""
	}
	return c.Value
}

// csrf is the token that ties a form to the browser that it was given to. One that the browser has is kept, so that
// two open tabs both work.
func (v *visit) csrf() string {
	token := v.cookie(csrfCookie)
	if !regexp.MustCompile(`^[0-9a-f-]{36}$`).MatchString(token) {
		token = v.cloud.IDs.UUID()
	}
	v.setCookie(csrfCookie, token, sessionLife)
	return token
}

// forged reports whether a form came from somewhere else.
func (v *visit) forged() bool {
	token := v.cookie(csrfCookie)
	return token == "" || !sameSecret(token, v.r.PostForm.Get("_csrf"))
}

// session is who is signed in at these pages; the empty string is nobody.
func (v *visit) session() (username string, authTime time.Time) {
	key := v.cookie(sessionCookie)
	if key == "" {
		return "", authTime
	}
	err := v.look(func(p *Pool) error {
		s := p.Sessions[digest(key)]
		if s == nil || !v.now().Before(s.Expires) {
			return nil
		}
		if u := p.Users[s.Username]; u != nil && u.Enabled {
			username, authTime = s.Username, s.AuthTime
		}
		return nil
	})
	if err != nil {
		return "", authTime
	}
	return username, authTime
}

// startSession signs the browser in. The cookie is always a new one, so that none can be planted beforehand.
func (v *visit) startSession(username string) error {
	key := encoding.EncodeToString(v.cloud.IDs.Bytes(32))
	err := v.change(func(p *Pool) error {
		p.sweep(v.now())
		put(&p.Sessions, digest(key), &Session{Username: username, AuthTime: v.now(), Expires: v.now().Add(sessionLife)})
		return nil
	})
	if err == nil {
		v.setCookie(sessionCookie, key, sessionLife)
	}
	return err
}

// endSession signs the browser out, here and in its cookie.
func (v *visit) endSession() {
	if key := v.cookie(sessionCookie); key != "" {
		_ = v.change(func(p *Pool) error { // a pool that is gone has no sessions either
			delete(p.Sessions, digest(key))
			return nil
		})
	}
	v.setCookie(sessionCookie, "", 0)
}
