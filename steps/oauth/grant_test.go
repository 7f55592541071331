package oauth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

func TestTokenEndpoint(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	cases := []struct {
		name, body string
		status     int
		code       string // of an *oauth.Error
		broken     bool   // an *oauth.AnswerError
	}{
		{"a token", `{"access_token":"at-secret","expires_in":3600,"token_type":"Bearer"}`, 200, "", false},
		{"a refusal", `{"error":"invalid_client","error_description":"no"}`, 400, "invalid_client", false},
		{"a gateway's page", `<html>`, 502, "", true},
		{"nothing", ``, 200, "", true},
		{"no token", `{}`, 200, "", true},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if id, pw, ok := r.BasicAuth(); !ok || id != "id" || pw != "s%26cret" || r.FormValue("grant_type") != "client_credentials" || r.FormValue("scope") != "a b" {
					t.Errorf("request %v", r.Form)
				}
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			}))
			defer server.Close()
			var seen []oauth.Message
			s := oauth.Server{HTTP: server.Client(), TokenURL: server.URL, Now: func() time.Time { return now }, After: func(m oauth.Message) { seen = append(seen, m) }}
			token, err := s.ClientCredentials(ctxFor(t), "id", secret.New("s&cret"), []string{"a", "b"})
			var refusal *oauth.Error
			var broken *oauth.AnswerError
			switch {
			case c.code != "":
				if !errors.As(err, &refusal) || refusal.Code != c.code || refusal.Status != c.status {
					t.Fatal(err)
				}
			case c.broken:
				if !errors.As(err, &broken) || broken.Status != c.status {
					t.Fatal(err)
				}
			case err != nil || token.Access.Reveal() != "at-secret" || !token.Expires.Equal(now.Add(time.Hour)):
				t.Fatal(token, err)
			}
			if len(seen) != 1 || strings.Contains(seen[0].Request+seen[0].Answer, "s&cret") || strings.Contains(seen[0].Answer, "at-secret") {
				t.Fatalf("seen %+v", seen)
			}
		})
	}
}

func TestPublicClientAndRefresh(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, _, basic := r.BasicAuth(); basic || r.FormValue("client_id") != "web" {
			t.Error("a public client must name itself in the form")
		}
		_, _ = w.Write([]byte(`{"access_token":"new","id_token":"i"}`))
	}))
	defer server.Close()
	s := oauth.Server{HTTP: server.Client(), TokenURL: server.URL}
	if token, err := s.Exchange(ctxFor(t), "web", secret.Text{}, secret.New("c"), "http://localhost:8501/", secret.New("v")); err != nil || token.ID.Reveal() != "i" {
		t.Fatal(err)
	}
	token, err := s.Refresh(ctxFor(t), "web", secret.Text{}, secret.New("old"))
	if err != nil || token.Refresh.Reveal() != "old" || token.Access.Reveal() != "new" {
		t.Fatal(token, err)
	}
}

func TestGateHoldsTheRequestBack(t *testing.T) {
	stop := errors.New("held")
	s := oauth.Server{HTTP: http.DefaultClient, TokenURL: "http://127.0.0.1:1", Before: func(context.Context, oauth.Message) error { return stop }}
	if _, err := s.ClientCredentials(ctxFor(t), "id", secret.New("s"), nil); !errors.Is(err, stop) {
		t.Fatal(err)
	}
}

// TestSecurityNoRedirectIsFollowed: a 307 would carry the form on, with its code and verifier, to whoever it names.
func TestSecurityNoRedirectIsFollowed(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		t.Error("the redirect was followed")
		_, _ = w.Write([]byte(`{"access_token":"stolen"}`))
	}))
	defer other.Close()
	for _, status := range []int{301, 302, 303, 307, 308} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", other.URL)
			w.WriteHeader(status)
			_, _ = w.Write([]byte(`{"access_token":"x","error":"y"}`))
		}))
		s := oauth.Server{HTTP: server.Client(), TokenURL: server.URL}
		_, err := s.ClientCredentials(ctxFor(t), "id", secret.New("s"), nil)
		var broken *oauth.AnswerError
		if !errors.As(err, &broken) || broken.Status != status {
			t.Errorf("%d: %v", status, err)
		}
		server.Close()
	}
}
