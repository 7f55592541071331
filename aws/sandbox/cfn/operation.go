package cfn

import (
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// operation is a stack operation under way. It is saved as it stands, and time moves it forward.
type operation struct {
	ID, Kind, Token, Caller string
	Phase                   phase
	Start                   time.Time // of the phase
	Tasks                   []*task
	KeepGoing               bool // do not roll back: leave what failed, go on with what does not need it
	// Target is what a create or update wants; Before what an update started from, with the resources as they were.
	Target, Before *definition
	Old            []*resource
	// Leftover are resources that the stack no longer names and that must still be removed.
	Leftover []*resource
	// Deadline is when a create that has not ended is given up (TimeoutInMinutes); zero is never.
	Deadline time.Time
	// Problem is why the stack as a whole fails when no resource did: a missing import, an export that is taken.
	Problem string
	// Ending and FailedEnding are the statuses in which the phase of removal leaves the stack.
	Ending, FailedEnding string
	// Retain lists resources that a deletion leaves; Force leaves whatever refuses.
	Retain []string
	Force  bool
	// OnFailure is the create's choice, for the rollback that may follow.
	OnFailure string
	ChangeSet string
	Rollback  bool // the create is being undone: failures of removal end in ROLLBACK_FAILED
}

type phase string

const (
	deploying phase = "deploy"  // making and changing resources
	restoring phase = "restore" // bringing resources back to what they were
	removing  phase = "remove"  // removing resources
)

// task is the work on one resource within a phase.
type task struct {
	Name  string   // the logical id
	ID    string   // the physical id, where a removal means another than the stack's present one
	After []string // the tasks that must have ended
	State progress
	Doing action
	// Begun, Noted ("Resource creation Initiated") and End are when things happen.
	Begun, Noted, End time.Time
	Failure           string
}

type progress string

const (
	waiting   progress = ""
	running   progress = "running"
	done      progress = "done"
	failed    progress = "failed"
	cancelled progress = "cancelled" // was running when another failed
	skipped   progress = "skipped"   // never began
)

type action string

const (
	creating  action = "create"
	updating  action = "update"
	replacing action = "replace"
	deleting  action = "delete"
	nothing   action = ""
)

// lag is the time that AWS takes between the steps of an operation.
const lag = time.Second

// what is due next in an operation.
type due int

const (
	noteDue due = iota
	endDue
	beginDue
	turnDue
	timeoutDue
)

// next finds the next thing that happens and when. At the same moment what ends comes before what begins.
func (op *operation) next(scale func(time.Duration) time.Duration) (time.Time, due, *task) {
	best, what, which := time.Time{}, turnDue, (*task)(nil)
	offer := func(at time.Time, w due, t *task) {
		if which == nil || at.Before(best) || at.Equal(best) && w < what {
			best, what, which = at, w, t
		}
	}
	for _, t := range op.Tasks {
		switch {
		case t.State == running && !t.Noted.IsZero():
			offer(t.Noted, noteDue, t)
		case t.State == running:
			offer(t.End, endDue, t)
		case t.State == waiting:
			if at, ready := op.ready(t, scale); ready {
				offer(at, beginDue, t)
			}
		}
	}
	if which == nil {
		best = op.settled().Add(scale(lag))
	}
	if op.Phase == deploying && !op.Deadline.IsZero() && op.Problem == "" && best.After(op.Deadline) {
		return op.Deadline, timeoutDue, nil
	}
	return best, what, which
}

// ready is when a task may begin: when the last that it waits for has ended.
func (op *operation) ready(t *task, scale func(time.Duration) time.Duration) (time.Time, bool) {
	at := op.Start.Add(scale(lag))
	for _, name := range t.After {
		for _, other := range op.Tasks {
			if other.Name != name {
				continue
			}
			if other.State != done {
				return at, false
			}
			if other.End.After(at) {
				at = other.End
			}
		}
	}
	return at, true
}

// settled is when the last task of the phase ended.
func (op *operation) settled() time.Time {
	at := op.Start
	for _, t := range op.Tasks {
		if t.End.After(at) {
			at = t.End
		}
	}
	return at
}

// skipBlocked marks tasks that can never begin, since what they wait for has failed.
func (op *operation) skipBlocked() {
	for again := true; again; {
		again = false
		for _, t := range op.Tasks {
			if t.State == waiting && op.blocked(t) {
				t.State, again = skipped, true
			}
		}
	}
}

func (op *operation) blocked(t *task) bool {
	return slices.ContainsFunc(op.Tasks, func(other *task) bool {
		return slices.Contains(t.After, other.Name) && (other.State == failed || other.State == cancelled || other.State == skipped)
	})
}

// enterPhase starts the next part of an operation.
func (op *operation) enterPhase(c *core.Call, p phase, tasks []*task) {
	op.Phase, op.Start, op.Tasks = p, c.Now(), tasks
}

// begin starts an operation on a stack.
func (s *stack) begin(c *core.Call, op *operation) {
	op.ID, op.Caller = c.Cloud.IDs.UUID(), c.Caller
	s.Operation = op
	s.LastOperations = []operationEntry{{OperationType: op.Kind, OperationId: op.ID}}
	if op.Token != "" {
		if s.Tokens == nil {
			s.Tokens = map[string]string{}
		}
		s.Tokens[op.Token] = op.Kind
	}
	c.Realm.WakeAt(c.Now())
}

// finish ends the operation under way. One that stopped half-way is kept, so that it can be taken up again.
func (s *stack) finish(c *core.Call, status, reason string, resumable bool) {
	op := s.Operation
	s.enter(c, status, reason)
	s.Operation, s.Halted = nil, nil
	if resumable {
		s.Halted = op
	}
	for _, cs := range s.ChangeSets {
		if cs.ID == op.ChangeSet && cs.ExecutionStatus == "EXECUTE_IN_PROGRESS" {
			cs.ExecutionStatus = "EXECUTE_COMPLETE"
			if status != "CREATE_COMPLETE" && status != "UPDATE_COMPLETE" {
				cs.ExecutionStatus = "EXECUTE_FAILED"
			}
		}
	}
}
