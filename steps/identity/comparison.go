package identity

import (
	"strings"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// compared is a row of the second document's last table: what one would build oneself, what is there, and the step that shows it.
type compared struct {
	key, step          string
	aspect, self, here text.T
	// seen says what this session has just done of it; nothing where it has not.
	seen func(e *steps.Env) text.Msg
}

func comparedRows() []compared {
	asked := func(operations ...string) func(e *steps.Env) text.Msg {
		return func(e *steps.Env) text.Msg {
			n := 0
			for _, c := range e.MadeCalls() {
				for _, operation := range operations {
					if c.Operation == operation {
						n++
					}
				}
			}
			if n == 0 {
				return text.Msg{}
			}
			return text.T{En: "just now: %d calls of %s", Ko: "방금 %[2]s 호출 %[1]d번"}.With(n, strings.Join(operations, ", "))
		}
	}
	lab := func(name string, done text.T) func(e *steps.Env) text.Msg {
		return func(e *steps.Env) text.Msg {
			if e.LabStatus(name, done).State != flow.Present {
				return text.Msg{}
			}
			return done.With()
		}
	}
	return []compared{
		{"logic", "3lo", text.T{En: "authentication logic", Ko: "인증 로직"}, text.T{En: "for each tool", Ko: "각 도구별 개별 구현"}, text.T{En: "decorator, or two calls", Ko: "decorator 또는 호출 두 번"},
			asked("GetResourceOauth2Token")},
		{"storage", "apikey", text.T{En: "credential storage", Ko: "자격 증명 저장"}, text.T{En: "encrypt and store yourself", Ko: "직접 암호화/저장"}, text.T{En: "token vault, Secrets Manager", Ko: "Token Vault, Secrets Manager"},
			asked("GetResourceApiKey")},
		{"refresh", "3lo", text.T{En: "token refresh", Ko: "토큰 갱신"}, text.T{En: "handle refresh tokens", Ko: "Refresh Token을 직접 처리"}, text.T{En: "by itself", Ko: "자동 갱신"},
			lab("refresh", text.T{En: "just now: an ended token was refreshed, and nobody was asked", Ko: "방금 만료된 토큰이 아무에게도 묻지 않고 갱신되었습니다"})},
		{"isolation", "isolation", text.T{En: "isolation", Ko: "권한 격리"}, text.T{En: "build it", Ko: "직접 구현"}, text.T{En: "agent + user", Ko: "Agent+사용자 조합"},
			lab("isolation", text.T{En: "just now: two users, two tokens; every cross access was refused", Ko: "방금 사용자 둘, 토큰 둘이며 모든 교차 접근이 거부되었습니다"})},
		{"audit", "audit", text.T{En: "audit", Ko: "감사 로깅"}, text.T{En: "build it", Ko: "직접 구현"}, text.T{En: "CloudTrail", Ko: "CloudTrail"},
			lab("audit", text.T{En: "just now: calls were found again by their request ids", Ko: "방금 호출을 요청 ID로 다시 찾았습니다"})},
		{"idp", "3lo", text.T{En: "identity providers", Ko: "IdP 통합"}, text.T{En: "one by one", Ko: "각 IdP별 구현"}, text.T{En: "standard OAuth 2.0", Ko: "표준 OAuth 2.0"},
			func(e *steps.Env) text.Msg {
				if _, ok := e.Kept(TokenOfConsent); !ok || !e.Practice() {
					return text.Msg{}
				}
				return text.T{En: "just now: Cognito and Atlassian, with the same two calls", Ko: "방금 Cognito와 Atlassian을 같은 호출 두 번으로"}.With()
			}},
		{"binding", "binding", text.T{En: "session binding", Ko: "Session Binding"}, text.T{En: "build it", Ko: "직접 구현"}, text.T{En: "CompleteResourceTokenAuth", Ko: "CompleteResourceTokenAuth"},
			lab("binding", text.T{En: "just now: the leaked address brought nothing into A's entry", Ko: "방금 유출된 주소로는 A의 항목에 아무것도 저장되지 않았습니다"})},
	}
}

// tellComparison fills the table with what this session has just done.
func tellComparison(e *steps.Env, r *flow.Report) {
	for _, row := range comparedRows() {
		seen := row.seen(e)
		if seen.Empty() {
			seen = text.T{En: "not in this session yet: `%s` shows it", Ko: "이번 세션에서는 아직 보지 않음: `%s`"}.With(row.step)
		}
		says := text.T{En: "yourself: %s → AgentCore: %s (%s)", Ko: "직접 하면: %s → AgentCore: %s (%s)"}.With(row.self, row.here, seen)
		r.Emit(flow.Fact{Key: "compare." + row.key, Label: row.aspect, Value: says.In(text.English), Says: says})
	}
}

// comparison is the table, with where each row is seen.
func comparison() text.T {
	table := func(l text.Lang, head string) string {
		var b strings.Builder
		b.WriteString(head + "|---|---|---|---|\n")
		for _, row := range comparedRows() {
			b.WriteString("| " + row.aspect.In(l) + " | " + row.self.In(l) + " | " + row.here.In(l) + " | `" + row.step + "` |\n")
		}
		return b.String()
	}
	return text.T{
		En: table(text.English, "| aspect | do it yourself | AgentCore Identity | seen in |\n"),
		Ko: table(text.Korean, "| 측면 | 직접 구현 | AgentCore Identity | 확인하는 단계 |\n"),
	}
}
