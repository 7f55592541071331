package iam_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/iam"
)

const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"bedrock-agentcore.amazonaws.com"},
 "Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"123456789012"}}}]}`

type bench struct {
	*testing.T
	cloud *core.Cloud
}

func newBench(t *testing.T) bench {
	now := func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }
	return bench{t, core.New(core.NewClock(now), core.NewIDs(1), iam.New())}
}

func (b bench) try(op string, in core.Object) (core.Object, error) {
	return b.cloud.Do(&core.Call{
		Context: context.Background(), Realm: b.cloud.Realm("123456789012", "eu-west-1"), Service: "iam", Operation: op,
	}, in)
}

func (b bench) do(op string, in core.Object) core.Object {
	b.Helper()
	out, err := b.try(op, in)
	if err != nil {
		b.Fatalf("%s: %v", op, err)
	}
	return out
}

func (b bench) fails(op string, in core.Object, code, text string) {
	b.Helper()
	_, err := b.try(op, in)
	var e *core.Error
	if !errors.As(err, &e) || e.Code != code || !strings.Contains(e.Message, text) {
		b.Errorf("%s: want %s %q, got %v", op, code, text, err)
	}
}

func TestRoleLife(t *testing.T) {
	b := newBench(t)
	b.do("CreateRole", core.Object{"RoleName": "R", "AssumeRolePolicyDocument": trust, "Tags": []core.Object{{"Key": "k", "Value": "v"}}})
	b.fails("CreateRole", core.Object{"RoleName": "R", "AssumeRolePolicyDocument": trust}, "EntityAlreadyExists", "Role with name R already exists.")
	r := b.do("GetRole", core.Object{"RoleName": "R"})["Role"].(map[string]any)
	document, err := url.PathUnescape(r["AssumeRolePolicyDocument"].(string))
	if err != nil || document != trust || strings.ContainsAny(r["AssumeRolePolicyDocument"].(string), "{}\" +/:") {
		t.Errorf("document %q does not decode: %v", r["AssumeRolePolicyDocument"], err)
	}
	if r["Arn"] != "arn:aws:iam::123456789012:role/R" || !strings.HasPrefix(r["RoleId"].(string), "AROA") || len(r["RoleId"].(string)) != 21 {
		t.Errorf("role is %v", r)
	}
	policy := `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ssm:Get*","Resource":"*"}}`
	b.do("PutRolePolicy", core.Object{"RoleName": "R", "PolicyName": "P", "PolicyDocument": policy})
	b.do("AttachRolePolicy", core.Object{"RoleName": "R", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"})
	b.fails("AttachRolePolicy", core.Object{"RoleName": "R", "PolicyArn": "arn:aws:iam::aws:policy/Nonsense"}, "NoSuchEntity", "not attachable")
	b.fails("DeleteRole", core.Object{"RoleName": "R"}, "DeleteConflict", "must detach all policies first.")
	b.do("DetachRolePolicy", core.Object{"RoleName": "R", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"})
	b.fails("DeleteRole", core.Object{"RoleName": "R"}, "DeleteConflict", "must delete policies first.")
	got := b.do("GetRolePolicy", core.Object{"RoleName": "R", "PolicyName": "P"})
	if plain, _ := url.PathUnescape(got["PolicyDocument"].(string)); plain != policy {
		t.Errorf("inline policy is %v", got)
	}
	b.do("DeleteRolePolicy", core.Object{"RoleName": "R", "PolicyName": "P"})
	b.do("DeleteRole", core.Object{"RoleName": "R"})
	b.fails("GetRole", core.Object{"RoleName": "R"}, "NoSuchEntity", "The role with name R cannot be found.")
}

func TestMalformedDocuments(t *testing.T) {
	b := newBench(t)
	for document, text := range map[string]string{
		`{`: "This policy contains invalid Json",
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}`:                                "Missing required field Principal",
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"}]}`: "Has prohibited field Resource",
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"nope"},"Action":"sts:AssumeRole"}]}`: `Invalid principal in policy: "SERVICE":"nope"`,
		`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"ssm:Get"}]}`:    "AssumeRole policy may only specify",
		`{"Version":"2012-10-17","Statement":[{"Effekt":"Allow","Principal":"*","Action":"sts:AssumeRole"}]}`:                "Syntax errors in policy.",
	} {
		b.fails("CreateRole", core.Object{"RoleName": "R", "AssumeRolePolicyDocument": document}, "MalformedPolicyDocument", text)
	}
	b.do("CreateRole", core.Object{"RoleName": "R", "AssumeRolePolicyDocument": trust})
	for statement, text := range map[string]string{
		`{"Effect":"Allow","Action":"ssm:Get*"}`:                               "must contain resources",
		`{"Effect":"Allow","Resource":"*"}`:                                    "must contain actions",
		`{"Effect":"Allow","Action":"get","Resource":"*"}`:                     "prefaced by a vendor",
		`{"Effect":"Allow","Action":"ssm:Get","Resource":"x"}`:                 "must be in ARN format",
		`{"Effect":"Allow","Action":"ssm:Get","Resource":"*","Principal":"*"}`: "should not specify a principal",
	} {
		b.fails("PutRolePolicy", core.Object{"RoleName": "R", "PolicyName": "P", "PolicyDocument": `{"Version":"2012-10-17","Statement":` + statement + `}`}, "MalformedPolicyDocument", text)
	}
}

func TestSimulate(t *testing.T) {
	b := newBench(t)
	b.do("CreateRole", core.Object{"RoleName": "R", "AssumeRolePolicyDocument": trust})
	b.do("PutRolePolicy", core.Object{"RoleName": "R", "PolicyName": "P", "PolicyDocument": `{"Version":"2012-10-17","Statement":[
	 {"Effect":"Allow","Action":"ssm:Get*","Resource":"arn:aws:ssm:*:*:parameter/app/*"},
	 {"Effect":"Allow","NotAction":["ssm:*","iam:*"],"Resource":"*","Condition":{"StringEquals":{"aws:SourceAccount":"1"}}},
	 {"Effect":"Deny","Action":"ssm:GetParameterHistory","Resource":"*"}]}`})
	role, user := "arn:aws:iam::123456789012:role/R", "arn:aws:iam::123456789012:user/workshop"
	inside, outside := "arn:aws:ssm:us-east-1:123456789012:parameter/app/x", "arn:aws:ssm:us-east-1:123456789012:parameter/other"
	for _, test := range []struct{ who, action, resource, account, want string }{
		{role, "ssm:GetParameter", inside, "", "allowed"},
		{role, "SSM:getparameter", inside, "", "allowed"},
		{role, "ssm:GetParameter", outside, "", "implicitDeny"},
		{role, "ssm:GetParameterHistory", inside, "", "explicitDeny"},
		{role, "sts:AssumeRole", "*", "", "implicitDeny"},
		{role, "sts:AssumeRole", "*", "1", "allowed"},
		{role, "iam:GetRole", "*", "1", "implicitDeny"},
		{user, "iam:DeleteRole", "*", "", "allowed"},
	} {
		in := core.Object{"PolicySourceArn": test.who, "ActionNames": []string{test.action}, "ResourceArns": []string{test.resource}}
		if test.account != "" {
			in["ContextEntries"] = []core.Object{{"ContextKeyName": "aws:SourceAccount", "ContextKeyValues": []string{test.account}}}
		}
		e := b.do("SimulatePrincipalPolicy", in)["EvaluationResults"].([]any)[0].(map[string]any)
		if e["EvalDecision"] != test.want {
			t.Errorf("%+v: %v", test, e)
		}
	}
	first := b.do("SimulatePrincipalPolicy", core.Object{"PolicySourceArn": role, "ActionNames": []string{"sts:AssumeRole"}})["EvaluationResults"].([]any)[0].(map[string]any)
	if fmt.Sprint(first["MissingContextValues"]) != "[aws:SourceAccount]" {
		t.Errorf("missing context: %v", first)
	}
	b.fails("SimulatePrincipalPolicy", core.Object{"PolicySourceArn": "arn:aws:iam::123456789012:user/x", "ActionNames": []string{"a:b"}}, "NoSuchEntity", "user with name x")
}

func TestRolesBelongToTheAccountAndPage(t *testing.T) {
	b := newBench(t)
	for i := range 3 {
		b.do("CreateRole", core.Object{"RoleName": fmt.Sprint("R", i), "AssumeRolePolicyDocument": trust, "Path": "/app/"})
	}
	first := b.do("ListRoles", core.Object{"MaxItems": 2, "PathPrefix": "/app/"})
	second := b.do("ListRoles", core.Object{"MaxItems": 2, "Marker": first["Marker"]})
	if first["IsTruncated"] != true || len(second["Roles"].([]any)) != 1 || second["IsTruncated"] != false {
		t.Errorf("pages %v %v", first, second)
	}
	b.do("TagRole", core.Object{"RoleName": "R0", "Tags": []core.Object{{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}}})
	b.do("UntagRole", core.Object{"RoleName": "R0", "TagKeys": []string{"a"}})
	if tags := b.do("ListRoleTags", core.Object{"RoleName": "R0"}); fmt.Sprint(tags["Tags"]) != "[map[Key:b Value:2]]" {
		t.Errorf("tags %v", tags)
	}
	if r := b.cloud.Realm("123456789012", core.Global); (&iam.Service{}).Count(r) != 3 {
		t.Error("roles are not in the account's realm without region")
	}
}
