package inbound

import (
	"context"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// gateway makes the doors to the tools, one for each pattern.
type gateway struct{ env *steps.Env }

// Gateway is the step that makes MCP gateways which let in by JWT.
func Gateway(env *steps.Env) flow.Step { return gateway{env} }

func (gateway) Info() flow.Info {
	return flow.Info{
		ID: "gateway", Needs: []string{"deploy", "provider"}, Typical: time.Minute,
		Original: "python agentcore_gateway.py create --name " + steps.PublishedGateway,
		Title:    text.T{En: "Gateway: tools behind a door that reads JWTs", Ko: "Gateway Inbound Auth (JWT로 여는 도구)"},
		Why: text.T{
			En: "A gateway makes tools of functions and APIs, and lets in who brings the right token. It never asks Cognito: it reads the discovery document, verifies the signature with the published keys, and compares client_id with allowedClients. Two gateways are made: one takes the machine's token, as the workshop's scripts have it, the other the user's, so that a tool can know who asks.",
			Ko: "Gateway는 함수와 API를 도구로 만들고, 올바른 토큰을 가져온 호출만 받아들입니다. Cognito에 묻지 않고 discovery 문서와 공개 키로 서명을 검증한 뒤 client_id를 allowedClients와 비교합니다. Gateway를 두 개 만듭니다. 하나는 워크숍 스크립트처럼 M2M 토큰을, 다른 하나는 사용자 토큰을 받아 도구가 누구의 요청인지 알 수 있게 합니다."},
		Picture: text.T{En: twoDoorsEn, Ko: twoDoorsKo},
		Will: []flow.Plan{
			{Call: "bedrock-agentcore-control:CreateGateway", Does: text.T{En: "an MCP gateway with CUSTOM_JWT on the stack's pool: " + steps.PublishedGateway + " for the machine client, " + UserGateway + " for the web client", Ko: "스택의 User Pool을 쓰는 CUSTOM_JWT MCP Gateway를 만듭니다. " + steps.PublishedGateway + "는 machine client용, " + UserGateway + "는 web client용입니다"}, Creates: true,
				Billed: text.T{En: "gateways bill calls of tools, fractions of a cent each", Ko: "Gateway는 도구 호출마다 아주 적은 금액을 청구합니다"}},
			{Call: "bedrock-agentcore-control:CreateGatewayTarget", Does: text.T{En: "a Lambda function as a tool, behind the gateway's role, and an API as a tool, behind an OAuth provider", Ko: "Gateway의 역할로 호출하는 Lambda 함수와 OAuth Provider로 호출하는 API를 도구로 등록합니다"}, Creates: true},
			{Call: "bedrock-agentcore-control:UpdateWorkloadIdentity", Does: text.T{En: "our return URLs at the identity that came with the user's gateway, for tools that need consent", Ko: "동의가 필요한 도구를 위해 사용자용 Gateway의 identity에 우리 return URL을 등록합니다"}, Creates: true},
			{Call: "ssm:PutParameter", Does: text.T{En: "gateway_id and gateway_url, as the workshop names them", Ko: "워크숍과 같은 이름으로 gateway_id와 gateway_url을 씁니다"}, Creates: true},
		},
		Terms: []flow.Term{
			{Word: "inbound auth", Meaning: text.T{En: "who may come in; what the gateway itself may call is outbound auth", Ko: "누가 들어올 수 있는지를 정하는 인증이며, Gateway가 무엇을 호출할 수 있는지는 outbound auth입니다"}},
			{Word: "allowedClients", Meaning: text.T{En: "the app clients whose tokens are taken: compared with the token's client_id", Ko: "토큰을 받아들일 앱 클라이언트 목록이며 토큰의 client_id와 비교합니다"}},
			{Word: "allowedAudience", Meaning: text.T{En: "compared with aud, which Cognito's access tokens do not have: set, it lets none of them in", Ko: "aud와 비교하는 값입니다. Cognito의 access token에는 aud가 없으므로 지정하면 아무 토큰도 받아들이지 않습니다"}},
			{Word: "target", Meaning: text.T{En: "a function or an API of which the gateway makes tools", Ko: "Gateway가 도구로 만드는 함수나 API"}},
			{Word: "MCP", Meaning: text.T{En: "Model Context Protocol: how agents list and call tools", Ko: "Model Context Protocol. 에이전트가 도구 목록을 보고 호출하는 규약"}},
		},
		Console: []string{"agentcore"},
	}
}

// twoDoorsEn and twoDoorsKo draw which token opens which gateway, 54 cells wide.
const (
	twoDoorsEn = `  [ M2M token ]             [ user token ]
  client_id = machine       client_id = web
      |                         |
      v                         v
  gateway (machine)         gateway (user)
  allowedClients = machine  allowedClients = web
      |                         |
      +--> Lambda: the gateway's role <--+
      |                         |
      +--> API: gateway's       +--> API: the user's
           own token (2LO)           token (3LO)`
	twoDoorsKo = `  [ M2M 토큰 ]              [ 사용자 토큰 ]
  client_id = machine       client_id = web
      |                         |
      v                         v
  Gateway (machine)         Gateway (user)
  allowedClients = machine  allowedClients = web
      |                         |
      +--> Lambda: Gateway의 IAM 역할 <--+
      |                         |
      +--> API: Gateway의       +--> API: 사용자의
           토큰 (2LO)                토큰 (3LO)`
)

// State looks at both gateways, their targets and the parameters.
func (g gateway) State(ctx context.Context) (flow.Status, error) {
	e := g.env
	s, err := e.Look(ctx)
	if err != nil {
		return flow.Status{}, steps.Explain(err)
	}
	if s.PoolID() == "" {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "There is no user pool yet.", Ko: "User Pool이 아직 없습니다."}.With()}, nil
	}
	status := flow.Status{State: flow.Present, Summary: text.T{En: "Both gateways are READY and take the tokens that they shall take.", Ko: "두 Gateway가 READY 상태이며 정해진 토큰을 받아들입니다."}.With()}
	for _, pattern := range patterns() {
		found, err := FindGateway(ctx, e, pattern)
		if err != nil {
			return flow.Status{}, steps.Explain(err)
		}
		if found == nil {
			return flow.Status{State: flow.Absent, Summary: text.T{En: "The gateway of the %s pattern is not there yet.", Ko: "%s 패턴의 Gateway가 아직 없습니다."}.With(pattern)}, nil
		}
		if !found.Settled() {
			return flow.Status{State: flow.InProgress, Summary: text.T{En: "The gateway %s is in %s.", Ko: "Gateway %s{이/가} %s 상태입니다."}.With(found.Name, found.Status)}, nil
		}
		if lacking, err := targetsState(ctx, e, *found); err != nil || lacking.State != flow.Present {
			return lacking, steps.Explain(err)
		}
		differences, err := allGatewayDifferences(ctx, e, s, *found, pattern)
		if err != nil {
			return flow.Status{}, steps.Explain(err)
		}
		status.Differences = append(status.Differences, differences...)
		status.Facts = append(status.Facts, gatewayFacts(*found, pattern)...)
	}
	if n := len(status.Differences); n > 0 {
		status.State, status.Summary = flow.Drifted, text.T{En: "The gateways differ from what they shall be in %d places.", Ko: "Gateway의 값 %d개가 기대와 다릅니다."}.With(n)
	}
	return status, nil
}

// targetsState says whether a gateway has its tools: whoever stopped the step may have left it with some of them.
func targetsState(ctx context.Context, e *steps.Env, g aws.Gateway) (flow.Status, error) {
	have, err := e.Cloud.GatewayTargets(ctx, g.ID)
	if err != nil {
		return flow.Status{}, err
	}
	if len(have) == 0 {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "The gateway %s has no targets, so there are no tools.", Ko: "Gateway %s에 대상이 없어 도구가 없습니다."}.With(g.Name)}, nil
	}
	if name := missingTarget(e, have); name != "" {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "The gateway %s does not have the target %s yet.", Ko: "Gateway %s에 대상 %s{이/가} 아직 없습니다."}.With(g.Name, name)}, nil
	}
	if i := slices.IndexFunc(have, func(t aws.GatewayTarget) bool { return !t.Settled() }); i >= 0 {
		return flow.Status{State: flow.InProgress, Summary: text.T{En: "The target %s is in %s.", Ko: "대상 %s{이/가} %s 상태입니다."}.With(have[i].Name, have[i].Status)}, nil
	}
	return flow.Status{State: flow.Present}, nil
}

// allGatewayDifferences are those of the gateway and of the parameters that name it.
func allGatewayDifferences(ctx context.Context, e *steps.Env, s steps.Setup, g aws.Gateway, pattern string) ([]flow.Difference, error) {
	all := gatewayDifferences(s, g, pattern)
	if !g.Ready() {
		all = append(all, flow.Difference{Field: "status", Is: g.Status, Want: "READY"})
	}
	if pattern != MachinePattern {
		return all, nil
	}
	found, _, err := e.Cloud.Parameters(ctx, e.Parameter("gateway_id"), e.Parameter("gateway_url"))
	for _, short := range []string{"gateway_id", "gateway_url"} {
		if is, want := found[e.Parameter(short)].Value, GatewayParameters(g)[short]; is != want {
			all = append(all, flow.Difference{Field: short, Is: is, Want: want})
		}
	}
	return all, err
}

func gatewayFacts(g aws.Gateway, pattern string) []flow.Fact {
	source := text.Plain("bedrock-agentcore-control:GetGateway")
	prefix := ""
	if pattern == UserPattern {
		prefix = "user_"
	}
	return []flow.Fact{
		{Key: prefix + "gateway_id", Value: g.ID, Source: source, Label: text.T{En: "Gateway (" + pattern + ")", Ko: "Gateway(" + pattern + ")"}},
		{Key: prefix + "gateway_url", Value: g.URL, Source: source, Label: text.T{En: "Its MCP endpoint", Ko: "MCP 엔드포인트"}},
		{Key: prefix + "gateway_allowed_clients", Value: strings.Join(g.AllowedClients, " "), Source: source, Label: text.T{En: "Takes tokens of", Ko: "받아들이는 클라이언트"}},
	}
}

// Apply makes both gateways.
func (g gateway) Apply(ctx context.Context, r *flow.Report) error {
	e := g.env
	s, err := e.Look(ctx)
	if err != nil {
		return steps.Explain(err)
	}
	function := new(functionChoice) // asked for once
	for i, pattern := range patterns() {
		if _, err := bringGateway(ctx, e, r, s, pattern, function); err != nil {
			return steps.Explain(err)
		}
		r.Emit(flow.Progress{Done: i + 1, Total: len(patterns())})
	}
	r.Say(NoAudience())
	return nil
}

// Undo deletes both gateways with their targets, and the parameters that name them.
func (g gateway) Undo(ctx context.Context, r *flow.Report) error {
	for _, pattern := range patterns() {
		if _, err := removeGateway(ctx, g.env, r, pattern); err != nil {
			return steps.Explain(err)
		}
	}
	return nil
}
