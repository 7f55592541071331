package cfn

import (
	"slices"

	"agentcore-workshop/aws/sandbox/core"
)

type continueIn struct {
	StackName, RoleARN, ClientRequestToken string
	ResourcesToSkip                        []string
	ForceRollback                          bool
}

// continueUpdateRollback takes up a way back that could not be finished.
func (s *Service) continueUpdateRollback(c *core.Call, in *continueIn) (any, error) {
	st := stateOf(c).byNameOrLivingID(in.StackName)
	switch {
	case st == nil:
		return nil, noStack(in.StackName)
	case st.Status != "UPDATE_ROLLBACK_FAILED" || st.Halted == nil:
		return nil, invalid("Stack:%s is in %s state and can not continue its update rollback.", st.ID, st.Status)
	case in.ForceRollback && len(in.ResourcesToSkip) > 0:
		return nil, invalid("You can specify either ResourcesToSkip or ForceRollback, but not both.")
	}
	skip := in.ResourcesToSkip
	for _, r := range st.Resources {
		if in.ForceRollback && r.Status == "UPDATE_FAILED" {
			skip = append(skip, r.Name)
		}
	}
	for _, name := range skip {
		if r := st.resource(name); r == nil || r.Status != "UPDATE_FAILED" {
			return nil, invalid("ResourcesToSkip must be resources in the UPDATE_FAILED state: [%s]", name)
		}
	}
	op := st.Halted
	st.Halted, op.Kind, op.Token, op.Problem = nil, "CONTINUE_ROLLBACK", in.ClientRequestToken, ""
	st.begin(c, op)
	st.enter(c, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")
	for _, name := range skip {
		r := st.resource(name)
		r.Touched = false
		if old := op.before(name); old != nil && old.ID == r.ID {
			r.Props, r.Shown = old.Props, old.Shown // what the stack takes it for from now on, whatever it is
		}
		st.enterResource(c, r, "UPDATE_COMPLETE", "")
	}
	op.enterPhase(c, restoring, st.toRestore(skip))
	return core.Object{}, nil
}

type rollbackIn struct {
	StackName, RoleARN, ClientRequestToken string
	RetainExceptOnCreate                   *bool
}

// rollbackStack undoes a create or update that was left failed.
func (s *Service) rollbackStack(c *core.Call, in *rollbackIn) (*stackOut, error) {
	st := stateOf(c).byNameOrLivingID(in.StackName)
	if st == nil {
		return nil, noStack(in.StackName)
	}
	if !slices.Contains([]string{"CREATE_FAILED", "UPDATE_FAILED"}, st.Status) || st.Halted == nil {
		return nil, invalid("Stack:%s is in %s state and can not be rolled back.", st.ID, st.Status)
	}
	if in.RetainExceptOnCreate != nil {
		st.RetainExceptOnCreate = *in.RetainExceptOnCreate
	}
	op, updated := st.Halted, st.Status == "UPDATE_FAILED"
	st.Halted, op.Kind, op.Token = nil, "ROLLBACK", in.ClientRequestToken
	st.begin(c, op)
	if updated && op.Before != nil {
		s.startRestore(c, st, "User Initiated")
	} else {
		op.Rollback = true
		st.enter(c, "ROLLBACK_IN_PROGRESS", "User Initiated")
		s.startRemoval(c, st, "ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
	}
	return &stackOut{StackId: st.ID, OperationId: op.ID}, nil
}
