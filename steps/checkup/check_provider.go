package checkup

import (
	"cmp"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func checkProvider(p *probes) []flow.Check {
	provider := flow.Check{Group: groupProvider, Step: "provider", Severity: flow.MainJob, Needs: []flow.Need{p.provider}, Docs: steps.DocsProvider, Fix: byStep("provider")}
	exists, ready := provider, provider
	exists.ID, exists.Title = "provider.exists", text.T{En: "The provider is there", Ko: "Provider 존재"}
	exists.Why = text.T{En: "The agent asks AgentCore for it by name.", Ko: "에이전트가 이름으로 AgentCore에 요청합니다."}
	exists.Judge = func(f *flow.Facts) flow.Verdict {
		found := p.provider.Of(f)
		return flow.Passed(text.Plain(found.Name)).With("arn", found.ARN).With("callback_url", found.CallbackURL)
	}
	exists.Needs = []flow.Need{p.stack, p.provider}
	gone := missingIn(p, text.T{En: "there is no provider of the name that cognito_provider says", Ko: "cognito_provider가 가리키는 이름의 Provider가 없습니다"})
	exists.OnError = func(f *flow.Facts, err error) flow.Verdict {
		v := gone(f, err)
		if v.Status == flow.Fail && p.published.Of(f) != nil { // it is there, and the parameter points past it
			v.Cause = "parameter.cognito_provider"
		}
		return v
	}
	ready.ID, ready.Title = "provider.ready", text.T{En: "The provider is READY", Ko: "Provider 상태"}
	ready.Why = text.T{En: "In any other state it hands out no tokens.", Ko: "다른 상태에서는 토큰을 주지 않습니다."}
	ready.Judge = func(f *flow.Facts) flow.Verdict {
		return judgeReady(p.provider.Of(f))
	}
	vendor := providerField(p, provider, "provider.vendor",
		text.T{En: "It is a CustomOauth2 provider", Ko: "Provider 종류"}, text.T{En: "That is what the workshop page makes.", Ko: "워크숍 페이지가 만드는 종류입니다."},
		func(f aws.Provider, _ steps.Setup) flow.Verdict { return match(f.Vendor, "CustomOauth2") })
	client := providerField(p, provider, "provider.client",
		text.T{En: "It uses the stack's machine client", Ko: "Provider의 client id"}, text.T{En: "The client's id changes whenever the stack is made again; the provider's name does not.", Ko: "스택을 다시 만들면 client id는 바뀌지만 Provider 이름은 그대로입니다."},
		func(f aws.Provider, s steps.Setup) flow.Verdict { return match(f.ClientID, s.MachineClient()) })
	issuer := providerField(p, provider, "provider.issuer",
		text.T{En: "Its issuer is the pool", Ko: "Provider의 발급자"}, text.T{En: "The published script writes the discovery URL there, which no token's iss will ever equal.", Ko: "공개된 스크립트는 여기에 discovery URL을 넣는데, 토큰의 iss와 같아질 수 없는 값입니다."}, judgeIssuer)
	token := providerField(p, provider, "provider.token_endpoint",
		text.T{En: "Its token endpoint is the domain's", Ko: "Provider의 토큰 엔드포인트"}, text.T{En: "AgentCore fetches tokens there.", Ko: "AgentCore가 토큰을 받는 주소입니다."},
		func(f aws.Provider, s steps.Setup) flow.Verdict { return endpoint(f, f.TokenEndpoint, s.TokenURL()) })
	authorize := providerField(p, provider, "provider.authorization_endpoint",
		text.T{En: "Its authorization endpoint is the domain's", Ko: "Provider의 인가 엔드포인트"}, text.T{En: "User sign-ins through AgentCore begin there.", Ko: "AgentCore를 통한 사용자 로그인이 시작되는 주소입니다."},
		func(f aws.Provider, s steps.Setup) flow.Verdict {
			return endpoint(f, f.AuthorizationEndpoint, s.AuthorizeURL())
		})
	kept := provider
	kept.ID, kept.Needs = "provider.secret", []flow.Need{p.secret}
	kept.Title = text.T{En: "Secrets Manager keeps its secret", Ko: "Provider의 시크릿"}
	kept.Why = text.T{En: "Without it AgentCore answers that it cannot fetch a token, and hides why.", Ko: "시크릿이 없으면 AgentCore는 이유를 알려 주지 않은 채 토큰을 받을 수 없다고만 답합니다."}
	kept.Judge = func(f *flow.Facts) flow.Verdict {
		s := p.secret.Of(f)
		if !s.Deleted.IsZero() {
			return flow.Failing(text.T{En: "it is marked for deletion", Ko: "삭제 예정으로 표시되어 있습니다"}.With()).With("name", s.Name)
		}
		return flow.Passed(text.Plain(s.Name)).With("arn", s.ARN)
	}
	kept.OnError = missing(text.T{En: "the provider's secret is not in Secrets Manager", Ko: "Provider의 시크릿이 Secrets Manager에 없습니다"})
	return []flow.Check{exists, ready, vendor, client, issuer, token, authorize, kept}
}

// judgeReady warns of what AWS is still at work on, which time alone puts right.
func judgeReady(p aws.Provider) flow.Verdict {
	if !p.Settled() {
		return flow.Warned(text.T{En: "%s: AWS is at work on it. Wait a little, then check again", Ko: "%s: AWS가 처리하는 중입니다. 잠시 기다렸다가 다시 확인하세요"}.With(p.Status)).With("is", p.Status).With("want", "READY")
	}
	return match(cmp.Or(p.Status, "READY"), "READY").Because(text.Plain(p.FailureReason))
}

// providerField is a check that compares a field of the provider with the stack.
func providerField(p *probes, base flow.Check, id string, title, why text.T, judge func(aws.Provider, steps.Setup) flow.Verdict) flow.Check {
	base.ID, base.Title, base.Why, base.Needs = id, title, why, []flow.Need{p.setup, p.provider}
	base.Judge = func(f *flow.Facts) flow.Verdict { return judge(p.provider.Of(f), p.setup.Of(f)) }
	return base
}

// judgeIssuer warns of the published script's mistake, which does not keep a machine's token from being fetched, and fails on
// any other issuer.
func judgeIssuer(p aws.Provider, s steps.Setup) flow.Verdict {
	if p.DiscoveryURL != "" {
		return match(strings.TrimSuffix(p.DiscoveryURL, "/.well-known/openid-configuration"), s.Issuer())
	}
	v := match(p.Issuer, s.Issuer())
	if p.Issuer == s.DiscoveryURL() {
		v = softly(v).Because(text.T{En: "This is the discovery document's address, as the published script has it. Machine tokens work; anything that compares the issuer does not.",
			Ko: "공개된 스크립트처럼 discovery 문서의 주소가 들어 있습니다. M2M 토큰은 받을 수 있지만 발급자를 비교하는 기능은 동작하지 않습니다."}.With())
	}
	return v
}

// endpoint compares an endpoint; one that is left to a discovery document cannot differ.
func endpoint(p aws.Provider, is, want string) flow.Verdict {
	if p.DiscoveryURL != "" && is == "" {
		return flow.Passed(text.T{En: "from the discovery document", Ko: "discovery 문서에서 읽습니다"}.With())
	}
	return match(is, want)
}
