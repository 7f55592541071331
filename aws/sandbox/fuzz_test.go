package sandbox_test

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/fault"
)

// FuzzHandler sends any request at all to a cloud in use. Whatever comes, nothing panics, nothing is answered 500, an API never
// answers HTML, nothing of the neighbour's account is told, and the answer says that this is the practice cloud.
func FuzzHandler(f *testing.F) {
	for _, b := range malformed() {
		if len(b.body) < 1<<16 && len(b.header["X-Amz-Target"]) < 1<<10 {
			f.Add(b.method, b.target, loopback, b.header["Authorization"], b.header["X-Amz-Target"], b.header["Content-Type"], b.body)
		}
	}
	for _, path := range []string{"/oauth2/token", "/login?client_id=x", "/oauth2/authorize?response_type=code&client_id=x&redirect_uri=http://localhost:8501/", "/logout"} {
		f.Add("POST", path, "troubleshooting-connectivity-111122223333.auth.us-east-1.amazoncognito.com", "Basic YTpi", "", "application/x-www-form-urlencoded", "grant_type=client_credentials&scope=a")
	}
	f.Add("GET", "/_console/requests?lang=ko&account=111122223333", loopback, "", "", "", "")
	f.Add("POST", "/_sandbox/faults", loopback, "", "", "", `{"name":"throttling","effect":{"delay":"1ms"}}`)
	f.Add("GET", "/.well-known/jwks.json", "cognito-idp.us-east-1.amazonaws.com", "Bearer a.b.c", "", "", "")

	var logged atomic.Pointer[string] // of panics, and nothing else
	log := slog.New(slog.NewTextHandler(writerFunc(func(p []byte) (int, error) {
		line := string(p)
		logged.Store(&line)
		return len(p), nil
	}), nil))
	cloud := sandbox.New(sandbox.Options{Seed: 1, Log: log, Network: nowhere{}, Sleep: func(context.Context, time.Duration) error { return nil }})
	const theirs = "value-of-the-neighbour"
	neighbour := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(`{"Name":"/theirs","Value":"`+theirs+`","Type":"String"}`))
	neighbour.Host = loopback
	neighbour.Header.Set("X-Amz-Target", "AmazonSSM.PutParameter")
	neighbour.Header.Set("Authorization", signedBy("999900001111", "ssm"))
	cloud.ServeHTTP(httptest.NewRecorder(), neighbour)

	f.Fuzz(func(t *testing.T, method, target, hostname, authorization, operation, kind, body string) {
		r, ok := request(method, target, body)
		if !ok || strings.Contains(authorization, "999900001111") || strings.Contains(target, "999900001111") {
			return
		}
		r.Host = hostname
		for name, value := range map[string]string{"Authorization": authorization, "X-Amz-Target": operation, "Content-Type": kind} {
			if value != "" {
				r.Header[name] = []string{value}
			}
		}
		before := cloud.Faults()
		start, w := time.Now(), httptest.NewRecorder()
		cloud.ServeHTTP(w, r)
		restore(cloud, before)
		said := w.Body.String()
		switch {
		case w.Code == http.StatusInternalServerError:
			t.Errorf("%d %.300s", w.Code, said)
		case w.Header().Get(sandbox.HeaderPractice) == "":
			t.Error("the answer does not say that this is the practice cloud")
		case logged.Load() != nil:
			t.Errorf("the cloud logged: %s", *logged.Load())
		case operation != "" && strings.Contains(w.Header().Get("Content-Type"), "html") && !hasPages(hostname+target):
			t.Errorf("an API answered %s", w.Header().Get("Content-Type"))
		case strings.Contains(said, theirs):
			t.Error("the neighbour's value was told")
		case time.Since(start) > 5*time.Second:
			t.Errorf("took %s", time.Since(start))
		}
	})
}

// hasPages reports addresses that are pages for browsers, whatever else a request says.
func hasPages(address string) bool {
	return strings.Contains(address, "_console") || strings.Contains(strings.ToLower(address), "amazoncognito")
}

// request makes a request as a server would hand it on; false for what no server lets through.
func request(method, target, body string) (*http.Request, bool) {
	u, err := url.ParseRequestURI(target)
	if err != nil || method == "" || u.Host != "" {
		return nil, false
	}
	r := httptest.NewRequest(http.MethodGet, "/", strings.NewReader(body))
	r.Method, r.URL, r.RequestURI = method, u, target
	return r, true
}

// restore takes away faults that a request has put in, since they would decide how the next one ends.
func restore(cloud *sandbox.Cloud, before []fault.Rule) {
	if len(cloud.Faults()) != len(before) {
		cloud.Lift("")
	}
}

// nowhere is a network that leads nowhere: fuzzed addresses must not be called.
type nowhere struct{}

func (nowhere) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody, Header: http.Header{}, Request: r}, nil
}
