package inbound

import (
	"context"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// runtimeStep puts an agent behind a door that takes the users' own tokens.
type runtimeStep struct{ env *steps.Env }

// Runtime is the step of scenario 1: inbound auth at an AgentCore Runtime.
func Runtime(env *steps.Env) flow.Step { return runtimeStep{env} }

const (
	DocsRuntime = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html"
	// hostedAgent is the party behind the door, in the drawing of a flow: another one than this program, which calls.
	hostedAgent = "hosted agent"
	// headerAuthorization is the one header that the agent of this workshop needs to be given.
	headerAuthorization = "Authorization"
)

func (runtimeStep) Info() flow.Info {
	return flow.Info{
		ID: "runtime", Ephemeral: true, Needs: []string{"deploy", "signin"}, Typical: 40 * time.Second,
		Title: text.T{En: "Inbound auth: an agent that knows who asks", Ko: "Inbound Auth: 사용자를 아는 에이전트"},
		Why: text.T{
			En: "An AgentCore Runtime runs the agent's code. Its authorizer stands before it and lets in only who shows a token of your user pool that was issued to the web client. The token is then handed to the agent, which reads the user's name from it and needs no sign-in of its own.",
			Ko: "AgentCore Runtime은 에이전트의 코드를 실행합니다. 그 앞의 authorizer는 여러분의 User Pool이 Web Client에 발급한 토큰을 가진 요청만 들여보냅니다. 토큰은 에이전트에도 전달되므로 에이전트는 별도의 로그인 없이 토큰에서 사용자의 이름을 읽습니다."},
		Picture: text.T{En: runtimeEn, Ko: runtimeKo},
		Will: []flow.Plan{
			{Call: "bedrock-agentcore-control:CreateAgentRuntime", Does: text.T{En: "makes the runtime with customJWTAuthorizer (discovery URL, allowedClients: the web client) and lets the Authorization header through", Ko: "customJWTAuthorizer(discovery URL, allowedClients는 Web Client)로 Runtime을 만들고 Authorization 헤더를 통과시킵니다"}, Creates: true,
				Billed: text.T{En: "AWS bills CPU and memory of each session while the agent works; a runtime that nobody calls costs nothing", Ko: "AWS는 에이전트가 일하는 동안의 세션별 CPU와 메모리에 요금을 부과하며, 호출하지 않으면 요금이 없습니다"}},
			{Call: "bedrock-agentcore-control:GetAgentRuntime", Does: text.T{En: "waits until it is READY", Ko: "READY가 될 때까지 기다립니다"}},
			{Call: "POST /runtimes/{arn}/invocations", Does: text.T{En: "calls the agent with the user's token and a session id; the answer is streamed", Ko: "사용자 토큰과 세션 ID로 에이전트를 호출하고 응답을 스트림으로 받습니다"}},
		},
		Terms: []flow.Term{
			{Word: "inbound auth", Meaning: text.T{En: "who may call the agent; outbound is what the agent may call", Ko: "누가 에이전트를 호출할 수 있는지 정하는 것이며, outbound는 에이전트가 무엇을 호출할 수 있는지 정합니다"}},
			{Word: "customJWTAuthorizer", Meaning: text.T{En: "the doorkeeper's rules: whose tokens (discoveryUrl) and issued to whom (allowedClients)", Ko: "입구의 규칙: 누가 발급했고(discoveryUrl) 어느 클라이언트에 발급한 토큰인지(allowedClients)"}},
			{Word: "requestHeaderAllowlist", Meaning: text.T{En: "the headers that reach the agent; without Authorization in it the token ends at the door", Ko: "에이전트까지 전달할 헤더 목록이며, Authorization이 없으면 토큰이 입구에서 멈춥니다"}},
			{Word: "session id", Meaning: text.T{En: "33 to 256 characters that tie several calls into one conversation; each session has a machine of its own", Ko: "여러 호출을 하나의 대화로 묶는 33~256자의 값이며, 세션마다 격리된 환경을 사용합니다"}},
		},
		Documents: []flow.Document{{Title: text.T{En: "Claims that you will meet", Ko: "다른 문서와 다른 점"}, Body: runtimeClaims()}},
		Lanes:     []string{"app"},
		Console:   []string{"agentcore"},
	}
}

// runtimeEn and runtimeKo draw the door, 52 cells wide.
const (
	runtimeEn = `  application -- Bearer [user token] --> Runtime
                                            |
      authorizer: iss? exp? signature? client_id?
          |                                 |
      401 refused                    let in | + token
                                            v
                                    agent: "Hello, you"`
	runtimeKo = `  애플리케이션 -- Bearer [사용자 토큰] --> Runtime
                                            |
      authorizer: iss? exp? 서명? client_id?
          |                                 |
      401 거부                         통과 | + 토큰
                                            v
                                    agent: "안녕하세요"`
)

// runtimeClaims says where the seed documents are out of date.
func runtimeClaims() text.T {
	return text.T{
		En: "- `boto3` and the AWS SDKs **cannot** call a runtime that wants a JWT: they only sign (SigV4). Send plain HTTP with `Authorization: Bearer …`.\n" +
			"- The ARN is one segment of the path: its `:` and `/` must be escaped.\n- `allowedAudience` is compared with `aud`, which a Cognito **access** token does not have: it would let nobody in. Use `allowedClients`.\n" +
			"- `initiate_auth` with USER_PASSWORD_AUTH does not work with this web client: the step `propagation` shows why.\n",
		Ko: "- `boto3`와 AWS SDK로는 JWT를 요구하는 Runtime을 호출할 수 **없습니다**(SigV4 서명만 가능). `Authorization: Bearer …`를 붙여 HTTP로 직접 호출하세요.\n" +
			"- ARN은 경로의 한 부분이므로 `:`와 `/`를 이스케이프해야 합니다.\n- `allowedAudience`는 `aud`와 비교하는데, Cognito의 **access token**에는 `aud`가 없어서 아무도 통과하지 못합니다. `allowedClients`를 사용하세요.\n" +
			"- USER_PASSWORD_AUTH 방식의 `initiate_auth`는 이 Web Client에서 동작하지 않습니다. 이유는 `propagation` 단계에서 확인합니다.\n",
	}
}

// State compares the runtime with the stack.
func (x runtimeStep) State(ctx context.Context) (flow.Status, error) {
	e := x.env
	s, err := e.Look(ctx)
	if err != nil {
		return flow.Status{}, steps.Explain(err)
	}
	if s.Ready() != nil {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "There is no user pool yet whose tokens it could take.", Ko: "토큰을 발급할 User Pool이 아직 없습니다."}.With()}, nil
	}
	found, err := FindRuntime(ctx, e)
	if err != nil {
		return flow.Status{}, steps.Explain(err)
	}
	if found == nil {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "There is no runtime yet.", Ko: "Runtime이 아직 없습니다."}.With()}, nil
	}
	status := flow.Status{State: flow.Present, Facts: runtimeFacts(*found), Differences: runtimeDifferences(s, *found),
		Summary: text.T{En: "%s is READY and takes the web client's tokens.", Ko: "%s{이/가} READY 상태이며 Web Client의 토큰을 받습니다."}.With(found.Name)}
	switch {
	case !found.Settled():
		status.State, status.Summary = flow.InProgress, text.T{En: "%s is on its way: %s.", Ko: "%s{이/가} 진행 중입니다: %s"}.With(found.Name, found.Status)
	case !found.Ready():
		status.State, status.Summary = flow.Drifted, text.T{En: "%s failed: %s %s", Ko: "%s{이/가} 실패했습니다: %s %s"}.With(found.Name, found.Status, found.Reason)
	case len(status.Differences) > 0:
		status.State, status.Summary = flow.Drifted, text.T{En: "%s differs from the stack in %d places.", Ko: "%s의 값 %d개가 스택과 다릅니다."}.With(found.Name, len(status.Differences))
	}
	return status, nil
}

// Apply makes the runtime, or takes the one that is there, and calls its agent as the user who has signed in.
func (x runtimeStep) Apply(ctx context.Context, r *flow.Report) error {
	e := x.env
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err != nil {
		return steps.Explain(err)
	}
	found, err := bringRuntime(ctx, e, r, s, runtimeWish{})
	if err != nil {
		return steps.Explain(err)
	}
	if _, ok := e.Kept(steps.TokenOfUser); !ok { // a repair of the runtime needs no user
		r.Say(text.T{En: "Nobody is signed in, so the agent was not asked. `runtime invoke` signs in and asks it.", Ko: "로그인한 사용자가 없어 에이전트를 호출하지 않았습니다. `runtime invoke`를 실행하면 로그인한 다음 호출합니다."}.With())
		return nil
	}
	return steps.Explain(greet(ctx, e, r, found))
}

// greet calls the agent as the user, and shows that it knows whom it talks to.
func greet(ctx context.Context, e *steps.Env, r *flow.Report, found aws.Runtime) error {
	token, err := userToken(e)
	if err != nil {
		return err
	}
	hop := steps.AsHop(ctx, "inbound", "app", "runtime", text.T{En: "The question, with the user's token in the Authorization header", Ko: "Authorization 헤더에 사용자 토큰을 넣어 질문을 보냅니다"})
	told := false
	t, err := talkTo(hop, e, r, aws.Invocation{ARN: found.ARN, Token: token.Access, Session: newSessionID(), Payload: PromptOf("Who am I?")}, func(word) error {
		if !told {
			r.Hop(handedOn("inbound"))
		}
		told = true
		return nil
	})
	if err != nil {
		return err
	}
	r.Hop(flow.Hop{Flow: "inbound", From: hostedAgent, To: "app", Status: 200,
		Title: text.T{En: "The answer, as a stream of events", Ko: "이벤트 스트림으로 응답합니다"}.With()})
	tellTalk(e, r, t)
	e.LabDone("runtime")
	return nil
}

// handedOn is what happens inside AWS between the authorizer and the agent.
func handedOn(flowName string) flow.Hop {
	return flow.Hop{Flow: flowName, From: "runtime", To: hostedAgent, Method: "POST", URL: "/invocations", Status: 200,
		Request: "Authorization: Bearer " + secret.Mask + "\nWorkloadAccessToken: " + secret.Mask,
		Title:   text.T{En: "The authorizer let it in and handed the token on (inside AWS, not seen from here)", Ko: "authorizer가 통과시키고 토큰을 전달합니다(AWS 내부라 여기서는 보이지 않음)"}.With()}
}

// tellTalk puts what an answer shows on the stream.
func tellTalk(e *steps.Env, r *flow.Report, t talk) {
	r.Emit(flow.Fact{Key: "runtime_session_id", Value: t.Session, Label: text.T{En: "Session", Ko: "세션"}, Source: text.Plain("X-Amzn-Bedrock-AgentCore-Runtime-Session-Id")})
	if t.Greeting != "" {
		r.Emit(flow.Fact{Key: "runtime_greeting", Value: t.Greeting, Label: text.T{En: "The agent said", Ko: "에이전트의 인사"}, Source: text.T{En: "streamed", Ko: "스트림으로 수신"}.With()})
	}
	if who := t.who(); who != "" {
		r.Emit(flow.Fact{Key: "runtime_user", Value: e.Called(who), Label: text.T{En: "The agent sees", Ko: "에이전트가 본 사용자"},
			Source: text.T{En: "claim username of the token; an access token has no e-mail", Ko: "토큰의 claim username(access token에는 이메일이 없음)"}.With()})
	}
}

// Undo deletes the runtime with its versions.
func (x runtimeStep) Undo(ctx context.Context, _ *flow.Report) error {
	return steps.Explain(removeRuntime(ctx, x.env))
}

func runtimeFacts(found aws.Runtime) []flow.Fact {
	source := text.Plain("bedrock-agentcore-control:GetAgentRuntime")
	return []flow.Fact{
		{Key: "agent_runtime_arn", Value: found.ARN, Label: text.T{En: "Runtime ARN", Ko: "Runtime ARN"}, Source: source},
		{Key: "agent_runtime_id", Value: found.ID, Label: text.T{En: "Runtime ID", Ko: "Runtime ID"}, Source: source},
		{Key: "runtime_allowed_clients", Value: strings.Join(found.AllowedClients, " "), Label: text.T{En: "Takes tokens of", Ko: "허용하는 클라이언트"}, Source: source},
		{Key: "runtime_headers", Value: strings.Join(found.Headers, " "), Label: text.T{En: "Headers let through", Ko: "전달하는 헤더"}, Source: source},
	}
}
