package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// atTerminal is an asker of somebody who types into a pipe that stands for the terminal.
func atTerminal(in io.Reader) flow.Asker {
	sh := &shell{lang: text.English, io: IO{In: in, InTerminal: true, Out: io.Discard, Err: io.Discard}}
	sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
	sh.io.Silence = func() (func(), error) { return func() {}, nil }
	return sh.asker(flow.Place{Mode: flow.AWS})
}

// Ctrl+D at a prompt ends it, and agrees to nothing.
func TestTheEndOfInputAgreesToNothing(t *testing.T) {
	t.Parallel()
	options := []flow.Option{{ID: "delete"}, {ID: "keep"}}
	for name, q := range map[string]flow.Question{
		"yes or no": {Kind: flow.Confirm}, "options": {Kind: flow.Confirm, Options: options},
		"name": {Kind: flow.Confirm, TypeName: "x"}, "secret": {Kind: flow.Secret},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				answer, err := atTerminal(strings.NewReader("")).Ask(ctx, q)
				var f *flow.Failure
				if !errors.As(err, &f) || f.Code != "Declined" || answer.Yes || answer.Choice != "" || ctx.Err() != nil {
					t.Errorf("%+v, %v", answer, err)
				}
			})
		})
	}
}

// twice ends, and goes on after that, as a terminal does after Ctrl+D.
type twice struct{ parts []string }

func (r *twice) Read(p []byte) (int, error) {
	if len(r.parts) == 0 {
		return 0, io.EOF
	}
	n := copy(p, r.parts[0])
	r.parts = r.parts[1:]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestATerminalGoesOnAfterItsEnd(t *testing.T) {
	t.Parallel()
	a := atTerminal(&twice{[]string{"", "y\n"}})
	if _, err := a.Ask(t.Context(), flow.Question{Kind: flow.Confirm}); err == nil {
		t.Error("answered by the end of input")
	}
	if answer, err := a.Ask(t.Context(), flow.Question{Kind: flow.Confirm}); err != nil || !answer.Yes {
		t.Errorf("%+v, %v", answer, err)
	}
}

// What was typed while nothing was asked answers no later question: nobody had seen that yet.
func TestSecurityAnOldLineAnswersNoLaterQuestion(t *testing.T) {
	t.Parallel()
	for name, q := range map[string]flow.Question{
		"confirm": {Kind: flow.Confirm, Title: text.Plain("Delete the stack?")},
		"secret":  {Kind: flow.Secret, Title: text.Plain("Password")},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				in, keyboard := io.Pipe()
				defer keyboard.Close()
				a := atTerminal(in)
				ctx, cancel := context.WithTimeout(t.Context(), time.Second)
				defer cancel()
				if _, err := a.Ask(ctx, flow.Question{Kind: flow.Consent}); !errors.Is(err, context.DeadlineExceeded) { // the browser came back by itself
					t.Fatal(err)
				}
				for range 3 {
					_, _ = io.WriteString(keyboard, "y\n")
				}
				time.Sleep(time.Second)
				go func() {
					time.Sleep(time.Second)
					_, _ = io.WriteString(keyboard, " new \n")
				}()
				answer, err := a.Ask(t.Context(), q)
				if err != nil || (q.Kind == flow.Confirm && answer.Yes) || (q.Kind == flow.Secret && answer.Text.Reveal() != " new ") {
					t.Errorf("%+v, %v", answer, err)
				}
			})
		})
	}
}

// All questions of a command read through one reader: two would take lines from each other.
func TestASecondAskerOfACommandMissesNothing(t *testing.T) {
	t.Parallel()
	sh := &shell{lang: text.English, io: IO{In: strings.NewReader("first\nsecond\n"), Out: io.Discard, Err: io.Discard}}
	sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
	for _, want := range []string{"first", "second"} {
		got, err := sh.asker(flow.Place{Mode: flow.AWS}).Ask(t.Context(), flow.Question{Kind: flow.Consent})
		if err != nil || got.Text.Reveal() != want {
			t.Errorf("%q, %v; want %q", got.Text.Reveal(), err, want)
		}
	}
}

// Whoever has to do something in a browser reads at once how long that is waited for, and how it goes without.
func TestAWaitForABrowserSaysSo(t *testing.T) {
	t.Parallel()
	deadline := time.Now().Add(5 * time.Minute)
	for name, c := range map[string]struct {
		auto, json bool
		mode       flow.Mode
		want, not  string
	}{
		"practice": {mode: flow.Sandbox, want: "Waiting until " + deadline.Format(time.TimeOnly) + " for this to be done in a browser. With --auto"},
		"AWS":      {mode: flow.AWS, want: "Waiting until " + deadline.Format(time.TimeOnly), not: "--auto"},
		"JSON":     {mode: flow.Sandbox, json: true, want: "Waiting until "},
		"--auto":   {mode: flow.Sandbox, auto: true, not: "Waiting"},
	} {
		t.Run(name, func(t *testing.T) {
			var said strings.Builder
			sh := &shell{lang: text.English, io: IO{In: strings.NewReader(""), Out: io.Discard, Err: &said}}
			sh.g.place.Auto = c.auto
			if c.json {
				sh.g.output = "json"
			}
			sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
			ctx, cancel := context.WithCancel(t.Context())
			cancel() // the browser came back by itself
			_, _ = sh.asker(flow.Place{Mode: c.mode}).Ask(ctx, flow.Question{Kind: flow.Consent, Deadline: deadline})
			if !strings.Contains(said.String(), c.want) || c.not != "" && strings.Contains(said.String(), c.not) {
				t.Errorf("%q", said.String())
			}
		})
	}
}

// --timeout ends the wait before the question does.
func TestAWaitForABrowserKnowsTheTimeLimit(t *testing.T) {
	t.Parallel()
	var said strings.Builder
	sh := &shell{lang: text.English, io: IO{In: strings.NewReader(""), Out: io.Discard, Err: &said}}
	sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
	limit := time.Now().Add(90 * time.Second)
	ctx, cancel := context.WithDeadline(t.Context(), limit)
	cancel()
	_, _ = sh.asker(flow.Place{}).Ask(ctx, flow.Question{Kind: flow.Consent, Deadline: limit.Add(time.Hour)})
	if !strings.Contains(said.String(), limit.Format(time.TimeOnly)) {
		t.Errorf("%q", said.String())
	}
}

// While a browser is waited for, the program may ask how that stands; it is still the person who is waited for.
func TestAskingHowABrowserFaresIsStillWaiting(t *testing.T) {
	t.Parallel()
	h := &heartbeat{lang: text.English}
	for _, c := range []struct {
		body flow.Body
		want string
	}{
		{flow.Call{Service: "s", Operation: "o"}, "still at work: s o"},
		{flow.NeedsUser{Kind: flow.Consent}, "waiting for you"},
		{flow.Call{Service: "bedrock-agentcore", Operation: "GetResourceOauth2Token"}, "waiting for you"},
		{flow.Hop{}, "still at work"},
		{flow.NeedsUser{Kind: flow.Confirm}, "waiting for you"},
		{flow.Call{Service: "s", Operation: "o"}, "still at work"}, // a prompt that is answered
	} {
		h.saw(flow.Event{Body: c.body}, text.English)
		if line, _ := h.due(patienceTicks, patienceTicks); !strings.Contains(line.In(text.English), c.want) {
			t.Errorf("after %T: %q, want %q", c.body, line.In(text.English), c.want)
		}
	}
}
