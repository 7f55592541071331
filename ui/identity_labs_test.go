package ui

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// TestTheLabsOnTheScreen draws the labs of session binding and isolation with what the real steps say in the practice cloud: what they
// are about, how they ended, and their flow.
func TestTheLabsOnTheScreen(t *testing.T) {
	said := labs(t)
	for _, name := range []string{"binding", "isolation"} {
		for _, l := range []text.Lang{text.English, text.Korean} {
			t.Run(name+"/"+string(l), func(t *testing.T) {
				var all strings.Builder
				o := in(l)
				o.Workshop = &uitest.Workshop{Script: uitest.Script{Done: true}, More: []flow.Step{&told{Step: said[name].Step, said: said[name].said}}}
				at := size{80, 24}
				play(t, at, o, func(s *stage) {
					look := func(state string) {
						mustFit(t, s.Screen(), at)
						all.WriteString("== " + state + "\n" + s.Screen() + "\n")
					}
					s.Press("enter", "right", "right", "right")
					look("to do")
					s.Press("enter")
					s.Wait(time.Second)
					look("done")
					s.Press("3", "end")
					look("the flow's end")
				})
				compare(t, filepath.Join("testdata", "lab-"+name+"."+string(l)+".txt"), all.String())
			})
		}
	}
}

// told is a step that says again what the real one said.
type told struct {
	flow.Step
	said []flow.Body
	done bool
}

// State is the real one's, which remembers that it was done, once it was done here, too.
func (s *told) State(ctx context.Context) (flow.Status, error) {
	if s.done {
		return s.Step.State(ctx)
	}
	return flow.Status{State: flow.Absent}, nil
}

// Info is the real one's without what it needs: that is no part of the scripted workshop.
func (s *told) Info() flow.Info {
	info := s.Step.Info()
	info.Needs = nil
	return info
}

func (s *told) Apply(_ context.Context, r *flow.Report) error {
	for _, body := range s.said {
		r.Emit(body)
	}
	s.done = true
	return nil
}

// labs runs the two in a practice cloud of their own, the browser being the program's own, and gives what they said.
func labs(t *testing.T) map[string]*told {
	t.Helper()
	server := httptest.NewServer(sandbox.New(sandbox.Options{Seed: 1}))
	t.Cleanup(server.Close)
	client, err := aws.Open(t.Context(), aws.Options{Practice: true, Endpoint: server.URL, Recorder: steps.NewRecorder()})
	if err != nil {
		t.Fatal(err)
	}
	returns := steps.Callbacks()
	for _, callback := range steps.Callbacks() {
		returns = append(returns, callback+"return")
	}
	password := secret.New(steps.TestPassword)
	env := &steps.Env{Cloud: client, Clock: flow.SystemClock{}, Account: sandbox.DefaultAccount, Stack: steps.PublishedStack, Prefix: steps.PublishedPrefix,
		Callbacks: steps.Callbacks(), Browser: &oauth.HTTPBrowser{User: steps.TestUser, Password: password, NewPassword: password, Returns: returns}}
	said := map[string]*told{"binding": {Step: identity.Binding(env)}, "isolation": {Step: identity.Isolation(env)}}
	session := &flow.Session{Place: flow.Place{Mode: flow.Sandbox, Account: sandbox.DefaultAccount, Region: env.Region()}, Clock: flow.SystemClock{}, Gate: &flow.Gate{},
		Steps: []flow.Step{steps.Deploy(env), steps.Provider(env), steps.Signin(env), identity.Workload(env), identity.Binding(env), identity.Isolation(env)}}
	asker := flow.AskerFunc(func(ctx context.Context, q flow.Question) (flow.Answer, error) {
		if q.Kind == flow.Consent {
			<-ctx.Done()
			return flow.Answer{}, context.Cause(ctx)
		}
		return flow.Answer{Yes: true}, nil
	})
	f := session.Run(t.Context(), flow.RunOptions{Steps: []string{"binding", "isolation"}, Asker: asker, Emit: func(e flow.Event) {
		if lab := said[e.Step]; lab != nil {
			switch body := e.Body.(type) {
			case flow.Hop:
				body.URL, body.Request, body.Answer = settled(body.URL), settled(body.Request), settled(body.Answer)
				lab.said = append(lab.said, body)
			case flow.Fact:
				body.Value = settled(body.Value)
				lab.said = append(lab.said, body)
			case flow.Note:
				lab.said = append(lab.said, body)
			}
		}
	}})
	if f != nil {
		t.Fatal(f.Code, f.Message, f.Cause)
	}
	return said
}

// settled takes out what is another in every run: ports, ids, and the fingerprints of tokens.
func settled(s string) string {
	s = regexp.MustCompile(`(127\.0\.0\.1|localhost):\d+`).ReplaceAllString(s, "$1:8501")
	s = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`).ReplaceAllString(s, "0b7b1f10-0000-4000-8000-000000000000")
	return regexp.MustCompile(`sha256:[0-9a-f]+`).ReplaceAllString(s, "sha256:••••••••")
}
