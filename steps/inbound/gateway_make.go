package inbound

import (
	"context"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/cleanup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// bringGateway leads the gateway of a pattern to READY with its authorizer, its targets and its parameters. One that is there and
// right is used as it is; one that differs is changed once the difference has been seen.
func bringGateway(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, pattern string, function *functionChoice) (aws.Gateway, error) {
	if err := gatewayReady(s); err != nil {
		return aws.Gateway{}, err
	}
	if function.given != "" {
		if _, err := checkedFunction(function.given); err != nil {
			return aws.Gateway{}, err
		}
	}
	found, err := FindGateway(ctx, e, pattern)
	if err != nil {
		return aws.Gateway{}, err
	}
	if found == nil {
		if found, err = createGateway(ctx, e, s, pattern); err != nil {
			return aws.Gateway{}, err
		}
	}
	g, err := settledGateway(ctx, e, r, found.ID)
	if err == nil {
		g, err = agreeGateway(ctx, e, r, s, g, pattern)
	}
	if err == nil {
		err = bringTargets(ctx, e, r, s, g, pattern, function)
	}
	if err == nil && pattern == MachinePattern {
		err = bringGatewayParameters(ctx, e, g)
	}
	return g, err
}

// gatewayReady refuses to begin where something is missing that a gateway is made of.
func gatewayReady(s steps.Setup) error {
	if err := s.Ready(); err != nil {
		return err
	}
	if s.Params["gateway_iam_role"] != "" {
		return nil
	}
	return &flow.Failure{Code: "NoGatewayRole", Exit: flow.ExitService, Docs: steps.DocsRole,
		Message: text.T{En: "The parameter gateway_iam_role is not there, so nobody knows which role the gateway shall take.", Ko: "gateway_iam_role 파라미터가 없어 Gateway가 사용할 역할을 알 수 없습니다."}.With(),
		Cause:   text.T{En: "The stack's template has no role, or the parameter was deleted.", Ko: "스택의 템플릿에 역할이 없거나 파라미터가 삭제되었습니다."}.With(),
		Fix:     text.T{En: "`fix parameter.gateway_iam_role` writes it again; without a role, `deploy --update` makes one.", Ko: "`fix parameter.gateway_iam_role`로 다시 쓰고, 역할이 없으면 `deploy --update`로 만드세요."}.With()}
}

func gatewaySpec(s steps.Setup, pattern string) aws.GatewaySpec {
	return aws.GatewaySpec{Name: gatewayName(pattern), RoleARN: s.Params["gateway_iam_role"], DiscoveryURL: s.DiscoveryURL(),
		Clients: []string{GatewayClient(s, pattern)}, Tags: steps.OwnTags()}
}

// createGateway makes it, unless somebody else does in this very second.
func createGateway(ctx context.Context, e *steps.Env, s steps.Setup, pattern string) (*aws.Gateway, error) {
	id, err := e.Cloud.CreateGateway(ctx, gatewaySpec(s, pattern))
	if aws.KindOf(err) == aws.Exists {
		found, again := FindGateway(ctx, e, pattern)
		if again == nil && found == nil {
			again = err
		}
		return found, again
	}
	return &aws.Gateway{ID: id}, err
}

// settledGateway waits until a gateway is READY, and shows each status that it comes by.
func settledGateway(ctx context.Context, e *steps.Env, r *flow.Report, id string) (aws.Gateway, error) {
	last := ""
	g, err := e.Cloud.WaitGateway(ctx, id, e.Pause(), func(g aws.Gateway) {
		if g.Status != last {
			last = g.Status
			r.Emit(flow.Resource{LogicalID: g.Name, PhysicalID: g.ID, ResourceType: cleanup.KindGateway, Status: g.Status, Reason: strings.Join(g.Reasons, " "), Time: r.Clock().Now()})
		}
	})
	if err == nil && !g.Ready() && g.Status != "UPDATE_UNSUCCESSFUL" {
		err = &flow.Failure{Code: g.Status, Exit: flow.ExitService, Docs: DocsGateway, Cause: text.Plain(strings.Join(g.Reasons, " ")),
			Message: text.T{En: "The gateway %s ended in %s.", Ko: "Gateway %s{이/가} %s 상태로 끝났습니다."}.With(g.Name, g.Status),
			Fix:     text.T{En: "Settle the cause, then `gateway delete` and `gateway create`.", Ko: "원인을 해결한 다음 `gateway delete` 후 `gateway create`를 실행하세요."}.With()}
	}
	return g, err
}

// agreeGateway changes a gateway that differs from its pattern, after showing how.
func agreeGateway(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, g aws.Gateway, pattern string) (aws.Gateway, error) {
	differences := gatewayDifferences(s, g, pattern)
	if len(differences) == 0 && g.Ready() {
		return g, nil
	}
	var shown []flow.Fact
	for _, d := range differences {
		r.Say(text.T{En: "%s is %q, the %s pattern wants %q", Ko: "%s 값: 현재 %q, %s 패턴 %q"}.With(d.Field, d.Is, pattern, d.Want))
		shown = append(shown, flow.Fact{Key: d.Field, Label: text.T{En: d.Field, Ko: d.Field}, Value: d.Is + " → " + d.Want})
	}
	if len(g.AllowedAudience) > 0 {
		r.Warn(NoAudience())
	}
	err := steps.Agreed(r.Ask(ctx, flow.Question{Kind: flow.Confirm, Shown: shown,
		Title:  text.T{En: "Update the gateway %s?", Ko: "Gateway %s{을/를} 갱신할까요?"}.With(g.Name),
		Detail: text.T{En: "Its id, its address and its targets stay. From then on it lets other tokens in.", Ko: "ID, 주소, 대상은 그대로이며, 갱신하면 받아들이는 토큰이 달라집니다."}.With()}))
	if err != nil {
		return g, err
	}
	if err := e.UnlessMoving(ctx, func() error { return e.Cloud.UpdateGateway(ctx, g.ID, gatewaySpec(s, pattern)) }); err != nil {
		return g, err
	}
	g, err = settledGateway(ctx, e, r, g.ID)
	if err == nil && !g.Ready() {
		err = &flow.Failure{Code: g.Status, Exit: flow.ExitService, Docs: DocsGateway, Cause: text.Plain(strings.Join(g.Reasons, " ")),
			Message: text.T{En: "The gateway %s could not be updated.", Ko: "Gateway %s{을/를} 갱신하지 못했습니다."}.With(g.Name),
			Fix:     text.T{En: "Settle the cause and run `gateway create` again.", Ko: "원인을 해결한 다음 `gateway create`를 다시 실행하세요."}.With()}
	}
	return g, err
}

// NoAudience is why allowedAudience shuts everybody out.
func NoAudience() text.Msg {
	return text.T{
		En: "allowedAudience is compared with the token's aud. Cognito's access tokens have no aud, they say client_id; so an audience here matches none of them. allowedClients is the list that is compared with client_id.",
		Ko: "allowedAudience는 토큰의 aud와 비교합니다. Cognito의 access token에는 aud가 없고 client_id가 있으므로 audience를 지정하면 어떤 토큰도 맞지 않습니다. client_id와 비교하는 것은 allowedClients입니다."}.With()
}

// GatewayParameters are what the workshop's scripts keep of the gateway, as far as this program writes it.
func GatewayParameters(g aws.Gateway) map[string]string {
	return map[string]string{"gateway_id": g.ID, "gateway_url": g.URL}
}

// bringGatewayParameters writes what later scripts look the gateway up by.
func bringGatewayParameters(ctx context.Context, e *steps.Env, g aws.Gateway) error {
	id, address := e.Parameter("gateway_id"), e.Parameter("gateway_url")
	found, _, err := e.Cloud.Parameters(ctx, id, address)
	if err != nil {
		return err
	}
	for short, want := range GatewayParameters(g) {
		name := e.Parameter(short)
		is, there := found[name]
		if there && is.Value == want {
			continue
		}
		if err := e.Cloud.PutParameter(ctx, name, want, "", there); err != nil {
			return err
		}
	}
	return nil
}

// removeGateway deletes the targets of a pattern's gateway, the gateway, and the parameters that name it. What is gone already is no
// error. It returns the gateway that there was, or nil.
func removeGateway(ctx context.Context, e *steps.Env, r *flow.Report, pattern string) (*aws.Gateway, error) {
	g, err := FindGateway(ctx, e, pattern)
	if err != nil || g == nil {
		return nil, err
	}
	if err := cleanup.RemoveGateway(ctx, e, r, *g); err != nil {
		return g, err
	}
	if pattern != MachinePattern {
		return g, nil
	}
	return g, forgetGateway(ctx, e, *g)
}

// forgetGateway deletes the parameters that name a gateway which is gone.
func forgetGateway(ctx context.Context, e *steps.Env, g aws.Gateway) error {
	var stale []string
	found, _, err := e.Cloud.Parameters(ctx, e.Parameter("gateway_id"), e.Parameter("gateway_url"))
	for short, was := range GatewayParameters(g) {
		if p := found[e.Parameter(short)]; p.Value == was {
			stale = append(stale, p.Name)
		}
	}
	if err != nil || len(stale) == 0 {
		return err
	}
	return e.Cloud.DeleteParameters(ctx, stale...)
}
