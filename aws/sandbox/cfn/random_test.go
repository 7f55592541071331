package cfn

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// living is what exists in the faked services: what was made and not removed.
type living map[string]bool

func (l living) note(operation string, in, out core.Object) error {
	verb, thing, id := "", "", subjectOf(in)
	switch {
	case operation == "PutParameter":
		verb, thing = "Create", "Parameter"
		if in["Overwrite"] == true {
			verb = "Update"
		}
	case operation == "PutRolePolicy", operation == "DeleteRolePolicy", operation == "UpdateAssumeRolePolicy":
		return nil
	default:
		for _, v := range []string{"Create", "Update", "Delete"} {
			if rest, ok := strings.CutPrefix(operation, v); ok {
				verb, thing = v, rest
			}
		}
	}
	switch operation {
	case "CreateUserPool":
		id = textOf(under(out, "UserPool"), "Id")
	case "CreateUserPoolClient":
		id = textOf(under(out, "UserPoolClient"), "ClientId")
	case "UpdateUserPool", "DeleteUserPool":
		id, _ = in["UserPoolId"].(string)
	case "UpdateUserPoolClient", "DeleteUserPoolClient":
		id, _ = in["ClientId"].(string)
	}
	key := thing + " " + id
	switch {
	case verb == "Create" && l[key]:
		return core.Errorf("AlreadyExistsException", "%s already exists", key)
	case verb == "Create":
		l[key] = true
	case verb != "" && !l[key]:
		return core.Errorf("ResourceNotFoundException", "%s does not exist", key)
	case verb == "Delete":
		delete(l, key)
	}
	return nil
}

// randomTemplate writes one of many templates over the same few resources.
func randomTemplate(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("Resources:\n  Pool: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: pool" + fmt.Sprint(r.IntN(2)) + "}}\n")
	pick := func(line string) {
		if r.IntN(3) > 0 {
			b.WriteString("  " + line + "\n")
		}
	}
	pick(fmt.Sprintf("Client: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !Ref Pool, GenerateSecret: %v, AccessTokenValidity: %d}}", r.IntN(2) > 0, 1+r.IntN(2)))
	pick(fmt.Sprintf("Domain: {Type: AWS::Cognito::UserPoolDomain, Properties: {UserPoolId: !Ref Pool, Domain: d%d}}", r.IntN(2)))
	pick(fmt.Sprintf("Group: {Type: AWS::Cognito::UserPoolGroup, Properties: {UserPoolId: !Ref Pool, GroupName: g%d, Precedence: %d}}", r.IntN(2), r.IntN(2)))
	pick(fmt.Sprintf("Note: {Type: AWS::SSM::Parameter, Properties: {Name: /n%d, Type: String, Value: !Ref Pool}}", r.IntN(2)))
	pick(fmt.Sprintf("Role: {Type: AWS::IAM::Role, Properties: {RoleName: r%d, Path: /%d/, AssumeRolePolicyDocument: {a: %d}}}", r.IntN(2), r.IntN(2), r.IntN(2)))
	return b.String()
}

// Whatever is done to a stack, at whatever moment, with whatever failing, and however often the cloud is restarted: it
// comes to rest, it can be deleted, and then nothing is left.
func TestNothingIsEverLeftBehind(t *testing.T) {
	for seed := range uint64(150) {
		r := rand.New(rand.NewPCG(seed, 1))
		b := newBench(t, []core.Pace{core.Fast, core.Realistic}[r.IntN(2)])
		for range 12 {
			b.disturb(r)
		}
		b.refuse = map[string]error{}
		for tries := 0; tries < 4 && b.living() != nil; tries++ {
			b.ask("DeleteStack", core.Object{"StackName": "demo"})
			b.pass(10 * time.Minute)
		}
		if st := b.living(); st != nil {
			t.Fatalf("seed %d: %v is not deleted\n%s", seed, st, strings.Join(b.story("demo", 0), "\n"))
		}
		if len(b.live) > 0 && !b.gaveUp() {
			t.Fatalf("seed %d: left behind %v\n%s\n%v", seed, b.live, strings.Join(b.story(b.cloudStackID(), 0), "\n"), b.calls)
		}
	}
}

// gaveUp reports whether an update could not remove what it replaced: AWS forgets such resources, and so do we.
func (b *bench) gaveUp() bool {
	for _, st := range core.Part[account](b.cloud.Realm("123456789012", "us-east-1"), part).Stacks {
		for _, e := range st.Events {
			if e.Type == stackType && e.Reason != "" && (e.Status == "UPDATE_COMPLETE" || e.Status == "UPDATE_ROLLBACK_COMPLETE") {
				return true
			}
		}
	}
	return false
}

// living is the stack that is being disturbed, unless it is gone.
func (b *bench) living() *stack {
	if _, err := b.try("ListStacks", core.Object{}); err != nil {
		b.t.Fatal(err)
	}
	return core.Part[account](b.cloud.Realm("123456789012", "us-east-1"), part).byName("demo")
}

// disturb does one thing at random. Refusals are as good as answers: the wrong state is part of the game.
func (b *bench) disturb(r *rand.Rand) {
	in := stackInput("demo", randomTemplate(r))
	switch r.IntN(10) {
	case 0, 1:
		in["OnFailure"] = []string{"ROLLBACK", "DO_NOTHING", "DELETE"}[r.IntN(3)]
		_, _ = b.try("CreateStack", in)
	case 2, 3:
		in["DisableRollback"] = r.IntN(2) > 0
		_, _ = b.try("UpdateStack", in)
	case 4:
		operation := []string{"CancelUpdateStack", "ContinueUpdateRollback", "RollbackStack", "DeleteStack"}[r.IntN(4)]
		_, _ = b.try(operation, core.Object{"StackName": "demo"})
	case 5:
		in["ChangeSetName"], in["ChangeSetType"] = "cs", []string{"CREATE", "UPDATE"}[r.IntN(2)]
		_, _ = b.try("CreateChangeSet", in)
		b.pass(5 * time.Second)
		_, _ = b.try("ExecuteChangeSet", theSet)
	case 6:
		failing := []string{"CreateUserPoolClient", "UpdateUserPoolClient", "DeleteUserPoolDomain", "PutParameter", "PutParameter", "CreateGroup", "UpdateUserPool", "DeleteRole"}
		b.refuse[failing[r.IntN(len(failing))]] = core.Errorf("InternalErrorException", "at random")
	case 7:
		b.refuse = map[string]error{}
	case 8:
		b.restart()
	default:
		b.pass(time.Duration(r.IntN(90_000)) * time.Millisecond)
	}
	b.pass(time.Duration(r.IntN(4_000)) * time.Millisecond)
	if st := b.living(); st != nil && st.Operation == nil && strings.HasSuffix(st.Status, "_IN_PROGRESS") && st.Status != "REVIEW_IN_PROGRESS" {
		b.t.Fatalf("%v has stopped in the middle", st)
	}
}

// restart saves the cloud and loads it again, as when its process is another.
func (b *bench) restart() {
	state, err := b.cloud.Save()
	if err != nil {
		b.t.Fatal(err)
	}
	data, err := json.Marshal(state)
	if err != nil {
		b.t.Fatal(err)
	}
	var loaded core.State
	if err := json.Unmarshal(data, &loaded); err != nil {
		b.t.Fatal(err)
	}
	b.cloud.Restore(loaded)
}

func TestTheListOfTypesIsWhole(t *testing.T) {
	kinds := registry()
	if len(kinds) != 10 {
		t.Errorf("%d types", len(kinds))
	}
	for name, k := range kinds {
		if k.create == nil || k.update == nil || k.remove == nil || k.creating == 0 || k.updating == 0 || k.removing == 0 {
			t.Errorf("%s is not whole", name)
		}
		for _, list := range [][]string{k.required, k.replace, k.fixed, k.identity} {
			for _, property := range list {
				if _, known := k.schema[property]; !known {
					t.Errorf("%s has no property %s", name, property)
				}
			}
		}
		if k.tags != "" && k.schema[k.tags].form != map[bool]form{true: formMap, false: formList}[k.tagsAsMap] {
			t.Errorf("%s: tags are not of the form that is said", name)
		}
	}
}
