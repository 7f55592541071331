package sandbox_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
)

const aSession = "session-0123456789-0123456789-0123456789"

// runtime makes a runtime that takes the web client's tokens and passes them on.
func (w *world) runtime(name string, change core.Object) (arn string) {
	w.Helper()
	in := core.Object{
		"agentRuntimeName": name, "roleArn": w.role,
		"agentRuntimeArtifact":       core.Object{"containerConfiguration": core.Object{"containerUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/agent:1"}},
		"authorizerConfiguration":    w.jwt("allowedClients", []any{w.web}),
		"requestHeaderConfiguration": core.Object{"requestHeaderAllowlist": []any{"Authorization", "X-Amzn-Bedrock-AgentCore-Runtime-Custom-Team"}},
	}
	for key, value := range change {
		if in[key] = value; value == nil {
			delete(in, key)
		}
	}
	return w.do("bedrock-agentcore-control", "CreateAgentRuntime", in)["agentRuntimeArn"].(string)
}

// invocation is a request to a runtime as curl would send it.
func (w *world) invocation(arn, token, payload string, header ...string) *http.Request {
	r, _ := http.NewRequestWithContext(w.Context(), http.MethodPost, w.endpoint+"/runtimes/"+url.QueryEscape(arn)+"/invocations?qualifier=DEFAULT", strings.NewReader(payload))
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return r
}

func (w *world) invoke(arn, token, payload string, header ...string) (int, http.Header, string) {
	w.Helper()
	status, got, body := w.send(w.invocation(arn, token, payload, header...))
	return status, got, string(body)
}

func TestTheAgentGreetsTheUserThatTheTokenNames(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	arn, token := w.runtime("greeter", nil), w.userToken()
	status, header, body := w.invoke(arn, token, `{"prompt":"hi"}`, "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", aSession)
	if status != 200 || header.Get("Content-Type") != "text/event-stream" || header.Get("X-Amzn-Bedrock-Agentcore-Runtime-Session-Id") != aSession {
		t.Fatalf("%d %v %s", status, header, body)
	}
	for _, want := range []string{`data: {"event":"greeting"`, `"client_id":"` + w.web, `"turn":1`, `"You said: hi"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
	if strings.Contains(body, token) {
		t.Error("the answer shows the token")
	}
	if _, _, body := w.invoke(arn, token, `plain words`, "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", aSession); !strings.Contains(body, `"turn":2`) || !strings.Contains(body, "plain words") {
		t.Errorf("the session was not kept: %s", body)
	}
	w.pass(16 * time.Minute) // longer than a session idles
	if _, header, body := w.invoke(arn, token, `{}`, "Accept", "application/json", "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", aSession); !strings.Contains(body, `"turn":1`) || header.Get("Content-Type") != "application/json" {
		t.Errorf("an idle session goes on: %s", body)
	}
	if _, header, _ := w.invoke(arn, token, `{}`); len(header.Get("X-Amzn-Bedrock-Agentcore-Runtime-Session-Id")) != 36 {
		t.Errorf("session %q", header.Get("X-Amzn-Bedrock-Agentcore-Runtime-Session-Id"))
	}
	silent := w.runtime("silent", core.Object{"requestHeaderConfiguration": nil})
	if _, _, body := w.invoke(silent, token, `{}`); !strings.Contains(body, "requestHeaderAllowlist") || strings.Contains(body, w.web) {
		t.Errorf("without the allow-list: %s", body)
	}
}

func TestWhatARuntimeRefuses(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	arn, token := w.runtime("strict", nil), w.userToken()
	iam := w.runtime("iam", core.Object{"authorizerConfiguration": nil})
	signature := []string{"Authorization", signed("bedrock-agentcore")}
	const mismatch = "Authorization method mismatch"
	for _, test := range []struct {
		name, arn, token string
		header           []string
		status           int
		want             string
	}{
		{"a short session id", arn, token, []string{"X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", "short"}, 400, "Member must have length greater than or equal to 33"},
		{"a signature where a token is wanted", arn, "", signature, 403, mismatch},
		{"a token where a signature is wanted", iam, token, nil, 403, mismatch},
		{"nothing where a signature is wanted", iam, "", nil, 403, "Missing Authentication Token"},
		{"a signature", iam, "", signature, 200, "names no user"},
		{"a signature for a user", iam, "", append([]string{"X-Amzn-Bedrock-AgentCore-Runtime-User-Id", "kim"}, signature...), 200, "Hello, kim."},
		{"no such runtime", strings.Replace(arn, "strict", "other", 1), token, nil, 404, "No endpoint or agent found with qualifier 'DEFAULT'"},
		{"another account's", strings.Replace(arn, "123456789012", "210987654321", 1), token, nil, 404, "No endpoint"},
		{"no JWT", arn, "not.a.token", nil, 403, "OAuth authorization failed: Failed to parse token"},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, header, body := w.invoke(test.arn, test.token, `{}`, test.header...)
			if status != test.status || !strings.Contains(body, test.want) {
				t.Errorf("%d %s", status, body)
			}
			if status == 403 && header.Get("WWW-Authenticate") != "" {
				t.Error("a 403 with a challenge")
			}
		})
	}
	status, header, _ := w.invoke(arn, "", `{}`)
	_, page, ok := strings.Cut(header.Get("WWW-Authenticate"), `Bearer resource_metadata="`)
	if status != 401 || !ok {
		t.Fatalf("%d %v", status, header)
	}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, strings.TrimSuffix(page, `"`), nil)
	status, _, body := w.send(r)
	var metadata struct {
		Resource string
		Servers  []string `json:"authorization_servers"`
	}
	if json.Unmarshal(body, &metadata) != nil || status != 200 || len(metadata.Servers) != 1 ||
		metadata.Servers[0] != "https://cognito-idp.us-east-1.amazonaws.com/"+w.pool || !strings.Contains(metadata.Resource, "/invocations?qualifier=DEFAULT") {
		t.Errorf("%d %s", status, body)
	}
}

func TestOneTokenFromRuntimeToGatewayToTool(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, users := w.gateway("users", core.Object{"authorizerConfiguration": w.jwt("allowedClients", []any{w.web})})
	_, machines := w.gateway("machines", nil)
	arn, token := w.runtime("chain", nil), w.userToken()
	call := func(host string) string {
		_, _, body := w.invoke(arn, token, `{"gateway":{"url":"https://`+host+`/mcp","tool":"dns-resolve-tool___ask","arguments":{"dns_name":"a.b"}}}`)
		return body
	}
	if body := call(users); !strings.Contains(body, `"event":"tool_result"`) || !strings.Contains(body, "NOERROR") {
		t.Errorf("%s", body)
	}
	if body := call(machines); !strings.Contains(body, "403 Forbidden: Authorization error - Insufficient permissions") {
		t.Errorf("%s", body)
	}
	if body := call("evil.example"); !strings.Contains(body, "this is none") {
		t.Errorf("the token went to a stranger: %s", body)
	}
}

// TestTheFirstWordComesAtOnce reads the greeting while the agent waits for its user's consent.
func TestTheFirstWordComesAtOnceAndConsentGoesOn(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	arn, token := w.runtime("consent", nil), w.userToken()
	api, _ := consentProvider(t, w)
	id := arn[strings.LastIndex(arn, "/")+1:]
	w.do("bedrock-agentcore-control", "UpdateWorkloadIdentity", core.Object{"name": id, "allowedResourceOauth2ReturnUrls": []any{"http://localhost:8501/return"}})
	payload := `{"consent":{"provider":"calendar","scopes":["read"],"returnUrl":"http://localhost:8501/return"}}`
	for name, whole := range map[string]*http.Client{"one document": http.DefaultClient, "in process": {Transport: w.cloud.Transport()}} {
		r := w.invocation(arn, token, payload)
		if name == "one document" {
			r.Header.Set("Accept", "application/json")
		}
		answer, err := whole.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		_ = answer.Body.Close()
		if !strings.Contains(string(body), "authorization_required") {
			t.Errorf("%s: %s", name, body)
		}
	}
	began := time.Now()
	answer, err := http.DefaultClient.Do(w.invocation(arn, token, payload))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	next := func() core.Object {
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				var event core.Object
				if err := json.Unmarshal([]byte(data), &event); err != nil {
					t.Fatal(err)
				}
				return event
			}
		}
		t.Fatal("the stream ended")
		return nil
	}
	if first := next(); first["event"] != "greeting" || time.Since(began) > 5*time.Second {
		t.Errorf("first %v after %s", first["event"], time.Since(began))
	}
	wanted := next()
	page, _ := wanted["authorizationUrl"].(string)
	if wanted["event"] != "authorization_required" || !strings.HasPrefix(page, w.endpoint+"/_host/bedrock-agentcore.us-east-1.amazonaws.com/identities/oauth2/authorize") {
		t.Fatalf("%v", wanted)
	}
	signIn(t, w, page)
	w.do("bedrock-agentcore", "CompleteResourceTokenAuth", core.Object{"sessionUri": wanted["sessionUri"], "userIdentifier": core.Object{"userToken": token}})
	if done := next(); done["event"] != "authorized" {
		t.Errorf("%v", done)
	}
	if last := next(); last["event"] != "answer" || !strings.Contains(last["text"].(string), "calendar") {
		t.Errorf("%v", last)
	}
	if api.granted.Load() != 1 {
		t.Errorf("%d grants", api.granted.Load())
	}
}

func TestAParticipantsOwnAgentBehindTheDoor(t *testing.T) {
	var seen *http.Request
	fail := false
	agent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen = r.Clone(r.Context())
		body, _ := io.ReadAll(r.Body)
		if fail {
			http.Error(w, "it broke", http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = w.Write([]byte("data: " + string(body) + "\n\n"))
	}))
	defer agent.Close()
	w := newWorld(t, sandbox.Options{Agent: agent.URL})
	arn, token := w.runtime("mine", nil), w.userToken()
	status, header, body := w.invoke(arn, token, `{"prompt":"x"}`, "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id", aSession,
		"X-Amzn-Bedrock-AgentCore-Runtime-Custom-Team", "red", "X-Amzn-Bedrock-AgentCore-Runtime-Custom-Other", "no", "Cookie", "c=1")
	if status != 200 || body != "data: {\"prompt\":\"x\"}\n\n" || header.Get("Content-Type") != "text/event-stream" || seen.URL.Path != "/invocations" {
		t.Errorf("%d %v %s", status, header, body)
	}
	for name, want := range map[string]string{
		"Authorization": "Bearer " + token, "X-Amzn-Bedrock-AgentCore-Runtime-Session-Id": aSession, "X-Amzn-Bedrock-AgentCore-Runtime-Custom-Team": "red",
		"X-Amzn-Bedrock-AgentCore-Runtime-Custom-Other": "", "Cookie": "",
	} {
		if seen.Header.Get(name) != want {
			t.Errorf("the agent's header %s is wrong", name)
		}
	}
	// The agent's code may use the workload access token as it would on AWS, and only for the user who came in.
	workload := seen.Header.Get("WorkloadAccessToken")
	_, err := w.try("bedrock-agentcore", "GetResourceOauth2Token", core.Object{
		"workloadIdentityToken": workload, "resourceCredentialProviderName": "none", "scopes": []any{}, "oauth2Flow": "M2M",
	})
	if err == nil || !strings.Contains(err.Error(), "ResourceNotFoundException") {
		t.Errorf("the workload access token is not taken: %v", err)
	}
	fail = true
	if status, _, body := w.invoke(arn, token, `{}`); status != 424 || !strings.Contains(body, "Received error (500) from runtime") {
		t.Errorf("%d %s", status, body)
	}
	agent.Close()
	if status, _, body := w.invoke(arn, token, `{}`); status != 424 || !strings.Contains(body, "Runtime health check failed") {
		t.Errorf("%d %s", status, body)
	}
	stranger := newWorld(t, sandbox.Options{Agent: "http://agent.example"})
	if status, _, body := stranger.invoke(stranger.runtime("far", nil), stranger.userToken(), `{}`); status != 424 || !strings.Contains(body, "only agents of this machine") {
		t.Errorf("%d %s", status, body)
	}
}

// TestAnAnswerThatBrokeOffIsNotWhole: an agent that dies while it speaks leaves no answer that looks finished.
func TestAnAnswerThatBrokeOffIsNotWhole(t *testing.T) {
	agent := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = w.Write([]byte("data: half\n\n"))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}))
	defer agent.Close()
	w := newWorld(t, sandbox.Options{Agent: agent.URL})
	answer, err := http.DefaultClient.Do(w.invocation(w.runtime("mine", nil), w.userToken(), `{}`))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err == nil || string(body) != "data: half\n\n" {
		t.Errorf("%q %v", body, err)
	}
}

// BenchmarkInvokeFirstByte measures from the request to the first byte that the agent streams.
func BenchmarkInvokeFirstByte(b *testing.B) {
	w := newWorld(b, sandbox.Options{})
	arn, token := w.runtime("bench", nil), w.userToken()
	one := make([]byte, 1)
	b.ResetTimer()
	for b.Loop() {
		answer, err := http.DefaultClient.Do(w.invocation(arn, token, `{"prompt":"x"}`))
		if err != nil || answer.StatusCode != http.StatusOK {
			b.Fatal(err, answer)
		}
		if _, err := io.ReadFull(answer.Body, one); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		_, _ = io.Copy(io.Discard, answer.Body)
		_ = answer.Body.Close()
		b.StartTimer()
	}
}
