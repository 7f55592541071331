package identity

import (
	"context"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/steps/webapp"
)

// trial is one way to somebody else's token: it returns what was given out, which must be nothing, and what was answered.
type trial struct {
	key    string
	threat threat
	label  text.T
	try    func(ctx context.Context) (got secret.Text, answer text.T, err error)
}

// tryAll goes all ways. What is refused is told with AWS's words; a token in the wrong hands ends the lab as a failure.
func (l *lab) tryAll(ctx context.Context, r *flow.Report) error {
	tried := map[string]int{}
	for _, t := range l.trials() {
		got, answer, err := t.try(steps.AsHop(ctx, "isolation", "attacker", "agentcore", t.label))
		switch {
		case err != nil && !refusal(err):
			return err
		case err != nil:
			answer = text.T{En: Said(err), Ko: Said(err)}
		case !got.Empty():
			return crossed(text.T{En: "%s: a token was given out.", Ko: "%s: 토큰이 전달되었습니다."}.With(t.label))
		}
		tried[t.threat.id]++
		r.Emit(flow.Fact{Key: "trial." + t.key, Value: answer.En, Says: answer.With(), Label: t.label, Source: text.Plain("OWASP " + t.threat.id)})
	}
	tellThreats(r, tried)
	return nil
}

func (l *lab) trials() []trial {
	return []trial{
		{"session_of_other", impersonation(), text.T{En: "A's workload token polls B's session", Ko: "A의 Workload Access Token으로 B의 세션을 조회"}, l.pollOther},
		{"complete_for_other", impersonation(), text.T{En: "A completes a session that B began", Ko: "B가 시작한 세션을 A가 완료"}, l.completeOther},
		{"third_user", impersonation(), text.T{En: "A user who never agreed", Ko: "동의한 적이 없는 사용자"}, func(ctx context.Context) (secret.Text, text.T, error) {
			return l.ask(ctx, steps.Workload, "nobody@example.com", l.errand(&l.a).scopes)
		}},
		{"forged_jwt", impersonation(), text.T{En: "A JWT with somebody else's name in it", Ko: "다른 사람의 이름을 넣은 위조 JWT"}, l.forgedJWT},
		{"other_agent", delegation(), text.T{En: "Another agent names user A", Ko: "다른 에이전트가 사용자 A를 지정"}, func(ctx context.Context) (secret.Text, text.T, error) {
			return l.ask(ctx, LabWorkload, l.a.email, l.errand(&l.a).scopes)
		}},
		{"more_scopes", privilege(), text.T{En: "A's agent asks for more than A agreed to", Ko: "A가 동의한 것보다 넓은 스코프를 요청"}, func(ctx context.Context) (secret.Text, text.T, error) {
			return l.ask(ctx, steps.Workload, l.a.email, append(l.errand(&l.a).scopes, "admin:everything"))
		}},
	}
}

// ask is the honest request in a dishonest name.
func (l *lab) ask(ctx context.Context, agent, user string, scopes []string) (secret.Text, text.T, error) {
	wat, err := l.e.Cloud.WorkloadTokenForUserID(ctx, agent, user)
	if err != nil {
		return secret.Text{}, text.T{}, err
	}
	out, err := l.e.Cloud.UserToken(ctx, l.request(wat, scopes))
	return out.AccessToken, text.T{En: "no token: a new consent is asked for", Ko: "토큰 없음: 새 동의를 요청합니다"}, err
}

func (l *lab) request(wat secret.Text, scopes []string) aws.ResourceTokenRequest {
	return aws.ResourceTokenRequest{Workload: wat, Provider: l.errand(&l.a).provider, Scopes: scopes, ReturnURL: l.e.ReturnURLs()[0], CustomState: secret.New(webapp.Draw())}
}

// begin starts a session of B's, and returns A's and B's workload tokens with it.
func (l *lab) begin(ctx context.Context) (a, b secret.Text, session string, err error) {
	if a, err = l.e.Cloud.WorkloadTokenForUserID(ctx, steps.Workload, l.a.email); err != nil {
		return a, b, "", err
	}
	if b, err = l.e.Cloud.WorkloadTokenForUserID(ctx, steps.Workload, l.b.email); err != nil {
		return a, b, "", err
	}
	request := l.request(b, l.errand(&l.b).scopes)
	request.Force = true
	out, err := l.e.Cloud.UserToken(ctx, request)
	return a, b, out.SessionURI, err
}

// pollOther: whatever A is given for B's session must not be B's. A's own token from the vault would be no crossing.
func (l *lab) pollOther(ctx context.Context) (secret.Text, text.T, error) {
	a, _, session, err := l.begin(ctx)
	if err != nil {
		return secret.Text{}, text.T{}, err
	}
	request := l.request(a, l.errand(&l.a).scopes)
	request.SessionURI = session
	out, err := l.e.Cloud.UserToken(ctx, request)
	if out.AccessToken.Equal(l.a.token) && !out.AccessToken.Empty() {
		return secret.Text{}, text.T{En: "A's own token, never B's", Ko: "B의 토큰이 아니라 A 자신의 토큰"}, err
	}
	return out.AccessToken, text.T{En: "no token", Ko: "토큰 없음"}, err
}

func (l *lab) completeOther(ctx context.Context) (secret.Text, text.T, error) {
	_, _, session, err := l.begin(ctx)
	if err != nil {
		return secret.Text{}, text.T{}, err
	}
	return secret.Text{}, text.T{En: "accepted, and nothing was there to complete", Ko: "받아들여졌지만 완료할 것이 없었습니다"}, l.e.Cloud.CompleteUserToken(ctx, session, secret.Text{}, l.a.email)
}

func (l *lab) forgedJWT(ctx context.Context) (secret.Text, text.T, error) {
	user := SignedInUser(l.e)
	if user.Token.Empty() {
		return secret.Text{}, text.T{En: "not tried: nobody is signed in", Ko: "시도하지 않음: 로그인한 사용자가 없습니다"}, nil
	}
	return l.forge(ctx, Forged(user.Token))
}

func (l *lab) forge(ctx context.Context, token secret.Text) (secret.Text, text.T, error) {
	got, err := l.e.Cloud.WorkloadTokenForUser(ctx, steps.Workload, token)
	return got, text.T{En: "no token", Ko: "토큰 없음"}, err
}
