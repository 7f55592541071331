package steps_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
)

// inboundCourse is the course of the steps about inbound auth, as far as these tests want it.
func (w *world) inboundCourse(more ...flow.Step) *flow.Session {
	return w.course(append([]flow.Step{inbound.Runtime(w.env)}, more...)...)
}

// made are the calls that made or changed something: an agent that is called, or a tool, is not changed.
func (w *world) made() []string {
	return slices.DeleteFunc(w.changes(), func(operation string) bool {
		return operation == "InvokeAgentRuntime" || operation == "initialize" || strings.Contains(operation, "/")
	})
}

// do asks the practice cloud itself.
func (w *world) do(operation string, in core.Object) core.Object {
	w.t.Helper()
	out, err := w.cloud.Do(&core.Call{Context: w.t.Context(), Realm: w.cloud.Realm(sandbox.DefaultAccount, sandbox.DefaultRegion),
		Service: "bedrock-agentcore-control", Operation: operation}, in)
	if err != nil {
		w.t.Fatalf("%s: %v", operation, err)
	}
	return out
}

// act does an action on a session of this world.
func (w *world) act(actions []flow.Action, name string, args flow.Args) (flow.Result, error) {
	w.t.Helper()
	i := slices.IndexFunc(actions, func(a flow.Action) bool { return a.Name == name })
	if i < 0 {
		w.t.Fatalf("there is no action %s", name)
	}
	r := flow.NewReport(flow.SystemClock{}, func(e flow.Event) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.events = append(w.events, e)
	}, w, nil)
	return actions[i].Do(r.With(w.t.Context()), &flow.Session{World: w.env}, r, args)
}

func TestTheRuntimeGreetsWhoSignedIn(t *testing.T) {
	w := identityWorld(t)
	s := w.inboundCourse()
	w.does(s, "runtime")
	if got := w.fact("runtime_greeting"); !strings.HasPrefix(got, "Hello, ") || !strings.Contains(got, "your token reached me") {
		t.Errorf("greeting %q", got)
	}
	if len(w.fact("runtime_session_id")) < aws.LeastSessionID || !strings.HasSuffix(w.fact("runtime_user"), "("+steps.TestUser+")") || !strings.Contains(w.said(), "Agent: Hello") {
		t.Errorf("session %q, user %q, said %s", w.fact("runtime_session_id"), w.fact("runtime_user"), w.said())
	}
	if way := strings.Join(w.hops("inbound"), " "); way != "app>runtime runtime>hosted agent hosted agent>app" {
		t.Errorf("way %s", way)
	}
	if got := w.made(); !slices.Contains(got, "CreateAgentRuntime") {
		t.Errorf("made %v", got)
	}
	w.silent()

	w.since()
	w.does(s, "runtime")
	if made := w.made(); len(made) != 0 {
		t.Errorf("the second time changed %v", made)
	}
	if all := w.do("ListAgentRuntimes", core.Object{})["agentRuntimes"]; strings.Count(asJSON(t, all), "agentRuntimeArn") != 1 {
		t.Errorf("there is more than one runtime: %v", all)
	}
	step := inbound.Runtime(w.env)
	for _, as := range []flow.Dialect{flow.CLI, flow.Python, flow.Golang} {
		code, err := step.(flow.Coder).Code(t.Context(), as)
		if err != nil || !strings.Contains(code, "Runtime-Session-Id") || !strings.Contains(code, "USER_TOKEN") || strings.Contains(code, "eyJ") {
			t.Errorf("%s: %v\n%s", as, err, code)
		}
	}
	for range 2 {
		if err := step.(flow.Undoer).Undo(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	if status, err := step.State(t.Context()); err != nil || status.State != flow.Absent {
		t.Errorf("after the undo %v %v", status.State, err)
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestARuntimeThatDiffersIsBroughtInLine puts the published scripts' mistake in the runtime: an audience, which no access token has.
func TestARuntimeThatDiffersIsBroughtInLine(t *testing.T) {
	w := identityWorld(t)
	s := w.inboundCourse()
	w.does(s, "runtime")
	id := w.fact("agent_runtime_id")
	now := w.do("GetAgentRuntime", core.Object{"agentRuntimeId": id})
	now["authorizerConfiguration"] = core.Object{"customJWTAuthorizer": core.Object{
		"discoveryUrl": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_another00/.well-known/openid-configuration", "allowedAudience": []any{"x"}}}
	now["requestHeaderConfiguration"] = core.Object{"requestHeaderAllowlist": []any{"X-Amzn-Bedrock-AgentCore-Runtime-Custom-Team"}}
	now["environmentVariables"] = core.Object{"TEAM": "red"}
	w.do("UpdateAgentRuntime", now)
	status, err := inbound.Runtime(w.env).State(t.Context())
	if err != nil || status.State != flow.Drifted || len(status.Differences) != 4 {
		t.Fatalf("%v %v %v", status.State, status.Differences, err)
	}
	w.since()
	w.does(s, "runtime")
	if made := w.made(); !slices.Equal(made, []string{"UpdateAgentRuntime"}) {
		t.Errorf("made %v", made)
	}
	after := asJSON(t, w.do("GetAgentRuntime", core.Object{"agentRuntimeId": id}))
	for _, want := range []string{`"TEAM":"red"`, "Custom-Team", `"Authorization"`, `"agentRuntimeVersion":"3"`} {
		if !strings.Contains(after, want) {
			t.Errorf("no %s in %s", want, after)
		}
	}
	if strings.Contains(after, "allowedAudience") {
		t.Error("the audience is still there")
	}
	if !strings.HasPrefix(w.fact("runtime_greeting"), "Hello, ") {
		t.Error("no greeting after the repair")
	}
}

func TestRuntimeVerbsAndBadInput(t *testing.T) {
	w := identityWorld(t)
	actions := inbound.Actions()
	failure := func(name string, args flow.Args) *flow.Failure {
		t.Helper()
		_, err := w.act(actions, name, args)
		f := flow.AsFailure(err)
		if f == nil || f.Message.Empty() || f.Cause.Empty() || f.Fix.Empty() {
			t.Fatalf("%s %v: %+v", name, args, f)
		}
		return f
	}
	if f := failure("runtime invoke", nil); f.Code != "NoRuntime" {
		t.Errorf("%s", f.Code)
	}
	if f := failure("runtime create", nil); f.Code != "NotDeployed" {
		t.Errorf("%s", f.Code)
	}
	w.does(w.inboundCourse(), "signin")
	must := func(name string, args flow.Args) string {
		t.Helper()
		result, err := w.act(actions, name, args)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if words := result.Text("ko", 60); words == "" {
			t.Errorf("%s says nothing", name)
		}
		return asJSON(t, result.JSON)
	}
	created := must("runtime create", nil)
	if again := must("runtime create", nil); again != created || !strings.Contains(created, `"status":"READY"`) || strings.Contains(created, "differences") {
		t.Errorf("%s\n%s", created, again)
	}
	if got := must("runtime list", nil); strings.Count(got, `"arn"`) != 1 {
		t.Errorf("list %s", got)
	}
	session := strings.Repeat("s", aws.LeastSessionID)
	for turn := 1; turn <= 2; turn++ {
		got := must("runtime invoke", flow.Args{"prompt": {"hi there"}, "session": {session}})
		if !strings.Contains(got, "You said: hi there") || !strings.Contains(got, `"turn":`+string(rune('0'+turn))) || !strings.Contains(got, session) {
			t.Errorf("turn %d: %s", turn, got)
		}
	}
	if f := failure("runtime invoke", flow.Args{"session": {"short"}}); !strings.Contains(f.Cause.String(), "5 characters") || !strings.Contains(f.Message.String(), "33") {
		t.Errorf("%s | %s", f.Message, f.Cause)
	}
	if f := failure("runtime invoke", flow.Args{"prompt": {strings.Repeat("x", aws.MaxPayload)}}); f.Code != "PayloadTooLarge" {
		t.Errorf("%s", f.Code)
	}
	if f := failure("runtime invoke", flow.Args{"id": {"nobody-0123456789"}}); f.Exit != flow.ExitService {
		t.Errorf("%d", f.Exit)
	}
	w.cloud.SetPace(core.Realistic)
	slow := w.do("CreateAgentRuntime", core.Object{"agentRuntimeName": "slow", "roleArn": roleIn(t, created),
		"agentRuntimeArtifact": core.Object{"containerConfiguration": core.Object{"containerUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1"}}})
	if f := failure("runtime invoke", flow.Args{"id": {slow["agentRuntimeId"].(string)}}); !strings.Contains(f.Cause.String(), "CREATING") {
		t.Errorf("%s | %s", f.Message, f.Cause)
	}
	w.cloud.SetPace(core.Fast)
	if got := must("runtime delete", nil); !strings.Contains(got, `"deleted":true`) {
		t.Errorf("delete %s", got)
	}
	if got := must("runtime delete", nil); !strings.Contains(got, `"deleted":false`) {
		t.Errorf("delete again %s", got)
	}
	w.silent()
}

func roleIn(t *testing.T, runtime string) string {
	t.Helper()
	var got struct {
		Role string `json:"role_arn"`
	}
	if err := json.Unmarshal([]byte(runtime), &got); err != nil {
		t.Fatal(err)
	}
	return got.Role
}

// TestAnotherRoleIsTaken, though nothing else differs, after it was shown; what is no role and no image is refused before anything is sent.
func TestAnotherRoleIsTaken(t *testing.T) {
	w := identityWorld(t)
	w.does(w.inboundCourse(), "runtime")
	w.past("iam", "CreateRole", core.Object{"RoleName": "my-agent", "AssumeRolePolicyDocument": `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"Service":"bedrock-agentcore.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
	other := "arn:aws:iam::" + sandbox.DefaultAccount + ":role/my-agent"
	w.asked = nil
	if _, err := w.act(inbound.Actions(), "runtime create", flow.Args{"role": {other}}); err != nil {
		t.Fatal(err)
	}
	if len(w.asked) != 1 || len(w.asked[0].Shown) != 1 || !strings.HasSuffix(w.asked[0].Shown[0].Value, " → "+other) {
		t.Errorf("asked %+v", w.asked)
	}
	got := w.do("GetAgentRuntime", core.Object{"agentRuntimeId": w.fact("agent_runtime_id")})
	if got["roleArn"] != other {
		t.Errorf("the role stayed %v", got["roleArn"])
	}
	for flag, value := range map[string]string{"image": "foo", "role": "foo"} {
		_, err := w.act(inbound.Actions(), "runtime create", flow.Args{flag: {value}})
		if f := flow.AsFailure(err); f == nil || f.Exit != flow.ExitUsage || !strings.Contains(f.Message.String(), "--"+flag) || f.Fix.Empty() {
			t.Errorf("--%s %s: %+v", flag, value, f)
		}
	}
}

// TestTwoMakersGetOneRuntime makes the runtime in two sessions at once, and joins one that is on its way.
func TestTwoMakersGetOneRuntime(t *testing.T) {
	w := identityWorld(t)
	w.does(w.inboundCourse(), "signin")
	w.cloud.SetPace(core.Lesson)
	actions := inbound.Actions()
	done := make(chan string, 2)
	for range 2 {
		go func() {
			result, err := w.act(actions, "runtime create", nil)
			if err != nil {
				done <- err.Error()
				return
			}
			raw, _ := json.Marshal(result.JSON)
			done <- string(raw)
		}()
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { // time passes until both have what they waited for
		for ctx.Err() == nil {
			w.cloud.Clock.SetOffset(w.cloud.Clock.Offset() + 1e9)
			_ = flow.SystemClock{}.Sleep(ctx, 2e6)
		}
	}()
	if a, b := <-done, <-done; a != b || !strings.Contains(a, "READY") {
		t.Errorf("%s\n%s", a, b)
	}
}
