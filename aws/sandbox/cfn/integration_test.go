package cfn_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/agentcore"
	"agentcore-workshop/aws/sandbox/cfn"
	"agentcore-workshop/aws/sandbox/cognito"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/iam"
	"agentcore-workshop/aws/sandbox/ssm"
	"agentcore-workshop/aws/sandbox/wire"
)

// place is a cloud of the real services, in which every call between them is held against the service model.
type place struct {
	t     *testing.T
	now   time.Time
	cloud *core.Cloud
}

func newPlace(t *testing.T) *place {
	p := &place{t: t, now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)}
	p.cloud = core.New(core.NewClock(func() time.Time { return p.now }), core.NewIDs(1),
		cfn.New(), cognito.New(), ssm.New(), iam.New(), agentcore.NewControl(), agentcore.NewData())
	p.cloud.Validate = wire.New().Validate
	return p
}

func (p *place) try(service, operation string, in core.Object) (core.Object, error) {
	out, err := p.cloud.Do(&core.Call{
		Context: context.Background(), Realm: p.cloud.Realm("123456789012", "us-east-1"), Service: service, Operation: operation,
		Caller: "arn:aws:iam::123456789012:user/learner",
	}, in)
	if err != nil {
		return nil, err
	}
	data, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	var tree core.Object
	return tree, json.Unmarshal(data, &tree)
}

func (p *place) ask(service, operation string, in core.Object) core.Object {
	p.t.Helper()
	out, err := p.try(service, operation, in)
	if err != nil {
		p.t.Fatalf("%s: %v", operation, err)
	}
	return out
}

func published(t *testing.T) string {
	t.Helper()
	body, err := os.ReadFile("testdata/published.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func stackInput(body string) core.Object {
	return core.Object{"StackName": "troubleshooting-agentcore-cognito", "TemplateBody": body, "Capabilities": []any{"CAPABILITY_NAMED_IAM"}}
}

func (p *place) stack() core.Object {
	p.t.Helper()
	out := p.ask("cloudformation", "DescribeStacks", core.Object{"StackName": "troubleshooting-agentcore-cognito"})
	return out["Stacks"].([]any)[0].(core.Object)
}

// is demands a status, and shows what failed otherwise.
func (p *place) is(status string) {
	p.t.Helper()
	if got := p.stack()["StackStatus"]; got == status {
		return
	}
	var lines []string
	for _, e := range p.ask("cloudformation", "DescribeStackEvents", core.Object{"StackName": "troubleshooting-agentcore-cognito"})["StackEvents"].([]any) {
		e := e.(core.Object)
		lines = append(lines, fmt.Sprint(e["LogicalResourceId"], " ", e["ResourceStatus"], " ", e["ResourceStatusReason"]))
	}
	p.t.Fatalf("the stack is %v, want %s\n%s", p.stack()["StackStatus"], status, strings.Join(lines, "\n"))
}

func (p *place) parameter(name string) string {
	p.t.Helper()
	out := p.ask("ssm", "GetParameter", core.Object{"Name": "/app/troubleshooting/agentcore/" + name})
	return out["Parameter"].(core.Object)["Value"].(string)
}

func TestThePublishedTemplate(t *testing.T) {
	p := newPlace(t)
	p.ask("cloudformation", "CreateStack", stackInput(published(t)))
	p.is("CREATE_COMPLETE")
	pool := p.parameter("userpool_id")
	if !regexp.MustCompile(`^us-east-1_[0-9A-Za-z]{9}$`).MatchString(pool) {
		t.Errorf("the pool is %q", pool)
	}
	if scope := p.parameter("cognito_auth_scope"); !regexp.MustCompile(`^netops-resource-server-[0-9a-f]{8}/invoke$`).MatchString(scope) {
		t.Errorf("the scope is %q", scope)
	}
	if role := p.parameter("gateway_iam_role"); role != "arn:aws:iam::123456789012:role/troubleshooting-gateway-execution-role" {
		t.Errorf("the role is %q", role)
	}
	client := p.ask("cognito-idp", "DescribeUserPoolClient", core.Object{"UserPoolId": pool, "ClientId": p.parameter("machine_client_id")})
	if c := client["UserPoolClient"].(core.Object); c["ClientSecret"] == nil || c["AccessTokenValidity"] != float64(60) {
		t.Errorf("the machine client is %v", c["AccessTokenValidity"])
	}
	if out := p.stack()["Outputs"].([]any); len(out) != 4 {
		t.Errorf("outputs %v", out)
	}
	resources := p.ask("cloudformation", "ListStackResources", core.Object{"StackName": "troubleshooting-agentcore-cognito"})
	if n := len(resources["StackResourceSummaries"].([]any)); n != 19 {
		t.Errorf("%d resources", n)
	}
	if _, err := p.try("cloudformation", "UpdateStack", stackInput(published(t))); err == nil || !strings.Contains(err.Error(), "No updates are to be performed.") {
		t.Errorf("the same again: %v", err)
	}
	changed := strings.NewReplacer("Default: TroubleshootingWebClient", "Default: Renamed", "Description: Administrators", "Description: Those who may", "Action: sns:Publish", "Action: 'sns:*'",
		"Tags: {Application: NetOps}", "Tags: {Application: Renamed}", "ScopeDescription: Invoke", "ScopeDescription: Call").Replace(published(t))
	p.ask("cloudformation", "UpdateStack", stackInput(changed))
	p.is("UPDATE_COMPLETE")
	web := p.ask("cognito-idp", "DescribeUserPoolClient", core.Object{"UserPoolId": pool, "ClientId": p.parameter("web_client_id")})
	if c := web["UserPoolClient"].(core.Object); c["ClientName"] != "Renamed" || len(c["CallbackURLs"].([]any)) != 2 {
		t.Errorf("the web client is %v", c)
	}
	group := p.ask("cognito-idp", "GetGroup", core.Object{"UserPoolId": pool, "GroupName": "admin"})
	if g := group["Group"].(core.Object); g["Description"] != "Those who may" {
		t.Errorf("the group is %v", g)
	}
	p.ask("cloudformation", "DeleteStack", core.Object{"StackName": "troubleshooting-agentcore-cognito"})
	if _, err := p.try("cloudformation", "DescribeStacks", core.Object{"StackName": "troubleshooting-agentcore-cognito"}); err == nil {
		p.is("DELETE_COMPLETE")
	}
	if got := p.ask("cognito-idp", "ListUserPools", core.Object{"MaxResults": float64(10)})["UserPools"].([]any); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
}

func TestAgentCoreTypes(t *testing.T) {
	p := newPlace(t)
	const body = `
Resources:
  Workload: {Type: AWS::BedrockAgentCore::WorkloadIdentity, Properties: {Name: my-agent, AllowedResourceOauth2ReturnUrls: ['http://localhost:8501/return'], Tags: [{Key: a, Value: b}]}}
  Pool: {Type: AWS::Cognito::UserPool}
  Server: {Type: AWS::Cognito::UserPoolResourceServer, Properties: {UserPoolId: !Ref Pool, Identifier: s, Name: s, Scopes: [{ScopeName: invoke, ScopeDescription: d}]}}
  User: {Type: AWS::Cognito::UserPoolUser, Properties: {UserPoolId: !Ref Pool, Username: somebody, MessageAction: SUPPRESS}}
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Pool, GenerateSecret: true, AllowedOAuthFlows: [client_credentials], AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: [!Sub '${Server}/invoke']}
  Provider:
    Type: AWS::BedrockAgentCore::OAuth2CredentialProvider
    Properties:
      Name: my-provider
      CredentialProviderVendor: CustomOauth2
      Oauth2ProviderConfigInput:
        CustomOauth2ProviderConfig:
          ClientId: !Ref Client
          ClientSecret: !GetAtt Client.ClientSecret
          OauthDiscovery:
            AuthorizationServerMetadata:
              Issuer: !GetAtt Pool.ProviderURL
              AuthorizationEndpoint: https://x.auth.us-east-1.amazoncognito.com/oauth2/authorize
              TokenEndpoint: https://x.auth.us-east-1.amazoncognito.com/oauth2/token
              ResponseTypes: [code]
Outputs:
  Callback: {Value: !GetAtt Provider.CallbackUrl}
  Secret: {Value: !GetAtt Provider.ClientSecretArn.SecretArn}
  Workload: {Value: !GetAtt Workload.WorkloadIdentityArn}
`
	p.ask("cloudformation", "CreateStack", stackInput(body))
	p.is("CREATE_COMPLETE")
	got := p.ask("bedrock-agentcore-control", "GetOauth2CredentialProvider", core.Object{"name": "my-provider"})
	if got["credentialProviderVendor"] != "CustomOauth2" {
		t.Errorf("the provider is %v", got)
	}
	for _, o := range p.stack()["Outputs"].([]any) {
		if o.(core.Object)["OutputValue"] == "" {
			t.Errorf("an output is empty: %v", o)
		}
	}
	p.ask("cloudformation", "UpdateStack", stackInput(strings.Replace(body, "8501/return", "8502/return", 1)))
	p.is("UPDATE_COMPLETE")
	p.ask("cloudformation", "DeleteStack", core.Object{"StackName": "troubleshooting-agentcore-cognito"})
	if _, err := p.try("bedrock-agentcore-control", "GetWorkloadIdentity", core.Object{"name": "my-agent"}); err == nil {
		t.Error("the workload identity is still there")
	}
}

// A lesson shows a whole stack in about ten seconds, and the cloud may be restarted in the middle of it.
func TestTheLessonsPaceAndARestart(t *testing.T) {
	p := newPlace(t)
	p.cloud.SetPace(core.Lesson)
	p.ask("cloudformation", "CreateStack", stackInput(published(t)))
	p.now = p.now.Add(4 * time.Second)
	p.is("CREATE_IN_PROGRESS")
	state, err := p.cloud.Save()
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	var loaded core.State
	if err := json.Unmarshal(data, &loaded); err != nil {
		t.Fatal(err)
	}
	next := newPlace(t)
	next.cloud.SetPace(core.Lesson)
	next.cloud.Restore(loaded)
	next.now = p.now.Add(time.Second)
	next.is("CREATE_IN_PROGRESS")
	next.now = p.now.Add(7 * time.Second)
	next.is("CREATE_COMPLETE")
	if next.parameter("userpool_id") == "" {
		t.Error("the pool's parameter is empty")
	}
}
