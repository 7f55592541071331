package cloudtrail_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/cloudtrail"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/secrets"
)

func newCloud() *core.Cloud {
	trail := cloudtrail.New()
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	cloud := core.New(core.NewClock(func() time.Time { return now }), core.NewIDs(1), trail, secrets.New(), agentcore.NewControl(), agentcore.NewData())
	cloud.After = trail.Record
	return cloud
}

func do(cloud *core.Cloud, service, op string, in core.Object) (core.Object, error) {
	return cloud.Do(&core.Call{
		Context: context.Background(), Realm: cloud.Realm("123456789012", "us-east-1"), Service: service, Operation: op, RequestID: "r-1",
	}, in)
}

func lookup(t *testing.T, cloud *core.Cloud, in core.Object) []map[string]any {
	t.Helper()
	out, err := do(cloud, "cloudtrail", "LookupEvents", in)
	if err != nil {
		t.Fatal(err)
	}
	var events []map[string]any
	for _, e := range out["Events"].([]any) {
		events = append(events, e.(map[string]any))
	}
	return events
}

func by(key, value string) core.Object {
	return core.Object{"LookupAttributes": []core.Object{{"AttributeKey": key, "AttributeValue": value}}}
}

func TestTheTrailTellsWhoDidWhatAndHidesSecrets(t *testing.T) {
	cloud := newCloud()
	_, err := do(cloud, "bedrock-agentcore-control", "CreateApiKeyCredentialProvider", core.Object{"name": "k", "apiKey": "topsecret"})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = do(cloud, "bedrock-agentcore-control", "CreateWorkloadIdentity", core.Object{"name": "agent"})
	wat, _ := do(cloud, "bedrock-agentcore", "GetWorkloadAccessToken", core.Object{"workloadName": "agent"})
	_, _ = do(cloud, "bedrock-agentcore", "GetResourceApiKey", core.Object{"workloadIdentityToken": wat["workloadAccessToken"], "resourceCredentialProviderName": "k"})
	_, _ = do(cloud, "bedrock-agentcore-control", "GetWorkloadIdentity", core.Object{"name": "nobody"})

	events := lookup(t, cloud, by("EventSource", "bedrock-agentcore.amazonaws.com"))
	var order []string
	for _, e := range events {
		order = append(order, e["EventName"].(string))
		if text := e["CloudTrailEvent"].(string); strings.Contains(text, "topsecret") || strings.Contains(text, wat["workloadAccessToken"].(string)) {
			t.Errorf("%s tells a secret", e["EventName"])
		}
	}
	if strings.Join(order, " ") != "GetWorkloadIdentity GetResourceApiKey GetWorkloadAccessToken CreateWorkloadIdentity CreateApiKeyCredentialProvider" {
		t.Errorf("order is %v", order)
	}
	var rec map[string]any
	if err := json.Unmarshal([]byte(events[1]["CloudTrailEvent"].(string)), &rec); err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(rec["requestParameters"]) != "map[resourceCredentialProviderName:k workloadIdentityToken:HIDDEN_DUE_TO_SECURITY_REASONS]" ||
		rec["eventCategory"] != "Management" || events[1]["Username"] != "workshop" {
		t.Errorf("record %v", rec)
	}
	if failed := events[0]["CloudTrailEvent"].(string); !strings.Contains(failed, `"errorCode":"ResourceNotFoundException"`) || events[0]["ReadOnly"] != "true" {
		t.Errorf("the refused call is recorded as %s", failed)
	}
	arn := "arn:aws:bedrock-agentcore:us-east-1:123456789012:workload-identity-directory/default/workload-identity/agent"
	for _, test := range []struct {
		in   core.Object
		want int
	}{
		{by("EventName", "GetWorkloadAccessToken"), 1},
		{by("ReadOnly", "true"), 1},
		{by("ResourceName", arn), 2},
		{by("ResourceType", "AWS::BedrockAgentCore::APIKeyCredentialProvider"), 2},
		{core.Object{"StartTime": time.Date(2026, 11, 21, 9, 0, 1, 0, time.UTC)}, 0},
		{core.Object{"EndTime": time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}, 5},
	} {
		if got := lookup(t, cloud, test.in); len(got) != test.want {
			t.Errorf("%v found %d, want %d", test.in, len(got), test.want)
		}
	}
}

func TestEventsArriveLateAtRealisticPace(t *testing.T) {
	cloud := newCloud()
	cloud.SetPace(core.Realistic)
	_, _ = do(cloud, "bedrock-agentcore-control", "GetTokenVault", core.Object{})
	if got := lookup(t, cloud, core.Object{}); len(got) != 0 {
		t.Error("the event is there at once")
	}
	cloud.Clock.SetOffset(5 * time.Minute)
	if got := lookup(t, cloud, core.Object{}); len(got) != 1 {
		t.Error("the event is not there after five minutes")
	}
	cloud.Clock.SetOffset(91 * 24 * time.Hour)
	if got := lookup(t, cloud, core.Object{}); len(got) != 0 {
		t.Error("the event is there after ninety days")
	}
}

func TestLookupPagesAndRefusals(t *testing.T) {
	cloud := newCloud()
	for i := range 3 {
		_, _ = do(cloud, "bedrock-agentcore-control", "CreateWorkloadIdentity", core.Object{"name": fmt.Sprint("agent-", i)})
	}
	in := core.Object{"MaxResults": 2}
	first, err := do(cloud, "cloudtrail", "LookupEvents", in)
	if err != nil || len(first["Events"].([]any)) != 2 {
		t.Fatalf("first page %v %v", first, err)
	}
	_, _ = do(cloud, "bedrock-agentcore-control", "CreateWorkloadIdentity", core.Object{"name": "late"})
	in["NextToken"] = first["NextToken"]
	if rest := lookup(t, cloud, in); len(rest) != 1 || !strings.Contains(rest[0]["CloudTrailEvent"].(string), "agent-0") {
		t.Errorf("second page %v", rest)
	}
	two := by("EventName", "x")
	two["LookupAttributes"] = append(two["LookupAttributes"].([]core.Object), core.Object{"AttributeKey": "Username", "AttributeValue": "y"})
	other := by("EventName", "x")
	other["NextToken"] = first["NextToken"]
	for code, in := range map[string]core.Object{
		"InvalidLookupAttributesException": two,
		"InvalidNextTokenException":        other,
		"InvalidTimeRangeException":        {"StartTime": "2026-11-22T00:00:00Z", "EndTime": "2026-11-21T00:00:00Z"},
	} {
		_, err := do(cloud, "cloudtrail", "LookupEvents", in)
		var e *core.Error
		if !errors.As(err, &e) || e.Code != code {
			t.Errorf("want %s, got %v", code, err)
		}
	}
}
