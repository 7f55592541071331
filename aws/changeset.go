package aws

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// ChangeSetSpec says what a stack is to become.
type ChangeSetSpec struct {
	Stack, Name string
	// Create makes a new stack (type CREATE); otherwise an existing one is updated (type UPDATE).
	Create bool
	// Template is its text; an update without one keeps the template that the stack has.
	Template string
	// Parameters and Tags by key. Parameters that an update leaves out go back to the template's defaults.
	Parameters, Tags map[string]string
	Description      string
}

// ChangeSet is what CloudFormation would do.
type ChangeSet struct {
	ID, Name, StackID, Status, ExecutionStatus, Reason string
	Created                                            time.Time
	// Parameters by key, and Changes, are known of a change set that was described by itself.
	Parameters map[string]string
	Changes    []Change
}

// Change is what would happen to one resource.
type Change struct {
	// Action is Add, Modify, Remove, Import or Dynamic; Replacement True, False or Conditional, for Modify.
	Action, LogicalID, PhysicalID, Type, Replacement string
	// Properties are the names of the properties that change.
	Properties []string
}

// Ready reports whether it can be executed; Ended whether CloudFormation has finished making it, well or not.
func (s ChangeSet) Ready() bool {
	return s.Status == "CREATE_COMPLETE" && s.ExecutionStatus == "AVAILABLE"
}
func (s ChangeSet) Ended() bool { return s.Status == "CREATE_COMPLETE" || s.Status == "FAILED" }

// Empty reports whether it failed only because there is nothing to change. AWS has two texts for that.
func (s ChangeSet) Empty() bool {
	return s.Status == "FAILED" && (strings.Contains(s.Reason, "didn't contain changes") || strings.Contains(s.Reason, "No updates are to be performed"))
}

// CreateChangeSet asks for a change set (CreateChangeSet) and returns its id and the stack's. Named IAM roles are acknowledged.
func (c *Cloud) CreateChangeSet(ctx context.Context, spec ChangeSetSpec) (id, stackID string, err error) {
	in := &cloudformation.CreateChangeSetInput{
		StackName: &spec.Stack, ChangeSetName: &spec.Name, ChangeSetType: types.ChangeSetTypeUpdate,
		Capabilities: []types.Capability{types.CapabilityCapabilityIam, types.CapabilityCapabilityNamedIam},
	}
	if spec.Create {
		in.ChangeSetType = types.ChangeSetTypeCreate
	}
	if in.TemplateBody = &spec.Template; spec.Template == "" {
		in.TemplateBody, in.UsePreviousTemplate = nil, sdk.Bool(true)
	}
	if spec.Description != "" {
		in.Description = &spec.Description
	}
	for _, key := range slices.Sorted(maps.Keys(spec.Parameters)) {
		in.Parameters = append(in.Parameters, types.Parameter{ParameterKey: sdk.String(key), ParameterValue: sdk.String(spec.Parameters[key])})
	}
	for _, key := range slices.Sorted(maps.Keys(spec.Tags)) {
		in.Tags = append(in.Tags, types.Tag{Key: sdk.String(key), Value: sdk.String(spec.Tags[key])})
	}
	out, err := c.clients.cfn.CreateChangeSet(ctx, in)
	if err != nil {
		return "", "", err
	}
	return sdk.ToString(out.Id), sdk.ToString(out.StackId), nil
}

// ChangeSet describes a change set by id, or by name together with its stack (DescribeChangeSet), all pages.
func (c *Cloud) ChangeSet(ctx context.Context, stack, nameOrID string) (ChangeSet, error) {
	in := &cloudformation.DescribeChangeSetInput{ChangeSetName: &nameOrID}
	if stack != "" {
		in.StackName = &stack
	}
	var set ChangeSet
	for {
		out, err := c.clients.cfn.DescribeChangeSet(ctx, in)
		if err != nil {
			return ChangeSet{}, err
		}
		set.ID, set.Name, set.StackID = sdk.ToString(out.ChangeSetId), sdk.ToString(out.ChangeSetName), sdk.ToString(out.StackId)
		set.Status, set.ExecutionStatus, set.Reason = string(out.Status), string(out.ExecutionStatus), sdk.ToString(out.StatusReason)
		set.Created, set.Parameters = sdk.ToTime(out.CreationTime), map[string]string{}
		for _, parameter := range out.Parameters {
			set.Parameters[sdk.ToString(parameter.ParameterKey)] = sdk.ToString(parameter.ParameterValue)
		}
		for _, change := range out.Changes {
			if change.ResourceChange != nil {
				set.Changes = append(set.Changes, changeOf(change.ResourceChange))
			}
		}
		if sdk.ToString(out.NextToken) == "" {
			return set, nil
		}
		in.NextToken = out.NextToken
	}
}

// ChangeSets are a stack's change sets that were not executed yet, without their changes (ListChangeSets), all pages. Kind NotFound
// when there is no such stack.
func (c *Cloud) ChangeSets(ctx context.Context, stack string) ([]ChangeSet, error) {
	var all []ChangeSet
	pages := cloudformation.NewListChangeSetsPaginator(c.clients.cfn, &cloudformation.ListChangeSetsInput{StackName: &stack})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, s := range page.Summaries {
			all = append(all, ChangeSet{
				ID: sdk.ToString(s.ChangeSetId), Name: sdk.ToString(s.ChangeSetName), StackID: sdk.ToString(s.StackId), Status: string(s.Status),
				ExecutionStatus: string(s.ExecutionStatus), Reason: sdk.ToString(s.StatusReason), Created: sdk.ToTime(s.CreationTime),
			})
		}
	}
	return all, nil
}

func changeOf(r *types.ResourceChange) Change {
	change := Change{
		Action: string(r.Action), LogicalID: sdk.ToString(r.LogicalResourceId), PhysicalID: sdk.ToString(r.PhysicalResourceId),
		Type: sdk.ToString(r.ResourceType), Replacement: string(r.Replacement),
	}
	for _, d := range r.Details {
		if d.Target == nil {
			continue
		}
		name := sdk.ToString(d.Target.Name)
		if name == "" {
			name = string(d.Target.Attribute) // Tags, Metadata, DeletionPolicy …
		}
		if name != "" && !slices.Contains(change.Properties, name) {
			change.Properties = append(change.Properties, name)
		}
	}
	return change
}

// Pause waits until it is time to look again; the caller's clock decides how long.
type Pause func(ctx context.Context) error

// WaitChangeSet looks at a change set until CloudFormation has finished making it. One that failed is a result, not an error.
func (c *Cloud) WaitChangeSet(ctx context.Context, stack, nameOrID string, pause Pause) (ChangeSet, error) {
	for {
		set, err := c.ChangeSet(ctx, stack, nameOrID)
		if err != nil || set.Ended() {
			return set, err
		}
		if err := pause(ctx); err != nil {
			return set, err
		}
	}
}

// ExecuteChangeSet does what a change set says. Kind Conflict when it is not in a state for that.
func (c *Cloud) ExecuteChangeSet(ctx context.Context, stack, nameOrID string) error {
	in := &cloudformation.ExecuteChangeSetInput{ChangeSetName: &nameOrID}
	if stack != "" {
		in.StackName = &stack
	}
	_, err := c.clients.cfn.ExecuteChangeSet(ctx, in)
	return err
}

// DeleteChangeSet removes a change set; the stack stays as it is.
func (c *Cloud) DeleteChangeSet(ctx context.Context, stack, nameOrID string) error {
	in := &cloudformation.DeleteChangeSetInput{ChangeSetName: &nameOrID}
	if stack != "" {
		in.StackName = &stack
	}
	_, err := c.clients.cfn.DeleteChangeSet(ctx, in)
	return err
}
