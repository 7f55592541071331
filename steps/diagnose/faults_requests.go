package diagnose

import "agentcore-workshop/steps/text"

// ofRequests are the faults that interfere with requests: nothing of the set-up is wrong.
func ofRequests() []Fault {
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
			Breaks:  []string{"account.caller"},
		},
		{
			Name:    "outage",
			Title:   text.T{En: "The services answer with server errors", Ko: "서비스가 서버 오류로 응답합니다"},
			Symptom: text.T{En: "HTTP 503 from everything.", Ko: "모든 호출이 HTTP 503으로 끝납니다."},
			Breaks:  []string{"account.caller"},
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
			Breaks:  []string{"account.caller"},
		},
		{
			Name: "connection-dropped", Arg: "OPERATION",
			Title:   text.T{En: "Connections break before the answer", Ko: "응답 전에 연결이 끊깁니다"},
			Symptom: text.T{En: "Unexpected EOF, again and again.", Ko: "unexpected EOF가 반복됩니다."},
			Breaks:  []string{"account.caller"},
		},
		{
			Name: "truncated", Arg: "OPERATION",
			Title:   text.T{En: "Answers break off in the middle", Ko: "응답이 중간에 끊깁니다"},
			Symptom: text.T{En: "Half an answer that cannot be read.", Ko: "절반만 온 응답을 읽을 수 없습니다."},
			Breaks:  []string{"account.caller"},
		},
		{
			Name: "clock-skew", Arg: "1h",
			Title:   text.T{En: "This machine's clock and AWS's differ", Ko: "이 컴퓨터의 시계가 AWS와 다릅니다"},
			Symptom: text.T{En: "Signatures and tokens seem too old, or not valid yet.", Ko: "서명과 토큰이 만료되었거나 아직 유효하지 않다고 나옵니다."},
			Breaks:  []string{"account.clock"},
		},
		{
			Name:    "idp-down",
			Title:   text.T{En: "The user pool's own pages do not answer", Ko: "User Pool의 페이지가 응답하지 않습니다"},
			Symptom: text.T{En: "No discovery, no keys, no tokens, no sign-in; the API goes on.", Ko: "discovery, 키, 토큰, 로그인이 모두 안 되지만 API는 동작합니다."},
			Breaks:  []string{"discovery.reachable"},
		},
		{
			Name:    "session-binding-off",
			Title:   text.T{En: "The token vault takes tokens without asking whose browser it was", Ko: "Token Vault가 누구의 브라우저인지 확인하지 않고 토큰을 저장합니다"},
			Symptom: text.T{En: "Everything works; the step `binding` shows one person's token in another's entry.", Ko: "모두 동작하지만 `binding` 단계에서 한 사람의 토큰이 다른 사람의 항목에 저장됩니다."},
		},
		{
			Name:    "discovery-unreachable",
			Title:   text.T{En: "The discovery document does not answer", Ko: "Discovery 문서가 응답하지 않습니다"},
			Symptom: text.T{En: "Gateway and runtime cannot learn whom to trust; tokens are still given.", Ko: "토큰은 발급되지만 Gateway와 Runtime이 신뢰할 발급자를 알아내지 못합니다."},
			Breaks:  []string{"discovery.reachable"},
		},
		{
			Name:    "jwks-unreachable",
			Title:   text.T{En: "The issuer's public keys do not answer", Ko: "발급자의 공개 키가 응답하지 않습니다"},
			Symptom: text.T{En: "Every token is refused, since nobody can verify its signature.", Ko: "서명을 검증할 수 없어 모든 토큰이 거부됩니다."},
			Breaks:  []string{"jwks.keys"},
		},
		{
			Name:    "token-endpoint-down",
			Title:   text.T{En: "The token endpoint does not answer", Ko: "토큰 엔드포인트가 응답하지 않습니다"},
			Symptom: text.T{En: "Nobody gets a new token; those handed out go on working.", Ko: "새 토큰을 받을 수 없지만 이미 받은 토큰은 계속 쓸 수 있습니다."},
			Breaks:  []string{"token.endpoint"},
		},
	}
}
