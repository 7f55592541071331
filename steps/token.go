package steps

import (
	"context"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// The names under which a session keeps its tokens.
const (
	TokenFromCognito   = "cognito"
	TokenFromAgentCore = "agentcore"
	TokenOfUser        = "user"
)

// token fetches a machine's token in the two ways that there are.
type token struct{ env *Env }

// Token is the fourth step: a machine's token, from Cognito directly and through AgentCore with the provider.
func Token(env *Env) flow.Step { return token{env} }

func (token) Info() flow.Info {
	return flow.Info{
		ID: "token", Main: true, Ephemeral: true, Needs: []string{"deploy", "provider"}, Typical: 3 * time.Second,
		Title: text.T{En: "Two flows: client credentials", Ko: "두 가지 인증 흐름: Client Credentials"},
		Why: text.T{
			En: "There are two keys in this workshop: a machine's, which opens the gateway, and a person's, which opens the runtime. Here the machine gets its own, first with the secret in hand, then through AgentCore without ever seeing it.",
			Ko: "이 워크숍에는 열쇠가 두 개 있습니다. M2M 토큰은 Gateway를, 사용자 토큰은 Runtime을 엽니다. 여기서는 M2M 토큰을 먼저 시크릿으로 직접 받고, 이어서 시크릿을 보지 않고 AgentCore를 통해 받습니다."},
		Picture: text.T{En: twoKeysEn, Ko: twoKeysKo},
		Will: []flow.Plan{
			{Call: "POST /oauth2/token", Does: text.T{En: "asks Cognito for a token in the program's own name (client_credentials), with the secret", Ko: "프로그램 자신의 이름으로(client_credentials) 시크릿을 보여 주고 Cognito에 토큰을 요청합니다"},
				Billed: text.T{En: "Cognito bills machine tokens, fractions of a cent each", Ko: "Cognito는 M2M 토큰마다 아주 적은 금액을 청구합니다"}},
			{Call: "bedrock-agentcore:GetWorkloadAccessToken", Does: text.T{En: "proves who the agent is; lives 15 minutes", Ko: "에이전트의 신원을 증명하는 토큰을 받습니다(수명 15분)"}},
			{Call: "bedrock-agentcore:GetResourceOauth2Token", Does: text.T{En: "AgentCore fetches the same token with the stored secret", Ko: "AgentCore가 보관 중인 시크릿으로 같은 토큰을 대신 받습니다"}},
		},
		Terms: []flow.Term{
			{Word: "client_credentials", Meaning: text.T{En: "the OAuth flow in which a program signs in as itself, with no user", Ko: "사용자 없이 프로그램이 자기 자신으로 인증하는 OAuth 흐름"}},
			{Word: "M2M", Meaning: text.T{En: "machine to machine: a program calls a program, and no person takes part", Ko: "Machine-to-Machine: 사람 없이 프로그램이 프로그램을 호출하는 것"}},
			{Word: "scope", Meaning: text.T{En: "what a token allows; here it is one word, invoke", Ko: "토큰으로 할 수 있는 일이며, 여기서는 invoke 하나입니다"}},
			{Word: "JWT", Meaning: text.T{En: "a signed token that anybody can read and nobody can change unnoticed", Ko: "누구나 읽을 수 있지만 몰래 바꿀 수는 없는 서명된 토큰"}},
			{Word: "JWKS", Meaning: text.T{En: "the issuer's public keys, with which signatures are verified", Ko: "서명을 검증하는 데 쓰는 발급자의 공개 키 목록"}},
		},
		Console: []string{"agentcore"},
	}
}

// twoKeysEn and twoKeysKo draw who holds which key and what it opens, 54 cells wide.
const (
	twoKeysEn = `  machine client            web client
  secret, no user           user, no secret
      |                         |
      | client_credentials      | code + PKCE
      v                         v
  [ M2M token ]             [ user token ]
      |                         |
      v                         v
   Gateway (tools)           Runtime (agent)
  Crossed over, each one is refused.`
	twoKeysKo = `  MachineUserPoolClient     WebUserPoolClient
  시크릿 있음, 사용자 없음  사용자 있음, 시크릿 없음
      |                         |
      | client_credentials      | code + PKCE
      v                         v
  [ M2M 토큰 ]              [ 사용자 토큰 ]
      |                         |
      v                         v
   Gateway (도구)            Runtime (에이전트)
  서로 바꿔 쓰면 거부됩니다.`
)

// State knows only the tokens of this session: they are never stored.
func (t token) State(context.Context) (flow.Status, error) {
	direct, ok1 := t.env.Kept(TokenFromCognito)
	_, ok2 := t.env.Kept(TokenFromAgentCore)
	if !ok1 || !ok2 {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "No machine token in this session yet.", Ko: "이번 세션에서 받은 M2M 토큰이 없습니다."}.With()}, nil
	}
	return flow.Status{State: flow.Present,
		Summary: text.T{En: "Both machine tokens are here and verified.", Ko: "두 M2M 토큰을 받아 검증했습니다."}.With(),
		Facts:   []flow.Fact{ExpiryFact("cognito_expires_at", direct.Expires)}}, nil
}

// Apply fetches both tokens, verifies them, and explains their claims.
func (t token) Apply(ctx context.Context, r *flow.Report) error {
	e := t.env
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err != nil {
		return Explain(err)
	}
	direct, claims, err := e.CognitoToken(ctx, s)
	if err != nil {
		return Explain(err)
	}
	e.Keep(TokenFromCognito, direct)
	TellClaims(r, TokenFromCognito, claims)
	if ready, err := e.mayUseWorkload(ctx, r); err != nil || !ready {
		return Explain(err)
	}
	through, other, err := e.AgentCoreToken(ctx, r, s)
	if err != nil {
		return Explain(HiddenCause(err))
	}
	e.Keep(TokenFromAgentCore, through)
	TellClaims(r, TokenFromAgentCore, other)
	CompareTokens(r, claims, other)
	return nil
}

// MachineToken is the machine's token of this session, or a new one of Cognito's.
func (e *Env) MachineToken(ctx context.Context, s Setup) (oauth.Token, error) {
	if got, ok := e.Kept(TokenFromCognito); ok {
		return got, nil
	}
	got, _, err := e.CognitoToken(ctx, s)
	if err == nil {
		e.Keep(TokenFromCognito, got)
	}
	return got, err
}

// CognitoToken asks Cognito itself, with the live secret, and verifies the answer.
func (e *Env) CognitoToken(ctx context.Context, s Setup) (oauth.Token, oauth.Decoded, error) {
	client, err := e.Cloud.AppClient(ctx, s.PoolID(), s.MachineClient())
	if err != nil {
		return oauth.Token{}, oauth.Decoded{}, err
	}
	hop := AsHop(ctx, "client_credentials", "program", "cognito", text.T{En: "I am the machine client, here is my secret: a token, please", Ko: "Machine Client입니다. 시크릿을 드리니 토큰을 주세요"})
	server := oauth.Server{HTTP: e.Cloud.HTTP(), TokenURL: s.TokenURL(), Now: e.Cloud.Now}
	got, err := server.ClientCredentials(hop, client.ID, client.Secret, s.Scopes())
	if err != nil {
		return oauth.Token{}, oauth.Decoded{}, err
	}
	claims, err := e.VerifyAccess(ctx, s, got.Access, client.ID)
	return got, claims, err
}

// AgentCoreToken asks AgentCore, which uses the secret that the provider keeps.
func (e *Env) AgentCoreToken(ctx context.Context, r *flow.Report, s Setup) (oauth.Token, oauth.Decoded, error) {
	hop := AsHop(ctx, "m2m", "program", "agentcore", text.T{En: "I am the workload agentcore-workshop: a workload access token, please", Ko: "workload agentcore-workshop입니다. Workload Access Token을 주세요"})
	workload, err := e.Cloud.WorkloadToken(hop, Workload)
	if err != nil {
		return oauth.Token{}, oauth.Decoded{}, err
	}
	hop = AsHop(ctx, "m2m", "program", "agentcore", text.T{En: "With it: a token from the provider, please", Ko: "이 토큰으로 Provider의 토큰을 요청합니다"})
	access, err := e.Cloud.MachineToken(hop, workload, s.Provider(), s.Scopes())
	if err != nil {
		return oauth.Token{}, oauth.Decoded{}, err
	}
	r.Hop(flow.Hop{Flow: "m2m", From: "agentcore", To: "cognito", Method: "POST", URL: s.TokenURL(), Status: 200,
		Title: text.T{En: "AgentCore redeems the stored secret (inside AWS, not seen from here)", Ko: "AgentCore가 보관 중인 시크릿으로 요청합니다(AWS 내부라 여기서는 보이지 않음)"}.With()})
	claims, err := e.VerifyAccess(ctx, s, access, s.MachineClient())
	return oauth.Token{Access: access, Type: "Bearer", Expires: claims.Time("exp")}, claims, err
}

// VerifyAccess verifies an access token against the pool's discovery document and keys.
func (e *Env) VerifyAccess(ctx context.Context, s Setup, access secret.Text, clientID string) (oauth.Decoded, error) {
	issuer, err := e.discover(ctx, s.Issuer())
	if err != nil {
		return oauth.Decoded{}, err
	}
	return issuer.Access(ctx, e.Cloud.HTTP(), access, clientID)
}
