package aws

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
)

// Stack is a stack as DescribeStacks shows it.
type Stack struct {
	ID, Name, Region, Description string
	// Status is AWS's ("CREATE_COMPLETE"); Reason its explanation, often empty.
	Status, DetailedStatus, Reason string
	// Outputs, Exports (output key to export name), Parameters and Tags by key.
	Outputs, Exports, Parameters, Tags map[string]string
	// Protected is termination protection.
	Protected        bool
	Created, Updated time.Time
}

// Running reports whether an operation is under way that will end by itself. REVIEW_IN_PROGRESS is not one.
func (s Stack) Running() bool {
	return strings.HasSuffix(s.Status, "_IN_PROGRESS") && s.Status != "REVIEW_IN_PROGRESS"
}

// Healthy reports whether the stack stands as its last good template says. After a rolled back update it does.
func (s Stack) Healthy() bool {
	switch s.Status {
	case "CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE":
		return true
	}
	return false
}

// Stuck reports whether the stack can only be deleted before anything else is possible.
func (s Stack) Stuck() bool {
	switch s.Status {
	case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "REVIEW_IN_PROGRESS", "CREATE_FAILED", "DELETE_FAILED":
		return true
	}
	return false
}

// Stack describes a stack by name or id (DescribeStacks). Deleted stacks are found by id only. Kind NotFound when there is none.
func (c *Cloud) Stack(ctx context.Context, nameOrID string) (Stack, error) {
	out, err := c.clients.cfn.DescribeStacks(ctx, &cloudformation.DescribeStacksInput{StackName: &nameOrID})
	if err != nil {
		return Stack{}, err
	}
	if len(out.Stacks) == 0 {
		return Stack{}, &Error{Service: "cloudformation", Operation: "DescribeStacks", Kind: NotFound,
			Err: errors.New("no stack in the answer")}
	}
	return c.stack(out.Stacks[0]), nil
}

func (c *Cloud) stack(s types.Stack) Stack {
	stack := Stack{
		ID: sdk.ToString(s.StackId), Name: sdk.ToString(s.StackName), Region: c.Region(), Description: sdk.ToString(s.Description),
		Status: string(s.StackStatus), DetailedStatus: string(s.DetailedStatus), Reason: sdk.ToString(s.StackStatusReason),
		Outputs: map[string]string{}, Exports: map[string]string{}, Parameters: map[string]string{}, Tags: map[string]string{},
		Protected: sdk.ToBool(s.EnableTerminationProtection), Created: sdk.ToTime(s.CreationTime), Updated: sdk.ToTime(s.LastUpdatedTime),
	}
	for _, o := range s.Outputs {
		stack.Outputs[sdk.ToString(o.OutputKey)] = sdk.ToString(o.OutputValue)
		if o.ExportName != nil {
			stack.Exports[sdk.ToString(o.OutputKey)] = *o.ExportName
		}
	}
	for _, p := range s.Parameters {
		stack.Parameters[sdk.ToString(p.ParameterKey)] = sdk.ToString(p.ParameterValue)
	}
	for _, t := range s.Tags {
		stack.Tags[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
	}
	return stack
}

// FindStack looks for a stack in several regions at once, and gives those that exist in the regions' order. An error is
// given only when no region could be asked.
func (c *Cloud) FindStack(ctx context.Context, name string, regions ...string) ([]Stack, error) {
	regions = slices.DeleteFunc(slices.Clone(regions), func(r string) bool { return r == "" })
	found := make([]Stack, len(regions))
	failed := make([]error, len(regions))
	var all sync.WaitGroup
	for i, region := range regions {
		if slices.Index(regions, region) < i {
			continue
		}
		all.Go(func() { found[i], failed[i] = c.In(region).Stack(ctx, name) })
	}
	all.Wait()
	var problem error
	answered := false
	for _, err := range failed {
		if err == nil || IsNotFound(err) {
			answered = true
		} else if problem == nil {
			problem = err
		}
	}
	if answered {
		problem = nil
	}
	return slices.DeleteFunc(found, func(s Stack) bool { return s.ID == "" }), problem
}

// DeleteStack deletes a stack; one that is not there is no error. Resources to retain are allowed only in DELETE_FAILED.
func (c *Cloud) DeleteStack(ctx context.Context, nameOrID string, retain ...string) error {
	_, err := c.clients.cfn.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: &nameOrID, RetainResources: retain})
	return err
}

// ContinueRollback goes on with the rollback of an update that failed (ContinueUpdateRollback): legal in UPDATE_ROLLBACK_FAILED only.
func (c *Cloud) ContinueRollback(ctx context.Context, nameOrID string) error {
	_, err := c.clients.cfn.ContinueUpdateRollback(ctx, &cloudformation.ContinueUpdateRollbackInput{StackName: &nameOrID})
	return err
}

// ProtectStack turns termination protection on or off (UpdateTerminationProtection).
func (c *Cloud) ProtectStack(ctx context.Context, name string, on bool) error {
	_, err := c.clients.cfn.UpdateTerminationProtection(ctx, &cloudformation.UpdateTerminationProtectionInput{
		StackName: &name, EnableTerminationProtection: &on,
	})
	return err
}

// StackTemplate is the template that a stack was made from (GetTemplate, as written).
func (c *Cloud) StackTemplate(ctx context.Context, name string) (string, error) {
	out, err := c.clients.cfn.GetTemplate(ctx, &cloudformation.GetTemplateInput{StackName: &name, TemplateStage: types.TemplateStageOriginal})
	if err != nil {
		return "", err
	}
	return sdk.ToString(out.TemplateBody), nil
}

// ValidateTemplate has CloudFormation read a template (ValidateTemplate). It tells the capabilities that it needs.
func (c *Cloud) ValidateTemplate(ctx context.Context, body string) ([]string, error) {
	out, err := c.clients.cfn.ValidateTemplate(ctx, &cloudformation.ValidateTemplateInput{TemplateBody: &body})
	if err != nil {
		return nil, err
	}
	var needed []string
	for _, capability := range out.Capabilities {
		needed = append(needed, string(capability))
	}
	return needed, nil
}
