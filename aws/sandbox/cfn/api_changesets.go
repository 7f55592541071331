package cfn

import (
	"fmt"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

type parameterOut struct {
	ParameterKey, ParameterValue string
	ResolvedValue                string `json:",omitempty"`
}

// parameters lists a definition's parameters with secrets masked.
func (s *Service) parameters(d *definition) []parameterOut {
	tpl, err := s.parsed(d.Body)
	if err != nil {
		return nil
	}
	list := []parameterOut{}
	for _, p := range tpl.Parameters {
		out := parameterOut{ParameterKey: p.Name, ParameterValue: d.Parameters[p.Name], ResolvedValue: d.Looked[p.Name]}
		if p.NoEcho {
			out.ParameterValue = masked
		}
		list = append(list, out)
	}
	return list
}

type resourceChange struct {
	Type           string
	ResourceChange change
}

type describeChangeSetOut struct {
	ChangeSetName, ChangeSetId, StackId, StackName, Description string
	ExecutionStatus, Status, StatusReason                       string
	CreationTime                                                time.Time
	Parameters                                                  []parameterOut
	Capabilities                                                []string
	Tags                                                        []tag
	NotificationARNs                                            []string
	RollbackConfiguration                                       struct{}
	Changes                                                     []resourceChange
	IncludeNestedStacks, ImportExistingResources                bool
	OnStackFailure                                              string
	NextToken                                                   string
}

func (s *Service) describeChangeSet(c *core.Call, in *changeSetRef) (*describeChangeSetOut, error) {
	st, cs, err := stateOf(c).findChangeSet(in.ChangeSetName, in.StackName)
	if err != nil {
		return nil, err
	}
	out := &describeChangeSetOut{
		ChangeSetName: cs.Name, ChangeSetId: cs.ID, StackId: st.ID, StackName: st.Name, Description: cs.Description,
		ExecutionStatus: cs.ExecutionStatus, Status: cs.Status, CreationTime: cs.Created, Parameters: s.parameters(&cs.Definition),
		Capabilities: cs.Definition.Capabilities, Tags: cs.Definition.Tags, NotificationARNs: cs.Definition.NotificationARNs,
		IncludeNestedStacks: cs.IncludeNested, ImportExistingResources: cs.ImportExisting, OnStackFailure: cs.OnStackFailure,
		Changes: []resourceChange{},
	}
	if cs.Status == "CREATE_IN_PROGRESS" {
		return out, nil
	}
	out.StatusReason = cs.Reason
	if cs.Status == "FAILED" {
		return out, nil
	}
	order := map[string]int{}
	for i, ch := range cs.Changes {
		order[ch.LogicalResourceId] = i
	}
	key := func(ch change) string { return fmt.Sprintf("%06d", order[ch.LogicalResourceId]) }
	page, next, ok := paging.Cut(cs.Changes, key, cs.ID, in.NextToken, pageSize)
	if !ok {
		return nil, badToken()
	}
	for _, ch := range page {
		out.Changes = append(out.Changes, resourceChange{Type: "Resource", ResourceChange: ch.shown(in.IncludePropertyValues)})
	}
	out.NextToken = next
	return out, nil
}

// shown leaves out the values that are shown only on request.
func (ch change) shown(values bool) change {
	if values {
		return ch
	}
	ch.BeforeContext, ch.AfterContext = "", ""
	details := make([]changeDetail, len(ch.Details))
	for i, d := range ch.Details {
		d.Target.Path, d.Target.BeforeValue, d.Target.AfterValue, d.Target.AttributeChangeType = "", "", "", ""
		details[i] = d
	}
	ch.Details = details
	return ch
}

type changeSetSummary struct {
	StackId, StackName, ChangeSetId, ChangeSetName, ExecutionStatus, Status, StatusReason, Description string
	CreationTime                                                                                       time.Time
	IncludeNestedStacks, ImportExistingResources                                                       bool
}

type listChangeSetsIn struct{ StackName, NextToken string }
type listChangeSetsOut struct{ Summaries []changeSetSummary }

func (s *Service) listChangeSets(c *core.Call, in *listChangeSetsIn) (*listChangeSetsOut, error) {
	st := stateOf(c).find(in.StackName)
	if st == nil {
		return nil, noStack(in.StackName)
	}
	out := &listChangeSetsOut{Summaries: []changeSetSummary{}}
	for _, cs := range st.ChangeSets {
		out.Summaries = append(out.Summaries, changeSetSummary{
			StackId: st.ID, StackName: st.Name, ChangeSetId: cs.ID, ChangeSetName: cs.Name, ExecutionStatus: cs.ExecutionStatus,
			Status: cs.Status, StatusReason: cs.Reason, Description: cs.Description, CreationTime: cs.Created,
			IncludeNestedStacks: cs.IncludeNested, ImportExistingResources: cs.ImportExisting,
		})
	}
	return out, nil
}
