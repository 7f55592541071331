package cfn

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

// calls tells which calls a change of template makes.
func callsOf(t *testing.T, before, after string) []string {
	t.Helper()
	b := newBench(t, core.Fast)
	b.create("demo", before)
	b.is("demo", "CREATE_COMPLETE")
	b.calls = nil
	b.ask("UpdateStack", stackInput("demo", after))
	b.is("demo", "UPDATE_COMPLETE")
	return b.calls
}

func TestARoleIsChangedPartByPart(t *testing.T) {
	role := func(rest string) string {
		return "Resources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: r, " + rest + "}}}"
	}
	for name, test := range map[string]struct{ before, after, want string }{
		"trust":    {"AssumeRolePolicyDocument: {a: 1}", "AssumeRolePolicyDocument: {a: 2}", "UpdateAssumeRolePolicy r,UpdateRole r"},
		"inline":   {"AssumeRolePolicyDocument: {}, Policies: [{PolicyName: p, PolicyDocument: {}}, {PolicyName: q, PolicyDocument: {}}]", "AssumeRolePolicyDocument: {}, Policies: [{PolicyName: q, PolicyDocument: {b: 1}}]", "UpdateRole r,PutRolePolicy r,DeleteRolePolicy r"},
		"attached": {"AssumeRolePolicyDocument: {}, ManagedPolicyArns: [a]", "AssumeRolePolicyDocument: {}, ManagedPolicyArns: [b]", "UpdateRole r,AttachRolePolicy r,DetachRolePolicy r"},
		"tags":     {"AssumeRolePolicyDocument: {}, Tags: [{Key: a, Value: b}]", "AssumeRolePolicyDocument: {}, Tags: [{Key: c, Value: d}]", "UpdateRole r,UntagRole r,TagRole r"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := strings.Join(callsOf(t, role(test.before), role(test.after)), ","); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAPoolsFactorsAreSetBesides(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", "Resources: {P: {Type: AWS::Cognito::UserPool, Properties: {MfaConfiguration: 'ON', EnabledMfas: [SOFTWARE_TOKEN_MFA]}}}")
	if !slices.Equal(b.calls[1:], []string{"SetUserPoolMfaConfig us-east-1_Pool1"}) {
		t.Errorf("calls %v", b.calls)
	}
	b.ask("UpdateStack", stackInput("demo", "Resources: {P: {Type: AWS::Cognito::UserPool, Properties: {MfaConfiguration: 'ON', EnabledMfas: [SOFTWARE_TOKEN_MFA], UsernameAttributes: [email]}}}"))
	b.is("demo", "UPDATE_ROLLBACK_COMPLETE")
	if !strings.Contains(strings.Join(b.story("demo", 0), "\n"), `P UPDATE_FAILED | Resource handler returned message: "Updates are not allowed for property - UsernameAttributes." (RequestToken: `) {
		t.Errorf("%s", strings.Join(b.story("demo", 0), "\n"))
	}
}

func TestHandlerErrors(t *testing.T) {
	b := newBench(t, core.Fast)
	c := &core.Call{Cloud: b.cloud}
	kinds := registry()
	for _, test := range []struct {
		kind, code, message string
		wantCode, want      string
	}{
		{"AWS::IAM::Role", "EntityAlreadyExists", "Role with name x already exists.", "AlreadyExists", "Resource of type 'AWS::IAM::Role' with identifier 'x' already exists."},
		{"AWS::SSM::Parameter", "ParameterAlreadyExists", "", "AlreadyExists", "Resource of type 'AWS::SSM::Parameter' with identifier 'x' already exists."},
		{"AWS::BedrockAgentCore::OAuth2CredentialProvider", "ValidationException", "Credential provider with name: x already exists", "AlreadyExists", "Resource of type 'AWS::BedrockAgentCore::OAuth2CredentialProvider' with identifier 'x' already exists."},
		{"AWS::IAM::Role", "LimitExceeded", "Too many", "ServiceLimitExceeded", "Too many (Service: Iam, Status Code: 409, Request ID: "},
		{"AWS::IAM::Role", "AccessDenied", "No", "AccessDenied", "No (Service: Iam, Status Code: 403, Request ID: "},
		{"AWS::IAM::Role", "NoSuchEntity", "No", "NotFound", "No (Service: Iam, Status Code: 404, Request ID: "},
		{"AWS::SSM::Parameter", "ThrottlingException", "Rate exceeded", "Throttling", "Rate exceeded for operation 'AWS::SSM::Parameter'."},
		{"AWS::Cognito::UserPoolDomain", "InvalidParameterException", "Domain already associated with another user pool.", "InvalidRequest", "Invalid request provided: AWS::Cognito::UserPoolDomain"},
	} {
		code, message := handlerError(c, kinds[test.kind], "x", &core.Error{Code: test.code, Message: test.message})
		if code != test.wantCode || !strings.HasPrefix(message, test.want) {
			t.Errorf("%s of %s: %s, %q", test.code, test.kind, code, message)
		}
	}
}

func TestAHandlersMessageKeepsItsQuotes(t *testing.T) {
	b := newBench(t, core.Fast)
	why := failure(&core.Call{Cloud: b.cloud}, registry()["AWS::SSM::Parameter"], "x", core.Errorf("ValidationException", `can't be prefixed with "ssm"`))
	if !strings.HasPrefix(why, `Resource handler returned message: "can't be prefixed with "ssm" (Service: Ssm, Status Code: 400, Request ID: `) {
		t.Error(why)
	}
}

func TestSecretsByReference(t *testing.T) {
	secret := &fake{name: "secretsmanager", bench: nil, answer: map[string]func(core.Object) core.Object{
		"GetSecretValue": func(core.Object) core.Object { return core.Object{"SecretString": `{"k":"v"}`} },
	}}
	b := newBench(t, core.Fast)
	secret.bench = b
	cloud := core.New(core.NewClock(nil), core.NewIDs(1), secret)
	c := &core.Call{Cloud: cloud, Realm: cloud.Realm("123456789012", "us-east-1")}
	for reference, want := range map[string]string{
		"{{resolve:secretsmanager:s:SecretString:k}}": "v", "x{{resolve:secretsmanager:s}}": `x{"k":"v"}`, "{{resolve:other:s}}": "{{resolve:other:s}}",
	} {
		if got, err := dereference(c, reference); err != nil || got != want {
			t.Errorf("%s is %v, %v", reference, got, err)
		}
	}
	if _, err := dereference(c, []any{"{{resolve:secretsmanager:s:SecretString:none}}"}); err == nil {
		t.Error("a key that is not there resolves")
	}
}

func TestListsOfChangeSetsAndExportsAndEventsByOperation(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", small)
	b.create("two", "Resources: {A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: v}}}")
	b.ask("CreateChangeSet", changeSetInput("UPDATE", small))
	if got := b.ask("ListChangeSets", core.Object{"StackName": "demo"})["Summaries"].([]any); len(got) != 1 || got[0].(map[string]any)["StatusReason"] != noChanges {
		t.Errorf("change sets %v", got)
	}
	if got := b.ask("ListExports", core.Object{})["Exports"].([]any); len(got) != 1 || got[0].(map[string]any)["Name"] != "demo-pool" {
		t.Errorf("exports %v", got)
	}
	operation := b.stack("two").lastOperation()
	for _, in := range []core.Object{{"OperationId": operation}, {"StackName": "two", "OperationId": operation}} {
		if got := b.ask("DescribeEvents", in)["OperationEvents"].([]any); len(got) != 5 {
			t.Errorf("%d events of the operation", len(got))
		}
	}
	failed := core.Object{"StackName": "two", "Filters": map[string]any{"FailedEvents": true}}
	if got := b.ask("DescribeEvents", failed)["OperationEvents"].([]any); len(got) != 0 {
		t.Errorf("failed events %v", got)
	}
	stacks := b.ask("DescribeStacks", core.Object{})["Stacks"].([]any)
	if len(stacks) != 2 || fmt.Sprint(stacks[0].(map[string]any)["StackName"]) != "two" {
		t.Errorf("stacks %v", stacks)
	}
	listed := b.ask("ListStacks", core.Object{"StackStatusFilter": []any{"DELETE_COMPLETE"}})["StackSummaries"].([]any)
	if len(listed) != 0 {
		t.Errorf("deleted stacks %v", listed)
	}
}
