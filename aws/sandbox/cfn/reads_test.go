package cfn

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

func TestReads(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", small)
	pool := b.stack("demo").resource("Pool").ID
	byPhysical := b.ask("DescribeStackResources", core.Object{"PhysicalResourceId": pool})["StackResources"].([]any)
	if len(byPhysical) != 4 {
		t.Errorf("%d resources beside the pool", len(byPhysical))
	}
	one := b.ask("DescribeStackResource", core.Object{"StackName": "demo", "LogicalResourceId": "Pool"})["StackResourceDetail"].(map[string]any)
	if one["PhysicalResourceId"] != pool || one["ResourceStatus"] != "CREATE_COMPLETE" {
		t.Errorf("the pool is %v", one)
	}
	b.refused("DescribeStackResource", core.Object{"StackName": "demo", "LogicalResourceId": "X"}, "ValidationError",
		"Resource X does not exist for stack demo")
	if got := b.ask("GetTemplate", core.Object{"StackName": "demo"})["TemplateBody"]; got != small {
		t.Errorf("the template is %q", got)
	}
	summary := b.ask("GetTemplateSummary", core.Object{"StackName": "demo"})
	if got := fmt.Sprint(summary["ResourceTypes"]); got != "[AWS::Cognito::UserPool AWS::Cognito::UserPoolClient AWS::Cognito::UserPoolDomain AWS::SSM::Parameter]" {
		t.Errorf("types %s", got)
	}
	const role = "Resources: {R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}}"
	valid := b.ask("ValidateTemplate", core.Object{"TemplateBody": role})
	if fmt.Sprint(valid["Capabilities"]) != "[CAPABILITY_IAM]" || valid["CapabilitiesReason"] != "The following resource(s) require capabilities: [AWS::IAM::Role]" {
		t.Errorf("validation %v", valid)
	}
	b.refused("CreateStack", core.Object{"StackName": "r", "TemplateBody": role}, "InsufficientCapabilitiesException",
		"Requires capabilities : [CAPABILITY_IAM]")
	b.refused("CreateStack", core.Object{"StackName": "r"}, "ValidationError", "Either Template URL or Template Body must be specified.")
	b.refused("CreateStack", stackInput("r_", role), "ValidationError", "1 validation error detected: Value 'r_' at 'stackName' failed to satisfy "+
		"constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*")
	b.refused("CreateStack", stackInput("r", "Resources: {X: {Type: AWS::S3::Bucket}}"), "ValidationError",
		"Template format error: Unrecognized resource types: [AWS::S3::Bucket]")
	b.ask("CreateStack", stackInput("r", role))
	if got := b.stack("r").resource("R").ID; !strings.HasPrefix(got, "r-R-") || len(got) != 16 {
		t.Errorf("the role is named %q", got)
	}
}

func TestPagesOfEvents(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", chain("true", "60", "a"))
	for i := range 20 {
		b.ask("UpdateStack", stackInput("demo", chain("true", fmt.Sprint(i+1), "a")))
	}
	var seen []string
	token := ""
	for page := 0; page < 9; page++ {
		in := core.Object{"StackName": "demo"}
		if token != "" {
			in["NextToken"] = token
		}
		out := b.ask("DescribeStackEvents", in)
		events := out["StackEvents"].([]any)
		for _, e := range events {
			seen = append(seen, e.(map[string]any)["EventId"].(string))
		}
		if token, _ = out["NextToken"].(string); token == "" {
			break
		}
		if len(events) != 100 {
			t.Errorf("a page of %d", len(events))
		}
	}
	var all []string
	for _, e := range slices.Backward(b.stack("demo").Events) {
		all = append(all, e.ID)
	}
	if len(all) < 101 || !slices.Equal(seen, all) {
		t.Errorf("%d events were told in pages, there are %d", len(seen), len(all))
	}
	b.refused("DescribeStackEvents", core.Object{"StackName": "demo", "NextToken": "made-up"}, "ValidationError", "Invalid NextToken")
}

func TestStackTagsReachResourcesThatHaveTags(t *testing.T) {
	b := newBench(t, core.Fast)
	in := stackInput("demo", small)
	in["Tags"] = []any{map[string]any{"Key": "team", "Value": "a"}}
	b.ask("CreateStack", in)
	if got := fmt.Sprint(b.stack("demo").resource("Note").Props["Tags"]); got != "map[team:a]" {
		t.Errorf("tags %s", got)
	}
	in["Tags"] = []any{map[string]any{"Key": "team", "Value": "b"}}
	b.calls = nil
	b.ask("UpdateStack", in)
	b.is("demo", "UPDATE_COMPLETE")
	if !slices.Contains(b.calls, "UpdateUserPool pool") || slices.ContainsFunc(b.calls, func(c string) bool { return strings.HasPrefix(c, "UpdateUserPoolClient") }) {
		t.Errorf("calls %v", b.calls)
	}
}

func TestValuesFromParameterStore(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", `
Parameters: {P: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /x}}
Resources:
  A: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !Ref P}}
  B: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: 'v-{{resolve:ssm:/y:1}}'}}`)
	b.is("demo", "CREATE_COMPLETE")
	if got := b.stack("demo").resource("A").Props["Value"]; got != "looked up" {
		t.Errorf("A is %v", got)
	}
	if got := b.stack("demo").resource("B"); got.Props["Value"] != "v-{{resolve:ssm:/y:1}}" || got.Attributes["Value"] != "v-looked up" {
		t.Errorf("B is %v, %v", got.Props, got.Attributes)
	}
	stacks := fmt.Sprint(b.ask("DescribeStacks", core.Object{"StackName": "demo"}))
	if !strings.Contains(stacks, "ResolvedValue:looked up") {
		t.Errorf("no resolved value in %s", stacks)
	}
}

func TestReviewedStackCanBeDeleted(t *testing.T) {
	b := newBench(t, core.Fast)
	b.ask("CreateChangeSet", changeSetInput("CREATE", small))
	id := b.stack("demo").ID
	b.refused("UpdateStack", stackInput("demo", small), "ValidationError", "Stack:"+id+" is in REVIEW_IN_PROGRESS state and can not be updated.")
	b.ask("DeleteStack", core.Object{"StackName": "demo"})
	b.is(id, "DELETE_COMPLETE")
}

func BenchmarkCreateAtOnce(b *testing.B) {
	for range b.N {
		bench := newBench(&testing.T{}, core.Fast)
		bench.create("demo", small)
	}
}
