package steps_test

import (
	"strings"
	"testing"
)

func TestMainJobFromNothing(t *testing.T) {
	w := newWorld(t)
	start := w.env.Clock.Now()
	w.must()
	t.Logf("main job: %s, %d events", w.env.Clock.Now().Sub(start), len(w.events))
	for _, key := range []string{"user_pool_id", "provider_arn", "cognito_expires_at", "agentcore.expires_at", "id.email", "id.expires_at"} {
		if w.fact(key) == "" {
			t.Errorf("no fact %s", key)
		}
	}
	for _, e := range w.events {
		line, err := e.JSON("ko")
		if err != nil || strings.Contains(string(line), "eyJ") {
			t.Errorf("%s %v", line, err)
		}
	}
	w.since()
	w.must()
	if c := w.changes(); len(c) != 0 {
		t.Errorf("a second run changes: %v", c)
	}
}
