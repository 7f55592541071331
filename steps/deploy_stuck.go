package steps

import (
	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// StuckInUpdate is the failure of a stack that is neither usable nor to be replaced: its resources are there, so that deleting it is
// nobody's choice but the owner's. Each state has its own way out (facts of CloudFormation's state machine).
func StuckInUpdate(stack aws.Stack, cause text.Msg) error {
	f := &flow.Failure{Code: stack.Status, Exit: flow.ExitService, Cause: cause, Docs: DocsStackFailures,
		Message: text.T{En: "The stack is in %s, where it cannot be used.", Ko: "스택이 %s 상태라 사용할 수 없습니다."}.With(stack.Status)}
	switch stack.Status {
	case "UPDATE_ROLLBACK_FAILED":
		f.Fix = text.T{En: "Settle the cause, then `fix stack.healthy`; it is `aws cloudformation continue-update-rollback --stack-name %s`.", Ko: "원인을 해결한 다음 `fix stack.healthy`를 실행하세요. `aws cloudformation continue-update-rollback --stack-name %s`{과/와} 같습니다."}.With(stack.Name)
	case "UPDATE_FAILED":
		f.Fix = text.T{En: "The update was made with rollback disabled. Put the stack back as it was with `aws cloudformation rollback-stack --stack-name %s`, or settle the cause and update it again with rollback disabled.", Ko: "롤백을 끄고 업데이트한 스택입니다. `aws cloudformation rollback-stack --stack-name %s`{으로/로} 이전 상태로 되돌리거나, 원인을 해결한 다음 롤백을 끈 채로 다시 업데이트하세요."}.With(stack.Name)
	case "IMPORT_ROLLBACK_FAILED":
		f.Fix = text.T{En: "An import into the stack failed, and so did taking it back; continue-update-rollback does not apply here. See which resources failed with `aws cloudformation describe-stack-events --stack-name %s`, settle that, and have the owner of the stack import again or delete it.", Ko: "스택으로 리소스를 가져오다 실패했고 되돌리기도 실패했습니다. continue-update-rollback은 이 상태에서 쓸 수 없습니다. `aws cloudformation describe-stack-events --stack-name %s`{으로/로} 실패한 리소스를 확인해 해결한 다음, 스택 소유자가 다시 가져오거나 지워야 합니다."}.With(stack.Name)
	default:
		f.Fix = text.T{En: "Look at the stack's events: `aws cloudformation describe-stack-events --stack-name %s`.", Ko: "스택 이벤트를 확인하세요: `aws cloudformation describe-stack-events --stack-name %s`"}.With(stack.Name)
	}
	return f
}
