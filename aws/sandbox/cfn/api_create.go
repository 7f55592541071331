package cfn

import (
	"regexp"
	"sync"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

type createStackIn struct {
	wanted
	DisableRollback             *bool
	OnFailure                   string
	TimeoutInMinutes            int
	ClientRequestToken          string
	EnableTerminationProtection bool
	RetainExceptOnCreate        bool
	DeploymentConfig            struct {
		Mode            string
		DisableRollback *bool
	}
}

type stackOut struct{ StackId, OperationId string }

var stackName = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[a-zA-Z][-a-zA-Z0-9]*$`) })

// checkStackName holds the rule that the service model leaves to the service.
func checkStackName(name string) error {
	switch {
	case len(name) > 128:
		return invalid("1 validation error detected: Value '%s' at 'stackName' failed to satisfy constraint: "+
			"Member must have length less than or equal to 128", name)
	case !stackName().MatchString(name):
		return invalid("1 validation error detected: Value '%s' at 'stackName' failed to satisfy constraint: "+
			"Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*", name)
	}
	return nil
}

func (s *Service) createStack(c *core.Call, in *createStackIn) (*stackOut, error) {
	if err := checkStackName(in.StackName); err != nil {
		return nil, err
	}
	if in.OnFailure != "" && in.DisableRollback != nil {
		return nil, invalid("You can specify either DisableRollback or OnFailure, but not both.")
	}
	a := stateOf(c)
	if old := a.byName(in.StackName); old != nil {
		// The same request again, as a client sends it after a lost answer, is answered as before.
		if in.ClientRequestToken != "" && old.Tokens[in.ClientRequestToken] == "CREATE_STACK" {
			return &stackOut{StackId: old.ID, OperationId: old.lastOperation()}, nil
		}
		return nil, core.Errorf("AlreadyExistsException", "Stack [%s] already exists", in.StackName)
	}
	st, err := newStack(c, in.StackName)
	if err != nil {
		return nil, err
	}
	p, err := s.prepare(c, st, &in.wanted)
	if err != nil {
		return nil, err
	}
	st.Protected, st.Timeout, st.RetainExceptOnCreate = in.EnableTerminationProtection, in.TimeoutInMinutes, in.RetainExceptOnCreate
	st.OnFailure = onFailure(in)
	st.DisableRollback = st.OnFailure == "DO_NOTHING"
	a.Stacks = append(a.Stacks, st)
	s.startCreate(c, st, p, &operation{Token: in.ClientRequestToken})
	return &stackOut{StackId: st.ID, OperationId: st.Operation.ID}, nil
}

// onFailure joins the ways in which a request says what a failed create leaves.
func onFailure(in *createStackIn) string {
	disable := in.DisableRollback
	if disable == nil {
		disable = in.DeploymentConfig.DisableRollback
	}
	switch {
	case in.OnFailure != "":
		return in.OnFailure
	case disable != nil && *disable, disable == nil && in.DeploymentConfig.Mode == "EXPRESS":
		return "DO_NOTHING"
	}
	return "ROLLBACK"
}

// stacksAtMost is how many stacks an account has in a region, unless AWS was asked for more.
const stacksAtMost = 2000

func newStack(c *core.Call, name string) (*stack, error) {
	living := 0
	for _, st := range stateOf(c).Stacks {
		if !st.gone() {
			living++
		}
	}
	if living >= stacksAtMost {
		return nil, core.Errorf("LimitExceededException", "Limit for stack has been exceeded")
	}
	return &stack{
		Name: name, ID: c.Realm.ARN("cloudformation", "stack/"+name+"/"+c.Cloud.IDs.UUID()), Created: c.Now(),
		DeletionMode: "STANDARD",
	}, nil
}

func (s *stack) lastOperation() string {
	if len(s.LastOperations) == 0 {
		return ""
	}
	return s.LastOperations[0].OperationId
}

// startCreate begins a create; op brings what the caller knows of it.
func (s *Service) startCreate(c *core.Call, st *stack, p *plan, op *operation) {
	op.Kind, op.Target, op.Problem = "CREATE_STACK", &p.definition, p.problem
	op.OnFailure, op.KeepGoing = st.OnFailure, st.OnFailure == "DO_NOTHING"
	if st.Timeout > 0 {
		op.Deadline = c.Now().Add(c.Cloud.Pace().Scale(time.Duration(st.Timeout) * time.Minute))
	}
	// From the first moment the stack shows its parameters and tags.
	st.Definition = p.definition
	st.begin(c, op)
	st.enter(c, "CREATE_IN_PROGRESS", "User Initiated")
	tasks := p.tasks()
	if op.Problem != "" {
		tasks = nil
	}
	op.enterPhase(c, deploying, tasks)
}
