package cfn

import (
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

type resourceDrift struct{ StackResourceDriftStatus string }

// stackResource serves the three operations that show resources: the codec leaves out what each does not have.
type stackResource struct {
	StackName, StackId                                  string
	LogicalResourceId, PhysicalResourceId, ResourceType string
	Timestamp                                           *time.Time
	LastUpdatedTimestamp                                *time.Time
	ResourceStatus, ResourceStatusReason                string
	Metadata                                            string
	DriftInformation                                    resourceDrift
}

func (s *stack) show(r *resource) stackResource {
	return stackResource{
		StackName: s.Name, StackId: s.ID, LogicalResourceId: r.Name, PhysicalResourceId: r.ID, ResourceType: r.Type,
		ResourceStatus: r.Status, ResourceStatusReason: r.Reason, DriftInformation: resourceDrift{"NOT_CHECKED"},
	}
}

// listed is the stack's resources as AWS lists them: by logical id.
func (s *stack) listed() []*resource {
	list := slices.Clone(s.Resources)
	slices.SortFunc(list, func(x, y *resource) int { return strings.Compare(x.Name, y.Name) })
	return list
}

type resourcesIn struct{ StackName, LogicalResourceId, PhysicalResourceId, NextToken string }

type listResourcesOut struct {
	StackResourceSummaries []stackResource
	NextToken              string
}

func (s *Service) listStackResources(c *core.Call, in *resourcesIn) (*listResourcesOut, error) {
	st := stateOf(c).find(in.StackName)
	if st == nil {
		return nil, noStackWithID(in.StackName)
	}
	page, next, ok := paging.Cut(st.listed(), func(r *resource) string { return r.Name }, st.ID, in.NextToken, pageSize)
	if !ok {
		return nil, badToken()
	}
	out := &listResourcesOut{StackResourceSummaries: []stackResource{}, NextToken: next}
	for _, r := range page {
		shown := st.show(r)
		shown.StackName, shown.StackId, shown.LastUpdatedTimestamp = "", "", &r.Changed
		out.StackResourceSummaries = append(out.StackResourceSummaries, shown)
	}
	return out, nil
}

type describeResourcesOut struct{ StackResources []stackResource }

func (s *Service) describeStackResources(c *core.Call, in *resourcesIn) (*describeResourcesOut, error) {
	a := stateOf(c)
	st := a.find(in.StackName)
	if in.StackName == "" {
		if in.PhysicalResourceId == "" {
			return nil, invalid("Either StackName or PhysicalResourceId must be specified.")
		}
		if st = a.owner(in.PhysicalResourceId); st == nil {
			return nil, invalid("Stack for %s does not exist", in.PhysicalResourceId)
		}
	}
	if st == nil {
		return nil, noStackWithID(in.StackName)
	}
	out := &describeResourcesOut{StackResources: []stackResource{}}
	for _, r := range st.listed() {
		if in.LogicalResourceId != "" && r.Name != in.LogicalResourceId || len(out.StackResources) == pageSize {
			continue
		}
		shown := st.show(r)
		shown.Timestamp = &r.Changed
		out.StackResources = append(out.StackResources, shown)
	}
	if in.LogicalResourceId != "" && len(out.StackResources) == 0 {
		return nil, noResource(st, in.LogicalResourceId)
	}
	return out, nil
}

func noResource(st *stack, name string) error {
	return invalid("Resource %s does not exist for stack %s", name, st.Name)
}

// owner finds the stack that has a physical resource.
func (a *account) owner(physical string) *stack {
	for _, st := range a.newestFirst() {
		if slices.ContainsFunc(st.Resources, func(r *resource) bool { return r.ID == physical && r.exists() }) {
			return st
		}
	}
	return nil
}

type describeResourceOut struct{ StackResourceDetail stackResource }

func (s *Service) describeStackResource(c *core.Call, in *resourcesIn) (*describeResourceOut, error) {
	st := stateOf(c).find(in.StackName)
	if st == nil {
		return nil, invalid("Stack '%s' does not exist", in.StackName)
	}
	r := st.resource(in.LogicalResourceId)
	if r == nil {
		return nil, noResource(st, in.LogicalResourceId)
	}
	shown := st.show(r)
	shown.LastUpdatedTimestamp = &r.Changed
	if r.Metadata != nil {
		shown.Metadata = compact(r.Metadata)
	}
	return &describeResourceOut{StackResourceDetail: shown}, nil
}
