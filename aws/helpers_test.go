package aws

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// cleanEnvironment is a computer on which nobody has configured AWS.
func cleanEnvironment(t *testing.T) (home string) {
	t.Helper()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AWS_") {
			t.Setenv(name, "")
			os.Unsetenv(name)
		}
	}
	home = t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(home, "config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(home, "credentials"))
	return home
}

// withKeys sets credentials as `aws configure` users have them in the environment.
func withKeys(t *testing.T) {
	t.Helper()
	cleanEnvironment(t)
	t.Setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI")
	t.Setenv("AWS_REGION", "us-east-1")
}

// stranger is a Cloud at an AWS-compatible endpoint that is not ours.
func stranger(t *testing.T, handler http.HandlerFunc, o Options) *Cloud {
	t.Helper()
	withKeys(t)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == healthPath {
			http.NotFound(w, r)
			return
		}
		handler(w, r)
	}))
	t.Cleanup(server.Close)
	o.Endpoint = server.URL
	c, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// practice answers the health question as our practice cloud does, and leaves the rest to handler.
func practice(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == healthPath {
			w.Header().Set(practiceHeader, practiceName)
			w.Header().Set(offsetHeader, "90.5")
			_, _ = w.Write([]byte(`{"practice_cloud":true,"status":"ok"}`))
			return
		}
		handler(w, r)
	}
}

// notes is a Recorder that keeps what it is told.
type notes struct {
	mu     sync.Mutex
	before []Call
	after  []Call
	refuse error
	hold   func(Call)
}

func (n *notes) Before(_ context.Context, c Call) error {
	if n.hold != nil {
		n.hold(c)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.before = append(n.before, c)
	return n.refuse
}

func (n *notes) After(_ context.Context, c Call) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.after = append(n.after, c)
}

// jsonError is an error as the services with JSON send it.
func jsonError(status int, code, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		w.Header().Set("X-Amzn-RequestId", "request-1")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"__type":"` + code + `","message":"` + message + `"}`))
	}
}

// xmlError is an error as CloudFormation, IAM and STS send it.
func xmlError(status int, code, message string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>` +
			code + `</Code><Message>` + message + `</Message></Error><RequestId>request-2</RequestId></ErrorResponse>`))
	}
}

const callerXML = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
	`<Arn>arn:aws:iam::111122223333:user/kim</Arn><UserId>AIDA</UserId><Account>111122223333</Account></GetCallerIdentityResult>` +
	`<ResponseMetadata><RequestId>request-3</RequestId></ResponseMetadata></GetCallerIdentityResponse>`

func xmlAnswer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(body))
	}
}

// answering is a transport without a network.
type answering http.HandlerFunc

func (a answering) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	a(w, r)
	return w.Result(), nil
}
