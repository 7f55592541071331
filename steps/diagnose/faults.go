package diagnose

import "agentcore-workshop/steps/text"

// Fault is a named fault of the practice cloud.
type Fault struct {
	// Name is what `sandbox break` takes; Arg shows the form of what may follow it after a colon, empty where nothing may.
	Name, Arg string
	Title     text.T
	// Symptom is what a person sees first.
	Symptom text.T
	// Breaks are the ids of the checks that must notice.
	Breaks []string
	// Repairable says that a fix of the set-up mends it; the others go away only when they are lifted.
	Repairable bool
}

// Faults lists them in the order in which they are shown.
func Faults() []Fault {
	return []Fault{
		{
			Name: "slow", Arg: "50ms",
			Title:   text.T{En: "Every answer comes late", Ko: "모든 응답이 늦게 옵니다"},
			Symptom: text.T{En: "Everything works, and takes its time.", Ko: "모두 동작하지만 오래 걸립니다."},
		},
		{
			Name: "throttling", Arg: "OPERATION",
			Title:   text.T{En: "API calls are throttled", Ko: "API 호출이 제한됩니다"},
			Symptom: text.T{En: "ThrottlingException: Rate exceeded.", Ko: "ThrottlingException: Rate exceeded가 나옵니다."},
		},
		{
			Name:    "outage",
			Title:   text.T{En: "The services answer with server errors", Ko: "서비스가 서버 오류로 응답합니다"},
			Symptom: text.T{En: "HTTP 503 from everything.", Ko: "모든 호출이 HTTP 503으로 끝납니다."},
		},
		{
			Name: "access-denied", Arg: "SERVICE:OPERATION",
			Title:   text.T{En: "The caller lacks one permission", Ko: "호출자에게 권한 하나가 없습니다"},
			Symptom: text.T{En: "AccessDenied: not authorized to perform that one action.", Ko: "그 작업에서만 AccessDenied가 나옵니다."},
		},
		{
			Name:    "expired-credentials",
			Title:   text.T{En: "The credentials have expired", Ko: "자격 증명이 만료되었습니다"},
			Symptom: text.T{En: "ExpiredToken from every API.", Ko: "모든 API가 ExpiredToken을 돌려줍니다."},
		},
		{
			Name: "connection-dropped", Arg: "OPERATION",
			Title:   text.T{En: "Connections break before the answer", Ko: "응답 전에 연결이 끊깁니다"},
			Symptom: text.T{En: "Unexpected EOF, again and again.", Ko: "unexpected EOF가 반복됩니다."},
		},
		{
			Name: "truncated", Arg: "OPERATION",
			Title:   text.T{En: "Answers break off in the middle", Ko: "응답이 중간에 끊깁니다"},
			Symptom: text.T{En: "Half an answer that cannot be read.", Ko: "절반만 온 응답을 읽을 수 없습니다."},
		},
		{
			Name: "clock-skew", Arg: "1h",
			Title:   text.T{En: "This machine's clock and AWS's differ", Ko: "이 컴퓨터의 시계가 AWS와 다릅니다"},
			Symptom: text.T{En: "Signatures and tokens seem too old, or not valid yet.", Ko: "서명과 토큰이 만료되었거나 아직 유효하지 않다고 나옵니다."},
		},
		{
			Name: "resource-create-failed", Arg: "LOGICAL_ID",
			Title:   text.T{En: "One resource of the stack cannot be created", Ko: "스택의 리소스 하나를 만들지 못합니다"},
			Symptom: text.T{En: "The stack rolls back.", Ko: "스택이 롤백됩니다."},
		},
		{
			Name:    "idp-down",
			Title:   text.T{En: "The user pool's own pages do not answer", Ko: "User Pool의 페이지가 응답하지 않습니다"},
			Symptom: text.T{En: "No discovery, no keys, no tokens, no sign-in; the API goes on.", Ko: "discovery, 키, 토큰, 로그인이 모두 안 되지만 API는 동작합니다."},
		},
		{
			Name:    "session-binding-off",
			Title:   text.T{En: "The token vault takes tokens without asking whose browser it was", Ko: "Token Vault가 누구의 브라우저인지 확인하지 않고 토큰을 저장합니다"},
			Symptom: text.T{En: "Everything works; the step `binding` shows one person's token in another's entry.", Ko: "모두 동작하지만 `binding` 단계에서 한 사람의 토큰이 다른 사람의 항목에 저장됩니다."},
		},
	}
}
