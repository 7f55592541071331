package aws_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"agentcore-workshop/aws"
	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/steps/secret"
)

// The tests in this file hold the clients and the template against the practice cloud, in process.

const (
	stackName = "troubleshooting-agentcore-cognito"
	prefix    = "/app/troubleshooting/agentcore/"
)

func practiceCloud(t *testing.T) *aws.Cloud {
	t.Helper()
	cloud := sandbox.New(sandbox.Options{Seed: 1})
	c, err := aws.Open(t.Context(), aws.Options{Practice: true, Endpoint: "http://127.0.0.1:4566", Transport: cloud.Transport()})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// noPause is for a cloud whose work is done when it answers.
func noPause(context.Context) error { return nil }

// deployed makes the stack through a change set, as the deploy step does.
func deployed(t *testing.T, c *aws.Cloud) aws.Stack {
	t.Helper()
	id, stackID, err := c.CreateChangeSet(t.Context(), aws.ChangeSetSpec{
		Stack: stackName, Name: "first", Create: true, Template: aws.Template(), Tags: map[string]string{aws.StackTagKey: aws.StackTagValue},
	})
	must(t, err)
	set, err := c.WaitChangeSet(t.Context(), stackID, id, noPause)
	must(t, err)
	if !set.Ready() || len(set.Changes) != len(aws.TemplateResources()) {
		t.Fatalf("change set %s %s (%s) with %d changes", set.Status, set.ExecutionStatus, set.Reason, len(set.Changes))
	}
	must(t, c.ExecuteChangeSet(t.Context(), stackID, id))
	stack, err := c.Stack(t.Context(), stackID)
	must(t, err)
	if stack.Status != "CREATE_COMPLETE" {
		events, _ := c.StackEvents(t.Context(), stackID, "")
		cause, _ := aws.FirstCause(events)
		t.Fatalf("stack %s: %s: %s", stack.Status, cause.LogicalID, cause.Reason)
	}
	return stack
}

func TestTheTemplateMakesWhatTheCourseNeeds(t *testing.T) {
	c := practiceCloud(t)
	ctx := t.Context()
	stack := deployed(t, c)
	pool, err := c.UserPool(ctx, stack.Outputs["UserPoolId"])
	must(t, err)
	if pool.MFA != "OFF" || pool.SMS || !pool.AdminCreateOnly || len(pool.UsernameAttributes) != 1 || pool.Tags[aws.StackTagKey] != aws.StackTagValue {
		t.Errorf("pool %+v", pool)
	}
	web, err := c.AppClient(ctx, pool.ID, stack.Outputs["WebClientId"])
	must(t, err)
	if !web.Public() || !web.OAuth || len(web.CallbackURLs) != 4 || len(web.Scopes) != 4 {
		t.Errorf("web client %+v", web)
	}
	machine, err := c.AppClient(ctx, pool.ID, stack.Outputs["MachineClientId"])
	must(t, err)
	if machine.Public() || strings.Join(machine.Flows, " ") != "client_credentials" || len(machine.CallbackURLs) != 0 {
		t.Errorf("machine client %+v", machine)
	}
	found, err := c.ParametersUnder(ctx, strings.TrimSuffix(prefix, "/"))
	must(t, err)
	if len(found) != 10 {
		t.Errorf("%d parameters", len(found))
	}
	domain, err := c.Domain(ctx, "troubleshooting-connectivity-"+aws.PracticeAccount)
	must(t, err)
	if domain.PoolID != pool.ID || stack.Outputs["CognitoDomain"] != "https://"+domain.Prefix+".auth.us-east-1.amazoncognito.com" {
		t.Errorf("domain %+v, output %s", domain, stack.Outputs["CognitoDomain"])
	}
	groups, err := c.Groups(ctx, pool.ID)
	must(t, err)
	servers, err := c.ResourceServers(ctx, pool.ID)
	must(t, err)
	if len(groups) != 2 || len(servers) != 1 || servers[0].Scopes[0] != "invoke" {
		t.Errorf("groups %v, resource servers %v", groups, servers)
	}
}

func TestTheRoleMayDoItsWorkAndNoMore(t *testing.T) {
	c := practiceCloud(t)
	deployed(t, c)
	role, err := c.Role(t.Context(), "troubleshooting-gateway-execution-role")
	must(t, err)
	trust := role.Trust.Statement[0]
	if len(role.Trust.Services()) != 1 || trust.Condition["StringEquals"]["aws:SourceAccount"][0] != aws.PracticeAccount ||
		trust.Condition["ArnLike"]["aws:SourceArn"][0] != "arn:aws:bedrock-agentcore:us-east-1:123456789012:*" {
		t.Errorf("trust %+v", role.Trust)
	}
	const lambda, parameter = "arn:aws:lambda:us-east-1:123456789012:function:", "arn:aws:ssm:us-east-1:123456789012:parameter"
	const agentcore, secretARN = "arn:aws:bedrock-agentcore:us-east-1:123456789012:", "arn:aws:secretsmanager:us-east-1:123456789012:secret:"
	for _, test := range []struct {
		action, resource string
		want             bool
	}{
		{"lambda:InvokeFunction", lambda + "dns-resolve-tool", true},
		{"lambda:InvokeFunction", lambda + "payroll", false},
		{"ssm:GetParameter", parameter + "/app/troubleshooting/agentcore/userpool_id", true},
		{"ssm:GetParameter", parameter + "/app/other", false},
		{"ssm:PutParameter", parameter + "/app/troubleshooting/agentcore/userpool_id", false},
		{"bedrock-agentcore:GetResourceOauth2Token", agentcore + "token-vault/default/oauth2credentialprovider/p", true},
		{"bedrock-agentcore:GetWorkloadAccessTokenForUserId", agentcore + "workload-identity-directory/default", false},
		{"secretsmanager:GetSecretValue", secretARN + "bedrock-agentcore-identity!default/oauth2/p-AbCdEf", true},
		{"secretsmanager:GetSecretValue", secretARN + "production/database", false},
		{"iam:PassRole", role.ARN, false},
	} {
		if got := role.Inline["BedrockAgentCoreExecutionPolicy"].Allows(test.action, test.resource); got != test.want {
			t.Errorf("%s on %s: %v", test.action, test.resource, got)
		}
		decisions, err := c.Simulate(t.Context(), role.ARN, []string{test.action}, []string{test.resource})
		must(t, err)
		if len(decisions) != 1 || decisions[0].Allowed != test.want {
			t.Errorf("IAM says to %s on %s: %+v", test.action, test.resource, decisions)
		}
	}
}

func TestNothingToChangeIsSeen(t *testing.T) {
	c := practiceCloud(t)
	stack := deployed(t, c)
	id, stackID, err := c.CreateChangeSet(t.Context(), aws.ChangeSetSpec{Stack: stackName, Name: "again", Template: aws.Template(), Tags: stack.Tags})
	if errors.Is(err, aws.ErrNoUpdates) {
		return
	}
	must(t, err)
	set, err := c.WaitChangeSet(t.Context(), stackID, id, noPause)
	must(t, err)
	if !set.Empty() {
		t.Errorf("change set %s %q with %+v", set.Status, set.Reason, set.Changes)
	}
}

func TestTheProviderGetsTheTokenThatCognitoGives(t *testing.T) {
	c := practiceCloud(t)
	ctx := t.Context()
	stack := deployed(t, c)
	machine, err := c.AppClient(ctx, stack.Outputs["UserPoolId"], stack.Outputs["MachineClientId"])
	must(t, err)
	spec := aws.ProviderSpec{
		Name: "p", ClientID: machine.ID, ClientSecret: machine.Secret, Issuer: aws.Issuer("us-east-1", machine.PoolID),
		AuthorizationEndpoint: stack.Outputs["CognitoDomain"] + "/oauth2/authorize", TokenEndpoint: stack.Outputs["CognitoDomain"] + "/oauth2/token",
		ResponseTypes: []string{"code"},
	}
	_, err = c.CreateProvider(ctx, spec)
	must(t, err)
	if _, err = c.CreateProvider(ctx, spec); aws.KindOf(err) != aws.Exists {
		t.Errorf("twice: %v", err)
	}
	provider, err := c.WaitProvider(ctx, "p", noPause)
	must(t, err)
	if !provider.Ready() || provider.ClientID != machine.ID || provider.Issuer != spec.Issuer || provider.TokenEndpoint != spec.TokenEndpoint || provider.CallbackURL == "" {
		t.Errorf("provider %+v", provider)
	}
	kept, err := c.DescribeSecret(ctx, provider.SecretARN)
	must(t, err)
	if kept.Name != "bedrock-agentcore-identity!default/oauth2/p" {
		t.Errorf("secret %+v", kept)
	}
	if all, err := c.Providers(ctx); err != nil || len(all) != 1 {
		t.Errorf("providers %+v, %v", all, err)
	}
	_, err = c.CreateWorkloadIdentity(ctx, "agent", nil, nil)
	must(t, err)
	workload, err := c.WorkloadToken(ctx, "agent")
	must(t, err)
	token, err := c.MachineToken(ctx, workload, "p", machine.Scopes)
	must(t, err)
	direct := clientCredentials(t, c, spec.TokenEndpoint, machine)
	if len(strings.Split(token.Reveal(), ".")) != 3 || direct.Empty() {
		t.Errorf("tokens of %d and %d bytes", token.Len(), direct.Len())
	}
	must(t, c.DeleteProvider(ctx, "p"))
	if _, err := c.Provider(ctx, "p"); !aws.IsNotFound(err) {
		t.Errorf("after deleting: %v", err)
	}
}

func TestTheTestUserIsConfirmedWhateverItWas(t *testing.T) {
	c := practiceCloud(t)
	ctx := t.Context()
	pool := deployed(t, c).Outputs["UserPoolId"]
	const name = "test@example.com"
	if _, err := c.User(ctx, pool, name); !aws.IsNotFound(err) {
		t.Fatalf("before: %v", err)
	}
	made, err := c.CreateUser(ctx, pool, name, secret.New("TempPassword123!"))
	must(t, err)
	if made.Status != "FORCE_CHANGE_PASSWORD" {
		t.Errorf("made %+v", made)
	}
	if _, err = c.CreateUser(ctx, pool, name, secret.New("TempPassword123!")); aws.KindOf(err) != aws.Exists {
		t.Errorf("twice: %v", err)
	}
	if err = c.SetPassword(ctx, pool, name, secret.New("short")); aws.KindOf(err) != aws.Validation {
		t.Errorf("a password against the policy: %v", err)
	}
	must(t, c.SetPassword(ctx, pool, name, secret.New("TestPassword123!")))
	if user, err := c.User(ctx, pool, name); err != nil || user.Status != "CONFIRMED" || user.Email != name || !user.EmailVerified {
		t.Errorf("%+v, %v", user, err)
	}
}

func TestDeletingLeavesNothing(t *testing.T) {
	c := practiceCloud(t)
	ctx := t.Context()
	stack := deployed(t, c)
	must(t, c.ProtectStack(ctx, stackName, true))
	if err := c.DeleteStack(ctx, stackName); aws.KindOf(err) != aws.Conflict {
		t.Errorf("protected: %v", err)
	}
	must(t, c.ProtectStack(ctx, stackName, false))
	must(t, c.DeleteStack(ctx, stackName))
	if gone, err := c.Stack(ctx, stack.ID); err != nil || gone.Status != "DELETE_COMPLETE" {
		t.Errorf("by id: %s, %v", gone.Status, err)
	}
	if _, err := c.Stack(ctx, stackName); !aws.IsNotFound(err) {
		t.Errorf("by name: %v", err)
	}
	if left, err := c.ParametersUnder(ctx, strings.TrimSuffix(prefix, "/")); err != nil || len(left) != 0 {
		t.Errorf("parameters left: %v, %v", left, err)
	}
}

// clientCredentials asks Cognito's token endpoint, whose host is AWS's, for a token.
func clientCredentials(t *testing.T, c *aws.Cloud, endpoint string, client aws.AppClient) secret.Text {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "scope": {strings.Join(client.Scopes, " ")}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	must(t, err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	request.SetBasicAuth(client.ID, client.Secret.Reveal())
	resp, err := c.HTTP().Do(request)
	must(t, err)
	defer resp.Body.Close()
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	must(t, json.NewDecoder(resp.Body).Decode(&answer))
	return secret.New(answer.AccessToken)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
