package aws

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Each service's own way of saying a thing ends in one kind.
func TestKindsOfAnswers(t *testing.T) {
	stack := func(c *Cloud) error { _, err := c.Stack(t.Context(), "x"); return err }
	parameters := func(c *Cloud) error { _, _, err := c.Parameters(t.Context(), "/a"); return err }
	create := func(c *Cloud) error { _, err := c.CreateProvider(t.Context(), ProviderSpec{Name: "p"}); return err }
	whoami := func(c *Cloud) error { _, err := c.Whoami(t.Context()); return err }
	tests := []struct {
		name   string
		answer http.HandlerFunc
		call   func(*Cloud) error
		want   Kind
	}{
		{"unknown stack", xmlError(400, "ValidationError", "Stack with id x does not exist"), stack, NotFound},
		{"stack in the wrong state", xmlError(400, "ValidationError", "Stack:arn is in ROLLBACK_COMPLETE state and can not be updated."), stack, Conflict},
		{"malformed template", xmlError(400, "ValidationError", "Template format error: YAML not well-formed."), stack, Validation},
		{"duplicate provider, as documented", jsonError(409, "ConflictException", "Credential provider with name: p already exists"), create, Exists},
		{"duplicate provider, as it happens", jsonError(400, "ValidationException", "Credential provider with name: p already exists"), create, Exists},
		{"bad provider", jsonError(400, "ValidationException", "1 validation error detected"), create, Validation},
		{"quota is 402", jsonError(402, "ServiceQuotaExceededException", "too many"), create, Quota},
		{"denied", jsonError(400, "AccessDeniedException", "User: u is not authorized to perform: ssm:GetParameters on resource: r"), parameters, AccessDenied},
		{"namespace before the code", jsonError(400, "com.amazonaws.ssm#ParameterNotFound", ""), parameters, NotFound},
		{"unknown key", xmlError(403, "InvalidClientTokenId", "The security token included in the request is invalid."), whoami, InvalidCredentials},
		{"ended session", xmlError(403, "ExpiredToken", "The security token included in the request is expired"), whoami, Expired},
		{"a proxy's page instead of XML", page(403), whoami, NotAWS},
		{"a portal's page instead of XML", page(200), whoami, NotAWS},
		{"another server's page", page(501), whoami, NotAWS},
		{"a proxy's page instead of JSON", page(403), parameters, NotAWS},
		{"a portal's page instead of JSON", page(200), parameters, NotAWS},
		{"JSON that is not AWS's", jsonError(403, "", ""), parameters, NotAWS},
		{"JSON that breaks off", cutOff(`{"Par`), parameters, Network},
		{"XML that breaks off", cutOff("<Get"), whoami, Network},
		{"no such operation", jsonError(501, "UnknownOperationException", "not here"), parameters, Unsupported},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := stranger(t, test.answer, Options{})
			if got := KindOf(test.call(c)); got != test.want {
				t.Errorf("kind %q, want %q", got, test.want)
			}
		})
	}
}

func TestClockSkewIsMeasured(t *testing.T) {
	ahead := time.Now().Add(time.Hour)
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", ahead.UTC().Format(http.TimeFormat))
		xmlError(403, "SignatureDoesNotMatch", "Signature expired: 20261121T190000Z is now earlier than 20261121T194500Z (20261121T200000Z - 15 min.)")(w, r)
	}, Options{})
	_, err := c.Whoami(t.Context())
	var e *Error
	if !errors.As(err, &e) || e.Kind != ClockSkew {
		t.Fatalf("got %v, want kind %s", err, ClockSkew)
	}
	if off := (e.Skew - time.Hour).Abs(); off > 5*time.Second {
		t.Errorf("skew %s, want about an hour", e.Skew)
	}
}

func TestDetailsAndDenied(t *testing.T) {
	message := "User: arn:aws:iam::1:user/kim is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:us-east-1:1:* because no identity-based policy allows it"
	c := stranger(t, jsonError(400, "AccessDeniedException", message), Options{})
	_, _, err := c.Parameters(t.Context(), "/a")
	code, text, id := Details(err)
	if code != "AccessDeniedException" || text != message || id != "request-1" {
		t.Errorf("details %q %q %q", code, text, id)
	}
	action, resource := Denied(err)
	if action != "ssm:GetParameters" || resource != "arn:aws:ssm:us-east-1:1:*" {
		t.Errorf("denied %q on %q", action, resource)
	}
}

func TestNoUpdatesIsItsOwnError(t *testing.T) {
	c := stranger(t, xmlError(400, "ValidationError", "No updates are to be performed."), Options{})
	_, _, err := c.CreateChangeSet(t.Context(), ChangeSetSpec{Stack: "s", Name: "n", Template: "{}"})
	if !errors.Is(err, ErrNoUpdates) {
		t.Errorf("got %v", err)
	}
}

func TestKindsWithoutAnswer(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := "http://" + closed.Addr().String()
	closed.Close()
	withKeys(t)
	open := func(o Options) *Cloud {
		c, err := Open(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	refused := open(Options{Endpoint: address})
	noName := open(Options{Endpoint: "https://aws.example.invalid", Transport: failingTransport{&net.DNSError{Err: "no such host", Name: "aws.example.invalid", IsNotFound: true}}})
	silent := open(Options{Endpoint: "https://aws.example.invalid", HTTPTimeout: 20 * time.Millisecond, MaxBackoff: time.Millisecond, Transport: silentTransport{}})
	for _, test := range []struct {
		name  string
		cloud *Cloud
		want  Kind
	}{{"refused connection", refused, Network}, {"unknown host", noName, DNS}, {"silence", silent, TimedOut}} {
		_, err := test.cloud.Whoami(t.Context())
		if got := KindOf(err); got != test.want {
			t.Errorf("%s: kind %q, want %q: %v", test.name, got, test.want, err)
		}
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := refused.Whoami(ended); KindOf(err) != Canceled {
		t.Errorf("cancelled: %v", err)
	}
}

func TestErrorsNeverShowSecrets(t *testing.T) {
	n := &notes{}
	c := stranger(t, jsonError(400, "ValidationException", `bad \"clientSecret\":\"hunter2hunter2\"`), Options{Recorder: n})
	_, err := c.CreateProvider(t.Context(), ProviderSpec{Name: "p"})
	if err == nil || strings.Contains(n.after[0].Err, "hunter2") || strings.Contains(n.after[0].Answer, "hunter2") {
		t.Errorf("recorded %+v", n.after)
	}
}

type failingTransport struct{ err error }

func (f failingTransport) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

type silentTransport struct{}

func (silentTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// page answers as a proxy, a captive portal or any web server does.
func page(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<!DOCTYPE html><html><head><meta charset=utf-8><title>Sign in to the network</title></head><body>Hello & welcome</body></html>")
	}
}

// cutOff promises more than it sends.
func cutOff(beginning string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "500")
		_, _ = io.WriteString(w, beginning)
	}
}
