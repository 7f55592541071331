package steps_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/inbound"
	"agentcore-workshop/steps/secret"
)

func TestToolsThroughBothDoors(t *testing.T) {
	w := identityWorld(t)
	s := w.course(inbound.Gateway(w.env), inbound.Tools(w.env))
	w.does(s, "tools")
	for key, want := range map[string]string{
		"lesson.no_token": "HTTP 401 Unauthorized: Missing Bearer token", "lesson.challenge": `Bearer resource_metadata="https://`,
		"lesson.authorization_server": "cognito-idp", "tools.machine": inbound.FunctionTool, "tools.user": inbound.APITool,
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

// TestAToolsConsentComesBackToAnotherPort has the workshop's own port taken, so that the gateway is asked for another return URL.
func TestAToolsConsentComesBackToAnotherPort(t *testing.T) {
	w := identityWorld(t)
	w.does(w.course(inbound.Gateway(w.env)), "gateway", "signin")
	busy, err := net.Listen("tcp4", "127.0.0.1:8501")
	if err == nil { // else somebody else has it, which is as good
		defer busy.Close()
	}
	w.since()
	if err := w.apply(inbound.Tools(w.env)); err != nil {
		w.dump()
		t.Fatal(err)
	}
	if got := w.fact("tools.user.api"); !strings.Contains(got, steps.TestUser) {
		t.Errorf("whoami is %q", got)
	}
	if !slices.ContainsFunc(w.events, func(e flow.Event) bool {
		h, ok := e.Body.(flow.Hop)
		return ok && strings.HasPrefix(h.URL, "http://localhost:850") && strings.HasSuffix(h.URL, "/return") && !strings.Contains(h.URL, "8501")
	}) {
		t.Error("no browser came back to another port")
	}
}

// TestAStrangersPageIsNotOpened has a target of a gateway name a page of its own: only AgentCore's are opened.
func TestAStrangersPageIsNotOpened(t *testing.T) {
	const session = "?request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3Ax"
	for _, address := range []string{
		"https://evil.example/identities/oauth2/authorize" + session, "http://bedrock-agentcore.us-east-1.amazonaws.com/authorize" + session,
		"https://bedrock-agentcore.us-east-1.amazonaws.com.evil.example/authorize" + session, "https://bedrock-agentcore.eu-west-1.amazonaws.com/authorize" + session,
		"http://evil.example/_host/bedrock-agentcore.us-east-1.amazonaws.com/authorize" + session, "https://x@evil.example/authorize" + session,
		"https://bedrock-agentcore.us-east-1.amazonaws.com/authorize", "javascript:alert(1)", "",
	} {
		if _, err := identity.SessionIn(address, "us-east-1"); err == nil || flow.AsFailure(err).Code != "StrangeAddress" || flow.AsFailure(err).Fix.Empty() {
			t.Errorf("%s: %v", address, err)
		}
	}
	for _, address := range []string{
		"https://bedrock-agentcore.us-east-1.amazonaws.com/identities/oauth2/authorize" + session,
		"http://127.0.0.1:4566/_host/bedrock-agentcore.us-east-1.amazonaws.com/identities/oauth2/authorize" + session,
	} {
		if got, err := identity.SessionIn(address, "us-east-1"); err != nil || got != "urn:ietf:params:oauth:request_uri:x" {
			t.Errorf("%s: %q %v", address, got, err)
		}
	}
}

// TestRefusalsAtADoorAreExplained brings tokens that no gateway takes.
func TestRefusalsAtADoorAreExplained(t *testing.T) {
	w := identityWorld(t)
	w.does(w.course(inbound.Gateway(w.env)), "gateway", "token", "signin")
	machine, user := w.gatewayOf("troubleshooting-gateway"), w.gatewayOf(inbound.UserGateway)
	token := func(name string) secret.Text {
		got, ok := w.env.Kept(name)
		if !ok {
			t.Fatalf("no token %s", name)
		}
		return got.Access
	}
	for _, test := range []struct {
		name, url  string
		token      secret.Text
		code, says string
	}{
		{"the user's at the machine's door", machine.URL, token(steps.TokenOfUser), "Forbidden", "allowedClients"},
		{"the machine's at the user's door", user.URL, token(steps.TokenFromCognito), "Forbidden", "allowedClients"},
		{"no token", machine.URL, secret.Text{}, "Unauthorized", "No bearer token"},
		{"no JWT", machine.URL, secret.New("abc"), "Unauthorized", "none of this issuer's"},
	} {
		err := knock(t.Context(), w.env, test.url, test.token)
		f := flow.AsFailure(err)
		if f == nil || f.Code != test.code || !strings.Contains(f.Cause.String(), test.says) || f.Fix.Empty() || strings.Contains(f.Message.String()+f.Error(), "eyJ") {
			t.Errorf("%s: %+v", test.name, f)
		}
	}
	if err := knock(t.Context(), w.env, user.URL, token(steps.TokenOfUser)); err != nil {
		t.Error(err)
	}
	for status, code := range map[int]string{http.StatusServiceUnavailable: "GatewayTrouble", http.StatusTooManyRequests: "GatewayTrouble", http.StatusInternalServerError: "GatewayTrouble"} {
		server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { rw.WriteHeader(status) }))
		if f := flow.AsFailure(knock(t.Context(), w.env, server.URL+"/mcp", secret.New("x"))); f == nil || f.Code != code {
			t.Errorf("HTTP %d: %+v", status, f)
		}
		server.Close()
	}
	if f := flow.AsFailure(knock(t.Context(), w.env, "http://127.0.0.1:1/mcp", secret.New("x"))); f == nil || strings.Contains(f.Code+f.Message.String(), "-32005") || f.Fix.Empty() {
		t.Errorf("nobody listens: %+v", f)
	}
	old := token(steps.TokenOfUser)
	w.cloud.Clock.SetOffset(2 * time.Hour)
	if f := flow.AsFailure(knock(t.Context(), w.env, user.URL, old)); f == nil || f.Code != "Unauthorized" || !strings.Contains(f.Cause.String(), "time is over") {
		t.Errorf("expired: %+v", f)
	}
}

// knock opens a session at an MCP door with a token, and ends it.
func knock(ctx context.Context, e *steps.Env, address string, token secret.Text) error {
	s, err := inbound.MCP(ctx, e, address, token)
	if err != nil {
		return steps.Explain(err)
	}
	s.Close()
	return nil
}
