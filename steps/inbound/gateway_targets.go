package inbound

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/cleanup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

// The targets that this program gives a gateway. A tool is called by the names of its target and its own: dns-resolve-tool___resolve.
const (
	// functionTarget has the name of the workshop's Lambda function for looking names up.
	functionTarget = "dns-resolve-tool"
	// apiTarget asks the user pool whose token it was given.
	apiTarget = "whoami"
)

const (
	// FunctionTool and APITool are the tools of the two targets, as MCP names them.
	FunctionTool = functionTarget + "___resolve"
	APITool      = apiTarget + "___userInfo"
)

// dnsTool is the inline schema of the function's tool.
func dnsTool() aws.Tool {
	return aws.Tool{Name: "resolve", Description: "Looks up the addresses of a host name in the private network.",
		Inputs: map[string]string{"dns_name": "The host name, for example app-frontend.example.internal"}, Required: []string{"dns_name"}}
}

// whoamiDocument is the OpenAPI document of Cognito's userInfo endpoint (OpenID Connect Core, 5.3). The gateway puts the token on
// the request; the document names none, since gateways take no security schemes.
func whoamiDocument(s steps.Setup) string {
	text := map[string]any{"type": "string"}
	raw, _ := json.Marshal(map[string]any{ // nothing in it that JSON cannot say
		"openapi": "3.0.3", "info": map[string]any{"title": "Who am I", "version": "1"},
		"servers": []any{map[string]any{"url": s.DomainURL()}},
		"paths": map[string]any{"/oauth2/userInfo": map[string]any{"get": map[string]any{
			"operationId": "userInfo", "summary": "Says whose token the request carries.",
			"responses": map[string]any{"200": map[string]any{"description": "The person", "content": map[string]any{"application/json": map[string]any{
				"schema": map[string]any{"type": "object", "properties": map[string]any{"sub": text, "email": text, "username": text}}}}}},
		}}},
	})
	return string(raw)
}

// bringTargets sees to it that a gateway has its tools. A gateway that somebody else has given targets keeps them as they are.
func bringTargets(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, g aws.Gateway, pattern string, function *functionChoice) error {
	have, err := e.Cloud.GatewayTargets(ctx, g.ID)
	if err != nil {
		return err
	}
	missing := func(name string) bool { return !hasTarget(have, name) }
	if othersAlone(have) && function.given == "" {
		r.Say(text.T{En: "The gateway %s has %d targets of somebody else's: they stay as they are.", Ko: "Gateway %s에 다른 사람이 만든 대상이 %d개 있어 그대로 사용합니다."}.With(g.Name, len(have)))
		return settledTargets(ctx, e, r, g, have)
	}
	if !missing(functionTarget) && function.given != "" {
		r.Warn(text.T{En: "The target %s is there already and stays as it is: `gateway delete` first, to take another function.", Ko: "대상 %s{이/가} 이미 있어 그대로 둡니다. 다른 함수를 쓰려면 먼저 `gateway delete`를 실행하세요."}.With(functionTarget))
	}
	if missing(functionTarget) {
		arn, err := chooseFunction(ctx, e, r, function, missing(apiTarget))
		if err == nil && arn != "" {
			_, err = e.Cloud.CreateLambdaTarget(ctx, g.ID, functionTarget, arn, dnsTool())
		}
		if err != nil && aws.KindOf(err) != aws.Exists {
			return err
		}
	}
	if missing(apiTarget) {
		by, err := outboundOf(ctx, e, r, s, g, pattern)
		if err == nil {
			_, err = e.Cloud.CreateAPITarget(ctx, g.ID, apiTarget, whoamiDocument(s), by)
		}
		if err != nil && aws.KindOf(err) != aws.Exists {
			return err
		}
	}
	if have, err = e.Cloud.GatewayTargets(ctx, g.ID); err != nil {
		return err
	}
	return settledTargets(ctx, e, r, g, have)
}

func hasTarget(have []aws.GatewayTarget, name string) bool {
	return slices.ContainsFunc(have, func(t aws.GatewayTarget) bool { return t.Name == name })
}

// othersAlone reports a gateway whose targets are all somebody else's.
func othersAlone(have []aws.GatewayTarget) bool {
	return len(have) > 0 && !hasTarget(have, apiTarget) && !hasTarget(have, functionTarget)
}

// missingTarget is the target that bringTargets would still make without asking, or empty. On AWS a gateway may do without a function.
func missingTarget(e *steps.Env, have []aws.GatewayTarget) string {
	switch {
	case othersAlone(have):
		return ""
	case !hasTarget(have, apiTarget):
		return apiTarget
	case e.Practice() && !hasTarget(have, functionTarget):
		return functionTarget
	}
	return ""
}

// outboundOf is how the gateway gets the API's token: in the machine pattern with the workshop's own provider, in the gateway's
// name; in the user pattern with the 3LO provider, in the name of the user whose token came in.
func outboundOf(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, g aws.Gateway, pattern string) (aws.Outbound, error) {
	if pattern == MachinePattern {
		p, err := e.Cloud.Provider(ctx, s.Provider())
		return aws.Outbound{ProviderARN: p.ARN, Scopes: s.Scopes()}, err
	}
	p, err := identity.BringConsent(ctx, e, r, s)
	if err == nil {
		err = bringGatewayReturns(ctx, e, g)
	}
	return aws.Outbound{ProviderARN: p.ARN, Scopes: identity.ConsentScopes(), ReturnURL: e.ReturnURLs()[0]}, err
}

// bringGatewayReturns registers our return addresses with the identity that came with the gateway: a consent begins in its name.
func bringGatewayReturns(ctx context.Context, e *steps.Env, g aws.Gateway) error {
	name := g.Identity[strings.LastIndex(g.Identity, "/")+1:]
	found, err := e.Cloud.WorkloadIdentity(ctx, name)
	if err != nil || len(steps.Lacking(found.ReturnURLs, e.ReturnURLs())) == 0 {
		return err
	}
	_, err = e.Cloud.UpdateWorkloadIdentity(ctx, name, steps.Union(found.ReturnURLs, e.ReturnURLs()))
	return err
}

// settledTargets waits until the targets are READY, and shows each status that they come by.
func settledTargets(ctx context.Context, e *steps.Env, r *flow.Report, g aws.Gateway, all []aws.GatewayTarget) error {
	for _, short := range all {
		last := ""
		t, err := e.Cloud.WaitGatewayTarget(ctx, g.ID, short.ID, e.Pause(), func(t aws.GatewayTarget) {
			if t.Status != last {
				last = t.Status
				r.Emit(flow.Resource{LogicalID: t.Name, PhysicalID: t.ID, ResourceType: cleanup.KindTarget, Status: t.Status, Reason: strings.Join(t.Reasons, " "), Time: r.Clock().Now()})
			}
		})
		if err != nil {
			return err
		}
		if !t.Ready() {
			return &flow.Failure{Code: t.Status, Exit: flow.ExitService, Docs: DocsTargets, Cause: text.Plain(strings.Join(t.Reasons, " ")),
				Message: text.T{En: "The target %s ended in %s.", Ko: "대상 %s{이/가} %s 상태로 끝났습니다."}.With(t.Name, t.Status),
				Fix:     text.T{En: "Settle the cause, then `gateway delete` and `gateway create`: targets are not repaired in place.", Ko: "원인을 해결한 다음 `gateway delete` 후 `gateway create`를 실행하세요. 대상은 제자리에서 고쳐지지 않습니다."}.With()}
		}
	}
	return nil
}

// practiceFunction is the practice cloud's own function. There is no other Lambda in it.
func practiceFunction(ctx context.Context, e *steps.Env) (string, error) {
	account, err := e.AccountID(ctx)
	return "arn:aws:lambda:" + e.Region() + ":" + account + ":function:" + functionTarget, err
}

// functionChoice is the Lambda function for the tools: the ARN that the caller was given, or what the person chose, once for both
// gateways.
type functionChoice struct {
	given, arn string
	made       bool
}

// chooseFunction is the Lambda function behind the tool: the one given, the practice cloud's own, the one that the workshop's
// scripts have left in a parameter, or one that the person names. This program makes none; empty means to do without. fresh says
// that the gateway is new: whoever did without before is not asked again.
func chooseFunction(ctx context.Context, e *steps.Env, r *flow.Report, choice *functionChoice, fresh bool) (string, error) {
	switch {
	case choice.given != "":
		return checkedFunction(choice.given)
	case e.Practice():
		return practiceFunction(ctx, e)
	case choice.made:
		return choice.arn, nil
	case !fresh:
		return "", nil
	}
	arn, err := askFunction(ctx, e, r)
	if err == nil && arn != "" {
		arn, err = checkedFunction(arn)
	}
	if err == nil {
		choice.arn, choice.made = arn, true
	}
	return arn, err
}

// askFunction offers the function that the workshop's scripts have left, or asks for one.
func askFunction(ctx context.Context, e *steps.Env, r *flow.Report) (string, error) {
	found, _, err := e.Cloud.Parameters(ctx, e.Parameter("dns_lambda_arn"))
	if err != nil {
		return "", err
	}
	if arn := found[e.Parameter("dns_lambda_arn")].Value; arn != "" {
		return offerFunction(ctx, e, r, arn)
	}
	answer, err := r.Ask(ctx, flow.Question{Kind: flow.Value,
		Title:  text.T{En: "ARN of a Lambda function for the tool (empty: the gateway gets the OpenAPI target only)", Ko: "도구로 쓸 Lambda 함수의 ARN(비워 두면 OpenAPI 대상만 만듭니다)"}.With(),
		Detail: text.T{En: "This program makes no Lambda function: it needs one that you have, as the workshop's dns-resolve-tool. It is invoked with {\"dns_name\": …}.", Ko: "이 프로그램은 Lambda 함수를 만들지 않습니다. 워크숍의 dns-resolve-tool처럼 이미 있는 함수가 필요하며, {\"dns_name\": …}으로 호출됩니다."}.With()})
	return strings.TrimSpace(answer.Text.Reveal()), err
}

func offerFunction(ctx context.Context, e *steps.Env, r *flow.Report, arn string) (string, error) {
	answer, err := r.Ask(ctx, flow.Question{Kind: flow.Confirm,
		Title:  text.T{En: "Make a tool of the Lambda function %s?", Ko: "Lambda 함수 %s{을/를} 도구로 만들까요?"}.With(arn),
		Detail: text.T{En: "The workshop's scripts have left it in dns_lambda_arn. This program makes no Lambda function itself.", Ko: "워크숍 스크립트가 dns_lambda_arn에 남긴 함수입니다. 이 프로그램은 Lambda 함수를 직접 만들지 않습니다."}.With(),
		Options: []flow.Option{
			{ID: "use", Title: text.T{En: "Use it", Ko: "사용하기"}},
			{ID: "skip", Title: text.T{En: "Do without: the OpenAPI target only", Ko: "사용하지 않기(OpenAPI 대상만)"}},
		}})
	if err != nil || answer.Choice == "skip" {
		return "", err
	}
	return arn, nil
}

// checkedFunction refuses what is no function's ARN before anything is made of it.
func checkedFunction(arn string) (string, error) {
	if regexp.MustCompile(`^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_.-]+(:[A-Za-z0-9_$-]+)?$`).MatchString(arn) {
		return arn, nil
	}
	return "", &flow.Failure{Code: "NoFunctionARN", Exit: flow.ExitUsage, Docs: DocsTargets,
		Message: text.T{En: "%q is not the ARN of a Lambda function.", Ko: "%q{은/는} Lambda 함수의 ARN이 아닙니다."}.With(arn),
		Fix:     text.T{En: "It looks like arn:aws:lambda:us-east-1:123456789012:function:dns-resolve-tool.", Ko: "arn:aws:lambda:us-east-1:123456789012:function:dns-resolve-tool과 같은 형식입니다."}.With()}
}

const DocsTargets = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-building-adding-targets.html"
