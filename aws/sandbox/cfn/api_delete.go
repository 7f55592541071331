package cfn

import (
	"cmp"
	"slices"

	"agentcore-workshop/aws/sandbox/core"
)

type deleteStackIn struct {
	StackName          string
	RetainResources    []string
	RoleARN            string
	ClientRequestToken string
	DeletionMode       string
}

func (s *Service) deleteStack(c *core.Call, in *deleteStackIn) (any, error) {
	a := stateOf(c)
	st := a.byNameOrLivingID(in.StackName)
	if st == nil {
		return core.Object{}, nil // AWS: nothing to delete is success
	}
	if same, err := st.replay(in.ClientRequestToken, "DELETE_STACK"); err != nil || same {
		return core.Object{}, err
	}
	if err := a.mayDelete(st, in); err != nil {
		return nil, err
	}
	if err := checkRole(c, cmp.Or(in.RoleARN, st.Definition.RoleARN)); err != nil {
		return nil, err
	}
	switch used := a.usedExport(st); {
	case st.Status == "DELETE_IN_PROGRESS":
	case used != "":
		st.beginInVain(c, in.ClientRequestToken, "Delete canceled. "+used)
	default:
		s.startDelete(c, st, in)
	}
	return core.Object{}, nil
}

// usedExport says in AWS's words which export of the stack another stack imports; empty is none.
func (a *account) usedExport(st *stack) string {
	for _, o := range st.Outputs {
		users := slices.DeleteFunc(a.importers(o.ExportName), func(name string) bool { return name == st.Name })
		if o.ExportName != "" && len(users) > 0 {
			return cannotExport("delete", o.ExportName, users)
		}
	}
	return ""
}

// beginInVain begins a deletion as AWS begins one that other stacks stand in the way of: it is taken, and given up a moment
// later with the reason, and the stack is what it was. While another operation is under way, nothing comes of it.
func (s *stack) beginInVain(c *core.Call, token, reason string) {
	if s.Operation != nil {
		return
	}
	op := &operation{Kind: "DELETE_STACK", Token: token, Problem: reason, Ending: s.Status}
	s.begin(c, op)
	s.enter(c, "DELETE_IN_PROGRESS", "User Initiated")
	op.enterPhase(c, removing, nil)
}

func (s *stack) endInVain(c *core.Call) {
	op, halted := s.Operation, s.Halted
	s.finish(c, op.Ending, op.Problem, false)
	s.Halted = halted
}

func (a *account) mayDelete(st *stack, in *deleteStackIn) error {
	if st.Protected {
		return invalid("Stack [%s] cannot be deleted while TerminationProtection is enabled", st.Name)
	}
	if len(in.RetainResources) > 0 && st.Status != "DELETE_FAILED" {
		return invalid("Invalid operation on stack [%s]. When you delete a stack, specify which resources to retain only when the "+
			"stack is in the DELETE_FAILED state.", st.ID)
	}
	for _, name := range in.RetainResources {
		r := st.resource(name)
		if r == nil {
			return invalid("The specified resources to retain must be in a valid state. Resource %s does not exist in the stack.", name)
		}
		if r.Status == "DELETE_COMPLETE" {
			return invalid("The specified resources to retain must be in a valid state. Do not specify resources that are in the " +
				"DELETE_COMPLETE state.")
		}
	}
	return nil
}

// startDelete begins a deletion, also of a stack that is being created or updated: that operation ends here.
func (s *Service) startDelete(c *core.Call, st *stack, in *deleteStackIn) {
	op := &operation{
		Kind: "DELETE_STACK", Token: in.ClientRequestToken, Retain: in.RetainResources, Force: in.DeletionMode == "FORCE_DELETE_STACK",
	}
	for _, old := range []*operation{st.Operation, st.Halted} {
		if old != nil {
			op.Leftover = append(op.Leftover, old.Leftover...)
		}
	}
	st.Halted = nil
	if in.DeletionMode != "" {
		st.DeletionMode = in.DeletionMode
	}
	st.settleNew()
	st.begin(c, op)
	st.enter(c, "DELETE_IN_PROGRESS", "User Initiated")
	s.startRemoval(c, st, "DELETE_COMPLETE", "DELETE_FAILED")
}

type protectionIn struct {
	StackName                   string
	EnableTerminationProtection bool
}

func (s *Service) updateTerminationProtection(c *core.Call, in *protectionIn) (*stackOut, error) {
	st := stateOf(c).find(in.StackName)
	if st == nil {
		return nil, noStack(in.StackName)
	}
	if st.gone() || st.Status == "DELETE_IN_PROGRESS" {
		return nil, invalid("Stack [%s] in status [%s] does not allow termination protection to be changed", st.Name, st.Status)
	}
	st.Protected = in.EnableTerminationProtection
	return &stackOut{StackId: st.ID}, nil
}
