package cfn

import (
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// changeSet is a change that has been worked out and waits to be made.
type changeSet struct {
	ID, Name, Description         string
	Type, Token, OnStackFailure   string
	Status, ExecutionStatus       string
	Reason                        string
	Created, Ready                time.Time
	Definition                    definition
	Changes                       []change
	IncludeNested, ImportExisting bool
}

const noChanges = "The submitted information didn't contain changes. Submit different information to create a change set."

type createChangeSetIn struct {
	wanted
	ChangeSetName, ChangeSetType string
	ClientToken                  string
	Description                  string
	OnStackFailure               string
	IncludeNestedStacks          bool
	ImportExistingResources      bool
	ResourcesToImport            []any
}

type createChangeSetOut struct{ Id, StackId string }

func (s *Service) createChangeSet(c *core.Call, in *createChangeSetIn) (*createChangeSetOut, error) {
	if err := checkStackNameOrID(in.StackName); err != nil {
		return nil, err
	}
	st, fresh, err := changeSetStack(c, in)
	if err != nil {
		return nil, err
	}
	if old := st.changeSet(in.ChangeSetName); old != nil && old.ExecutionStatus != "EXECUTE_COMPLETE" {
		if in.ClientToken != "" && old.Token == in.ClientToken {
			return &createChangeSetOut{Id: old.ID, StackId: st.ID}, nil
		}
		return nil, core.Errorf("AlreadyExistsException", "ChangeSet %s already exists", in.ChangeSetName)
	}
	if len(st.ChangeSets) >= changeSetsAtMost {
		return nil, core.Errorf("LimitExceededException", "ChangeSet limit exceeded for stack %s", st.ID)
	}
	p, err := s.prepare(c, st, &in.wanted)
	if err != nil {
		return nil, err
	}
	cs := &changeSet{
		Name: in.ChangeSetName, Description: in.Description, Type: in.ChangeSetType, Token: in.ClientToken,
		ID:     c.Realm.ARN("cloudformation", "changeSet/"+in.ChangeSetName+"/"+c.Cloud.IDs.UUID()),
		Status: "CREATE_IN_PROGRESS", ExecutionStatus: "UNAVAILABLE", OnStackFailure: in.OnStackFailure,
		Created: c.Now(), Ready: c.Now().Add(c.Cloud.Pace().Scale(changeSetTime)), Definition: p.definition,
		IncludeNested: in.IncludeNestedStacks, ImportExisting: in.ImportExistingResources,
	}
	cs.Changes = s.compare(c, st, p)
	switch {
	case p.problem != "":
		cs.Reason = p.problem
	case !fresh && st.Status != "REVIEW_IN_PROGRESS" && !s.differs(c, st, p):
		cs.Reason = noChanges
	}
	st.ChangeSets = slices.DeleteFunc(st.ChangeSets, func(old *changeSet) bool { return old.Name == cs.Name })
	st.ChangeSets = append(st.ChangeSets, cs)
	if fresh {
		a := stateOf(c)
		a.Stacks = append(a.Stacks, st)
		st.enter(c, "REVIEW_IN_PROGRESS", "User Initiated")
	}
	c.Realm.WakeAt(cs.Ready)
	return &createChangeSetOut{Id: cs.ID, StackId: st.ID}, nil
}

// changeSetTime is what AWS takes to work out a change set.
const changeSetTime = 4 * time.Second

// changeSetsAtMost is how many change sets AWS keeps for one version of a stack. Executing one drops the others.
const changeSetsAtMost = 1000

// settle ends the working out.
func (cs *changeSet) settle() {
	if cs.Reason != "" {
		cs.Status = "FAILED"
		return
	}
	cs.Status, cs.ExecutionStatus = "CREATE_COMPLETE", "AVAILABLE"
}

type changeSetRef struct {
	ChangeSetName, StackName string
	ClientRequestToken       string
	DisableRollback          *bool
	RetainExceptOnCreate     *bool
	IncludePropertyValues    bool
	NextToken                string
}

func (s *Service) executeChangeSet(c *core.Call, in *changeSetRef) (any, error) {
	st, cs, err := stateOf(c).findChangeSet(in.ChangeSetName, in.StackName)
	if err != nil {
		return nil, err
	}
	if in.ClientRequestToken != "" && st.Tokens[in.ClientRequestToken] != "" && st.ChangeSetID == cs.ID {
		return core.Object{}, nil
	}
	switch {
	case cs.Status != "CREATE_COMPLETE":
		return nil, core.Errorf("InvalidChangeSetStatus", "ChangeSet [%s] cannot be executed in its current status of [%s]", cs.ID, cs.Status)
	case cs.ExecutionStatus != "AVAILABLE":
		return nil, core.Errorf("InvalidChangeSetStatus", "ChangeSet [%s] cannot be executed in its current execution status of [%s]",
			cs.ID, cs.ExecutionStatus)
	}
	tpl, err := s.parsed(cs.Definition.Body)
	if err != nil {
		return nil, refused(err)
	}
	p := &plan{template: tpl, definition: cs.Definition}
	if err := s.order(c, st, p); err != nil {
		return nil, err
	}
	keep := in.DisableRollback != nil && *in.DisableRollback || cs.OnStackFailure == "DO_NOTHING"
	if cs.Type != "CREATE" && !st.updatable(keep) {
		return nil, wrongState(st)
	}
	cs.ExecutionStatus, st.ChangeSetID = "EXECUTE_IN_PROGRESS", cs.ID
	st.ChangeSets = []*changeSet{cs} // AWS deletes the others
	if in.RetainExceptOnCreate != nil {
		st.RetainExceptOnCreate = *in.RetainExceptOnCreate
	}
	op := &operation{Token: in.ClientRequestToken, KeepGoing: keep, ChangeSet: cs.ID}
	if cs.Type == "CREATE" {
		st.OnFailure = "ROLLBACK"
		if cs.OnStackFailure != "" {
			st.OnFailure = cs.OnStackFailure
		}
		if keep {
			st.OnFailure = "DO_NOTHING"
		}
		st.DisableRollback = st.OnFailure == "DO_NOTHING"
		s.startCreate(c, st, p, op)
		return core.Object{}, nil
	}
	s.startUpdate(c, st, p, op)
	return core.Object{}, nil
}

func (s *Service) deleteChangeSet(c *core.Call, in *changeSetRef) (any, error) {
	st, cs, err := stateOf(c).findChangeSet(in.ChangeSetName, in.StackName)
	if e, ok := err.(*core.Error); ok && e.Code == "ChangeSetNotFound" {
		return core.Object{}, nil
	}
	if err != nil {
		return nil, err
	}
	if cs.ExecutionStatus == "EXECUTE_IN_PROGRESS" {
		return nil, core.Errorf("InvalidChangeSetStatus", "ChangeSet [%s] cannot be deleted in its current status of [%s]", cs.ID, cs.ExecutionStatus)
	}
	st.ChangeSets = slices.DeleteFunc(st.ChangeSets, func(other *changeSet) bool { return other == cs })
	return core.Object{}, nil
}
