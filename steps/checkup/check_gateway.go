package checkup

import (
	"context"
	"errors"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
	"agentcore-workshop/steps/text"
)

// groupGateway are the checks of the doors to the tools.
const groupGateway = "gateway"

// doorProbes fetch what the step gateway has made for a pattern. Where it was never done nothing more is asked for.
type doorProbes struct {
	pattern string
	gateway *flow.Probe[*aws.Gateway] // nil when there is none
	targets *flow.Probe[[]aws.GatewayTarget]
	// kept are the parameters that name it, and tools what it answers to the machine's token: of the machine pattern only.
	kept  *flow.Probe[map[string]string]
	tools *flow.Probe[[]inbound.MCPTool]
}

func newDoorProbes(p *probes, pattern string) doorProbes {
	d, e, id := doorProbes{pattern: pattern}, p.env, gatewayCheck(pattern)
	d.gateway = fetch(id(""), id("ready"), func(ctx context.Context, _ *flow.Facts) (*aws.Gateway, error) {
		return inbound.FindGateway(ctx, e, pattern)
	})
	d.targets = fetch(id("targets"), id("targets"), func(ctx context.Context, f *flow.Facts) ([]aws.GatewayTarget, error) {
		if d.gateway.Of(f) == nil {
			return nil, nil
		}
		return e.Cloud.GatewayTargets(ctx, d.gateway.Of(f).ID)
	}, d.gateway)
	d.kept = fetch(id("parameters"), id("parameters"), func(ctx context.Context, _ *flow.Facts) (map[string]string, error) {
		found, _, err := e.Cloud.Parameters(ctx, e.Parameter("gateway_id"), e.Parameter("gateway_url"))
		return map[string]string{"gateway_id": found[e.Parameter("gateway_id")].Value, "gateway_url": found[e.Parameter("gateway_url")].Value}, err
	})
	d.tools = fetch(id("tools"), id("tools"), func(ctx context.Context, f *flow.Facts) ([]inbound.MCPTool, error) {
		g := d.gateway.Of(f)
		if g == nil {
			return nil, nil
		}
		_ = f.Fetch(ctx, p.direct) // its own checks say why there is no token
		token := p.direct.Of(f)
		if end := token.claims.Time("exp"); token.access.Empty() || !end.IsZero() && end.Before(e.Cloud.Now().Add(time.Second)) {
			return nil, notThere("token.endpoint", text.T{En: "there is no machine token to knock with", Ko: "사용할 M2M 토큰이 없습니다"})
		}
		session, err := inbound.MCP(ctx, e, g.URL, token.access)
		if err != nil {
			return nil, err
		}
		defer session.Close()
		return session.ListTools(ctx)
	}, d.gateway)
	return d
}

// gatewayCheck makes the ids of a pattern's checks: gateway.clients, gateway.user.clients.
func gatewayCheck(pattern string) func(string) string {
	stem := groupGateway
	if pattern == inbound.UserPattern {
		stem += "." + inbound.UserPattern
	}
	return func(name string) string { return strings.TrimSuffix(stem+"."+name, ".") }
}

// checkGateways are those of both patterns.
func checkGateways(p *probes) []flow.Check {
	machine, user := newDoorProbes(p, inbound.MachinePattern), newDoorProbes(p, inbound.UserPattern)
	return append(append(machine.checks(p), machine.named(p)...), user.checks(p)...)
}

// check is one about a gateway. Until the step was done there is nothing to judge.
func (d doorProbes) check(name string, title, why text.T, docs string, needs []flow.Need, judge func(*flow.Facts) flow.Verdict) flow.Check {
	if d.pattern == inbound.UserPattern {
		title = text.T{En: title.En + " (user)", Ko: title.Ko + "(user)"}
	}
	return flow.Check{ID: gatewayCheck(d.pattern)(name), Group: groupGateway, Step: "gateway", Severity: flow.Optional, Title: title, Why: why, Docs: docs, Fix: byStep("gateway"),
		Needs: append([]flow.Need{d.gateway}, needs...), Judge: func(f *flow.Facts) flow.Verdict {
			if d.gateway.Of(f) == nil {
				return flow.Skipping(text.T{En: "not made yet", Ko: "아직 만들지 않았습니다"}.With())
			}
			return judge(f)
		}}
}

func (d doorProbes) checks(p *probes) []flow.Check {
	set := []flow.Need{p.setup}
	return []flow.Check{
		d.check("ready", text.T{En: "The gateway is READY", Ko: "Gateway 상태"}, text.T{En: "In any other state it lets in nobody.", Ko: "다른 상태에서는 아무도 받아들이지 않습니다."}, inbound.DocsGateway, nil,
			func(f *flow.Facts) flow.Verdict {
				g := d.gateway.Of(f)
				return match(g.Status, "READY").Because(text.Plain(strings.Join(g.Reasons, " "))).With("gateway_id", g.ID)
			}),
		d.check("discovery", text.T{En: "It trusts the stack's user pool", Ko: "Gateway가 신뢰하는 발급자"}, text.T{En: "It reads issuer and keys there; another pool's tokens are refused, and after a new stack the old pool's are taken.", Ko: "발급자와 공개 키를 읽는 주소입니다. 스택을 다시 만들면 이전 User Pool을 가리킨 채 남을 수 있습니다."}, inbound.DocsInbound, set,
			func(f *flow.Facts) flow.Verdict {
				g := d.gateway.Of(f)
				if g.Authorizer != "CUSTOM_JWT" {
					return match(g.Authorizer, "CUSTOM_JWT")
				}
				return match(g.DiscoveryURL, p.setup.Of(f).DiscoveryURL())
			}),
		d.check("clients", text.T{En: "It takes the tokens of its pattern's client", Ko: "Gateway의 allowedClients"}, text.T{En: "Two keys, two doors: the machine client's for the workshop's gateway, the web client's for the user's.", Ko: "워크숍의 Gateway에는 machine client, 사용자용 Gateway에는 web client가 들어 있어야 합니다."}, inbound.DocsInbound, set,
			func(f *flow.Facts) flow.Verdict {
				return exactly(d.gateway.Of(f).AllowedClients, []string{inbound.GatewayClient(p.setup.Of(f), d.pattern)})
			}),
		d.check("audience", text.T{En: "It asks for no audience", Ko: "Gateway의 allowedAudience"}, text.T{En: "Cognito's access tokens have no aud, so that an allowedAudience lets none of them in.", Ko: "Cognito의 access token에는 aud가 없어 allowedAudience를 지정하면 아무 토큰도 받아들이지 않습니다."}, inbound.DocsInbound, nil,
			func(f *flow.Facts) flow.Verdict {
				if audience := d.gateway.Of(f).AllowedAudience; len(audience) > 0 {
					return flow.Failing(text.T{En: "allowedAudience is %s", Ko: "allowedAudience가 %s입니다"}.With(strings.Join(audience, " "))).With("allowedAudience", strings.Join(audience, " ")).Because(inbound.NoAudience())
				}
				return flow.Passed(text.T{En: "none", Ko: "없음"}.With())
			}),
		d.check("role", text.T{En: "It works with the stack's role", Ko: "Gateway의 역할"}, text.T{En: "With it the gateway invokes functions and fetches tokens.", Ko: "Gateway가 함수를 호출하고 토큰을 받을 때 쓰는 역할입니다."}, steps.DocsRole, set,
			func(f *flow.Facts) flow.Verdict {
				want := p.setup.Of(f).Params["gateway_iam_role"]
				if want == "" {
					v := flow.Skipping(text.T{En: "there is no gateway_iam_role to compare with", Ko: "비교할 gateway_iam_role이 없습니다"}.With())
					v.Cause = "parameter.gateway_iam_role"
					return v
				}
				return match(d.gateway.Of(f).RoleARN, want)
			}),
		d.check("targets", text.T{En: "Its targets are READY", Ko: "Gateway의 대상"}, text.T{En: "A gateway without targets is made without a word, and has no tools.", Ko: "대상이 없어도 Gateway는 만들어지지만 도구가 없습니다."}, inbound.DocsTargets, []flow.Need{d.targets},
			func(f *flow.Facts) flow.Verdict { return judgeTargets(d.targets.Of(f)) }),
	}
}

// named are the checks of the machine pattern's gateway alone: the workshop's parameters name it, and the machine's token opens it.
func (d doorProbes) named(p *probes) []flow.Check {
	tools := d.check("tools", text.T{En: "It lists its tools to the machine's token", Ko: "Gateway의 도구 목록"}, text.T{En: "The whole way at once: token, authorizer, targets.", Ko: "토큰, authorizer, 대상을 한 번에 확인합니다."}, inbound.DocsGateway, []flow.Need{d.tools},
		func(f *flow.Facts) flow.Verdict {
			var names []string
			for _, one := range d.tools.Of(f) {
				names = append(names, one.Name)
			}
			if len(names) == 0 {
				v := flow.Failing(text.T{En: "it has no tools", Ko: "도구가 없습니다"}.With())
				v.Cause = "gateway.targets"
				return v
			}
			return flow.Passed(text.Plain(strings.Join(names, " "))).With("tools", strings.Join(names, " "))
		})
	tools.OnError = func(f *flow.Facts, err error) flow.Verdict {
		if d.gateway.Of(f) == nil || errors.As(err, new(*flow.SkippedError)) {
			return unmade(err)
		}
		v := failed(f, err)
		v.Cause = d.cause(f, p.setup.Of(f))
		return v
	}
	parameters := d.check("parameters", text.T{En: "gateway_id and gateway_url name it", Ko: "gateway_id와 gateway_url"}, text.T{En: "The workshop's scripts for the runtime look it up there.", Ko: "워크숍의 Runtime 스크립트가 읽는 값입니다."}, docsParameter, []flow.Need{d.kept},
		func(f *flow.Facts) flow.Verdict {
			want := inbound.GatewayParameters(*d.gateway.Of(f))
			for _, name := range []string{"gateway_id", "gateway_url"} {
				if v := match(d.kept.Of(f)[name], want[name]); v.Status != flow.Pass {
					return v.With("parameter", name)
				}
			}
			return flow.Passed(text.Plain(want["gateway_id"])).With("gateway_url", want["gateway_url"])
		})
	judge := parameters.Judge
	parameters.Judge = func(f *flow.Facts) flow.Verdict {
		if id := d.kept.Of(f)["gateway_id"]; id != "" && d.gateway.Of(f) == nil {
			return flow.Failing(text.T{En: "gateway_id names %s, which is not there", Ko: "gateway_id가 가리키는 %s{이/가} 없습니다"}.With(id)).With("gateway_id", id)
		}
		return judge(f)
	}
	return []flow.Check{parameters, tools}
}

// cause is the check that explains why the door does not let in, or empty.
func (d doorProbes) cause(f *flow.Facts, s steps.Setup) string {
	g, id := d.gateway.Of(f), gatewayCheck(d.pattern)
	switch {
	case !g.Ready():
		return id("ready")
	case len(g.AllowedAudience) > 0:
		return id("audience")
	case s.PoolID() != "" && g.DiscoveryURL != s.DiscoveryURL():
		return id("discovery")
	case s.PoolID() != "" && len(steps.Lacking(g.AllowedClients, []string{inbound.GatewayClient(s, d.pattern)})) > 0:
		return id("clients")
	}
	return ""
}

func judgeTargets(all []aws.GatewayTarget) flow.Verdict {
	if len(all) == 0 {
		return flow.Failing(text.T{En: "it has no target", Ko: "대상이 없습니다"}.With()).With("targets", "0")
	}
	var names []string
	for _, t := range all {
		if !t.Ready() {
			return flow.Failing(text.T{En: "%s is in %s", Ko: "%s{이/가} %s 상태입니다"}.With(t.Name, t.Status)).With(t.Name, t.Status)
		}
		names = append(names, t.Name)
	}
	return flow.Passed(text.Plain(strings.Join(names, " "))).With("targets", strings.Join(names, " "))
}
