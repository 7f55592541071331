package identity

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/webapp"
)

// flowLessons is the flow of what is tried after the good way, so that the good way stays one picture.
const flowLessons = "3lo-lessons"

// tryLessons shows, beside the good way, what the vault does with a token that it has, and what a participant will get wrong.
// Every trial leaves the vault as it is, which the last one proves.
func tryLessons(ctx context.Context, e *steps.Env, r *flow.Report, er errand, token secret.Text, account string) error {
	wat, err := workloadTokenFor(ctx, e, flowLessons, er.workload, er.user)
	if err != nil {
		return err
	}
	good := aws.ResourceTokenRequest{Workload: wat, Provider: er.provider, Scopes: er.scopes, ReturnURL: e.ReturnURLs()[0], CustomState: secret.New(webapp.Draw())}
	reuse := steps.AsHop(ctx, flowLessons, "agent", "agentcore", text.T{En: "Once more the same request: the vault answers, nobody is asked", Ko: "같은 요청을 다시 보내면 Token Vault가 바로 답하고 아무에게도 묻지 않습니다"})
	again, err := e.Cloud.UserToken(reuse, good)
	if err != nil {
		return err
	}
	lessonIn(r, "lesson.vault_reuse", text.T{En: "Asked again", Ko: "다시 요청"}, yesNo(again.AccessToken.Equal(token), text.T{En: "same token, no browser", Ko: "같은 토큰, 브라우저 불필요"}, text.T{En: "another token: it was refreshed meanwhile", Ko: "다른 토큰: 그사이 갱신되었습니다"}))
	if err := tryReturnURLs(ctx, e, r, good); err != nil {
		return err
	}
	if err := tryRefusals(ctx, e, r, good); err != nil {
		return err
	}
	if err := tryEnds(ctx, e, r, er, account, good, token); err != nil {
		return err
	}
	unchanged, err := e.Cloud.UserToken(ctx, good)
	if err != nil {
		return err
	}
	lessonIn(r, "lesson.vault_unchanged", text.T{En: "The vault after all this", Ko: "이 모든 시도 뒤의 Token Vault"}, yesNo(!unchanged.AccessToken.Empty(), text.T{En: "unchanged: the token is still there", Ko: "그대로: 토큰이 남아 있습니다"}, text.T{En: "the token is gone", Ko: "토큰이 없어졌습니다"}))
	if unchanged.AccessToken.Empty() {
		return &flow.Failure{Code: "VaultChanged", Exit: flow.ExitOther,
			Message: text.T{En: "A refused request has changed the vault.", Ko: "거부된 요청이 Token Vault를 바꾸었습니다."}.With()}
	}
	r.Say(text.T{En: "When the access token ends, AgentCore refreshes it by itself: a code grant at Cognito always brings a refresh token (offline_access does nothing there); Atlassian gives one only for offline_access.",
		Ko: "access token이 만료되면 AgentCore가 알아서 갱신합니다. Cognito의 code 흐름은 항상 refresh token을 주고(offline_access는 효과 없음), Atlassian은 offline_access를 요청해야 줍니다."}.With())
	return nil
}

func yesNo(ok bool, yes, no text.T) text.Msg {
	if ok {
		return yes.With()
	}
	return no.With()
}

// tryReturnURLs sends return URLs that are almost right. forceAuthentication keeps the vault from answering before they are looked at.
func tryReturnURLs(ctx context.Context, e *steps.Env, r *flow.Report, good aws.ResourceTokenRequest) error {
	right := good.ReturnURL
	for _, trial := range []struct {
		key, url string
		label    text.T
	}{
		{"lesson.return_url_slash", right + "/", text.T{En: "Return URL with a slash too many", Ko: "끝에 /가 더 붙은 return URL"}},
		{"lesson.return_url_number", strings.Replace(right, "localhost", "127.0.0.1", 1), text.T{En: "127.0.0.1 for localhost", Ko: "localhost 대신 127.0.0.1"}},
		{"lesson.return_url_missing", "", text.T{En: "No return URL", Ko: "return URL 없음"}},
	} {
		request := good
		request.ReturnURL, request.Force = trial.url, true
		hop := steps.AsHop(ctx, flowLessons, "agent", "agentcore", trial.label)
		_, err := e.Cloud.UserToken(hop, request)
		switch aws.KindOf(err) {
		case "":
			lessonIn(r, trial.key, trial.label, accepted())
		case aws.Validation, aws.AccessDenied:
			Lesson(r, trial.key, trial.label, Said(err))
		default:
			return err
		}
	}
	return nil
}

// tryRefusals begins sessions that come to nothing: one that the person cancels, and those with scopes that the client does not
// have. The program plays the browser up to the point where a person would be asked for a password.
func tryRefusals(ctx context.Context, e *steps.Env, r *flow.Report, good aws.ResourceTokenRequest) error {
	for _, trial := range []struct {
		key    string
		label  text.T
		scopes []string
		cancel bool
	}{
		{"lesson.cancelled", text.T{En: "forceAuthentication, and the person cancels", Ko: "forceAuthentication으로 다시 묻고 사용자가 취소"}, good.Scopes, true},
		{"lesson.scope", text.T{En: "A scope that the client does not have", Ko: "클라이언트에 없는 스코프"}, []string{"openid", "admin/everything"}, false},
		{"lesson.offline_access", text.T{En: "offline_access, which Cognito does not have", Ko: "Cognito에 없는 offline_access"}, []string{"openid", "offline_access"}, false},
	} {
		request := good
		request.Scopes, request.Force = trial.scopes, true
		hop := steps.AsHop(ctx, flowLessons, "agent", "agentcore", trial.label)
		out, err := e.Cloud.UserToken(hop, request)
		if err != nil {
			if kind := aws.KindOf(err); kind == aws.Validation || kind == aws.AccessDenied {
				Lesson(r, trial.key, trial.label, Said(err))
				continue
			}
			return err
		}
		if out.SessionURI == "" {
			lessonIn(r, trial.key, trial.label, text.T{En: "no session was begun", Ko: "세션이 시작되지 않았습니다"}.With())
			continue
		}
		shown, err := playRefusal(ctx, e, out.AuthorizationURL, trial.cancel)
		if err != nil {
			return err
		}
		request.Force, request.SessionURI = false, out.SessionURI
		after, err := e.Cloud.UserToken(steps.AsHop(ctx, flowLessons, "agent", "agentcore", text.T{En: "And now? The session", Ko: "이제 되었나요? 세션을 확인합니다"}), request)
		status := after.Status
		if err != nil {
			status = Said(err)
		}
		lessonIn(r, trial.key, trial.label, text.T{En: "the browser is shown %s; sessionStatus %s", Ko: "브라우저에는 %s만 보이고 세션은 %s입니다"}.With(shown, cmp.Or(status, "none")))
		if trial.cancel {
			if err := tryAgain(ctx, e, r, good, out.SessionURI); err != nil {
				return err
			}
		}
	}
	return nil
}

// tryAgain asks once more after a session has failed: a new one begins, with an address of its own.
func tryAgain(ctx context.Context, e *steps.Env, r *flow.Report, good aws.ResourceTokenRequest, failed string) error {
	label := text.T{En: "Asked again after the cancel", Ko: "취소한 뒤 다시 요청"}
	good.Force = true
	out, err := e.Cloud.UserToken(steps.AsHop(ctx, flowLessons, "agent", "agentcore", label), good)
	if err != nil {
		return err
	}
	lessonIn(r, "lesson.retry", label, yesNo(out.SessionURI != "" && out.SessionURI != failed, text.T{En: "a new session and a new address", Ko: "새 세션과 새 주소를 받습니다"}, text.T{En: "the failed session again", Ko: "실패한 세션이 그대로입니다"}))
	return nil
}

// playRefusal follows an authorization URL without signing in. With cancel it answers at the callback what an identity provider
// answers when the person cancels (RFC 6749 4.1.2.1). It returns what the browser would have been shown.
func playRefusal(ctx context.Context, e *steps.Env, address string, cancel bool) (string, error) {
	client := *e.Cloud.HTTP()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	title := text.T{En: "The browser opens the authorization URL", Ko: "브라우저가 authorization URL을 엽니다"}
	for range 4 {
		u := steps.RealAddress(address)
		req, err := http.NewRequestWithContext(steps.AsHop(ctx, flowLessons, "browser", partyOf(u), title), http.MethodGet, address, nil)
		if err != nil {
			return "", err
		}
		resp, err := client.Do(req)
		if err != nil {
			return "", err
		}
		_ = resp.Body.Close() // read whole already
		target := resp.Header.Get("Location")
		if target == "" {
			return "HTTP " + strconv.Itoa(resp.StatusCode) + " (" + u.Host + ")", nil
		}
		next, err := req.URL.Parse(target)
		if err != nil {
			return "", err
		}
		query := next.Query()
		if cancel && query.Get("redirect_uri") != "" {
			address = query.Get("redirect_uri") + "?" + url.Values{"error": {"access_denied"}, "state": {query.Get("state")}}.Encode()
			title, cancel = text.T{En: "The person cancelled: back with error=access_denied", Ko: "사용자가 취소하여 error=access_denied로 돌아옵니다"}, false
			continue
		}
		if code := steps.RealAddress(next.String()).Query().Get("error"); code != "" {
			title = text.T{En: "The identity provider refused: back with an error", Ko: "IdP가 거부하여 오류와 함께 돌아옵니다"}
		}
		address = next.String()
	}
	return "", errors.New("the addresses go in circles")
}
