package steps

import (
	"context"
	"errors"
	"slices"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// attempt is one sign-in under way.
type attempt struct {
	oauth.Attempt
	setup    Setup
	client   aws.AppClient
	redirect string
	// loop is the callback server, or nil when the address has to be pasted.
	loop     *oauth.Loopback
	url      string
	start    time.Time // by the cloud's clock
	deadline time.Time // by the session's
}

// brought is what came back from the browser.
type brought struct {
	code secret.Text
	err  error
}

// SignInFor is how long a person has when nothing else is said.
const SignInFor = 5 * time.Minute

// signInOnce runs one attempt, and reports whether the person wants another after signing out.
func (e *Env) signInOnce(ctx context.Context, r *flow.Report, set Setup, client aws.AppClient) (again bool, err error) {
	a, err := e.begin(r, set, client)
	if err != nil {
		return false, err
	}
	if a.loop != nil {
		defer a.loop.Close()
	}
	if err := r.Before(ctx, flow.Held{Method: "GET", URL: PlainURL(a.url), Request: secret.NewRedactor().Redact(a.url),
		Title: text.T{En: "The browser opens the sign-in page", Ko: "브라우저에서 로그인 페이지를 엽니다"}.With()}); err != nil {
		return false, err
	}
	back, err := e.await(ctx, r, a)
	if err != nil {
		return false, err
	}
	r.Hop(flow.Hop{Flow: "authorization_code", From: "browser", To: "program", Method: "GET", URL: a.redirect, Status: 200,
		Title: text.T{En: "The browser comes back with a code; state is ours", Ko: "브라우저가 code를 갖고 돌아왔고 state도 일치합니다"}.With()})
	typed, err := e.finish(ctx, r, a, back)
	if err != nil {
		return false, err
	}
	return e.offerSignOut(ctx, r, a, typed)
}

// begin chooses the redirect address and draws the attempt's secrets. Only addresses that the client lists are used.
func (e *Env) begin(r *flow.Report, set Setup, client aws.AppClient) (attempt, error) {
	drawn, err := oauth.NewAttempt(nil)
	if err != nil {
		return attempt{}, err
	}
	a := attempt{Attempt: drawn, setup: set, client: client, start: e.Cloud.Now()}
	var listed []string
	for _, c := range e.Callbacks {
		if slices.Contains(client.CallbackURLs, c) {
			listed = append(listed, c)
		}
	}
	switch a.loop, err = oauth.Listen(listed); {
	case err == nil:
		a.redirect = a.loop.RedirectURI()
		a.loop.Serve(a.State, "code", func() {
			r.Warn(text.T{En: "A request with another state came to the callback address. It was ignored; the sign-in goes on.", Ko: "state가 다른 요청이 콜백 주소로 왔습니다. 무시하고 계속 기다립니다."}.With())
		})
	case slices.Contains(client.CallbackURLs, PasteCallback):
		a.redirect = PasteCallback
		e.byHand(r, client)
	default:
		return attempt{}, e.noCallback(client, err)
	}
	wait := e.SignInFor
	if wait <= 0 {
		wait = SignInFor
	}
	a.deadline = e.Clock.Now().Add(wait)
	a.url = e.Cloud.Browser(a.AuthorizeURL(set.AuthorizeURL(), client.ID, a.redirect, scopesFor(client, set)))
	return a, nil
}

// scopesFor asks for who the person is and for the workshop's scope, as far as the client has them.
func scopesFor(client aws.AppClient, set Setup) []string {
	var scopes []string
	for _, s := range append([]string{"openid", "email", "profile"}, set.Scopes()...) {
		if slices.Contains(client.Scopes, s) {
			scopes = append(scopes, s)
		}
	}
	return scopes
}

// await opens the browser and takes the answer from whichever comes first: the callback, the paste box, or the deadline.
func (e *Env) await(ctx context.Context, r *flow.Report, a attempt) (brought, error) {
	limit := &flow.Failure{Code: "SignInTimedOut", Exit: flow.ExitTimedOut,
		Message: text.T{En: "Nobody signed in in time.", Ko: "제한 시간 안에 로그인하지 않았습니다."}.With(),
		Fix:     text.T{En: "Run `signin` again; the old address is worth nothing any more.", Ko: "`signin`을 다시 실행하세요. 이전 주소는 더 이상 쓸 수 없습니다."}.With()}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	clock := e.Clock
	go func() {
		if clock.Sleep(ctx, a.deadline.Sub(clock.Now())) == nil {
			cancel(limit)
		}
	}()
	answers := make(chan brought, 3)
	if a.loop != nil {
		go func() {
			c, err := a.loop.Wait(ctx)
			if err == nil && c.Err != nil {
				err = c.Err
			}
			answers <- brought{c.Code, err}
		}()
	}
	r.Hop(flow.Hop{Flow: "authorization_code", From: "program", To: "browser", Method: "GET", URL: PlainURL(a.url),
		Title: text.T{En: "Open the sign-in page, with challenge, state and nonce", Ko: "challenge, state, nonce를 넣어 로그인 페이지를 엽니다"}.With()})
	r.Hop(flow.Hop{Flow: "authorization_code", From: "browser", To: "cognito", Method: "GET", URL: a.setup.AuthorizeURL(),
		Title: text.T{En: "The person types the password here, and nowhere else", Ko: "암호는 이 페이지에만 입력합니다"}.With()})
	go e.show(ctx, r, a, answers)
	go e.askForAddress(ctx, r, a, answers)
	select {
	case back := <-answers:
		return back, back.err
	case <-ctx.Done():
		return brought{}, context.Cause(ctx)
	}
}

// show opens the page. A browser that can be followed brings the address itself where no port is free.
func (e *Env) show(ctx context.Context, r *flow.Report, a attempt, answers chan<- brought) {
	e.WhereTheBrowserIs(r, a.url, a.redirect)
	if _, system := e.Browser.(oauth.SystemBrowser); e.Browser == nil || system && e.Around.Elsewhere {
		return // nothing here could show it: the address is on the screen
	}
	follower, can := e.Browser.(oauth.Follower)
	if a.loop == nil && can {
		final, err := follower.Follow(ctx, a.url)
		if err == nil {
			var p oauth.Pasted
			p, err = oauth.ParsePasted(a.redirect, a.State, final)
			answers <- brought{p.Code, err}
			return
		}
		answers <- brought{err: err}
		return
	}
	switch err := e.Browser.Open(ctx, a.url); {
	case err == nil || ctx.Err() != nil:
	case can: // nobody looks at this browser, so nobody would go on by hand
		answers <- brought{err: SignInFailed(err)}
	default:
		r.Warn(text.T{En: "No browser could be opened (%s). Open the address yourself.", Ko: "브라우저를 열지 못했습니다(%s). 주소를 직접 열어 주세요."}.With(err.Error()))
	}
}

// SignInFailed puts into words what kept a scripted browser from signing in.
func SignInFailed(err error) error {
	f := &flow.Failure{Code: "SignInFailed", Exit: flow.ExitOther, Err: err, Message: text.Plain(err.Error())}
	if errors.Is(err, oauth.ErrSignIn) {
		f.Message = text.T{En: "The sign-in page did not accept the test user.", Ko: "로그인 페이지가 테스트 사용자를 받아들이지 않았습니다."}.With()
		f.Cause = text.T{En: "Its password is another one, or the user is disabled.", Ko: "암호가 다르거나 사용자가 비활성화되어 있습니다."}.With()
		f.Fix = text.T{En: "Run `verify user.confirmed` and `deploy`.", Ko: "`verify user.confirmed`와 `deploy`를 실행하세요."}.With()
	}
	return f
}
