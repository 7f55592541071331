package identity

import (
	"context"
	"encoding/base64"
	"encoding/json"
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

// The names under which a session keeps its workload access tokens.
const (
	workloadAlone  = "workload.none"
	workloadForID  = "workload.user_id"
	workloadForJWT = "workload.jwt"
	// workloadLife is how long one lives.
	workloadLife = 15 * time.Minute
)

// workloadToken mints the agent's own token in the three ways that there are.
type workloadToken struct{ env *steps.Env }

// WorkloadToken is the step about workload access tokens.
func WorkloadToken(env *steps.Env) flow.Step { return workloadToken{env} }

func (workloadToken) Info() flow.Info {
	return flow.Info{
		ID: "workload-token", Ephemeral: true, Needs: []string{"deploy", "provider", "signin", "workload"}, Typical: 3 * time.Second,
		Title: text.T{En: "Workload access token", Ko: "Workload Access Token"},
		Why: text.T{
			En: "The vault opens for an agent that can say who it is and for whom it acts. This token says both, for 15 minutes. How much the second half is worth depends on the way: nothing, the caller's word, or a proof.",
			Ko: "Token Vault는 에이전트가 누구이고 누구를 대신하는지 말할 수 있을 때 열립니다. 이 토큰은 15분 동안 두 가지를 모두 나타냅니다. 사용자에 대한 부분의 가치는 방법에 따라 없음, 호출자의 주장, 증명으로 나뉩니다."},
		Picture: text.T{En: threeWaysEn, Ko: threeWaysKo},
		Will: []flow.Plan{
			{Call: "bedrock-agentcore:GetWorkloadAccessToken", Does: text.T{En: "the agent alone: good for machine tokens and API keys", Ko: "에이전트만: M2M 토큰과 API 키에 쓸 수 있습니다"}},
			{Call: "bedrock-agentcore:GetWorkloadAccessTokenForUserId", Does: text.T{En: "agent and a user id that nobody checks", Ko: "에이전트와, 아무도 검증하지 않는 user id"}},
			{Call: "bedrock-agentcore:GetWorkloadAccessTokenForJWT", Does: text.T{En: "agent and the user of a JWT, whose signature is verified", Ko: "에이전트와, 서명을 검증한 JWT의 사용자"}},
		},
		Terms: []flow.Term{
			{Word: "workload access token", Meaning: text.T{En: "the key to the vault's entries of one agent and one user; opaque, 15 minutes", Ko: "한 에이전트와 한 사용자의 Token Vault 항목을 여는 토큰(내용은 볼 수 없으며 15분 유효)"}},
		},
		Console: []string{"agentcore"},
	}
}

const (
	threeWaysEn = `  way      says                proves
  none     the agent           the caller's IAM
  user id  agent + "user-456"  nothing about the user
  JWT      agent + iss, sub    the user signed in`
	threeWaysKo = `  방법     나타내는 것            증명하는 것
  없음     에이전트               호출자의 IAM
  user id  에이전트 + "user-456"  사용자 증명은 없음
  JWT      에이전트 + iss, sub    사용자의 로그인`
)

// State knows only this session's tokens.
func (w workloadToken) State(context.Context) (flow.Status, error) {
	t, ok := w.env.Kept(workloadAlone)
	if !ok {
		return flow.Status{State: flow.Absent, Summary: text.T{En: "No workload access token in this session yet.", Ko: "이번 세션에서 받은 Workload Access Token이 없습니다."}.With()}, nil
	}
	return flow.Status{State: flow.Present, Summary: text.T{En: "All three ways were gone.", Ko: "세 가지 방법으로 모두 받았습니다."}.With(),
		Facts: []flow.Fact{steps.ExpiryFact("workload_token_expires_at", t.Expires)}}, nil
}

// Apply mints three tokens, and tries what each is good for.
func (w workloadToken) Apply(ctx context.Context, r *flow.Report) error {
	e := w.env
	user := SignedInUser(e)
	if user.Token.Empty() {
		return &flow.Failure{Code: "NotSignedIn", Exit: flow.ExitUsage, Message: text.T{En: "Nobody is signed in: there is no JWT to prove.", Ko: "로그인한 사용자가 없어 증명할 JWT가 없습니다."}.With(),
			Fix: text.T{En: "Run `signin` first.", Ko: "먼저 `signin`을 실행하세요."}.With()}
	}
	alone, err := e.Cloud.WorkloadToken(steps.AsHop(ctx, "workload", "agent", "agentcore", text.T{En: "I am the workload agentcore-workshop, for nobody", Ko: "workload agentcore-workshop이며 대신하는 사용자는 없습니다"}), steps.Workload)
	if err != nil {
		return steps.Explain(err)
	}
	tellWorkload(e, r, workloadAlone, alone, text.T{En: "Without a user", Ko: "사용자 없음"})
	byID, err := workloadTokenFor(ctx, e, "workload", steps.Workload, AgentUser{Name: user.Name})
	if err != nil {
		return steps.Explain(err)
	}
	tellWorkload(e, r, workloadForID, byID, text.T{En: "For a user id", Ko: "user id"})
	byJWT, err := workloadTokenFor(ctx, e, "workload", steps.Workload, user)
	if err != nil {
		return steps.Explain(err)
	}
	tellWorkload(e, r, workloadForJWT, byJWT, text.T{En: "For a JWT", Ko: "JWT"})
	return steps.Explain(tryWorkloadTokens(ctx, e, r, alone, user.Token))
}

// tellWorkload keeps a token for the session and says what can be seen of it.
func tellWorkload(e *steps.Env, r *flow.Report, name string, token secret.Text, label text.T) {
	ends := e.Cloud.Now().Add(workloadLife)
	e.Keep(name, oauth.Token{Access: token, Expires: ends})
	r.Emit(flow.Fact{Key: name, Value: strconv.Itoa(token.Len()) + " bytes, " + fingerprint(token), Label: label,
		Source: text.T{En: "opaque: its content is AgentCore's own business", Ko: "내용은 AgentCore만 읽을 수 있습니다"}.With()})
	r.Emit(steps.ExpiryFact(name+"_expires_at", ends))
}

// tryWorkloadTokens asks for what a token is not good for: a user's token without a user, and a user who did not sign in.
func tryWorkloadTokens(ctx context.Context, e *steps.Env, r *flow.Report, alone, userToken secret.Text) error {
	set, err := e.Look(ctx)
	if err != nil {
		return err
	}
	label := text.T{En: "A user's token asked for without a user", Ko: "사용자 없이 사용자 토큰을 요청"}
	_, err = e.Cloud.UserToken(steps.AsHop(ctx, "workload", "agent", "agentcore", label), aws.ResourceTokenRequest{
		Workload: alone, Provider: set.Provider(), Scopes: set.Scopes(), ReturnURL: e.ReturnURLs()[0]})
	if err := RefusedOnly(r, "lesson.no_user", label, err); err != nil {
		return err
	}
	label = text.T{En: "A JWT that somebody has changed", Ko: "누군가 내용을 바꾼 JWT"}
	_, err = e.Cloud.WorkloadTokenForUser(steps.AsHop(ctx, "workload", "attacker", "agentcore", label), steps.Workload, Forged(userToken))
	return RefusedOnly(r, "lesson.forged_jwt", label, err)
}

// accepted is said of what should have been refused.
func accepted() text.Msg { return text.T{En: "accepted", Ko: "받아들여졌습니다"}.With() }

// RefusedOnly tells how a trial ended. What is neither an answer nor a refusal (a broken network) is an error.
func RefusedOnly(r *flow.Report, key string, label text.T, err error) error {
	if err == nil {
		lessonIn(r, key, label, accepted())
		return nil
	}
	if !refusal(err) {
		return err
	}
	Lesson(r, key, label, Said(err))
	return nil
}

// refusal tells an answer that says no from trouble on the way.
func refusal(err error) bool {
	switch aws.KindOf(err) {
	case aws.Validation, aws.AccessDenied, aws.NotFound, aws.Conflict, aws.InvalidCredentials, aws.Expired, aws.Other:
		code, _, _ := aws.Details(err)
		return code != ""
	}
	return false
}

// Forged is a JWT with another subject and the old signature: what somebody would send who has no key.
func Forged(token secret.Text) secret.Text {
	d, err := oauth.Decode(token)
	if err != nil {
		return secret.New("e30.e30.e30")
	}
	claims := map[string]any{}
	for name, value := range d.Claims {
		claims[name] = value
	}
	claims["sub"], claims["username"] = "somebody-else", "somebody-else"
	header, _ := json.Marshal(d.Header) // what was decoded from JSON marshals
	body, _ := json.Marshal(claims)
	raw := token.Reveal()
	signature := raw[strings.LastIndexByte(raw, '.')+1:]
	encode := base64.RawURLEncoding.EncodeToString
	return secret.New(encode(header) + "." + encode(body) + "." + signature)
}

// Code is the step as calls.
func (w workloadToken) Code(_ context.Context, as flow.Dialect) (string, error) {
	name := script.Param{Name: "workloadName", Value: steps.Workload}
	return w.env.Script(as,
		script.Call{Why: "the agent alone", Service: "bedrock-agentcore", Operation: "GetWorkloadAccessToken", Params: []script.Param{name}},
		script.Call{Why: "for a user id: nobody checks it", Service: "bedrock-agentcore", Operation: "GetWorkloadAccessTokenForUserId", Params: []script.Param{name, {Name: "userId", Value: "user-456"}}},
		script.Call{Why: "for a user who signed in", Service: "bedrock-agentcore", Operation: "GetWorkloadAccessTokenForJWT", Params: []script.Param{name, {Name: "userToken", Value: script.Var("USER_TOKEN"), Secret: true}}},
	), nil
}
