package identity

import (
	"cmp"
	"context"
	"io"
	"net/http"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// tryEnds shows what ends, and what then happens: a session and its address after ten minutes, an access token after an hour. Nobody
// waits for that: the practice cloud lets them end at once, and AWS's hour is told.
func tryEnds(ctx context.Context, e *steps.Env, r *flow.Report, er errand, account string, good aws.ResourceTokenRequest, token secret.Text) error {
	if !e.Practice() {
		r.Say(text.T{En: "After ten minutes the address and its session are worth nothing, and after an hour the vault refreshes the token by itself. On the practice cloud both are shown without waiting.",
			Ko: "주소와 세션은 10분이 지나면 쓸 수 없고, 한 시간이 지나면 Token Vault가 토큰을 알아서 갱신합니다. 연습용 클라우드에서는 기다리지 않고 둘 다 볼 수 있습니다."}.With())
		return nil
	}
	if err := trySessionEnds(ctx, e, r, er, good); err != nil {
		return err
	}
	return tryTokenEnds(ctx, e, r, er, account, good, token)
}

// trySessionEnds begins a consent that nobody walks, lets its ten minutes pass, and then tries its address, its completion and its poll.
func trySessionEnds(ctx context.Context, e *steps.Env, r *flow.Report, er errand, good aws.ResourceTokenRequest) error {
	label := text.T{En: "forceAuthentication, although the vault has the token", Ko: "Token Vault에 토큰이 있어도 forceAuthentication으로 다시 요청"}
	request := good
	request.Force = true
	out, err := e.Cloud.UserToken(steps.AsHop(ctx, flowLessons, "agent", "agentcore", label), request)
	if err != nil {
		return err
	}
	lessonIn(r, "lesson.force", label, text.T{En: "sessionStatus %s: the person is asked again", Ko: "sessionStatus %s: 사용자에게 다시 묻습니다"}.With(cmp.Or(out.Status, "none")))
	if err := e.Cloud.ExpireSession(ctx, out.SessionURI); err != nil {
		return err
	}
	label = text.T{En: "The address, opened after ten minutes", Ko: "10분이 지난 주소를 여는 경우"}
	status, err := opens(steps.AsHop(ctx, flowLessons, "browser", "agentcore", label), e, out.AuthorizationURL)
	if err != nil {
		return err
	}
	lessonIn(r, "lesson.url_expired", label, text.T{En: "HTTP %d: no sign-in page is shown", Ko: "HTTP %d: 로그인 페이지가 나오지 않습니다"}.With(status))
	label = text.T{En: "Its session, completed after ten minutes", Ko: "10분이 지난 세션을 완료하는 경우"}
	return RefusedOnly(r, "lesson.session_expired", label,
		e.Cloud.CompleteUserToken(steps.AsHop(ctx, flowLessons, "app", "agentcore", label), out.SessionURI, er.user.Token, er.user.id()))
}

// tryTokenEnds lets the stored access token end: the same request then brings another one, and nobody is asked.
func tryTokenEnds(ctx context.Context, e *steps.Env, r *flow.Report, er errand, account string, good aws.ResourceTokenRequest, old secret.Text) error {
	if err := e.Cloud.ExpireTokens(ctx, account, er.workload, er.provider); err != nil {
		return err
	}
	label := text.T{En: "The access token has ended: the same request again", Ko: "access token이 만료된 뒤 같은 요청"}
	out, err := e.Cloud.UserToken(steps.AsHop(ctx, flowLessons, "agent", "agentcore", label), good)
	if err != nil {
		return err
	}
	if out.AccessToken.Empty() || out.AccessToken.Equal(old) {
		return &flow.Failure{Code: "NotRefreshed", Exit: flow.ExitOther,
			Message: text.T{En: "The vault did not refresh the token.", Ko: "Token Vault가 토큰을 갱신하지 않았습니다."}.With()}
	}
	lessonIn(r, "lesson.refreshed", label, text.T{En: "refreshed, nobody was asked: %s → %s", Ko: "갱신되었고 아무에게도 묻지 않았습니다: %s → %s"}.With(fingerprint(old), fingerprint(out.AccessToken)))
	e.LabDone("refresh")
	e.Keep(TokenOfConsent, oauth.Token{Access: out.AccessToken, Type: "Bearer", Expires: expiryOf(out.AccessToken)})
	return nil
}

// tryReplay completes a session that was completed already. Where the vault answered at once there was none in this run.
func tryReplay(ctx context.Context, e *steps.Env, r *flow.Report, er errand, session string) error {
	if session == "" {
		return nil
	}
	label := text.T{En: "The same session, completed a second time", Ko: "이미 완료한 세션을 다시 완료"}
	return RefusedOnly(r, "lesson.replayed", label, e.Cloud.CompleteUserToken(steps.AsHop(ctx, flowLessons, "app", "agentcore", label), session, er.user.Token, er.user.id()))
}

// opens is a browser's request for an address, without following where it leads.
func opens(ctx context.Context, e *steps.Env, address string) (int, error) {
	client := *e.Cloud.HTTP()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, resp.Body) // the page is for people
	_ = resp.Body.Close()                 // read already
	return resp.StatusCode, nil
}
