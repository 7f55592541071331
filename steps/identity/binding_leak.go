package identity

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/webapp"
)

// The flows of this lab.
const (
	flowBound   = "binding"
	flowOwner   = "binding-owner"
	flowUnbound = "binding-off"
)

// leak is the lab with its two people: A begins, B walks.
type leak struct {
	e    *steps.Env
	s    steps.Setup
	a, b person
}

// leaks runs one attack: A's agent begins, the address gets to B, B signs in as B and comes back to the application, in which B is
// signed in as B. It returns what the application decided, and the token that A's agent can get afterwards (none, one hopes).
func (l *leak) leaks(ctx context.Context, r *flow.Report, flowName string) (webapp.Result, secret.Text, error) {
	e := l.e
	app, err := webapp.Open(ctx, e.ReturnURLs(), func(ctx context.Context, session, owner string) error {
		return e.Cloud.CompleteUserToken(ctx, session, secret.Text{}, owner)
	})
	if err != nil {
		return webapp.Result{}, secret.Text{}, noLabPort(err)
	}
	defer func() { _ = app.Close() }()
	wat, err := workloadTokenFor(ctx, e, flowName, LabWorkload, AgentUser{Name: l.a.email})
	if err != nil {
		return webapp.Result{}, secret.Text{}, err
	}
	request := aws.ResourceTokenRequest{Workload: wat, Provider: ConsentProvider(l.s.AccountID), Scopes: ConsentScopes(), ReturnURL: app.ReturnURL(), CustomState: secret.New(webapp.Draw()), Force: true}
	begun, err := e.Cloud.UserToken(steps.AsHop(ctx, flowName, "A's agent", "agentcore", text.T{En: "A's agent asks: A has to agree first", Ko: "A의 에이전트가 요청합니다. A가 먼저 동의해야 합니다"}), request)
	if err != nil {
		return webapp.Result{}, secret.Text{}, err
	}
	app.Begin(begun.SessionURI, l.a.email, request.CustomState.Reveal())
	r.Hop(flow.Hop{Flow: flowName, From: "A's agent", To: "browser of B", Method: "GET", URL: steps.PlainURL(steps.RealAddress(begun.AuthorizationURL).String()),
		Title: text.T{En: "The address leaks: a chat, a log, a shoulder", Ko: "주소가 유출됩니다: 채팅, 로그, 어깨너머"}.With()})
	result, err := l.bWalks(ctx, r, app, flowName, e.Cloud.Browser(begun.AuthorizationURL))
	if err != nil {
		return result, secret.Text{}, err
	}
	if err := l.postIsNoBrowser(ctx, r, app, flowName); err != nil {
		return result, secret.Text{}, err
	}
	request.Force, request.SessionURI = false, begun.SessionURI
	after, err := e.Cloud.UserToken(steps.AsHop(ctx, flowName, "A's agent", "agentcore", text.T{En: "A's agent asks again: is there a token now?", Ko: "A의 에이전트가 다시 묻습니다. 이제 토큰이 있나요?"}), request)
	return result, after.AccessToken, err
}

func noLabPort(err error) error {
	if !errors.Is(err, oauth.ErrNoPort) {
		return err
	}
	return &flow.Failure{Code: "NoCallback", Exit: flow.ExitOther, Err: err,
		Message: text.T{En: "The lab's application has no port: 8501 to 8503 are taken.", Ko: "실습용 애플리케이션이 쓸 포트가 없습니다. 8501~8503이 모두 사용 중입니다."}.With(),
		Fix:     text.T{En: "End the program that uses one of them.", Ko: "그중 하나를 쓰는 프로그램을 끝내세요."}.With()}
}

// bWalks is B's browser: signed in at the application as B, then at the leaked address.
func (l *leak) bWalks(ctx context.Context, r *flow.Report, app *webapp.App, flowName, address string) (webapp.Result, error) {
	if visitor, can := l.b.browser.(oauth.Visitor); can {
		watch := func(x oauth.Exchange) {
			h := browserHop(flowName, x)
			h.From = "browser of B"
			r.Hop(h)
			if h.To == "agentcore" && strings.Contains(h.URL, "/callback/") && x.Status == http.StatusFound {
				r.Hop(l.redeemed(flowName))
			}
		}
		if _, err := visitor.Visit(ctx, app.Ticket(l.b.email, app.Home()), watch); err != nil {
			return webapp.Result{}, err
		}
		if _, err := visitor.Visit(ctx, address, watch); err != nil {
			return webapp.Result{}, steps.SignInFailed(err)
		}
		wait, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		return app.Wait(wait)
	}
	return l.bIsAsked(ctx, r, app, address)
}

// redeemed is what AgentCore does with B's code: it waits for a completion, or, under the fault, does not.
func (l *leak) redeemed(flowName string) flow.Hop {
	h := redeemed(flowName, "cognito")
	if flowName == flowUnbound {
		h.Title = text.T{En: "AgentCore redeems B's code and stores the token in A's entry at once (the fault)", Ko: "AgentCore가 B의 code를 교환하여 바로 A의 항목에 저장합니다(장애 적용)"}.With()
	}
	return h
}

// bIsAsked has a person play B, in another browser profile.
func (l *leak) bIsAsked(ctx context.Context, r *flow.Report, app *webapp.App, address string) (webapp.Result, error) {
	ctx, cancel := context.WithTimeout(ctx, steps.SignInFor)
	defer cancel()
	type end struct {
		result webapp.Result
		err    error
	}
	ends := make(chan end, 2)
	go func() {
		result, err := app.Wait(ctx)
		ends <- end{result, err}
	}()
	go func() {
		answer, err := r.Ask(ctx, flow.Question{
			Kind: flow.Consent, URL: app.Ticket(l.b.email, address), Deadline: l.e.Clock.Now().Add(steps.SignInFor),
			Title:  text.T{En: "Be B: open A's address in a private window and sign in as %s", Ko: "B가 되어 보세요. 시크릿 창에서 A의 주소를 열고 %s{으로/로} 로그인하세요"}.With(l.b.email),
			Detail: text.T{En: "The first page signs this browser in at our application as B; then it goes on to the leaked address.", Ko: "첫 페이지가 이 브라우저를 우리 애플리케이션에 B로 로그인시키고, 이어서 유출된 주소로 갑니다."}.With(),
			Shown:  []flow.Fact{{Key: "email", Label: text.T{En: "E-mail", Ko: "이메일"}, Value: l.b.email}, shownPassword(l.b.password)},
		})
		if ctx.Err() == nil && err == nil && !answer.Yes && answer.Text.Empty() {
			ends <- end{err: steps.Declined()}
		}
	}()
	got := <-ends
	return got.result, got.err
}

// postIsNoBrowser tries the callback as the second document has it.
func (l *leak) postIsNoBrowser(ctx context.Context, r *flow.Report, app *webapp.App, flowName string) error {
	if flowName != flowBound {
		return nil
	}
	label := text.T{En: "The older documents' callback: POST", Ko: "이전 문서의 콜백 방식: POST"}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, app.ReturnURL(), http.NoBody)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req) // our own application, on this machine
	if err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, resp.Body) // the page is for browsers
	_ = resp.Body.Close()                 // read already
	r.Hop(flow.Hop{Flow: flowName, From: "browser of B", To: "app", Method: http.MethodPost, URL: app.ReturnURL(), Status: resp.StatusCode, Title: label.With()})
	lessonIn(r, "binding.post", label, text.T{En: "HTTP %d: browsers come back with GET", Ko: "HTTP %d: 브라우저는 GET으로 돌아옵니다"}.With(resp.StatusCode))
	return nil
}
