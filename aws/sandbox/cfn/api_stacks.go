package cfn

import (
	"fmt"
	"slices"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

type drift struct{ StackDriftStatus string }

type stackDescription struct {
	StackId, StackName, ChangeSetId, Description string
	Parameters                                   []parameterOut
	CreationTime                                 time.Time
	DeletionTime, LastUpdatedTime                *time.Time
	RollbackConfiguration                        struct{}
	StackStatus, StackStatusReason               string
	DisableRollback, EnableTerminationProtection bool
	RetainExceptOnCreate                         *bool
	NotificationARNs, Capabilities               []string
	TimeoutInMinutes                             *int
	Outputs                                      []output
	RoleARN, DeletionMode                        string
	Tags                                         []tag
	DriftInformation                             drift
	LastOperations                               []operationEntry
}

type describeStacksIn struct{ StackName, NextToken string }
type describeStacksOut struct {
	Stacks    []stackDescription
	NextToken string
}

func (s *Service) describeStacks(c *core.Call, in *describeStacksIn) (*describeStacksOut, error) {
	a := stateOf(c)
	if in.StackName != "" {
		st := a.find(in.StackName)
		if st == nil {
			return nil, noStackWithID(in.StackName)
		}
		return &describeStacksOut{Stacks: []stackDescription{s.describeStack(st)}}, nil
	}
	living := slices.DeleteFunc(a.newestFirst(), (*stack).gone)
	page, next, ok := paging.Cut(living, a.age, "stacks", in.NextToken, pageSize)
	if !ok {
		return nil, badToken()
	}
	out := &describeStacksOut{Stacks: []stackDescription{}, NextToken: next}
	for _, st := range page {
		out.Stacks = append(out.Stacks, s.describeStack(st))
	}
	return out, nil
}

// newestFirst lists all stacks as AWS does.
func (a *account) newestFirst() []*stack {
	list := slices.Clone(a.Stacks)
	slices.Reverse(list)
	return list
}

// age is a key that is the smaller the younger a stack is.
func (a *account) age(st *stack) string {
	return fmt.Sprintf("%08d", 99_999_999-slices.Index(a.Stacks, st))
}

func (s *Service) describeStack(st *stack) stackDescription {
	d := &st.Definition
	out := stackDescription{
		StackId: st.ID, StackName: st.Name, ChangeSetId: st.ChangeSetID, Parameters: s.parameters(d), CreationTime: st.Created,
		DeletionTime: moment(st.Deleted), LastUpdatedTime: moment(st.Updated), StackStatus: st.Status, StackStatusReason: st.Reason,
		DisableRollback: st.DisableRollback, EnableTerminationProtection: st.Protected,
		NotificationARNs: orEmpty(d.NotificationARNs), Capabilities: d.Capabilities, Outputs: st.Outputs, RoleARN: d.RoleARN,
		Tags: orEmpty(d.Tags), DriftInformation: drift{"NOT_CHECKED"}, LastOperations: st.LastOperations,
	}
	if st.gone() || st.Status == "DELETE_IN_PROGRESS" || st.Status == "DELETE_FAILED" {
		out.DeletionMode = st.DeletionMode
	}
	if st.Timeout > 0 {
		out.TimeoutInMinutes = &st.Timeout
	}
	if st.RetainExceptOnCreate {
		out.RetainExceptOnCreate = &st.RetainExceptOnCreate
	}
	if tpl, err := s.parsed(d.Body); err == nil {
		out.Description = tpl.Description
	}
	return out
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// orEmpty keeps a list that AWS shows even when it is empty.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

type listStacksIn struct {
	NextToken         string
	StackStatusFilter []string
}

type stackSummary struct {
	StackId, StackName, TemplateDescription string
	CreationTime                            time.Time
	LastUpdatedTime, DeletionTime           *time.Time
	StackStatus, StackStatusReason          string
	DriftInformation                        drift
	LastOperations                          []operationEntry
}

type listStacksOut struct {
	StackSummaries []stackSummary
	NextToken      string
}

func (s *Service) listStacks(c *core.Call, in *listStacksIn) (*listStacksOut, error) {
	a := stateOf(c)
	matching := slices.DeleteFunc(a.newestFirst(), func(st *stack) bool {
		return len(in.StackStatusFilter) > 0 && !slices.Contains(in.StackStatusFilter, st.Status)
	})
	page, next, ok := paging.Cut(matching, a.age, "stacks", in.NextToken, pageSize)
	if !ok {
		return nil, badToken()
	}
	out := &listStacksOut{StackSummaries: []stackSummary{}, NextToken: next}
	for _, st := range page {
		d := s.describeStack(st)
		out.StackSummaries = append(out.StackSummaries, stackSummary{
			StackId: d.StackId, StackName: d.StackName, TemplateDescription: d.Description, CreationTime: d.CreationTime,
			LastUpdatedTime: d.LastUpdatedTime, DeletionTime: d.DeletionTime, StackStatus: d.StackStatus,
			StackStatusReason: d.StackStatusReason, DriftInformation: d.DriftInformation, LastOperations: d.LastOperations,
		})
	}
	return out, nil
}
