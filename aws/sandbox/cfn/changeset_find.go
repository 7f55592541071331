package cfn

import "agentcore-workshop/aws/sandbox/core"

func checkStackNameOrID(name string) error {
	if len(name) > 4 && name[:4] == "arn:" {
		return nil
	}
	return checkStackName(name)
}

// changeSetStack finds the stack that a change set is for, or makes the one that it will create.
func changeSetStack(c *core.Call, in *createChangeSetIn) (st *stack, fresh bool, err error) {
	st = stateOf(c).byNameOrLivingID(in.StackName)
	switch in.ChangeSetType {
	case "CREATE":
		if st == nil {
			st, err := newStack(c, in.StackName)
			return st, true, err
		}
		if st.Status != "REVIEW_IN_PROGRESS" {
			return nil, false, invalid("Stack [%s] already exists and cannot be created again with the changeSet [%s].",
				st.Name, in.ChangeSetName)
		}
		return st, false, nil
	case "IMPORT":
		return nil, false, invalid("The practice cloud does not import resources into stacks.")
	}
	if st == nil {
		return nil, false, noStack(in.StackName)
	}
	if !st.updatable(true) {
		return nil, false, wrongState(st)
	}
	return st, false, nil
}

func (s *stack) changeSet(nameOrID string) *changeSet {
	for _, cs := range s.ChangeSets {
		if cs.Name == nameOrID || cs.ID == nameOrID {
			return cs
		}
	}
	return nil
}

// findChangeSet finds a change set by its ARN, or by its name and its stack's.
func (a *account) findChangeSet(name, stackName string) (*stack, *changeSet, error) {
	if stackName == "" {
		for _, st := range a.Stacks {
			for _, cs := range st.ChangeSets {
				if cs.ID == name {
					return st, cs, nil
				}
			}
		}
		if len(name) > 4 && name[:4] == "arn:" {
			return nil, nil, noChangeSet(name)
		}
		return nil, nil, invalid("StackName must be specified if ChangeSetName is not specified as an ARN.")
	}
	st := a.byNameOrLivingID(stackName)
	if st == nil {
		return nil, nil, noStack(stackName)
	}
	if cs := st.changeSet(name); cs != nil {
		return st, cs, nil
	}
	return nil, nil, noChangeSet(name)
}
