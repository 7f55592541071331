package checkup

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/cleanup"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// mendsOfStack come first: everything else is compared with the stack.
func mendsOfStack() []mend {
	again := text.T{En: "Delete the stack and make it again: CloudFormation does not bring back what was deleted by hand. Users of the pool are lost; the test user is made anew",
		Ko: "스택을 지우고 다시 만듭니다. CloudFormation은 수동으로 지운 것을 되살리지 않습니다. User Pool의 사용자는 사라지고 테스트 사용자는 새로 만듭니다"}
	fixed := text.T{En: "Delete the stack and make it again: whether a client has a secret is decided when it is made. Users of the pool are lost; the test user is made anew",
		Ko: "스택을 지우고 다시 만듭니다. 클라이언트의 시크릿 유무는 만들 때 정해집니다. User Pool의 사용자는 사라지고 테스트 사용자는 새로 만듭니다"}
	return []mend{
		{check: "stack.healthy", unwell: true, none: true, plan: planStack,
			title: text.T{En: "Lead the stack out of its state: go on with the rollback, or delete the rest and make it again", Ko: "스택을 정상 상태로 되돌립니다. 롤백을 이어서 끝내거나, 남은 것을 지우고 다시 만듭니다"}},
		{check: "pool.exists", title: again, none: true, plan: againIf(func(ctx context.Context, e *steps.Env, s steps.Setup) (bool, error) {
			_, err := e.Cloud.UserPool(ctx, s.PoolID())
			return cleanup.Lost(struct{}{}, err)
		})},
		{check: "client.web.exists", title: again, none: true, plan: againIf(clientLost(steps.Setup.WebClient))},
		{check: "client.machine.exists", title: again, none: true, plan: againIf(clientLost(steps.Setup.MachineClient))},
		{check: "client.web.public", title: fixed, none: true, plan: againIf(func(ctx context.Context, e *steps.Env, s steps.Setup) (bool, error) {
			c, err := e.Cloud.AppClient(ctx, s.PoolID(), s.WebClient())
			return err == nil && !c.Public(), err
		})},
		{check: "client.machine.secret", title: fixed, none: true, plan: againIf(func(ctx context.Context, e *steps.Env, s steps.Setup) (bool, error) {
			c, err := e.Cloud.AppClient(ctx, s.PoolID(), s.MachineClient())
			return err == nil && c.Public(), err
		})},
	}
}

func clientLost(id func(steps.Setup) string) func(context.Context, *steps.Env, steps.Setup) (bool, error) {
	return func(ctx context.Context, e *steps.Env, s steps.Setup) (bool, error) {
		_, err := e.Cloud.AppClient(ctx, s.PoolID(), id(s))
		return cleanup.Lost(struct{}{}, err)
	}
}

// againIf makes the stack again where something of it is not to be had in another way.
func againIf(needed func(context.Context, *steps.Env, steps.Setup) (bool, error)) func(context.Context, *steps.Env, steps.Setup) ([]edit, error) {
	return func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
		if s.PoolID() == "" {
			return nil, nil
		}
		yes, err := needed(ctx, e, s)
		if err != nil || !yes {
			return nil, err
		}
		if s.Stack.ID == "" {
			return nil, cannot(text.T{En: "No stack of the name %s made it, so that none can make it again. `cleanup` removes what is left of the set-up; then `deploy` makes a new one.",
				Ko: "%s 스택이 만든 것이 아니므로 다시 만들 수 없습니다. `cleanup`으로 남은 것을 정리한 다음 `deploy`로 새로 만드세요."}, e.Stack)
		}
		return planAgain(ctx, e, s)
	}
}

// planStack leads a stack that is not well out of its state.
func planStack(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	switch stack := s.Stack; {
	case stack.ID == "" || stack.Healthy():
		return nil, nil
	case stack.Running():
		return nil, cannot(text.T{En: "Something is under way (%s): wait until it has ended.", Ko: "작업이 진행 중입니다(%s). 끝날 때까지 기다리세요."}, stack.Status)
	case stack.Status == "UPDATE_ROLLBACK_FAILED":
		return []edit{{Kind: "stack-rollback", Target: map[string]string{"name": stack.Name, "id": stack.ID},
			Is: fields{"StackStatus": {stack.Status}}, Want: fields{"StackStatus": {"UPDATE_ROLLBACK_COMPLETE"}}}}, nil
	case stack.Stuck():
		return planAgain(ctx, e, s)
	default:
		return nil, steps.StuckInUpdate(stack, e.FirstCause(ctx, stack.ID))
	}
}

// planAgain shows what goes and what comes back.
func planAgain(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	if s.Stack.Protected {
		return nil, cannot(text.T{En: "The stack has to be deleted, and termination protection is on: `fix stack.protection` first.", Ko: "스택을 지워야 하지만 종료 방지가 켜져 있습니다. 먼저 `fix stack.protection`을 실행하세요."})
	}
	d := edit{Kind: "stack-again", Target: map[string]string{"name": s.Stack.Name, "id": s.Stack.ID, "role": roleName(s)},
		Is: fields{"StackStatus": {s.Stack.Status}}, Want: fields{"StackStatus": {"DELETE_COMPLETE", "CREATE_COMPLETE"}}}
	if names, err := e.Cloud.UserNames(ctx, s.PoolID()); err == nil && s.PoolID() != "" && len(names) > 0 {
		d.Is["Users"], d.Want["Users"] = []string{fmt.Sprint(len(names))}, []string{steps.TestUser}
	}
	// What somebody put on the stack's role keeps it from being deleted, and is taken off.
	if role, err := e.Cloud.Role(ctx, roleName(s)); err == nil && s.Stack.Status == "DELETE_FAILED" && len(role.Attached) > 0 {
		d.Is["AttachedPolicies"], d.Want["AttachedPolicies"] = role.Attached, []string{}
	}
	return []edit{d}, nil
}

// planDomain gives the pool its domain again; one that somebody else has got meanwhile is replaced by one that is free.
func planDomain(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	if s.PoolID() == "" || s.DomainPrefix() == "" {
		return nil, nil
	}
	all, err := draft(ctx, e, "domain", map[string]string{"pool": s.PoolID(), "name": s.DomainPrefix()}, func(fields) fields {
		return fields{"UserPoolId": {s.PoolID()}, "Status": {"ACTIVE"}}
	})
	if err != nil || len(all) == 0 || all[0].Is != nil && all[0].Is.one("UserPoolId") == s.PoolID() || all[0].Is == nil && !answers(ctx, e, s.DomainPrefix()) {
		return all, err
	}
	if _, ours := s.Stack.Parameters["DomainPrefix"]; !ours {
		return nil, cannot(text.T{En: "The domain %s belongs to another user pool, and the stack's template has no parameter for another one. Delete the domain there, or `cleanup` and `deploy`, which takes a free one.",
			Ko: "도메인 %s{은/는} 다른 User Pool의 것이며, 스택의 템플릿에는 도메인을 바꿀 파라미터가 없습니다. 그쪽에서 도메인을 지우거나, `cleanup` 후 `deploy`를 실행하면 비어 있는 이름을 씁니다."}, s.DomainPrefix())
	}
	free, err := freeDomain(ctx, e, s.AccountID)
	if err != nil {
		return nil, err
	}
	return draft(ctx, e, "stack-domain", map[string]string{"name": s.Stack.Name, "id": s.Stack.ID}, func(fields) fields { return fields{"DomainPrefix": {free}} })
}

// freeDomain is the first of the names that nobody has.
func freeDomain(ctx context.Context, e *steps.Env, account string) (string, error) {
	for n := range 20 {
		prefix := steps.DomainStem + account
		if n > 0 {
			prefix += fmt.Sprintf("-%d", n+1)
		}
		d, err := e.Cloud.Domain(ctx, prefix)
		if err != nil || d.PoolID == "" && !answers(ctx, e, prefix) {
			return prefix, err
		}
	}
	return "", cannot(text.T{En: "Twenty names for the domain were tried, and all are taken.", Ko: "도메인 이름 20개를 시도했지만 모두 쓰이고 있습니다."})
}

// answers reports whether an OAuth server answers under a domain. One of another account's is not described to us, and is seen only so.
func answers(ctx context.Context, e *steps.Env, prefix string) bool {
	server := oauth.Server{HTTP: e.Cloud.HTTP(), TokenURL: "https://" + prefix + ".auth." + e.Region() + ".amazoncognito.com/oauth2/token", Now: e.Cloud.Now}
	_, err := server.ClientCredentials(ctx, "nobody", secret.New("nothing"), nil)
	return errors.As(err, new(*oauth.Error))
}

// partOfStack reports whether the stack counts a role of this name among its resources.
func partOfStack(ctx context.Context, e *steps.Env, role string) bool {
	all, err := e.Cloud.StackResources(ctx, e.Stack)
	return err == nil && slices.ContainsFunc(all, func(r aws.StackResource) bool {
		return r.Type == "AWS::IAM::Role" && r.PhysicalID == role && r.Status != "DELETE_COMPLETE"
	})
}
