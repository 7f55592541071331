package webapp_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"agentcore-workshop/steps/webapp"
)

// bound is what the application completed.
type bound struct {
	mu   sync.Mutex
	by   []string
	fail error
}

func (b *bound) complete(_ context.Context, session, owner string) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.by = append(b.by, session+" "+owner)
	return b.fail
}

func open(t *testing.T, b *bound) *webapp.App {
	t.Helper()
	app, err := webapp.Open(t.Context(), []string{"http://localhost:0/return"}, b.complete)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = app.Close() })
	return app
}

// profile is a browser with cookies of its own.
func profile() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar, Timeout: 5 * time.Second}
}

func get(t *testing.T, c *http.Client, address string) (int, string) {
	t.Helper()
	res, err := c.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func back(app *webapp.App, session, state string) string {
	return app.ReturnURL() + "?" + url.Values{"session_id": {session}, "state": {state}}.Encode()
}

func TestOnlyTheOwnersBrowserCompletes(t *testing.T) {
	b := &bound{}
	app := open(t, b)
	app.Begin("s-1", "alice", "x")
	alice, bob := profile(), profile()
	get(t, alice, app.Ticket("alice", app.Home()))
	get(t, bob, app.Ticket("bob", app.Home()))
	for name, test := range map[string]struct {
		browser *http.Client
		address string
		status  int
	}{
		"bob's browser":   {bob, back(app, "s-1", "x"), 403},
		"nobody's":        {profile(), back(app, "s-1", "x"), 403},
		"another state":   {alice, back(app, "s-1", "y"), 400},
		"no state":        {alice, app.ReturnURL() + "?session_id=s-1", 400},
		"another session": {alice, back(app, "s-2", "x"), 400},
		"no session":      {alice, app.ReturnURL(), 400},
	} {
		if status, _ := get(t, test.browser, test.address); status != test.status {
			t.Errorf("%s: HTTP %d, want %d", name, status, test.status)
		}
	}
	if len(b.by) != 0 {
		t.Fatalf("completed %v", b.by)
	}
	if status, page := get(t, alice, back(app, "s-1", "x")); status != 200 || !strings.Contains(page, "Done") || !strings.Contains(page, "완료했습니다") {
		t.Errorf("the owner: HTTP %d", status)
	}
	if status, _ := get(t, alice, back(app, "s-1", "x")); status != 400 {
		t.Errorf("the second time: HTTP %d", status)
	}
	if strings.Join(b.by, ",") != "s-1 alice" {
		t.Errorf("completed %v", b.by)
	}
	reasons := map[webapp.Reason]int{}
	for range 3 {
		r, err := app.Wait(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		reasons[r.Refused]++
	}
	if reasons[webapp.WrongUser] != 1 || reasons[webapp.NoCookie] != 1 || reasons[""] != 1 {
		t.Errorf("told %v", reasons)
	}
}

func TestABrowserElsewhereIsToldToBringItsAddress(t *testing.T) {
	b := &bound{}
	app := open(t, b)
	app.Pasting()
	app.Begin("s-1", "alice", "x")
	if status, page := get(t, profile(), back(app, "s-1", "x")); status != 403 || !strings.Contains(page, "Paste this page") || len(b.by) != 0 {
		t.Errorf("HTTP %d, completed %v", status, b.by)
	}
}

func TestTwoCallbacksAtOnceCompleteOnce(t *testing.T) {
	b := &bound{}
	app := open(t, b)
	app.Begin("s-1", "alice", "x")
	alice := profile()
	get(t, alice, app.Ticket("alice", app.Home()))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			res, err := alice.Get(back(app, "s-1", "x"))
			if err != nil {
				t.Error(err)
				return
			}
			_ = res.Body.Close()
		})
	}
	all.Wait()
	if len(b.by) != 1 {
		t.Errorf("completed %d times", len(b.by))
	}
}

func TestATicketIsForOneBrowser(t *testing.T) {
	app := open(t, &bound{})
	ticket := app.Ticket("alice", app.Home())
	if _, page := get(t, profile(), ticket); !strings.Contains(page, "alice") {
		t.Error("the first browser is not signed in")
	}
	if status, page := get(t, profile(), ticket); status != 403 || strings.Contains(page, "alice") {
		t.Errorf("the second browser: HTTP %d", status)
	}
}

func TestStrangersAndOtherMethods(t *testing.T) {
	app := open(t, &bound{})
	res, err := http.Post(app.ReturnURL(), "", nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusMethodNotAllowed || res.Header.Get("Allow") != http.MethodGet {
		t.Errorf("POST: HTTP %d", res.StatusCode)
	}
	req, err := http.NewRequest(http.MethodGet, app.Home(), nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = "evil.example"
	if res, err = http.DefaultClient.Do(req); err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusMisdirectedRequest || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("another host name: HTTP %d", res.StatusCode)
	}
}

func TestARefusedCompletionIsTold(t *testing.T) {
	app := open(t, &bound{fail: errors.New("refused")})
	app.Begin("s-1", "alice", "x")
	alice := profile()
	get(t, alice, app.Ticket("alice", app.Home()))
	if status, _ := get(t, alice, back(app, "s-1", "x")); status != 403 {
		t.Errorf("HTTP %d", status)
	}
	if r, err := app.Wait(t.Context()); err != nil || r.Refused != webapp.NotBound || r.Err == nil {
		t.Errorf("told %+v %v", r, err)
	}
}
