package steps

import (
	"cmp"
	"context"
	"errors"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/diagnose"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// Explain puts an error into a person's words. It is the one place where the kinds of trouble that aws knows, and the codes of
// OAuth, become failures with cause, next step and exit status. Failures stay what they are; nil stays nil.
func Explain(err error) error {
	if err == nil {
		return nil
	}
	f := explained(err)
	if failure, ours := f.(*flow.Failure); ours {
		return asCatalogued(failure)
	}
	return f
}

func explained(err error) error {
	var done *flow.Failure
	var refusal *oauth.Error
	var unverified *oauth.VerificationError
	var strange *oauth.AnswerError
	var own interface{ Failure() *flow.Failure }
	switch {
	case errors.As(err, &done), errors.Is(err, flow.ErrChecksFailed), errors.Is(err, context.Canceled):
		return err
	case errors.As(err, &own):
		return own.Failure()
	case errors.As(err, &refusal):
		return explainRefusal(refusal)
	case errors.As(err, &unverified):
		return explainUnverified(unverified)
	case errors.As(err, &strange):
		return &flow.Failure{Code: "NotAToken", Message: text.Plain(strange.Error()), Exit: flow.ExitService, Err: err,
			Cause: text.T{En: "Something else than Cognito answers at the token endpoint's address.", Ko: "토큰 엔드포인트 주소에서 Cognito가 아닌 다른 것이 응답합니다."}.With(),
			Fix:   text.T{En: "Check the domain with `verify`.", Ko: "`verify`로 도메인을 확인하세요."}.With(),
		}
	}
	return explainKind(aws.KindOf(err), err)
}

// asCatalogued completes a failure from the catalogue of known troubles: what the place itself said is looked up, and words that
// are missing are taken from there. Those that are written for the very spot stay.
func asCatalogued(f *flow.Failure) *flow.Failure {
	if !f.Cause.Empty() && !f.Fix.Empty() && f.Docs != "" {
		return f
	}
	said := f.Code + ": " + f.Message.String() + " " + f.Cause.String()
	if f.Err != nil {
		said += " " + f.Err.Error()
	}
	d := diagnose.Decode(said)
	if !d.Known {
		return f
	}
	full := *f
	if full.Cause.Empty() {
		full.Cause = d.Cause
	}
	if full.Fix.Empty() {
		full.Fix = d.Fix
	}
	full.Docs = cmp.Or(full.Docs, d.Docs)
	return &full
}

// explainKind gives each kind its words and its exit status.
func explainKind(kind aws.Kind, err error) *flow.Failure {
	code, said, request := aws.Details(err)
	if kind == aws.NotAWS {
		code = "" // the SDK's own, UnknownError, says nothing
	}
	w := consentWords(said, wordsOf(kind, err))
	if code == "" {
		code = w.code
	}
	f := &flow.Failure{
		Code: code, Message: w.message, Cause: w.cause, Fix: w.fix, Docs: w.docs, RequestID: request, Exit: w.exit, Err: err,
	}
	switch {
	case f.Message.Empty() && said != "":
		f.Message = text.Plain(said)
	case f.Message.Empty():
		f.Message = text.Plain(err.Error())
	case said != "" && f.Cause.Empty():
		f.Cause = text.Plain(said)
	}
	return f
}

// explainRefusal knows the codes of RFC 6749 as Cognito uses them.
func explainRefusal(e *oauth.Error) *flow.Failure {
	f := &flow.Failure{
		Code: e.Code, Exit: flow.ExitService, Err: e, Docs: DocsTokenEndpoint,
		Message: text.T{En: "Cognito refused: %s", Ko: "Cognito가 거부했습니다: %s"}.With(e.Error()),
	}
	switch e.Code {
	case "invalid_client":
		f.Cause = text.T{En: "The client id or its secret is not the one that the user pool has now.", Ko: "client id 또는 시크릿이 현재 User Pool의 값과 다릅니다."}.With()
		f.Fix = text.T{En: "Run `provider`: it takes both from the user pool again.", Ko: "`provider`를 실행하면 두 값을 User Pool에서 다시 읽습니다."}.With()
	case "invalid_grant":
		f.Cause = text.T{En: "The code or the refresh token was used already, has ended (a code lives five minutes), or belongs to another client.", Ko: "code 또는 refresh token이 이미 사용되었거나 만료되었거나(code의 수명은 5분) 다른 클라이언트의 것입니다."}.With()
		f.Fix = text.T{En: "Start the sign-in again.", Ko: "로그인을 처음부터 다시 하세요."}.With()
	case "invalid_scope":
		f.Cause = text.T{En: "The scope is not one of the resource server's, or not allowed to this client.", Ko: "스코프가 Resource Server에 없거나 이 클라이언트에 허용되지 않았습니다."}.With()
		f.Fix = text.T{En: "Compare cognito_auth_scope with the client: `verify` shows both.", Ko: "`verify`에서 cognito_auth_scope와 클라이언트의 스코프를 비교하세요."}.With()
	case "unauthorized_client":
		f.Cause = text.T{En: "This client may not use this flow: machines use the machine client, people the web client.", Ko: "이 클라이언트에는 이 흐름이 허용되지 않았습니다. M2M은 Machine Client를, 사용자는 Web Client를 씁니다."}.With()
		f.Fix = text.T{En: "Check both clients' flows with `verify`.", Ko: "`verify`로 두 클라이언트의 OAuth 흐름을 확인하세요."}.With()
	case "access_denied":
		f.Cause = text.T{En: "The person or the server declined.", Ko: "사용자 또는 서버가 거절했습니다."}.With()
		f.Fix = text.T{En: "Start the sign-in again.", Ko: "로그인을 처음부터 다시 하세요."}.With()
	}
	return f
}

func explainUnverified(e *oauth.VerificationError) *flow.Failure {
	f := &flow.Failure{
		Code: "TokenNotVerified", Exit: flow.ExitOther, Err: e,
		Message: text.T{En: "The token does not stand the test: %s", Ko: "토큰 검증에 실패했습니다: %s"}.With(e.Error()),
		Docs:    "https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html",
	}
	if e.Requirement == oauth.NeedTime {
		f.Cause = text.T{En: "The token has ended, or this machine's clock is wrong.", Ko: "토큰이 만료되었거나 이 컴퓨터의 시계가 틀립니다."}.With()
		f.Fix = text.T{En: "Check the clock, then ask for a new token.", Ko: "시계를 확인한 다음 토큰을 새로 받으세요."}.With()
		return f
	}
	if e.Requirement == oauth.NeedSignature {
		f.Exit = flow.ExitService
		f.Cause = text.T{En: "No key that the user pool publishes has signed it: the keys were changed, or somebody else made the token.", Ko: "User Pool이 공개한 키로 서명된 토큰이 아닙니다. 키가 바뀌었거나 다른 곳에서 만든 토큰입니다."}.With()
		f.Fix = text.T{En: "Ask for a new token in some minutes: published keys are kept for a while. If it stays so, only AWS, or another user pool, can help: `verify token.signature` shows how it stands.", Ko: "공개 키는 잠시 캐시되므로 몇 분 뒤 토큰을 새로 받으세요. 그래도 같으면 AWS에 문의하거나 User Pool을 새로 만들어야 합니다. `verify token.signature`로 상태를 확인할 수 있습니다."}.With()
		return f
	}
	f.Cause = text.T{En: "It was issued by someone else, to someone else, or for another request.", Ko: "발급자나 대상이 다르거나 다른 요청에 대한 토큰입니다."}.With()
	f.Fix = text.T{En: "Do not use it. Ask for a new one.", Ko: "이 토큰은 사용하지 말고 새로 받으세요."}.With()
	return f
}
