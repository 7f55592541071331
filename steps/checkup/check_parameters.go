package checkup

import (
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// parameterCheck says of one parameter what it mirrors, and who reads it.
type parameterCheck struct {
	name string
	why  text.T
	// want is the value that it must have; empty where only presence can be judged.
	want func(steps.Setup) string
}

func parameterChecks() []parameterCheck {
	return []parameterCheck{
		{"machine_client_id", text.T{En: "The provider step and the gateway read it.", Ko: "Provider 생성 단계와 Gateway가 읽습니다."}, func(s steps.Setup) string { return s.Stack.Outputs["MachineClientId"] }},
		{"web_client_id", text.T{En: "The sign-in and the runtime read it.", Ko: "로그인과 Runtime이 읽습니다."}, func(s steps.Setup) string { return s.Stack.Outputs["WebClientId"] }},
		{"userpool_id", text.T{En: "The provider step finds the secret through it.", Ko: "Provider 생성 단계가 시크릿을 찾는 데 씁니다."}, func(s steps.Setup) string { return s.Stack.Outputs["UserPoolId"] }},
		{"cognito_provider", text.T{En: "The agent asks AgentCore for the provider of this name.", Ko: "에이전트가 이 이름의 Provider를 AgentCore에 요청합니다."}, func(s steps.Setup) string { return steps.DomainStem + s.AccountID }},
		{"cognito_auth_scope", text.T{En: "Every token request names it.", Ko: "모든 토큰 요청에 들어갑니다."}, nil},
		{"cognito_discovery_url", text.T{En: "Gateway and runtime learn issuer and keys there.", Ko: "Gateway와 Runtime이 발급자와 공개 키를 알아내는 주소입니다."}, steps.Setup.DiscoveryURL},
		{"cognito_token_url", text.T{En: "Tokens are fetched there.", Ko: "토큰을 받는 주소입니다."}, steps.Setup.TokenURL},
		{"cognito_auth_url", text.T{En: "A person's browser begins there.", Ko: "사용자의 브라우저가 시작하는 주소입니다."}, steps.Setup.AuthorizeURL},
		{"cognito_domain", text.T{En: "The test client builds its addresses from it.", Ko: "테스트 클라이언트가 주소를 만들 때 씁니다."}, steps.Setup.DomainURL},
		{"gateway_iam_role", text.T{En: "The scripts for gateway and runtime pass it on.", Ko: "Gateway와 Runtime 생성 스크립트가 이 역할을 전달합니다."}, nil},
	}
}

func checkParameters(p *probes) []flow.Check {
	var all []flow.Check
	for _, c := range parameterChecks() {
		check := flow.Check{
			ID: "parameter." + c.name, Group: groupParameter, Step: "deploy", Severity: flow.MainJob, Needs: []flow.Need{p.params, p.setup},
			Title: text.T{En: "Parameter " + c.name, Ko: "파라미터 " + c.name}, Why: c.why, Docs: docsParameter,
			Judge: func(f *flow.Facts) flow.Verdict { return judgeParameter(p.setup.Of(f), c) },
		}
		switch c.name {
		case "cognito_auth_scope":
			check.Needs = []flow.Need{p.params, p.setup, p.servers}
			check.Judge = func(f *flow.Facts) flow.Verdict { return judgeScopeParameter(p, f) }
		case "gateway_iam_role":
			check.Needs = []flow.Need{p.params, p.setup, p.role, p.ownRoles}
			check.Judge = func(f *flow.Facts) flow.Verdict {
				return judgeRoleParameter(p.setup.Of(f), p.role.Of(f), p.ownRoles.Of(f))
			}
		}
		all = append(all, check)
	}
	return all
}

func judgeParameter(s steps.Setup, c parameterCheck) flow.Verdict {
	is, there := s.Params[c.name]
	if !there {
		return flow.Failing(text.T{En: "the parameter is not there", Ko: "파라미터가 없습니다"}.With())
	}
	if is == steps.Sealed {
		return sealed()
	}
	want := c.want(s)
	if want == "" {
		return flow.Warned(text.T{En: "%s, with nothing to compare it with", Ko: "%s, 비교할 값이 없습니다"}.With(is)).With("value", is)
	}
	return match(is, want)
}

// judgeScopeParameter accepts one scope or several, as a later script leaves them; each must exist.
func judgeScopeParameter(p *probes, f *flow.Facts) flow.Verdict {
	s := p.setup.Of(f)
	is, there := s.Params["cognito_auth_scope"]
	if !there {
		return flow.Failing(text.T{En: "the parameter is not there", Ko: "파라미터가 없습니다"}.With())
	}
	if is == steps.Sealed {
		return sealed()
	}
	if v := atLeast(scopesOf(p.servers.Of(f)), s.Scopes()); v.Status != flow.Pass || len(s.Scopes()) == 0 {
		return flow.Failing(text.T{En: "%q is no scope of the pool", Ko: "%q{은/는} User Pool에 없는 스코프입니다"}.With(is)).With("is", is).With("want", strings.Join(scopesOf(p.servers.Of(f)), " "))
	}
	if slices.ContainsFunc(s.Scopes(), func(scope string) bool { return strings.HasSuffix(scope, "/invoke") }) {
		return flow.Passed(text.Plain(is)).With("value", is)
	}
	return flow.Warned(text.T{En: "%s instead of …/invoke: a later script has rewritten it", Ko: "…/invoke가 아니라 %s입니다. 이후 스크립트가 바꾼 값입니다"}.With(is)).With("value", is)
}

// sealed is the verdict on a parameter of the wrong type.
func sealed() flow.Verdict {
	return flow.Failing(text.T{En: "is a SecureString: the workshop's scripts do not decrypt, and would read ciphertext", Ko: "SecureString입니다. 워크숍 스크립트는 복호화하지 않으므로 암호문을 읽게 됩니다"}.With()).With("is", "SecureString").With("want", "String")
}

// strayScope reports whether the parameter alone is what is wrong: pool and machine client agree with each other on a scope, and it
// names one that neither knows.
func strayScope(named, client, pool []string) bool {
	agreed := slices.ContainsFunc(client, func(scope string) bool { return slices.Contains(pool, scope) })
	return agreed && slices.ContainsFunc(named, func(scope string) bool { return !slices.Contains(client, scope) && !slices.Contains(pool, scope) })
}

// byScope folds a check that compares with the parameter's scopes under the parameter where that is to blame.
func byScope(p *probes, c flow.Check) flow.Check {
	judge := c.Judge
	c.Needs = append(slices.Clone(c.Needs), p.stray)
	c.Judge = func(f *flow.Facts) flow.Verdict {
		v := judge(f)
		if v.Status == flow.Fail && p.stray.Of(f) {
			v.Cause = "parameter.cognito_auth_scope"
		}
		return v
	}
	return c
}

// judgeRoleParameter compares the parameter with the stack's own roles, not only with a role that happens to be there: the name
// of somebody else's would be passed on to gateway and runtime.
func judgeRoleParameter(s steps.Setup, named aws.Role, own []string) flow.Verdict {
	v := judgeParameter(s, parameterCheck{name: "gateway_iam_role", want: func(steps.Setup) string { return named.ARN }})
	if v.Status != flow.Pass || slices.Contains(own, named.Name) {
		return v
	}
	if len(own) == 0 {
		return judgeParameter(s, parameterCheck{name: "gateway_iam_role", want: func(steps.Setup) string { return "" }})
	}
	is := s.Params["gateway_iam_role"]
	return flow.Failing(text.T{En: "%s is not a role of this stack, which has %s", Ko: "%s{은/는} 이 스택의 역할이 아닙니다. 스택의 역할: %s"}.With(is, strings.Join(own, " "))).With("is", is).With("want", strings.Join(own, " "))
}
