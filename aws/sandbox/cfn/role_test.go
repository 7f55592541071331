package cfn_test

import (
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

const trustsCloudFormation = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
 "Principal":{"Service":"cloudformation.amazonaws.com"}}]}`

func TestTheRoleOfAStack(t *testing.T) {
	p := newPlace(t)
	const deployer = "arn:aws:iam::123456789012:role/deployer"
	body := `Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Name: /p, Type: String, Value: one}}}`
	create := core.Object{"StackName": "s", "TemplateBody": body, "RoleARN": deployer}
	refused := func(operation string, in core.Object) {
		t.Helper()
		want := "Role " + deployer + " is invalid or cannot be assumed"
		if _, err := p.try("cloudformation", operation, in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s without that role: %v", operation, err)
		}
	}
	refused("CreateStack", create)
	p.ask("iam", "CreateRole", core.Object{"RoleName": "deployer", "AssumeRolePolicyDocument": strings.Replace(trustsCloudFormation, "cloudformation", "lambda", 1)})
	refused("CreateStack", create)
	p.ask("iam", "UpdateAssumeRolePolicy", core.Object{"RoleName": "deployer", "PolicyDocument": trustsCloudFormation})
	p.ask("cloudformation", "CreateStack", create)
	// An update that names no role, and no topics, leaves the stack those that it has.
	update := core.Object{"StackName": "s", "TemplateBody": strings.Replace(body, "one", "two", 1)}
	p.ask("cloudformation", "UpdateStack", update)
	stack := p.ask("cloudformation", "DescribeStacks", core.Object{"StackName": "s"})["Stacks"].([]any)[0].(map[string]any)
	if stack["RoleARN"] != deployer || stack["StackStatus"] != "UPDATE_COMPLETE" {
		t.Errorf("after an update: %v", stack)
	}
	p.ask("iam", "DeleteRole", core.Object{"RoleName": "deployer"})
	refused("DeleteStack", core.Object{"StackName": "s"})
}

func TestReservedTags(t *testing.T) {
	p := newPlace(t)
	in := core.Object{"StackName": "s", "Tags": []any{core.Object{"Key": "aws:owner", "Value": "me"}},
		"TemplateBody": `Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: one}}}`}
	_, err := p.try("cloudformation", "CreateStack", in)
	if err == nil || !strings.Contains(err.Error(), "aws: prefixed tag key names are not allowed for external use.") {
		t.Errorf("a reserved tag: %v", err)
	}
}
