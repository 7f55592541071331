package aws

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"agentcore-workshop/steps/secret"
)

const invokedARN = "arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/agent-0123456789"

// TestAnInvocationIsPlainHTTPAndStreams reads the first word while the agent has not said the last.
func TestAnInvocationIsPlainHTTPAndStreams(t *testing.T) {
	goOn := make(chan struct{})
	seen := &notes{}
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.EscapedPath() != "/runtimes/arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A111122223333%3Aruntime%2Fagent-0123456789/invocations" || r.URL.RawQuery != "qualifier=DEFAULT":
			t.Errorf("asked for %s", r.URL)
		case r.Header.Get("Authorization") != "Bearer sesame" || r.Header.Get(headerSessionID) != "s" || r.Header.Get("X-Amz-Date") != "":
			t.Errorf("headers %v", r.Header)
		}
		w.Header().Set("Content-Type", "text/event-stream")
		w.Header().Set(headerSessionID, "s")
		_, _ = io.WriteString(w, "data: one\n\n")
		w.(http.Flusher).Flush()
		<-goOn
		_, _ = io.WriteString(w, "data: two\n\n")
	}, Options{Recorder: seen})
	answer, err := c.Invoke(t.Context(), Invocation{ARN: invokedARN, Token: secret.New("sesame"), Session: "s", Payload: []byte(`{"prompt":"x"}`)})
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(answer.Body)
	if !lines.Scan() || lines.Text() != "data: one" || SessionOf(answer) != "s" {
		t.Errorf("first %q of session %q", lines.Text(), SessionOf(answer))
	}
	if len(seen.after) != 0 {
		t.Error("the call was told before it was over")
	}
	close(goOn)
	rest, err := io.ReadAll(answer.Body)
	_ = answer.Body.Close()
	if err != nil || strings.Contains(string(rest), "one") {
		t.Errorf("%q %v", rest, err)
	}
	if len(seen.after) != 1 || seen.after[0].Service != "bedrock-agentcore" || seen.after[0].Operation != "InvokeAgentRuntime" || strings.Contains(seen.after[0].Request, "sesame") || !seen.after[0].Changes {
		t.Errorf("told %+v", seen.after)
	}
}

// TestAReadOnlyPlaceMayBeKnockedAt lets a call through that carries nothing, and stops one that would do something.
func TestAReadOnlyPlaceMayBeKnockedAt(t *testing.T) {
	c := stranger(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", "Bearer")
		w.WriteHeader(http.StatusUnauthorized)
	}, Options{ReadOnly: true})
	answer, err := c.Invoke(t.Context(), Invocation{ARN: invokedARN})
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("HTTP %d", answer.StatusCode)
	}
	if answer, err := c.Invoke(t.Context(), Invocation{ARN: invokedARN, Token: secret.New("sesame")}); !errors.Is(err, ErrReadOnly) {
		if err == nil {
			_ = answer.Body.Close()
		}
		t.Errorf("a call with a token: %v", err)
	}
	if err := c.ProbePasswordAuth(t.Context(), "client", "kim"); !errors.Is(err, ErrReadOnly) {
		t.Errorf("a sign-in: %v", err)
	}
}

// TestAPasswordIsNotSentToFindOutThatItIsNotWanted tells the two refusals apart.
func TestAPasswordIsNotSentToFindOutThatItIsNotWanted(t *testing.T) {
	for _, test := range []struct {
		code, message string
		kind          Kind
	}{
		{"InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client", Validation},
		{"NotAuthorizedException", "Incorrect username or password.", AccessDenied},
	} {
		c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if !strings.Contains(string(body), `"AuthFlow":"USER_PASSWORD_AUTH"`) || r.Header.Get("Authorization") != "" || r.Header.Get("X-Amz-Target") != "AWSCognitoIdentityProviderService.InitiateAuth" {
				t.Errorf("%v %s", r.Header, body)
			}
			jsonError(http.StatusBadRequest, test.code, test.message)(w, r)
		}, Options{})
		err := c.ProbePasswordAuth(t.Context(), "client", "kim")
		code, message, request := Details(err)
		if KindOf(err) != test.kind || code != test.code || message != test.message || request != "request-1" {
			t.Errorf("%s %q %q %q: %v", KindOf(err), code, message, request, err)
		}
	}
}
