package inbound

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// flowTools names the hops of the step about tools.
const flowTools = "tools"

// openGateway finds the gateway of a pattern and begins an MCP session there.
func openGateway(ctx context.Context, e *steps.Env, pattern string, bearer secret.Text) (*mcpSession, aws.Gateway, error) {
	g, err := theGateway(ctx, e, pattern)
	if err != nil {
		return nil, g, err
	}
	if !g.Ready() && g.Status != "UPDATING" {
		return nil, g, notReady(g)
	}
	s, err := MCP(mcpHop(ctx, flowTools, "agent", text.T{En: "initialize: here is my token, which MCP do you speak?", Ko: "initialize: 토큰을 보내고 MCP 버전을 맞춥니다"}), e, g.URL, bearer)
	return s, g, err
}

func notReady(g aws.Gateway) *flow.Failure {
	return &flow.Failure{Code: "GatewayNotReady", Exit: flow.ExitService, Docs: DocsGateway, Cause: text.Plain(strings.Join(g.Reasons, " ")),
		Message: text.T{En: "The gateway %s is in %s, and lets in nobody until it is READY.", Ko: "Gateway %s{이/가} %s 상태이며 READY가 될 때까지 아무도 받아들이지 않습니다."}.With(g.Name, g.Status),
		Fix:     text.T{En: "`gateway create` waits for it.", Ko: "`gateway create`를 실행하면 준비될 때까지 기다립니다."}.With()}
}

// bearerFor is the token that opens the gateway of a pattern, and whose it is: this session's, or a new one.
func bearerFor(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, pattern string) (identity.AgentUser, error) {
	if pattern == UserPattern {
		if err := e.BringSignIn(ctx, r); err != nil {
			return identity.AgentUser{}, err
		}
		return identity.SignedInUser(e), nil
	}
	got, err := e.MachineToken(ctx, s)
	return identity.AgentUser{Name: s.MachineClient(), Token: got.Access}, err
}

// listTools lists a gateway's tools. None is a failure: a gateway without targets says that all is well, and has nothing.
func listTools(ctx context.Context, s *mcpSession, g aws.Gateway) ([]MCPTool, error) {
	all, err := s.ListTools(mcpHop(ctx, flowTools, "agent", text.T{En: "tools/list: what can you do?", Ko: "tools/list: 어떤 도구가 있는지 묻습니다"}))
	if err == nil && len(all) == 0 {
		err = &flow.Failure{Code: "NoTools", Exit: flow.ExitService, Docs: DocsTargets,
			Message: text.T{En: "The gateway %s has no tools.", Ko: "Gateway %s에 도구가 없습니다."}.With(g.Name),
			Cause:   text.T{En: "It has no target that is READY. AWS makes such a gateway without a word.", Ko: "READY 상태인 대상이 없습니다. AWS는 대상이 없어도 Gateway를 그대로 만듭니다."}.With(),
			Fix:     text.T{En: "Run `gateway create`: it adds what is missing.", Ko: "`gateway create`를 실행하면 빠진 대상을 추가합니다."}.With()}
	}
	return all, err
}

// callAgreed calls a tool. Where it needs the user's consent, the user is led to it, and the call is made again.
func callAgreed(ctx context.Context, e *steps.Env, r *flow.Report, s *mcpSession, user identity.AgentUser, name string, arguments json.RawMessage) (mcpResult, error) {
	call := func(title text.T, returnURL string) (mcpResult, error) {
		return s.call(mcpHop(ctx, flowTools, "agent", title), name, arguments, returnURL)
	}
	out, err := call(text.T{En: "tools/call: do it, please", Ko: "tools/call: 도구를 호출합니다"}, "")
	var ask *elicitation
	if !errors.As(err, &ask) {
		return out, err
	}
	identity.Lesson(r, "tools.elicitation", text.T{En: "The tool needs the user's consent first", Ko: "사용자의 동의가 먼저 필요하다는 응답"}, ask.Error())
	err = identity.AgreeAt(ctx, e, r, flowTools, user, ask.URL, func(returnURL string) (string, error) {
		_, err := call(text.T{En: "tools/call again: the browser comes back to another port", Ko: "tools/call을 다시 보내 다른 포트로 돌아오게 합니다"}, returnURL)
		if other := new(elicitation); errors.As(err, &other) {
			return other.URL, nil
		}
		return ask.URL, err
	})
	if err != nil {
		return mcpResult{}, err
	}
	return call(text.T{En: "tools/call once more: the vault has the token now", Ko: "이제 Token Vault에 토큰이 있으므로 tools/call을 다시 보냅니다"}, "")
}

// toolFailed is a tool that answers that it failed.
func toolFailed(name string, out mcpResult) *flow.Failure {
	f := &flow.Failure{Code: "ToolFailed", Exit: flow.ExitService, Docs: DocsTargets, Cause: text.Plain(out.Text),
		Message: text.T{En: "The tool %s answers that it failed.", Ko: "도구 %s{이/가} 실패했다고 응답했습니다."}.With(name)}
	switch {
	case strings.Contains(out.Text, "Parameter validation failed"), strings.Contains(out.Text, "Invalid request parameters"):
		f.Code, f.Fix = "ToolArguments", text.T{En: "Give the arguments that its schema asks for: `tools list --output json` shows it.", Ko: "스키마가 요구하는 인수를 지정하세요. `tools list --output json`으로 볼 수 있습니다."}.With()
	case strings.Contains(out.Text, "Function not found"), strings.Contains(out.Text, "lambda:InvokeFunction"), strings.Contains(out.Text, "ResourceNotFoundException"):
		f.Code, f.Fix = "ToolFunction", text.T{En: "Compare the target's lambdaArn and what the gateway's role may invoke. `gateway delete` and `gateway create --lambda ARN` take another function.", Ko: "대상의 lambdaArn과 Gateway 역할의 호출 권한을 확인하세요. 다른 함수를 쓰려면 `gateway delete` 후 `gateway create --lambda ARN`을 실행합니다."}.With()
	default:
		f.Fix = text.T{En: "The words are those of the function or API behind it: look at its log.", Ko: "도구 뒤의 함수나 API가 보낸 메시지이므로 그 로그를 확인하세요."}.With()
	}
	return f
}
