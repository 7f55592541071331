package steps

import (
	"context"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// BringStack leads the stack, whatever state it is in, to a healthy one. Each turn looks at what is there and does the one
// thing that this state asks for; more turns than these mean that something undoes what is done.
func (e *Env) BringStack(ctx context.Context, r *flow.Report) (aws.Stack, error) {
	names := &stackNames{}
	updated := !e.Update
	for range 8 {
		stack, err := e.Cloud.Stack(ctx, e.Stack)
		switch {
		case aws.IsNotFound(err):
			err = e.createStack(ctx, r, names)
		case err != nil:
		case stack.Status == "REVIEW_IN_PROGRESS":
			err = e.reviewStack(ctx, r, stack, names)
		case stack.Running():
			err = e.joinStack(ctx, r, stack)
		case stack.Healthy() && !updated:
			updated = true
			err = e.updateStack(ctx, r, stack)
		case stack.Healthy():
			if e.adopted(stack) {
				r.Say(text.T{En: "The stack was there and is healthy (%s), so it is used as it is: 0 changes.", Ko: "정상 상태(%s)의 스택이 이미 있어 그대로 사용합니다. 변경은 0건입니다."}.With(stack.Status))
			}
			return stack, nil
		case stack.Stuck():
			err = e.replaceStack(ctx, r, stack, names)
		default:
			err = StuckInUpdate(stack, e.FirstCause(ctx, stack.ID))
		}
		if err != nil {
			return aws.Stack{}, err
		}
	}
	return aws.Stack{}, &flow.Failure{Code: "StackUnsettled", Exit: flow.ExitService,
		Message: text.T{En: "The stack does not come to rest.", Ko: "스택이 안정되지 않습니다."}.With(),
		Fix:     text.T{En: "Look whether someone else is working on the same stack.", Ko: "다른 사람이 같은 스택을 작업하고 있는지 확인하세요."}.With()}
}

// adopted reports whether this session did not make the stack.
func (e *Env) adopted(s aws.Stack) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.made != s.ID
}

// createStack makes the stack through a change set, so that what comes is seen before it comes.
func (e *Env) createStack(ctx context.Context, r *flow.Report, names *stackNames) error {
	if err := e.parametersFree(ctx); err != nil {
		return err
	}
	if err := e.chooseNames(ctx, r, names); err != nil {
		return err
	}
	id, stackID, err := e.Cloud.CreateChangeSet(ctx, e.changeSet(true, names.parameters()))
	if err != nil {
		return e.overtaken(ctx, err)
	}
	executed := false
	defer func() {
		if !executed {
			e.Discard(ctx, stackID, id)
		}
	}()
	set, err := e.Cloud.WaitChangeSet(ctx, stackID, id, e.Pause())
	if err != nil {
		return e.overtaken(ctx, err)
	}
	if !set.Ready() {
		return e.overtaken(ctx, ChangeSetRefused(set))
	}
	r.Say(text.T{En: "CloudFormation will create %d resources.", Ko: "CloudFormation이 리소스 %d개를 만듭니다."}.With(len(set.Changes)))
	if err := e.Cloud.ExecuteChangeSet(ctx, stackID, id); err != nil {
		return e.overtaken(ctx, err)
	}
	executed = true
	return e.created(ctx, r, set, names)
}

// created follows a stack whose change set was executed, until it is there.
func (e *Env) created(ctx context.Context, r *flow.Report, set aws.ChangeSet, names *stackNames) error {
	e.mu.Lock()
	e.made = set.StackID
	e.mu.Unlock()
	stack, cause, err := e.Follow(ctx, r, set.StackID, "", len(set.Changes))
	if err != nil || stack.Healthy() {
		return err
	}
	names.learn(cause)
	return e.failed(r, stack, cause, names)
}

// failed ends the step with the first cause, unless the next turn can do better with another name.
func (e *Env) failed(r *flow.Report, stack aws.Stack, cause *aws.StackEvent, names *stackNames) error {
	if names.again {
		r.Say(text.T{En: "A name is taken, so the stack is made again with another one.", Ko: "이미 쓰이는 이름이 있어 다른 이름으로 스택을 다시 만듭니다."}.With())
		return nil
	}
	return &flow.Failure{
		Code: stack.Status, Exit: flow.ExitService, Docs: DocsStackFailures,
		Message: text.T{En: "The stack could not be created: it ended in %s.", Ko: "스택을 만들지 못했습니다. 최종 상태는 %s입니다."}.With(stack.Status),
		Cause:   CauseOf(cause),
		Fix:     text.T{En: "Settle the cause, then run `deploy` again: it offers to delete this stack and make a new one.", Ko: "원인을 해결한 다음 `deploy`를 다시 실행하면 이 스택을 지우고 새로 만들 수 있습니다."}.With(),
	}
}

// joinStack follows what someone, perhaps an earlier run, has under way.
func (e *Env) joinStack(ctx context.Context, r *flow.Report, stack aws.Stack) error {
	r.Say(text.T{En: "The stack is in %s already: joining.", Ko: "스택이 이미 %s 상태이므로 이어서 지켜봅니다."}.With(stack.Status))
	_, _, err := e.Follow(ctx, r, stack.ID, "", 0)
	return err
}

// replaceStack offers to delete a stack that can do nothing else, showing why it got there.
func (e *Env) replaceStack(ctx context.Context, r *flow.Report, stack aws.Stack, names *stackNames) error {
	cause := e.FirstCause(ctx, stack.ID)
	if cause.Empty() && stack.Reason != userInitiated { // that someone asked for it is no cause
		cause = text.Plain(stack.Reason)
	}
	if !names.again {
		answer, err := r.Ask(ctx, flow.Question{
			Kind:  flow.Confirm,
			Title: text.T{En: "The stack is in %s and can only be deleted. Delete it and make it again?", Ko: "스택이 %s 상태라 삭제만 할 수 있습니다. 지우고 다시 만들까요?"}.With(stack.Status),
			Shown: causeFacts(cause),
			Options: []flow.Option{
				{ID: "recreate", Title: text.T{En: "Delete it and make it again", Ko: "지우고 다시 만들기"}, Destroys: true},
				{ID: "leave", Title: text.T{En: "Leave it as it is", Ko: "그대로 두기"}},
			},
		})
		if err != nil {
			return err
		}
		if answer.Choice == "leave" || !answer.Yes && answer.Choice != "recreate" {
			return Declined()
		}
	}
	same, err := e.stillAs(ctx, r, stack)
	if err != nil || !same {
		return err // the next turn does what the new state asks for
	}
	names.again = false
	return e.removeStack(ctx, r, stack)
}

// removeStack deletes the stack and waits until it is gone.
func (e *Env) removeStack(ctx context.Context, r *flow.Report, stack aws.Stack) error {
	if stack.Protected {
		return &flow.Failure{Code: "TerminationProtection", Exit: flow.ExitService,
			Message: text.T{En: "The stack has termination protection, so it cannot be deleted.", Ko: "스택에 종료 방지가 켜져 있어 지울 수 없습니다."}.With(),
			Fix:     text.T{En: "Turn it off: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name %s", Ko: "다음 명령으로 끄세요: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name %s"}.With(stack.Name)}
	}
	last, err := e.LastEvent(ctx, stack.ID)
	if err != nil {
		return err
	}
	if err := e.Cloud.DeleteStack(ctx, stack.ID); err != nil {
		return err
	}
	end, cause, err := e.Follow(ctx, r, stack.ID, last, 0)
	if err != nil || end.Status == "DELETE_COMPLETE" {
		return err
	}
	return &flow.Failure{Code: end.Status, Exit: flow.ExitService, Cause: CauseOf(cause), Docs: DocsStackFailures,
		Message: text.T{En: "The stack could not be deleted: it is in %s.", Ko: "스택을 지우지 못했습니다. 현재 상태는 %s입니다."}.With(end.Status),
		Fix:     text.T{En: "`fix stack.healthy` takes away what holds the resource (later scripts attach policies to its role) and makes the stack again; `cleanup` does so without making it again.", Ko: "`fix stack.healthy`를 실행하면 리소스를 붙잡고 있는 것(이후 스크립트가 역할에 붙인 정책 등)을 떼어 내고 스택을 다시 만듭니다. 다시 만들지 않으려면 `cleanup`을 실행하세요."}.With()}
}

// updateStack shows what our template would change, and does it on consent.
func (e *Env) updateStack(ctx context.Context, r *flow.Report, stack aws.Stack) error {
	parameters := map[string]string{}
	for name, value := range stack.Parameters {
		if slices.Contains(aws.TemplateParameters(), name) {
			parameters[name] = value
		}
	}
	id, stackID, err := e.Cloud.CreateChangeSet(ctx, e.changeSet(false, parameters))
	if err != nil {
		return err
	}
	executed := false
	defer func() {
		if !executed {
			e.Discard(ctx, stackID, id)
		}
	}()
	set, err := e.Cloud.WaitChangeSet(ctx, stackID, id, e.Pause())
	if err != nil {
		return err
	}
	if !set.Ready() {
		if set.Empty() {
			r.Say(text.T{En: "The stack is as our template says: 0 changes.", Ko: "스택이 템플릿과 같습니다. 변경은 0건입니다."}.With())
			return nil
		}
		return ChangeSetRefused(set)
	}
	answer, err := r.Ask(ctx, flow.Question{Kind: flow.Confirm, Shown: changeFacts(set),
		Title: text.T{En: "Change the stack: %d changes?", Ko: "스택을 변경할까요? 변경 %d건"}.With(len(set.Changes))})
	if err != nil {
		return err
	}
	if !answer.Yes {
		return Declined()
	}
	last, err := e.LastEvent(ctx, stackID)
	if err != nil {
		return err
	}
	if err := e.Cloud.ExecuteChangeSet(ctx, stackID, id); err != nil {
		return err
	}
	executed = true
	end, cause, err := e.Follow(ctx, r, stackID, last, len(set.Changes))
	if err == nil && end.Status != "UPDATE_COMPLETE" {
		return &flow.Failure{Code: end.Status, Exit: flow.ExitService, Cause: CauseOf(cause), Docs: DocsStackFailures,
			Message: text.T{En: "The update failed; the stack is in %s.", Ko: "업데이트에 실패했습니다. 스택은 %s 상태입니다."}.With(end.Status),
			Fix:     text.T{En: "Nothing was lost: CloudFormation restored what was there. Settle the cause and try again.", Ko: "CloudFormation이 이전 상태로 되돌렸으므로 잃은 것은 없습니다. 원인을 해결하고 다시 시도하세요."}.With()}
	}
	return err
}

// causeFacts are the line that says why a stack is where it is, where anything says it.
func causeFacts(cause text.Msg) []flow.Fact {
	if cause.Empty() {
		return nil
	}
	return []flow.Fact{{Key: "cause", Label: text.T{En: "First cause", Ko: "최초 원인"}, Value: cause.String()}}
}

// changeFacts are a change set's lines.
func changeFacts(set aws.ChangeSet) []flow.Fact {
	var facts []flow.Fact
	for _, c := range set.Changes {
		value := c.Action + " " + c.Type
		if len(c.Properties) > 0 {
			value += " (" + strings.Join(c.Properties, ", ") + ")"
		}
		if c.Replacement == "True" || c.Replacement == "Conditional" {
			value += " · replacement: " + c.Replacement
		}
		facts = append(facts, flow.Fact{Key: c.LogicalID, Label: text.T{En: c.LogicalID, Ko: c.LogicalID}, Value: value})
	}
	return facts
}
