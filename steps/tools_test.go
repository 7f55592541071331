package steps_test

import (
	"strings"
	"testing"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
)

func TestToolsThroughBothDoors(t *testing.T) {
	w := identityWorld(t)
	s := w.course(steps.Gateway(w.env), steps.Tools(w.env))
	w.does(s, "tools")
	for key, want := range map[string]string{
		"lesson.no_token": "HTTP 401 Unauthorized: Missing Bearer token", "lesson.challenge": `Bearer resource_metadata="https://`,
		"lesson.authorization_server": "cognito-idp", "tools.machine": steps.FunctionTool, "tools.user": steps.APITool,
		"tools.machine.function": `"practice":true`, "tools.user.function": `"practice":true`, "lesson.schema": "dns_name is required",
		"tools.machine.api": "answered 401", "tools.elicitation": "-32042", "tools.user.api": steps.TestUser,
	} {
		if got := w.fact(key); !strings.Contains(got, want) {
			t.Errorf("%s is %q", key, got)
		}
	}
	calls := map[string]int{}
	for _, e := range w.events {
		if c, ok := e.Body.(flow.Call); ok && c.Service == "mcp" {
			calls[c.Operation]++
			if strings.Contains(c.Request+c.Answer, "eyJ") && !strings.Contains(c.Request+c.Answer, "eyJ*") || strings.Contains(c.Answer, "request_uri%3A") {
				t.Errorf("%s shows what opens something: %s %s", c.Operation, c.Request, c.Answer)
			}
		}
	}
	if calls["initialize"] != 3 || calls["tools/list"] != 2 || calls["tools/call"] != 6 {
		t.Errorf("calls %v", calls)
	}
	way := strings.Join(w.hops("tools"), " ")
	for _, leg := range []string{"agent>gateway", "browser>agentcore", "browser>cognito", "browser>app", "app>agentcore"} {
		if !strings.Contains(way, leg) {
			t.Errorf("no %s in %s", leg, way)
		}
	}
	w.silent()
}
