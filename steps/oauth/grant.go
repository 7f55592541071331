package oauth

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agentcore-workshop/steps/secret"
)

// Message is one exchange with a token endpoint, masked, for the flow diagram.
type Message struct {
	Method, URL     string
	Request, Answer string
	Status          int
}

// Server is a token endpoint (RFC 6749 3.2).
type Server struct {
	HTTP     *http.Client
	TokenURL string
	// Now is the clock that lifetimes count from; nil is the host's.
	Now func() time.Time
	// Before may hold a request back, After sees what came of it; both may be nil and see only masked text.
	Before func(ctx context.Context, m Message) error
	After  func(m Message)
}

// maxAnswer bounds what is read of a token endpoint's answer; Cognito's are below 10 KB.
const maxAnswer = 1 << 20

// ClientCredentials asks for a token in the client's own name (RFC 6749 4.4), with HTTP Basic as Cognito prefers. No scopes
// means all that the client has. Errors: *Error, *AnswerError, or what the transport says.
func (s Server) ClientCredentials(ctx context.Context, clientID string, clientSecret secret.Text, scopes []string) (Token, error) {
	form := url.Values{"grant_type": {"client_credentials"}}
	if len(scopes) > 0 {
		form.Set("scope", strings.Join(scopes, " "))
	}
	return s.post(ctx, form, clientID, clientSecret)
}

// Exchange redeems an authorization code (RFC 6749 4.1.3, RFC 7636 4.5). A public client gives an empty secret.
func (s Server) Exchange(ctx context.Context, clientID string, clientSecret secret.Text, code secret.Text, redirectURI string, verifier secret.Text) (Token, error) {
	return s.post(ctx, url.Values{
		"grant_type": {"authorization_code"}, "code": {code.Reveal()},
		"redirect_uri": {redirectURI}, "code_verifier": {verifier.Reveal()},
	}, clientID, clientSecret)
}

// Refresh asks for new tokens (RFC 6749 6). Cognito keeps the refresh token unless rotation is on; the old one is carried over.
func (s Server) Refresh(ctx context.Context, clientID string, clientSecret secret.Text, refresh secret.Text) (Token, error) {
	token, err := s.post(ctx, url.Values{"grant_type": {"refresh_token"}, "refresh_token": {refresh.Reveal()}}, clientID, clientSecret)
	if err == nil && token.Refresh.Empty() {
		token.Refresh = refresh
	}
	return token, err
}

func (s Server) post(ctx context.Context, form url.Values, clientID string, clientSecret secret.Text) (Token, error) {
	if clientSecret.Empty() {
		form.Set("client_id", clientID)
	}
	body := form.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.TokenURL, strings.NewReader(body))
	if err != nil {
		return Token{}, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Accept", "application/json")
	head := ""
	if !clientSecret.Empty() {
		req.SetBasicAuth(url.QueryEscape(clientID), url.QueryEscape(clientSecret.Reveal()))
		head = "Authorization: Basic " + secret.Mask + "\n"
	}
	redact := secret.NewRedactor().Redact
	m := Message{Method: req.Method, URL: s.TokenURL, Request: head + "Content-Type: application/x-www-form-urlencoded\n\n" + redact(body)}
	if s.Before != nil {
		if err := s.Before(ctx, m); err != nil {
			return Token{}, err
		}
	}
	resp, err := direct(s.HTTP).Do(req)
	if err != nil {
		m.Answer = redact(err.Error())
		s.tell(m)
		return Token{}, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	m.Status, m.Answer = resp.StatusCode, redact(string(raw))
	s.tell(m)
	if err != nil {
		return Token{}, err
	}
	return s.read(resp, raw)
}

// direct is a client that follows no redirect: a secret, a code and a verifier are meant for the token endpoint alone.
func direct(h *http.Client) *http.Client {
	d := *h
	d.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &d
}

func (s Server) tell(m Message) {
	if s.After != nil {
		s.After(m)
	}
}

// read tells a token from a refusal, and both from something else.
func (s Server) read(resp *http.Response, raw []byte) (Token, error) {
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		return Token{}, &AnswerError{resp.StatusCode, "a redirect, which is not followed"}
	}
	var answer struct {
		AccessToken  string      `json:"access_token"`
		IDToken      string      `json:"id_token"`
		RefreshToken string      `json:"refresh_token"`
		TokenType    string      `json:"token_type"`
		ExpiresIn    json.Number `json:"expires_in"`
		Scope        string      `json:"scope"`
		Error        string      `json:"error"`
		Description  string      `json:"error_description"`
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
		return Token{}, &AnswerError{resp.StatusCode, fmt.Sprintf("%d bytes of %q", len(raw), kind)}
	}
	if answer.Error != "" {
		return Token{}, &Error{answer.Error, answer.Description, resp.StatusCode}
	}
	if resp.StatusCode != http.StatusOK || answer.AccessToken == "" {
		return Token{}, &AnswerError{resp.StatusCode, "no access_token in it"}
	}
	now := time.Now
	if s.Now != nil {
		now = s.Now
	}
	token := Token{
		Access: secret.New(answer.AccessToken), ID: secret.New(answer.IDToken), Refresh: secret.New(answer.RefreshToken),
		Type: answer.TokenType, Scope: answer.Scope,
	}
	if seconds, err := answer.ExpiresIn.Int64(); err == nil && seconds > 0 {
		token.Expires = now().Add(time.Duration(seconds) * time.Second)
	}
	return token, nil
}
