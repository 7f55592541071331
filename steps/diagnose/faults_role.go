package diagnose

import "agentcore-workshop/steps/text"

// ofRole are the faults of the execution role.
func ofRole() []Fault {
	return []Fault{
		{
			Name: "role-exists", Repairable: true,
			Title:   text.T{En: "Somebody else's role has the name", Ko: "같은 이름의 다른 역할이 있습니다"},
			Symptom: text.T{En: "The role trusts another service; a new stack fails with: already exists.", Ko: "역할이 다른 서비스를 신뢰하며, 새 스택은 already exists 오류로 실패합니다."},
			Breaks:  []string{"role.trust", "role.permissions"},
		},
		{
			Name: "role-missing", Repairable: true,
			Title:   text.T{En: "The execution role is gone", Ko: "실행 역할이 없습니다"},
			Symptom: text.T{En: "Creating gateway or runtime fails: the role cannot be assumed.", Ko: "역할을 맡을 수 없어 Gateway나 Runtime을 만들 때 실패합니다."},
			Breaks:  []string{"role.exists"},
		},
		{
			Name: "role-trust-wrong", Repairable: true,
			Title:   text.T{En: "AgentCore may not take the role", Ko: "AgentCore가 역할을 맡을 수 없습니다"},
			Symptom: text.T{En: "Creating the gateway fails, though the role is there.", Ko: "역할이 있는데도 Gateway를 만들 때 실패합니다."},
			Breaks:  []string{"role.trust"},
		},
		{
			Name: "role-source-unguarded", Repairable: true,
			Title:   text.T{En: "Anybody's AgentCore may take the role", Ko: "누구의 AgentCore든 역할을 맡을 수 있습니다"},
			Symptom: text.T{En: "Everything works; the door to the confused deputy is open.", Ko: "모두 동작하지만 confused deputy 공격에 열려 있습니다."},
			Breaks:  []string{"role.deputy"},
		},
		{
			Name: "role-permission-missing", Repairable: true,
			Title:   text.T{En: "The role may not fetch the provider's tokens", Ko: "역할에 Provider 토큰 권한이 없습니다"},
			Symptom: text.T{En: "AccessDeniedException in the agent: GetResourceOauth2Token.", Ko: "에이전트의 GetResourceOauth2Token 호출이 AccessDeniedException으로 실패합니다."},
			Breaks:  []string{"role.permissions"},
		},
		{
			Name: "role-action-misspelt", Repairable: true,
			Title:   text.T{En: "A policy names an action that does not exist", Ko: "정책에 없는 작업 이름이 있습니다"},
			Symptom: text.T{En: "IAM takes it, and the agent is denied all the same.", Ko: "IAM은 받아들이지만 에이전트는 거부됩니다."},
			Breaks:  []string{"role.actions"},
		},
	}
}
