package inbound

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// calledTool is the party behind a gateway, in the drawing of a flow.
const calledTool = "called tool"

// goThrough sends one user's token through runtime, gateway and tool, and shows whom each of them takes it for.
func (c chain) goThrough(ctx context.Context, r *flow.Report) error {
	g, err := theGateway(ctx, c.e, UserPattern)
	if err != nil {
		return err
	}
	if !c.e.Practice() {
		return c.goThroughOwn(ctx, r)
	}
	t, err := c.ask(ctx, r, g.URL, APITool, map[string]any{}, text.T{En: "Use the tool whoami for me", Ko: "whoami 도구를 사용해 달라고 요청합니다"})
	if err != nil {
		return err
	}
	if !t.builtIn() {
		return c.playAgent(ctx, r)
	}
	if w := t.last("authorization_required"); w.AuthorizationURL != "" { // the tool wants the user's own token, and has none yet
		if err := identity.AgreeAt(ctx, c.e, r, flowUser, identity.SignedInUser(c.e), w.AuthorizationURL, nil); err != nil {
			return err
		}
		if t, err = c.ask(ctx, r, g.URL, APITool, map[string]any{}, text.T{En: "I have agreed: whoami once more", Ko: "동의했으니 whoami를 다시 요청합니다"}); err != nil {
			return err
		}
	}
	whose, err := whoseResult(t)
	if err != nil {
		return err
	}
	call := t.last("tool_call")
	fact := func(key, value string, label text.T, source text.T) {
		r.Emit(flow.Fact{Key: key, Value: value, Label: label, Source: source.With()})
	}
	fact("identity.runtime", c.e.Called(t.who()), text.T{En: "The agent sees", Ko: "에이전트가 본 사용자"}, text.T{En: "claims of the token in the Authorization header", Ko: "Authorization 헤더의 토큰 claim"})
	fact("identity.gateway", c.e.Called(call.identity()), text.T{En: "The gateway sees", Ko: "Gateway가 본 사용자"}, text.T{En: "the same token, checked again", Ko: "같은 토큰을 다시 검사"})
	fact("identity.tool", whose, text.T{En: "The tool's API sees", Ko: "도구의 API가 본 사용자"}, text.T{En: "the user's own token from the vault, after consent", Ko: "동의를 거쳐 Token Vault에 보관된 사용자 토큰"})
	before := t.Turn
	if t, err = c.ask(ctx, r, g.URL, FunctionTool, map[string]any{"dns_name": "app-frontend.example.internal"}, text.T{En: "In the same session: look a name up", Ko: "같은 세션에서 이름을 조회해 달라고 요청합니다"}); err != nil {
		return err
	}
	fact("identity.session_turns", strconv.Itoa(before)+" → "+strconv.Itoa(t.Turn), text.T{En: "Turns of one session", Ko: "한 세션의 대화 순서"}, text.T{En: "the session id went along with each call", Ko: "호출마다 같은 세션 ID를 보냄"})
	return nil
}

// ask lets the agent use a tool of a gateway with the token that it is called with. Each hop is told as it happens.
func (c chain) ask(ctx context.Context, r *flow.Report, gateway, tool string, arguments map[string]any, title text.T) (talk, error) {
	payload, err := json.Marshal(map[string]any{"prompt": "Use " + tool, "gateway": map[string]any{"url": gateway, "tool": tool, "arguments": arguments}})
	if err != nil {
		return talk{}, err
	}
	hop := func(from, to string, status int, answer string, title text.Msg) {
		h := flow.Hop{Flow: flowUser, From: from, To: to, Status: status, Title: title, Answer: answer}
		if to == gatewayLane {
			h.Method, h.URL, h.Request = "POST", gateway, "Authorization: Bearer "+secret.Mask+"\n\ntools/call "+tool
		}
		r.Hop(h)
	}
	return talkTo(steps.AsHop(ctx, flowUser, "app", "runtime", title), c.e, r, aws.Invocation{ARN: c.found.ARN, Token: c.token.Access, Session: c.session, Payload: payload}, func(w word) error {
		switch w.Event {
		case "greeting":
			r.Hop(handedOn(flowUser))
		case "tool_call":
			hop(hostedAgent, gatewayLane, 0, "", text.T{En: "The very same token: it is still %s who asks", Ko: "같은 토큰을 그대로 보냅니다. 요청자는 여전히 %s입니다"}.With(c.e.Called(w.identity())))
		case "tool_result":
			hop(gatewayLane, calledTool, 200, secret.NewRedactor().Redact(shortened(string(w.Result))), text.T{En: "Let in, and the tool %s is called", Ko: "통과하여 도구 %s{을/를} 호출합니다"}.With(tool))
			hop(hostedAgent, "app", 200, "", text.T{En: "The tool's answer, streamed", Ko: "도구의 응답을 스트림으로 전달합니다"}.With())
		case "authorization_required":
			hop(hostedAgent, "app", 0, "", text.T{En: "The tool needs the user's consent: here is the address", Ko: "도구에 사용자의 동의가 필요하여 주소를 전달합니다"}.With())
		case "error":
			return agentFailed(w)
		}
		return nil
	})
}

// identity is whom the agent's token names, as the word about a tool says it: a name, not claims.
func (w word) identity() string {
	name, _ := w.Identity.(string)
	return name
}

func agentFailed(w word) *flow.Failure {
	return &flow.Failure{Code: "AgentFailed", Exit: flow.ExitService, Docs: DocsRuntime, Cause: text.Plain(text.Strip(w.Text)),
		Message: text.T{En: "The agent was let in and could not do what it was asked.", Ko: "에이전트 호출은 통과했지만 요청을 수행하지 못했습니다."}.With(),
		Fix:     text.T{En: "`verify` compares both doors with the stack; `gateway` and `runtime` put them right.", Ko: "`verify`로 Gateway와 Runtime을 스택과 비교하고, `gateway`와 `runtime`으로 바로잡으세요."}.With()}
}

// whoseResult reads the answer of the tool whoami.
func whoseResult(t talk) (string, error) {
	w := t.last("tool_result")
	var result struct {
		IsError bool
		Content []struct{ Text string }
	}
	var person struct{ Email, Username, Sub string }
	if json.Unmarshal(w.Result, &result) != nil || len(result.Content) == 0 || result.IsError || json.Unmarshal([]byte(result.Content[0].Text), &person) != nil {
		w.Text = cmp.Or(w.Text, string(w.Result), "The tool gave no answer.")
		return "", agentFailed(w)
	}
	return cmp.Or(person.Email, person.Username, person.Sub), nil
}

// goThroughOwn is for a participant's own agent on AWS, of which nobody here knows what it does with a token: the runtime is asked,
// and then the gateway with the same token, as the agent would do. On the practice cloud there may be one, too (sandbox serve --agent).
func (c chain) goThroughOwn(ctx context.Context, r *flow.Report) error {
	t, err := talkTo(steps.AsHop(ctx, flowUser, "app", "runtime", text.T{En: "The question, with the user's token", Ko: "사용자 토큰을 넣어 질문을 보냅니다"}), c.e, r,
		aws.Invocation{ARN: c.found.ARN, Token: c.token.Access, Session: c.session, Payload: PromptOf("Who am I?")}, nil)
	if err != nil {
		return err
	}
	r.Emit(flow.Fact{Key: "identity.session_turns", Value: t.Session, Label: text.T{En: "Session", Ko: "세션"}, Source: text.Plain("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id")})
	return c.playAgent(ctx, r)
}

// playAgent calls the gateway in the place of an agent of the participant's own.
func (c chain) playAgent(ctx context.Context, r *flow.Report) error {
	r.Say(text.T{En: "What your agent does with the token is in its code. Now the same token goes to the gateway, as the agent would send it.", Ko: "에이전트가 토큰을 어떻게 쓰는지는 에이전트의 코드에 달려 있습니다. 이제 에이전트가 하듯이 같은 토큰을 Gateway에 보냅니다."}.With())
	return c.useTool(ctx, r, UserPattern, flowUser, identity.SignedInUser(c.e))
}

// machineBeside goes the machine pattern's way: the same tool, and nobody to be seen behind the agent.
func (c chain) machineBeside(ctx context.Context, r *flow.Report) error {
	machine, err := bearerFor(ctx, c.e, r, c.s, MachinePattern)
	if err != nil {
		return err
	}
	return c.useTool(ctx, r, MachinePattern, flowMachine, machine)
}

// useTool calls the function's tool at the gateway of a pattern, as an agent does.
func (c chain) useTool(ctx context.Context, r *flow.Report, pattern, flowName string, who identity.AgentUser) error {
	g, err := theGateway(ctx, c.e, pattern)
	if err != nil {
		return err
	}
	session, err := MCP(mcpHop(ctx, flowName, "agent", text.T{En: "initialize, with the token", Ko: "토큰으로 initialize 요청"}), c.e, g.URL, who.Token)
	if err != nil {
		return err
	}
	defer session.Close()
	tools, err := session.ListTools(mcpHop(ctx, flowName, "agent", text.T{En: "What can you do?", Ko: "도구 목록을 묻습니다"}))
	if err != nil {
		return err
	}
	for _, one := range tools {
		if one.Name != FunctionTool {
			continue
		}
		if _, err := session.CallTool(mcpHop(ctx, flowName, "agent", text.T{En: "The tool, please", Ko: "도구를 호출합니다"}), FunctionTool, json.RawMessage(`{"dns_name":"app-frontend.example.internal"}`)); err != nil {
			return err
		}
	}
	value, says := "client_id "+GatewayClient(c.s, pattern), text.Msg{}
	if pattern == MachinePattern {
		says = text.T{En: "%s, and no user", Ko: "%s(사용자 없음)"}.With(value)
		value += ", and no user"
	}
	r.Emit(flow.Fact{Key: "identity." + pattern + "_pattern", Value: value, Says: says, Label: text.T{En: "Gateway (" + pattern + ") sees", Ko: "Gateway(" + pattern + ")가 본 호출자"},
		Source: text.T{En: "whoever asked the agent looks the same there", Ko: "누가 에이전트에 요청했든 똑같이 보입니다"}.With()})
	return nil
}
