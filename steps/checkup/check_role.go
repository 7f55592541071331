package checkup

import (
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// trusted is the service that takes the role.
const trusted = "bedrock-agentcore.amazonaws.com"

func checkRole(p *probes) []flow.Check {
	role := flow.Check{Group: groupRole, Step: "deploy", Severity: flow.Optional, Needs: []flow.Need{p.role}}
	exists, trust, deputy, permissions, actions := role, role, role, role, role

	exists.ID, exists.Severity, exists.Title = "role.exists", flow.MainJob, text.T{En: "The execution role is there", Ko: "실행 역할 존재"}
	exists.Why = text.T{En: "Gateway and runtime of the next steps work with it.", Ko: "다음 단계의 Gateway와 Runtime이 이 역할로 동작합니다."}
	exists.Judge = func(f *flow.Facts) flow.Verdict {
		r := p.role.Of(f)
		return flow.Passed(text.Plain(r.Name)).With("arn", r.ARN)
	}
	exists.Needs = []flow.Need{p.stack, p.params, p.role}
	exists.OnError = missingIn(p, text.T{En: "the execution role is not there", Ko: "실행 역할이 없습니다"})

	trust.ID, trust.Severity, trust.Docs = "role.trust", flow.MainJob, docsDeputy
	trust.Title = text.T{En: "AgentCore may take the role", Ko: "신뢰 정책"}
	trust.Why = text.T{En: "Otherwise creating the gateway fails later.", Ko: "그렇지 않으면 나중에 Gateway를 만들 때 실패합니다."}
	trust.Needs = []flow.Need{p.role, p.caller}
	trust.Judge = func(f *flow.Facts) flow.Verdict { return judgeTrust(p.role.Of(f), p.taking(f)) }

	deputy.ID, deputy.Severity, deputy.Docs = "role.deputy", flow.Advice, docsDeputy
	deputy.Title = text.T{En: "Only this account's AgentCore may take it", Ko: "혼동된 대리자 방지 조건"}
	deputy.Why = text.T{En: "Without a condition on the source account the service could be talked into using the role for someone else (confused deputy).", Ko: "원본 계정 조건이 없으면 서비스가 다른 사람을 위해 이 역할을 쓰도록 속을 수 있습니다(confused deputy)."}
	deputy.Needs = trust.Needs
	deputy.Judge = func(f *flow.Facts) flow.Verdict {
		if !slices.Contains(p.role.Of(f).Trust.Services(), trusted) {
			v := flow.Skipping(text.T{En: "no statement lets AgentCore take the role", Ko: "AgentCore가 역할을 맡게 하는 정책 문이 없습니다"}.With())
			v.Cause = "role.trust"
			return v
		}
		return softly(yes(p.taking(f).Guarded,
			text.T{En: "limited to this account by aws:SourceAccount or aws:SourceArn", Ko: "aws:SourceAccount 또는 aws:SourceArn으로 이 계정에만 허용됩니다"},
			text.T{En: "the trust policy has no condition that names this account as the source (the published template has none)", Ko: "신뢰 정책에 이 계정을 원본으로 지정하는 조건이 없습니다(공개된 템플릿에도 없습니다)"}))
	}

	permissions.ID, permissions.Docs = "role.permissions", docsActions
	permissions.Title = text.T{En: "The role may fetch tokens", Ko: "토큰 발급 권한"}
	permissions.Why = text.T{En: "The agent asks for its tokens with this role.", Ko: "에이전트가 이 역할로 토큰을 요청합니다."}
	permissions.Judge = func(f *flow.Facts) flow.Verdict { return judgePermissions(p.env, p.role.Of(f)) }

	actions.ID, actions.Severity, actions.Docs = "role.actions", flow.Advice, docsActions
	actions.Title = text.T{En: "Its policies name real actions", Ko: "실제 IAM 작업 이름"}
	actions.Why = text.T{En: "A misspelt action is accepted by IAM and grants nothing.", Ko: "IAM은 잘못된 작업 이름도 받아들이지만 아무 권한도 주지 않습니다."}
	actions.Judge = func(f *flow.Facts) flow.Verdict {
		unreal := unrealActions(p.role.Of(f))
		if len(unreal) == 0 {
			return flow.Passed(text.T{En: "no unknown prefix or action", Ko: "알 수 없는 작업 이름이 없습니다"}.With())
		}
		return flow.Warned(text.T{En: "these grant nothing: %s", Ko: "아무 권한도 주지 않는 이름: %s"}.With(strings.Join(unreal, " "))).With("actions", strings.Join(unreal, " "))
	}
	return []flow.Check{exists, trust, deputy, permissions, actions}
}

// taking is how AgentCore may take the role for this account's resources.
func (p *probes) taking(f *flow.Facts) aws.Taking {
	return p.role.Of(f).Trust.TakenBy(trusted, p.caller.Of(f).Account, p.env.Region())
}

// judgeTrust looks at statements and conditions: a service that is named under a condition on another account does not get in.
func judgeTrust(r aws.Role, t aws.Taking) flow.Verdict {
	services := r.Trust.Services()
	if v := atLeast(services, []string{trusted}); v.Status != flow.Pass {
		return v
	}
	switch {
	case !t.May:
		return flow.Failing(text.T{En: "%s is named, but not let in for this account's resources", Ko: "%s{이/가} 있지만 이 계정의 리소스에는 허용되지 않습니다"}.With(trusted)).With("is", oneLine(r.Trust.Text))
	case len(t.Unjudged) > 0:
		return flow.Warned(text.T{En: "depends on conditions that cannot be judged from here: %s", Ko: "여기에서 판단할 수 없는 조건이 있습니다: %s"}.With(strings.Join(t.Unjudged, " "))).With("conditions", strings.Join(t.Unjudged, " "))
	}
	return flow.Passed(text.Plain(strings.Join(services, " "))).With("value", strings.Join(services, " "))
}

// permission is an action on a resource.
type permission struct{ action, resource string }

// fetching are the actions that fetching a token takes.
func fetching(e *steps.Env) []permission {
	base := "arn:aws:bedrock-agentcore:" + e.Region() + ":" + e.Account + ":"
	return []permission{
		{"bedrock-agentcore:GetWorkloadAccessToken", base + "workload-identity-directory/default"},
		{"bedrock-agentcore:GetResourceOauth2Token", base + "token-vault/default"},
		{"secretsmanager:GetSecretValue", "arn:aws:secretsmanager:" + e.Region() + ":" + e.Account + ":secret:bedrock-agentcore-identity!default/oauth2/x"},
	}
}

// judgePermissions looks for the actions that fetching a token takes, on this account's resources.
func judgePermissions(e *steps.Env, r aws.Role) flow.Verdict {
	var less, by []string
	for _, w := range fetching(e) {
		if !allows(r, w.action, w.resource) {
			less, by = append(less, w.action), steps.Union(by, denying(r, w.action, w.resource))
		}
	}
	if len(less) > 0 {
		v := flow.Warned(text.T{En: "may not %s", Ko: "%s 권한이 없습니다"}.With(strings.Join(less, " "))).With("lacks", strings.Join(less, " "))
		switch {
		case len(by) > 0:
			v = v.With("denied_by", strings.Join(by, " ")).Because(text.T{En: "The policy %s forbids it, and a denial outweighs every permission.", Ko: "정책 %s{이/가} 거부합니다. 거부는 어떤 허용보다 우선합니다."}.With(strings.Join(by, " ")))
		case len(r.Attached) > 0:
			v = v.With("attached", strings.Join(r.Attached, " ")).Because(text.T{En: "Its own policies do not allow it. Attached ones are not read here, and may: %s", Ko: "역할의 인라인 정책에는 없습니다. 연결된 관리형 정책은 여기에서 읽지 않으며, 거기에 있을 수 있습니다: %s"}.With(strings.Join(r.Attached, " ")))
		}
		return v
	}
	return flow.Passed(text.T{En: "workload token, provider token and secret", Ko: "Workload Access Token, Provider 토큰, 시크릿"}.With())
}

// allows reports whether the role's own policies allow an action: one does, and none denies it.
func allows(r aws.Role, action, resource string) bool {
	allowed := false
	for _, policy := range r.Inline {
		allowed = allowed || policy.Allows(action, resource)
	}
	return allowed && len(denying(r, action, resource)) == 0
}

// denying are the role's own policies that deny an action.
func denying(r aws.Role, action, resource string) []string {
	var names []string
	for name, policy := range r.Inline {
		if policy.Denies(action, resource) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// unreal reports whether an action has a prefix that IAM does not have, or is one that AgentCore never had.
func unreal(action string) bool {
	service, name, _ := strings.Cut(action, ":")
	return service == "bedrock-agentcore-control" || service == "bedrock-agentcore-memory" || service == "bedrock-agentcore" && name == "InvokeRuntime"
}

// unrealActions are those in a role's own policies.
func unrealActions(r aws.Role) []string {
	var all []string
	for _, policy := range r.Inline {
		for _, s := range policy.Statement {
			for _, a := range s.Action {
				if unreal(a) && !slices.Contains(all, a) {
					all = append(all, a)
				}
			}
		}
	}
	slices.Sort(all)
	return all
}
