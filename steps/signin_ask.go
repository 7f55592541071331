package steps

import (
	"context"
	"errors"
	"slices"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// askForAddress shows the address with what is to be typed there, beside the callback, and takes what is pasted. What cannot be
// used is said, and the box stays open.
func (e *Env) askForAddress(ctx context.Context, r *flow.Report, a attempt, answers chan<- brought) {
	for {
		answer, err := r.Ask(ctx, e.consent(a))
		switch {
		case ctx.Err() != nil:
			return // the callback was faster
		case err != nil && a.loop != nil:
			return // nobody is there to paste; the browser may still come back by itself
		case err != nil:
			if _, can := e.Browser.(oauth.Follower); !can {
				answers <- brought{err: err}
			}
			return
		case !answer.Yes && answer.Text.Empty():
			answers <- brought{err: Declined()}
			return
		case answer.Text.Empty():
			if a.loop != nil {
				return // agreed without an address: the browser will come back
			}
			r.Warn(PasteProblem(oauth.ErrPastedNothing))
			if err := e.Clock.Sleep(ctx, time.Second); err != nil {
				return
			}
			continue
		}
		pasted, err := oauth.ParsePasted(a.redirect, a.State, answer.Text.Reveal())
		var refusal *oauth.Error
		switch {
		case errors.As(err, &refusal):
			answers <- brought{err: refusal}
			return
		case err != nil:
			r.Warn(PasteProblem(err))
			continue
		}
		if pasted.Unproven {
			r.Warn(text.T{En: "No state came along, so nothing proves that this answers our request. PKCE and the nonce still protect the exchange.", Ko: "state가 없어 우리 요청에 대한 응답인지 증명할 수 없습니다. 교환 과정은 PKCE와 nonce가 계속 보호합니다."}.With())
		}
		answers <- brought{code: pasted.Code}
		return
	}
}

// consent is the question that stands beside the callback.
func (e *Env) consent(a attempt) flow.Question {
	q := flow.Question{
		Kind: flow.Consent, URL: a.url, Deadline: a.deadline,
		Shown:  []flow.Fact{{Key: "email", Label: text.T{En: "E-mail", Ko: "이메일"}, Value: TestUser}},
		Title:  text.T{En: "Sign in as %s in the browser", Ko: "브라우저에서 %s{으로/로} 로그인하세요"}.With(TestUser),
		Detail: text.T{En: "If the browser cannot come back to this machine, paste the address at which it ends.", Ko: "브라우저가 이 컴퓨터로 돌아오지 못하면 마지막 주소를 붙여 넣으세요."}.With(),
	}
	q.Shown = append(e.tunnelShown(a.url, a.redirect), q.Shown...)
	if !e.Around.Advice.Empty() {
		q.Detail = text.Msg{} // the advice says the same, and why
	}
	if password := e.KnownPassword(); !password.Empty() {
		q.Shown = append(q.Shown, flow.Fact{Key: "password", Label: text.T{En: "Password", Ko: "암호"}, Value: password.Reveal()})
		return q
	}
	q.Detail = text.T{En: "The password is the one that was chosen when the user was made; if nobody chose, the workshop page's, %s. %s", Ko: "암호는 사용자를 만들 때 정한 값입니다. 따로 정하지 않았다면 워크숍 페이지의 암호(%s)입니다. %s"}.With(TestPassword, q.Detail)
	return q
}

// PasteProblem says what is wrong with what somebody pasted.
func PasteProblem(err error) text.Msg {
	switch {
	case errors.Is(err, oauth.ErrPastedState):
		return text.T{En: "This address answers another sign-in: its state differs. Use the newest one.", Ko: "state가 달라 다른 로그인의 응답입니다. 가장 최근 주소를 사용하세요."}.With()
	case errors.Is(err, oauth.ErrPastedTarget):
		return text.T{En: "This is not the address at which the browser ends. Copy the whole address bar after the sign-in.", Ko: "브라우저가 마지막에 도착한 주소가 아닙니다. 로그인한 다음 주소 표시줄 전체를 복사하세요."}.With()
	case errors.Is(err, oauth.ErrPastedNothing):
		return text.T{En: "Nothing was pasted.", Ko: "붙여 넣은 내용이 없습니다."}.With()
	}
	return text.T{En: "There is no code in it. Copy the whole address bar after the sign-in.", Ko: "code가 들어 있지 않습니다. 로그인한 다음 주소 표시줄 전체를 복사하세요."}.With()
}

// offerSignOut notices that a cookie has skipped the login: the password was typed before this attempt began.
func (e *Env) offerSignOut(ctx context.Context, r *flow.Report, a attempt, typed time.Time) (again bool, err error) {
	began := a.start.Add(e.Cloud.Skew()).Truncate(time.Second).Add(-2 * time.Second) // auth_time has whole seconds
	if typed.IsZero() || !typed.Before(began) {
		return false, nil
	}
	logout := e.logoutURL(a)
	answer, err := r.Ask(ctx, flow.Question{
		Kind: flow.Confirm, URL: logout,
		Title:  text.T{En: "You were signed in already, so the page was skipped. Sign out and try again?", Ko: "이미 로그인되어 있어 로그인 페이지를 건너뛰었습니다. 로그아웃하고 다시 할까요?"}.With(),
		Detail: text.T{En: "The browser's session cookie dates from %s and lives an hour.", Ko: "브라우저의 세션 쿠키는 %s에 만들어졌고 한 시간 동안 유효합니다."}.With(typed.Format(time.RFC3339)),
		Options: []flow.Option{
			{ID: "keep", Title: text.T{En: "Keep this sign-in", Ko: "이 로그인 유지"}},
			{ID: "signout", Title: text.T{En: "Sign out and sign in again", Ko: "로그아웃하고 다시 로그인"}},
		},
	})
	if err != nil || answer.Choice != "signout" {
		return false, nil // the tokens are verified either way
	}
	e.signOut(ctx, r, a, logout)
	return true, nil
}

// logoutURL ends the browser's session and comes back to this attempt's address where the client allows that, else to the first
// that it does.
func (e *Env) logoutURL(a attempt) string {
	back := a.redirect
	if !slices.Contains(a.client.LogoutURLs, back) && len(a.client.LogoutURLs) > 0 {
		back = a.client.LogoutURLs[0]
	}
	return e.Cloud.Browser(oauth.LogoutURL(a.setup.AuthorizeURL(), a.client.ID, back))
}

// signOut opens the sign-out page and waits a little until the browser has come back from it.
func (e *Env) signOut(ctx context.Context, r *flow.Report, a attempt, logout string) {
	if err := e.Browser.Open(ctx, logout); err != nil {
		r.Warn(text.T{En: "Open this address to sign out: %s", Ko: "로그아웃하려면 이 주소를 여세요: %s"}.With(logout))
	}
	if a.loop == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	select {
	case <-a.loop.SignedOut():
	case <-ctx.Done(): // the person may have closed the tab: the next page shows who is signed in
	}
}
