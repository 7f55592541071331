package identity

import (
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// threat is one of the second document's, with its number and name in OWASP's "Agentic AI - Threats and Mitigations".
type threat struct {
	id   string
	name text.T
}

func impersonation() threat {
	return threat{"T9", text.T{En: "Identity Spoofing & Impersonation (OWASP T9)", Ko: "신원 위장/사칭(OWASP T9 Identity Spoofing & Impersonation)"}}
}

func privilege() threat {
	return threat{"T3", text.T{En: "Privilege Compromise (OWASP T3)", Ko: "권한 침해(OWASP T3 Privilege Compromise)"}}
}

func delegation() threat {
	return threat{"T14", text.T{En: "Multi-agent attack by delegation (OWASP T14, Human Attacks on Multi-Agent Systems)", Ko: "멀티 Agent 공격, 권한 위임(OWASP T14 Human Attacks on Multi-Agent Systems)"}}
}

// tellThreats says for each threat how many ways were tried and what came of them. Whoever gets here has seen all refused.
func tellThreats(r *flow.Report, tried map[string]int) {
	for _, t := range []struct {
		threat
		before, after text.T
	}{
		{privilege(), text.T{En: "an agent with a key of its own can do all that the key can", Ko: "자기 키를 가진 에이전트는 그 키로 할 수 있는 모든 일을 합니다"},
			text.T{En: "a scope more is a new consent", Ko: "스코프를 하나라도 더 요청하면 새 동의가 필요합니다"}},
		{impersonation(), text.T{En: "an agent is believed when it says for whom it works", Ko: "에이전트가 누구를 대신한다고 하면 그대로 믿습니다"},
			text.T{En: "a name leads only to that name's entry; a forged JWT to nothing", Ko: "이름을 대도 그 이름의 항목으로만 이어지고, 위조 JWT로는 아무것도 얻지 못합니다"}},
		{delegation(), text.T{En: "agents share keys, so what one may the next one may", Ko: "에이전트끼리 키를 나누어 쓰므로 하나의 권한이 다음 에이전트로 넘어갑니다"},
			text.T{En: "another agent is another entry, and that is empty", Ko: "에이전트가 다르면 항목도 다르며, 그 항목은 비어 있습니다"}},
	} {
		says := text.T{En: "%d of %d refused: %s", Ko: "%d번 시도하여 %d번 거부: %s"}.With(tried[t.id], tried[t.id], t.after)
		r.Emit(flow.Fact{Key: "threat." + t.id, Label: t.name, Value: says.In(text.English), Says: says, Source: text.T{En: "before: %s", Ko: "이전: %s"}.With(t.before)})
	}
}

// threatsDocument is before and after in one picture.
func threatsDocument() flow.Document {
	return flow.Document{Title: text.T{En: "Three threats, before and after", Ko: "세 가지 위협, 이전과 이후"}, Body: text.T{
		En: "```\n" +
			"  BEFORE: the agent has the keys\n\n" +
			"  user A --+                       +--> A's pages\n" +
			"           +--> agent 1 [one key] -+\n" +
			"  user B --+      |                +--> B's pages\n" +
			"                  +-- the key --> agent 2 --> both\n\n" +
			"  AFTER: the vault has them, by agent + user + scopes\n\n" +
			"  user A ----> agent 1 --> vault[1+A] --> A's pages\n" +
			"  user B ----> agent 1 --> vault[1+B] --> B's pages\n" +
			"  T3  A, more scopes ----> vault[ ?  ] --> consent\n" +
			"  T9  \"I am B\" ----------> forged JWT --> refused\n" +
			"  T14 A, through agent 2 -> vault[2+A] --> consent\n" +
			"```\n\n" +
			"| OWASP | the document's name | as a request | the answer |\n|---|---|---|---|\n" +
			"| T3 | privilege compromise | a scope that the user did not agree to | a new consent, no token |\n" +
			"| T9 | impersonation | another user's session, a forged JWT | ValidationException, AccessDeniedException, UnauthorizedException |\n" +
			"| T14 | multi-agent attack | another agent names the user | a new consent, no token |\n\n" +
			"`isolation` sends each of them, and `binding` sends the one in which a browser is misled.\n",
		Ko: "```\n" +
			"  이전: 키는 에이전트에 있음\n\n" +
			"  User A --+                       +--> A의 문서\n" +
			"           +--> Agent 1 [키 하나] -+\n" +
			"  User B --+      |                +--> B의 문서\n" +
			"                  +-- 키 전달 --> Agent 2 --> 모두\n\n" +
			"  이후: 키는 Vault에, Agent + 사용자 + 스코프별로\n\n" +
			"  User A ----> Agent 1 --> Vault[1+A] --> A의 문서\n" +
			"  User B ----> Agent 1 --> Vault[1+B] --> B의 문서\n" +
			"  T3  A, 더 넓은 스코프 -> Vault[ ?  ] --> 동의 요청\n" +
			"  T9  \"나는 B입니다\" ----> 위조 JWT   --> 거부\n" +
			"  T14 A, Agent 2를 거쳐 -> Vault[2+A] --> 동의 요청\n" +
			"```\n\n" +
			"| OWASP | 문서의 이름 | 요청 | 응답 |\n|---|---|---|---|\n" +
			"| T3 | 권한 침해 | 사용자가 동의하지 않은 스코프 | 새 동의 요청, 토큰 없음 |\n" +
			"| T9 | 신원 위장/사칭 | 다른 사용자의 세션, 위조 JWT | ValidationException, AccessDeniedException, UnauthorizedException |\n" +
			"| T14 | 멀티 Agent 공격 | 다른 에이전트가 사용자를 지정 | 새 동의 요청, 토큰 없음 |\n\n" +
			"`isolation`이 이 요청을 모두 보내고, 브라우저를 속이는 경우는 `binding`이 보냅니다.\n",
	}}
}
