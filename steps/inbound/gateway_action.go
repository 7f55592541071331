package inbound

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

// gatewayActions are what the steps about gateways and tools can be asked for besides.
func gatewayActions() []flow.Action {
	pattern := flow.Param{Name: "pattern", Default: MachinePattern, Help: text.T{En: "machine or user: whose tokens the gateway takes", Ko: "machine 또는 user: Gateway가 받아들이는 토큰의 종류"}}
	lambda := flow.Param{Name: "lambda", Help: text.T{En: "ARN of a Lambda function that you have, for the tool; this program makes none", Ko: "도구로 쓸 기존 Lambda 함수의 ARN(이 프로그램은 만들지 않음)"}}
	name := flow.Param{Name: "name", Positional: true, Required: true, Help: text.T{En: "the tool, as `tools list` names it", Ko: "`tools list`에 나온 도구 이름"}}
	arguments := flow.Param{Name: "json", Positional: true, Default: "{}", Help: text.T{En: "its arguments, a JSON object; - reads standard input", Ko: "인수(JSON 객체). -는 표준 입력에서 읽습니다"}}
	return []flow.Action{
		patternDo("gateway create", true, text.T{En: "make the gateway of a pattern, or bring it up to date", Ko: "패턴의 Gateway를 만들거나 갱신합니다"}, []flow.Param{pattern, lambda}, createGatewayAction),
		steps.Verb("gateway list", false, text.T{En: "list all gateways of the account", Ko: "계정의 Gateway를 모두 보여 줍니다"}, nil, listGateways),
		patternDo("gateway get", false, text.T{En: "show the gateway of a pattern, compared with what it shall be", Ko: "패턴의 Gateway를 기대 값과 비교해 보여 줍니다"}, []flow.Param{pattern}, getGateway),
		patternDo("gateway delete", true, text.T{En: "delete the gateway of a pattern with its targets", Ko: "패턴의 Gateway를 대상과 함께 지웁니다"}, []flow.Param{pattern}, deleteGateway),
		patternDo("tools list", false, text.T{En: "list a gateway's tools, as an agent sees them", Ko: "에이전트가 보는 Gateway의 도구 목록"}, []flow.Param{pattern}, listToolsAction),
		patternDo("tools call", false, text.T{En: "call a tool", Ko: "도구를 호출합니다"}, []flow.Param{name, arguments, pattern}, callToolAction),
	}
}

type patternDoing func(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, pattern string, args flow.Args) (flow.Result, error)

// patternDo is a verb on the gateway of a pattern.
func patternDo(name string, changes bool, short text.T, params []flow.Param, do patternDoing) flow.Action {
	return steps.Verb(name, changes, short, params, func(ctx context.Context, e *steps.Env, r *flow.Report, args flow.Args) (flow.Result, error) {
		pattern := cmp.Or(args.Get("pattern"), MachinePattern)
		if pattern != MachinePattern && pattern != UserPattern {
			return flow.Result{}, &flow.Failure{Code: "WrongUse", Exit: flow.ExitUsage,
				Message: text.T{En: "--pattern is machine or user.", Ko: "--pattern에는 machine 또는 user를 지정하세요."}.With()}
		}
		s, err := e.Look(ctx)
		if err != nil {
			return flow.Result{}, err
		}
		return do(ctx, e, r, s, pattern, args)
	})
}

// gatewayWire is a gateway as JSON.
type gatewayWire struct {
	Name           string            `json:"name"`
	ID             string            `json:"id"`
	ARN            string            `json:"arn,omitempty"`
	URL            string            `json:"url,omitempty"`
	Status         string            `json:"status"`
	Pattern        string            `json:"pattern,omitempty"`
	RoleARN        string            `json:"role_arn,omitempty"`
	DiscoveryURL   string            `json:"discovery_url,omitempty"`
	AllowedClients []string          `json:"allowed_clients,omitempty"`
	Targets        []targetWire      `json:"targets,omitempty"`
	Differences    map[string]string `json:"differences,omitempty"`
}

type targetWire struct {
	Name   string `json:"name"`
	ID     string `json:"id"`
	Status string `json:"status"`
}

// showGateway reads a gateway's targets, and shows it with them and with what differs.
func showGateway(ctx context.Context, e *steps.Env, s steps.Setup, g aws.Gateway, pattern string) (flow.Result, error) {
	targets, err := e.Cloud.GatewayTargets(ctx, g.ID)
	if err != nil {
		return flow.Result{}, err
	}
	differences, err := allGatewayDifferences(ctx, e, s, g, pattern)
	if err != nil {
		return flow.Result{}, err
	}
	w := gatewayWire{Name: g.Name, ID: g.ID, ARN: g.ARN, URL: g.URL, Status: g.Status, Pattern: pattern, RoleARN: g.RoleARN, DiscoveryURL: g.DiscoveryURL, AllowedClients: g.AllowedClients}
	for _, t := range targets {
		w.Targets = append(w.Targets, targetWire{t.Name, t.ID, t.Status})
	}
	w.Differences = steps.DifferencesWire(differences)
	return flow.Result{JSON: w, Text: func(l text.Lang, _ int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "%s  %s\n  id              %s\n  url             %s\n  allowedClients  %s\n", g.Name, g.Status, g.ID, g.URL, strings.Join(g.AllowedClients, " "))
		for _, t := range targets {
			fmt.Fprintf(&b, "  target          %s  %s\n", t.Name, t.Status)
		}
		for _, d := range differences {
			b.WriteString("  " + text.T{En: "differs: %s is %q, shall be %q", Ko: "값이 다름: %s 현재 %q, 기대 %q"}.With(d.Field, d.Is, d.Want).In(l) + "\n")
		}
		return b.String()
	}}, nil
}

func createGatewayAction(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, pattern string, args flow.Args) (flow.Result, error) {
	g, err := bringGateway(ctx, e, r, s, pattern, &functionChoice{given: args.Get("lambda")})
	if err != nil {
		return flow.Result{}, err
	}
	return showGateway(ctx, e, s, g, pattern)
}

func getGateway(ctx context.Context, e *steps.Env, _ *flow.Report, s steps.Setup, pattern string, _ flow.Args) (flow.Result, error) {
	g, err := theGateway(ctx, e, pattern)
	if err != nil {
		return flow.Result{}, err
	}
	return showGateway(ctx, e, s, g, pattern)
}

func listGateways(ctx context.Context, e *steps.Env, _ *flow.Report, _ flow.Args) (flow.Result, error) {
	all, err := e.Cloud.Gateways(ctx)
	rows := []gatewayWire{}
	for _, g := range all {
		row := gatewayWire{Name: g.Name, ID: g.ID, Status: g.Status}
		for _, pattern := range patterns() {
			if g.Name == gatewayName(pattern) {
				row.Pattern = pattern
			}
		}
		rows = append(rows, row)
	}
	return flow.Result{JSON: map[string]any{"gateways": rows}, Text: func(l text.Lang, _ int) string {
		var b strings.Builder
		for _, row := range rows {
			fmt.Fprintf(&b, "%s  %s\n  %s\n", row.Name, row.Status, row.ID)
		}
		return b.String() + steps.Counted(l, text.T{En: "gateways", Ko: "Gateway"}, len(rows))
	}}, err
}

func deleteGateway(ctx context.Context, e *steps.Env, r *flow.Report, _ steps.Setup, pattern string, _ flow.Args) (flow.Result, error) {
	found, err := FindGateway(ctx, e, pattern)
	switch {
	case err != nil:
		return flow.Result{}, err
	case found == nil:
		return steps.Deleted(gatewayName(pattern), &aws.Error{Kind: aws.NotFound})
	}
	err = steps.Agreed(r.Ask(ctx, flow.Question{Kind: flow.Confirm, TypeName: found.Name,
		Title: text.T{En: "Delete the gateway %s with its targets? Agents that call its tools find nothing any more.", Ko: "Gateway %s{을/를} 대상과 함께 지울까요? 이 도구를 호출하는 에이전트는 더 이상 사용할 수 없습니다."}.With(found.Name)}))
	if err == nil {
		_, err = removeGateway(ctx, e, r, pattern)
	}
	if err != nil {
		return flow.Result{}, err
	}
	return steps.Deleted(found.Name, nil)
}

// withTools begins a session with the token of a pattern.
func withTools(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, pattern string, do func(*mcpSession, aws.Gateway, identity.AgentUser) (flow.Result, error)) (flow.Result, error) {
	if err := s.Ready(); err != nil {
		return flow.Result{}, err
	}
	if _, err := theGateway(ctx, e, pattern); err != nil { // before anybody has to sign in
		return flow.Result{}, err
	}
	user, err := bearerFor(ctx, e, r, s, pattern)
	if err != nil {
		return flow.Result{}, err
	}
	session, g, err := openGateway(ctx, e, pattern, user.Token)
	if err != nil {
		return flow.Result{}, err
	}
	defer session.Close()
	return do(session, g, user)
}

func listToolsAction(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, pattern string, _ flow.Args) (flow.Result, error) {
	return withTools(ctx, e, r, s, pattern, func(session *mcpSession, g aws.Gateway, _ identity.AgentUser) (flow.Result, error) {
		all, err := listTools(ctx, session, g)
		return flow.Result{JSON: map[string]any{"gateway": g.ID, "protocol_version": session.Version(), "tools": all}, Text: func(l text.Lang, _ int) string {
			var b strings.Builder
			for _, one := range all {
				fmt.Fprintf(&b, "%s\n  %s\n", one.Name, one.Description)
			}
			return b.String() + steps.Counted(l, text.T{En: "tools", Ko: "도구"}, len(all))
		}}, err
	})
}

func callToolAction(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, pattern string, args flow.Args) (flow.Result, error) {
	name, arguments := args.Get("name"), json.RawMessage(cmp.Or(strings.TrimSpace(args.Get("json")), "{}"))
	var object map[string]any
	if err := json.Unmarshal(arguments, &object); err != nil || object == nil {
		return flow.Result{}, &flow.Failure{Code: "WrongUse", Exit: flow.ExitUsage,
			Message: text.T{En: "The arguments are no JSON object.", Ko: "인수가 JSON 객체가 아닙니다."}.With(),
			Fix:     text.T{En: `Write them as '{"dns_name":"app.example.internal"}'.`, Ko: `'{"dns_name":"app.example.internal"}'처럼 쓰세요.`}.With()}
	}
	return withTools(ctx, e, r, s, pattern, func(session *mcpSession, _ aws.Gateway, user identity.AgentUser) (flow.Result, error) {
		out, err := callAgreed(ctx, e, r, session, user, name, arguments)
		if err == nil && out.Failed {
			err = toolFailed(name, out)
		}
		return flow.Result{JSON: map[string]any{"tool": name, "text": out.Text}, Text: func(text.Lang, int) string { return out.Text + "\n" }}, err
	})
}
