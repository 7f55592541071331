package cfn

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func changeSetInput(kind, body string) core.Object {
	in := stackInput("demo", body)
	in["ChangeSetName"], in["ChangeSetType"] = "cs", kind
	return in
}

var theSet = core.Object{"StackName": "demo", "ChangeSetName": "cs"}

func TestChangeSetThatCreates(t *testing.T) {
	b := newBench(t, core.Realistic)
	b.ask("CreateChangeSet", changeSetInput("CREATE", small))
	b.is("demo", "REVIEW_IN_PROGRESS")
	if got := b.ask("DescribeChangeSet", theSet); got["Status"] != "CREATE_IN_PROGRESS" {
		t.Errorf("status %v", got["Status"])
	}
	id := b.stack("demo").ChangeSets[0].ID
	b.refused("ExecuteChangeSet", theSet, "InvalidChangeSetStatus", "ChangeSet ["+id+"] cannot be executed in its current status of [CREATE_IN_PROGRESS]")
	b.refused("CreateChangeSet", changeSetInput("CREATE", small), "AlreadyExistsException", "ChangeSet cs already exists")
	b.refused("CreateStack", stackInput("demo", small), "AlreadyExistsException", "Stack [demo] already exists")
	b.pass(5 * time.Second)
	got := b.ask("DescribeChangeSet", theSet)
	if got["Status"] != "CREATE_COMPLETE" || got["ExecutionStatus"] != "AVAILABLE" || len(got["Changes"].([]any)) != 4 {
		t.Errorf("change set %v", got)
	}
	b.ask("ExecuteChangeSet", theSet)
	b.is("demo", "CREATE_IN_PROGRESS")
	b.pass(time.Minute)
	b.is("demo", "CREATE_COMPLETE")
	b.refused("ExecuteChangeSet", theSet, "InvalidChangeSetStatus", "ChangeSet ["+id+"] cannot be executed in its current execution status of [EXECUTE_COMPLETE]")
}

func TestChangeSetIsReadyAtOnceAtPaceFast(t *testing.T) {
	b := newBench(t, core.Fast)
	b.ask("CreateChangeSet", changeSetInput("CREATE", small))
	if got := b.ask("DescribeChangeSet", theSet); got["Status"] != "CREATE_COMPLETE" {
		t.Errorf("status %v", got["Status"])
	}
	b.ask("ExecuteChangeSet", theSet)
	b.is("demo", "CREATE_COMPLETE")
	b.ask("CreateChangeSet", changeSetInput("UPDATE", small))
	got := b.ask("DescribeChangeSet", theSet)
	if got["Status"] != "FAILED" || got["ExecutionStatus"] != "UNAVAILABLE" || got["StatusReason"] != noChanges {
		t.Errorf("an empty change set is %v", got)
	}
	b.ask("DeleteChangeSet", theSet)
	b.refused("DescribeChangeSet", theSet, "ChangeSetNotFound", "ChangeSet [cs] does not exist")
	b.ask("DeleteChangeSet", theSet)
}

func TestChangeSetTellsWhatHappensToEachResource(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", chain("true", "60", "a"))
	next := strings.Replace(chain("false", "60", "a"), "Resources:", "Resources:\n  New: {Type: AWS::Cognito::UserPoolGroup, Properties: {UserPoolId: !Ref Pool}}", 1)
	b.ask("CreateChangeSet", changeSetInput("UPDATE", next))
	changes := changesOf(t, b)
	if c := changes["New"]; c.Action != "Add" {
		t.Errorf("New: %+v", c)
	}
	client := changes["Client"]
	if client.Action != "Modify" || client.Replacement != "True" || client.Details[0].Target.RequiresRecreation != "Always" ||
		client.Details[0].Target.Name != "GenerateSecret" || client.Details[0].Evaluation != "Static" {
		t.Errorf("Client: %+v", client)
	}
	note := changes["Note"]
	if note.Replacement != "False" || note.Details[0].Evaluation != "Dynamic" || note.Details[0].ChangeSource != "ResourceReference" ||
		note.Details[0].CausingEntity != "Client" {
		t.Errorf("Note: %+v", note)
	}
	if _, listed := changes["Pool"]; listed {
		t.Error("the pool does not change")
	}
	b.ask("DeleteChangeSet", theSet)
	b.ask("CreateChangeSet", changeSetInput("UPDATE", "Resources: {Pool: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: pool}}}"))
	changes = changesOf(t, b)
	if changes["Client"].Action != "Remove" || changes["Note"].Action != "Remove" || len(changes) != 2 {
		t.Errorf("changes %+v", changes)
	}
	b.ask("ExecuteChangeSet", theSet)
	b.is("demo", "UPDATE_COMPLETE")
}

func changesOf(t *testing.T, b *bench) map[string]change {
	t.Helper()
	out := b.ask("DescribeChangeSet", theSet)
	data, _ := json.Marshal(out["Changes"])
	var list []resourceChange
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	byName := map[string]change{}
	for _, c := range list {
		byName[c.ResourceChange.LogicalResourceId] = c.ResourceChange
	}
	return byName
}

func TestChangeSetNames(t *testing.T) {
	b := newBench(t, core.Fast)
	b.refused("CreateChangeSet", changeSetInput("UPDATE", small), "ValidationError", "Stack [demo] does not exist")
	b.create("demo", small)
	b.refused("CreateChangeSet", changeSetInput("CREATE", small), "ValidationError",
		"Stack [demo] already exists and cannot be created again with the changeSet [cs].")
	b.refused("DescribeChangeSet", core.Object{"ChangeSetName": "cs"}, "ValidationError",
		"StackName must be specified if ChangeSetName is not specified as an ARN.")
}
