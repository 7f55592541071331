package checkup

import (
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Clock differences: AWS refuses signatures from five minutes on; tokens begin to look expired much earlier.
const (
	skewTolerated = 30 * time.Second
	skewRefused   = 5 * time.Minute
	// expiresSoon is when credentials are too short for a stack to be made.
	expiresSoon = 15 * time.Minute
)

func checkPlace(p *probes) []flow.Check {
	return []flow.Check{
		{ID: "account.caller", Group: groupPlace, Severity: flow.MainJob, Needs: []flow.Need{p.caller},
			Title: text.T{En: "AWS knows who is calling", Ko: "호출자 확인"},
			Why:   text.T{En: "Without valid credentials nothing else can be looked at.", Ko: "유효한 자격 증명이 없으면 아무것도 확인할 수 없습니다."}, Docs: steps.DocsCredentials,
			Judge: func(f *flow.Facts) flow.Verdict {
				me := p.caller.Of(f)
				return flow.Passed(text.Plain(me.ARN)).With("account", me.Account).With("arn", me.ARN)
			}, OnError: failed},
		{ID: "account.credentials", Group: groupPlace, Severity: flow.Advice, Needs: []flow.Need{p.credentials},
			Title: text.T{En: "The credentials last", Ko: "자격 증명의 남은 시간"},
			Why:   text.T{En: "Credentials that end in the middle leave a stack half made.", Ko: "작업 도중에 자격 증명이 만료되면 스택이 반쯤 만들어진 채로 남습니다."}, Docs: steps.DocsCredentials,
			Judge: func(f *flow.Facts) flow.Verdict { return judgeExpiry(p, p.credentials.Of(f)) }},
		{ID: "account.clock", Group: groupPlace, Severity: flow.Advice, Needs: []flow.Need{p.caller},
			Title: text.T{En: "This machine's clock is right", Ko: "컴퓨터의 시계"},
			Why:   text.T{En: "Signatures and tokens carry times; a wrong clock makes both be refused.", Ko: "서명과 토큰에는 시각이 들어 있어 시계가 틀리면 모두 거부됩니다."},
			Judge: func(*flow.Facts) flow.Verdict { return judgeClock(p.env.Cloud.Skew()) },
			OnError: func(_ *flow.Facts, err error) flow.Verdict {
				if aws.KindOf(err) == aws.ClockSkew {
					return failed(nil, err)
				}
				return unmade(err)
			}},
		{ID: "account.region", Group: groupPlace, Severity: flow.MainJob, Needs: []flow.Need{p.setup},
			Title: text.T{En: "Everything lies in one region", Ko: "리전 일치"},
			Why:   text.T{En: "A stack in one region and parameters of another point past each other.", Ko: "스택과 파라미터의 리전이 다르면 서로를 찾지 못합니다."}, Docs: steps.DocsRegion,
			Judge: func(f *flow.Facts) flow.Verdict {
				s := p.setup.Of(f)
				pool := s.PoolID()
				for i := range pool {
					if pool[i] == '_' {
						return match(pool[:i], s.Region)
					}
				}
				return flow.Failing(text.T{En: "the pool's id %q names no region", Ko: "User Pool ID %q에 리전이 없습니다"}.With(pool))
			}},
	}
}

func judgeExpiry(p *probes, c aws.Credentials) flow.Verdict {
	if c.Expires.IsZero() {
		return flow.Passed(text.T{En: "they do not expire by themselves", Ko: "자동으로 만료되지 않습니다"}.With()).With("source", c.Source)
	}
	left := c.Expires.Sub(p.env.Clock.Now()).Round(time.Minute)
	v := flow.Passed(text.T{En: "%s left", Ko: "%s 남았습니다"}.With(left.String()))
	if left < expiresSoon {
		v = flow.Warned(text.T{En: "only %s left: fetch new ones before making anything", Ko: "%s밖에 남지 않았습니다. 작업 전에 새로 받으세요"}.With(left.String()))
	}
	return v.With("source", c.Source).With("expires", c.Expires.UTC().Format(time.RFC3339))
}

func judgeClock(skew time.Duration) flow.Verdict {
	off := skew.Abs()
	v := flow.Passed(text.T{En: "agrees with the cloud's", Ko: "클라우드의 시계와 일치합니다"}.With())
	switch {
	case off >= skewRefused:
		v = flow.Failing(text.T{En: "differs by %s: AWS refuses signatures, and tokens look expired", Ko: "%s 차이 납니다. AWS가 서명을 거부하고 토큰이 만료된 것처럼 보입니다"}.With(off.String()))
		v.Detail = text.T{En: "Turn network time on.", Ko: "네트워크 시간 동기화를 켜세요."}.With()
	case off > skewTolerated:
		v = flow.Warned(text.T{En: "differs by %s", Ko: "%s 차이 납니다"}.With(off.String()))
	}
	return v.With("difference", skew.String())
}
