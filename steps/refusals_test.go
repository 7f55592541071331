package steps_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
	"agentcore-workshop/steps/text"
)

// inbound is the course with all that the table and the propagation stand on.
func (w *world) inbound() *flow.Session {
	return w.course(inbound.Gateway(w.env), inbound.Runtime(w.env), inbound.Refusals(w.env))
}

// table is what the step says of every token at every door.
func (w *world) table(l text.Lang) string {
	var b strings.Builder
	for _, e := range w.events {
		switch body := e.Body.(type) {
		case flow.Hop:
			if body.Flow == "refusals" {
				fmt.Fprintf(&b, "%d  %s > %s  %s\n", body.Status, body.From, body.To, body.Title.In(l))
			}
		case flow.Fact:
			if strings.HasPrefix(body.Key, "refusal.") {
				fmt.Fprintf(&b, "=  %s | %s | %s | %s\n\n", body.Key, body.Label.In(l), body.Value, body.Source.In(l))
			}
		}
	}
	return b.String()
}

// TestEveryTokenAtEveryDoor is the table, in both languages. UPDATE_GOLDEN=1 writes it.
func TestEveryTokenAtEveryDoor(t *testing.T) {
	w := identityWorld(t)
	s := w.inbound()
	w.does(s, "refusals")
	for _, l := range []text.Lang{text.English, text.Korean} {
		path := filepath.Join("testdata", "refusals."+string(l)+".txt")
		got := w.table(l)
		if os.Getenv("UPDATE_GOLDEN") != "" {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if want, err := os.ReadFile(path); err != nil || string(want) != got {
			t.Errorf("%s differs (%v); got\n%s", path, err, got)
		}
	}
	w.silent()
	if offset := w.cloud.Clock.Offset(); offset != 0 {
		t.Errorf("the practice cloud's clock was left %s off", offset)
	}
	w.since()
	w.does(s, "refusals")
	if made := w.made(); len(made) != 0 {
		t.Errorf("the second time changed %v", made)
	}
	for _, as := range []flow.Dialect{flow.CLI, flow.Python, flow.Golang} {
		code, err := inbound.Refusals(w.env).(flow.Coder).Code(t.Context(), as)
		if err != nil || strings.Count(code, "/mcp") < 2 || !strings.Contains(code, "/invocations") {
			t.Errorf("%s: %v\n%s", as, err, code)
		}
	}
}

// TestNobodyElsesTimeMoves: others may work in the same practice cloud, and this program may be killed at any moment.
func TestNobodyElsesTimeMoves(t *testing.T) {
	w := identityWorld(t)
	s := w.inbound()
	w.does(s, "gateway", "runtime")
	had := false
	f := s.Run(t.Context(), flow.RunOptions{Steps: []string{"refusals"}, Asker: w, Emit: func(e flow.Event) {
		h, _ := e.Body.(flow.Hop)
		had = had || h.Flow == "refusals" && h.To == "cognito"
		if offset := w.cloud.Clock.Offset(); offset != 0 {
			t.Errorf("at %+v the practice cloud's clock is %s off", e.Body, offset)
		}
	}})
	if f != nil || !had {
		t.Errorf("expired token asked for: %v; %+v", had, f)
	}
}

// TestADoorThatIsOpenToTheWrongOnesIsNoticed lets the runtime take the machine's tokens, too.
func TestADoorThatIsOpenToTheWrongOnesIsNoticed(t *testing.T) {
	w := identityWorld(t)
	s := w.inbound()
	w.does(s, "gateway", "runtime")
	now := w.do("GetAgentRuntime", core.Object{"agentRuntimeId": w.fact("agent_runtime_id")})
	jwt := now["authorizerConfiguration"].(core.Object)["customJWTAuthorizer"].(core.Object)
	delete(jwt, "allowedClients")
	w.do("UpdateAgentRuntime", now)
	w.since()
	err := w.apply(inbound.Refusals(w.env))
	f := flow.AsFailure(err)
	if f == nil || f.Code != "DoorsDiffer" || f.Exit != flow.ExitCheckFailed || !strings.HasSuffix(f.Message.String(), "say: 1.") {
		t.Fatalf("%+v", f)
	}
	if !strings.Contains(w.said(), "runtime: machine's token: LET IN, though client_id is not among allowedClients") {
		t.Errorf("said %s", w.said())
	}
}
