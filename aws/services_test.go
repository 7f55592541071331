package aws

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

// The API sets everything that an update leaves out back to its default. Whatever AWS said before must be said again.
func TestUpdatingAClientResetsNothing(t *testing.T) {
	const before = `{"UserPoolId":"p","ClientId":"c","ClientName":"Web","RefreshTokenValidity":30,"AccessTokenValidity":60,"IdTokenValidity":45,
		"TokenValidityUnits":{"AccessToken":"minutes","IdToken":"minutes","RefreshToken":"days"},
		"ReadAttributes":["email"],"WriteAttributes":["name"],"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH"],"SupportedIdentityProviders":["COGNITO"],
		"CallbackURLs":["http://localhost:8501/"],"LogoutURLs":["http://localhost:8501/"],"DefaultRedirectURI":"http://localhost:8501/",
		"AllowedOAuthFlows":["code"],"AllowedOAuthScopes":["openid"],"AllowedOAuthFlowsUserPoolClient":true,
		"AnalyticsConfiguration":{"ApplicationId":"a"},"PreventUserExistenceErrors":"ENABLED","EnableTokenRevocation":true,
		"EnablePropagateAdditionalUserContextData":false,"AuthSessionValidity":5,"RefreshTokenRotation":{"Feature":"DISABLED"}}`
	var sent map[string]any
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.Header.Get("X-Amz-Target"), "UpdateUserPoolClient") {
			_ = json.NewDecoder(r.Body).Decode(&sent)
		}
		_, _ = io.WriteString(w, `{"UserPoolClient":`+before+`}`)
	}, Options{})
	client, err := c.UpdateAppClient(t.Context(), "p", "c", func(a *AppClient) { a.CallbackURLs = append(a.CallbackURLs, "http://localhost:8502/") })
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]any
	if err := json.Unmarshal([]byte(before), &want); err != nil {
		t.Fatal(err)
	}
	want["CallbackURLs"] = []any{"http://localhost:8501/", "http://localhost:8502/"}
	if !reflect.DeepEqual(sent, want) {
		t.Errorf("sent %v\nwant %v", sent, want)
	}
	if client.AccessToken != time.Hour || client.IDToken != 45*time.Minute || client.RefreshToken != 30*24*time.Hour {
		t.Errorf("lifetimes %s %s %s", client.AccessToken, client.IDToken, client.RefreshToken)
	}
	if _, err = c.UpdateAppClient(t.Context(), "p", "c", func(a *AppClient) { a.AccessToken = 5 * time.Minute }); err != nil {
		t.Fatal(err)
	}
	if sent["AccessTokenValidity"] != 5.0 || sent["IdTokenValidity"] != 45.0 || sent["RefreshTokenValidity"] != 30.0 {
		t.Errorf("lifetimes, each in its own unit: %v %v %v", sent["AccessTokenValidity"], sent["IdTokenValidity"], sent["RefreshTokenValidity"])
	}
}

func TestParametersAreAskedForInTens(t *testing.T) {
	var batches []int
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		var in struct{ Names []string }
		_ = json.NewDecoder(r.Body).Decode(&in)
		batches = append(batches, len(in.Names))
		out, _ := json.Marshal(map[string]any{"InvalidParameters": in.Names})
		_, _ = w.Write(out)
	}, Options{})
	names := make([]string, 23)
	for i := range names {
		names[i] = "/p/" + string(rune('a'+i))
	}
	found, absent, err := c.Parameters(t.Context(), names...)
	if err != nil || len(found) != 0 || !slices.Equal(absent, names) || !slices.Equal(batches, []int{10, 10, 3}) {
		t.Errorf("found %v, absent %v, batches %v: %v", found, absent, batches, err)
	}
}

func TestEventsAreGivenOldestFirstSinceTheLast(t *testing.T) {
	page := func(token string, ids ...string) string {
		var b strings.Builder
		for _, id := range ids {
			b.WriteString("<member><EventId>" + id + "</EventId><StackId>s</StackId><StackName>n</StackName><Timestamp>2026-11-21T12:00:00Z</Timestamp></member>")
		}
		return "<DescribeStackEventsResponse><DescribeStackEventsResult><StackEvents>" + b.String() + "</StackEvents>" + token +
			"</DescribeStackEventsResult></DescribeStackEventsResponse>"
	}
	asked := 0
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		if r.FormValue("NextToken") == "more" {
			_, _ = io.WriteString(w, page("", "2", "1"))
			return
		}
		_, _ = io.WriteString(w, page("<NextToken>more</NextToken>", "4", "3"))
	}, Options{})
	ids := func(after string) (got []string) {
		events, err := c.StackEvents(t.Context(), "n", after)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			got = append(got, e.ID)
		}
		return got
	}
	if got := ids(""); !slices.Equal(got, []string{"1", "2", "3", "4"}) {
		t.Errorf("all: %v", got)
	}
	asked = 0
	if got := ids("3"); !slices.Equal(got, []string{"4"}) || asked != 1 {
		t.Errorf("since 3: %v, after %d pages", got, asked)
	}
}

func TestTheFirstCauseIsNotACancelledSibling(t *testing.T) {
	events := []StackEvent{
		{LogicalID: "A", Status: "CREATE_IN_PROGRESS", Type: "AWS::SSM::Parameter"},
		{LogicalID: "B", Status: "CREATE_FAILED", Reason: "Resource creation cancelled", Type: "AWS::SSM::Parameter"},
		{LogicalID: "C", Status: "CREATE_FAILED", Reason: "Domain already associated", Type: "AWS::Cognito::UserPoolDomain"},
		{LogicalID: "s", StackID: "id", PhysicalID: "id", Status: "ROLLBACK_FAILED", Type: "AWS::CloudFormation::Stack"},
	}
	if cause, ok := FirstCause(events); !ok || cause.LogicalID != "C" {
		t.Errorf("cause %+v", cause)
	}
	if cause, ok := FirstCause(events[3:]); !ok || cause.LogicalID != "s" {
		t.Errorf("cause %+v", cause)
	}
	if _, ok := FirstCause(events[:2]); ok {
		t.Error("a cancelled sibling counts as a cause")
	}
}

func TestAStackIsLookedForInSeveralRegions(t *testing.T) {
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		if !strings.Contains(r.Header.Get("Authorization"), "/us-west-2/") {
			xmlError(400, "ValidationError", "Stack with id n does not exist")(w, r)
			return
		}
		_, _ = io.WriteString(w, "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackId>id</StackId><StackName>n</StackName>"+
			"<StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks></DescribeStacksResult></DescribeStacksResponse>")
	}, Options{})
	found, err := c.FindStack(t.Context(), "n", "ap-northeast-2", "us-east-1", "us-west-2", "us-west-2", "")
	if err != nil || len(found) != 1 || found[0].Region != "us-west-2" || !found[0].Healthy() {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestChangeSetsAreReadPageByPage(t *testing.T) {
	states := []string{"CREATE_PENDING", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"}
	looks := 0
	c := stranger(t, func(w http.ResponseWriter, r *http.Request) {
		change := func(id string) string {
			return "<member><Type>Resource</Type><ResourceChange><Action>Modify</Action><LogicalResourceId>" + id + "</LogicalResourceId>" +
				"<Details><member><Target><Attribute>Properties</Attribute><Name>CallbackURLs</Name></Target></member></Details></ResourceChange></member>"
		}
		next := "<NextToken>more</NextToken>"
		if r.FormValue("NextToken") == "more" {
			next = ""
		}
		_, _ = io.WriteString(w, "<DescribeChangeSetResponse><DescribeChangeSetResult><Status>"+states[looks]+"</Status><ExecutionStatus>AVAILABLE</ExecutionStatus><Changes>"+
			change("R")+"</Changes>"+next+"</DescribeChangeSetResult></DescribeChangeSetResponse>")
	}, Options{})
	set, err := c.WaitChangeSet(t.Context(), "s", "n", func(context.Context) error { looks++; return nil })
	if err != nil || looks != 2 || !set.Ready() || len(set.Changes) != 2 || !slices.Equal(set.Changes[0].Properties, []string{"CallbackURLs"}) {
		t.Errorf("%+v after %d looks: %v", set, looks, err)
	}
	if !(ChangeSet{Status: "FAILED", Reason: "The submitted information didn't contain changes. Submit different information to create a change set."}).Empty() {
		t.Error("AWS's text for no changes is not known")
	}
}
