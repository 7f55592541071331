package cfn

import (
	"fmt"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

type eventsIn struct{ StackName, NextToken string }

type stackEvent struct {
	StackId, EventId, StackName, OperationId            string
	LogicalResourceId, PhysicalResourceId, ResourceType string
	Timestamp                                           time.Time
	ResourceStatus, ResourceStatusReason                string
	ResourceProperties, ClientRequestToken              string
}

type eventsOut struct {
	StackEvents []stackEvent
	NextToken   string
}

// numbered is an event with a key that is the smaller the younger it is, since answers begin with the newest.
type numbered struct {
	event
	key string
}

func (s *stack) newestEvents(keep func(event) bool) []numbered {
	var list []numbered
	for i := len(s.Events) - 1; i >= 0; i-- {
		if keep == nil || keep(s.Events[i]) {
			list = append(list, numbered{s.Events[i], fmt.Sprintf("%08d", 99_999_999-i)})
		}
	}
	return list
}

func (s *Service) describeStackEvents(c *core.Call, in *eventsIn) (*eventsOut, error) {
	st := stateOf(c).find(in.StackName)
	if st == nil {
		return nil, noStack(in.StackName)
	}
	page, next, ok := paging.Cut(st.newestEvents(nil), func(n numbered) string { return n.key }, st.ID, in.NextToken, pageSize)
	if !ok {
		return nil, badToken()
	}
	out := &eventsOut{StackEvents: []stackEvent{}, NextToken: next}
	for _, e := range page {
		out.StackEvents = append(out.StackEvents, stackEvent{
			StackId: st.ID, EventId: e.ID, StackName: st.Name, OperationId: e.Operation, LogicalResourceId: e.Logical,
			PhysicalResourceId: e.Physical, ResourceType: e.Type, Timestamp: e.At, ResourceStatus: e.Status,
			ResourceStatusReason: e.Reason, ResourceProperties: e.Properties, ClientRequestToken: e.Token,
		})
	}
	return out, nil
}

type describeEventsIn struct {
	StackName, ChangeSetName, OperationId string
	Filters                               struct{ FailedEvents bool }
	NextToken                             string
}

type operationEvent struct {
	EventId, StackId, OperationId, OperationType, OperationStatus, EventType string
	LogicalResourceId, PhysicalResourceId, ResourceType                      string
	Timestamp                                                                time.Time
	ResourceStatus, ResourceStatusReason                                     string
	ResourceProperties, ClientRequestToken                                   string
}

type describeEventsOut struct {
	OperationEvents []operationEvent
	NextToken       string
}

func (s *Service) describeEvents(c *core.Call, in *describeEventsIn) (*describeEventsOut, error) {
	st, err := stateOf(c).eventStack(in)
	if err != nil {
		return nil, err
	}
	keep := func(e event) bool {
		return (in.OperationId == "" || e.Operation == in.OperationId) &&
			(!in.Filters.FailedEvents || strings.HasSuffix(e.Status, "_FAILED"))
	}
	page, next, ok := paging.Cut(st.newestEvents(keep), func(n numbered) string { return n.key }, st.ID, in.NextToken, pageSize)
	if !ok {
		return nil, badToken()
	}
	out := &describeEventsOut{OperationEvents: []operationEvent{}, NextToken: next}
	for _, e := range page {
		out.OperationEvents = append(out.OperationEvents, operationEventOf(st, e.event))
	}
	return out, nil
}

func operationEventOf(st *stack, e event) operationEvent {
	o := operationEvent{
		EventId: e.ID, StackId: st.ID, OperationId: e.Operation, OperationType: e.Kind, EventType: "PROGRESS_EVENT",
		LogicalResourceId: e.Logical, PhysicalResourceId: e.Physical, ResourceType: e.Type, Timestamp: e.At,
		ResourceStatus: e.Status, ResourceStatusReason: e.Reason, ResourceProperties: e.Properties, ClientRequestToken: e.Token,
	}
	switch {
	case e.Type == stackType:
		o.EventType, o.OperationStatus = "STACK_EVENT", operationStatus(e.Status)
	case strings.HasSuffix(e.Status, "_FAILED"):
		o.EventType = "PROVISIONING_ERROR"
	}
	return o
}

// operationStatus is what a stack's status says of the operation: a rollback that is complete is a failed operation.
func operationStatus(status string) string {
	switch {
	case strings.HasSuffix(status, "_IN_PROGRESS"):
		return "IN_PROGRESS"
	case strings.HasSuffix(status, "_FAILED"), strings.Contains(status, "ROLLBACK"):
		return "FAILED"
	}
	return "SUCCEEDED"
}

func (a *account) eventStack(in *describeEventsIn) (*stack, error) {
	switch {
	case in.ChangeSetName != "":
		st, _, err := a.findChangeSet(in.ChangeSetName, in.StackName)
		return st, err
	case in.StackName != "":
		if st := a.find(in.StackName); st != nil {
			return st, nil
		}
		return nil, noStack(in.StackName)
	case in.OperationId != "":
		for _, st := range a.Stacks {
			for _, e := range st.Events {
				if e.Operation == in.OperationId {
					return st, nil
				}
			}
		}
		return nil, invalid("Operation [%s] does not exist", in.OperationId)
	}
	return nil, invalid("At least one of StackName, ChangeSetName or OperationId must be specified.")
}
