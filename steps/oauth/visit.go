package oauth

import (
	"context"
	"errors"
	"net/http"
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
	client := b.client()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Page{}, err
	}
	submitted := map[string]bool{}
	for range maxPages {
		answer, err := load(client, req)
		if err != nil {
			return Page{}, err
		}
		if watch != nil {
			watch(Exchange{Method: req.Method, URL: req.URL.String(), Status: answer.status, Location: answer.location})
		}
		if answer.redirects() {
			next, err := req.URL.Parse(answer.location)
			if err != nil {
				return Page{}, err
			}
			if req, err = http.NewRequestWithContext(ctx, http.MethodGet, next.String(), nil); err != nil {
				return Page{}, err
			}
			continue
		}
		here := Page{URL: req.URL.String(), Status: answer.status, Body: answer.body}
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
