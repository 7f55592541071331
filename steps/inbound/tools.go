package inbound

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// tools lists and calls the tools of both gateways.
type tools struct{ env *steps.Env }

// Tools is the step that goes through the gateways' doors as an MCP client.
func Tools(env *steps.Env) flow.Step { return tools{env} }

func (tools) Info() flow.Info {
	return flow.Info{
		ID: "tools", Ephemeral: true, Needs: []string{"gateway", "signin"}, Typical: 20 * time.Second,
		Title: text.T{En: "Tools: list and call with a bearer token", Ko: "MCP 도구 목록과 호출 (Bearer 토큰)"},
		Why: text.T{
			En: "To an agent a gateway is one MCP server: it says initialize, lists the tools, calls one. The token goes along with every request and is looked at every time. A tool that needs the user's own data answers that the user has to agree first; then the user agrees in the browser, and the same call goes through.",
			Ko: "에이전트에게 Gateway는 하나의 MCP 서버입니다. initialize로 시작해 도구 목록을 보고 하나를 호출하며, 토큰은 모든 요청에 함께 보내져 매번 검사됩니다. 사용자의 데이터가 필요한 도구는 먼저 동의가 필요하다고 응답하고, 사용자가 브라우저에서 동의하면 같은 호출이 통과합니다."},
		Will: []flow.Plan{
			{Call: "POST /mcp", Does: text.T{En: "without a token, to see how the door refuses and where it says tokens are to be had (RFC 9728)", Ko: "토큰 없이 요청해 거부 응답과 토큰을 받을 곳(RFC 9728)을 확인합니다"}},
			{Call: "mcp:tools/list", Does: text.T{En: "with the machine's token, then with the user's at the other gateway", Ko: "M2M 토큰으로, 이어서 다른 Gateway에 사용자 토큰으로 요청합니다"}},
			{Call: "mcp:tools/call", Does: text.T{En: "a function, then an API that asks whose token it is", Ko: "함수를 호출하고, 이어서 누구의 토큰인지 묻는 API를 호출합니다"},
				Billed: text.T{En: "calls of tools, fractions of a cent each", Ko: "도구 호출마다 아주 적은 금액"}},
			{Call: "bedrock-agentcore:CompleteResourceTokenAuth", Does: text.T{En: "binds the user's consent that the tool has asked for", Ko: "도구가 요청한 사용자의 동의를 연결합니다"}},
		},
		Terms: []flow.Term{
			{Word: "streamable HTTP", Meaning: text.T{En: "how MCP travels: one JSON-RPC message in a POST, the answer as JSON or as a stream of events", Ko: "MCP의 전송 방식. POST 하나에 JSON-RPC 메시지 하나를 담고, JSON 또는 이벤트 스트림으로 응답합니다"}},
			{Word: "-32042", Meaning: text.T{En: "URL elicitation: a person has to open a page before the request can be granted", Ko: "URL elicitation. 요청을 처리하려면 먼저 사람이 페이지를 열어야 한다는 오류 코드"}},
			{Word: "protected resource metadata", Meaning: text.T{En: "a document at the door that names who issues its tokens (RFC 9728)", Ko: "토큰 발급자를 알려 주는 문서(RFC 9728)"}},
		},
		Console: []string{"agentcore"},
	}
}

// State knows only this session's calls.
func (t tools) State(context.Context) (flow.Status, error) {
	return t.env.LabStatus("tools", text.T{En: "Tools were listed and called through both doors.", Ko: "두 Gateway에서 도구 목록을 보고 호출했습니다."}), nil
}

// Apply knocks without a token, then goes through each door with its own.
func (t tools) Apply(ctx context.Context, r *flow.Report) error {
	e := t.env
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err == nil {
		err = knock(ctx, e, r)
	}
	for _, pattern := range patterns() {
		if err == nil {
			err = useTools(ctx, e, r, s, pattern)
		}
	}
	if err != nil {
		return steps.Explain(err)
	}
	e.LabDone("tools")
	return nil
}

// knock asks without a token, and reads the document that the refusal names.
func knock(ctx context.Context, e *steps.Env, r *flow.Report) error {
	g, err := theGateway(ctx, e, MachinePattern)
	if err != nil {
		return err
	}
	if !g.Ready() {
		return notReady(g)
	}
	label := text.T{En: "Without a token", Ko: "토큰 없이 요청"}
	_, err = MCP(mcpHop(ctx, flowTools, "agent", label), e, g.URL, secret.Text{})
	refused := new(DoorRefusal)
	if !errors.As(err, &refused) {
		if err == nil {
			err = &flow.Failure{Code: "OpenDoor", Exit: flow.ExitService, Docs: DocsInbound,
				Message: text.T{En: "The gateway let a request in that carried no token.", Ko: "Gateway가 토큰 없는 요청을 받아들였습니다."}.With(),
				Fix:     text.T{En: "Its authorizer is not CUSTOM_JWT: `gateway create` shows the difference and puts it right.", Ko: "authorizer가 CUSTOM_JWT가 아닙니다. `gateway create`가 차이를 보여 주고 바로잡습니다."}.With()}
		}
		return err
	}
	identity.Lesson(r, "lesson.no_token", label, refused.Error())
	identity.Lesson(r, "lesson.challenge", text.T{En: "What the refusal names (WWW-Authenticate)", Ko: "거부 응답의 WWW-Authenticate"}, refused.Challenge)
	return readMetadata(ctx, e, r, g.URL, refused.Challenge)
}

// readMetadata follows a challenge to the protected-resource metadata (RFC 9728), on the door's own host and nowhere else.
func readMetadata(ctx context.Context, e *steps.Env, r *flow.Report, door, challenge string) error {
	_, rest, _ := strings.Cut(challenge, `resource_metadata="`)
	address, _, _ := strings.Cut(rest, `"`)
	at, err := url.Parse(address)
	if own, _ := url.Parse(door); err != nil || address == "" || own == nil || at.Host != own.Host || at.Scheme != own.Scheme {
		return nil // AWS may name none; a stranger's is not asked
	}
	req, err := http.NewRequestWithContext(mcpHop(ctx, flowTools, "agent", text.T{En: "Who issues your tokens?", Ko: "토큰은 누가 발급하나요?"}), http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	resp, err := e.Cloud.HTTP().Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	var metadata struct {
		Resource string   `json:"resource"`
		Servers  []string `json:"authorization_servers"`
	}
	if json.NewDecoder(resp.Body).Decode(&metadata) != nil || metadata.Resource != door {
		r.Warn(text.T{En: "The metadata is of another resource (%s) than the door that was asked.", Ko: "메타데이터의 resource(%s)가 요청한 Gateway와 다릅니다."}.With(metadata.Resource))
		return nil
	}
	identity.Lesson(r, "lesson.authorization_server", text.T{En: "The metadata: tokens are issued by", Ko: "메타데이터가 알려 주는 토큰 발급자"}, strings.Join(metadata.Servers, " "))
	return nil
}

// useTools opens a session at the gateway of a pattern, lists what is there, and calls the tools that this program knows.
func useTools(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, pattern string) error {
	user, err := bearerFor(ctx, e, r, s, pattern)
	if err != nil {
		return err
	}
	session, g, err := openGateway(ctx, e, pattern, user.Token)
	if err != nil {
		return err
	}
	defer session.Close()
	all, err := listTools(ctx, session, g)
	if err != nil {
		return err
	}
	has := map[string]bool{}
	var names []string
	for _, one := range all {
		has[one.Name], names = true, append(names, one.Name)
	}
	source := text.T{En: "MCP %s, client_id %s", Ko: "MCP %s, client_id %s"}.With(session.Version(), GatewayClient(s, pattern))
	r.Emit(flow.Fact{Key: "tools." + pattern, Value: strings.Join(names, " "), Source: source,
		Label: text.T{En: "Tools of the gateway (" + pattern + ")", Ko: "Gateway의 도구(" + pattern + ")"}})
	if has[FunctionTool] {
		if err := useFunction(ctx, e, r, session, user, pattern); err != nil {
			return err
		}
	}
	if has[APITool] {
		return useAPI(ctx, e, r, session, user, pattern)
	}
	return nil
}

// useFunction calls the function's tool, and once with arguments that its schema does not allow.
func useFunction(ctx context.Context, e *steps.Env, r *flow.Report, session *mcpSession, user identity.AgentUser, pattern string) error {
	out, err := callAgreed(ctx, e, r, session, user, FunctionTool, json.RawMessage(`{"dns_name":"app-frontend.example.internal"}`))
	if err == nil && out.Failed {
		err = toolFailed(FunctionTool, out)
	}
	if err != nil {
		return err
	}
	identity.Lesson(r, "tools."+pattern+".function", text.T{En: "The function's answer", Ko: "함수의 응답"}, shortened(out.Text))
	if pattern != MachinePattern {
		return nil
	}
	out, err = callAgreed(ctx, e, r, session, user, FunctionTool, json.RawMessage(`{}`))
	if err != nil {
		return err
	}
	identity.Lesson(r, "lesson.schema", text.T{En: "Without the argument that the schema asks for", Ko: "스키마가 요구하는 인수 없이 호출"}, shortened(out.Text))
	return nil
}

// useAPI calls the API that says whose token it was given. In the machine pattern that is the gateway's own, which names no user,
// so that the API refuses it; in the user pattern it is the user's, after consent.
func useAPI(ctx context.Context, e *steps.Env, r *flow.Report, session *mcpSession, user identity.AgentUser, pattern string) error {
	out, err := callAgreed(ctx, e, r, session, user, APITool, nil)
	if err != nil {
		return err
	}
	identity.Lesson(r, "tools."+pattern+".api", text.T{En: "whoami, behind the gateway (" + pattern + ")", Ko: "Gateway(" + pattern + ") 뒤의 whoami"}, shortened(out.Text))
	switch {
	case pattern == MachinePattern && out.Failed:
		r.Say(text.T{En: "The gateway called the API with a token of its own, which names no user, and the API that asks for the user refuses it. That is what the user pattern is for.",
			Ko: "Gateway가 사용자 정보가 없는 자신의 토큰으로 API를 호출했으므로, 사용자를 묻는 API가 거부했습니다. 그래서 user 패턴이 필요합니다."}.With())
	case pattern == UserPattern && out.Failed:
		return toolFailed(APITool, out)
	}
	return nil
}

// shortened keeps an answer to what a row can show.
func shortened(s string) string {
	const most = 300
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return s
}
