package inbound

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// word is one event of an agent's answer. The members are those of the practice cloud's agent; of another agent's words only raw is
// known.
type word struct {
	Event, Text string
	// Identity are the claims that the agent read from the token that was handed to it; of a call of a tool, the name in it.
	Identity any
	Turn     int
	// AuthorizationURL is where the user has to go, and SessionURI what that sign-in is called.
	AuthorizationURL, SessionURI string
	Tool, Provider, Fetched      string
	Result                       json.RawMessage
	raw                          string
}

// talk is an answer, as far as it has come.
type talk struct {
	Session, Greeting string
	Turn              int
	Words             []word
}

// who is the user whom the agent has read from the token, or empty.
func (t talk) who() string {
	for _, w := range t.Words {
		claims, _ := w.Identity.(map[string]any)
		for _, claim := range []string{"username", "client_id", "sub"} {
			if name, ok := claims[claim].(string); ok && name != "" {
				return name
			}
		}
	}
	return ""
}

// last is the last word of a kind; its zero value when there is none.
func (t talk) last(event string) word {
	for i := len(t.Words) - 1; i >= 0; i-- {
		if t.Words[i].Event == event {
			return t.Words[i]
		}
	}
	return word{}
}

// userToken is the token of the person who signed in in this session.
func userToken(e *steps.Env) (oauth.Token, error) {
	if t, ok := e.Kept(steps.TokenOfUser); ok {
		return t, nil
	}
	return oauth.Token{}, &flow.Failure{Code: "NotSignedIn", Exit: flow.ExitUsage,
		Message: text.T{En: "Nobody is signed in, or the user's token has ended.", Ko: "로그인한 사용자가 없거나 사용자 토큰이 만료되었습니다."}.With(),
		Fix:     text.T{En: "Run `signin` first.", Ko: "먼저 `signin`을 실행하세요."}.With()}
}

// newSessionID is a session id of 41 characters; AWS wants at least 33.
func newSessionID() string {
	raw := make([]byte, 16)
	if _, err := rand.Read(raw); err != nil {
		panic("the system has no randomness: " + err.Error())
	}
	return "workshop-" + hex.EncodeToString(raw)
}

// PromptOf is the payload that agents of AgentCore's samples expect, and the practice agent.
func PromptOf(prompt string) []byte {
	raw, _ := json.Marshal(map[string]string{"prompt": prompt}) // a string always marshals
	return raw
}

// talkTo calls an agent and tells its words as they come. heard, which may be nil, is given each word; what it returns ends the talk.
// A refusal of the door is a Failure with cause and fix. Where ctx says that the call is a hop, it is told as one when the agent
// begins to speak, and not when it has finished.
func talkTo(ctx context.Context, e *steps.Env, r *flow.Report, in aws.Invocation, heard func(word) error) (talk, error) {
	if len(in.Payload) > aws.MaxPayload {
		return talk{}, &flow.Failure{Code: "PayloadTooLarge", Exit: flow.ExitUsage, Docs: docsInvoke,
			Message: text.T{En: "The payload has %d bytes; an invocation takes %d at most.", Ko: "페이로드가 %d바이트입니다. 호출당 최대 %d바이트까지 보낼 수 있습니다."}.With(len(in.Payload), aws.MaxPayload),
			Cause:   text.T{En: "AWS limits the body of InvokeAgentRuntime to 100 MB. Nothing was sent.", Ko: "AWS는 InvokeAgentRuntime의 본문을 100 MB로 제한합니다. 아무것도 보내지 않았습니다."}.With(),
			Fix:     text.T{En: "Put the data into S3 and send its address.", Ko: "데이터를 S3에 두고 주소를 보내세요."}.With()}
	}
	hop, ctx, isHop := steps.HopOf(ctx)
	answer, err := e.Cloud.Invoke(ctx, in)
	if err != nil {
		return talk{}, err
	}
	defer answer.Body.Close()
	if isHop {
		hop.Method, hop.URL, hop.Status = http.MethodPost, steps.PlainURL(e.Cloud.InvocationURL(in.ARN)), answer.StatusCode
		hop.Request = "Authorization: Bearer " + secret.Mask + "\nX-Amzn-Bedrock-AgentCore-Runtime-Session-Id: " + in.Session + "\n\n" + secret.NewRedactor().Redact(text.Cut(string(in.Payload), shownWord))
		hop.Answer = "Content-Type: " + answer.Header.Get("Content-Type")
		r.Hop(hop)
	}
	if answer.StatusCode != http.StatusOK {
		return talk{}, explainInvocation(ctx, e, in, answer)
	}
	t := talk{Session: cmp.Or(aws.SessionOf(answer), in.Session)}
	err = eachWord(answer, func(w word) error {
		t.Words = append(t.Words, w)
		if w.Event == "greeting" {
			t.Greeting, t.Turn = w.Text, w.Turn
		}
		if heard != nil {
			if err := heard(w); err != nil {
				return err
			}
		}
		if said := w.said(); said != "" {
			r.Say(text.T{En: "Agent: %s", Ko: "에이전트: %s"}.With(said))
		}
		return nil
	})
	return t, err
}

// MostWord bounds one event, and shownWord what of it is shown.
const (
	MostWord  = 8 << 20
	shownWord = 600
)

// eachWord reads an answer: event by event where it is a stream (text/event-stream), else whole.
func eachWord(answer *http.Response, heard func(word) error) error {
	hide := secret.NewRedactor() // an agent may repeat what it was given
	if !strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream") {
		body, err := io.ReadAll(io.LimitReader(answer.Body, MostWord))
		if err != nil {
			return err
		}
		return heard(wordOf(body, hide))
	}
	lines := bufio.NewScanner(answer.Body)
	lines.Buffer(make([]byte, 4096), MostWord)
	var data []byte
	for lines.Scan() {
		line, isData := bytes.CutPrefix(lines.Bytes(), []byte("data:"))
		switch {
		case isData:
			data = append(append(data, bytes.TrimPrefix(line, []byte(" "))...), '\n')
		case len(lines.Bytes()) == 0 && len(data) > 0: // an empty line ends an event
			if err := heard(wordOf(bytes.TrimSuffix(data, []byte("\n")), hide)); err != nil {
				return err
			}
			data = nil
		}
	}
	if len(data) > 0 {
		if err := heard(wordOf(bytes.TrimSuffix(data, []byte("\n")), hide)); err != nil {
			return err
		}
	}
	return lines.Err()
}

func wordOf(data []byte, hide *secret.Redactor) word {
	var w word
	if json.Unmarshal(data, &w) != nil { // an agent may answer in any form
		w = word{}
	}
	w.raw, w.Text = hide.Redact(string(data)), hide.Redact(w.Text)
	return w
}

// said is the word as a line for people, without control characters. Addresses that open something are not in it.
func (w word) said() string {
	switch {
	case w.Event == "authorization_required", w.Event == "greeting" && w.Turn > 1: // who goes on talking is not greeted again
		return ""
	case w.Text != "":
		return text.Cut(text.Strip(w.Text), shownWord)
	case w.Event == "":
		return text.Cut(text.Strip(strings.Join(strings.Fields(w.raw), " ")), shownWord)
	}
	return ""
}

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
		f.Fix = text.T{En: "Read the agent's log: CloudWatch, /aws/bedrock-agentcore/runtimes/….", Ko: "에이전트의 로그(CloudWatch의 /aws/bedrock-agentcore/runtimes/…)를 확인하세요."}.With()
	}
	return f
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
