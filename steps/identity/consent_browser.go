package identity

import (
	"context"
	"errors"
	"net/http"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// browserOf is the browser of the person whom an errand is about.
func browserOf(e *steps.Env, er errand) oauth.Browser {
	if er.browser != nil {
		return er.browser
	}
	return e.Browser
}

// show3LO opens the address. A scripted browser goes all the way, and what it ends at is known; a person's comes back by itself.
func show3LO(ctx context.Context, e *steps.Env, r *flow.Report, c *consent, address string, answers chan<- error) {
	e.WhereTheBrowserIs(r, address, c.returnURL)
	browser := browserOf(e, c.errand)
	if visitor, can := browser.(oauth.Visitor); can {
		visit3LO(ctx, e, r, visitor, c, address, answers)
		return
	}
	if _, system := browser.(oauth.SystemBrowser); browser == nil || c.private || system && e.Around.Elsewhere {
		return // the address is on the screen
	}
	if err := browser.Open(ctx, address); err != nil && ctx.Err() == nil {
		r.Warn(text.T{En: "No browser could be opened (%s). Open the address yourself.", Ko: "브라우저를 열지 못했습니다(%s). 주소를 직접 열어 주세요."}.With(err.Error()))
	}
}

// visit3LO walks a scripted browser. Where no port is free it stops at the return URL, whose address is then taken as if pasted.
func visit3LO(ctx context.Context, e *steps.Env, r *flow.Report, visitor oauth.Visitor, c *consent, address string, answers chan<- error) {
	if follower, can := visitor.(oauth.Follower); can && c.app == nil {
		final, err := follower.Follow(ctx, address)
		if err == nil {
			err = completePasted(ctx, e, c, final)
		}
		answers <- err
		return
	}
	page, err := visitor.Visit(ctx, address, watching(r, c.flow, c.idp))
	switch {
	case ctx.Err() != nil:
	case err != nil:
		answers <- steps.SignInFailed(err)
	case page.Status == http.StatusOK && partyOf(steps.RealAddress(page.URL)) == "app":
		answers <- nil
	default:
		answers <- &flow.Failure{Code: "ConsentRefused", Exit: flow.ExitService, Docs: DocsBinding,
			Message: text.T{En: "The browser ended at HTTP %d on %s.", Ko: "브라우저가 HTTP %d로 끝났습니다(%s)."}.With(page.Status, steps.RealAddress(page.URL).Host),
			Cause:   text.T{En: "The consent was refused on the way; nothing was stored.", Ko: "도중에 동의가 거부되어 아무것도 저장되지 않았습니다."}.With(),
			Fix:     text.T{En: "Run the step again; `verify` compares client and provider.", Ko: "단계를 다시 실행하세요. `verify`로 클라이언트와 Provider를 비교할 수 있습니다."}.With()}
	}
}

// ask3LO shows the address with what is to be typed there, and takes what is pasted.
func ask3LO(ctx context.Context, e *steps.Env, r *flow.Report, c *consent, address string, answers chan<- error) {
	for {
		answer, err := r.Ask(ctx, c.question(address))
		switch {
		case ctx.Err() != nil:
			return // the browser was faster
		case err != nil:
			if c.app == nil {
				answers <- err
			}
			return // nobody is there to paste; the browser may still come back by itself
		case !answer.Yes && answer.Text.Empty():
			answers <- steps.Declined()
			return
		case answer.Text.Empty():
			if c.app != nil {
				return
			}
			r.Warn(steps.PasteProblem(oauth.ErrPastedNothing))
			continue
		}
		if err := completePasted(ctx, e, c, answer.Text.Reveal()); err != nil {
			if problem := pasteProblemOf(err); problem != nil {
				r.Warn(*problem)
				continue
			}
			answers <- err
			return
		}
		answers <- nil
		return
	}
}

// completePasted takes the return address that a person brought to this terminal. Whoever sits here is who began, which is the
// binding; state and session must be ours all the same.
func completePasted(ctx context.Context, e *steps.Env, c *consent, address string) error {
	pasted, err := oauth.ParsePasted(c.returnURL, c.state, address)
	if err != nil {
		return err
	}
	if pasted.Unproven && c.state != "" || pasted.Values.Get("session_id") != c.session {
		return oauth.ErrPastedState
	}
	return completing(e, c)(ctx, c.session, c.user.Name)
}

func pasteProblemOf(err error) *text.Msg {
	for _, known := range []error{oauth.ErrPastedState, oauth.ErrPastedTarget, oauth.ErrPastedNothing, oauth.ErrPastedNoCode} {
		if errors.Is(err, known) {
			m := steps.PasteProblem(err)
			return &m
		}
	}
	return nil
}

// question stands beside the browser.
func (c *consent) question(address string) flow.Question {
	q := flow.Question{
		Kind: flow.Consent, URL: address, Deadline: c.deadline,
		Title:  text.T{En: "Agree in the browser as %s", Ko: "브라우저에서 %s{으로/로} 동의하세요"}.With(c.login),
		Detail: text.T{En: "If the browser cannot come back to this machine, paste the address at which it ends.", Ko: "브라우저가 이 컴퓨터로 돌아오지 못하면 마지막 주소를 붙여 넣으세요."}.With(),
		Shown:  []flow.Fact{{Key: "email", Label: text.T{En: "E-mail", Ko: "이메일"}, Value: c.login}},
	}
	if c.private {
		q.Detail = text.T{En: "Open it in a private window or another browser: this is another person.", Ko: "다른 사람의 역할이므로 시크릿 창이나 다른 브라우저에서 여세요."}.With()
	}
	if !c.password.Empty() {
		q.Shown = append(q.Shown, shownPassword(c.password))
	}
	return q
}

func shownPassword(p secret.Text) flow.Fact {
	return flow.Fact{Key: "password", Label: text.T{En: "Password", Ko: "암호"}, Value: p.Reveal()}
}
