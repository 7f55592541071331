package aws

import (
	"context"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
)

// StackEvent is one thing that happened to a stack or to one of its resources.
type StackEvent struct {
	ID, StackID, LogicalID, PhysicalID, Type, Status, Reason string
	Time                                                     time.Time
}

// OfStack reports whether the event is about the stack itself.
func (e StackEvent) OfStack() bool {
	return e.Type == "AWS::CloudFormation::Stack" && e.PhysicalID == e.StackID
}

// Failed reports whether something went wrong, other than that a sibling's failure cancelled it.
func (e StackEvent) Failed() bool {
	return strings.HasSuffix(e.Status, "_FAILED") && !strings.Contains(strings.ToLower(e.Reason), "cancelled")
}

// StackEvents are the events that came after the one with a given id, oldest first; after "" all of them
// (DescribeStackEvents, which lists the newest first). Pages are read only as far as needed.
func (c *Cloud) StackEvents(ctx context.Context, nameOrID, after string) ([]StackEvent, error) {
	var events []StackEvent
	pages := cloudformation.NewDescribeStackEventsPaginator(c.clients.cfn, &cloudformation.DescribeStackEventsInput{StackName: &nameOrID})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range page.StackEvents {
			if after != "" && sdk.ToString(e.EventId) == after {
				slices.Reverse(events)
				return events, nil
			}
			events = append(events, StackEvent{
				ID: sdk.ToString(e.EventId), StackID: sdk.ToString(e.StackId), LogicalID: sdk.ToString(e.LogicalResourceId),
				PhysicalID: sdk.ToString(e.PhysicalResourceId), Type: sdk.ToString(e.ResourceType), Status: string(e.ResourceStatus),
				Reason: sdk.ToString(e.ResourceStatusReason), Time: sdk.ToTime(e.Timestamp),
			})
		}
	}
	slices.Reverse(events)
	return events, nil
}

// FirstCause is the failure that the others followed from: the first failed event of a resource, or of the stack when no
// resource failed. Events must be oldest first.
func FirstCause(events []StackEvent) (StackEvent, bool) {
	var ofStack *StackEvent
	for i, e := range events {
		switch {
		case !e.Failed():
		case !e.OfStack():
			return e, true
		case ofStack == nil:
			ofStack = &events[i]
		}
	}
	if ofStack == nil {
		return StackEvent{}, false
	}
	return *ofStack, true
}

// StackResource is a resource of a stack as it is now.
type StackResource struct {
	LogicalID, PhysicalID, Type, Status, Reason string
	Updated                                     time.Time
}

// StackResources are a stack's resources (ListStackResources), all pages.
func (c *Cloud) StackResources(ctx context.Context, nameOrID string) ([]StackResource, error) {
	var all []StackResource
	pages := cloudformation.NewListStackResourcesPaginator(c.clients.cfn, &cloudformation.ListStackResourcesInput{StackName: &nameOrID})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range page.StackResourceSummaries {
			all = append(all, StackResource{
				LogicalID: sdk.ToString(r.LogicalResourceId), PhysicalID: sdk.ToString(r.PhysicalResourceId),
				Type: sdk.ToString(r.ResourceType), Status: string(r.ResourceStatus), Reason: sdk.ToString(r.ResourceStatusReason),
				Updated: sdk.ToTime(r.LastUpdatedTimestamp),
			})
		}
	}
	return all, nil
}
