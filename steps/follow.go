package steps

import (
	"context"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// follower watches one operation of a stack and tells what happens to its resources, until it ends.
type follower struct {
	env    *Env
	report *flow.Report
	// stack is the stack's id, which stays valid when the stack is deleted.
	stack string
	// last is the id of the last event that was told.
	last string
	// total is how many resources take part; 0 when nobody knows.
	total int
	seen  map[string]string // logical id to state
	cause *aws.StackEvent
}

// Follow tells the events of the operation under way and returns the stack as it ended. A deleted stack comes back with the
// status DELETE_COMPLETE. Resources' own failures are told; judging the end is the caller's.
func (e *Env) Follow(ctx context.Context, r *flow.Report, stackID, after string, total int) (aws.Stack, *aws.StackEvent, error) {
	f := &follower{env: e, report: r, stack: stackID, last: after, total: total, seen: map[string]string{}}
	var pause flow.Backoff
	for {
		if err := f.tell(ctx); err != nil {
			return aws.Stack{}, f.cause, err
		}
		stack, err := e.Cloud.Stack(ctx, stackID)
		switch {
		case aws.IsNotFound(err):
			return aws.Stack{ID: stackID, Status: "DELETE_COMPLETE"}, f.cause, nil
		case err != nil:
			return aws.Stack{}, f.cause, err
		case !stack.Running():
			err = f.tell(ctx) // what came between the two looks
			return stack, f.cause, err
		}
		if err := pause.Wait(ctx, e.Clock); err != nil {
			return aws.Stack{}, f.cause, err
		}
	}
}

// tell reads what is new and puts it on the stream.
func (f *follower) tell(ctx context.Context) error {
	events, err := f.env.Cloud.StackEvents(ctx, f.stack, f.last)
	if err != nil && !aws.IsNotFound(err) {
		return err
	}
	if f.last == "" {
		events = currentOperation(events)
	}
	for _, e := range events {
		f.last = e.ID
		if e.OfStack() {
			continue
		}
		f.seen[e.LogicalID] = e.Status
		f.report.Emit(flow.Resource{
			LogicalID: e.LogicalID, PhysicalID: e.PhysicalID, ResourceType: e.Type, Status: e.Status, Reason: e.Reason, Time: e.Time,
		})
		if f.cause == nil && e.Failed() {
			f.cause = &e
			f.report.Warn(text.T{En: "First cause: %s (%s): %s", Ko: "최초 원인: %s(%s): %s"}.With(e.LogicalID, e.Type, e.Reason))
		}
	}
	done := 0
	for _, status := range f.seen {
		if strings.HasSuffix(status, "_COMPLETE") {
			done++
		}
	}
	f.report.Emit(flow.Progress{Done: done, Total: max(f.total, len(f.seen))})
	return nil
}

// userInitiated is CloudFormation's reason of a status that somebody asked for.
const userInitiated = "User Initiated"

// currentOperation is the part of a history that belongs to the operation under way: it begins with the stack's last event
// that a person or an API call initiated.
func currentOperation(events []aws.StackEvent) []aws.StackEvent {
	for i := len(events) - 1; i >= 0; i-- {
		if e := events[i]; e.OfStack() && e.Reason == userInitiated {
			return events[i:]
		}
	}
	return events
}

// LastEvent is the id of the newest event, from which a new operation is followed.
func (e *Env) LastEvent(ctx context.Context, stackID string) (string, error) {
	events, err := e.Cloud.StackEvents(ctx, stackID, "")
	if err != nil || len(events) == 0 {
		return "", err
	}
	return events[len(events)-1].ID, nil
}

// FirstCause is why a stack's last operation failed, in AWS's words; empty when its events do not say.
func (e *Env) FirstCause(ctx context.Context, stackID string) text.Msg {
	events, err := e.Cloud.StackEvents(ctx, stackID, "")
	if err != nil {
		return text.Msg{}
	}
	// A failure may lie before the operation that cleaned up after it, so the whole history is asked when the last part is silent.
	cause, found := aws.FirstCause(currentOperation(events))
	if !found {
		cause, found = aws.FirstCause(events)
	}
	if !found {
		return text.Msg{}
	}
	return CauseOf(&cause)
}

// CauseOf is the first cause of a stack's failure in words.
func CauseOf(e *aws.StackEvent) text.Msg {
	if e == nil {
		return text.Msg{}
	}
	return text.Plain(e.LogicalID + " (" + e.Type + "): " + e.Reason)
}
