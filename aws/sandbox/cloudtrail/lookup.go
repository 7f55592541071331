package cloudtrail

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/paging"
)

type attribute struct{ AttributeKey, AttributeValue string }

type lookupInput struct {
	LookupAttributes         []attribute
	StartTime, EndTime       *time.Time
	EventCategory, NextToken string
	MaxResults               int
}

// found is an event as LookupEvents shows it. ReadOnly is a text there.
type found struct {
	EventId, EventName, ReadOnly, EventSource, Username, CloudTrailEvent string
	AccessKeyId                                                          string
	EventTime                                                            time.Time
	Resources                                                            []resource
}

type lookupOutput struct {
	Events    []found
	NextToken string
}

// lookupEvents finds events, newest first.
func lookupEvents(c *core.Call, in *lookupInput) (*lookupOutput, error) {
	if len(in.LookupAttributes) > 1 {
		return nil, core.Errorf("InvalidLookupAttributesException", "You can only specify one lookup attribute.") // [K]
	}
	if in.StartTime != nil && in.EndTime != nil && in.StartTime.After(*in.EndTime) {
		return nil, core.Errorf("InvalidTimeRangeException", "The start time must be before the end time.") // [K]
	}
	now := c.Now()
	var hits []*event
	if in.EventCategory == "" { // the other category is Insights, of which there are none
		for _, e := range slices.Backward(historyOf(c.Realm).Events) {
			if !e.Visible.After(now) && now.Sub(e.At) < keptFor && e.within(in) && e.fits(in.LookupAttributes) {
				hits = append(hits, e)
			}
		}
	}
	size := in.MaxResults
	if size == 0 {
		size = 50
	}
	scope := fmt.Sprint("events", in.LookupAttributes, unix(in.StartTime), unix(in.EndTime))
	page, next, ok := paging.Cut(hits, newestFirst, scope, in.NextToken, size)
	if !ok {
		return nil, core.Errorf("InvalidNextTokenException", "The token is not valid, or the request has other parameters than the one that it came from.") // [K]
	}
	out := &lookupOutput{Events: []found{}, NextToken: next}
	for _, e := range page {
		out.Events = append(out.Events, found{
			EventId: e.ID, EventName: e.Name, ReadOnly: strconv.FormatBool(e.ReadOnly), EventSource: e.Source, Username: e.User,
			AccessKeyId: e.Key, EventTime: e.At, Resources: append([]resource{}, e.Resources...), CloudTrailEvent: e.Record,
		})
	}
	return out, nil
}

func newestFirst(e *event) string { return fmt.Sprintf("%020d", math.MaxInt64-e.Number) }

func unix(t *time.Time) int64 {
	if t == nil {
		return 0
	}
	return t.Unix()
}

func (e *event) within(in *lookupInput) bool {
	return (in.StartTime == nil || !e.At.Before(*in.StartTime)) && (in.EndTime == nil || !e.At.After(*in.EndTime))
}

func (e *event) fits(attributes []attribute) bool {
	for _, a := range attributes {
		is := func(value string) bool { return value == a.AttributeValue }
		fits := map[string]func() bool{
			"EventId":     func() bool { return is(e.ID) },
			"EventName":   func() bool { return is(e.Name) },
			"ReadOnly":    func() bool { return strings.EqualFold(strconv.FormatBool(e.ReadOnly), a.AttributeValue) },
			"Username":    func() bool { return is(e.User) },
			"EventSource": func() bool { return is(e.Source) },
			"AccessKeyId": func() bool { return is(e.Key) },
			"ResourceType": func() bool {
				return slices.ContainsFunc(e.Resources, func(r resource) bool { return is(r.ResourceType) })
			},
			"ResourceName": func() bool {
				return slices.ContainsFunc(e.Resources, func(r resource) bool { return is(r.ResourceName) })
			},
		}[a.AttributeKey]
		if fits == nil || !fits() {
			return false
		}
	}
	return true
}
