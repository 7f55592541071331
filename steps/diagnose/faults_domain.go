package diagnose

import "agentcore-workshop/steps/text"

// ofDomain are the faults of the hosted domain.
func ofDomain() []Fault {
	return []Fault{
		{
			Name: "domain-taken", Repairable: true,
			Title:   text.T{En: "Somebody else has the domain", Ko: "도메인을 다른 계정이 쓰고 있습니다"},
			Symptom: text.T{En: "Sign-in and token addresses lead to a stranger; a new stack fails with: Domain already associated with another user pool.", Ko: "로그인과 토큰 주소가 다른 사람의 것이며, 새 스택은 Domain already associated with another user pool 오류로 실패합니다."},
			Breaks:  []string{"domain.exists", "token.endpoint"},
		},
		{
			Name: "domain-missing", Repairable: true,
			Title:   text.T{En: "The domain was deleted", Ko: "도메인이 삭제되었습니다"},
			Symptom: text.T{En: "No sign-in page and no token endpoint.", Ko: "로그인 페이지와 토큰 엔드포인트가 없습니다."},
			Breaks:  []string{"domain.exists", "token.endpoint"},
		},
		{
			Name: "domain-failed", Repairable: true,
			Title:   text.T{En: "The domain is not active", Ko: "도메인이 활성 상태가 아닙니다"},
			Symptom: text.T{En: "It belongs to the pool, and its status is FAILED.", Ko: "User Pool의 도메인이지만 상태가 FAILED입니다."},
			Breaks:  []string{"domain.active"},
		},
	}
}
