package checkup

import (
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

func checkTokens(p *probes) []flow.Check {
	direct := flow.Check{Group: groupTokens, Step: "deploy", Severity: flow.MainJob, Needs: []flow.Need{p.setup, p.direct}, Docs: steps.DocsTokenEndpoint}
	endpoint, signature, scope := direct, direct, direct
	endpoint.ID, endpoint.Title = "token.endpoint", text.T{En: "Cognito gives the machine client a token", Ko: "Cognito의 토큰 발급"}
	endpoint.Why = text.T{En: "Asked with the live id, secret and scope: if this fails, no provider can succeed.", Ko: "현재 id, 시크릿, 스코프로 요청합니다. 여기서 실패하면 어떤 Provider도 성공할 수 없습니다."}
	endpoint.Judge = func(f *flow.Facts) flow.Verdict { return flow.Passed(text.Plain(p.setup.Of(f).TokenURL())) }
	endpoint.Needs = []flow.Need{p.setup, p.machine, p.domain, p.direct}
	endpoint.OnError = func(f *flow.Facts, err error) flow.Verdict {
		v := failed(f, err)
		v.Cause = p.causeOfRefusal(f)
		return v
	}
	signature.ID, signature.Title = "token.signature", text.T{En: "The token's signature is the issuer's", Ko: "토큰 서명"}
	signature.Why = text.T{En: "RS256, verified with the published keys, with issuer, client and times.", Ko: "공개 키로 RS256 서명을 검증하고 발급자, 클라이언트, 시각을 확인합니다."}
	signature.Judge = func(f *flow.Facts) flow.Verdict {
		if err := p.direct.Of(f).unverified; err != nil {
			return failed(f, steps.Explain(err))
		}
		return flow.Passed(text.T{En: "verified", Ko: "검증했습니다"}.With()).With("iss", p.direct.Of(f).claims.String("iss"))
	}
	scope.ID, scope.Title = "token.scope", text.T{En: "The token carries the scope", Ko: "토큰의 스코프"}
	scope.Why = text.T{En: "The gateway lets nobody in without it.", Ko: "이 스코프가 없으면 Gateway가 받아들이지 않습니다."}
	scope.Judge = func(f *flow.Facts) flow.Verdict {
		if p.direct.Of(f).unverified != nil { // what it says of itself is worth nothing
			v := flow.Skipping(text.T{En: "the token's signature does not hold, so nothing in it counts", Ko: "토큰의 서명이 맞지 않아 내용을 믿을 수 없습니다"}.With())
			v.Cause = "token.signature"
			return v
		}
		if len(p.setup.Of(f).Scopes()) == 0 {
			v := flow.Skipping(text.T{En: "no parameter says which scope it must carry", Ko: "어떤 스코프가 있어야 하는지 알려 주는 파라미터가 없습니다"}.With())
			v.Cause = "parameter.cognito_auth_scope"
			return v
		}
		return atLeast(strings.Fields(p.direct.Of(f).claims.String("scope")), p.setup.Of(f).Scopes())
	}

	// The workload identity is this program's own. A set-up that others made does not have it, and lacks nothing by that.
	workload := flow.Check{ID: "workload.exists", Group: groupTokens, Step: "token", Severity: flow.Optional, Needs: []flow.Need{p.workload}, Docs: docsActions, Fix: byStep("token"),
		Title: text.T{En: "AgentCore knows this program's workload", Ko: "Workload Identity"},
		Why:   text.T{En: "With its workload access token the provider's token is asked for.", Ko: "이 Workload Access Token으로 Provider의 토큰을 요청합니다."},
		Judge: func(*flow.Facts) flow.Verdict { return flow.Passed(text.Plain(steps.Workload)) },
		OnError: func(f *flow.Facts, err error) flow.Verdict {
			if aws.IsNotFound(err) {
				v := flow.Skipping(text.T{En: "not made yet: the step `token` makes it", Ko: "아직 없습니다. `token` 단계에서 만듭니다"}.With())
				if _, gone := p.provider.Get(f); aws.IsNotFound(gone) && p.setup.Of(f).PoolID() != "" { // its mark would say whether there was one
					v.Cause = "provider.exists"
				}
				return v
			}
			return failed(f, err)
		}}
	returns := flow.Check{ID: "workload.return_urls", Group: groupTokens, Step: "token", Severity: flow.Optional, Needs: []flow.Need{p.identity}, Docs: identity.DocsBinding,
		Title: text.T{En: "Users may come back to this program", Ko: "Workload Identity의 return URL"},
		Why:   text.T{En: "AgentCore sends a user back only to an address that the workload identity lists, to the letter.", Ko: "AgentCore는 Workload Identity에 등록된 주소로만 사용자를 돌려보내며, 글자 그대로 비교합니다."},
		Judge: func(f *flow.Facts) flow.Verdict {
			return softly(atLeast(p.identity.Of(f).ReturnURLs, p.env.ReturnURLs()))
		},
		OnError: func(f *flow.Facts, err error) flow.Verdict {
			if !aws.IsNotFound(err) {
				return unmade(err)
			}
			v := flow.Skipping(text.T{En: "there is no workload identity yet", Ko: "Workload Identity가 아직 없습니다"}.With())
			v.Cause = "workload.exists"
			return v
		}}
	through := flow.Check{ID: "token.agentcore", Group: groupTokens, Step: "token", Severity: flow.Optional, Docs: steps.DocsProvider, Fix: byStep("provider"),
		// The last two are not judged. They are waited for, since they may tell the cause.
		Needs: []flow.Need{p.setup, p.provider, p.through, p.direct, p.secret},
		Title: text.T{En: "AgentCore gets a token with the provider", Ko: "AgentCore를 통한 토큰 발급"},
		Why:   text.T{En: "Only this proves the secret that the provider keeps: nobody can read it.", Ko: "Provider가 보관한 시크릿은 아무도 읽을 수 없으므로, 이 방법으로만 맞는지 확인할 수 있습니다."},
		Judge: p.judgeThrough,
		OnError: func(f *flow.Facts, err error) flow.Verdict {
			if _, hidden := p.through.Get(f); hidden == nil {
				return p.judgeThrough(f)
			}
			v := failed(f, steps.Explain(hiddenIn(p, f, err)))
			if strings.Contains(err.Error(), "ClientCredentials") {
				v = v.With("hidden_by_aws", "true")
			}
			v.Cause = p.causeOfHidden(f)
			return v
		}}
	return []flow.Check{endpoint, signature, scope, workload, returns, through}
}

func (p *probes) judgeThrough(f *flow.Facts) flow.Verdict {
	v := match(p.through.Of(f).String("client_id"), p.setup.Of(f).MachineClient())
	if v.Status != flow.Pass && p.provider.Of(f).ClientID != p.setup.Of(f).MachineClient() {
		v.Cause = "provider.client"
	}
	return v
}

// hiddenIn says what AgentCore leaves out, as far as Cognito's own answer is known.
func hiddenIn(p *probes, f *flow.Facts, err error) error {
	if _, refused := p.direct.Get(f); refused != nil {
		return err
	}
	return steps.HiddenCause(err)
}

// causeOfRefusal is the check whose failure explains why Cognito refuses the machine client, as far as the facts say.
func (p *probes) causeOfRefusal(f *flow.Facts) string {
	s, client := p.setup.Of(f), p.machine.Of(f)
	_, absent := p.machine.Get(f)
	switch {
	case aws.IsNotFound(absent):
		return "client.machine.exists"
	case p.domain.Of(f).PoolID != s.PoolID():
		return "domain.exists"
	case client.Public():
		return "client.machine.secret"
	case !client.OAuth:
		return "client.machine.oauth"
	case len(steps.Lacking(client.Flows, []string{"client_credentials"})) > 0:
		return "client.machine.flows"
	case len(steps.Lacking(client.Scopes, s.Scopes())) > 0:
		return "client.machine.scopes"
	}
	return ""
}

// causeOfHidden is the same for AgentCore's refusal, which says nothing by itself.
func (p *probes) causeOfHidden(f *flow.Facts) string {
	found := p.provider.Of(f)
	_, refused := p.direct.Get(f)
	_, lost := p.secret.Get(f)
	switch {
	case found.Name == "":
		return "provider.exists"
	case !found.Ready() && found.Settled():
		return "provider.ready"
	case aws.IsNotFound(lost):
		return "provider.secret"
	case found.ClientID != p.setup.Of(f).MachineClient():
		return "provider.client"
	case refused != nil:
		return "token.endpoint"
	case found.TokenEndpoint != "" && found.TokenEndpoint != p.setup.Of(f).TokenURL():
		return "provider.token_endpoint"
	}
	return ""
}
