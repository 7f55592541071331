package aws

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"agentcore-workshop/steps/secret"
)

func TestEveryAttemptIsSeen(t *testing.T) {
	n := &notes{}
	var asked atomic.Int32
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		if asked.Add(1) < 3 {
			jsonError(400, "ThrottlingException", "Rate exceeded")(w, r)
			return
		}
		w.Header().Set("X-Amzn-RequestId", "request-9")
		_, _ = w.Write([]byte(`{"Parameters":[{"Name":"/a","Value":"1","Type":"String"}],"InvalidParameters":["/b"]}`))
	}, Options{Recorder: n, MaxBackoff: time.Millisecond})
	found, absent, err := c.Parameters(t.Context(), "/a", "/b")
	if err != nil || found["/a"].Value != "1" || len(absent) != 1 {
		t.Fatalf("found %v, absent %v: %v", found, absent, err)
	}
	if len(n.before) != 3 || len(n.after) != 3 {
		t.Fatalf("%d calls before, %d after, want 3", len(n.before), len(n.after))
	}
	for i, call := range n.after {
		if call.Attempt != i+1 || call.Service != "ssm" || call.Operation != "GetParameters" || call.Changes {
			t.Errorf("call %d: %+v", i, call)
		}
	}
	first, last := n.after[0], n.after[2]
	if first.Status != 400 || first.Err != "ThrottlingException: Rate exceeded" {
		t.Errorf("first attempt: %+v", first)
	}
	if last.Status != 200 || last.RequestID != "request-9" || !strings.Contains(last.Answer, `"/b"`) || !strings.Contains(last.Request, `"Names"`) {
		t.Errorf("last attempt: %+v", last)
	}
}

func TestBeforeCanRefuse(t *testing.T) {
	no := errors.New("not now")
	n := &notes{refuse: no}
	c := stranger(t, func(http.ResponseWriter, *http.Request) { t.Error("the request was sent") }, Options{Recorder: n})
	if _, _, err := c.Parameters(t.Context(), "/a"); !errors.Is(err, no) {
		t.Errorf("got %v", err)
	}
	if _, err := c.HTTP().Get(c.Place().Endpoint.Value); !errors.Is(err, no) {
		t.Errorf("plain: got %v", err)
	}
	if len(n.before) != 2 || len(n.after) != 0 {
		t.Errorf("%d before, %d after", len(n.before), len(n.after))
	}
}

func TestAHeldCallIsSignedWhenItIsLetGo(t *testing.T) {
	withKeys(t)
	synctest.Test(t, func(t *testing.T) {
		const hold = 10 * time.Minute // longer than every time-out
		n := &notes{hold: func(Call) { time.Sleep(hold) }}
		var signed string
		c, err := Open(t.Context(), Options{Recorder: n, Transport: answering(func(w http.ResponseWriter, r *http.Request) {
			signed = r.Header.Get("X-Amz-Date")
			xmlAnswer(callerXML)(w, r)
		})})
		if err != nil {
			t.Fatal(err)
		}
		start := time.Now()
		if _, err := c.Whoami(t.Context()); err != nil {
			t.Fatal(err)
		}
		if want := start.Add(hold).UTC().Format("20060102T150405Z"); signed != want {
			t.Errorf("signed at %s, let go at %s", signed, want)
		}
		if n.after[0].Duration != 0 {
			t.Errorf("the hold counts as duration: %s", n.after[0].Duration)
		}
	})
}

func TestSecretsNeverReachTheRecorder(t *testing.T) {
	n := &notes{}
	answers := map[string]string{
		"/identities/GetWorkloadAccessToken": `{"workloadAccessToken":"wat-very-secret"}`,
		"/identities/oauth2/token":           `{"accessToken":"access-very-secret"}`,
	}
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		if body, ok := answers[r.URL.Path]; ok {
			_, _ = w.Write([]byte(body))
			return
		}
		_, _ = w.Write([]byte(`{"User":{"Username":"u"},"UserPoolClient":{"ClientId":"c","ClientSecret":"client-very-secret"},` +
			`"access_token":"token-very-secret"}`))
	}, Options{Recorder: n})
	password := secret.New("Password-very-secret")
	_, _ = c.CreateUser(t.Context(), "us-east-1_a", "test@example.com", password)
	_ = c.SetPassword(t.Context(), "us-east-1_a", "test@example.com", password)
	client, _ := c.AppClient(t.Context(), "us-east-1_a", "c")
	workload, _ := c.WorkloadToken(t.Context(), "agent")
	token, _ := c.MachineToken(t.Context(), workload, "p", nil)
	if client.Secret.Reveal() != "client-very-secret" || token.Reveal() != "access-very-secret" {
		t.Fatalf("secrets did not arrive: %d %d", client.Secret.Len(), token.Len())
	}
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, c.Place().Endpoint.Value+"/oauth2/token",
		strings.NewReader(url.Values{"grant_type": {"client_credentials"}, "client_secret": {"form-very-secret"}}.Encode()))
	request.SetBasicAuth("c", "basic-very-secret")
	if _, err := c.HTTP().Do(request); err != nil {
		t.Fatal(err)
	}
	if len(n.after) != 6 {
		t.Fatalf("%d calls, want 6", len(n.after))
	}
	for _, call := range n.after {
		if shown := call.URL + call.Request + call.Answer + call.Err; strings.Contains(shown, "very-secret") {
			t.Errorf("%s shows a secret: %s", call.Operation, shown)
		}
		if !strings.Contains(call.Request, secret.Mask) && !strings.Contains(call.Answer, secret.Mask) {
			t.Errorf("%s was not masked, so nothing was seen: %+v", call.Operation, call)
		}
	}
}

func TestPlainCallsAreRecorded(t *testing.T) {
	n := &notes{}
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		_, _ = w.Write([]byte(`{"token_type":"Bearer","got":"` + string(body) + `"}`))
	}, Options{Recorder: n})
	resp, err := c.HTTP().PostForm(c.Place().Endpoint.Value+"/oauth2/token", url.Values{"grant_type": {"client_credentials"}})
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, _ := io.ReadAll(resp.Body); !strings.Contains(string(body), "grant_type=client_credentials") {
		t.Errorf("the request's body did not arrive, or the answer's: %s", body)
	}
	call := n.after[0]
	if call.Service != "oauth" || call.Operation != "POST /oauth2/token" || call.Status != 200 || call.Changes ||
		call.Request != "grant_type=client_credentials" {
		t.Errorf("%+v", call)
	}
}

func TestReadOnlySendsNothingThatChanges(t *testing.T) {
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost && r.Header.Get("X-Amz-Target") != "AmazonSSM.GetParameters" {
			t.Errorf("sent: %s %s %s", r.Method, r.URL, r.Header.Get("X-Amz-Target"))
		}
		_, _ = w.Write([]byte(`{}`))
	}, Options{ReadOnly: true})
	ctx := t.Context()
	changes := map[string]func() error{
		"CreateChangeSet":   func() error { _, _, err := c.CreateChangeSet(ctx, ChangeSetSpec{Stack: "s", Name: "n"}); return err },
		"ExecuteChangeSet":  func() error { return c.ExecuteChangeSet(ctx, "s", "n") },
		"DeleteStack":       func() error { return c.DeleteStack(ctx, "s") },
		"PutParameter":      func() error { return c.PutParameter(ctx, "/a", "1", "", true) },
		"AdminCreateUser":   func() error { _, err := c.CreateUser(ctx, "p", "e", secret.Text{}); return err },
		"AdminSetPassword":  func() error { return c.SetPassword(ctx, "p", "e", secret.Text{}) },
		"CreateProvider":    func() error { _, err := c.CreateProvider(ctx, ProviderSpec{Name: "p"}); return err },
		"UpdateWorkload":    func() error { _, err := c.UpdateWorkloadIdentity(ctx, "abc", nil); return err },
		"CompleteUserToken": func() error { return c.CompleteUserToken(ctx, "urn:x", secret.Text{}, "u") },
		"POST /oauth2/revoke": func() error {
			resp, err := c.HTTP().PostForm(c.Place().Endpoint.Value+"/oauth2/revoke", nil)
			if err == nil {
				resp.Body.Close()
			}
			return err
		},
	}
	for name, change := range changes {
		if err := change(); KindOf(err) != ReadOnlyRefused || !errors.Is(err, ErrReadOnly) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := c.Parameters(ctx, "/a"); err != nil {
		t.Errorf("reading: %v", err)
	}
}

func TestLongBodiesAreCut(t *testing.T) {
	n := &notes{}
	c := stranger(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"long":"` + strings.Repeat("x", 100_000) + `"}`))
	}, Options{Recorder: n})
	resp, err := c.HTTP().Get(c.Place().Endpoint.Value)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if whole, _ := io.ReadAll(resp.Body); len(whole) < 100_000 {
		t.Errorf("the caller got %d bytes", len(whole))
	}
	if shown := len(n.after[0].Answer); shown > bodyLimit+10 || shown < bodyLimit/2 {
		t.Errorf("the recorder got %d bytes", shown)
	}
}

// A stream of events may stay open for as long as an agent works; it is told when it ends.
func TestStreamsArriveAsTheyCome(t *testing.T) {
	n := &notes{}
	more := make(chan struct{})
	c := stranger(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: 1\n\n")
		w.(http.Flusher).Flush()
		<-more
		_, _ = io.WriteString(w, "data: 2\n\n")
	}, Options{Recorder: n, HTTPTimeout: time.Minute})
	resp, err := c.HTTP().Get(c.Place().Endpoint.Value)
	if err != nil {
		t.Fatal(err)
	}
	first := make([]byte, 9)
	if _, err := io.ReadFull(resp.Body, first); err != nil || len(n.after) != 0 {
		t.Fatalf("%q, told %d times: %v", first, len(n.after), err)
	}
	close(more)
	rest, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	resp.Body.Close()
	if string(rest) != "data: 2\n\n" || len(n.after) != 1 || n.after[0].Answer != "data: 1\n\ndata: 2\n\n" {
		t.Errorf("rest %q, told %+v", rest, n.after)
	}
}

func TestPlainCallsTimeOut(t *testing.T) {
	withKeys(t)
	n := &notes{}
	c, err := Open(t.Context(), Options{Recorder: n, Transport: silentTransport{}, HTTPTimeout: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	resp, err := c.HTTP().Get("https://example.com/")
	if err == nil {
		resp.Body.Close()
	}
	if KindOf(err) != TimedOut || len(n.after) != 1 || n.after[0].Err == "" {
		t.Errorf("kind %q, told %+v: %v", KindOf(err), n.after, err)
	}
}
