package steps_test

import (
	"context"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
)

// world is a practice cloud, a session's environment on it, and everything that the session says.
type world struct {
	t     *testing.T
	cloud *sandbox.Cloud
	env   *steps.Env

	mu     sync.Mutex
	events []flow.Event
	asked  []flow.Question
	answer func(flow.Question) flow.Answer
	choose func(flow.Question) string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldAt(t, time.Now)
}

func newWorldAt(t *testing.T, now func() time.Time) *world {
	t.Helper()
	return newWorldOf(t, sandbox.Options{Seed: 1, Now: now})
}

func newWorldOf(t *testing.T, o sandbox.Options) *world {
	t.Helper()
	w := &world{t: t, cloud: sandbox.New(o)}
	server := httptest.NewServer(w.cloud)
	t.Cleanup(server.Close)
	client, err := aws.Open(t.Context(), aws.Options{Practice: true, Endpoint: server.URL, Recorder: steps.NewRecorder(), Now: o.Now})
	if err != nil {
		t.Fatal(err)
	}
	w.env = &steps.Env{
		Cloud: client, Clock: flow.SystemClock{}, Account: sandbox.DefaultAccount, Stack: steps.PublishedStack, Prefix: steps.PublishedPrefix,
		Callbacks: steps.Callbacks(),
		Browser: &oauth.HTTPBrowser{User: steps.TestUser, Password: secret.New(steps.TestPassword), NewPassword: secret.New(steps.TestPassword),
			Returns: returns()},
	}
	return w
}

// swept says whether a sweep over faults takes its i-th case: all of them, but every sixth with the race detector on. CI does both.
func swept(i int) bool { return !raced || i%6 == 0 }

// returns are the addresses at which a browser stops that does not get through to this program: those of the sign-in and of consents,
// and the one for pasting.
func returns() []string {
	all := append(steps.Callbacks(), "https://example.com/auth/callback")
	for _, callback := range steps.Callbacks() {
		all = append(all, callback+"return")
	}
	return all
}

// Ask answers as --auto does: the first way, consent by waiting.
func (w *world) Ask(ctx context.Context, q flow.Question) (flow.Answer, error) {
	w.mu.Lock()
	w.asked = append(w.asked, q)
	answer := w.answer
	w.mu.Unlock()
	if answer != nil {
		return answer(q), nil
	}
	if q.Kind == flow.Consent {
		<-ctx.Done()
		return flow.Answer{}, context.Cause(ctx)
	}
	a := flow.Answer{Yes: true}
	if len(q.Options) > 0 {
		a.Choice = q.Options[0].ID
	}
	if w.choose != nil {
		a.Choice = w.choose(q)
	}
	return a, nil
}

func (w *world) session() *flow.Session {
	return &flow.Session{
		Place: flow.Place{Mode: flow.Sandbox, Account: sandbox.DefaultAccount, Region: w.env.Region()},
		Steps: []flow.Step{steps.Deploy(w.env), steps.Provider(w.env), checkup.Verify(w.env), steps.Token(w.env), steps.Signin(w.env)},
		Clock: flow.SystemClock{}, Gate: &flow.Gate{},
	}
}

func (w *world) run(names ...string) *flow.Failure {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	return w.session().Run(ctx, flow.RunOptions{Steps: names, Asker: w, Emit: func(e flow.Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
	}})
}

func (w *world) must(names ...string) {
	w.t.Helper()
	if f := w.run(names...); f != nil {
		w.dump()
		w.t.Fatalf("%s: %s (%s)\nfix: %s\n%v", f.Code, f.Message, f.Cause, f.Fix, f.Err)
	}
}

func (w *world) dump() {
	w.t.Helper()
	for _, e := range w.events {
		line, _ := e.JSON("en")
		w.t.Logf("%s", line)
	}
}

// since forgets what was said so far.
func (w *world) since() { w.events, w.asked = nil, nil }

// changes are the operations that changed something at the place; what was refused has not.
func (w *world) changes() []string {
	var all []string
	for _, e := range w.events {
		if c, ok := e.Body.(flow.Call); ok && !aws.Reads(c.Operation) && c.Service != "oauth" && c.Status < 400 {
			all = append(all, c.Operation)
		}
	}
	return all
}

func (w *world) fact(key string) string {
	for _, e := range w.events {
		if f, ok := e.Body.(flow.Fact); ok && f.Key == key {
			return f.Value
		}
	}
	return ""
}

// apply does a step as an update does, whatever its state.
func (w *world) apply(step flow.Step) error {
	r := flow.NewReport(flow.SystemClock{}, func(e flow.Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
	}, w, nil)
	return step.(flow.Applier).Apply(r.With(w.t.Context()), r)
}

// said are all notes.
func (w *world) said() string {
	all := ""
	for _, e := range w.events {
		if n, ok := e.Body.(flow.Note); ok {
			all += n.Message.String() + "\n"
		}
	}
	return all
}
