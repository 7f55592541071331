package cfn

import (
	"slices"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func TestDelete(t *testing.T) {
	b := newBench(t, core.Realistic)
	b.create("demo", small)
	b.pass(time.Minute)
	id := b.stack("demo").ID
	from := len(b.stack("demo").Events)
	b.ask("DeleteStack", core.Object{"StackName": "demo"})
	b.is("demo", "DELETE_IN_PROGRESS")
	b.pass(time.Minute)
	b.is(id, "DELETE_COMPLETE")
	b.tells(id, from, `
 60 demo DELETE_IN_PROGRESS | User Initiated
 61 Domain DELETE_IN_PROGRESS
 61 Client DELETE_IN_PROGRESS
 61 Note DELETE_IN_PROGRESS
 62 Client DELETE_COMPLETE
 62 Note DELETE_COMPLETE
 66 Domain DELETE_COMPLETE
 66 Pool DELETE_IN_PROGRESS
 69 Pool DELETE_COMPLETE
 70 demo DELETE_COMPLETE`)
	b.refused("DescribeStacks", core.Object{"StackName": "demo"}, "ValidationError", "Stack with id demo does not exist")
	b.refused("DescribeStackEvents", core.Object{"StackName": "demo"}, "ValidationError", "Stack [demo] does not exist")
	b.ask("DeleteStack", core.Object{"StackName": "demo"}) // nothing to delete is success
	b.create("demo", small)                                // the name is free again
	b.pass(91 * 24 * time.Hour)
	b.refused("DescribeStacks", core.Object{"StackName": id}, "ValidationError", "Stack with id "+id+" does not exist")
}

func TestDeleteThatFails(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", small)
	b.refuse["DeleteUserPoolDomain"] = core.Errorf("InternalErrorException", "Oh no")
	b.refused("DeleteStack", core.Object{"StackName": "demo", "RetainResources": []any{"Domain"}}, "ValidationError",
		"Invalid operation on stack ["+b.stack("demo").ID+"]. When you delete a stack, specify which resources to retain only when the stack is in the DELETE_FAILED state.")
	b.ask("DeleteStack", core.Object{"StackName": "demo"})
	b.is("demo", "DELETE_FAILED")
	if b.stack("demo").Reason != "The following resource(s) failed to delete: [Domain]. " {
		t.Errorf("reason %q", b.stack("demo").Reason)
	}
	if got := b.stack("demo").resource("Pool").Status; got != "CREATE_COMPLETE" {
		t.Errorf("the pool that its domain needs is %s", got)
	}
	b.refused("DeleteStack", core.Object{"StackName": "demo", "RetainResources": []any{"Client"}}, "ValidationError",
		"The specified resources to retain must be in a valid state. Do not specify resources that are in the DELETE_COMPLETE state.")
	id := b.stack("demo").ID
	b.ask("DeleteStack", core.Object{"StackName": "demo", "RetainResources": []any{"Domain"}})
	b.is(id, "DELETE_COMPLETE")
	if !slices.Contains(b.story(id, 0), "  0 Domain DELETE_SKIPPED") {
		t.Errorf("%s", strings.Join(b.story(id, 0), "\n"))
	}
}

func TestForceDelete(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", small)
	id := b.stack("demo").ID
	b.refuse["DeleteUserPoolDomain"] = core.Errorf("InternalErrorException", "Oh no")
	b.ask("DeleteStack", core.Object{"StackName": "demo"})
	b.ask("DeleteStack", core.Object{"StackName": "demo", "DeletionMode": "FORCE_DELETE_STACK"})
	b.is(id, "DELETE_COMPLETE")
}

func TestDeleteInTheMiddleOfACreate(t *testing.T) {
	b := newBench(t, core.Realistic)
	b.create("demo", small)
	id := b.stack("demo").ID
	b.pass(7 * time.Second)
	b.is("demo", "CREATE_IN_PROGRESS")
	b.ask("DeleteStack", core.Object{"StackName": "demo"})
	b.pass(time.Minute)
	b.is(id, "DELETE_COMPLETE")
	made, gone := 0, 0
	for _, call := range b.calls {
		if strings.HasPrefix(call, "Delete") {
			gone++
		} else {
			made++
		}
	}
	if made != gone {
		t.Errorf("%d made, %d removed: %v", made, gone, b.calls)
	}
}

func TestProtectionAndTokens(t *testing.T) {
	b := newBench(t, core.Fast)
	in := stackInput("demo", small)
	in["EnableTerminationProtection"], in["ClientRequestToken"] = true, "one"
	id := b.ask("CreateStack", in)["StackId"]
	if again := b.ask("CreateStack", in)["StackId"]; again != id {
		t.Errorf("the same request made %v, then %v", id, again)
	}
	b.refused("DeleteStack", core.Object{"StackName": "demo"}, "ValidationError",
		"Stack [demo] cannot be deleted while TerminationProtection is enabled")
	b.ask("UpdateTerminationProtection", core.Object{"StackName": "demo", "EnableTerminationProtection": false})
	b.refused("DeleteStack", core.Object{"StackName": "demo", "ClientRequestToken": "one"}, "TokenAlreadyExistsException",
		"A client request token already exists.")
	b.ask("DeleteStack", core.Object{"StackName": "demo"})
	if n := b.service.Count(b.cloud.Realm("123456789012", "us-east-1")); n != 0 {
		t.Errorf("%d stacks are counted", n)
	}
}

func TestExportsInUse(t *testing.T) {
	user := `Resources: {P: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: !ImportValue demo-pool}}}`
	b := newBench(t, core.Fast)
	if list, there := b.ask("ListExports", core.Object{})["Exports"].([]any); !there || len(list) > 0 {
		t.Errorf("no exports: %v, a list %v", list, there)
	}
	b.create("user", user)
	b.is("user", "ROLLBACK_COMPLETE")
	if got := b.stack("user").Events[1].Reason; got != "No export named demo-pool found. Rollback requested by user." {
		t.Errorf("reason %q", got)
	}
	b.ask("DeleteStack", core.Object{"StackName": "user"})
	b.create("demo", small)
	b.create("user", user)
	b.is("user", "CREATE_COMPLETE")
	b.ask("DeleteStack", core.Object{"StackName": "demo"})
	b.is("demo", "CREATE_COMPLETE")
	told := b.story("demo", 0)
	want := []string{"  0 demo DELETE_IN_PROGRESS | User Initiated", "  0 demo CREATE_COMPLETE | Delete canceled. Cannot delete export demo-pool as it is in use by user."}
	if !slices.Equal(told[len(told)-2:], want) {
		t.Errorf("a deletion that an import stands in the way of: %s", strings.Join(told, "\n"))
	}
	if got := b.ask("ListImports", core.Object{"ExportName": "demo-pool"})["Imports"].([]any); len(got) != 1 || got[0] != "user" {
		t.Errorf("imports %v", got)
	}
	b.create("other", strings.NewReplacer("${AWS::StackName}-pool", "demo-pool", "my-domain", "other-domain", "/n,", "/other,").Replace(small))
	b.is("other", "ROLLBACK_COMPLETE")
	if !slices.Contains(b.story("other", 0), "  0 other ROLLBACK_IN_PROGRESS | Export with name demo-pool is already exported by stack demo. Rollback requested by user.") {
		t.Errorf("%s", strings.Join(b.story("other", 0), "\n"))
	}
	b.ask("UpdateStack", stackInput("demo", strings.Split(small, "Outputs:")[0]))
	b.is("demo", "UPDATE_ROLLBACK_COMPLETE")
	if !slices.Contains(b.story("demo", 0), "  0 demo UPDATE_ROLLBACK_IN_PROGRESS | Delete canceled. Cannot delete export demo-pool as it is in use by user.") {
		t.Errorf("%s", strings.Join(b.story("demo", 0), "\n"))
	}
}
