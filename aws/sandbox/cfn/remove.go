package cfn

import (
	"fmt"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// startRemoval begins the removal of everything that the stack has.
func (s *Service) startRemoval(c *core.Call, st *stack, ending, failedEnding string) {
	op := st.Operation
	op.Ending, op.FailedEnding = ending, failedEnding
	var list []*resource
	for _, r := range st.Resources {
		if r.Status != "DELETE_COMPLETE" && r.Status != "DELETE_SKIPPED" {
			list = append(list, r)
		}
	}
	op.enterPhase(c, removing, removal(append(list, op.Leftover...)))
}

// removal makes the tasks that remove resources: what needs another goes before it.
func removal(list []*resource) []*task {
	var tasks []*task
	for i, r := range slices.Backward(list) {
		t := &task{Name: removalName(r, i), ID: r.ID}
		for j, other := range list {
			if other != r && slices.Contains(other.After, r.Name) {
				t.After = append(t.After, removalName(other, j))
			}
		}
		tasks = append(tasks, t)
	}
	return tasks
}

// removalName tells apart the removals of one logical id: a resource may have been replaced and be gone as well.
func removalName(r *resource, i int) string { return fmt.Sprintf("%s#%d", r.Name, i) }

// subject finds what a removal is about, and whether the stack still names it.
func (st *stack) subject(t *task) *resource {
	name := t.Name[:strings.LastIndex(t.Name, "#")]
	for _, r := range st.Operation.Leftover {
		if r.Name == name && r.ID == t.ID {
			return r
		}
	}
	return st.resource(name)
}

func (st *stack) leftover(r *resource) bool {
	return st.Operation != nil && slices.Contains(st.Operation.Leftover, r)
}

// remove begins the removal of one resource.
func (s *Service) remove(c *core.Call, st *stack, t *task) {
	r := st.subject(t)
	if r.ID == "" {
		return // it never came to be: it is reported as gone at once
	}
	if s.keeps(st, r) {
		t.Doing = nothing
		return
	}
	t.Doing = deleting
	k := s.kinds[r.Type]
	st.enterResource(c, r, "DELETE_IN_PROGRESS", "")
	fitted, _ := k.schema.fit(r.Props, "#")
	err := k.remove(&request{call: c, stack: st.Name, logical: r.Name, id: r.ID, props: fitted})
	if err != nil && !isGone(err) {
		t.Failure = failure(c, k, r.ID, err)
	}
	t.takes(c, k.removing)
}

// keeps reports whether the resource's policy, or the request, says to leave it.
func (s *Service) keeps(st *stack, r *resource) bool {
	op := st.Operation
	if slices.Contains(op.Retain, r.Name) {
		return true
	}
	policy := r.DeletionPolicy
	if st.leftover(r) && st.resource(r.Name) != nil {
		// It was replaced, and does not leave the template. A replacement that is being taken back always goes.
		return !r.New && r.UpdateReplacePolicy == "Retain"
	}
	if r.New && (policy == "RetainExceptOnCreate" || policy == "Retain" && st.RetainExceptOnCreate) {
		return false
	}
	return policy == "Retain" || policy == "RetainExceptOnCreate"
}

// removed ends the removal of one resource.
func (s *Service) removed(c *core.Call, st *stack, t *task) {
	op := st.Operation
	r := st.subject(t)
	switch {
	case t.State == failed && op.Force:
		t.State = done
		st.enterResource(c, r, "DELETE_SKIPPED", t.Failure)
	case t.State == failed:
		st.enterResource(c, r, "DELETE_FAILED", t.Failure)
		return
	case t.Doing == nothing && r.ID != "":
		st.enterResource(c, r, "DELETE_SKIPPED", "")
	default:
		st.enterResource(c, r, "DELETE_COMPLETE", "")
	}
	if st.leftover(r) {
		op.Leftover = slices.DeleteFunc(op.Leftover, func(other *resource) bool { return other == r })
	}
}

// endRemove ends the operation.
func (s *Service) endRemove(c *core.Call, st *stack) {
	op := st.Operation
	if op.Kind == "DELETE_STACK" && op.Problem != "" {
		st.endInVain(c)
		return
	}
	ending, reason := op.Ending, ""
	if failures := op.failures(); len(failures) > 0 {
		ending = op.FailedEnding
		var names []string
		for _, t := range failures {
			if name := st.subject(t).Name; !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
		reason = fmt.Sprintf("The following resource(s) failed to delete: [%s]. ", strings.Join(names, ", "))
		if ending == "UPDATE_COMPLETE" {
			reason = "Update successful. One or more resources could not be deleted."
		}
	}
	switch ending {
	case "DELETE_COMPLETE":
		st.Deleted, st.Outputs, st.ChangeSets = c.Now(), nil, nil
	case "ROLLBACK_COMPLETE":
		st.Outputs, st.Deleted = nil, c.Now()
	}
	// What a failed removal left is kept in mind for the next.
	st.finish(c, ending, reason, strings.HasSuffix(ending, "_FAILED"))
}
