package checkup

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/inbound"
	"agentcore-workshop/steps/text"
)

// groupRuntime are the checks of the agent's door.
const groupRuntime = "runtime"

// runtimeProbes fetch what the step runtime has made. Where it was never done nothing more is asked for.
type runtimeProbes struct {
	found *flow.Probe[*aws.Runtime] // nil when there is none
	// answer is what the door says to a caller without a token.
	answer *flow.Probe[*inbound.DoorRefusal]
}

func newRuntimeProbes(p *probes) runtimeProbes {
	var x runtimeProbes
	e := p.env
	x.found = fetch("runtime", "runtime.ready", func(ctx context.Context, _ *flow.Facts) (*aws.Runtime, error) { return inbound.FindRuntime(ctx, e) })
	x.answer = fetch("runtime.door", "runtime.refuses", func(ctx context.Context, f *flow.Facts) (*inbound.DoorRefusal, error) {
		found := x.found.Of(f)
		if found == nil || !found.Ready() {
			return nil, nil
		}
		resp, err := e.Cloud.Invoke(ctx, aws.Invocation{ARN: found.ARN, Payload: inbound.PromptOf("Is the door shut?")})
		if err != nil {
			return nil, err
		}
		defer resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			_, err = io.Copy(io.Discard, io.LimitReader(resp.Body, inbound.MostWord))
			return &inbound.DoorRefusal{Status: resp.StatusCode}, err
		}
		return inbound.RefusalOf(resp)
	}, x.found)
	return x
}

// checkRuntime holds the runtime's door against the stack. Until the step was done there is nothing to judge.
func checkRuntime(p *probes) []flow.Check {
	x := newRuntimeProbes(p)
	check := func(name string, title, why text.T, docs string, need flow.Need, judge func(found *aws.Runtime, f *flow.Facts) flow.Verdict) flow.Check {
		return flow.Check{ID: groupRuntime + "." + name, Group: groupRuntime, Step: "runtime", Severity: flow.Optional, Title: title, Why: why, Docs: docs, Fix: byStep("runtime"),
			Needs: []flow.Need{x.found, need}, Judge: func(f *flow.Facts) flow.Verdict {
				found := x.found.Of(f)
				if found == nil {
					return flow.Skipping(text.T{En: "not made yet", Ko: "아직 만들지 않았습니다"}.With())
				}
				return judge(found, f)
			}}
	}
	role := check("role", text.T{En: "It works with the stack's role", Ko: "Runtime의 역할"}, text.T{En: "With it the agent asks AgentCore for tokens, and AWS fetches the image.", Ko: "에이전트가 토큰을 받고 AWS가 이미지를 가져올 때 쓰는 역할입니다."}, steps.DocsRole, p.setup,
		func(found *aws.Runtime, f *flow.Facts) flow.Verdict {
			return softly(match(found.RoleARN, p.setup.Of(f).Params["gateway_iam_role"]))
		})
	role.Fix = nil // an agent may need a role of its own
	return []flow.Check{
		check("ready", text.T{En: "The runtime is READY", Ko: "Runtime 상태"}, text.T{En: "In any other state calls find no endpoint.", Ko: "다른 상태에서는 호출할 엔드포인트가 없습니다."}, inbound.DocsRuntime, x.found,
			func(found *aws.Runtime, _ *flow.Facts) flow.Verdict {
				return match(found.Status, "READY").Because(text.Plain(found.Reason)).With("agent_runtime_id", found.ID)
			}),
		check("discovery", text.T{En: "It trusts the stack's user pool", Ko: "Runtime이 신뢰하는 발급자"}, text.T{En: "After a new stack it may still trust the old pool, and refuses everybody.", Ko: "스택을 다시 만들면 이전 User Pool을 가리킨 채 남아 모두 거부할 수 있습니다."}, inbound.DocsRuntime, p.setup,
			func(found *aws.Runtime, f *flow.Facts) flow.Verdict {
				if found.DiscoveryURL == "" {
					return flow.Failing(text.T{En: "it has no JWT authorizer: calls must be signed, and name no user", Ko: "JWT authorizer가 없어 서명된 호출만 받으며 사용자를 알 수 없습니다"}.With()).With("authorizer", "none")
				}
				return match(found.DiscoveryURL, p.setup.Of(f).DiscoveryURL())
			}),
		check("clients", text.T{En: "It takes the web client's tokens and no others", Ko: "Runtime의 allowedClients"}, text.T{En: "Two keys, two doors: this one is the users'.", Ko: "사용자 토큰만 받아야 합니다. M2M 토큰은 Gateway용입니다."}, inbound.DocsRuntime, p.setup,
			func(found *aws.Runtime, f *flow.Facts) flow.Verdict {
				return exactly(found.AllowedClients, []string{p.setup.Of(f).WebClient()})
			}),
		check("audience", text.T{En: "It asks for no audience", Ko: "Runtime의 allowedAudience"}, text.T{En: "A Cognito access token has no aud, so that an audience lets nobody in.", Ko: "Cognito의 access token에는 aud가 없어 audience를 지정하면 아무도 통과하지 못합니다."}, inbound.DocsRuntime, x.found,
			func(found *aws.Runtime, _ *flow.Facts) flow.Verdict {
				if len(found.AllowedAudience) > 0 {
					return flow.Failing(text.T{En: "allowedAudience is %s", Ko: "allowedAudience가 %s입니다"}.With(strings.Join(found.AllowedAudience, " "))).With("allowedAudience", strings.Join(found.AllowedAudience, " "))
				}
				return flow.Passed(text.T{En: "none", Ko: "없음"}.With())
			}),
		check("header", text.T{En: "The token reaches the agent", Ko: "에이전트에 전달되는 토큰"}, text.T{En: "Without Authorization in requestHeaderAllowlist the agent does not know who asks.", Ko: "requestHeaderAllowlist에 Authorization이 없으면 에이전트가 사용자를 알 수 없습니다."}, inbound.DocsRuntime, x.found,
			func(found *aws.Runtime, _ *flow.Facts) flow.Verdict {
				v := yes(inbound.PassesToken(*found), text.T{En: "Authorization is let through", Ko: "Authorization 헤더를 전달합니다"}, text.T{En: "requestHeaderAllowlist lacks Authorization", Ko: "requestHeaderAllowlist에 Authorization이 없습니다"})
				return v.With("requestHeaderAllowlist", cmp.Or(strings.Join(found.Headers, " "), "-"))
			}),
		role,
		check("refuses", text.T{En: "It refuses a call without a token", Ko: "토큰 없는 호출 거부"}, text.T{En: "401 with WWW-Authenticate tells a client where tokens are to be had.", Ko: "401과 WWW-Authenticate로 토큰을 받을 곳을 알려 줍니다."}, inbound.DocsRuntime, x.answer,
			func(_ *aws.Runtime, f *flow.Facts) flow.Verdict { return judgeRefusal(x.answer.Of(f)) }),
	}
}

func judgeRefusal(said *inbound.DoorRefusal) flow.Verdict {
	switch {
	case said == nil:
		v := flow.Skipping(text.T{En: "it is not READY, so nobody knocked", Ko: "READY가 아니어서 시험하지 않았습니다"}.With())
		v.Cause = groupRuntime + ".ready"
		return v
	case said.Status == http.StatusOK:
		return flow.Failing(text.T{En: "it let a call in that carried nothing", Ko: "토큰 없는 호출을 통과시켰습니다"}.With()).With("status", "200")
	case said.Status == http.StatusForbidden: // a runtime that wants a signature answers so
		v := flow.Failing(text.T{En: "HTTP 403: it wants a signature, not a token", Ko: "HTTP 403: 토큰이 아니라 서명을 요구합니다"}.With()).With("status", "403")
		v.Cause = groupRuntime + ".discovery"
		return v
	case said.Status != http.StatusUnauthorized:
		return flow.Failing(text.T{En: "HTTP %d: %s", Ko: "HTTP %d: %s"}.With(said.Status, text.Strip(said.Message))).With("status", strconv.Itoa(said.Status))
	case said.Challenge == "":
		return flow.Warned(text.T{En: "HTTP 401 without WWW-Authenticate", Ko: "WWW-Authenticate 없는 HTTP 401"}.With()).With("status", "401")
	}
	return flow.Passed(text.T{En: "HTTP 401 with WWW-Authenticate", Ko: "HTTP 401과 WWW-Authenticate"}.With()).With("WWW-Authenticate", said.Challenge)
}
