package inbound

import (
	"context"
	"strings"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// refusals tries every token at every door.
type refusals struct{ env *steps.Env }

// Refusals is the step that draws the table of who is let in where.
func Refusals(env *steps.Env) flow.Step { return refusals{env} }

// flowRefusals names the hops of the table.
const flowRefusals = "refusals"

func (refusals) Info() flow.Info {
	return flow.Info{
		ID: "refusals", Ephemeral: true, Needs: []string{"gateway", "runtime"}, Typical: 20 * time.Second,
		Title: text.T{En: "Every token at every door", Ko: "모든 토큰을 모든 입구에"},
		Why: text.T{
			En: "A door is known by whom it refuses. Six tokens, of which four are bad in different ways, knock at three doors. Each answer is held against what the authorizer's rules say: 401 means that the token itself is no good, 403 that it is genuine and not for this door.",
			Ko: "인증은 누구를 거부하는지로 확인합니다. 토큰 여섯 개(그중 넷은 서로 다른 이유로 잘못된 토큰)로 입구 세 곳을 두드리고, 응답을 authorizer의 규칙과 비교합니다. 401은 토큰 자체가 유효하지 않다는 뜻이고, 403은 진짜 토큰이지만 이 입구용이 아니라는 뜻입니다."},
		Picture: text.T{En: refusalsEn, Ko: refusalsKo},
		Will: []flow.Plan{
			{Call: "POST /runtimes/{arn}/invocations", Does: text.T{En: "each token at the runtime, which takes the web client's", Ko: "Web Client의 토큰을 받는 Runtime에 토큰을 하나씩 보냅니다"},
				Billed: text.T{En: "the one call that is let in runs the agent for a moment", Ko: "통과하는 호출 하나가 에이전트를 잠시 실행합니다"}},
			{Call: "POST /mcp", Does: text.T{En: "each token at both gateways: tools/list changes nothing", Ko: "두 Gateway에 토큰을 하나씩 보냅니다(tools/list는 아무것도 바꾸지 않음)"}},
			{Call: "POST /oauth2/token", Does: text.T{En: "the machine's token; in practice also one that is dated back by two hours", Ko: "M2M 토큰을 받습니다. 연습용 클라우드에서는 발급 시각이 두 시간 전인 토큰도 받습니다"}},
		},
		Terms: []flow.Term{
			{Word: "401", Meaning: text.T{En: "the token is missing or no good: get one (error=\"invalid_token\")", Ko: "토큰이 없거나 유효하지 않음: 새로 받으세요(error=\"invalid_token\")"}},
			{Word: "403", Meaning: text.T{En: "the token is genuine and may not do this (error=\"insufficient_scope\"); runtimes answer 401 here, too", Ko: "진짜 토큰이지만 권한이 없음(error=\"insufficient_scope\"). Runtime은 이 경우에도 401로 응답합니다"}},
			{Word: "kid", Meaning: text.T{En: "the name of the key by which a token says that it is signed", Ko: "토큰을 서명한 키의 이름"}},
		},
		Lanes:   []string{"app"},
		Console: []string{"agentcore"},
	}
}

// refusalsEn and refusalsKo draw the table as it should come out, 50 cells wide.
const (
	refusalsEn = `              runtime    gateway    gateway
              (web)      (machine)  (user)
  user        let in     403        let in
  machine     401        let in     403
  expired     401        401        401
  wrong pool  401        401        401
  tampered    401        401        401
  none        401        401        401`
	refusalsKo = `              Runtime    Gateway    Gateway
              (web)      (machine)  (user)
  사용자      통과       403        통과
  M2M         401        통과       403
  만료됨      401        401        401
  다른 풀     401        401        401
  변조됨      401        401        401
  없음        401        401        401`
)

// State is what this session found.
func (x refusals) State(context.Context) (flow.Status, error) {
	return x.env.LabStatus("refusals", text.T{En: "Every token was let in or refused as the rules say.", Ko: "모든 토큰이 규칙대로 통과하거나 거부되었습니다."}), nil
}

// Apply knocks at every door with every token, and tells each answer beside what was expected.
func (x refusals) Apply(ctx context.Context, r *flow.Report) error {
	e := x.env
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err != nil {
		return steps.Explain(err)
	}
	doors, err := doorways(ctx, e)
	if err != nil {
		return steps.Explain(err)
	}
	badges, err := badges(ctx, e, r, s)
	if err != nil {
		return steps.Explain(err)
	}
	wrong := 0
	for _, b := range badges {
		n, err := tryBadge(ctx, e, r, b, doors)
		if err != nil {
			return steps.Explain(err)
		}
		wrong += n
	}
	if wrong > 0 {
		return &flow.Failure{Code: "DoorsDiffer", Exit: flow.ExitCheckFailed, Docs: DocsRuntime,
			Message: text.T{En: "Answers that are not what the rules say: %d.", Ko: "규칙과 다른 응답이 %d개 있습니다."}.With(wrong),
			Cause:   text.T{En: "An authorizer differs from the stack: another pool, another client, or an audience.", Ko: "authorizer가 스택과 다릅니다(다른 User Pool, 다른 클라이언트, 또는 audience 설정)."}.With(),
			Fix:     text.T{En: "`verify` says which; `gateway` and `runtime` put it right.", Ko: "`verify`로 어느 것인지 확인하고 `gateway`와 `runtime`으로 바로잡으세요."}.With()}
	}
	e.LabDone("refusals")
	return nil
}

// tryBadge knocks with one token at all doors: a row of the table. It returns how many answers were not as expected.
func tryBadge(ctx context.Context, e *steps.Env, r *flow.Report, b badge, doors []doorway) (wrong int, err error) {
	if b.missing {
		r.Emit(flow.Fact{Key: "refusal." + b.id, Value: "not tried", Says: text.T{En: "not tried", Ko: "시험하지 않음"}.With(), Label: b.label, Source: b.made.With()})
		return 0, nil
	}
	var row []string
	for _, d := range doors {
		a, err := knockAt(ctx, e, r, flowRefusals, d, b)
		if err != nil {
			return wrong, err
		}
		if !a.asExpected() {
			wrong++
			r.Warn(text.T{En: "%s: %s", Ko: "%s: %s"}.With(d.id, a.told()))
		}
		row = append(row, d.id+" "+a.code())
	}
	r.Emit(flow.Fact{Key: "refusal." + b.id, Value: strings.Join(row, " · "), Label: b.label, Source: b.made.With()})
	return wrong, nil
}

// Code is the table by hand.
func (x refusals) Code(ctx context.Context, as flow.Dialect) (string, error) { return x.code(ctx, as) }
