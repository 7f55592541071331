package steps

import (
	"context"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/webapp"
)

// trial is one way to somebody else's token: it returns what was given out, which must be nothing, and what was answered.
type trial struct {
	key string
	// threat is the name that OWASP has for it.
	threat, label text.T
	try           func(ctx context.Context) (got secret.Text, answer string, err error)
}

var (
	impersonation = text.T{En: "impersonation", Ko: "신원 위장/사칭"}
	privilege     = text.T{En: "privilege compromise", Ko: "권한 침해"}
	delegation    = text.T{En: "multi-agent attack (delegation)", Ko: "멀티 Agent 공격(권한 위임)"}
)

// tryAll goes all ways. What is refused is told with AWS's words; a token in the wrong hands ends the lab as a failure.
func (l *lab) tryAll(ctx context.Context, r *flow.Report) error {
	for _, t := range l.trials() {
		got, answer, err := t.try(asHop(ctx, "isolation", "attacker", "agentcore", t.label))
		switch {
		case err != nil && !refusal(err):
			return err
		case err != nil:
			answer = said(err)
		case !got.Empty():
			return crossed(text.T{En: "%s: a token was given out.", Ko: "%s: 토큰이 전달되었습니다."}.With(t.label))
		}
		r.Emit(flow.Fact{Key: "trial." + t.key, Value: answer, Label: t.label, Source: t.threat.With()})
	}
	return nil
}

func (l *lab) trials() []trial {
	return []trial{
		{"session_of_other", impersonation, text.T{En: "A's workload token polls B's session", Ko: "A의 workload token으로 B의 세션을 조회"}, l.pollOther},
		{"complete_for_other", impersonation, text.T{En: "A completes a session that B began", Ko: "B가 시작한 세션을 A가 완료"}, l.completeOther},
		{"third_user", impersonation, text.T{En: "A user who never agreed", Ko: "동의한 적이 없는 사용자"}, func(ctx context.Context) (secret.Text, string, error) {
			return l.ask(ctx, Workload, "nobody@example.com", l.errand(&l.a).scopes)
		}},
		{"forged_jwt", impersonation, text.T{En: "A JWT with somebody else's name in it", Ko: "다른 사람의 이름을 넣은 위조 JWT"}, l.forgedJWT},
		{"other_agent", delegation, text.T{En: "Another agent names user A", Ko: "다른 에이전트가 사용자 A를 지정"}, func(ctx context.Context) (secret.Text, string, error) {
			return l.ask(ctx, LabWorkload, l.a.email, l.errand(&l.a).scopes)
		}},
		{"more_scopes", privilege, text.T{En: "A's agent asks for more than A agreed to", Ko: "A가 동의한 것보다 넓은 스코프를 요청"}, func(ctx context.Context) (secret.Text, string, error) {
			return l.ask(ctx, Workload, l.a.email, append(l.errand(&l.a).scopes, "admin:everything"))
		}},
	}
}

// ask is the honest request in a dishonest name.
func (l *lab) ask(ctx context.Context, agent, user string, scopes []string) (secret.Text, string, error) {
	wat, err := l.e.Cloud.WorkloadTokenForUserID(ctx, agent, user)
	if err != nil {
		return secret.Text{}, "", err
	}
	out, err := l.e.Cloud.UserToken(ctx, l.request(wat, scopes))
	return out.AccessToken, "no token: a new consent is asked for", err
}

func (l *lab) request(wat secret.Text, scopes []string) aws.ResourceTokenRequest {
	return aws.ResourceTokenRequest{Workload: wat, Provider: l.errand(&l.a).provider, Scopes: scopes, ReturnURL: l.e.returnURLs()[0], CustomState: secret.New(webapp.Draw())}
}

// begin starts a session of B's, and returns A's and B's workload tokens with it.
func (l *lab) begin(ctx context.Context) (a, b secret.Text, session string, err error) {
	if a, err = l.e.Cloud.WorkloadTokenForUserID(ctx, Workload, l.a.email); err != nil {
		return a, b, "", err
	}
	if b, err = l.e.Cloud.WorkloadTokenForUserID(ctx, Workload, l.b.email); err != nil {
		return a, b, "", err
	}
	request := l.request(b, l.errand(&l.b).scopes)
	request.Force = true
	out, err := l.e.Cloud.UserToken(ctx, request)
	return a, b, out.SessionURI, err
}

// pollOther: whatever A is given for B's session must not be B's. A's own token from the vault would be no crossing.
func (l *lab) pollOther(ctx context.Context) (secret.Text, string, error) {
	a, _, session, err := l.begin(ctx)
	if err != nil {
		return secret.Text{}, "", err
	}
	request := l.request(a, l.errand(&l.a).scopes)
	request.SessionURI = session
	out, err := l.e.Cloud.UserToken(ctx, request)
	if out.AccessToken.Equal(l.a.token) && !out.AccessToken.Empty() {
		return secret.Text{}, "A's own token, never B's", err
	}
	return out.AccessToken, "no token", err
}

func (l *lab) completeOther(ctx context.Context) (secret.Text, string, error) {
	_, _, session, err := l.begin(ctx)
	if err != nil {
		return secret.Text{}, "", err
	}
	return secret.Text{}, "accepted, and nothing was there to complete", l.e.Cloud.CompleteUserToken(ctx, session, secret.Text{}, l.a.email)
}

func (l *lab) forgedJWT(ctx context.Context) (secret.Text, string, error) {
	user := l.e.signedInUser()
	if user.token.Empty() {
		return secret.Text{}, "not tried: nobody is signed in", nil
	}
	return l.forge(ctx, forged(user.token))
}

func (l *lab) forge(ctx context.Context, token secret.Text) (secret.Text, string, error) {
	got, err := l.e.Cloud.WorkloadTokenForUser(ctx, Workload, token)
	return got, "no token", err
}

// comparison is the second document's last table, with where each row was just seen.
func comparison() text.T {
	return text.T{
		En: "| aspect | do it yourself | AgentCore Identity | seen in |\n|---|---|---|---|\n" +
			"| authentication logic | for each tool | decorator or two calls | `3lo`, Code |\n| credential storage | encrypt and store yourself | token vault, Secrets Manager | `apikey`, `provider` |\n" +
			"| token refresh | handle refresh tokens | by itself | `3lo` |\n| isolation | build it | agent + user | `isolation` |\n| audit | build it | CloudTrail | `audit` |\n" +
			"| identity providers | one by one | standard OAuth 2.0 | `3lo` with two |\n| session binding | build it | CompleteResourceTokenAuth | `binding` |\n",
		Ko: "| 측면 | 직접 구현 | AgentCore Identity | 확인한 단계 |\n|---|---|---|---|\n" +
			"| 인증 로직 | 각 도구별 개별 구현 | decorator 또는 호출 두 번 | `3lo`의 코드 |\n| 자격 증명 저장 | 직접 암호화/저장 | Token Vault, Secrets Manager | `apikey`, `provider` |\n" +
			"| 토큰 갱신 | Refresh Token을 직접 처리 | 자동 갱신 | `3lo` |\n| 권한 격리 | 직접 구현 | Agent+사용자 조합 | `isolation` |\n| 감사 로깅 | 직접 구현 | CloudTrail | `audit` |\n" +
			"| IdP 통합 | 각 IdP별 구현 | 표준 OAuth 2.0 | 공급자 두 개로 `3lo` |\n| Session Binding | 직접 구현 | CompleteResourceTokenAuth | `binding` |\n",
	}
}
