package cli

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// hostile sets the window's title, clears the screen, begins a sequence in eight bits, and paints itself green.
const hostile = "\x1b]0;owned\x07\x1b[2J\u009b31m\x9b\r\x1b[32mvalue\x1b[m"

// hostileEvents has it wherever a service, an endpoint or an error has its say.
func hostileEvents() []flow.Event {
	plain := text.Plain(hostile)
	failure := &flow.Failure{Code: hostile, Message: plain, Cause: plain, Fix: plain, Docs: hostile, RequestID: hostile}
	check := &flow.Check{ID: "a", Group: "g", Docs: hostile}
	verdict := flow.Failing(plain).Because(plain).With("is", hostile)
	verdict.Cause = hostile
	bodies := []flow.Body{
		flow.Resource{LogicalID: hostile, PhysicalID: hostile, ResourceType: hostile, Status: hostile, Reason: hostile},
		flow.Fact{Key: hostile, Value: hostile, Source: plain}, flow.Note{Message: plain}, flow.Note{Level: flow.Warning, Message: plain},
		flow.Hop{From: hostile, To: hostile, Title: plain, Method: hostile, URL: hostile}, flow.NeedsUser{Title: plain, URL: hostile},
		flow.CheckResult{Check: check, Verdict: verdict}, flow.StepFinished{Status: flow.OK, Summary: plain},
		flow.StepFinished{Status: flow.Failed, Error: failure}, flow.Finished{Status: flow.Failed, Error: failure},
	}
	var all []flow.Event
	for _, b := range bodies {
		all = append(all, flow.Event{Time: time.Unix(0, 0), Body: b})
	}
	return all
}

func wantHarmless(t *testing.T, said string) {
	t.Helper()
	for _, sgr := range []string{"\x1b[32mdone", "\x1b[m", "\x1b[1m", "\x1b[2m", "\x1b[31m", "\x1b[33m"} {
		said = strings.ReplaceAll(said, sgr, "")
	}
	if i := strings.IndexFunc(said, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r < 0xa0 }); i >= 0 || strings.Contains(said, "\x9b") {
		t.Errorf("this steers the terminal: %q", said)
	}
	if !strings.Contains(said, "value") {
		t.Errorf("the value itself is lost: %q", said)
	}
}

// No value that comes from elsewhere may steer the terminal, in plain lines, in errors or in questions.
func TestSecurityNoValueSteersTheTerminal(t *testing.T) {
	t.Parallel()
	for _, color := range []bool{false, true} {
		for _, e := range hostileEvents() {
			var out bytes.Buffer
			sh := &shell{lang: text.English, io: IO{Out: &out, Err: &out}}
			sh.g.place.Color = color
			sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
			r := sh.newLines(sh.say.line)
			r.event(e)
			r.close()
			wantHarmless(t, out.String())
		}
	}
	var out bytes.Buffer
	sh := &shell{lang: text.English, io: IO{In: strings.NewReader("\n"), InTerminal: true, Out: &out, Err: &out}}
	sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
	_, _ = sh.asker(flow.Place{Mode: flow.AWS}).Ask(t.Context(), flow.Question{
		Kind: flow.Confirm, Title: text.Plain(hostile), Detail: text.Plain(hostile), Shown: []flow.Fact{{Key: hostile, Value: hostile}},
	})
	sh.say.failure(&flow.Failure{Message: text.Plain(hostile), Docs: hostile})
	wantHarmless(t, out.String())
}

// A sequence in the middle of a secret must not hide it from the redactor.
func TestSecurityAnEscapeHidesNoSecret(t *testing.T) {
	t.Parallel()
	if got := clean("client_\x1b[msecret=hunter2"); strings.Contains(got, "hunter2") {
		t.Error(got)
	}
}

// JSON keeps the value to the letter, and shows no control as it is.
func TestSecurityNoValueSteersTheTerminalInJSON(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	say := &speaker{out: &out, err: io.Discard, json: true, lang: text.English}
	value := strings.ToValidUTF8(hostile, "?") + "\x7f"
	say.object(map[string]string{"value": value})
	(&jsonLines{say: say}).event(flow.Event{Body: flow.Fact{Key: "k", Value: value}})
	wantHarmless(t, out.String())
	for line := range strings.Lines(out.String()) {
		var got struct{ Value string }
		if err := json.Unmarshal([]byte(line), &got); err != nil || got.Value != value {
			t.Errorf("%q, %v", got.Value, err)
		}
	}
}
