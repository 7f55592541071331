package cfn

import (
	"time"

	"agentcore-workshop/aws/sandbox/cfn/template"
	"agentcore-workshop/aws/sandbox/core"
)

// part is the name of this service's state in a realm.
const part = "cloudformation"

// account is the state of CloudFormation in one account and region.
type account struct {
	Stacks []*stack // in the order of their creation
}

func stateOf(c *core.Call) *account { return core.Part[account](c.Realm, part) }

// tag is a tag of a stack.
type tag struct{ Key, Value string }

// definition is what a stack is made of: a template and all that it is resolved with.
type definition struct {
	Body string
	// Parameters are the bound values; Looked those that SSM parameters stand for, by parameter.
	Parameters, Looked map[string]string
	Tags               []tag
	Capabilities       []string
	NotificationARNs   []string
	RoleARN            string
	// Imports are the exports of other stacks that the template uses.
	Imports []string
}

// stack is one stack, living or deleted.
type stack struct {
	ID, Name                   string
	Status, Reason             string
	Created, Updated, Deleted  time.Time
	Definition                 definition
	Timeout                    int
	DisableRollback, Protected bool
	RetainExceptOnCreate       bool
	OnFailure, DeletionMode    string
	ChangeSetID                string
	Resources                  []*resource
	Outputs                    []output
	Events                     []event // oldest first
	ChangeSets                 []*changeSet
	Operation, Halted          *operation
	LastOperations             []operationEntry
	Tokens                     map[string]string // client request token -> operation that it started
}

type operationEntry struct{ OperationType, OperationId string }

// resource is one resource of a stack.
type resource struct {
	Name, Type, ID string
	Status, Reason string
	Changed        time.Time
	// Props are the resolved properties, Shown the same as JSON with secrets masked.
	Props, Attributes                   map[string]any
	Shown                               string
	After                               []string // the resources that it needs
	DeletionPolicy, UpdateReplacePolicy string
	Metadata                            any
	// New marks a resource that the operation under way has made, Touched one that it has changed.
	New, Touched bool
}

// output is a resolved output.
type output struct{ OutputKey, OutputValue, Description, ExportName string }

// event is one stack event.
type event struct {
	ID, Logical, Physical, Type string
	Status, Reason, Properties  string
	Token, Operation, Kind      string
	At                          time.Time
}

const stackType = "AWS::CloudFormation::Stack"

// record adds an event.
func (s *stack) record(c *core.Call, e event) {
	e.At = c.Now()
	if op := s.Operation; op != nil {
		e.Token, e.Operation, e.Kind = op.Token, op.ID, op.Kind
	}
	if e.Type == stackType && e.Logical == s.Name {
		e.ID = c.Cloud.IDs.UUID()
	} else {
		e.ID = s.eventID(e)
	}
	s.Events = append(s.Events, e)
}

// eventID is {LogicalId}-{STATUS}-{moment}; where time stands still, the moment is counted up so that ids stay unique.
func (s *stack) eventID(e event) string {
	for at := e.At; ; at = at.Add(time.Millisecond) {
		id := e.Logical + "-" + e.Status + "-" + timeText(at)
		if !s.hasEvent(id) {
			return id
		}
	}
}

func (s *stack) hasEvent(id string) bool {
	for i := len(s.Events) - 1; i >= 0; i-- {
		if s.Events[i].ID == id {
			return true
		}
	}
	return false
}

// enter moves the stack to a status, and says so in an event.
func (s *stack) enter(c *core.Call, status, reason string) {
	s.Status, s.Reason = status, reason
	s.record(c, event{Logical: s.Name, Physical: s.ID, Type: stackType, Status: status, Reason: reason})
}

// enterResource moves a resource to a status, and says so in an event.
func (s *stack) enterResource(c *core.Call, r *resource, status, reason string) {
	r.Status, r.Reason, r.Changed = status, reason, c.Now()
	s.record(c, event{
		Logical: r.Name, Physical: r.ID, Type: r.Type, Status: status, Reason: reason, Properties: r.Shown,
	})
}

// resource finds the stack's present resource of a logical id.
func (s *stack) resource(name string) *resource {
	for _, r := range s.Resources {
		if r.Name == name {
			return r
		}
	}
	return nil
}

// exists reports whether the resource stands for something in the cloud.
func (r *resource) exists() bool {
	return r.ID != "" && r.Status != "DELETE_COMPLETE" && r.Status != "DELETE_SKIPPED"
}

func (s *stack) gone() bool { return s.Status == "DELETE_COMPLETE" }

// byName finds the living stack of a name.
func (a *account) byName(name string) *stack {
	for i := len(a.Stacks) - 1; i >= 0; i-- {
		if s := a.Stacks[i]; s.Name == name && !s.gone() {
			return s
		}
	}
	return nil
}

// find finds a stack by name, or by id also when it is deleted.
func (a *account) find(nameOrID string) *stack {
	for _, s := range a.Stacks {
		if s.ID == nameOrID {
			return s
		}
	}
	return a.byName(nameOrID)
}

// parsed reads a stack's template, which was judged when it came.
func (s *Service) parsed(body string) (*template.Template, error) { return s.templates.get(body) }
