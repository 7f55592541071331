package aws_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/steps/secret"
)

func TestAStackShowsWhatItIsMadeOf(t *testing.T) {
	c := practiceCloud(t)
	ctx := t.Context()
	needed, err := c.ValidateTemplate(ctx, aws.Template())
	must(t, err)
	if !slices.Contains(needed, "CAPABILITY_NAMED_IAM") {
		t.Errorf("capabilities %v", needed)
	}
	if _, err = c.ValidateTemplate(ctx, "Resources: ["); aws.KindOf(err) != aws.Validation {
		t.Errorf("malformed: %q %v", aws.KindOf(err), err)
	}
	stack := deployed(t, c)
	resources, err := c.StackResources(ctx, stackName)
	must(t, err)
	for _, want := range aws.TemplateResources() {
		if !slices.ContainsFunc(resources, func(r aws.StackResource) bool {
			return r.LogicalID == want.LogicalID && r.Type == want.Type && r.Status == "CREATE_COMPLETE" && r.PhysicalID != ""
		}) {
			t.Errorf("%s is not there as it should be", want.LogicalID)
		}
	}
	if body, err := c.StackTemplate(ctx, stackName); err != nil || body != aws.Template() {
		t.Errorf("the template comes back with %d bytes: %v", len(body), err)
	}
	if !stack.Healthy() || stack.Running() || stack.Stuck() || stack.Exports["UserPoolId"] != stackName+"-UserPoolId" {
		t.Errorf("stack %+v", stack)
	}
	events, err := c.StackEvents(ctx, stackName, "")
	must(t, err)
	if last := events[len(events)-1]; !last.OfStack() || last.Status != "CREATE_COMPLETE" {
		t.Errorf("last event %+v", last)
	}
}

func TestAChangeSetCanBeThrownAway(t *testing.T) {
	c := practiceCloud(t)
	id, stackID, err := c.CreateChangeSet(t.Context(), aws.ChangeSetSpec{Stack: stackName, Name: "first", Create: true, Template: aws.Template()})
	must(t, err)
	_, err = c.WaitChangeSet(t.Context(), stackID, id, noPause)
	must(t, err)
	if stack, err := c.Stack(t.Context(), stackName); err != nil || stack.Status != "REVIEW_IN_PROGRESS" || !stack.Stuck() || stack.Running() {
		t.Errorf("before executing: %+v, %v", stack, err)
	}
	must(t, c.DeleteChangeSet(t.Context(), stackID, id))
	if _, err = c.ChangeSet(t.Context(), stackID, id); !aws.IsNotFound(err) {
		t.Errorf("after deleting: %v", err)
	}
}

func TestClientsAndUsersAreListedAndRemoved(t *testing.T) {
	c := practiceCloud(t)
	ctx := t.Context()
	stack := deployed(t, c)
	pool := stack.Outputs["UserPoolId"]
	clients, err := c.AppClients(ctx, pool)
	must(t, err)
	if len(clients) != 2 {
		t.Errorf("clients %v", clients)
	}
	changed, err := c.UpdateAppClient(ctx, pool, stack.Outputs["WebClientId"], func(a *aws.AppClient) {
		a.LogoutURLs = append(a.LogoutURLs, "http://localhost:8504/")
	})
	must(t, err)
	if len(changed.LogoutURLs) != 4 || len(changed.CallbackURLs) != 4 || len(changed.Scopes) != 4 {
		t.Errorf("client %+v", changed)
	}
	server, err := c.ResourceServer(ctx, pool, "troubleshooting-connectivity-analyzer")
	must(t, err)
	if !slices.Equal(server.Scopes, []string{"invoke"}) {
		t.Errorf("resource server %+v", server)
	}
	_, err = c.CreateUser(ctx, pool, "test@example.com", secret.New("TempPassword123!"))
	must(t, err)
	must(t, c.EnableUser(ctx, pool, "test@example.com"))
	must(t, c.DeleteUser(ctx, pool, "test@example.com"))
	if _, err := c.User(ctx, pool, "test@example.com"); !aws.IsNotFound(err) {
		t.Errorf("after deleting: %v", err)
	}
}

func TestParametersAreWrittenAndRemoved(t *testing.T) {
	c := practiceCloud(t)
	ctx := t.Context()
	must(t, c.PutParameter(ctx, "/a/b", "1", "first", false))
	if err := c.PutParameter(ctx, "/a/b", "2", "", false); aws.KindOf(err) != aws.Exists {
		t.Errorf("twice: %v", err)
	}
	must(t, c.PutParameter(ctx, "/a/b", "2", "", true))
	found, absent, err := c.Parameters(ctx, "/a/b", "/a/c")
	must(t, err)
	if found["/a/b"].Value != "2" || found["/a/b"].Type != "String" || !slices.Equal(absent, []string{"/a/c"}) {
		t.Errorf("found %+v, absent %v", found, absent)
	}
	must(t, c.DeleteParameters(ctx, "/a/b", "/a/c"))
	if _, absent, err = c.Parameters(ctx, "/a/b"); err != nil || len(absent) != 1 {
		t.Errorf("after deleting: %v, %v", absent, err)
	}
}

// TestCallsAreToldUnderAWSsNames: the practice cloud's own address would say nothing to a learner.
func TestCallsAreToldUnderAWSsNames(t *testing.T) {
	n := &seenCalls{}
	server := httptest.NewServer(sandbox.New(sandbox.Options{Seed: 1}))
	t.Cleanup(server.Close)
	c, err := aws.Open(t.Context(), aws.Options{Practice: true, Endpoint: server.URL, Recorder: n})
	must(t, err)
	_, err = c.Providers(t.Context())
	must(t, err)
	_, _ = c.Role(t.Context(), "nobody")
	for i, want := range []string{"https://bedrock-agentcore-control.us-east-1.amazonaws.com/", "https://iam.amazonaws.com/"} {
		if len(n.urls) <= i || !strings.HasPrefix(n.urls[i], want) {
			t.Errorf("calls %v, want %s", n.urls, want)
		}
	}
}

// seenCalls are the addresses of the calls, some of which are made beside each other.
type seenCalls struct {
	mu   sync.Mutex
	urls []string
}

func (s *seenCalls) Before(context.Context, aws.Call) error { return nil }
func (s *seenCalls) After(_ context.Context, c aws.Call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.urls = append(s.urls, c.URL)
}

func TestWorkloadIdentities(t *testing.T) {
	c := practiceCloud(t)
	ctx := t.Context()
	_, err := c.CreateWorkloadIdentity(ctx, "agent", []string{"http://localhost:8501/return"}, map[string]string{"a": "b"})
	must(t, err)
	if _, err = c.CreateWorkloadIdentity(ctx, "agent", nil, nil); aws.KindOf(err) != aws.Exists {
		t.Errorf("twice: %v", err)
	}
	_, err = c.UpdateWorkloadIdentity(ctx, "agent", []string{"http://localhost:8502/return"})
	must(t, err)
	got, err := c.WorkloadIdentity(ctx, "agent")
	must(t, err)
	if !slices.Equal(got.ReturnURLs, []string{"http://localhost:8502/return"}) || got.Created.IsZero() {
		t.Errorf("%+v", got)
	}
	for range 21 { // more than a page
		_, err = c.CreateWorkloadIdentity(ctx, "agent-"+string(rune('a'+len(identities(t, c)))), nil, nil)
		must(t, err)
	}
	if all := identities(t, c); len(all) != 22 {
		t.Errorf("%d identities", len(all))
	}
	must(t, c.DeleteWorkloadIdentity(ctx, "agent"))
	if _, err = c.WorkloadIdentity(ctx, "agent"); !aws.IsNotFound(err) {
		t.Errorf("after deleting: %v", err)
	}
	_, err = c.TokenVault(ctx)
	must(t, err)
}

// identities lists the workload identities.
func identities(t *testing.T, c *aws.Cloud) []aws.WorkloadIdentity {
	t.Helper()
	all, err := c.WorkloadIdentities(t.Context())
	must(t, err)
	return all
}

func TestAUserIsSentToSignIn(t *testing.T) {
	c := practiceCloud(t)
	ctx := t.Context()
	stack := deployed(t, c)
	spec := aws.ProviderSpec{
		Name: "p", ClientID: stack.Outputs["MachineClientId"], ClientSecret: secret.New("not-the-right-one"), ResponseTypes: []string{"code"},
		Issuer: aws.Issuer("us-east-1", stack.Outputs["UserPoolId"]), TokenEndpoint: stack.Outputs["CognitoDomain"] + "/oauth2/token",
		AuthorizationEndpoint: stack.Outputs["CognitoDomain"] + "/oauth2/authorize",
	}
	made, err := c.CreateProvider(ctx, spec)
	must(t, err)
	updated, err := c.UpdateProvider(ctx, spec)
	must(t, err)
	if updated.CallbackURL != made.CallbackURL || updated.ClientID != spec.ClientID {
		t.Errorf("made %+v, updated %+v", made, updated)
	}
	const back = "http://localhost:8501/return"
	_, err = c.CreateWorkloadIdentity(ctx, "agent", []string{back}, nil)
	must(t, err)
	workload, err := c.WorkloadTokenForUserID(ctx, "agent", "kim")
	must(t, err)
	if _, err = c.MachineToken(ctx, workload, "p", []string{"troubleshooting-connectivity-analyzer/invoke"}); aws.KindOf(err) != aws.Validation {
		t.Errorf("with the wrong secret: %v", err)
	}
	answer, err := c.UserToken(ctx, aws.ResourceTokenRequest{Workload: workload, Provider: "p", Scopes: []string{"openid"}, ReturnURL: back, Force: true})
	must(t, err)
	if answer.AuthorizationURL == "" || answer.SessionURI == "" || !answer.AccessToken.Empty() {
		t.Errorf("answer %+v", answer)
	}
	if _, err = c.WorkloadTokenForUser(ctx, "agent", secret.New("a.b.c")); err == nil {
		t.Error("a token that nobody signed was taken for a user's")
	}
	if _, err = c.APIKey(ctx, workload, "absent"); !aws.IsNotFound(err) {
		t.Errorf("an absent API key provider: %q %v", aws.KindOf(err), err)
	}
}
