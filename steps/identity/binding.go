package identity

import (
	"context"
	"errors"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/text"
)

// binding lets an authorization URL leak and shows what holds.
type binding struct{ env *steps.Env }

// Binding is the lab about session binding (scenario 4).
func Binding(env *steps.Env) flow.Step { return binding{env} }

// bindingFault is the practice cloud's: the vault stores at the callback, without asking whose browser it was.
const bindingFault = "session-binding-off"

func (binding) Info() flow.Info {
	return flow.Info{
		ID: "binding", Ephemeral: true, Needs: []string{"deploy", "provider"}, Typical: 2 * time.Minute,
		Title: text.T{En: "Session binding", Ko: "Session Binding (세션 바인딩)"},
		Why: text.T{
			En: "An authorization URL is a letter that anybody may post. If A's leaks and B walks it, B's credentials must not land in A's vault entry: A's agent would then work in B's account. The application's callback asks its own cookie whose browser has come, and completes only for the one who began.",
			Ko: "authorization URL은 누구나 열 수 있습니다. A의 주소가 유출되어 B가 열더라도 B의 자격 증명이 A의 Token Vault 항목에 저장되어서는 안 됩니다. 그러면 A의 에이전트가 B의 계정에서 동작하게 됩니다. 애플리케이션의 콜백은 자체 쿠키로 누구의 브라우저인지 확인하고, 시작한 사람일 때만 완료합니다."},
		Picture: text.T{En: bindingEn, Ko: bindingKo}, Lanes: consentLanes(),
		Will: []flow.Plan{
			{Call: "bedrock-agentcore:GetResourceOauth2Token", Does: text.T{En: "A's agent asks for a consent; its address leaks", Ko: "A의 에이전트가 동의를 요청하고 그 주소가 유출됩니다"}},
			{Call: "GET /return", Does: text.T{En: "B's browser comes back to our small application, which refuses it", Ko: "B의 브라우저가 작은 애플리케이션으로 돌아오지만 거부됩니다"}},
			{Call: "POST /return", Does: text.T{En: "the older documents' callback: a browser never sends that", Ko: "이전 문서의 콜백 방식이며, 브라우저는 이렇게 보내지 않습니다"}},
			{Call: "cognito-idp:AdminCreateUser", Does: text.T{En: "the second user, second@example.com", Ko: "두 번째 사용자 second@example.com을 만듭니다"}, Creates: true},
			{Call: "cognito-idp:CreateUserPoolClient", Does: text.T{En: "the third client and its provider, as in 3lo", Ko: "3lo와 같은 세 번째 클라이언트와 Provider를 만듭니다"}, Creates: true},
			{Call: "bedrock-agentcore-control:CreateWorkloadIdentity", Does: text.T{En: "an agent for this lab alone, deleted at the end", Ko: "이 실습에만 쓸 에이전트를 만들고 끝나면 지웁니다"}, Creates: true},
		},
		Terms: []flow.Term{
			{Word: "session fixation", Meaning: text.T{En: "making somebody else finish what one has begun, so that the result lies where one can use it", Ko: "자신이 시작한 절차를 다른 사람이 끝내게 하여 그 결과를 이용하는 공격"}},
		},
		Console: []string{"agentcore"},
	}
}

const (
	bindingEn = `  A begins    -> session (owner A), address
                     | leaks
  B opens it  -> signs in as B -> callback -> /return
                     |
  cookie: B, session: A -> refused, nothing stored
  without binding: B's token -> vault[agent+A]`
	bindingKo = `  A가 시작      -> 세션(소유자 A), 주소
                     | 유출
  B가 주소를 엶 -> B로 로그인 -> callback -> /return
                     |
  쿠키는 B, 세션은 A -> 거부, 저장하지 않음
  바인딩이 없으면: B의 토큰 -> Vault[Agent+A]`
)

// State is what this session's lab found.
func (b binding) State(context.Context) (flow.Status, error) {
	return b.env.LabStatus("binding", text.T{En: "The leaked address brought nothing into A's entry.", Ko: "유출된 주소로는 A의 항목에 아무것도 저장되지 않았습니다."}), nil
}

// Apply walks three times: the leaked address, the owner's own way, and, in practice, the leaked address without binding.
func (b binding) Apply(ctx context.Context, r *flow.Report) (err error) {
	e := b.env
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err == nil {
		_, err = BringConsent(ctx, e, r, s)
	}
	if err == nil {
		err = bringLabWorkload(ctx, e)
	}
	if err != nil {
		return steps.Explain(err)
	}
	defer func() { err = steps.Explain(errors.Join(err, removeLabWorkload(ctx, e))) }()
	a, other, err := people(ctx, e, r, s.PoolID())
	if err != nil {
		return err
	}
	l := &leak{e: e, s: s, a: a, b: other}
	if err := l.bound(ctx, r); err != nil {
		return err
	}
	if err := l.owner(ctx, r); err != nil {
		return err
	}
	if err := l.unbound(ctx, r); err != nil {
		return err
	}
	e.LabDone("binding")
	return nil
}

// bound is the leaked address as AWS and the application handle it.
func (l *leak) bound(ctx context.Context, r *flow.Report) error {
	result, token, err := l.leaks(ctx, r, flowBound)
	if err != nil {
		return err
	}
	lessonIn(r, "binding.refused", text.T{En: "B's browser at A's session", Ko: "A의 세션에 온 B의 브라우저"}, text.T{En: "%s is not %s: refused, HTTP %d", Ko: "%s{은/는} %s{이/가} 아니므로 거부, HTTP %d"}.With(result.Browser, result.Owner, result.Status))
	if result.Refused == "" || !token.Empty() {
		return crossed(text.T{En: "B walked A's address, and A's agent got a token.", Ko: "B가 A의 주소를 열었는데 A의 에이전트가 토큰을 받았습니다."}.With())
	}
	lessonIn(r, "binding.vault", text.T{En: "A's vault entry", Ko: "A의 Token Vault 항목"}, text.T{En: "empty: still waiting for A's own consent", Ko: "비어 있음: 여전히 A 본인의 동의를 기다립니다"}.With())
	return nil
}

// owner is the good case: the same application, the same checks, the right browser.
func (l *leak) owner(ctx context.Context, r *flow.Report) error {
	er := cognitoErrand(l.e, l.s, AgentUser{Name: l.a.email})
	er.flow, er.workload, er.force, er.browser, er.login, er.password = flowOwner, LabWorkload, true, l.a.browser, l.a.email, l.a.password
	token, _, err := walk(ctx, l.e, r, er)
	if err != nil {
		return err
	}
	whose, err := whoseToken(ctx, l.e, l.s, flowOwner, token)
	if err != nil {
		return err
	}
	lessonIn(r, "binding.owner", text.T{En: "A's own browser", Ko: "A 자신의 브라우저"}, text.T{En: "completed: the token is %s's", Ko: "완료: %s의 토큰입니다"}.With(whose))
	if whose != l.a.email {
		return crossed(text.T{En: "A's entry has the token of %s.", Ko: "A의 항목에 %s의 토큰이 있습니다."}.With(whose))
	}
	return nil
}

// unbound is what would be without binding. It exists in the practice cloud alone; our application and its checks are the same.
func (l *leak) unbound(ctx context.Context, r *flow.Report) (err error) {
	e := l.e
	if !e.Practice() {
		r.Say(text.T{En: "What would happen without binding can be seen on the practice cloud only: AWS always binds.", Ko: "바인딩이 없을 때의 결과는 연습용 클라우드에서만 볼 수 있습니다. AWS는 항상 바인딩합니다."}.With())
		return nil
	}
	if err := e.Cloud.Break(ctx, bindingFault); err != nil {
		return err
	}
	lifted := false
	lift := func() error {
		if lifted {
			return nil
		}
		lifted = true
		return e.Cloud.Repair(context.WithoutCancel(ctx), bindingFault)
	}
	defer func() { err = errors.Join(err, lift()) }()
	r.Warn(text.T{En: "The practice cloud's fault session-binding-off is in force now: its vault stores at the callback.", Ko: "연습용 클라우드의 장애 session-binding-off를 적용했습니다. Token Vault가 콜백에서 바로 저장합니다."}.With())
	result, token, err := l.leaks(ctx, r, flowUnbound)
	if err != nil {
		return err
	}
	if err := lift(); err != nil {
		return err
	}
	lessonIn(r, "binding.off.refused", text.T{En: "Our application, as before", Ko: "우리 애플리케이션(앞과 같음)"}, text.T{En: "refused, HTTP %d: too late", Ko: "거부, HTTP %d: 이미 늦었습니다"}.With(result.Status))
	if token.Empty() {
		return &flow.Failure{Code: "FaultNotInForce", Exit: flow.ExitOther, Message: text.T{En: "The fault had no effect: A's entry is empty.", Ko: "장애가 적용되지 않아 A의 항목이 비어 있습니다."}.With()}
	}
	whose, err := whoseToken(ctx, e, l.s, flowUnbound, token)
	if err != nil {
		return err
	}
	lessonIn(r, "binding.off.vault", text.T{En: "A's vault entry without binding", Ko: "바인딩이 없을 때 A의 Token Vault 항목"}, text.T{En: "the token of %s", Ko: "%s의 토큰이 들어 있습니다"}.With(whose))
	r.Say(text.T{En: "While the fault was in force, A's agent had the token of %s and could work in that account. The fault is lifted; the lab's agent is deleted, and the token with it.", Ko: "장애가 적용된 동안 A의 에이전트는 %s의 토큰을 받아 그 계정에서 동작할 수 있었습니다. 장애는 해제했고, 실습용 에이전트를 지우므로 토큰도 함께 지워집니다."}.With(whose))
	return nil
}

// Undo deletes the lab's agent and the second user, and lifts the fault where an interruption has left it.
func (b binding) Undo(ctx context.Context, _ *flow.Report) error {
	s, err := b.env.Look(ctx)
	if err != nil {
		return steps.Explain(err)
	}
	err = errors.Join(removeLabWorkload(ctx, b.env), removeSecondUser(ctx, b.env, s.PoolID()))
	if b.env.Practice() {
		err = errors.Join(err, b.env.Cloud.Repair(ctx, bindingFault))
	}
	return steps.Explain(err)
}

// Code is the callback that binds.
func (b binding) Code(_ context.Context, as flow.Dialect) (string, error) {
	if as == flow.Python {
		return "# a browser comes by redirect: GET, never POST\n@app.get(\"/return\")\ndef back(request: Request, session_id: str, state: str):\n" +
			"    user = signed_in_user(request.cookies.get(\"my-app-cookie\"))   # whose browser is this?\n    flow = flows.get(session_id)                                    # who began?\n" +
			"    if flow is None or user is None or user.id != flow.owner or not secrets.compare_digest(state, flow.state):\n        raise HTTPException(403)                                    # do nothing\n" +
			"    identity_client.complete_resource_token_auth(\n        session_uri=session_id,\n        user_identifier=UserTokenIdentifier(user_token=flow.user_jwt))  # the very token of the beginning\n", nil
	}
	return b.env.Script(as, script.Call{Why: "only after the application's own cookie has said whose browser came back", Service: "bedrock-agentcore", Operation: "CompleteResourceTokenAuth", Params: []script.Param{
		{Name: "sessionUri", Value: script.Var("SESSION_ID")}, {Name: "userIdentifier", Value: map[string]string{"userId": steps.TestUser}, Go: "&types.UserIdentifierMemberUserId{Value: \"" + steps.TestUser + "\"}"}}}), nil
}
