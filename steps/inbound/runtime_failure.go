package inbound

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const docsInvoke = "https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html"

// explainInvocation puts a runtime's refusal into words.
func explainInvocation(ctx context.Context, e *steps.Env, in aws.Invocation, answer *http.Response) error {
	refused, err := RefusalOf(answer)
	if err != nil {
		return err
	}
	f := &flow.Failure{Code: refusalCode(answer), Exit: flow.ExitService, Err: refused, Docs: docsInvoke, RequestID: answer.Header.Get("X-Amzn-Requestid"),
		Message: text.T{En: "The runtime answered HTTP %d: %s", Ko: "Runtime이 HTTP %d로 응답했습니다: %s"}.With(refused.Status, text.Strip(refused.Message))}
	switch {
	case refused.Status == http.StatusUnauthorized || refused.Status == http.StatusForbidden:
		f.Docs = DocsRuntime
		f.Cause = causeOfRefusal(refused).With()
		f.Fix = text.T{En: "Sign in again with `signin`; `verify` compares the authorizer with the stack, and `refusals` shows every token at every door.", Ko: "`signin`으로 다시 로그인하세요. `verify`는 authorizer를 스택과 비교하고, `refusals`는 모든 토큰을 모든 입구에서 시험합니다."}.With()
	case refused.Status == http.StatusNotFound:
		f.Cause, f.Fix = whyNotThere(ctx, e, in.ARN)
	case refused.Status == http.StatusBadRequest && in.Session != "" && (len(in.Session) < aws.LeastSessionID || len(in.Session) > aws.MostSessionID):
		f.Cause = text.T{En: "The session id has %d characters; it must have %d to %d, so that nobody guesses one.", Ko: "세션 ID가 %d자입니다. 추측할 수 없도록 %d~%d자여야 합니다."}.With(len(in.Session), aws.LeastSessionID, aws.MostSessionID)
		f.Fix = text.T{En: "Leave --session out: one is drawn. A UUID has 36 characters.", Ko: "--session을 빼면 자동으로 만듭니다. UUID는 36자입니다."}.With()
	case refused.Status == http.StatusRequestEntityTooLarge:
		f.Cause = text.T{En: "The payload is larger than the service takes.", Ko: "페이로드가 서비스의 허용 크기를 넘습니다."}.With()
		f.Fix = text.T{En: "Put the data into S3 and send its address.", Ko: "데이터를 S3에 두고 주소를 보내세요."}.With()
	case refused.Status == http.StatusFailedDependency:
		f.Cause = text.T{En: "The token was let in, and the agent behind the door failed.", Ko: "토큰은 통과했지만 그 뒤의 에이전트가 실패했습니다."}.With()
		f.Fix = agentsLog(e)
	}
	return f
}

// agentsLog is where an agent says what went wrong with it.
func agentsLog(e *steps.Env) text.Msg {
	if e.Practice() {
		return text.T{En: "Look at what your agent printed where you started it: it is the one that `sandbox serve --agent` names.", Ko: "에이전트를 실행한 터미널의 출력을 확인하세요. `sandbox serve --agent`에 지정한 에이전트입니다."}.With()
	}
	return text.T{En: "Read the agent's log: CloudWatch, /aws/bedrock-agentcore/runtimes/….", Ko: "에이전트의 로그(CloudWatch의 /aws/bedrock-agentcore/runtimes/…)를 확인하세요."}.With()
}

// brokenOff is an answer that ended in its middle.
type brokenOff struct{ error }

func (b brokenOff) Unwrap() error { return b.error }

// explainBreak puts an answer that broke off into words. Whoever ended it themselves needs none.
func explainBreak(ctx context.Context, e *steps.Env, err error) error {
	if broken := (brokenOff{}); ctx.Err() != nil || !errors.As(err, &broken) {
		return err
	}
	return &flow.Failure{Code: "AnswerBrokeOff", Exit: flow.ExitService, Err: err, Docs: docsInvoke,
		Message: text.T{En: "The agent's answer broke off.", Ko: "에이전트의 응답이 도중에 끊겼습니다."}.With(),
		Cause:   text.T{En: "The connection ended before the answer did: most often the agent crashed or was restarted.", Ko: "응답이 끝나기 전에 연결이 끊겼습니다. 대개 에이전트가 비정상 종료되었거나 다시 시작된 경우입니다."}.With(),
		Fix:     agentsLog(e)}
}

// refusalCode is AWS's name of an error, or the status where it has none.
func refusalCode(answer *http.Response) string {
	code, _, _ := strings.Cut(answer.Header.Get("X-Amzn-Errortype"), ":")
	return cmp.Or(code, strings.ReplaceAll(http.StatusText(answer.StatusCode), " ", ""))
}

// whyNotThere looks after a runtime that no endpoint leads to.
func whyNotThere(ctx context.Context, e *steps.Env, arn string) (cause, fix text.Msg) {
	_, id, _ := strings.Cut(arn, ":runtime/")
	found, err := e.Cloud.Runtime(ctx, id)
	if err == nil && !found.Ready() {
		return text.T{En: "The runtime is %s: it takes calls when it is READY.", Ko: "Runtime이 %s 상태입니다. READY가 되어야 호출할 수 있습니다."}.With(found.Status),
			text.T{En: "Run `runtime`: it waits until it is READY.", Ko: "`runtime`을 실행하면 READY가 될 때까지 기다립니다."}.With()
	}
	return text.T{En: "There is no runtime of this ARN, or it has no endpoint of this name.", Ko: "이 ARN의 Runtime이 없거나 해당 이름의 엔드포인트가 없습니다."}.With(),
		text.T{En: "`runtime list` shows those that there are.", Ko: "`runtime list`로 목록을 볼 수 있습니다."}.With()
}

// causeOfRefusal says why a door refused: in the practice cloud by the authorizer's own reason, on AWS by what its answer lets know.
func causeOfRefusal(refused *DoorRefusal) text.T {
	kind, _, _ := strings.Cut(refused.Reason, " ")
	kind = strings.TrimSuffix(kind, ":")
	if known, ok := refusalKinds()[kind]; ok {
		return known
	}
	switch said := refused.Message; {
	case strings.Contains(said, "Missing"):
		return refusalKinds()["missing"]
	case strings.Contains(said, "client_id"):
		return refusalKinds()["client"]
	case strings.Contains(said, "expired"):
		return refusalKinds()["expired"]
	case strings.Contains(refused.Challenge, "insufficient_scope"):
		return text.T{En: "the token is genuine, but not for this door: its client, scope or audience is not on the list", Ko: "토큰은 진짜지만 이 입구용이 아닙니다(client, scope, audience 중 하나가 목록에 없음)"}
	}
	return text.T{En: "the token is not valid here; the door does not say why", Ko: "여기서 유효하지 않은 토큰이며, 입구는 이유를 알려 주지 않습니다"}
}

// refusalKinds are the authorizer's reasons, in the order in which a token meets them.
func refusalKinds() map[string]text.T {
	return map[string]text.T{
		"missing":     {En: "no bearer token came along", Ko: "bearer token이 없음"},
		"malformed":   {En: "it is no signed JWT", Ko: "서명된 JWT가 아님"},
		"discovery":   {En: "the authorizer could not fetch the discovery document or the keys", Ko: "authorizer가 discovery 문서나 공개 키를 가져오지 못함"},
		"issuer":      {En: "iss is another issuer than the discovery URL's", Ko: "iss가 discovery URL의 발급자와 다름"},
		"unknown_key": {En: "the issuer publishes no key of this kid", Ko: "발급자의 공개 키 중에 이 kid가 없음"},
		"signature":   {En: "the signature does not fit: the token was changed on the way, or signed by someone else", Ko: "서명이 맞지 않음(도중에 바뀌었거나 다른 쪽이 서명)"},
		"expired":     {En: "exp is over", Ko: "exp가 지남"},
		"not_yet":     {En: "nbf has not come: a clock is wrong", Ko: "nbf가 아직 되지 않음(시계 오류)"},
		"client":      {En: "client_id is not among allowedClients", Ko: "client_id가 allowedClients에 없음"},
		"audience":    {En: "aud is not among allowedAudience; a Cognito access token has no aud", Ko: "aud가 allowedAudience에 없음(Cognito access token에는 aud가 없음)"},
		"scope":       {En: "scope has none of allowedScopes", Ko: "scope에 allowedScopes가 없음"},
		"custom":      {En: "a rule of customClaims is not met", Ko: "customClaims의 규칙을 충족하지 못함"},
	}
}
