package cfn

import (
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// Advance does everything that is due in the realm's stacks, each thing at its own moment and in the order of time, so
// that the outcome is the same however seldom it is called.
func (s *Service) Advance(c *core.Call) {
	if !c.Realm.Has(part) {
		return
	}
	a := stateOf(c)
	s.forget(a, c.Now())
	for {
		st, at := a.earliest(c.Cloud.Pace().Scale)
		if st == nil {
			return
		}
		if at.After(c.Now()) {
			c.Realm.WakeAt(at)
			return
		}
		turn := c.At(at)
		turn.Service = "cloudformation"
		s.step(turn, st)
	}
}

// forget drops stacks that were deleted longer ago than AWS shows them, and all but the last ones that were: a practice
// cloud may be used for years, and every stack of a course leaves its events.
func (s *Service) forget(a *account, now time.Time) {
	var ends []time.Time
	for _, st := range a.Stacks {
		if st.gone() {
			ends = append(ends, st.Deleted)
		}
	}
	slices.SortFunc(ends, time.Time.Compare)
	excess := max(0, len(ends)-deletedAtMost)
	a.Stacks = slices.DeleteFunc(a.Stacks, func(st *stack) bool {
		switch {
		case !st.gone():
			return false
		case excess > 0 && !st.Deleted.After(ends[len(ends)-deletedAtMost-1]):
			excess--
			return true
		}
		return now.Sub(st.Deleted) > keepDeleted
	})
}

// earliest finds the stack in which something happens first.
func (a *account) earliest(scale func(time.Duration) time.Duration) (*stack, time.Time) {
	var first *stack
	var when time.Time
	for _, st := range a.Stacks {
		at, pending := st.pending(scale)
		if pending && (first == nil || at.Before(when)) {
			first, when = st, at
		}
	}
	return first, when
}

// pending is when something happens in the stack next.
func (st *stack) pending(scale func(time.Duration) time.Duration) (at time.Time, ok bool) {
	if st.Operation != nil {
		at, _, _ = st.Operation.next(scale)
		ok = true
	}
	for _, cs := range st.ChangeSets {
		if cs.Status == "CREATE_IN_PROGRESS" && (!ok || cs.Ready.Before(at)) {
			at, ok = cs.Ready, true
		}
	}
	return at, ok
}

// step does the one thing that is next in a stack.
func (s *Service) step(c *core.Call, st *stack) {
	for _, cs := range st.ChangeSets {
		if cs.Status == "CREATE_IN_PROGRESS" && !cs.Ready.After(c.Now()) {
			cs.settle()
			return
		}
	}
	op := st.Operation
	c.Caller = op.Caller
	_, what, t := op.next(c.Cloud.Pace().Scale)
	switch what {
	case beginDue:
		s.beginTask(c, st, t)
	case noteDue:
		t.Noted = time.Time{}
		st.enterResource(c, st.resource(t.Name), inProgress(t), "Resource creation Initiated")
	case endDue:
		s.endTask(c, st, t)
	case turnDue:
		s.turn(c, st)
	case timeoutDue:
		op.Problem = "Stack creation time exceeded the specified timeout"
		st.cancelOthers(c, "cancelled")
	}
}

func inProgress(t *task) string {
	if t.Doing == replacing {
		return "UPDATE_IN_PROGRESS"
	}
	return "CREATE_IN_PROGRESS"
}

func (s *Service) beginTask(c *core.Call, st *stack, t *task) {
	t.State, t.Begun, t.End = running, c.Now(), c.Now()
	switch st.Operation.Phase {
	case deploying:
		s.deploy(c, st, t)
	case restoring:
		s.restore(c, st, t)
	case removing:
		s.remove(c, st, t)
	}
}

// takes sets when the task ends: after what AWS takes, or soon when it has failed already.
func (t *task) takes(c *core.Call, d time.Duration) {
	if t.Failure != "" {
		d = min(d, lag)
	}
	t.End = c.Now().Add(c.Cloud.Pace().Scale(d))
}

func (s *Service) endTask(c *core.Call, st *stack, t *task) {
	op := st.Operation
	t.State = done
	if t.Failure != "" {
		t.State = failed
	}
	switch op.Phase {
	case deploying:
		s.deployed(c, st, t)
	case restoring:
		s.restored(c, st, t)
	case removing:
		s.removed(c, st, t)
	}
	op.skipBlocked()
}

// turn moves an operation to its next phase, or ends it.
func (s *Service) turn(c *core.Call, st *stack) {
	switch st.Operation.Phase {
	case deploying:
		s.endDeploy(c, st)
	case restoring:
		s.endRestore(c, st)
	case removing:
		s.endRemove(c, st)
	}
}
