package checkup

import (
	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func checkDomain(p *probes) []flow.Check {
	domain := flow.Check{Group: groupDomain, Step: "deploy", Severity: flow.MainJob, Docs: docsDomain, Needs: []flow.Need{p.setup, p.domain}}
	exists, active, prefix := domain, domain, domain
	exists.ID, exists.Title = "domain.exists", text.T{En: "The hosted domain belongs to the pool", Ko: "호스팅 도메인"}
	exists.Why = text.T{En: "Sign-in pages and token endpoint exist only under a domain.", Ko: "로그인 페이지와 토큰 엔드포인트는 도메인이 있어야 존재합니다."}
	exists.Judge = func(f *flow.Facts) flow.Verdict {
		d, s := p.domain.Of(f), p.setup.Of(f)
		if d.PoolID == "" {
			return flow.Failing(text.T{En: "no user pool of this account has the domain %s", Ko: "이 계정의 어떤 User Pool에도 도메인 %s{이/가} 없습니다"}.With(s.DomainPrefix()))
		}
		return match(d.PoolID, s.PoolID())
	}
	active.ID, active.Title = "domain.active", text.T{En: "The domain is active", Ko: "도메인 상태"}
	active.Why = text.T{En: "A new domain takes up to a minute until it answers.", Ko: "새 도메인은 응답하기까지 최대 1분 정도 걸립니다."}
	active.Judge = func(f *flow.Facts) flow.Verdict {
		if d := p.domain.Of(f); d.PoolID != "" {
			return match(d.Status, "ACTIVE")
		}
		v := flow.Failing(text.T{En: "there is no domain", Ko: "도메인이 없습니다"}.With())
		v.Cause = "domain.exists"
		return v
	}
	prefix.ID, prefix.Severity = "domain.prefix", flow.Advice
	prefix.Title = text.T{En: "The domain has its published name", Ko: "도메인 이름"}
	prefix.Why = text.T{En: "The page names it; another one works as well, as long as the parameters say so.", Ko: "워크숍 페이지의 이름입니다. 파라미터만 맞으면 다른 이름도 동작합니다."}
	prefix.Judge = func(f *flow.Facts) flow.Verdict {
		s := p.setup.Of(f)
		return softly(match(s.DomainPrefix(), steps.DomainStem+s.AccountID))
	}

	oidc := flow.Check{Group: groupDomain, Step: "deploy", Severity: flow.MainJob, Docs: docsOIDC, Needs: []flow.Need{p.setup, p.discovery}}
	reachable, issuer, keys := oidc, oidc, oidc
	reachable.ID, reachable.Title = "discovery.reachable", text.T{En: "The discovery document answers", Ko: "Discovery 문서"}
	reachable.Why = text.T{En: "Gateway and runtime learn from it whom to trust.", Ko: "Gateway와 Runtime이 이 문서에서 신뢰할 발급자를 알아냅니다."}
	reachable.Judge = func(f *flow.Facts) flow.Verdict { return flow.Passed(text.Plain(p.setup.Of(f).DiscoveryURL())) }
	reachable.OnError = failed
	exists, active, reachable = inPool(p, exists, p.domain), inPool(p, active, p.domain), inPool(p, reachable, p.discovery)
	issuer.ID, issuer.Title = "discovery.issuer", text.T{En: "It names the pool as issuer", Ko: "발급자 일치"}
	issuer.Why = text.T{En: "A token's iss is compared with it to the letter.", Ko: "토큰의 iss를 이 값과 글자 그대로 비교합니다."}
	issuer.Judge = func(f *flow.Facts) flow.Verdict {
		return match(p.discovery.Of(f).Metadata.Issuer, aws.Issuer(p.env.Region(), p.setup.Of(f).PoolID()))
	}
	keys.ID, keys.Needs = "jwks.keys", []flow.Need{p.keys}
	keys.Title = text.T{En: "The issuer publishes its keys", Ko: "공개 키(JWKS)"}
	keys.Why = text.T{En: "Without them nobody can verify a signature. A pool has two: one for access tokens, one for ID tokens.", Ko: "공개 키가 없으면 서명을 검증할 수 없습니다. User Pool은 access token용과 ID token용으로 두 개를 공개합니다."}
	keys.Judge = func(f *flow.Facts) flow.Verdict {
		if n := p.keys.Of(f); n > 0 {
			return flow.Passed(text.T{En: "%d keys", Ko: "키 %d개"}.With(n))
		}
		return flow.Failing(text.T{En: "the key set is empty", Ko: "공개 키 목록이 비어 있습니다"}.With())
	}
	keys.OnError = failed
	return []flow.Check{exists, active, prefix, reachable, issuer, keys}
}
