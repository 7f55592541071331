package cfn

import (
	"slices"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// template puts together a stack of a pool, a client and a parameter that follows the client.
func chain(secret, minutes, note string) string {
	return `
Resources:
  Pool: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: pool}}
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Pool, GenerateSecret: ` + secret + `, AccessTokenValidity: ` + minutes + `}
  Note: {Type: AWS::SSM::Parameter, Properties: {Name: /n, Type: String, Value: !Ref Client, Description: ` + note + `}}
`
}

func TestUpdateInPlaceAndReplacement(t *testing.T) {
	b := newBench(t, core.Realistic)
	b.create("demo", chain("true", "60", "a"))
	b.pass(time.Minute)
	b.is("demo", "CREATE_COMPLETE")
	from, client := len(b.stack("demo").Events), b.stack("demo").resource("Client").ID
	b.calls = nil
	b.ask("UpdateStack", stackInput("demo", chain("false", "60", "a")))
	b.is("demo", "UPDATE_IN_PROGRESS")
	b.pass(time.Minute)
	b.is("demo", "UPDATE_COMPLETE")
	b.tells("demo", from, `
 60 demo UPDATE_IN_PROGRESS | User Initiated
 61 Client UPDATE_IN_PROGRESS | Requested update requires the creation of a new physical resource; hence creating one.
 62 Client UPDATE_IN_PROGRESS | Resource creation Initiated
 63 Client UPDATE_COMPLETE
 63 Note UPDATE_IN_PROGRESS
 65 Note UPDATE_COMPLETE
 66 demo UPDATE_COMPLETE_CLEANUP_IN_PROGRESS
 67 Client DELETE_IN_PROGRESS
 68 Client DELETE_COMPLETE
 69 demo UPDATE_COMPLETE`)
	wantCalls := []string{"CreateUserPoolClient Client-", "PutParameter /n", "DeleteUserPoolClient " + client}
	for i, want := range wantCalls {
		if i >= len(b.calls) || !strings.HasPrefix(b.calls[i], want) {
			t.Fatalf("calls %v, want %v", b.calls, wantCalls)
		}
	}
	b.refused("UpdateStack", stackInput("demo", chain("false", "60", "a")), "ValidationError", "No updates are to be performed.")
	b.calls = nil
	b.ask("UpdateStack", stackInput("demo", chain("false", "30", "a")))
	b.pass(time.Minute)
	b.is("demo", "UPDATE_COMPLETE")
	if len(b.calls) != 1 || !strings.HasPrefix(b.calls[0], "UpdateUserPoolClient") {
		t.Errorf("an update in place calls %v", b.calls)
	}
}

func TestAFailedUpdateIsTakenBack(t *testing.T) {
	b := newBench(t, core.Realistic)
	b.create("demo", chain("true", "60", "a"))
	b.pass(time.Minute)
	from, client := len(b.stack("demo").Events), b.stack("demo").resource("Client").ID
	b.refuse["PutParameter"] = core.Errorf("TooManyUpdates", "Slow down")
	b.ask("UpdateStack", stackInput("demo", chain("false", "60", "b")))
	b.pass(3500 * time.Millisecond)
	b.is("demo", "UPDATE_IN_PROGRESS")
	b.pass(500 * time.Millisecond)
	b.status("demo")
	delete(b.refuse, "PutParameter") // the way back works
	b.pass(time.Minute)
	b.is("demo", "UPDATE_ROLLBACK_COMPLETE")
	story := b.story("demo", from)
	i := slices.IndexFunc(story, func(l string) bool { return strings.Contains(l, "Note UPDATE_FAILED") })
	if i < 0 {
		t.Fatalf("%s", strings.Join(story, "\n"))
	}
	got := strings.Join(story[i+1:], "\n")
	want := strings.TrimRight(`
 65 demo UPDATE_ROLLBACK_IN_PROGRESS | The following resource(s) failed to update: [Note]. 
 66 Client UPDATE_IN_PROGRESS
 67 Client UPDATE_COMPLETE
 67 Note UPDATE_IN_PROGRESS
 69 Note UPDATE_COMPLETE
 70 demo UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS
 71 Client DELETE_IN_PROGRESS
 72 Client DELETE_COMPLETE
 73 demo UPDATE_ROLLBACK_COMPLETE`, "\n")[1:]
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	st := b.stack("demo")
	if st.resource("Client").ID != client || st.resource("Client").Props["GenerateSecret"] != "true" {
		t.Errorf("the client is %+v", st.resource("Client"))
	}
	b.refused("UpdateStack", stackInput("demo", chain("true", "60", "a")), "ValidationError", "No updates are to be performed.")
}

func TestContinueUpdateRollback(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", chain("true", "60", "a"))
	b.refuse["PutParameter"] = core.Errorf("TooManyUpdates", "Slow down")
	b.ask("UpdateStack", stackInput("demo", chain("true", "60", "b")))
	b.is("demo", "UPDATE_ROLLBACK_FAILED")
	b.refused("UpdateStack", stackInput("demo", chain("true", "60", "a")), "ValidationError",
		"Stack:"+b.stack("demo").ID+" is in UPDATE_ROLLBACK_FAILED state and can not be updated.")
	b.ask("ContinueUpdateRollback", core.Object{"StackName": "demo"})
	b.is("demo", "UPDATE_ROLLBACK_FAILED")
	b.refused("ContinueUpdateRollback", core.Object{"StackName": "demo", "ResourcesToSkip": []any{"Note"}, "ForceRollback": true},
		"ValidationError", "You can specify either ResourcesToSkip or ForceRollback, but not both.")
	b.ask("ContinueUpdateRollback", core.Object{"StackName": "demo", "ResourcesToSkip": []any{"Note"}})
	b.is("demo", "UPDATE_ROLLBACK_COMPLETE")
	b.ask("UpdateStack", stackInput("demo", chain("true", "60", "b")))
	b.is("demo", "UPDATE_ROLLBACK_FAILED")
	b.ask("ContinueUpdateRollback", core.Object{"StackName": "demo", "ForceRollback": true})
	b.is("demo", "UPDATE_ROLLBACK_COMPLETE")
}

func TestCancelUpdate(t *testing.T) {
	b := newBench(t, core.Realistic)
	b.create("demo", chain("true", "60", "a"))
	b.pass(time.Minute)
	b.refused("CancelUpdateStack", core.Object{"StackName": "demo"}, "ValidationError", "CancelUpdateStack cannot be called from current stack status")
	b.ask("UpdateStack", stackInput("demo", chain("true", "30", "a")))
	b.pass(1500 * time.Millisecond)
	b.status("demo")
	b.ask("CancelUpdateStack", core.Object{"StackName": "demo"})
	b.is("demo", "UPDATE_ROLLBACK_IN_PROGRESS")
	b.pass(time.Minute)
	b.is("demo", "UPDATE_ROLLBACK_COMPLETE")
	if !slices.Contains(b.story("demo", 0), " 62 Client UPDATE_FAILED | Resource update cancelled") {
		t.Errorf("%s", strings.Join(b.story("demo", 0), "\n"))
	}
	if got := b.stack("demo").resource("Client").Props["AccessTokenValidity"]; got != "60" {
		t.Errorf("AccessTokenValidity is %v", got)
	}
}

func TestAStackLeftFailedIsGoneOnWithOrRolledBack(t *testing.T) {
	start := func(t *testing.T) *bench {
		b := newBench(t, core.Fast)
		b.refuse["PutParameter"] = core.Errorf("InternalServerError", "Oh no")
		in := stackInput("demo", chain("true", "60", "a"))
		in["DisableRollback"] = true
		b.ask("CreateStack", in)
		b.is("demo", "CREATE_FAILED")
		b.refuse = map[string]error{}
		return b
	}
	t.Run("update", func(t *testing.T) {
		b := start(t)
		in := stackInput("demo", chain("true", "60", "a"))
		b.refused("UpdateStack", in, "ValidationError", "Stack:"+b.stack("demo").ID+" is in CREATE_FAILED state and can not be updated.")
		in["DisableRollback"] = true
		b.calls = nil
		b.ask("UpdateStack", in)
		b.is("demo", "UPDATE_COMPLETE")
		if !slices.Equal(b.calls, []string{"PutParameter /n"}) {
			t.Errorf("only what is missing should be made: %v", b.calls)
		}
	})
	t.Run("rollback", func(t *testing.T) {
		b := start(t)
		b.ask("RollbackStack", core.Object{"StackName": "demo"})
		b.is("demo", "ROLLBACK_COMPLETE")
	})
	t.Run("an update left failed", func(t *testing.T) {
		b := newBench(t, core.Fast)
		b.create("demo", chain("true", "60", "a"))
		b.refuse["PutParameter"] = core.Errorf("InternalServerError", "Oh no")
		in := stackInput("demo", chain("false", "60", "b"))
		in["DisableRollback"] = true
		b.ask("UpdateStack", in)
		b.is("demo", "UPDATE_FAILED")
		b.refuse = map[string]error{}
		b.ask("RollbackStack", core.Object{"StackName": "demo"})
		b.is("demo", "UPDATE_ROLLBACK_COMPLETE")
		if got := b.stack("demo").resource("Client").Props["GenerateSecret"]; got != "true" {
			t.Errorf("GenerateSecret is %v", got)
		}
	})
}

func TestResourcesLeaveAndCustomNamesStay(t *testing.T) {
	b := newBench(t, core.Fast)
	role := func(path string) string {
		return `Resources: {R: {Type: AWS::IAM::Role, Properties: {RoleName: my-role, Path: ` + path + `, AssumeRolePolicyDocument: {}}},
		 P: {Type: AWS::SSM::Parameter, DeletionPolicy: Retain, Properties: {Type: String, Value: v}}}`
	}
	b.create("demo", role("/a/"))
	b.ask("UpdateStack", stackInput("demo", role("/b/")))
	b.is("demo", "UPDATE_ROLLBACK_COMPLETE")
	want := "  0 R UPDATE_FAILED | CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename my-role and update the stack again."
	if !slices.Contains(b.story("demo", 0), want) {
		t.Errorf("%s", strings.Join(b.story("demo", 0), "\n"))
	}
	b.calls = nil
	b.ask("UpdateStack", stackInput("demo", `Resources: {Q: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: v}}}`))
	b.is("demo", "UPDATE_COMPLETE")
	if !slices.Contains(b.calls, "DeleteRole my-role") || slices.ContainsFunc(b.calls, func(c string) bool { return strings.HasPrefix(c, "DeleteParameter") }) {
		t.Errorf("calls %v", b.calls)
	}
	if !slices.Contains(b.story("demo", 0), "  0 P DELETE_SKIPPED") {
		t.Error("a retained resource is not reported as skipped")
	}
}

func TestReplacedResourcesMayBeKept(t *testing.T) {
	b := newBench(t, core.Fast)
	group := func(name, note string) string {
		return `Resources: {Pool: {Type: AWS::Cognito::UserPool}, Note: {Type: AWS::SSM::Parameter, DependsOn: G, Properties: {Name: /n, Type: String, Value: ` + note + `}},
		 G: {Type: AWS::Cognito::UserPoolGroup, UpdateReplacePolicy: Retain, Properties: {UserPoolId: !Ref Pool, GroupName: ` + name + `}}}`
	}
	b.create("demo", group("one", "a"))
	b.ask("UpdateStack", stackInput("demo", group("two", "a")))
	b.is("demo", "UPDATE_COMPLETE")
	if !b.live["Group one"] || !b.live["Group two"] || !slices.Contains(b.story("demo", 0), "  0 G DELETE_SKIPPED") {
		t.Errorf("living %v", b.live)
	}
	// A replacement that is taken back goes, whatever the policy says.
	b.refuse["PutParameter"] = core.Errorf("InternalServerError", "Oh no")
	b.ask("UpdateStack", stackInput("demo", group("three", "b")))
	b.is("demo", "UPDATE_ROLLBACK_FAILED")
	delete(b.refuse, "PutParameter")
	b.ask("ContinueUpdateRollback", core.Object{"StackName": "demo"})
	b.is("demo", "UPDATE_ROLLBACK_COMPLETE")
	if b.live["Group three"] || b.stack("demo").resource("G").ID != "two" {
		t.Errorf("living %v, %v", b.live, b.stack("demo").resource("G").ID)
	}
}
