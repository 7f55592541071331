package checkup

import (
	"context"
	"maps"
	"slices"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/cleanup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/text"
)

// The three ways to lead a stack out of where its template cannot: go on with a rollback, take another domain, be made again.

// rollbackKind is a rollback that stopped half-way. CloudFormation goes on with it, and leads back to what was there.
func rollbackKind() kind {
	return kind{
		title: text.T{En: "stack", Ko: "스택"},
		read:  readStackStatus,
		write: func(ctx context.Context, e *steps.Env, r *flow.Report, d edit) error {
			last, err := e.LastEvent(ctx, d.Target["id"])
			if err == nil {
				err = e.Cloud.ContinueRollback(ctx, d.Target["id"])
			}
			if err != nil {
				return err
			}
			end, cause, err := e.Follow(ctx, r, d.Target["id"], last, 0)
			if err != nil || end.Healthy() {
				return err
			}
			return steps.StuckInUpdate(end, steps.CauseOf(cause))
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			return []string{awsLine(e, "cloudformation", "continue-update-rollback", script.Param{Name: "stack-name", Value: d.name()})}, nil
		},
	}
}

func readStackStatus(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
	s, err := e.Cloud.Stack(ctx, t["id"])
	return orNone(fields{"StackStatus": {s.Status}}, err)
}

// moveKind is a stack whose domain somebody else has: an update of this one parameter makes another, and everything of the stack that
// names it follows.
func moveKind() kind {
	return kind{
		title: text.T{En: "stack", Ko: "스택"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			s, err := e.Cloud.Stack(ctx, t["id"])
			return orNone(fields{"DomainPrefix": {s.Parameters["DomainPrefix"]}}, err)
		},
		write: func(ctx context.Context, e *steps.Env, r *flow.Report, d edit) error { return moveDomain(ctx, e, r, d) },
		shell: func(ctx context.Context, e *steps.Env, d edit) ([]string, error) {
			s, err := e.Cloud.Stack(ctx, d.Target["id"])
			line := awsLine(e, "cloudformation", "update-stack", script.Param{Name: "stack-name", Value: d.name()}) + " --use-previous-template --capabilities CAPABILITY_NAMED_IAM --parameters"
			for _, name := range slices.Sorted(maps.Keys(s.Parameters)) {
				if name == "DomainPrefix" {
					line += " ParameterKey=DomainPrefix,ParameterValue=" + d.Want.one("DomainPrefix")
				} else {
					line += " ParameterKey=" + name + ",UsePreviousValue=true"
				}
			}
			return []string{line}, err
		},
	}
}

func moveDomain(ctx context.Context, e *steps.Env, r *flow.Report, d edit) error {
	stack, err := e.Cloud.Stack(ctx, d.Target["id"])
	if err != nil {
		return err
	}
	parameters := stack.Parameters
	parameters["DomainPrefix"] = d.Want.one("DomainPrefix")
	id, stackID, err := e.Cloud.CreateChangeSet(ctx, aws.ChangeSetSpec{Stack: stack.ID, Name: e.ChangeSetName(), Parameters: parameters, Tags: stack.Tags})
	if err != nil {
		return err
	}
	set, err := e.Cloud.WaitChangeSet(ctx, stackID, id, e.Pause())
	if err == nil && !set.Ready() {
		err = steps.ChangeSetRefused(set)
	}
	last := ""
	if err == nil {
		last, err = e.LastEvent(ctx, stackID)
	}
	if err == nil {
		err = e.Cloud.ExecuteChangeSet(ctx, stackID, id)
	}
	if err != nil {
		e.Discard(ctx, stackID, id)
		return err
	}
	end, cause, err := e.Follow(ctx, r, stackID, last, len(set.Changes))
	if err != nil || end.Status == "UPDATE_COMPLETE" {
		return err
	}
	return &flow.Failure{Code: end.Status, Exit: flow.ExitService, Cause: steps.CauseOf(cause), Docs: steps.DocsStackFailures,
		Message: text.T{En: "The update failed; the stack is in %s.", Ko: "업데이트에 실패했습니다. 스택은 %s 상태입니다."}.With(end.Status),
		Fix:     text.T{En: "CloudFormation put back what was there. Settle the cause and repair it again.", Ko: "CloudFormation이 이전 상태로 되돌렸습니다. 원인을 해결하고 다시 고치세요."}.With()}
}

// againKind is a stack that has to be made again: CloudFormation does not bring back what was deleted by hand, nor change what a
// client cannot have changed, and one whose deletion stopped half-way takes no update.
func againKind() kind {
	return kind{
		title: text.T{En: "stack", Ko: "스택"},
		read:  readStackStatus,
		write: func(ctx context.Context, e *steps.Env, r *flow.Report, d edit) error {
			if err := cleanup.DeleteStack(ctx, e, r, d.Target["id"]); err != nil {
				return err
			}
			stack, err := e.BringStack(ctx, r)
			if err != nil {
				return err
			}
			return e.BringUser(ctx, r, stack.Outputs["UserPoolId"])
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			name := script.Param{Name: "stack-name", Value: d.name()}
			lines := []string{}
			for _, arn := range d.Is["AttachedPolicies"] {
				lines = append(lines, awsLine(e, "iam", "detach-role-policy", script.Param{Name: "role-name", Value: d.Target["role"]}, script.Param{Name: "policy-arn", Value: arn}))
			}
			return append(lines, awsLine(e, "cloudformation", "delete-stack", name), awsLine(e, "cloudformation", "wait stack-delete-complete", name),
				"agentcore-workshop deploy"), nil
		},
	}
}
