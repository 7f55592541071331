package cleanup

import (
	"context"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// leftover is one thing of the inventory.
type leftover struct {
	// kind is CloudFormation's name for its type, also where no stack made it.
	kind, name, id string
	// why is how it was recognised.
	why text.T
	// with is the name of what it goes with; it is then not removed by itself, but proved absent all the same.
	with string
	// blocks marks what would make the stack's deletion fail.
	blocks bool
	// rests marks what is recognised by the user pool that it points to, and by nothing of its own.
	rests bool
	// remove begins to remove it, and gone looks whether it is there. Both may be repeated.
	remove func(ctx context.Context, r *flow.Report) error
	gone   func(ctx context.Context) (bool, error)
}

// key tells things apart. A role's policies have the role as id.
func (l leftover) key() string { return l.kind + " " + l.id + " " + l.name }

// tell puts the thing's state on the stream.
func (l leftover) tell(r *flow.Report, status, reason string) {
	r.Emit(flow.Resource{LogicalID: l.name, PhysicalID: l.id, ResourceType: l.kind, Status: status, Reason: reason, Time: r.Clock().Now()})
}

// anchors are the kinds by which others are recognised.
func (l leftover) anchors() bool {
	return l.kind == kindStack || l.kind == kindPool || l.kind == kindDomain || l.kind == kindParameter
}

// away removes a thing and waits until it is gone. One that went meanwhile is as good.
func away(ctx context.Context, e *steps.Env, r *flow.Report, l leftover) error {
	l.tell(r, "DELETE_IN_PROGRESS", "")
	if err := l.remove(ctx, r); err != nil && !aws.IsNotFound(err) {
		return err
	}
	var pause flow.Backoff
	for start := e.Clock.Now(); ; {
		gone, err := l.gone(ctx)
		switch {
		case err != nil:
			return err
		case gone:
			l.tell(r, "DELETE_COMPLETE", "")
			return nil
		case e.Clock.Now().Sub(start) > steps.SettleTime:
			return &flow.Failure{Code: "StillThere", Exit: flow.ExitService,
				Message: text.T{En: "%s %s is still there.", Ko: "%s %s{이/가} 아직 남아 있습니다."}.With(l.kind, l.name),
				Fix:     text.T{En: "Run `cleanup` again: it goes on where this stopped.", Ko: "`cleanup`을 다시 실행하면 이어서 진행합니다."}.With()}
		}
		if err := pause.Wait(ctx, e.Clock); err != nil {
			return err
		}
	}
}

// Lost makes a look at a thing into an answer: not found is gone, another error stays one.
func Lost[T any](_ T, err error) (bool, error) {
	if aws.IsNotFound(err) {
		return true, nil
	}
	return false, err
}

// settling is lost for what is deleted after the answer: a status that says that the deletion failed ends the wait.
func settling(status string, err error) (bool, error) {
	if err == nil && (status == "DELETE_FAILED" || status == "FAILED" || strings.HasSuffix(status, "_UNSUCCESSFUL")) {
		return false, &flow.Failure{Code: status, Exit: flow.ExitService,
			Message: text.T{En: "AWS could not delete it: its status is %s.", Ko: "AWS가 지우지 못했습니다. 현재 상태는 %s입니다."}.With(status),
			Fix:     text.T{En: "Run `cleanup` again; if it stays, open it in the console.", Ko: "`cleanup`을 다시 실행하고, 그래도 남으면 콘솔에서 확인하세요."}.With()}
	}
	return Lost(status, err)
}
