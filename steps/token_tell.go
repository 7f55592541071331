package steps

import (
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
)

// TellClaims puts a verified token's claims on the stream, each with its meaning, and when it ends.
func TellClaims(r *flow.Report, of string, d oauth.Decoded) {
	r.Emit(flow.Fact{Key: of + ".signature", Value: "verified", Label: text.T{En: "signature", Ko: "서명"},
		Source: text.T{En: "RS256, checked with the issuer's public keys (JWKS)", Ko: "RS256, 발급자의 공개 키(JWKS)로 검증"}.With()})
	for _, name := range d.Names() {
		value := d.String(name)
		if t := d.Time(name); !t.IsZero() && isTime(name) {
			value = t.Format(time.RFC3339)
		}
		r.Emit(flow.Fact{Key: of + "." + name, Value: value, Label: text.T{En: name, Ko: name}, Source: oauth.Explain(name).With()})
	}
	r.Emit(ExpiryFact(of+".expires_at", d.Time("exp")))
}

func isTime(claim string) bool {
	switch claim {
	case "exp", "iat", "auth_time", "nbf":
		return true
	}
	return false
}

// ExpiryFact says when something ends, under a key.
func ExpiryFact(key string, t time.Time) flow.Fact {
	return flow.Fact{Key: key, Value: t.UTC().Format(time.RFC3339), Label: text.T{En: "Expires", Ko: "만료 시각"}}
}

// CompareTokens says what the two ways have in common and where they differ.
func CompareTokens(r *flow.Report, direct, through oauth.Decoded) {
	var same, differ []string
	for _, name := range []string{"iss", "client_id", "scope", "token_use", "sub"} {
		if direct.String(name) == through.String(name) {
			same = append(same, name)
		} else {
			differ = append(differ, name)
		}
	}
	if len(differ) == 0 {
		r.Say(text.T{En: "Both tokens say the same (%s): the gateway cannot tell them apart. Only the second way never showed the secret to the agent.",
			Ko: "두 토큰의 내용(%s)이 같아서 Gateway는 둘을 구별하지 못합니다. 다만 두 번째 방식에서는 에이전트가 시크릿을 보지 않습니다."}.With(strings.Join(same, ", ")))
		return
	}
	r.Warn(text.T{En: "The two tokens differ in %s: the provider uses another client or scope than the stack.", Ko: "두 토큰의 %s 값이 다릅니다. Provider가 스택과 다른 클라이언트나 스코프를 쓰고 있습니다."}.With(strings.Join(differ, ", ")))
}

// HiddenCause adds what AgentCore leaves out: behind "Error parsing ClientCredentials response" stands the token endpoint's refusal.
// Cognito itself has just accepted the live secret, so that it is the stored one that is old.
func HiddenCause(err error) error {
	code, message, request := aws.Details(err)
	if !strings.Contains(message, "ClientCredentials response") {
		return err
	}
	return &flow.Failure{Code: code, Message: text.Plain(message), RequestID: request, Exit: flow.ExitService, Err: err, Docs: DocsProvider,
		Cause: text.T{En: "Cognito accepts the live secret, but refuses the one that the provider keeps: the provider was made for another client, or before the secret changed.",
			Ko: "Cognito는 현재 시크릿을 받아들이지만 Provider가 보관한 시크릿은 거부합니다. Provider가 다른 클라이언트로 만들어졌거나 시크릿이 바뀌기 전에 만들어졌습니다."}.With(),
		Fix: text.T{En: "Run `provider update`: it sends the live secret again.", Ko: "`provider update`를 실행하면 현재 시크릿을 다시 보냅니다."}.With()}
}
