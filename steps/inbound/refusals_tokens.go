package inbound

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// badge is what somebody shows at a door.
type badge struct {
	id    string
	label text.T
	// made says how it was come by.
	made  text.T
	token secret.Text
	// bad is the reason for which every door must refuse it; empty for a genuine token.
	bad string
	// missing says that it cannot be had here; made says why.
	missing bool
}

// The badges of the table.
const (
	badgeUser    = "user"
	badgeMachine = "machine"
)

// badges are the six tokens. None is ever shown.
func badges(ctx context.Context, e *steps.Env, r *flow.Report, s steps.Setup) ([]badge, error) {
	user, err := userToken(e)
	if err != nil {
		return nil, err
	}
	machine, err := bearerFor(ctx, e, r, s, MachinePattern)
	if err != nil {
		return nil, err
	}
	old, err := expiredBadge(ctx, e, s)
	if err != nil {
		return nil, err
	}
	stranger, err := foreignToken(e, s)
	if err != nil {
		return nil, err
	}
	return []badge{
		{id: badgeUser, label: text.T{En: "user's token", Ko: "사용자 토큰"}, token: user.Access,
			made: text.T{En: "this session's sign-in, client: web", Ko: "이번 세션의 로그인, 클라이언트: web"}},
		{id: badgeMachine, label: text.T{En: "machine's token", Ko: "M2M 토큰"}, token: machine.Token,
			made: text.T{En: "client_credentials, client: machine", Ko: "client_credentials, 클라이언트: machine"}},
		old,
		{id: "wrong_pool", label: text.T{En: "token of another pool", Ko: "다른 User Pool의 토큰"}, token: stranger, bad: "issuer",
			made: text.T{En: "written and signed by this program with a key of its own, in the name of a pool that is not yours", Ko: "이 프로그램이 자체 키로 서명해 만든, 여러분의 것이 아닌 User Pool 이름의 토큰"}},
		{id: "tampered", label: text.T{En: "tampered token", Ko: "변조한 토큰"}, token: identity.Forged(user.Access), bad: "signature",
			made: text.T{En: "the user's token with another name in it, under the old signature", Ko: "사용자 토큰의 이름만 바꾸고 서명은 그대로 둔 토큰"}},
		{id: "none", label: text.T{En: "no token", Ko: "토큰 없음"}, bad: "missing",
			made: text.T{En: "the Authorization header is left out", Ko: "Authorization 헤더 없이 보냄"}},
	}, nil
}

// longAgo is more than a machine's token lives.
const longAgo = 2 * time.Hour

// expiredBadge is a genuine token whose time is over. A session that is old enough has one; the practice cloud can issue one
// that is dated back; on AWS nobody can but wait.
func expiredBadge(ctx context.Context, e *steps.Env, s steps.Setup) (badge, error) {
	b := badge{id: "expired", label: text.T{En: "expired token", Ko: "만료된 토큰"}, bad: "expired"}
	if old, ok := e.Outlived(); ok {
		b.token, b.made = old, text.T{En: "a token of this session that has ended meanwhile", Ko: "이번 세션에서 받았다가 만료된 토큰"}
		return b, nil
	}
	if !e.Practice() {
		b.missing, b.made = true, text.T{En: "no token of this session is old enough, and AWS's clock cannot be moved; come back in an hour, or see it on the practice cloud", Ko: "이번 세션에는 만료된 토큰이 없고 AWS의 시계는 움직일 수 없습니다. 한 시간 뒤에 다시 하거나 연습용 클라우드에서 확인하세요"}
		return b, nil
	}
	token, err := tokenOfLongAgo(ctx, e, s)
	b.token, b.made = token, text.T{En: "a machine's token that the practice cloud dated back by two hours", Ko: "연습용 클라우드가 발급 시각을 두 시간 전으로 적은 M2M 토큰"}
	return b, err
}

// tokenOfLongAgo lets the practice cloud issue a token that is dated back. Nobody's clock is moved for it: others may work there.
func tokenOfLongAgo(ctx context.Context, e *steps.Env, s steps.Setup) (secret.Text, error) {
	client, err := e.Cloud.AppClient(ctx, s.PoolID(), s.MachineClient())
	if err != nil {
		return secret.Text{}, err
	}
	hop := steps.AsHop(aws.LongAgo(ctx, longAgo), flowRefusals, "app", "cognito", text.T{En: "A token of two hours ago: the practice cloud dates this one back", Ko: "두 시간 전의 토큰: 연습용 클라우드가 발급 시각을 두 시간 전으로 적어 줍니다"})
	server := oauth.Server{HTTP: e.Cloud.HTTP(), TokenURL: s.TokenURL(), Now: e.Cloud.Now}
	got, err := server.ClientCredentials(hop, client.ID, client.Secret, s.Scopes())
	return got.Access, err
}

// foreignToken is a well-formed access token of a pool that is not ours. Nobody can have a real one without a second pool; to the
// authorizer, which looks at the issuer first, this one is as good.
func foreignToken(e *steps.Env, s steps.Setup) (secret.Text, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return secret.Text{}, err
	}
	now := e.Cloud.Now()
	part := func(v map[string]any) string {
		raw, _ := json.Marshal(v) // strings and numbers always marshal
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	signed := part(map[string]any{"alg": "RS256", "kid": "not-of-this-pool"}) + "." + part(map[string]any{
		"iss": "https://cognito-idp." + e.Region() + ".amazonaws.com/" + e.Region() + "_Another00", "sub": "somebody", "username": "somebody", "token_use": "access",
		"client_id": s.WebClient(), "iat": now.Unix(), "exp": now.Add(time.Hour).Unix(),
	})
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, digest[:])
	return secret.New(signed + "." + base64.RawURLEncoding.EncodeToString(signature)), err
}
