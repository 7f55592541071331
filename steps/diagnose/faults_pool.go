package diagnose

import "agentcore-workshop/steps/text"

// ofPool are the faults of the user pool.
func ofPool() []Fault {
	return []Fault{
		{
			Name: "pool-missing", Repairable: true,
			Title:   text.T{En: "The user pool was deleted by hand", Ko: "User Pool이 수동으로 삭제되었습니다"},
			Symptom: text.T{En: "The stack says CREATE_COMPLETE, and every call answers that the pool does not exist.", Ko: "스택은 CREATE_COMPLETE인데 호출하면 User Pool이 없다고 나옵니다."},
			Breaks:  []string{"pool.exists"},
		},
		{
			Name: "signup-open", Repairable: true,
			Title:   text.T{En: "Anybody may sign up", Ko: "누구나 가입할 수 있습니다"},
			Symptom: text.T{En: "Strangers get tokens.", Ko: "모르는 사람도 토큰을 받습니다."},
			Breaks:  []string{"pool.signup"},
		},
		{
			Name: "group-missing", Arg: "GROUP", Repairable: true,
			Title:   text.T{En: "A group of the pool is gone", Ko: "User Pool의 그룹이 사라졌습니다"},
			Symptom: text.T{En: "The claim cognito:groups lacks it, and whoever checks for it refuses.", Ko: "cognito:groups 클레임에 그룹이 없어, 이를 확인하는 쪽에서 거부합니다."},
			Breaks:  []string{"pool.groups"},
		},
		{
			Name: "resource-server-missing", Repairable: true,
			Title:   text.T{En: "The resource server was deleted", Ko: "Resource Server가 삭제되었습니다"},
			Symptom: text.T{En: "invalid_scope: the scope that every request names does not exist.", Ko: "모든 요청에 들어가는 스코프가 없어 invalid_scope가 나옵니다."},
			Breaks:  []string{"resourceserver.exists", "resourceserver.scope", "token.endpoint"},
		},
		{
			Name: "scope-undefined", Repairable: true,
			Title:   text.T{En: "The resource server no longer has the scope", Ko: "Resource Server에 스코프가 없습니다"},
			Symptom: text.T{En: "invalid_scope, though client and parameter name the scope.", Ko: "클라이언트와 파라미터에는 스코프가 있는데도 invalid_scope가 나옵니다."},
			Breaks:  []string{"resourceserver.scope", "token.endpoint"},
		},
		{
			Name:    "jwks-rotated",
			Title:   text.T{En: "The published keys and the signing key have parted", Ko: "공개된 키와 서명한 키가 다릅니다"},
			Symptom: text.T{En: "Tokens are given and refused everywhere: no key has their kid.", Ko: "토큰은 발급되지만 kid에 맞는 키가 없어 어디서나 거부됩니다."},
			Breaks:  []string{"token.signature"},
			Why:     text.T{En: "Nobody but AWS has a user pool's signing keys: they cannot be read, set or renewed. If it lasts, another user pool is the only way: `cleanup`, then `run`.", Ko: "User Pool의 서명 키는 AWS만 갖고 있어 읽거나 설정하거나 갱신할 수 없습니다. 계속되면 `cleanup` 후 `run`으로 User Pool을 새로 만들어야 합니다."},
		},
	}
}
