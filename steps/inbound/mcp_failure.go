package inbound

import (
	"net/http"
	"strconv"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

const DocsInbound = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html"

// Failure says why a door let nobody in, and what to do. 401 is about the token itself, 403 about a good token that is not let in
// here (RFC 6750, 3.1).
func (d *DoorRefusal) Failure() *flow.Failure {
	f := &flow.Failure{Code: "Unauthorized", Exit: flow.ExitService, Docs: DocsInbound, Err: d,
		Message: text.T{En: "The door answers %s", Ko: "응답: %s"}.With(d.Error())}
	reason, _, _ := strings.Cut(d.Reason, " ")
	switch {
	case d.Status == http.StatusForbidden:
		f.Code = "Forbidden"
		f.Cause = text.T{En: "The token is genuine and not let in here: its client_id is not in allowedClients, or the gateway has an allowedAudience, which no access token of Cognito meets.",
			Ko: "토큰은 진짜지만 여기서는 허용되지 않습니다. client_id가 allowedClients에 없거나, Cognito의 access token이 충족할 수 없는 allowedAudience가 지정되어 있습니다."}.With()
		f.Fix = text.T{En: "Bring the other token (`--pattern`), or see with `gateway get` whom it takes.", Ko: "다른 토큰을 사용하거나(`--pattern`), `gateway get`으로 허용된 클라이언트를 확인하세요."}.With()
	case d.Status == http.StatusTooManyRequests || d.Status >= http.StatusInternalServerError:
		f.Code = "GatewayTrouble"
		f.Cause = text.T{En: "The gateway has too much to do, or is in trouble itself: this is not about the token.", Ko: "토큰 문제가 아니라 Gateway에 요청이 너무 많거나 장애가 있습니다."}.With()
		f.Fix = text.T{En: "Try again in a while.", Ko: "잠시 뒤 다시 시도하세요."}.With()
	case reason == "missing", strings.Contains(d.Message, "Missing"):
		f.Cause = text.T{En: "No bearer token came with the request. WWW-Authenticate names where to learn who issues them.", Ko: "요청에 bearer 토큰이 없습니다. 누가 토큰을 발급하는지는 WWW-Authenticate가 가리키는 문서에 있습니다."}.With()
		f.Fix = text.T{En: "Send Authorization: Bearer with an access token.", Ko: "access token을 Authorization: Bearer로 보내세요."}.With()
	case reason == "expired":
		f.Cause = text.T{En: "The token's time is over.", Ko: "토큰이 만료되었습니다."}.With()
		f.Fix = text.T{En: "Ask for a new one.", Ko: "토큰을 새로 받으세요."}.With()
	case reason == "discovery":
		f.Cause = text.T{En: "The discovery document or the keys that its discoveryUrl names cannot be fetched.", Ko: "discoveryUrl의 discovery 문서나 공개 키를 가져오지 못했습니다."}.With()
		f.Fix = text.T{En: "Compare it with the pool's: `gateway create` shows what differs and puts it right.", Ko: "User Pool의 값과 비교하세요. `gateway create`가 차이를 보여 주고 바로잡습니다."}.With()
	default:
		f.Cause = text.T{En: "The token is none of this issuer's, has ended, or was changed on the way. AWS does not say which.", Ko: "이 발급자의 토큰이 아니거나, 만료되었거나, 도중에 변경되었습니다. AWS는 이유를 알려 주지 않습니다."}.With()
		f.Fix = text.T{En: "Look at it with `inspect`, and compare its issuer with the gateway's discoveryUrl.", Ko: "`inspect`로 토큰을 보고 발급자를 Gateway의 discoveryUrl과 비교하세요."}.With()
	}
	return f
}

// failure puts a JSON-RPC error of the gateway into words.
func (p *rpcFailure) Failure() *flow.Failure {
	f := &flow.Failure{Code: strconv.Itoa(int(p.Code)), Exit: flow.ExitService, Err: p, Docs: DocsGateway, Message: text.Plain(p.Error())}
	switch {
	case strings.Contains(p.Message, "is not READY"), strings.Contains(p.Message, "CREATING"):
		f.Code = "GatewayNotReady"
		f.Cause = text.T{En: "The gateway is still being made or changed.", Ko: "Gateway가 아직 만들어지거나 변경되는 중입니다."}.With()
		f.Fix = text.T{En: "`gateway create` waits for it.", Ko: "`gateway create`를 실행하면 준비될 때까지 기다립니다."}.With()
	case strings.Contains(p.Message, "Unknown tool"):
		f.Code = "UnknownTool"
		f.Cause = text.T{En: "A tool is called by the names of its target and its own: target___tool.", Ko: "도구는 대상 이름과 도구 이름을 합친 target___tool 형식으로 호출합니다."}.With()
		f.Fix = text.T{En: "`tools list` shows the names.", Ko: "`tools list`로 이름을 확인하세요."}.With()
	default:
		f.Cause = text.T{En: "The gateway refused the message itself (JSON-RPC).", Ko: "Gateway가 메시지 자체를 거부했습니다(JSON-RPC)."}.With()
		f.Fix = text.T{En: "Look at the call's request and answer (F4).", Ko: "호출 내용에서 요청과 응답을 확인하세요(F4)."}.With()
	}
	return f
}

// Failure is for a consent that nobody was led to.
func (e *elicitation) Failure() *flow.Failure {
	return &flow.Failure{Code: "ConsentNeeded", Exit: flow.ExitService, Err: e, Docs: identity.DocsBinding, Message: text.Plain(e.Error()),
		Cause: text.T{En: "The tool needs the user's consent, and the gateway names a page for it (-32042).", Ko: "도구에 사용자의 동의가 필요하여 Gateway가 동의 페이지를 알려 주었습니다(-32042)."}.With(),
		Fix:   text.T{En: "`tools call` leads to it and calls again.", Ko: "`tools call`을 사용하면 동의 후 다시 호출합니다."}.With()}
}
