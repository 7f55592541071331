package cfn

import (
	"strconv"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const leaf = "Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Name: /n, Type: String, Value: x}}}"

func TestOnlyTheLastDeletedStacksAreKept(t *testing.T) {
	b := newBench(t, core.Fast)
	var ids []string
	for range 80 {
		b.create("s", leaf)
		ids = append(ids, b.stack("s").ID)
		b.ask("DeleteStack", core.Object{"StackName": "s"})
		b.pass(time.Minute)
	}
	b.create("living", leaf)
	kept := 0
	for i, id := range ids {
		if _, err := b.try("DescribeStacks", core.Object{"StackName": id}); err == nil {
			kept++
		} else if i >= 30 {
			t.Errorf("the %d. stack is forgotten, and is one of the last", i+1)
		}
	}
	if kept != deletedAtMost {
		t.Errorf("%d deleted stacks are kept", kept)
	}
	b.pass(keepDeleted)
	b.ask("UpdateTerminationProtection", core.Object{"StackName": "living", "EnableTerminationProtection": true})
	b.create("another", leaf)
	if _, err := b.try("DescribeStacks", core.Object{"StackName": ids[79]}); err == nil {
		t.Error("a stack is shown 90 days after its end")
	}
	b.is("living", "CREATE_COMPLETE")
}

func TestAStackHasAThousandChangeSets(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("s", leaf)
	in := func(i int) core.Object {
		return core.Object{"StackName": "s", "ChangeSetName": "c" + strconv.Itoa(i), "TemplateBody": leaf, "ChangeSetType": "UPDATE"}
	}
	for i := range 1000 {
		b.ask("CreateChangeSet", in(i))
	}
	b.refused("CreateChangeSet", in(1000), "LimitExceededException", "ChangeSet limit exceeded for stack "+b.stack("s").ID)
	b.ask("DeleteChangeSet", core.Object{"StackName": "s", "ChangeSetName": "c7"})
	b.ask("CreateChangeSet", in(1000))
}

func TestStacksAreLimited(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", small)
	a := core.Part[account](b.cloud.Realm("123456789012", "us-east-1"), part)
	for len(a.Stacks) < stacksAtMost {
		a.Stacks = append(a.Stacks, &stack{Name: "s" + strconv.Itoa(len(a.Stacks)), Status: "CREATE_COMPLETE"})
	}
	body := `Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: v}}}`
	b.refused("CreateStack", stackInput("more", body), "LimitExceededException", "Limit for stack has been exceeded")
	b.refused("CreateChangeSet", core.Object{"StackName": "more", "ChangeSetName": "c", "ChangeSetType": "CREATE", "TemplateBody": body},
		"LimitExceededException", "Limit for stack has been exceeded")
	b.ask("DeleteStack", core.Object{"StackName": "demo"})
	b.ask("CreateStack", stackInput("more", body))
}
