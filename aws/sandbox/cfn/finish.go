package cfn

import (
	"fmt"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// endDeploy ends the making and changing: the stack is complete, or goes back.
func (s *Service) endDeploy(c *core.Call, st *stack) {
	op := st.Operation
	if names := op.failures(); len(names) == 0 && op.Problem == "" {
		op.Problem = s.publish(c, st)
	}
	if len(op.failures()) > 0 || op.Problem != "" {
		s.deployFailed(c, st)
		return
	}
	st.Definition = *op.Target
	if op.Kind == "CREATE_STACK" {
		st.settleNew()
		st.finish(c, "CREATE_COMPLETE", "", false)
		return
	}
	tpl, err := s.parsed(op.Target.Body)
	for _, r := range slices.Clone(st.Resources) {
		// A resource that no task of this update named has left the template, or its condition no longer holds.
		if _, declared := tpl.Resource(r.Name); err == nil && (!declared || !op.names(r.Name)) {
			st.discard(r)
		}
	}
	st.settleNew()
	st.enter(c, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "")
	op.Ending, op.FailedEnding = "UPDATE_COMPLETE", "UPDATE_COMPLETE"
	op.enterPhase(c, removing, removal(op.Leftover))
}

func (st *stack) settleNew() {
	for _, r := range st.Resources {
		r.New, r.Touched = false, false
	}
}

func (op *operation) names(logical string) bool {
	return slices.ContainsFunc(op.Tasks, func(t *task) bool { return t.Name == logical })
}

// failures lists the tasks that failed or were cancelled by another's failure.
func (op *operation) failures() []*task {
	var list []*task
	for _, t := range op.Tasks {
		if t.State == failed || t.State == cancelled {
			list = append(list, t)
		}
	}
	return list
}

// reason is the sentence with which a stack says what failed.
func (op *operation) reason() string {
	if op.Problem != "" {
		return op.Problem
	}
	var created, updated []string
	for _, t := range op.failures() {
		if t.Doing == creating || op.Kind == "CREATE_STACK" {
			created = append(created, t.Name)
		} else {
			updated = append(updated, t.Name)
		}
	}
	text := ""
	if len(created) > 0 {
		text = fmt.Sprintf("The following resource(s) failed to create: [%s]. ", strings.Join(created, ", "))
	}
	if len(updated) > 0 {
		text += fmt.Sprintf("The following resource(s) failed to update: [%s]. ", strings.Join(updated, ", "))
	}
	return text
}

// deployFailed leaves the stack failed, or starts the way back.
func (s *Service) deployFailed(c *core.Call, st *stack) {
	op := st.Operation
	reason := op.reason()
	switch {
	case op.Kind == "CREATE_STACK" && op.OnFailure == "DELETE":
		st.enter(c, "DELETE_IN_PROGRESS", sentence(reason)+"Delete requested by user.")
		s.startRemoval(c, st, "DELETE_COMPLETE", "DELETE_FAILED")
	case op.Kind == "CREATE_STACK" && op.KeepGoing:
		st.finish(c, "CREATE_FAILED", reason, true)
	case op.Kind == "CREATE_STACK":
		st.enter(c, "ROLLBACK_IN_PROGRESS", sentence(reason)+"Rollback requested by user.")
		op.Rollback = true
		s.startRemoval(c, st, "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
	case op.KeepGoing:
		st.finish(c, "UPDATE_FAILED", reason, true)
	default:
		s.startRestore(c, st, reason)
	}
}

func sentence(reason string) string {
	reason = strings.TrimSpace(reason)
	if !strings.HasSuffix(reason, ".") {
		reason += "."
	}
	return reason + " "
}
