package oauth

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"strings"

	"agentcore-workshop/steps/secret"
)

// Exchange is one request of a scripted browser with its answer's head, as a page's visitor could see it in the address bar.
type Exchange struct {
	Method, URL string
	Status      int
	// Location is where the answer sends the browser, or empty.
	Location string
}

// Page is where a visit ended.
type Page struct {
	URL    string
	Status int
	Body   string
}

// Visitor is a browser that can be watched on its way, and that keeps to itself: its cookies are those of one person's profile.
type Visitor interface {
	Browser
	// Visit opens an address, follows it wherever it leads, signing in on the way, and returns the page that it ends at.
	Visit(ctx context.Context, address string, watch func(Exchange)) (Page, error)
	// As is another person's browser: the same network, no cookies yet.
	As(user string, password secret.Text) Visitor
}

// As implements Visitor.
func (b *HTTPBrowser) As(user string, password secret.Text) Visitor {
	return &HTTPBrowser{Transport: b.Transport, User: user, Password: password, NewPassword: password, Returns: b.Returns}
}

// Visit implements Visitor. Unlike Open it goes on to the redirect URI with its cookies, as a person's browser does.
func (b *HTTPBrowser) Visit(ctx context.Context, address string, watch func(Exchange)) (Page, error) {
	if b.jar == nil {
		b.jar, _ = cookiejar.New(nil) // never fails without options
	}
	client := &http.Client{Transport: b.Transport, Jar: b.jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Page{}, err
	}
	submitted := map[string]bool{}
	for range maxPages {
		resp, err := client.Do(req)
		if err != nil {
			return Page{}, err
		}
		raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
		resp.Body.Close()
		if err != nil {
			return Page{}, err
		}
		target := resp.Header.Get("Location")
		if watch != nil {
			watch(Exchange{Method: req.Method, URL: req.URL.String(), Status: resp.StatusCode, Location: target})
		}
		if target != "" && resp.StatusCode/100 == 3 {
			next, err := req.URL.Parse(target)
			if err != nil {
				return Page{}, err
			}
			if req, err = http.NewRequestWithContext(ctx, http.MethodGet, next.String(), nil); err != nil {
				return Page{}, err
			}
			continue
		}
		here := Page{URL: req.URL.String(), Status: resp.StatusCode, Body: string(raw)}
		if _, form := passwordForm(here.Body); !form {
			return here, nil
		}
		// Several companies may ask for a password on the way; each is answered once.
		asked := map[string]bool{}
		for key := range submitted {
			if kind, ok := strings.CutPrefix(key, req.URL.Host+" "+req.URL.Path+" "); ok {
				asked[kind] = true
			}
		}
		at := req.URL
		if req, err = b.submit(ctx, at, here.Body, here.Status, asked); err != nil {
			return here, err
		}
		for kind := range asked {
			submitted[at.Host+" "+at.Path+" "+kind] = true
		}
	}
	return Page{}, errors.New("the pages go in circles")
}
