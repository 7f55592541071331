package ssm_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/ssm"
)

type bench struct {
	*testing.T
	cloud *core.Cloud
}

func newBench(t *testing.T) bench {
	now := func() time.Time { return time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC) }
	return bench{t, core.New(core.NewClock(now), core.NewIDs(1), ssm.New())}
}

func (b bench) try(op string, in core.Object) (core.Object, error) {
	return b.cloud.Do(&core.Call{
		Context: context.Background(), Realm: b.cloud.Realm("123456789012", "us-east-1"), Service: "ssm", Operation: op,
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

func (b bench) fails(op string, in core.Object, code string) {
	b.Helper()
	_, err := b.try(op, in)
	var e *core.Error
	if !errors.As(err, &e) || e.Code != code {
		b.Errorf("%s %v: want %s, got %v", op, in, code, err)
	}
}

func (b bench) put(name, kind, value string) {
	b.Helper()
	b.do("PutParameter", core.Object{"Name": name, "Type": kind, "Value": value, "Overwrite": true})
}

func names(out core.Object) string {
	var list []string
	for _, p := range out["Parameters"].([]any) {
		list = append(list, p.(map[string]any)["Name"].(string))
	}
	return strings.Join(list, " ")
}

func TestVersionsSelectorsAndARNs(t *testing.T) {
	b := newBench(t)
	b.put("/app/x", "String", "one")
	b.do("LabelParameterVersion", core.Object{"Name": "/app/x", "Labels": []string{"first"}})
	b.put("/app/x", "String", "two")
	arn := "arn:aws:ssm:us-east-1:123456789012:parameter/app/x"
	for asked, want := range map[string]string{
		"/app/x": "two", "/app/x:1": "one", "/app/x:first": "one", arn: "two", arn + ":1": "one",
	} {
		p := b.do("GetParameter", core.Object{"Name": asked})["Parameter"].(map[string]any)
		if p["Value"] != want || p["Name"] != "/app/x" || p["ARN"] != arn {
			t.Errorf("%s answered %v", asked, p)
		}
	}
	b.fails("GetParameter", core.Object{"Name": "/app/x:9"}, "ParameterVersionNotFound")
	b.fails("GetParameter", core.Object{"Name": "/app/y"}, "ParameterNotFound")
	past := b.do("GetParameterHistory", core.Object{"Name": "/app/x", "MaxResults": 1})
	if len(past["Parameters"].([]any)) != 1 || past["NextToken"] == "" {
		t.Errorf("history answered %v", past)
	}
	moved := b.do("LabelParameterVersion", core.Object{"Name": "/app/x", "Labels": []string{"first", "aws-no"}})
	if fmt.Sprint(moved["InvalidLabels"]) != "[aws-no]" {
		t.Errorf("labels answered %v", moved)
	}
	if p := b.do("GetParameter", core.Object{"Name": "/app/x:first"})["Parameter"].(map[string]any); p["Value"] != "two" {
		t.Error("the label did not move")
	}
}

func TestPutRules(t *testing.T) {
	b := newBench(t)
	b.put("/app/x", "String", "v")
	long := strings.Repeat("x", 4097)
	for _, test := range []struct {
		in   core.Object
		code string
	}{
		{core.Object{"Name": "/app/x", "Type": "String", "Value": "v"}, "ParameterAlreadyExists"},
		{core.Object{"Name": "/app/x", "Type": "SecureString", "Value": "v", "Overwrite": true}, "HierarchyTypeMismatchException"},
		{core.Object{"Name": "/app/z", "Value": "v"}, "ValidationException"},
		{core.Object{"Name": "/aws/x", "Type": "String", "Value": "v"}, "AccessDeniedException"},
		{core.Object{"Name": "awsx", "Type": "String", "Value": "v"}, "ValidationException"},
		{core.Object{"Name": "a/b", "Type": "String", "Value": "v"}, "ValidationException"},
		{core.Object{"Name": "/a b", "Type": "String", "Value": "v"}, "ValidationException"},
		{core.Object{"Name": strings.Repeat("/a", 16), "Type": "String", "Value": "v"}, "HierarchyLevelLimitExceededException"},
		{core.Object{"Name": "/app/z", "Type": "String", "Value": long}, "ValidationException"},
		{core.Object{"Name": "/app/z", "Type": "String", "Value": "v", "AllowedPattern": "[0-9]+"}, "ParameterPatternMismatchException"},
		{core.Object{"Name": "/app/z", "Type": "String", "Value": ""}, "ValidationException"},
		{core.Object{"Name": "/app/z", "Type": "String", "Value": "v", "Tags": []core.Object{{"Key": "aws:owner", "Value": "b"}}}, "ValidationException"},
		{core.Object{"Name": "/app/z", "Type": "String", "Value": "v", "Overwrite": true, "Tags": []core.Object{{"Key": "a", "Value": "b"}}}, "ValidationException"},
	} {
		b.fails("PutParameter", test.in, test.code)
	}
	out := b.do("PutParameter", core.Object{"Name": "/app/big", "Type": "String", "Value": long, "Tier": "Intelligent-Tiering"})
	if out["Tier"] != "Advanced" {
		t.Errorf("a big value went to tier %v", out["Tier"])
	}
	b.fails("PutParameter", core.Object{"Name": "/app/big", "Value": "v", "Tier": "Standard", "Overwrite": true}, "ValidationException")
}

func TestSecureStringIsMaskedUnlessDecrypted(t *testing.T) {
	b := newBench(t)
	b.put("/s", "SecureString", "open sesame")
	shown := b.do("GetParameter", core.Object{"Name": "/s"})["Parameter"].(map[string]any)["Value"].(string)
	if strings.Contains(shown, "sesame") || !strings.HasPrefix(shown, "AQIC") {
		t.Errorf("undecrypted value is %q", shown)
	}
	if b.do("GetParameter", core.Object{"Name": "/s", "WithDecryption": true})["Parameter"].(map[string]any)["Value"] != "open sesame" {
		t.Error("the decrypted value is not the one that was put")
	}
}

func TestReadingMany(t *testing.T) {
	b := newBench(t)
	for i := range 12 {
		b.put(fmt.Sprintf("/app/p%02d", i), "String", "v")
	}
	b.put("/app/deep/er", "String", "v")
	many := b.do("GetParameters", core.Object{"Names": []string{"/app/p00", "/nope"}})
	if names(many) != "/app/p00" || fmt.Sprint(many["InvalidParameters"]) != "[/nope]" {
		t.Errorf("GetParameters answered %v", many)
	}
	first := b.do("GetParametersByPath", core.Object{"Path": "/app/"})
	second := b.do("GetParametersByPath", core.Object{"Path": "/app/", "NextToken": first["NextToken"]})
	if len(first["Parameters"].([]any)) != 10 || names(second) != "/app/p10 /app/p11" || second["NextToken"] != "" {
		t.Errorf("pages %v / %v", names(first), names(second))
	}
	deep := b.do("GetParametersByPath", core.Object{"Path": "/app", "Recursive": true})
	if !strings.HasPrefix(names(deep), "/app/deep/er ") {
		t.Errorf("recursive answered %v", names(deep))
	}
	b.fails("GetParametersByPath", core.Object{"Path": "app"}, "ValidationException")
	b.fails("GetParametersByPath", core.Object{"Path": "/app", "NextToken": "bogus"}, "InvalidNextToken")
	b.fails("GetParametersByPath", core.Object{"Path": "/app", "ParameterFilters": []core.Object{{"Key": "Name", "Values": []string{"x"}}}}, "InvalidFilterKey")
	gone := b.do("DeleteParameters", core.Object{"Names": []string{"/app/p00", "/nope"}})
	if fmt.Sprint(gone["DeletedParameters"], gone["InvalidParameters"]) != "[/app/p00] [/nope]" {
		t.Errorf("DeleteParameters answered %v", gone)
	}
	b.fails("DeleteParameter", core.Object{"Name": "/app/p00"}, "ParameterNotFound")
}

func TestDescribeFilters(t *testing.T) {
	b := newBench(t)
	b.put("/app/a", "String", "v")
	b.put("/app/deep/b", "SecureString", "v")
	b.put("other", "String", "v")
	b.do("AddTagsToResource", core.Object{"ResourceType": "Parameter", "ResourceId": "other", "Tags": []core.Object{{"Key": "env", "Value": "lab"}}})
	for _, test := range []struct {
		key, option string
		values      []string
		want        string
	}{
		{"Name", "Equals", []string{"/app/a"}, "/app/a"},
		{"Name", "BeginsWith", []string{"/app"}, "/app/a /app/deep/b"},
		{"Name", "Contains", []string{"deep"}, "/app/deep/b"},
		{"Type", "", []string{"SecureString"}, "/app/deep/b"},
		{"Path", "OneLevel", []string{"/app"}, "/app/a"},
		{"Path", "Recursive", []string{"/app"}, "/app/a /app/deep/b"},
		{"tag:env", "", []string{"lab"}, "other"},
		{"KeyId", "", []string{"alias/aws/ssm"}, "/app/deep/b"},
	} {
		out := b.do("DescribeParameters", core.Object{"ParameterFilters": []core.Object{{"Key": test.key, "Option": test.option, "Values": test.values}}})
		if names(out) != test.want {
			t.Errorf("%s %s %v found %q", test.key, test.option, test.values, names(out))
		}
	}
	b.fails("AddTagsToResource", core.Object{"ResourceType": "Parameter", "ResourceId": "other", "Tags": []core.Object{{"Key": "AWS:x", "Value": "lab"}}}, "ValidationException")
	b.fails("ListTagsForResource", core.Object{"ResourceType": "Parameter", "ResourceId": "nope"}, "InvalidResourceId")
	b.do("RemoveTagsFromResource", core.Object{"ResourceType": "Parameter", "ResourceId": "other", "TagKeys": []string{"env"}})
	if tags := b.do("ListTagsForResource", core.Object{"ResourceType": "Parameter", "ResourceId": "other"}); len(tags["TagList"].([]any)) != 0 {
		t.Errorf("tags left: %v", tags)
	}
}

func TestPublicParameters(t *testing.T) {
	b := newBench(t)
	p := b.do("GetParameter", core.Object{"Name": "/aws/service/global-infrastructure/regions/us-east-1/longName"})["Parameter"].(map[string]any)
	if p["Value"] != "US East (N. Virginia)" || !strings.HasPrefix(p["ARN"].(string), "arn:aws:ssm:us-east-1::parameter/aws/") {
		t.Errorf("answered %v", p)
	}
	image := b.do("GetParameter", core.Object{"Name": "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"})["Parameter"].(map[string]any)
	if len(image["Value"].(string)) != len("ami-0123456789abcdef0") {
		t.Errorf("image is %v", image["Value"])
	}
	if out := b.do("GetParametersByPath", core.Object{"Path": "/aws/service/global-infrastructure/regions"}); len(out["Parameters"].([]any)) != 10 {
		t.Errorf("regions answered %v", names(out))
	}
}

func TestStateSurvivesARestart(t *testing.T) {
	b := newBench(t)
	b.put("/app/x", "String", "one")
	state, err := b.cloud.Save()
	if err != nil {
		t.Fatal(err)
	}
	again := newBench(t)
	again.cloud.Restore(state)
	if again.do("GetParameter", core.Object{"Name": "/app/x"})["Parameter"].(map[string]any)["Value"] != "one" {
		t.Error("the parameter was lost")
	}
	if n := again.cloud.Reset(""); n != 1 {
		t.Errorf("reset removed %d", n)
	}
}
