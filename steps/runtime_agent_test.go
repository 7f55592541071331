package steps_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
)

// TestAnAgentOfOnesOwnFails is what somebody sees whose agent stands behind --agent and has a bad day: what happened, and where to look.
func TestAnAgentOfOnesOwnFails(t *testing.T) {
	agent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		switch {
		case strings.Contains(string(body), "refuse"):
			w.WriteHeader(http.StatusInternalServerError)
		case strings.Contains(string(body), "die"):
			w.Header().Set("Content-Type", "text/event-stream")
			_, _ = io.WriteString(w, "data: half a word\n\n")
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		default:
			_, _ = io.WriteString(w, `{"answer": "hello"}`)
		}
	}))
	defer agent.Close()
	w := newWorldOf(t, sandbox.Options{Seed: 1, Now: time.Now, Agent: agent.URL})
	w.does(w.inboundCourse(), "runtime")
	for prompt, code := range map[string]string{"refuse": "RuntimeClientError", "die": "AnswerBrokeOff"} {
		w.since()
		_, err := w.act(inbound.Actions(), "runtime invoke", flow.Args{"prompt": {prompt}})
		f := flow.AsFailure(err)
		if f == nil || f.Code != code || f.Cause.Empty() || !strings.Contains(f.Fix.String(), "--agent") || strings.Contains(f.Fix.String(), "CloudWatch") {
			t.Errorf("%s: %+v", prompt, f)
		}
		if prompt == "die" && !strings.Contains(w.said(), "half a word") {
			t.Errorf("what was said before it broke off is not shown: %s", w.said())
		}
	}
	if _, err := w.act(inbound.Actions(), "runtime invoke", flow.Args{"prompt": {"hello"}}); err != nil {
		t.Error(err)
	}
}

// TestPropagationWithAnAgentOfOnesOwn: nobody knows what it does with the token, so the gateway is called in its place.
func TestPropagationWithAnAgentOfOnesOwn(t *testing.T) {
	agent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"answer": "hello"}`)
	}))
	defer agent.Close()
	w := newWorldOf(t, sandbox.Options{Seed: 1, Now: time.Now, Agent: agent.URL})
	s := w.inboundCourse(inbound.Gateway(w.env), inbound.Tools(w.env), inbound.Propagation(w.env))
	w.does(s, "propagation")
	if said := w.said(); !strings.Contains(said, "What your agent does with the token") || !strings.Contains(said, "@requires_access_token") {
		t.Error(said)
	}
}
