package cfn

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	"agentcore-workshop/aws/sandbox/core"
)

type updateStackIn struct {
	wanted
	DisableRollback      *bool
	ClientRequestToken   string
	RetainExceptOnCreate *bool
	DeploymentConfig     struct {
		Mode            string
		DisableRollback *bool
	}
}

func (s *Service) updateStack(c *core.Call, in *updateStackIn) (*stackOut, error) {
	st := stateOf(c).byNameOrLivingID(in.StackName)
	if st == nil {
		return nil, noStack(in.StackName)
	}
	if same, err := st.replay(in.ClientRequestToken, "UPDATE_STACK"); err != nil || same {
		return &stackOut{StackId: st.ID, OperationId: st.lastOperation()}, err
	}
	keep := in.DisableRollback != nil && *in.DisableRollback ||
		in.DeploymentConfig.DisableRollback != nil && *in.DeploymentConfig.DisableRollback
	if !st.updatable(keep) {
		return nil, wrongState(st)
	}
	p, err := s.prepare(c, st, &in.wanted)
	if err != nil {
		return nil, err
	}
	if p.problem != "" {
		return nil, invalid("%s", p.problem)
	}
	if !s.differs(c, st, p) {
		return nil, invalid("No updates are to be performed.")
	}
	if in.RetainExceptOnCreate != nil {
		st.RetainExceptOnCreate = *in.RetainExceptOnCreate
	}
	s.startUpdate(c, st, p, &operation{Token: in.ClientRequestToken, KeepGoing: keep})
	return &stackOut{StackId: st.ID, OperationId: st.Operation.ID}, nil
}

func (a *account) byNameOrLivingID(name string) *stack {
	if st := a.find(name); st != nil && !st.gone() {
		return st
	}
	return nil
}

// replay reports whether a request with this token was made before on this stack; with another operation it is an error.
func (s *stack) replay(token, operation string) (bool, error) {
	if token == "" || s.Tokens[token] == "" {
		return false, nil
	}
	if s.Tokens[token] != operation {
		return false, tokenTaken()
	}
	return true, nil
}

// updatable holds the states from which AWS takes an update. A stack that was left failed takes one that leaves it so again.
func (s *stack) updatable(keepGoing bool) bool {
	switch s.Status {
	case "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE":
		return true
	case "CREATE_FAILED", "UPDATE_FAILED":
		return keepGoing
	}
	return false
}

// differs reports whether a plan would change anything.
func (s *Service) differs(c *core.Call, st *stack, p *plan) bool {
	if st.Status == "CREATE_FAILED" || st.Status == "UPDATE_FAILED" {
		return true
	}
	if len(s.compare(c, st, p)) > 0 || !reflect.DeepEqual(st.Definition.Tags, p.definition.Tags) && len(st.Definition.Tags)+len(p.definition.Tags) > 0 {
		return true
	}
	return s.outputsDiffer(st, p)
}

// outputsDiffer compares the outputs as written, and the parameters that they may use.
func (s *Service) outputsDiffer(st *stack, p *plan) bool {
	before, err := s.parsed(st.Definition.Body)
	if err != nil {
		return true
	}
	return !reflect.DeepEqual(before.Outputs, p.template.Outputs) ||
		len(p.template.Outputs) > 0 && !maps.Equal(st.Definition.Parameters, p.definition.Parameters)
}

// startUpdate begins an update.
func (s *Service) startUpdate(c *core.Call, st *stack, p *plan, op *operation) {
	op.Kind, op.Target = "UPDATE_STACK", &p.definition
	if h := st.Halted; h != nil && h.Kind == "UPDATE_STACK" {
		// The last good state is what the update that was left failed started from.
		op.Before, op.Old, op.Leftover = h.Before, h.Old, h.Leftover
	} else {
		before := st.Definition
		op.Before, op.Old = &before, snapshot(st.Resources)
	}
	st.Halted = nil
	st.Updated = c.Now()
	st.begin(c, op)
	st.enter(c, "UPDATE_IN_PROGRESS", "User Initiated")
	op.enterPhase(c, deploying, p.tasks())
	for _, cs := range st.ChangeSets {
		if cs.ID != op.ChangeSet && cs.ExecutionStatus == "AVAILABLE" {
			cs.ExecutionStatus = "OBSOLETE"
		}
	}
}

// snapshot copies resources, so that what an update does to them can be undone.
func snapshot(list []*resource) []*resource {
	var copied []*resource
	data, err := json.Marshal(list)
	if err != nil || json.Unmarshal(data, &copied) != nil {
		return slices.Clone(list)
	}
	return copied
}

type cancelUpdateStackIn struct{ StackName, ClientRequestToken string }

func (s *Service) cancelUpdateStack(c *core.Call, in *cancelUpdateStackIn) (any, error) {
	st := stateOf(c).byNameOrLivingID(in.StackName)
	if st == nil {
		return nil, noStack(in.StackName)
	}
	if st.Status != "UPDATE_IN_PROGRESS" {
		return nil, invalid("CancelUpdateStack cannot be called from current stack status")
	}
	st.cancelOthers(c, "cancelled")
	s.startRestore(c, st, "User Initiated")
	c.Realm.WakeAt(c.Now())
	return core.Object{}, nil
}
