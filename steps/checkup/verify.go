package checkup

import (
	"context"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/text"
)

// verify makes the checklist.
type verify struct{ env *steps.Env }

// Verify is the third step: the checklist of everything that the workshop made.
func Verify(env *steps.Env) flow.Step { return verify{env} }

func (verify) Info() flow.Info {
	return flow.Info{
		ID: "verify", Main: true, Ephemeral: true, Needs: []string{"deploy", "provider"}, Typical: 2 * time.Second,
		Title: text.T{En: "Verify", Ko: "검증"},
		Why: text.T{
			En: "Created does not mean right: a parameter may point at a client that is gone, a provider may keep an old secret. The checklist compares every part with what it must agree with, and says what to do where it does not.",
			Ko: "만들어졌다고 해서 올바른 것은 아닙니다. 파라미터가 사라진 클라이언트를 가리키거나 Provider가 오래된 시크릿을 갖고 있을 수 있습니다. 이 목록은 각 부분을 서로 맞아야 하는 값과 비교하고, 다르면 고치는 방법을 알려 줍니다."},
		Will: []flow.Plan{
			{Call: "Describe*, Get*, List*", Does: text.T{En: "reads stack, pool, clients, domain, parameters, role, user and provider; changes nothing", Ko: "스택, User Pool, 클라이언트, 도메인, 파라미터, 역할, 사용자, Provider를 읽기만 하고 바꾸지 않습니다"}},
			{Call: "POST /oauth2/token", Does: text.T{En: "asks once for a token, since only that proves the secret", Ko: "시크릿이 맞는지 확인하기 위해 토큰을 한 번 요청합니다"},
				Billed: text.T{En: "two machine tokens, fractions of a cent", Ko: "M2M 토큰 두 개에 해당하는 아주 적은 금액"}},
		},
		Terms: []flow.Term{
			{Word: "drift", Meaning: text.T{En: "a resource that was changed after it was made, so that it differs from what made it", Ko: "리소스가 만들어진 뒤에 바뀌어 원래 정의와 달라진 상태"}},
		},
		Console: []string{"agentcore", "cognito"},
	}
}

// State is what this session's last verification found.
func (v verify) State(context.Context) (flow.Status, error) {
	last := v.env.LastVerification()
	if last == nil {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "Not verified in this session yet.", Ko: "이번 세션에서는 아직 검증하지 않았습니다."}.With()}, nil
	}
	status := flow.Status{State: flow.Present, Summary: text.T{En: "%d passed, %d warnings, %d failed, %d skipped.", Ko: "통과 %d, 경고 %d, 실패 %d, 건너뜀 %d"}.With(
		last.Count(flow.Pass), last.Count(flow.Warn), last.Count(flow.Fail), last.Count(flow.Skip))}
	if !last.OK() {
		status.State = flow.Drifted
	}
	return status, nil
}

// Apply makes every check and tells each result. A failed check is ErrChecksFailed, after which a run goes on.
func (v verify) Apply(ctx context.Context, r *flow.Report) error {
	checks := Checks(v.env)
	done := 0
	made := flow.VerifyWithin(r.With(ctx), flow.Place{Account: v.env.Account, Region: v.env.Region()}, checks, v.env.Clock, func(c flow.CheckResult) {
		done++
		r.Emit(c)
		r.Emit(flow.Progress{Done: done, Total: len(checks)})
	})
	v.env.VerifiedAs(&made)
	lab := Lab(v.env)
	switch {
	case lab != nil && made.OK():
		return lab.Judge(ctx, made)
	case lab != nil:
		_ = lab.Look(ctx) // only so that the screen knows of one that is open
	}
	if !made.OK() {
		return flow.ErrChecksFailed
	}
	return nil
}

// Code is how the same is asked for elsewhere, in a pipeline for instance.
func (v verify) Code(_ context.Context, as flow.Dialect) (string, error) {
	e := v.env
	if as == flow.CLI {
		if v.env.Practice() {
			return "agentcore-workshop verify --sandbox --output json --junit verify.xml\n", nil
		}
		return "agentcore-workshop verify --output json --junit verify.xml\n", nil
	}
	return e.Script(as,
		script.Call{Why: "the stack and its outputs", Service: "cloudformation", Operation: "DescribeStacks", Params: []script.Param{{Name: "StackName", Value: e.Stack}}},
		script.Call{Why: "the ten parameters", Service: "ssm", Operation: "GetParametersByPath", Params: []script.Param{{Name: "Path", Value: e.Prefix}}},
		script.Call{Why: "the providers", Service: "bedrock-agentcore-control", Operation: "ListOauth2CredentialProviders", Params: nil},
	), nil
}
