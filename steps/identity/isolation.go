package identity

import (
	"context"
	"errors"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// isolation tries to get at one user's token as another.
type isolation struct{ env *steps.Env }

// Isolation is the lab about two users of one agent.
func Isolation(env *steps.Env) flow.Step { return isolation{env} }

func (isolation) Info() flow.Info {
	return flow.Info{
		ID: "isolation", Ephemeral: true, Needs: []string{"deploy", "provider", "workload", "signin"}, Typical: 2 * time.Minute,
		Title: text.T{En: "Isolation per user", Ko: "사용자별 권한 격리"},
		Why: text.T{
			En: "One agent, one tool, two users: each must find their own documents and nobody else's. The vault's entries lie under agent, user, provider and scopes, so another user or another agent finds an empty place and is sent to ask for consent. Here every way around that is tried.",
			Ko: "에이전트와 도구는 하나, 사용자는 둘이면 각자 자신의 문서만 찾아야 합니다. Token Vault의 항목은 Agent, 사용자, Provider, 스코프별로 나뉘므로 다른 사용자나 다른 에이전트에는 빈 자리이며 동의를 새로 요청하게 됩니다. 여기서는 이를 우회하는 모든 방법을 시도합니다."},
		Picture: text.T{En: isolationEn, Ko: isolationKo}, Lanes: consentLanes(),
		Will: []flow.Plan{
			{Call: "bedrock-agentcore:GetWorkloadAccessTokenForUserId", Does: text.T{En: "a workload token for each of the two", Ko: "두 사용자 각각의 Workload Access Token을 받습니다"}},
			{Call: "bedrock-agentcore:GetResourceOauth2Token", Does: text.T{En: "each one's own consent, then every cross access", Ko: "각자의 동의를 거친 다음 모든 교차 접근을 시도합니다"}},
			{Call: "cognito-idp:AdminCreateUser", Does: text.T{En: "the second user, second@example.com", Ko: "두 번째 사용자 second@example.com을 만듭니다"}, Creates: true},
			{Call: "bedrock-agentcore-control:CreateWorkloadIdentity", Does: text.T{En: "another agent for a moment, deleted at the end", Ko: "잠시 쓸 다른 에이전트를 만들고 끝나면 지웁니다"}, Creates: true},
		},
		Terms: []flow.Term{
			{Word: "impersonation", Meaning: text.T{En: "acting under somebody else's name (OWASP agentic threats: T9, Identity Spoofing & Impersonation)", Ko: "다른 사람의 이름으로 행동하는 것(OWASP Agentic 위협: T9 신원 위장/사칭)"}},
			{Word: "privilege compromise", Meaning: text.T{En: "getting more rights than were given (OWASP agentic threats: T3)", Ko: "주어진 것보다 많은 권한을 얻는 것(OWASP Agentic 위협: T3 권한 침해)"}},
			{Word: "delegation", Meaning: text.T{En: "one agent acting with what another was given (OWASP agentic threats: T14, with a chain of agents)", Ko: "한 에이전트가 받은 권한으로 다른 에이전트가 동작하는 것(OWASP Agentic 위협: T14, 권한 위임 체인)"}},
		},
		Documents: []flow.Document{threatsDocument(), {Title: text.T{En: "Do it yourself, or with AgentCore Identity", Ko: "비교: 직접 구현 vs AgentCore Identity"}, Body: comparison()}},
		Console:   []string{"agentcore"},
	}
}

const (
	isolationEn = `  A -> agent -> vault[agent+A] -> token A -> A's pages
  B -> agent -> vault[agent+B] -> token B -> B's pages
  C -> agent -> vault[agent+C] -> (empty) -> consent`
	isolationKo = `  A -> Agent -> Vault[Agent+A] -> 토큰 A -> A의 문서
  B -> Agent -> Vault[Agent+B] -> 토큰 B -> B의 문서
  C -> Agent -> Vault[Agent+C] -> (없음) -> 동의 요청`
)

// State is what this session's lab found.
func (i isolation) State(context.Context) (flow.Status, error) {
	return i.env.LabStatus("isolation", text.T{En: "Two users, two tokens; every cross access was refused.", Ko: "두 사용자에게 서로 다른 토큰이 있고 모든 교차 접근이 거부되었습니다."}), nil
}

// Apply gets each user their own token, and then tries to get at the other's.
func (i isolation) Apply(ctx context.Context, r *flow.Report) (err error) {
	e := i.env
	s, err := e.Look(ctx)
	if err == nil {
		err = s.Ready()
	}
	if err != nil {
		return steps.Explain(err)
	}
	l, err := openLab(ctx, e, r, s)
	if err != nil {
		return steps.Explain(err)
	}
	defer func() { err = steps.Explain(errors.Join(err, removeLabWorkload(ctx, e))) }()
	for _, of := range []*labUser{&l.a, &l.b} {
		if of.token, _, err = walk(ctx, e, r, l.errand(of)); err != nil {
			return err
		}
		if of.found, err = l.use(ctx, of.token); err != nil {
			return err
		}
		Lesson(r, "isolation."+of.email, text.T{En: of.email, Ko: of.email}, fingerprint(of.token)+" → "+of.found)
	}
	if l.a.token.Equal(l.b.token) || l.a.found == l.b.found {
		return crossed(text.T{En: "Both users got the same.", Ko: "두 사용자가 같은 것을 받았습니다."}.With())
	}
	if err := l.tryAll(ctx, r); err != nil {
		return err
	}
	e.LabDone("isolation")
	tellComparison(e, r)
	return nil
}

// crossed is the failure that must never be seen.
func crossed(m text.Msg) *flow.Failure {
	return &flow.Failure{Code: "IsolationBroken", Exit: flow.ExitCheckFailed, Message: m,
		Cause: text.T{En: "A user's token was given to somebody else.", Ko: "사용자의 토큰이 다른 사람에게 전달되었습니다."}.With()}
}

// labUser is one of the two with what they got.
type labUser struct {
	person
	token secret.Text
	found string
}

// lab is one agent's tool with two users: Confluence where the practice cloud has one, else the user pool's userInfo.
type lab struct {
	e      *steps.Env
	s      steps.Setup
	a, b   labUser
	errand func(of *labUser) errand
	use    func(ctx context.Context, token secret.Text) (string, error)
}

// openLab brings about what the lab needs.
func openLab(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup) (*lab, error) {
	if _, err := bringReturnURLs(ctx, e, r); err != nil {
		return nil, err
	}
	if err := bringLabWorkload(ctx, e); err != nil {
		return nil, err
	}
	a, b, err := people(ctx, e, r, s.PoolID())
	if err != nil {
		return nil, err
	}
	l := &lab{e: e, s: s, a: labUser{person: a}, b: labUser{person: b}}
	if e.Practice() {
		_, err = bringConfluence(ctx, e, r)
		l.errand = func(of *labUser) errand {
			return of.asks(confluenceErrand(e, AgentUser{Name: of.email}, of.email))
		}
		l.use = func(ctx context.Context, token secret.Text) (string, error) {
			titles, err := searchConfluence(ctx, e, "isolation", token)
			return strings.Join(titles, " · "), err
		}
		return l, err
	}
	_, err = BringConsent(ctx, e, r, s)
	l.errand = func(of *labUser) errand { return of.asks(cognitoErrand(e, s, AgentUser{Name: of.email})) }
	l.use = func(ctx context.Context, token secret.Text) (string, error) {
		return whoseToken(ctx, e, s, "isolation", token)
	}
	return l, err
}

// asks makes an errand this person's.
func (of *labUser) asks(er errand) errand {
	er.flow, er.login, er.browser, er.private = "isolation", of.email, of.browser, of.private
	if er.idp != "atlassian" {
		er.password = of.password
	}
	return er
}

// Undo deletes the second user, the other agent and the practice Confluence's provider.
func (i isolation) Undo(ctx context.Context, _ *flow.Report) error {
	s, err := i.env.Look(ctx)
	if err != nil {
		return steps.Explain(err)
	}
	err = errors.Join(removeLabWorkload(ctx, i.env), removeSecondUser(ctx, i.env, s.PoolID()))
	if gone := i.env.Cloud.DeleteProvider(ctx, ConfluenceProvider); gone != nil && !aws.IsNotFound(gone) {
		err = errors.Join(err, gone)
	}
	return steps.Explain(err)
}

// Code is the two users' requests.
func (i isolation) Code(ctx context.Context, as flow.Dialect) (string, error) {
	s, err := i.env.Look(ctx)
	if err != nil {
		return "", steps.Explain(err)
	}
	provider := ConsentProvider(s.AccountID)
	var calls []script.Call
	for _, user := range []string{steps.TestUser, SecondUser} {
		calls = append(calls,
			script.Call{Why: "the agent, for " + user, Service: "bedrock-agentcore", Operation: "GetWorkloadAccessTokenForUserId", Params: []script.Param{{Name: "workloadName", Value: steps.Workload}, {Name: "userId", Value: user}}},
			script.Call{Why: "that user's token, or a consent", Service: "bedrock-agentcore", Operation: "GetResourceOauth2Token", Params: []script.Param{
				{Name: "workloadIdentityToken", Value: script.Var("WORKLOAD_TOKEN"), Secret: true}, {Name: "resourceCredentialProviderName", Value: provider}, {Name: "scopes", Value: ConsentScopes()},
				{Name: "oauth2Flow", Value: "USER_FEDERATION", Go: "types.Oauth2FlowTypeUserFederation"}, {Name: "resourceOauth2ReturnUrl", Value: i.env.ReturnURLs()[0]}}})
	}
	return i.env.Script(as, calls...), nil
}
