package steps

import (
	"cmp"
	"context"
	"strings"
	"time"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// reviewTime is how long a new change set may wait for the person who made it to read it. Only then does its stack count as left
// behind: whoever deletes it earlier may delete what a colleague is about to execute.
const reviewTime = 5 * time.Minute

// reviewStack deals with a stack in REVIEW_IN_PROGRESS: it takes up what a run of this program left, waits while someone else may be
// about to execute a change set, and then offers to replace the stack.
func (e *Env) reviewStack(ctx context.Context, r *flow.Report, stack aws.Stack, names *stackNames) error {
	pause, told := e.Pause(), false
	for {
		sets, err := e.pending(ctx, stack)
		if err != nil {
			return err
		}
		if taken, err := e.takeUp(ctx, r, stack, sets, names); taken {
			return err
		}
		if !e.underReview(stack, sets) {
			return e.replaceStack(ctx, r, stack, names)
		}
		if !told {
			told = true
			r.Say(text.T{En: "The stack is in %s and its change set is new, so someone may be about to execute it: waiting up to %s.", Ko: "스택이 %s 상태이고 변경 세트가 만들어진 지 얼마 되지 않아 누군가 곧 실행할 수 있습니다. 최대 %s 기다립니다."}.With(stack.Status, reviewTime))
		}
		if err := pause(ctx); err != nil {
			return err
		}
		now, err := e.Cloud.Stack(ctx, stack.ID)
		switch {
		case aws.IsNotFound(err):
			return nil
		case err != nil:
			return err
		case now.Status != stack.Status:
			return nil // it moved on: the next turn joins
		}
	}
}

// pending are the change sets of a stack; nil, and not only empty, where these credentials may not list them.
func (e *Env) pending(ctx context.Context, stack aws.Stack) ([]aws.ChangeSet, error) {
	sets, err := e.Cloud.ChangeSets(ctx, stack.ID)
	switch {
	case aws.KindOf(err) == aws.AccessDenied:
		return nil, nil
	case err != nil && !aws.IsNotFound(err):
		return nil, err
	}
	return append([]aws.ChangeSet{}, sets...), nil
}

// takeUp executes a change set that a run of this program has made for the same place and did not live to execute; taken says that
// there was one. A run that lives executes its own as soon as it is ready, and joins whoever was faster.
func (e *Env) takeUp(ctx context.Context, r *flow.Report, stack aws.Stack, sets []aws.ChangeSet, names *stackNames) (taken bool, err error) {
	for _, s := range sets {
		if !s.Ready() || !strings.HasPrefix(s.Name, changeSetPrefix) {
			continue
		}
		set, err := e.Cloud.ChangeSet(ctx, stack.ID, s.ID)
		if err != nil || !set.Ready() || cmp.Or(set.Parameters["ParameterPrefix"], strings.TrimSuffix(PublishedPrefix, "/")) != e.Path() {
			continue
		}
		r.Say(text.T{En: "A run of this program that was ended has left its change set: CloudFormation will create %d resources.", Ko: "중단된 실행이 남긴 변경 세트를 이어서 실행합니다. CloudFormation이 리소스 %d개를 만듭니다."}.With(len(set.Changes)))
		if err := e.Cloud.ExecuteChangeSet(ctx, stack.ID, set.ID); err != nil {
			return true, e.overtaken(ctx, err)
		}
		return true, e.created(ctx, r, set, names)
	}
	return false, nil
}

// listingLag is how long a new stack may be without a change set, since those are listed a little late.
const listingLag = 10 * time.Second

// underReview reports whether a stack in REVIEW_IN_PROGRESS may still move on by somebody else's hand: a change set is being made or
// executed, or is young by the cloud's own clock. A stack that has nothing but failed change sets goes nowhere, nor does one that has
// none: a run was ended while it took its own back. Who may not list them still knows the stack's age.
func (e *Env) underReview(stack aws.Stack, sets []aws.ChangeSet) bool {
	newest, failed := stack.Created, 0
	for _, s := range sets {
		switch {
		case !s.Ended() || s.ExecutionStatus == "EXECUTE_IN_PROGRESS":
			return true
		case s.Status == "FAILED":
			failed++
		case s.Created.After(newest):
			newest = s.Created
		}
	}
	age := e.cloudTime().Sub(newest)
	switch {
	case sets == nil || len(sets) > failed:
		return age < reviewTime
	case failed > 0:
		return false
	}
	return age < listingLag
}

// cloudTime is the time by the place's own clock: the practice cloud's, or that of AWS's answers where this machine's is wrong.
func (e *Env) cloudTime() time.Time {
	if e.Practice() {
		return e.Cloud.Now()
	}
	return e.Cloud.Now().Add(e.Cloud.Skew())
}

// stillAs looks at a stack again after a person has taken their time to answer, and reports whether it is what the question showed.
func (e *Env) stillAs(ctx context.Context, r *flow.Report, shown aws.Stack) (bool, error) {
	now, err := e.Cloud.Stack(ctx, shown.ID)
	if aws.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	same := now.Status == shown.Status
	if same && now.Status == "REVIEW_IN_PROGRESS" {
		sets, err := e.pending(ctx, now)
		if err != nil {
			return false, err
		}
		same = !e.underReview(now, sets)
	}
	if !same {
		r.Say(text.T{En: "The stack has moved on meanwhile (%s), so it is not deleted.", Ko: "그사이 스택 상태가 바뀌어(%s) 삭제하지 않습니다."}.With(now.Status))
	}
	return same, nil
}

// Discard deletes a change set of this run that was not executed, also when the run was cancelled, and the empty stack that came
// with it, unless someone else has a change set there. It is best effort: what it leaves behind harms nobody.
func (e *Env) Discard(ctx context.Context, stackID, id string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), discardTime)
	defer cancel()
	if err := e.Cloud.DeleteChangeSet(ctx, stackID, id); err != nil && !aws.IsNotFound(err) {
		return
	}
	stack, err := e.Cloud.Stack(ctx, stackID)
	if err != nil || stack.Status != "REVIEW_IN_PROGRESS" {
		return
	}
	if sets, err := e.Cloud.ChangeSets(ctx, stackID); err != nil || len(sets) > 0 {
		return
	}
	_ = e.Cloud.DeleteStack(ctx, stackID)
}

// discardTime bounds what is done after a run was cancelled.
const discardTime = 10 * time.Second
