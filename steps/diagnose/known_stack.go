package diagnose

import "agentcore-workshop/steps/text"

// knownOfStacks are CloudFormation's.
func knownOfStacks() []Known {
	events := text.T{En: "The oldest CREATE_FAILED of `aws cloudformation describe-stack-events` has the reason; `deploy` shows it.", Ko: "`aws cloudformation describe-stack-events`에서 가장 오래된 CREATE_FAILED에 이유가 있습니다. `deploy`가 이를 보여 줍니다."}
	return []Known{
		{
			ID: "stack-rolled-back", Docs: docsStack, Checks: []string{"stack.healthy"}, Proof: events,
			Says:  [][]string{form("is in rollback_complete state and can not be updated"), form("is in rollback_failed state and can not be updated"), form("=rollback_complete"), form("is in review_in_progress state"), form("is in create_failed state and can not be updated")},
			Cause: text.T{En: "The stack's first creation failed and was rolled back. An empty shell stays, which can only be deleted; the script sees a stack and tries to update it.", Ko: "스택을 처음 만들 때 실패해 롤백되었습니다. 삭제만 할 수 있는 빈 스택이 남았는데, 스크립트는 스택이 있다고 보고 업데이트하려 합니다."},
			Fix:   text.T{En: "Run `deploy`: it shows the first cause, deletes the shell on consent, and makes the stack again.", Ko: "`deploy`를 실행하면 최초 원인을 보여 주고, 동의하면 빈 스택을 지운 뒤 다시 만듭니다."},
			Near:  "rollback stack update state",
		},
		{
			ID: "stack-failed-silently", Docs: docsStack, Checks: []string{"stack.healthy"}, Proof: events,
			Says: [][]string{form("waiter stackcreatecomplete failed"), form("waiter stackupdatecomplete failed"), form("waiter encountered a terminal failure state"),
				form("stack failed", "no cause"), form("=stack failed"), form("failed to create: [")},
			Cause: text.T{En: "The stack failed, and the script's waiter does not read the events, where the reason is.", Ko: "스택이 실패했지만 스크립트의 waiter는 이유가 적힌 이벤트를 읽지 않습니다."},
			Fix:   text.T{En: "Run `deploy`: it names the resource and the reason, and offers the way on.", Ko: "`deploy`를 실행하면 실패한 리소스와 이유를 알려 주고 해결 방법을 제시합니다."},
			Near:  "waiter stack failed create terminal",
		},
		{
			ID: "no-updates", Docs: docsStack, Checks: []string{"stack.healthy", "user.confirmed"},
			Says:  [][]string{form("no updates are to be performed"), form("submitted information didn't contain changes")},
			Cause: text.T{En: "The stack is as the template says: this is no failure. The published script stops here all the same, before it makes the test user.", Ko: "스택이 템플릿과 같다는 뜻이며 실패가 아닙니다. 그런데 공개된 스크립트는 테스트 사용자를 만들기 전에 여기서 멈춥니다."},
			Fix:   text.T{En: "Run `deploy`: it takes the stack as it is and goes on with the user.", Ko: "`deploy`를 실행하면 스택을 그대로 두고 사용자 생성으로 넘어갑니다."},
			Near:  "update stack changes",
		},
		{
			ID: "stack-delete-failed", Docs: docsStack, Checks: []string{"stack.healthy"},
			Says: [][]string{form("cannot delete entity, must detach all policies first"), form("cannot delete entity, must delete policies first"), form("deleteconflict"), form("delete_failed", "role"),
				form("=delete_failed"), form("stack", "is in delete_failed")},
			Cause: text.T{En: "A later script attached policies to the stack's role by hand. CloudFormation did not make them, so that it cannot delete the role.", Ko: "이후 스크립트가 스택의 역할에 정책을 직접 붙였습니다. CloudFormation이 만든 것이 아니어서 역할을 지우지 못합니다."},
			Proof: text.T{En: "`aws iam list-attached-role-policies` and `list-role-policies` of the role name them.", Ko: "역할에 대해 `aws iam list-attached-role-policies`와 `list-role-policies`를 실행하면 나옵니다."},
			Fix:   text.T{En: "Detach and delete those policies, then delete the stack again. Provider, gateway and runtime are not the stack's and must go by themselves.", Ko: "그 정책을 떼거나 지운 다음 스택을 다시 삭제하세요. Provider, Gateway, Runtime은 스택의 것이 아니므로 따로 지워야 합니다."},
			Near:  "delete stack role policies cleanup leftover",
		},
		{
			ID: "stack-protected", Docs: docsStack, Checks: []string{"stack.protection"},
			Says:  [][]string{form("cannot be deleted while terminationprotection is enabled")},
			Cause: text.T{En: "Termination protection is on.", Ko: "종료 방지가 켜져 있습니다."},
			Fix:   text.T{En: "`fix stack.protection` turns it off.", Ko: "`fix stack.protection`으로 끕니다."},
			Near:  "termination protection delete",
		},
		{
			ID: "stack-missing", Docs: docsRegion, Checks: []string{"stack.exists", "account.region"},
			Says:  [][]string{form("stack with id", "does not exist"), form("stack [", "] does not exist")},
			Cause: text.T{En: "There is no stack of this name in this region and account: it was never made, or somewhere else.", Ko: "이 계정과 리전에 그런 이름의 스택이 없습니다. 만든 적이 없거나 다른 곳에 있습니다."},
			Fix:   text.T{En: "Compare account and region with those it was made in (--profile, --region); else run `deploy`.", Ko: "스택을 만든 계정, 리전과 비교하고(--profile, --region), 없다면 `deploy`를 실행하세요."},
			Near:  "stack exist region account",
		},
	}
}

// knownOfNames are names that are taken, and capabilities.
func knownOfNames() []Known {
	return []Known{
		{
			ID: "domain-taken", Docs: docsHosted, Checks: []string{"domain.exists"},
			Says:  [][]string{form("domain already associated with another user pool"), form("domain already exists"), form("aws::cognito::userpooldomain", "invalidrequest")},
			Cause: text.T{En: "A domain prefix is unique in a region over all AWS accounts. Another pool has it, often one that an earlier run left behind.", Ko: "도메인 접두사는 리전 안의 모든 AWS 계정에서 하나뿐입니다. 다른 User Pool이 쓰고 있으며, 대개 이전 실행이 남긴 것입니다."},
			Proof: text.T{En: "`aws cognito-idp describe-user-pool-domain --domain PREFIX` names the pool if it is in this account, and nothing if another account has it.", Ko: "`aws cognito-idp describe-user-pool-domain --domain PREFIX`를 실행하면 이 계정의 User Pool일 때는 이름이 나오고, 다른 계정의 것이면 아무것도 나오지 않습니다."},
			Fix:   text.T{En: "Run `deploy`: it proposes a free prefix. Or delete the pool that was left behind.", Ko: "`deploy`를 실행하면 비어 있는 접두사를 제안합니다. 또는 남은 User Pool을 지우세요."},
			Near:  "domain prefix userpooldomain associated",
		},
		{
			ID: "name-taken", Docs: docsStack, Checks: []string{"role.trust", "parameter.userpool_id"},
			Says: [][]string{form("handlererrorcode: alreadyexists"), form("role with name", "already exists"), form("troubleshooting-gateway-execution-role", "already exists"), form("/app/troubleshooting/agentcore/", "already exists"),
				form("parameteralreadyexists"), form("entityalreadyexists"), form("aws::ssm::parameter", "already exists"), form("aws::iam::role", "already exists"), form("=already exists"), form("=… already exists"), form("resourceexistenceimpl")},
			Generic: true,
			Cause:   text.T{En: "The template has fixed names for role and parameters. They are left from an earlier stack, belong to another participant of this account, or, since IAM knows no regions, to a stack in another region.", Ko: "템플릿은 역할과 파라미터에 고정된 이름을 씁니다. 이전 스택이 남겼거나, 같은 계정의 다른 참가자가 쓰거나, IAM에는 리전이 없으므로 다른 리전의 스택이 쓰고 있습니다."},
			Proof:   text.T{En: "`aws iam get-role` and `aws ssm get-parameters-by-path` show them; the tag aws:cloudformation:stack-name says whose they are.", Ko: "`aws iam get-role`과 `aws ssm get-parameters-by-path`로 볼 수 있으며, aws:cloudformation:stack-name 태그에 소유한 스택이 나옵니다."},
			Fix:     text.T{En: "Run `deploy`: it takes another role name by itself. Delete leftovers, or use --prefix and --stack-name of your own.", Ko: "`deploy`를 실행하면 다른 역할 이름을 스스로 씁니다. 남은 리소스를 지우거나 --prefix와 --stack-name을 따로 지정하세요."},
			Near:    "exists already role parameter name leftover",
		},
		{
			ID: "capabilities", Docs: "https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html",
			Says:  [][]string{form("requires capabilities :"), form("insufficientcapabilitiesexception"), form("capability_named_iam", "requires")},
			Cause: text.T{En: "The template makes a role with a name, and CloudFormation wants that to be said.", Ko: "템플릿이 이름을 지정한 역할을 만들기 때문에 CloudFormation에 이를 명시해야 합니다."},
			Proof: text.T{En: "`aws cloudformation validate-template` lists the capabilities.", Ko: "`aws cloudformation validate-template`에 필요한 capability가 나옵니다."},
			Fix:   text.T{En: "Add `--capabilities CAPABILITY_NAMED_IAM`; `deploy` does.", Ko: "`--capabilities CAPABILITY_NAMED_IAM`을 붙이세요. `deploy`는 알아서 붙입니다."},
			Near:  "capability iam named template",
		},
		{
			ID: "parameter-missing", Docs: docsSSM, Checks: []string{"parameter.userpool_id", "account.region"},
			Says:  [][]string{form("parameternotfound"), form("console shows nothing")},
			Cause: text.T{En: "The parameter is not in this region or account: the scripts write in us-east-1, and your profile looks elsewhere; or the stack is gone.", Ko: "이 리전이나 계정에 파라미터가 없습니다. 스크립트는 us-east-1에 기록하는데 프로필은 다른 리전을 보고 있거나, 스택이 사라졌습니다."},
			Fix:   text.T{En: "Choose the stack's region (`--region us-east-1`). If it is the right one, `fix --all` writes the parameters again from the live values.", Ko: "스택의 리전을 고르세요(`--region us-east-1`). 리전이 맞다면 `fix --all`이 실제 값으로 파라미터를 다시 씁니다."},
			Near:  "parameter ssm notfound region console nothing",
		},
		{
			ID: "region-split", Docs: docsRegion, Checks: []string{"account.region", "parameter.gateway_iam_role"},
			Says:  [][]string{form("invalid type for parameter rolearn, value: none"), form("invalid type for parameter", "value: none"), form("parameter validation failed", "value: none, type: <class 'nonetype'>")},
			Cause: text.T{En: "The script read a parameter, found none and went on with nothing. prereq.sh writes in us-east-1, the gateway script reads in AWS_DEFAULT_REGION.", Ko: "스크립트가 파라미터를 찾지 못한 채 빈 값으로 진행했습니다. prereq.sh는 us-east-1에 쓰고, Gateway 스크립트는 AWS_DEFAULT_REGION에서 읽습니다."},
			Fix:   text.T{En: "`export AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1` (or the stack's region) and run the script again.", Ko: "`export AWS_DEFAULT_REGION=us-east-1 AWS_REGION=us-east-1`(또는 스택의 리전)을 실행하고 스크립트를 다시 실행하세요."},
			Near:  "region nonetype none rolearn default",
		},
	}
}
