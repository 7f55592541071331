package aws

import (
	"context"
	"encoding/json"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail"
	"github.com/aws/aws-sdk-go-v2/service/cloudtrail/types"
)

// AuditEvent is one entry of CloudTrail's event history.
type AuditEvent struct {
	ID, Name, Source, User string
	// RequestID is that of the call which the entry is about, by which it is tied to what a client did.
	RequestID string
	// ErrorCode is AWS's when the call was refused.
	ErrorCode string
	Time      time.Time
	// Resources are the ARNs or names that it touched.
	Resources []string
}

// maxAuditPages bounds a look at the history: CloudTrail takes two calls a second, and fifty events a page are enough.
const maxAuditPages = 6

// AuditEvents are the entries about a service since a moment, newest first (LookupEvents). CloudTrail delivers late, up to about
// 15 minutes: that an entry is missing proves nothing yet. source is like "bedrock-agentcore.amazonaws.com".
func (c *Cloud) AuditEvents(ctx context.Context, source string, since time.Time) ([]AuditEvent, error) {
	var all []AuditEvent
	pages := cloudtrail.NewLookupEventsPaginator(c.clients.trail, &cloudtrail.LookupEventsInput{
		LookupAttributes: []types.LookupAttribute{{AttributeKey: types.LookupAttributeKeyEventSource, AttributeValue: &source}},
		StartTime:        &since, MaxResults: sdk.Int32(50),
	})
	for n := 0; pages.HasMorePages() && n < maxAuditPages; n++ {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range page.Events {
			all = append(all, auditEvent(e))
		}
	}
	return all, nil
}

func auditEvent(e types.Event) AuditEvent {
	found := AuditEvent{
		ID: sdk.ToString(e.EventId), Name: sdk.ToString(e.EventName), Source: sdk.ToString(e.EventSource),
		User: sdk.ToString(e.Username), Time: sdk.ToTime(e.EventTime),
	}
	var record struct {
		RequestID string `json:"requestID"`
		ErrorCode string `json:"errorCode"`
	}
	if json.Unmarshal([]byte(sdk.ToString(e.CloudTrailEvent)), &record) == nil { // an entry that cannot be read still has its name
		found.RequestID, found.ErrorCode = record.RequestID, record.ErrorCode
	}
	for _, r := range e.Resources {
		found.Resources = append(found.Resources, sdk.ToString(r.ResourceName))
	}
	return found
}
