package inbound

import (
	"context"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// propagation follows one user's token from door to door.
type propagation struct{ env *steps.Env }

// Propagation is the step of scenarios 2 and 3: the user's identity goes from runtime to gateway to tool.
func Propagation(env *steps.Env) flow.Step { return propagation{env} }

// The flows of the step, as hops name them.
const (
	flowUser    = "user-propagation"
	flowMachine = "machine"
	flowCrossed = "crossed-keys"
	flowAgent   = "agent-consent"
)

func (propagation) Info() flow.Info {
	return flow.Info{
		ID: "propagation", Ephemeral: true, Needs: []string{"gateway", "tools", "runtime"}, Typical: time.Minute,
		Title: text.T{En: "Identity propagation: one token, three doors", Ko: "Identity Propagation: 토큰 하나로 세 곳을 통과"},
		Why: text.T{
			En: "When an agent calls a tool, the tool should know for whom. In the user pattern the agent hands the user's own token on to a gateway that trusts the same user pool, and the tool works with that user's rights. In the machine pattern the agent shows a token of its own, and every user looks the same to the tool.",
			Ko: "에이전트가 도구를 호출할 때 도구는 누구를 위한 호출인지 알아야 합니다. user 패턴에서는 에이전트가 사용자의 토큰을 같은 User Pool을 신뢰하는 Gateway에 그대로 전달하고, 도구는 그 사용자의 권한으로 동작합니다. machine 패턴에서는 에이전트가 자신의 토큰을 사용하므로 도구에는 모든 사용자가 같아 보입니다."},
		Picture: text.T{En: propagationEn, Ko: propagationKo},
		Will: []flow.Plan{
			{Call: "POST /runtimes/{arn}/invocations", Does: text.T{En: "asks the agent to use a tool; it shows the gateway the very token that it was called with. On AWS the agent is yours: this program asks it who you are, and calls the gateway itself", Ko: "에이전트에 도구 사용을 요청합니다. 에이전트는 호출받을 때의 토큰을 Gateway에 그대로 보냅니다. AWS에서는 여러분의 에이전트에 누구인지만 묻고, Gateway는 이 프로그램이 직접 호출합니다"},
				Billed: text.T{En: "the agent's CPU and memory for a few seconds, and calls of tools", Ko: "에이전트의 몇 초간의 CPU와 메모리, 도구 호출"}},
			{Call: "mcp:tools/call", Does: text.T{En: "the same tool with the machine's token, at the machine's gateway", Ko: "같은 도구를 M2M 토큰으로 machine 패턴의 Gateway에서 호출합니다"}},
			{Call: "cognito-idp:InitiateAuth", Does: text.T{En: "older documents' way to a user's token, with a password that is none", Ko: "이전 문서의 사용자 토큰 요청 방식을 가짜 암호로 시도합니다"}},
			{Call: "bedrock-agentcore-control:UpdateWorkloadIdentity", Does: text.T{En: "registers our return URLs with the runtime's identity, keeping those of others", Ko: "기존 값을 유지하면서 Runtime의 identity에 우리 return URL을 등록합니다"}, Creates: true},
			{Call: "cognito-idp:CreateUserPoolClient", Does: text.T{En: "the third client and its provider, as in 3lo", Ko: "3lo와 같은 세 번째 클라이언트와 Provider를 만듭니다"}, Creates: true},
			{Call: "bedrock-agentcore:CompleteResourceTokenAuth", Does: text.T{En: "binds the consent that the agent asks for (practice cloud only; for an agent of yours F3 shows the code)", Ko: "에이전트가 요청한 동의를 연결합니다(연습용 클라우드만. 여러분의 에이전트에는 F3의 코드를 쓰세요)"}},
		},
		Terms: []flow.Term{
			{Word: "identity propagation", Meaning: text.T{En: "the user's identity goes along with the request, door by door", Ko: "요청이 지나는 곳마다 사용자의 신원이 함께 전달되는 것"}},
			{Word: "confused deputy", Meaning: text.T{En: "a helper that is talked into using its own rights for somebody who has none", Ko: "권한이 없는 쪽의 요청에 자신의 권한을 사용하게 되는 대리자"}},
			{Word: "USER_PASSWORD_AUTH", Meaning: text.T{En: "a flow in which the application itself takes the user's password; off for this client, and rightly so", Ko: "애플리케이션이 사용자의 암호를 직접 받는 방식이며, 이 클라이언트에는 꺼져 있고 그것이 맞습니다"}},
		},
		Lanes:   []string{"app"},
		Console: []string{"agentcore"},
	}
}

const (
	propagationEn = `  user pattern
   app -> runtime -> agent -> gateway -> tool: "kim"
        [user]     [user]    [user]
  machine pattern
   app -> runtime -> agent -> gateway -> tool: "agent"
        [user]     [machine] [machine]
  crossed:  user's key -> machine's gateway   403
            machine's key -> runtime          401`
	propagationKo = `  user 패턴
   앱 -> Runtime -> Agent -> Gateway -> 도구: "kim"
      [사용자]   [사용자]   [사용자]
  machine 패턴
   앱 -> Runtime -> Agent -> Gateway -> 도구: "agent"
      [사용자]   [M2M]      [M2M]
  바꿔 쓰면:  사용자 토큰 -> machine 패턴 Gateway  403
              M2M 토큰    -> Runtime               401`
)

// State is what this session found.
func (x propagation) State(context.Context) (flow.Status, error) {
	return x.env.LabStatus("propagation", text.T{En: "The user's identity reached the tool; the crossed keys were refused.", Ko: "사용자의 신원이 도구까지 전달되었고, 바꿔 쓴 열쇠는 거부되었습니다."}), nil
}

// chain is what the parts of the step share.
type chain struct {
	e     *steps.Env
	s     steps.Setup
	found aws.Runtime
	token oauth.Token
	// session is one conversation with the agent.
	session string
}

// Apply goes both patterns' ways, crosses the keys, and lets the agent ask for the user's consent.
func (x propagation) Apply(ctx context.Context, r *flow.Report) error {
	e := x.env
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err != nil {
		return steps.Explain(err)
	}
	c := chain{e: e, s: s, session: newSessionID()}
	if c.found, err = readyRuntime(ctx, e); err != nil {
		return steps.Explain(err)
	}
	if c.token, err = userToken(e); err != nil {
		return steps.Explain(err)
	}
	for _, part := range []func(context.Context, *flow.Report) error{c.goThrough, c.machineBeside, c.twoKeys, c.passwordAuth, c.agentAsks} {
		if err := part(ctx, r); err != nil {
			return steps.Explain(err)
		}
	}
	e.LabDone("propagation")
	return nil
}

// passwordAuth tries the document's initiate_auth: the web client does not have that flow, and nothing of the user's is sent.
func (c chain) passwordAuth(ctx context.Context, r *flow.Report) error {
	label := text.T{En: "initiate_auth with USER_PASSWORD_AUTH at the web client", Ko: "Web Client에 USER_PASSWORD_AUTH로 initiate_auth 요청"}
	err := c.e.Cloud.ProbePasswordAuth(steps.AsHop(ctx, flowCrossed, "app", "cognito", label), c.s.WebClient(), steps.TestUser)
	if err := identity.RefusedOnly(r, "lesson.password_auth", text.T{En: "USER_PASSWORD_AUTH", Ko: "USER_PASSWORD_AUTH"}, err); err != nil {
		return err
	}
	if aws.KindOf(err) == aws.Validation {
		r.Say(text.T{En: "A document that fetches the user's token with initiate_auth needs ALLOW_USER_PASSWORD_AUTH, which the workshop's web client does not have: the user would type the password into the application. Sign in on the pool's own page instead, as the step signin does.",
			Ko: "initiate_auth로 사용자 토큰을 받는 예제에는 ALLOW_USER_PASSWORD_AUTH가 필요하지만, 이 워크숍의 Web Client에는 설정되어 있지 않습니다. 그 방식에서는 사용자가 암호를 애플리케이션에 입력하게 됩니다. signin 단계처럼 User Pool의 로그인 페이지를 사용하세요."}.With())
		return nil
	}
	r.Warn(text.T{En: "This web client has USER_PASSWORD_AUTH switched on: an application can collect passwords with it. The workshop's does not.",
		Ko: "이 Web Client에는 USER_PASSWORD_AUTH가 켜져 있어 애플리케이션이 암호를 직접 받을 수 있습니다. 워크숍의 Web Client에는 꺼져 있습니다."}.With())
	return nil
}
