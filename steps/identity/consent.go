package identity

import (
	"context"
	"errors"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/webapp"
)

// errand is what an agent needs a person's consent for.
type errand struct {
	// flow names the hops; idp is the lane of the identity provider.
	flow, idp          string
	workload, provider string
	scopes             []string
	user               AgentUser
	// force asks the person again although the vault has a token.
	force bool
	// browser is the person's; nil is the session's. private means another person than the one who sits here.
	browser oauth.Browser
	private bool
	// login and password are what the person types at the identity provider, as far as that is known here.
	login    string
	password secret.Text
	// beforeComplete sees the session when the browser has come back and before it is completed; it may be nil.
	beforeComplete func(ctx context.Context, session string)
}

// consent is an errand under way.
type consent struct {
	errand
	// app is where the browser comes back to, or nil when no port is free and the address has to be pasted.
	app                *webapp.App
	wat                secret.Text
	returnURL, state   string
	session, authorize string
	deadline           time.Time
}

// request is what is sent each time: return URL and state on every call, as the vault wants them.
func (c *consent) request() aws.ResourceTokenRequest {
	return aws.ResourceTokenRequest{Workload: c.wat, Provider: c.provider, Scopes: c.scopes, ReturnURL: c.returnURL, CustomState: secret.New(c.state)}
}

// walk gets a user's token: from the vault when it is there, else through the person's browser. fromVault says which.
func walk(ctx context.Context, e *steps.Env, r *flow.Report, er errand) (token secret.Text, fromVault bool, err error) {
	c := &consent{errand: er, state: webapp.Draw(), returnURL: e.ReturnURLs()[0]}
	if c.app, err = webapp.Open(ctx, e.ReturnURLs(), completing(e, c)); err == nil {
		defer func() { _ = c.app.Close() }()
		c.returnURL = c.app.ReturnURL()
	} else if !errors.Is(err, oauth.ErrNoPort) {
		return token, false, err
	}
	if c.wat, err = workloadTokenFor(ctx, e, er.flow, er.workload, er.user); err != nil {
		return token, false, err
	}
	hop := steps.AsHop(ctx, er.flow, "agent", "agentcore", text.T{En: "With it: this user's token, please. Here are my return URL and state", Ko: "이것으로 이 사용자의 토큰을 요청합니다. return URL과 state도 함께 보냅니다"})
	request := c.request()
	request.Force = er.force
	out, err := e.Cloud.UserToken(hop, request)
	if err != nil || !out.AccessToken.Empty() {
		return out.AccessToken, true, err
	}
	c.session, c.authorize = out.SessionURI, e.Cloud.Browser(out.AuthorizationURL)
	if err := await3LO(ctx, e, r, c); err != nil {
		return token, false, err
	}
	token, err = poll(ctx, e, c)
	return token, false, err
}

// completing names the person to AgentCore with the very identifier that the workload access token was minted with.
func completing(e *steps.Env, c *consent) func(ctx context.Context, session, owner string) error {
	return func(ctx context.Context, session, _ string) error {
		if r := flow.From(ctx); r != nil {
			if !c.watched(e) {
				unwatched(r, c.flow, c.idp)
			}
			proved := text.T{En: "The browser is back at our return URL: state and user are the right ones", Ko: "브라우저가 우리 return URL로 돌아왔고 state와 사용자가 일치합니다"}
			if c.state == "" {
				proved = text.T{En: "The browser is back at our return URL: session and user are the right ones", Ko: "브라우저가 우리 return URL로 돌아왔고 세션과 사용자가 일치합니다"}
			}
			r.Hop(flow.Hop{Flow: c.flow, From: "browser", To: "app", Method: "GET", URL: c.returnURL, Title: proved.With(), Request: c.returnRequest()})
		}
		if c.beforeComplete != nil {
			c.beforeComplete(ctx, session)
		}
		hop := steps.AsHop(ctx, c.flow, "app", "agentcore", text.T{En: "The browser's user is the one who began: bind the token to that user", Ko: "브라우저의 사용자가 시작한 사용자와 같습니다. 토큰을 그 사용자에게 연결해 주세요"})
		return e.Cloud.CompleteUserToken(hop, session, c.user.Token, c.user.id())
	}
}

// returnRequest is how the browser came back, with what must not be seen masked.
func (c *consent) returnRequest() string {
	request := "session_id=" + secret.Mask
	if c.state != "" {
		request += "&state=" + secret.Mask
	}
	u := steps.RealAddress(c.returnURL)
	return "GET " + u.Path + "?" + request + "\nHost: " + u.Host
}

// await3LO sends the browser on its way and takes the first that happens: the return, a pasted address, a failed session, the end of time.
func await3LO(ctx context.Context, e *steps.Env, r *flow.Report, c *consent) error {
	wait := e.SignInFor
	if wait <= 0 {
		wait = steps.SignInFor
	}
	c.deadline = e.Clock.Now().Add(wait)
	address := c.authorize
	if c.app != nil {
		c.app.Begin(c.session, c.user.Name, c.state)
		if e.Around.Elsewhere {
			c.app.Pasting()
		} else {
			address = c.app.Ticket(c.user.Name, c.authorize)
		}
	}
	if err := r.Before(ctx, flow.Held{Method: "GET", URL: steps.PlainURL(steps.RealAddress(c.authorize).String()), Request: shownAddress(steps.RealAddress(c.authorize)),
		Title: text.T{En: "The browser opens the authorization URL", Ko: "브라우저가 authorization URL을 엽니다"}.With()}); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		if e.Clock.Sleep(ctx, c.deadline.Sub(e.Clock.Now())) == nil {
			cancel(&flow.Failure{Code: "ConsentTimedOut", Exit: flow.ExitTimedOut,
				Message: text.T{En: "Nobody agreed in time.", Ko: "제한 시간 안에 동의하지 않았습니다."}.With(),
				Cause:   text.T{En: "The browser was closed, or never came as far as our return URL. The vault is unchanged.", Ko: "브라우저가 닫혔거나 return URL까지 오지 못했습니다. Token Vault는 바뀌지 않았습니다."}.With(),
				Fix:     text.T{En: "Run the step again: the old address and its session are worth nothing after ten minutes.", Ko: "단계를 다시 실행하세요. 이전 주소와 세션은 10분이 지나면 쓸 수 없습니다."}.With()})
		}
	}()
	answers := make(chan error, 8)
	r.Hop(flow.Hop{Flow: c.flow, From: "agent", To: "browser", Method: "GET", URL: steps.PlainURL(steps.RealAddress(c.authorize).String()),
		Title: text.T{En: "Open this address and agree: it lives ten minutes", Ko: "이 주소를 열어 동의해 주세요(유효 시간 10분)"}.With()})
	if c.app != nil {
		go returns(ctx, e, r, c, answers)
	}
	if !c.wat.Empty() { // whose request it was: only the beginner may ask how it stands
		go followSession(ctx, e, c, answers)
	}
	go show3LO(ctx, e, r, c, address, answers)
	go ask3LO(ctx, e, r, c, address, answers)
	select {
	case err := <-answers:
		return err
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// returns takes the browsers that come back. One that is not the owner's is told so, and the wait goes on.
func returns(ctx context.Context, e *steps.Env, r *flow.Report, c *consent, answers chan<- error) {
	for {
		got, err := c.app.Wait(ctx)
		switch {
		case err != nil:
			return
		case got.Refused == "":
			if !c.watched(e) { // a scripted browser answers itself, when its last page is there
				answers <- nil
			}
			return
		case got.Refused == webapp.NotBound:
			answers <- got.Err
			return
		}
		r.Warn(refusedReturn(got))
	}
}

// watched says that every request of the browser is seen, so that nothing has to be told afterwards.
func (c *consent) watched(e *steps.Env) bool {
	_, visitor := browserOf(e, c.errand).(oauth.Visitor)
	return visitor && c.app != nil
}

func refusedReturn(got webapp.Result) text.Msg {
	if got.Refused == webapp.WrongUser {
		return text.T{En: "A browser came back whose user is %s, not %s who began. Nothing was completed.", Ko: "돌아온 브라우저의 사용자는 %s이며 시작한 %s{이/가} 아닙니다. 아무것도 완료하지 않았습니다."}.With(got.Browser, got.Owner)
	}
	return text.T{En: "A browser came back in which nobody is signed in. Nothing was completed.", Ko: "로그인하지 않은 브라우저가 돌아왔습니다. 아무것도 완료하지 않았습니다."}.With()
}

const DocsBinding = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/oauth2-authorization-url-session-binding.html"

// poll asks until the token is there, with the same arguments and the session.
func poll(ctx context.Context, e *steps.Env, c *consent) (secret.Text, error) {
	request := c.request()
	request.SessionURI = c.session
	var pause flow.Backoff
	for {
		hop := steps.AsHop(ctx, c.flow, "agent", "agentcore", text.T{En: "And now? The same request with the session", Ko: "이제 되었나요? 같은 요청에 세션을 붙여 보냅니다"})
		out, err := e.Cloud.UserToken(hop, request)
		switch {
		case err != nil:
			return secret.Text{}, err
		case !out.AccessToken.Empty():
			return out.AccessToken, nil
		case out.Status == "FAILED":
			return secret.Text{}, sessionFailed()
		}
		if err := pause.Wait(ctx, e.Clock); err != nil {
			return secret.Text{}, err
		}
	}
}
