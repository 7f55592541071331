package oauth

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"

	"agentcore-workshop/steps/secret"
)

// HTTPBrowser signs in without a person: it keeps cookies, follows redirects and submits the hosted sign-in form. It runs no
// script and never sends a code anywhere but to this machine.
type HTTPBrowser struct {
	// Transport reaches the hosted pages; nil is the default one.
	Transport http.RoundTripper
	// User and Password are what it types; NewPassword answers the form that a temporary password leads to.
	User                  string
	Password, NewPassword secret.Text
	// Returns are the redirect URIs at which it stops.
	Returns []string
	// jar keeps the session cookie between two visits, as a browser does.
	jar http.CookieJar
}

// ErrSignIn means that the hosted page did not take the name and password.
var ErrSignIn = errors.New("the sign-in page did not accept the user")

const maxPages = 20

// Open follows the address to its redirect URI and delivers the answer there if it is on this machine.
func (b *HTTPBrowser) Open(ctx context.Context, address string) error {
	final, err := b.Follow(ctx, address)
	if err != nil {
		return err
	}
	u, err := url.Parse(final)
	if err != nil || u.Hostname() != "localhost" {
		return errors.Join(err, fmt.Errorf("the redirect leads to %s, which is not this machine", u.Host))
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, final, nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// Follow signs in and returns the redirect address with its code, delivering nothing.
func (b *HTTPBrowser) Follow(ctx context.Context, address string) (string, error) {
	client := b.client()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", err
	}
	submitted := map[string]bool{}
	for range maxPages {
		here, err := load(client, req)
		if err != nil {
			return "", err
		}
		if here.redirects() {
			next, err := req.URL.Parse(here.location)
			if err != nil {
				return "", err
			}
			if b.returned(next) {
				return next.String(), nil
			}
			if req, err = http.NewRequestWithContext(ctx, http.MethodGet, next.String(), nil); err != nil {
				return "", err
			}
			continue
		}
		if req, err = b.submit(ctx, req.URL, here.body, here.status, submitted); err != nil {
			return "", err
		}
	}
	return "", errors.New("the sign-in pages go in circles")
}

// client keeps this browser's cookies, and leaves redirects to whoever follows them.
func (b *HTTPBrowser) client() *http.Client {
	if b.jar == nil {
		b.jar, _ = cookiejar.New(nil) // never fails without options
	}
	return &http.Client{Transport: b.Transport, Jar: b.jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// loaded is an answer as far as a browser cares.
type loaded struct {
	status         int
	location, body string
}

func (l loaded) redirects() bool { return l.location != "" && l.status/100 == 3 }

// load sends a request and reads its answer, at most maxAnswer of it.
func load(client *http.Client, req *http.Request) (loaded, error) {
	resp, err := client.Do(req)
	if err != nil {
		return loaded{}, err
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	resp.Body.Close()
	return loaded{resp.StatusCode, resp.Header.Get("Location"), string(raw)}, err
}

// returned reports whether an address is one of the redirect URIs.
func (b *HTTPBrowser) returned(u *url.URL) bool {
	return slices.ContainsFunc(b.Returns, func(r string) bool {
		want, err := url.Parse(r)
		return err == nil && want.Scheme == u.Scheme && want.Host == u.Host && want.Path == u.Path
	})
}

// submit fills in the page's form. The same form twice means that what was typed was refused.
func (b *HTTPBrowser) submit(ctx context.Context, page *url.URL, body string, status int, submitted map[string]bool) (*http.Request, error) {
	f, ok := passwordForm(body)
	if !ok {
		return nil, fmt.Errorf("the page at %s (HTTP %d) has no sign-in form", page.Path, status)
	}
	kind := strings.Join(f.passwords, " ")
	if submitted[kind] {
		return nil, ErrSignIn
	}
	submitted[kind] = true
	fresh := len(f.passwords) > 1 || strings.Contains(strings.ToLower(kind), "new")
	for _, name := range f.passwords {
		if fresh && !b.NewPassword.Empty() {
			f.values.Set(name, b.NewPassword.Reveal())
		} else {
			f.values.Set(name, b.Password.Reveal())
		}
	}
	if !fresh && len(f.text) > 0 {
		f.values.Set(f.text[0], b.User)
	}
	target, err := page.Parse(f.action)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), strings.NewReader(f.values.Encode()))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Origin", page.Scheme+"://"+page.Host)
	req.Header.Set("Referer", page.String())
	return req, nil
}
