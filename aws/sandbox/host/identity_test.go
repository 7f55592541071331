package host_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"

	"agentcore-workshop/aws/sandbox/host"
)

// pointAt makes a directory whose host was killed and whose endpoint file names what answers there by now.
func pointAt(t *testing.T, dir, endpoint, instance string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "practice.endpoint"), []byte(endpoint+"\n"+instance+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func hold(t *testing.T, dir string) {
	t.Helper()
	lock := flock.New(filepath.Join(dir, "practice.lock"))
	if ok, err := lock.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	t.Cleanup(func() { _ = lock.Close() })
}

func instanceOf(t *testing.T, endpoint string) string {
	t.Helper()
	health, err := host.Health(t.Context(), endpoint)
	if err != nil || health.Instance == "" {
		t.Fatal(health, err)
	}
	return health.Instance
}

// TestSecurityTheCloudOfAnotherDirectoryIsNotTaken: its port was that of this directory's host, and its id may even be known.
func TestSecurityTheCloudOfAnotherDirectoryIsNotTaken(t *testing.T) {
	other := open(t, host.Options{Dir: t.TempDir()})
	dir := t.TempDir()
	first := open(t, host.Options{Dir: dir}) // it makes the directory's key
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	for _, instance := range []string{"", "made-up", instanceOf(t, other.Endpoint())} {
		pointAt(t, dir, other.Endpoint(), instance)
		if found := host.Running(t.Context(), dir); found != "" {
			t.Errorf("%s runs, with nobody holding the lock", found)
		}
	}
	hold(t, dir)
	if found := host.Running(t.Context(), dir); found != "" {
		t.Errorf("%s runs, and does not know the key", found)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if h, err := host.Open(ctx, host.Options{Dir: dir, New: newCloud}); err == nil {
		t.Errorf("joined %s", h.Endpoint())
	}
}

// TestSecurityNobodyPassesOnTheProofOfAnother: a stranger between us and the cloud is not the cloud.
func TestSecurityNobodyPassesOnTheProofOfAnother(t *testing.T) {
	dir := t.TempDir()
	h := open(t, host.Options{Dir: dir})
	own, _ := url.Parse(h.Endpoint())
	between := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(own) }, Transport: &http.Transport{DisableKeepAlives: true}})
	defer between.Close()
	pointAt(t, dir, between.URL, instanceOf(t, h.Endpoint()))
	if found := host.Running(t.Context(), dir); found != "" {
		t.Errorf("%s runs", found)
	}
	pointAt(t, dir, h.Endpoint(), instanceOf(t, h.Endpoint()))
	if found := host.Running(t.Context(), dir); found != h.Endpoint() {
		t.Errorf("%q runs", found)
	}
}

func TestSecurityAClientDoesNotGoOnWithAnotherCloudAtTheSamePort(t *testing.T) {
	dir := t.TempDir()
	first, client := open(t, host.Options{Dir: dir}), open(t, host.Options{Dir: dir})
	put(t, client, "/mine")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	other := open(t, host.Options{Dir: t.TempDir(), Addr: strings.TrimPrefix(first.Endpoint(), "http://")})
	if err := client.Reopen(t.Context()); err != nil {
		t.Fatal(err)
	}
	if client.Endpoint() == other.Endpoint() || !client.Hosting() || !has(t, client, "/mine") {
		t.Errorf("the client goes on at %s, the other cloud is at %s", client.Endpoint(), other.Endpoint())
	}
}

func TestSecurityTheHealthQuestionIsStrict(t *testing.T) {
	ours := open(t, host.Options{InMemory: true})
	const body = `{"practice_cloud":true}`
	for name, answer := range map[string]http.HandlerFunc{
		"no header": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) },
		"another header": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Practice-Cloud", "another")
			_, _ = w.Write([]byte(body))
		},
		"no success": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Practice-Cloud", "agentcore-workshop")
			w.WriteHeader(http.StatusTeapot)
			_, _ = w.Write([]byte(body))
		},
		"a redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, ours.Endpoint()+"/_sandbox/health", http.StatusFound)
		},
	} {
		server := httptest.NewServer(answer)
		if _, err := host.Health(t.Context(), server.URL); err == nil {
			t.Errorf("%s: taken for ours", name)
		}
		server.Close()
	}
}

func TestAskingWhatRunsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	if host.Running(t.Context(), dir) != "" || host.Running(t.Context(), filepath.Join(dir, "none")) != "" {
		t.Error("something runs")
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("%v", left)
	}
}

func TestHalfWrittenFilesOfAKilledHostAreSwept(t *testing.T) {
	dir := t.TempDir()
	kept := filepath.Join(dir, "notes.tmp")
	for _, name := range []string{filepath.Join(dir, "practice.json.123.tmp"), filepath.Join(dir, "practice.endpoint.9.tmp"), kept} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	open(t, host.Options{Dir: dir})
	if left, _ := filepath.Glob(filepath.Join(dir, "*.123.tmp")); len(left) > 0 {
		t.Errorf("%v", left)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*.9.tmp")); len(left) > 0 {
		t.Errorf("%v", left)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Error("what is not ours was swept, too")
	}
}
