package checkup

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

const docsAudit = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html"

// auditTrail is what the event history has of the last hour, or why it cannot be read.
type auditTrail struct {
	events []aws.AuditEvent
	denied error
}

// probeAudit reads the history where the step 3lo was done. That it may not be read is a finding, not a broken look.
func probeAudit(p *probes, c consentProbes) *flow.Probe[auditTrail] {
	return fetch("consent.audit", "consent.audit", func(ctx context.Context, f *flow.Facts) (auditTrail, error) {
		if c.provider.Of(f) == nil {
			return auditTrail{}, nil
		}
		events, err := p.env.Cloud.AuditEvents(ctx, identity.AuditSource, p.env.Cloud.Now().Add(-time.Hour))
		switch aws.KindOf(err) {
		case aws.AccessDenied, aws.Unsupported:
			return auditTrail{denied: err}, nil
		}
		return auditTrail{events: events}, err
	}, c.provider)
}

// writes reports whether a scope lets an agent change something, by the words that scopes are made of.
func writes(scope string) bool {
	words := strings.FieldsFunc(strings.ToLower(scope), func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{"write", "admin", "delete", "manage", "send", "modify", "create", "update", "full"}, word)
	})
}

// judgeForce looks for scopes with which reuse of an old consent is not good enough.
func judgeForce(client *aws.AppClient) flow.Verdict {
	if client == nil {
		return unjudged()
	}
	var risky []string
	for _, scope := range client.Scopes {
		if writes(scope) {
			risky = append(risky, scope)
		}
	}
	if len(risky) == 0 {
		return flow.Passed(text.T{En: "its scopes only read, so the vault's token may be reused", Ko: "읽기 전용 스코프이므로 Token Vault의 토큰을 다시 써도 됩니다"}.With()).With("scopes", strings.Join(client.Scopes, " "))
	}
	return flow.Warned(text.T{En: "%s can change something", Ko: "%s{으로/로} 무언가를 바꿀 수 있습니다"}.With(strings.Join(risky, " "))).With("scopes", strings.Join(risky, " ")).
		Because(text.T{En: "An earlier consent is reused until somebody asks again: send forceAuthentication for such work.", Ko: "다시 묻지 않으면 이전 동의가 계속 쓰입니다. 이런 작업에는 forceAuthentication을 보내세요."}.With())
}

// judgeBinding looks whether the browser comes back to somebody who can say whose it is.
func judgeBinding(urls []string, callback string) flow.Verdict {
	switch {
	case len(urls) == 0:
		return flow.Warned(text.T{En: "the agent has no return URL", Ko: "에이전트에 return URL이 없습니다"}.With()).With("allowedResourceOauth2ReturnUrls", "").
			Because(text.T{En: "Without one AgentCore refuses users' consents, since nobody could say whose browser came back.", Ko: "돌아온 브라우저가 누구의 것인지 확인할 곳이 없어 AgentCore가 사용자 동의를 거부합니다."}.With())
	case slices.Contains(urls, callback):
		return flow.Warned(text.T{En: "a return URL is AgentCore's own callback URL", Ko: "return URL이 AgentCore의 callback URL입니다"}.With()).With("url", callback).
			Because(text.T{En: "The browser has to come back to the application, which knows its users; the callback URL belongs at the identity provider.", Ko: "브라우저는 사용자를 아는 애플리케이션으로 돌아와야 합니다. callback URL은 IdP에 등록하는 주소입니다."}.With())
	}
	return flow.Passed(text.T{En: "browsers come back to the application; `binding` lets an address leak and shows what holds", Ko: "브라우저가 애플리케이션으로 돌아옵니다. `binding`에서 주소 유출을 시험할 수 있습니다"}.With()).With("urls", strings.Join(urls, " "))
}

func judgeAudit(t auditTrail) flow.Verdict {
	if t.denied != nil {
		return flow.Warned(text.T{En: "the event history cannot be read: %s", Ko: "이벤트 기록을 읽을 수 없습니다: %s"}.With(identity.Said(t.denied))).With("error", identity.Said(t.denied)).
			Because(text.T{En: "Whoever runs agents must see who opened the vault: cloudtrail:LookupEvents is needed.", Ko: "에이전트 운영자는 누가 Token Vault를 열었는지 볼 수 있어야 합니다. cloudtrail:LookupEvents 권한이 필요합니다."}.With())
	}
	opened := 0
	for _, e := range t.events {
		if e.Name == "GetResourceOauth2Token" || e.Name == "CompleteResourceTokenAuth" || e.Name == "GetResourceApiKey" || strings.HasPrefix(e.Name, "GetWorkloadAccessToken") {
			opened++
		}
	}
	return flow.Passed(text.T{En: "the event history is readable; %d calls to the vault in the last hour", Ko: "이벤트 기록을 읽을 수 있습니다. 최근 한 시간의 Token Vault 호출 %d번"}.With(opened)).With("events", strconv.Itoa(opened))
}
