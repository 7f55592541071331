package cfn

import (
	"fmt"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// startRestore begins the way back of an update.
func (s *Service) startRestore(c *core.Call, st *stack, reason string) {
	st.enter(c, "UPDATE_ROLLBACK_IN_PROGRESS", reason)
	st.Operation.enterPhase(c, restoring, st.toRestore(nil))
}

// toRestore lists what the update touched, in the order of dependence; resources to skip are left as they are.
func (st *stack) toRestore(skip []string) []*task {
	var tasks []*task
	for _, old := range st.Operation.Old {
		now := st.resource(old.Name)
		if now != nil && !now.Touched && !now.New {
			continue
		}
		if slices.Contains(skip, old.Name) {
			continue
		}
		tasks = append(tasks, &task{Name: old.Name, After: old.After})
	}
	return tasks
}

// restore brings one resource back to what it was before the update.
func (s *Service) restore(c *core.Call, st *stack, t *task) {
	op := st.Operation
	old := *op.before(t.Name)
	t.Doing = updating
	now := st.resource(t.Name)
	if now == nil || now.ID != old.ID || now.Type != old.Type {
		// It was replaced: the old one is still there, and the new one goes.
		if now != nil {
			st.discard(now)
		}
		op.Leftover = slices.DeleteFunc(op.Leftover, func(r *resource) bool { return r.Name == old.Name && r.ID == old.ID })
		st.Resources = append(st.Resources, &old)
		st.enterResource(c, &old, "UPDATE_IN_PROGRESS", "")
		t.takes(c, lag)
		return
	}
	k := s.kinds[now.Type]
	attempted := now.Props
	now.Shown, now.DeletionPolicy, now.UpdateReplacePolicy, now.After = old.Shown, old.DeletionPolicy, old.UpdateReplacePolicy, old.After
	st.enterResource(c, now, "UPDATE_IN_PROGRESS", "")
	fitted, err := k.prepared(c, now.Name, old.Props)
	if err == nil {
		err = s.updateInPlace(c, st, k, now, attempted, fitted)
	}
	if err != nil {
		t.Failure = failure(c, k, now.ID, err)
	} else {
		now.Props, now.Attributes = old.Props, old.Attributes
	}
	t.takes(c, k.updating)
}

func (op *operation) before(name string) *resource {
	for _, r := range op.Old {
		if r.Name == name {
			return r
		}
	}
	return nil
}

func (s *Service) restored(c *core.Call, st *stack, t *task) {
	status, reason := "UPDATE_COMPLETE", ""
	if t.State == failed {
		status, reason = "UPDATE_FAILED", t.Failure
	}
	r := st.resource(t.Name)
	r.Touched = t.State == failed
	st.enterResource(c, r, status, reason)
}

// endRestore ends the way back: what the update made is removed.
func (s *Service) endRestore(c *core.Call, st *stack) {
	op := st.Operation
	if len(op.failures()) > 0 {
		st.finish(c, "UPDATE_ROLLBACK_FAILED", op.restoreReason(), true)
		return
	}
	st.Definition = *op.Before
	st.Resources = slices.DeleteFunc(st.Resources, func(r *resource) bool {
		if op.before(r.Name) != nil {
			return false
		}
		// Also what never came to be is reported as gone.
		op.Leftover = append(op.Leftover, r)
		return true
	})
	st.settleNew()
	st.enter(c, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", "")
	op.Ending, op.FailedEnding = "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"
	op.enterPhase(c, removing, removal(op.Leftover))
}

func (op *operation) restoreReason() string {
	var names []string
	for _, t := range op.failures() {
		names = append(names, t.Name)
	}
	return fmt.Sprintf("The following resource(s) failed to update: [%s]. ", strings.Join(names, ", "))
}
