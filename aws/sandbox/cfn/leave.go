package cfn

import (
	"slices"

	"agentcore-workshop/aws/sandbox/core"
)

// LeaveRollbackFailed leaves a stack as an update does that failed, and whose way back failed too: at one resource of a
// type, for a moment's reason. ContinueUpdateRollback takes the way back up. The account's lock must be held.
func LeaveRollbackFailed(c *core.Call, nameOrID, resourceType, reason string) error {
	st := stateOf(c).byNameOrLivingID(nameOrID)
	if st == nil {
		return noStack(nameOrID)
	}
	i := slices.IndexFunc(st.Resources, func(r *resource) bool { return r.Type == resourceType && r.exists() })
	if i < 0 || st.Operation != nil {
		return wrongState(st)
	}
	r, before := st.Resources[i], st.Definition
	op := &operation{Kind: "UPDATE_STACK", Target: &before, Before: &before, Old: snapshot(st.Resources), Phase: restoring, Start: c.Now()}
	st.Updated = c.Now()
	st.begin(c, op)
	op.Tasks = []*task{{Name: r.Name, After: r.After, State: failed, Doing: updating, Begun: c.Now(), End: c.Now(), Failure: reason}}
	st.enter(c, "UPDATE_IN_PROGRESS", "User Initiated")
	st.enterResource(c, r, "UPDATE_IN_PROGRESS", "")
	st.enterResource(c, r, "UPDATE_FAILED", reason)
	st.enter(c, "UPDATE_ROLLBACK_IN_PROGRESS", op.restoreReason())
	st.enterResource(c, r, "UPDATE_IN_PROGRESS", "")
	st.enterResource(c, r, "UPDATE_FAILED", reason)
	r.Touched = true
	st.finish(c, "UPDATE_ROLLBACK_FAILED", op.restoreReason(), true)
	return nil
}

// LeaveResources deletes a stack and nothing that it made, as a deletion does where every resource has the policy Retain.
// The account's lock must be held.
func LeaveResources(c *core.Call, nameOrID string) error {
	st := stateOf(c).byNameOrLivingID(nameOrID)
	if st == nil {
		return noStack(nameOrID)
	}
	if st.Operation != nil {
		return wrongState(st)
	}
	st.begin(c, &operation{Kind: "DELETE_STACK"})
	st.enter(c, "DELETE_IN_PROGRESS", "User Initiated")
	for _, r := range slices.Backward(st.Resources) {
		if r.exists() {
			st.enterResource(c, r, "DELETE_SKIPPED", "")
		}
	}
	st.Deleted, st.Outputs, st.ChangeSets = c.Now(), nil, nil
	st.finish(c, "DELETE_COMPLETE", "", false)
	return nil
}
