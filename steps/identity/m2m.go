package identity

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// m2m gets one machine's token in three ways and compares them.
type m2m struct{ env *steps.Env }

// M2M is the step that holds the three ways to a machine's token side by side.
func M2M(env *steps.Env) flow.Step { return m2m{env} }

func (m2m) Info() flow.Info {
	return flow.Info{
		ID: "m2m", Ephemeral: true, Needs: []string{"deploy", "provider"}, Typical: 3 * time.Second,
		Title: text.T{En: "Machine token three ways", Ko: "M2M(2LO) 토큰: 세 가지 방법"},
		Why: text.T{
			En: "The same token can be had from Cognito with the secret in hand, from AgentCore without ever seeing it, and with one line of curl. Held side by side, the claims are the same; what differs is who holds the secret, how long it takes, and how much an error tells.",
			Ko: "같은 토큰을 시크릿을 들고 Cognito에서 직접, 시크릿을 보지 않고 AgentCore에서, 그리고 curl 한 줄로 받을 수 있습니다. 나란히 비교하면 클레임은 같고, 시크릿을 누가 갖는지, 얼마나 걸리는지, 오류가 얼마나 알려 주는지가 다릅니다."},
		Will: []flow.Plan{
			{Call: "POST /oauth2/token", Does: text.T{En: "Cognito directly, with HTTP Basic", Ko: "Cognito에 직접, HTTP Basic으로 요청합니다"},
				Billed: text.T{En: "three machine tokens, fractions of a cent", Ko: "M2M 토큰 세 개에 해당하는 아주 적은 금액"}},
			{Call: "bedrock-agentcore:GetResourceOauth2Token", Does: text.T{En: "through AgentCore, twice: the second time from its vault", Ko: "AgentCore를 통해 두 번 요청하며, 두 번째는 Token Vault에서 나옵니다"}},
			{Call: "curl POST /oauth2/token", Does: text.T{En: "the request that the shown curl sends, to the letter", Ko: "표시한 curl 명령이 보내는 요청을 그대로 보냅니다"}},
		},
		Terms: []flow.Term{
			{Word: "2LO", Meaning: text.T{En: "two-legged OAuth: client and server, no user; the same as client_credentials or M2M", Ko: "사용자 없이 클라이언트와 서버만 참여하는 OAuth이며 client_credentials, M2M과 같은 말입니다"}},
		},
		Console: []string{"agentcore", "cognito"},
	}
}

// State knows only this session's token.
func (m m2m) State(context.Context) (flow.Status, error) {
	t, ok := m.env.Kept("m2m")
	if !ok {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "Not compared in this session yet.", Ko: "이번 세션에서 아직 비교하지 않았습니다."}.With()}, nil
	}
	return flow.Status{State: flow.Present, Summary: text.T{En: "Three ways, one token's claims.", Ko: "세 가지 방법으로 받은 토큰의 클레임이 같습니다."}.With(),
		Facts: []flow.Fact{steps.ExpiryFact("m2m_expires_at", t.Expires)}}, nil
}

// way is one way with what came of it.
type way struct {
	key    string
	label  text.T
	get    func(context.Context) (oauth.Token, oauth.Decoded, error)
	claims oauth.Decoded
	took   time.Duration
}

// Apply goes all ways, one after the other so that their times can be compared.
func (m m2m) Apply(ctx context.Context, r *flow.Report) error {
	e := m.env
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err == nil {
		err = e.BringWorkload(ctx, r)
	}
	if err != nil {
		return steps.Explain(err)
	}
	through := func(ctx context.Context) (oauth.Token, oauth.Decoded, error) {
		token, claims, err := e.AgentCoreToken(ctx, r, s)
		if err != nil {
			err = askProviderItself(ctx, e, r, s, err)
		}
		return token, claims, err
	}
	ways := []*way{
		{key: "direct", label: text.T{En: "Cognito directly", Ko: "Cognito 직접"},
			get: func(ctx context.Context) (oauth.Token, oauth.Decoded, error) { return e.CognitoToken(ctx, s) }},
		{key: "agentcore", label: text.T{En: "Through AgentCore", Ko: "AgentCore를 통해"}, get: through},
		{key: "agentcore_again", label: text.T{En: "Through AgentCore, again", Ko: "AgentCore를 통해 다시"}, get: through},
		{key: "curl", label: text.T{En: "What curl sends", Ko: "curl이 보내는 요청"},
			get: func(ctx context.Context) (oauth.Token, oauth.Decoded, error) { return curlToken(ctx, e, s) }},
	}
	for _, w := range ways {
		start := e.Clock.Now()
		token, claims, err := w.get(ctx)
		if err != nil {
			return steps.Explain(err)
		}
		w.claims, w.took = claims, e.Clock.Now().Sub(start)
		e.Keep("m2m", token)
		r.Emit(flow.Fact{Key: "m2m." + w.key, Value: strconv.FormatInt(w.took.Milliseconds(), 10) + " ms, " + fingerprint(token.Access), Label: w.label,
			Source: text.T{En: "scope %s", Ko: "스코프 %s"}.With(claims.String("scope"))})
	}
	steps.TellClaims(r, "m2m", ways[0].claims)
	r.Emit(flow.Fact{Key: "m2m.curl_command", Value: curlLine(s), Label: text.T{En: "The curl that does it", Ko: "같은 일을 하는 curl 명령"}})
	for _, w := range ways[1:] {
		steps.CompareTokens(r, ways[0].claims, w.claims)
	}
	return nil
}

// curlLine is the command; the secret comes through a pipe, past the list of processes.
func curlLine(s steps.Setup) string {
	return "printf %s \"$CLIENT_SECRET\" | curl -sS " + script.Quote(s.TokenURL()) + " -d grant_type=client_credentials --data-urlencode " + script.Quote("client_id="+s.MachineClient()) +
		" --data-urlencode client_secret@- --data-urlencode " + script.Quote("scope="+strings.Join(s.Scopes(), " "))
}

// curlToken sends what curlLine sends: the secret in the form (client_secret_post) rather than in a header.
func curlToken(ctx context.Context, e *steps.Env, s steps.Setup) (oauth.Token, oauth.Decoded, error) {
	client, err := e.Cloud.AppClient(ctx, s.PoolID(), s.MachineClient())
	if err != nil {
		return oauth.Token{}, oauth.Decoded{}, err
	}
	hop := steps.AsHop(ctx, "client_credentials", "curl", "cognito", text.T{En: "The same in one line, with the secret in the form", Ko: "같은 요청을 한 줄로, 시크릿을 form에 넣어 보냅니다"})
	server := oauth.Server{HTTP: e.Cloud.HTTP(), TokenURL: s.TokenURL(), Now: e.Cloud.Now}
	got, err := server.ClientCredentialsInForm(hop, client.ID, client.Secret, s.Scopes())
	if err != nil {
		return oauth.Token{}, oauth.Decoded{}, err
	}
	claims, err := e.VerifyAccess(ctx, s, got.Access, client.ID)
	return got, claims, err
}

// askProviderItself finds out what AgentCore hides. It says one sentence whatever the identity provider said; so the token
// endpoint that the provider has is asked here, and its true answer shown.
func askProviderItself(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup, hidden error) error {
	if aws.KindOf(hidden) != aws.Validation {
		return hidden
	}
	p, err := e.Cloud.Provider(ctx, s.Provider())
	if err != nil {
		return hidden
	}
	r.Warn(text.T{En: "AgentCore says only: %s. So the token endpoint of the provider is asked here.", Ko: "AgentCore의 응답은 이것뿐입니다: %s. 그래서 Provider의 토큰 엔드포인트에 직접 물어봅니다."}.With(Said(hidden)))
	for _, d := range s.Differences(p) {
		r.Warn(text.T{En: "The provider's %s is %q, the stack says %q.", Ko: "Provider의 %s 값은 %q이고 스택의 값은 %q입니다."}.With(d.Field, d.Is, d.Want))
	}
	client, err := e.Cloud.AppClient(ctx, s.PoolID(), p.ClientID)
	if err != nil {
		return &flow.Failure{Code: "ProviderClientGone", Exit: flow.ExitService, Err: hidden, Docs: steps.DocsProvider, Message: text.Plain(Said(hidden)),
			Cause: text.T{En: "The provider's client %s is not in the user pool.", Ko: "Provider의 클라이언트 %s{이/가} User Pool에 없습니다."}.With(p.ClientID),
			Fix:   text.T{En: "Run `provider update`.", Ko: "`provider update`를 실행하세요."}.With()}
	}
	endpoint := cmp.Or(p.TokenEndpoint, s.TokenURL())
	if endpoint != s.TokenURL() {
		client.Secret = secret.Text{} // never to an address that is not the pool's own
	}
	hop := steps.AsHop(ctx, "m2m", "agent", "cognito", text.T{En: "The same request, so that the true answer is seen", Ko: "실제 응답을 보기 위해 같은 요청을 보냅니다"})
	server := oauth.Server{HTTP: e.Cloud.HTTP(), TokenURL: endpoint, Now: e.Cloud.Now}
	_, direct := server.ClientCredentials(hop, client.ID, client.Secret, s.Scopes())
	if direct == nil {
		return steps.HiddenCause(hidden)
	}
	f := *flow.AsFailure(steps.Explain(direct))
	f.Message = text.T{En: "AgentCore hid the provider's answer. It is: %s", Ko: "AgentCore가 숨긴 IdP의 응답: %s"}.With(direct.Error())
	return &f
}

// Code is the three ways, and in Python the decorator with the same values.
func (m m2m) Code(ctx context.Context, as flow.Dialect) (string, error) {
	s, err := m.env.Look(ctx)
	if err != nil {
		return "", steps.Explain(err)
	}
	code := m.env.Program(as, s.TokenMoves(as)...)
	switch as {
	case flow.CLI:
		code += "\n# the same with the secret in the form\n" + curlLine(s) + "\necho\n"
	case flow.Python:
		code += "\n\n" + strings.NewReplacer("$PROVIDER", script.JSON(s.Provider()), "$SCOPES", script.JSON(s.Scopes())).Replace(`# the same in an agent, with AWS's SDK for AgentCore (pip install bedrock-agentcore); in AgentCore Runtime the workload token is there
def agents_tool():
    from bedrock_agentcore.identity.auth import requires_access_token

    @requires_access_token(provider_name=$PROVIDER, scopes=$SCOPES, auth_flow="M2M", into="access_token")
    async def call_tool(*, access_token: str):
        return len(access_token)  # call the tool with it

    return call_tool
`)
	}
	needs := least{region: m.env.Region(), account: s.AccountID, workload: steps.Workload, provider: s.Provider(), scopes: s.Scopes()}
	return code + needs.comment(commentMark(as == flow.Golang)), nil
}
