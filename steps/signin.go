package steps

import (
	"context"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// signin signs a person in.
type signin struct{ env *Env }

// Signin is the fifth step: a person's sign-in with the authorization code flow and PKCE.
func Signin(env *Env) flow.Step { return signin{env} }

// signIn is what a session knows of its last sign-in.
type signIn struct{ user, email string }

func (signin) Info() flow.Info {
	return flow.Info{
		ID: "signin", Main: true, Ephemeral: true, Needs: []string{"deploy"}, Typical: time.Minute,
		Title: text.T{En: "Two flows: authorization code", Ko: "두 가지 인증 흐름: Authorization Code"},
		Why: text.T{
			En: "A person signs in where the password belongs, on the user pool's own page, and never types it here. The program gets a code, which is worth nothing without a secret that it drew for this sign-in (PKCE), and exchanges it for tokens.",
			Ko: "사용자는 암호를 이 프로그램이 아니라 User Pool의 로그인 페이지에 입력합니다. 프로그램은 code를 받아 토큰으로 교환하는데, 이번 로그인을 위해 만든 비밀 값(PKCE)이 없으면 그 code는 쓸모가 없습니다."},
		Will: []flow.Plan{
			{Call: "cognito-idp:DescribeUserPoolClient", Does: text.T{En: "reads which redirect addresses the web client allows", Ko: "Web Client가 허용하는 redirect 주소를 읽습니다"}},
			{Call: "GET /oauth2/authorize", Does: text.T{En: "your browser opens the sign-in page", Ko: "브라우저에서 로그인 페이지를 엽니다"}},
			{Call: "GET http://localhost:8501/", Does: text.T{En: "the browser brings the code back to this program, which listens on this machine only", Ko: "브라우저가 code를 이 프로그램에 전달합니다(이 컴퓨터 안에서만 수신)"}},
			{Call: "POST /oauth2/token", Does: text.T{En: "exchanges the code for ID, access and refresh token", Ko: "code를 ID, access, refresh token으로 교환합니다"}},
		},
		Terms: []flow.Term{
			{Word: "redirect", Meaning: text.T{En: "a page that sends your browser on to another address; here that address brings the answer along", Ko: "페이지가 브라우저를 다른 주소로 보내는 것이며, 여기서는 그 주소에 응답이 들어 있습니다"}},
			{Word: "authorization code", Meaning: text.T{En: "a short-lived receipt for a sign-in, good for one exchange", Ko: "로그인했다는 단기 증표이며, 한 번만 교환할 수 있습니다"}},
			{Word: "PKCE", Meaning: text.T{En: "a secret drawn for each sign-in: only who began it can finish it", Ko: "로그인마다 새로 만드는 비밀 값: 시작한 쪽만 끝낼 수 있습니다"}},
			{Word: "state", Meaning: text.T{En: "a random value that proves that an answer belongs to our question", Ko: "응답이 우리 요청에 대한 것임을 증명하는 임의의 값"}},
			{Word: "nonce", Meaning: text.T{En: "a random value that comes back inside the ID token: it was made for this sign-in and no other", Ko: "ID token 안에 담겨 돌아오는 임의의 값: 이번 로그인을 위해 만든 토큰임을 증명합니다"}},
			{Word: "access token, refresh token", Meaning: text.T{En: "the first is shown to an API, for an hour; the second fetches a new one without signing in again", Ko: "access token은 API에 보여 주는 토큰(1시간)이고, refresh token은 다시 로그인하지 않고 새 토큰을 받는 데 씁니다"}},
			{Word: "ID token", Meaning: text.T{En: "says who signed in; it is for this program, not for APIs", Ko: "누가 로그인했는지 알려 주는 토큰이며, API 호출용이 아닙니다"}},
		},
		Console: []string{"cognito"},
	}
}

// State knows only this session's sign-in: tokens are never stored.
func (s signin) State(context.Context) (flow.Status, error) {
	t, ok := s.env.Kept(TokenOfUser)
	if !ok {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "Nobody has signed in in this session yet.", Ko: "이번 세션에서 로그인한 사용자가 없습니다."}.With()}, nil
	}
	return flow.Status{State: flow.Present, Summary: text.T{En: "%s is signed in; the ID token is verified.", Ko: "%s{이/가} 로그인했고 ID token을 검증했습니다."}.With(s.env.SignedInAs()),
		Facts: []flow.Fact{ExpiryFact("user_expires_at", t.Expires)}}, nil
}

// BringSignIn signs a person in where this session has nobody.
func (e *Env) BringSignIn(ctx context.Context, r *flow.Report) error {
	if _, ok := e.Kept(TokenOfUser); ok {
		return nil
	}
	return signin{e}.Apply(ctx, r)
}

// Apply signs in, verifies, and offers to sign out and in again where a cookie has skipped the login.
func (s signin) Apply(ctx context.Context, r *flow.Report) error {
	e := s.env
	set, err := e.Look(ctx)
	if err == nil {
		err = set.Ready()
	}
	if err != nil {
		return Explain(err)
	}
	client, err := e.Cloud.AppClient(ctx, set.PoolID(), set.WebClient())
	if err != nil {
		return Explain(err)
	}
	for {
		again, err := e.signInOnce(ctx, r, set, client)
		if err != nil {
			return Explain(err)
		}
		if !again {
			return nil
		}
	}
}

// finish exchanges the code, verifies what comes back, and keeps it for the session. It reports when the person typed the
// password.
func (e *Env) finish(ctx context.Context, r *flow.Report, a attempt, back brought) (time.Time, error) {
	hop := AsHop(ctx, "authorization_code", "program", "cognito", text.T{En: "Here are the code and the secret half of PKCE: tokens, please", Ko: "code와 PKCE의 비밀 값을 드리니 토큰을 주세요"})
	server := oauth.Server{HTTP: e.Cloud.HTTP(), TokenURL: a.setup.TokenURL(), Now: e.Cloud.Now}
	got, err := server.Exchange(hop, a.client.ID, a.client.Secret, back.code, a.redirect, a.Verifier)
	if err != nil {
		return time.Time{}, err
	}
	issuer, err := e.discover(ctx, a.setup.Issuer())
	if err != nil {
		return time.Time{}, err
	}
	id, err := issuer.ID(ctx, e.Cloud.HTTP(), got.ID, a.client.ID, a.Nonce, got.Access)
	if err != nil {
		return time.Time{}, err
	}
	if _, err := issuer.Access(ctx, e.Cloud.HTTP(), got.Access, a.client.ID); err != nil {
		return time.Time{}, err
	}
	e.Keep(TokenOfUser, got)
	e.mu.Lock()
	e.signed = signIn{user: id.String("cognito:username"), email: id.String("email")}
	e.mu.Unlock()
	TellClaims(r, "id", id)
	return id.Time("auth_time"), nil
}
