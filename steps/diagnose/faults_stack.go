package diagnose

import "agentcore-workshop/steps/text"

// ofStack are the faults of the stack.
func ofStack() []Fault {
	return []Fault{
		{
			Name: "resource-create-failed", Arg: "LOGICAL_ID",
			Title:   text.T{En: "One resource of the stack cannot be created", Ko: "스택의 리소스 하나를 만들지 못합니다"},
			Symptom: text.T{En: "The stack rolls back, and so does the next one.", Ko: "스택이 롤백되고, 다시 만들어도 또 롤백됩니다."},
			Breaks:  []string{"stack.healthy"},
			Why:     text.T{En: "Whatever keeps the resource from being created stays in force, and the next stack fails on it as well: settle that first.", Ko: "리소스를 만들지 못하게 하는 원인이 남아 있어 새 스택도 같은 곳에서 실패합니다. 원인부터 해결해야 합니다."},
		},
		{
			Name: "stack-rollback-complete", Repairable: true,
			Title:   text.T{En: "The stack was rolled back and is an empty shell", Ko: "롤백된 스택이 빈 채로 남아 있습니다"},
			Symptom: text.T{En: "ROLLBACK_COMPLETE: it can only be deleted, and nothing of it is there.", Ko: "ROLLBACK_COMPLETE 상태라 삭제만 할 수 있고 리소스는 하나도 없습니다."},
			Breaks:  []string{"stack.healthy"},
		},
		{
			Name: "stack-update-rollback-failed", Repairable: true,
			Title:   text.T{En: "An update failed, and so did the way back", Ko: "업데이트가 실패하고 롤백도 실패했습니다"},
			Symptom: text.T{En: "UPDATE_ROLLBACK_FAILED: no update is taken until the rollback is continued.", Ko: "UPDATE_ROLLBACK_FAILED 상태라 롤백을 이어서 끝내기 전에는 업데이트할 수 없습니다."},
			Breaks:  []string{"stack.healthy"},
		},
		{
			Name: "stack-delete-failed", Repairable: true,
			Title:   text.T{En: "The stack could not be deleted whole", Ko: "스택을 끝까지 삭제하지 못했습니다"},
			Symptom: text.T{En: "DELETE_FAILED: a policy that somebody attached keeps the role, and the rest is gone.", Ko: "DELETE_FAILED 상태입니다. 누군가 연결한 정책 때문에 역할만 남고 나머지는 사라졌습니다."},
			Breaks:  []string{"stack.healthy"},
		},
		{
			Name:    "stack-missing",
			Title:   text.T{En: "The stack is gone, its resources stayed", Ko: "스택은 사라지고 리소스만 남았습니다"},
			Symptom: text.T{En: "Everything works, and a new stack cannot be made: the names are taken.", Ko: "모두 동작하지만 이름이 이미 쓰이고 있어 새 스택을 만들 수 없습니다."},
			Breaks:  []string{"stack.exists"},
			Why:     text.T{En: "Everything goes on working, and no new stack may take over what it has not made. To have one again, what is there must go: `cleanup`, then `run`.", Ko: "모두 그대로 동작하며, 새 스택은 자신이 만들지 않은 것을 넘겨받을 수 없습니다. 스택을 다시 가지려면 `cleanup`으로 남은 것을 정리한 다음 `run`을 실행하세요."},
		},
		{
			Name: "stack-protected", Repairable: true,
			Title:   text.T{En: "Termination protection is on", Ko: "종료 방지가 켜져 있습니다"},
			Symptom: text.T{En: "Deleting the stack is refused.", Ko: "스택 삭제가 거부됩니다."},
			Breaks:  []string{"stack.protection"},
		},
	}
}
