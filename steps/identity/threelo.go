package identity

import (
	"context"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// TokenOfConsent is the name under which a session keeps the token that a user agreed to.
const TokenOfConsent = "3lo"

// threeLO gets a user's token for an agent.
type threeLO struct{ env *steps.Env }

// ThreeLO is the step of scenario 3: outbound access in a user's name, with consent and session binding.
func ThreeLO(env *steps.Env) flow.Step { return threeLO{env} }

func (threeLO) Info() flow.Info {
	return flow.Info{
		ID: "3lo", Ephemeral: true, Needs: []string{"deploy", "provider", "signin"}, Typical: 2 * time.Minute,
		Title: text.T{En: "3LO: outbound access in a user's name", Ko: "3LO Outbound Auth (사용자 대신 외부 API 호출)"},
		Why: text.T{
			En: "An agent needs a user's own data, so the user must agree, and the agent must never hold the user's password or the client's secret. AgentCore sends the user to the identity provider, keeps the token in its vault under agent and user, and hands it out only after the application has said whose browser came back.",
			Ko: "에이전트에 사용자의 데이터가 필요하면 사용자가 동의해야 하며, 에이전트가 사용자의 암호나 클라이언트 시크릿을 가져서는 안 됩니다. AgentCore는 사용자를 IdP(사용자가 로그인하는 서버)로 보내고, 토큰을 Agent+사용자별로 Token Vault에 보관하며, 애플리케이션이 누구의 브라우저인지 확인한 뒤에만 토큰을 내줍니다."},
		Picture: text.T{En: threeLOEn, Ko: threeLOKo}, Lanes: consentLanes(),
		Will: []flow.Plan{
			{Call: "cognito-idp:CreateUserPoolClient", Does: text.T{En: "a third, confidential client for the code flow: Cognito lets no client have client_credentials and code, and the web client has no secret", Ko: "code 흐름용 세 번째 클라이언트를 만듭니다. Cognito는 한 클라이언트에 client_credentials와 code를 함께 허용하지 않고, web client에는 시크릿이 없습니다"}, Creates: true},
			{Call: "bedrock-agentcore-control:CreateOauth2CredentialProvider", Does: text.T{En: "a CognitoOauth2 provider of its own, whose callback URL is then registered with the client", Ko: "CognitoOauth2 Provider를 만들고 그 callback URL을 클라이언트에 등록합니다"}, Creates: true},
			{Call: "bedrock-agentcore-control:UpdateWorkloadIdentity", Does: text.T{En: "registers our return URLs, keeping those of others", Ko: "기존 값을 유지하면서 우리 return URL을 등록합니다"}, Creates: true},
			{Call: "bedrock-agentcore:GetWorkloadAccessTokenForJWT", Does: text.T{En: "who the agent is, and for whom", Ko: "에이전트와 사용자를 함께 나타내는 토큰을 받습니다"}},
			{Call: "bedrock-agentcore:GetResourceOauth2Token", Does: text.T{En: "the token from the vault, or where the user has to go", Ko: "Token Vault의 토큰, 또는 사용자가 가야 할 주소를 받습니다"}},
			{Call: "bedrock-agentcore:CompleteResourceTokenAuth", Does: text.T{En: "says whose browser came back, with the very identifier that the request began with", Ko: "요청을 시작할 때와 같은 식별자로 누구의 브라우저인지 알립니다"}},
		},
		Terms: []flow.Term{
			{Word: "3LO", Meaning: text.T{En: "three-legged OAuth: a user, a client and a resource; the user agrees in a browser", Ko: "사용자, 클라이언트, 리소스가 참여하는 OAuth이며, 사용자가 브라우저에서 동의합니다"}},
			{Word: "callback URL", Meaning: text.T{En: "AgentCore's own address, to which the identity provider returns; one per provider", Ko: "IdP가 사용자를 돌려보내는 AgentCore의 주소이며 Provider마다 다릅니다"}},
			{Word: "return URL", Meaning: text.T{En: "our address, to which AgentCore returns; it must be registered to the letter", Ko: "AgentCore가 돌려보내는 우리 주소이며, 한 글자도 다르지 않게 등록해야 합니다"}},
			{Word: "session binding", Meaning: text.T{En: "the token goes into the vault only for the user whose browser came back", Ko: "돌아온 브라우저의 사용자에 대해서만 토큰을 Token Vault에 저장하는 것"}},
		},
		Console: []string{"agentcore", "cognito"},
	}
}

// threeLOEn and threeLOKo draw the two addresses that are often mixed up, 55 cells wide.
const (
	threeLOEn = `  agent --(1) token for this user?--> AgentCore
    |                                   |
    |<--(2) authorization URL, session--|
  browser --(3) sign in, agree--> identity provider
    |                    |
    |     callback URL <-+ (4) code  (AgentCore's)
    |          |
  return URL <-+ (5) session_id      (ours)
    |
  same user? --(6) Complete--> vault[agent+user]`
	threeLOKo = `  에이전트 --(1) 이 사용자의 토큰?--> AgentCore
    |                                   |
    |<--(2) authorization URL, 세션-----|
  브라우저 --(3) 로그인, 동의--> IdP
    |                    |
    |     callback URL <-+ (4) code  (AgentCore)
    |          |
  return URL <-+ (5) session_id      (우리)
    |
  같은 사용자? --(6) Complete--> Vault[Agent+사용자]`
)

// consentLanes are the parties of a consent, from the person to what the agent reads.
func consentLanes() []string {
	return []string{"browser", "program", "agentcore", "cognito", "userinfo"}
}

// State compares client, provider and workload identity; the token is only this session's.
func (t threeLO) State(ctx context.Context) (flow.Status, error) {
	e := t.env
	s, err := e.Look(ctx)
	if err != nil {
		return flow.Status{}, steps.Explain(err)
	}
	if s.PoolID() == "" {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "There is no user pool yet.", Ko: "User Pool이 아직 없습니다."}.With()}, nil
	}
	set, err := lookConsent(ctx, e, s)
	if err != nil {
		return flow.Status{}, steps.Explain(err)
	}
	token, have := e.Kept(TokenOfConsent)
	switch differences := set.differences(s); {
	case set.client == nil || set.provider == nil:
		return flow.Status{State: flow.Absent, Summary: text.T{En: "The third app client and its provider are not there yet.", Ko: "세 번째 앱 클라이언트와 Provider가 아직 없습니다."}.With()}, nil
	case len(differences) > 0:
		return flow.Status{State: flow.Drifted, Differences: differences,
			Summary: text.T{En: "Client and provider do not fit each other in %d places.", Ko: "클라이언트와 Provider의 값 %d개가 서로 맞지 않습니다."}.With(len(differences))}, nil
	case !have:
		return flow.Status{State: flow.Absent, Summary: text.T{En: "Client and provider are ready; no user's token in this session yet.", Ko: "클라이언트와 Provider는 준비되었고, 이번 세션에서 받은 사용자 토큰은 아직 없습니다."}.With()}, nil
	}
	return flow.Status{State: flow.Present, Summary: text.T{En: "A user's token came through consent and vault, and the API accepted it.", Ko: "동의와 Token Vault를 거쳐 사용자 토큰을 받았고 API가 받아들였습니다."}.With(),
		Facts: []flow.Fact{steps.ExpiryFact("3lo_expires_at", token.Expires)}}, nil
}

// Apply sets up, gets the token through the browser, calls the API with it, and tries what a participant will get wrong.
func (t threeLO) Apply(ctx context.Context, r *flow.Report) error {
	e := t.env
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err != nil {
		return steps.Explain(err)
	}
	if _, err := BringConsent(ctx, e, r, s); err != nil {
		return steps.Explain(err)
	}
	if _, err := bringReturnURLs(ctx, e, r); err != nil {
		return steps.Explain(err)
	}
	er, completed := cognitoErrand(e, s, SignedInUser(e)), ""
	er.beforeComplete = func(_ context.Context, session string) { completed = session }
	token, err := consentOrVault(ctx, e, r, er)
	if err != nil {
		return steps.Explain(err)
	}
	if err := callUserInfo(ctx, e, r, s, er.flow, token); err != nil {
		return steps.Explain(err)
	}
	e.Keep(TokenOfConsent, oauth.Token{Access: token, Type: "Bearer", Expires: expiryOf(token)})
	if err := tryReplay(ctx, e, r, er, completed); err != nil {
		return steps.Explain(err)
	}
	if err := tryLessons(ctx, e, r, er, token, s.AccountID); err != nil {
		return steps.Explain(err)
	}
	if !e.Practice() {
		r.Say(text.T{En: "The same with Confluence needs an application at Atlassian. On the practice cloud it is there.", Ko: "Confluence로 같은 흐름을 하려면 Atlassian에 등록한 애플리케이션이 필요합니다. 연습용 클라우드에는 준비되어 있습니다."}.With())
		return nil
	}
	return steps.Explain(confluence(ctx, e, r, er.user))
}

// cognitoErrand is the consent at the user pool.
func cognitoErrand(e *steps.Env, s steps.Setup, user AgentUser) errand {
	return errand{flow: "3lo", idp: "cognito", workload: steps.Workload, provider: ConsentProvider(s.AccountID), scopes: ConsentScopes(),
		user: user, login: steps.TestUser, password: e.KnownPassword()}
}

// consentOrVault walks an errand. Where the vault answers at once, the person may ask to be asked again.
func consentOrVault(ctx context.Context, e *steps.Env, r *flow.Report, er errand) (secret.Text, error) {
	token, fromVault, err := walk(ctx, e, r, er)
	if err != nil || !fromVault {
		return token, err
	}
	answer, err := r.Ask(ctx, flow.Question{
		Kind:   flow.Confirm,
		Title:  text.T{En: "The vault had the token from an earlier consent. Use it?", Ko: "이전 동의로 받은 토큰이 Token Vault에 있습니다. 그대로 쓸까요?"}.With(),
		Detail: text.T{En: "forceAuthentication asks the user again, whatever the vault has.", Ko: "forceAuthentication을 쓰면 Token Vault와 관계없이 사용자에게 다시 묻습니다."}.With(),
		Options: []flow.Option{
			{ID: "vault", Title: text.T{En: "Use it: no browser is needed", Ko: "그대로 사용(브라우저 불필요)"}},
			{ID: "force", Title: text.T{En: "Ask again (forceAuthentication)", Ko: "다시 묻기(forceAuthentication)"}},
		},
	})
	if err != nil || answer.Choice != "force" {
		r.Say(text.T{En: "Nobody was asked: the vault gave the token of the earlier consent.", Ko: "이전 동의의 토큰을 Token Vault가 그대로 내주어 아무에게도 묻지 않았습니다."}.With())
		return token, nil
	}
	er.force = true
	token, _, err = walk(ctx, e, r, er)
	return token, err
}

// expiryOf reads a JWT's end; a token that is none has no known end.
func expiryOf(token secret.Text) time.Time {
	d, err := oauth.Decode(token)
	if err != nil {
		return time.Time{}
	}
	return d.Time("exp")
}

// Undo deletes both providers and the third client.
func (t threeLO) Undo(ctx context.Context, _ *flow.Report) error {
	s, err := t.env.Look(ctx)
	if err != nil {
		return steps.Explain(err)
	}
	return steps.Explain(removeConsent(ctx, t.env, s))
}
