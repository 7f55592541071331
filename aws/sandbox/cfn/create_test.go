package cfn

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const small = `
Parameters:
  Secret: {Type: String, NoEcho: true, Default: hush-hush}
Resources:
  Pool: {Type: AWS::Cognito::UserPool, Properties: {UserPoolName: pool}}
  Client:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Pool, GenerateSecret: true, AccessTokenValidity: '60'}
  Domain: {Type: AWS::Cognito::UserPoolDomain, Properties: {Domain: my-domain, UserPoolId: !Ref Pool}}
  Note: {Type: AWS::SSM::Parameter, Properties: {Name: /n, Type: String, Value: !Ref Secret}}
Outputs:
  PoolId: {Value: !Ref Pool, Export: {Name: !Sub '${AWS::StackName}-pool'}}
`

func TestEventsOfACreateInAWSOrder(t *testing.T) {
	b := newBench(t, core.Realistic)
	b.create("demo", small)
	b.is("demo", "CREATE_IN_PROGRESS")
	b.pass(10 * time.Second)
	b.is("demo", "CREATE_IN_PROGRESS")
	b.pass(time.Minute)
	b.is("demo", "CREATE_COMPLETE")
	b.tells("demo", 0, `
  0 demo CREATE_IN_PROGRESS | User Initiated
  1 Pool CREATE_IN_PROGRESS
  1 Note CREATE_IN_PROGRESS
  2 Pool CREATE_IN_PROGRESS | Resource creation Initiated
  2 Note CREATE_IN_PROGRESS | Resource creation Initiated
  3 Note CREATE_COMPLETE
  6 Pool CREATE_COMPLETE
  6 Client CREATE_IN_PROGRESS
  6 Domain CREATE_IN_PROGRESS
  7 Client CREATE_IN_PROGRESS | Resource creation Initiated
  7 Domain CREATE_IN_PROGRESS | Resource creation Initiated
  8 Client CREATE_COMPLETE
 36 Domain CREATE_COMPLETE
 37 demo CREATE_COMPLETE`)
}

func TestAnswersShowNewestFirstAndHideSecrets(t *testing.T) {
	b := newBench(t, core.Fast)
	b.create("demo", small)
	b.is("demo", "CREATE_COMPLETE")
	out := b.ask("DescribeStackEvents", core.Object{"StackName": "demo"})
	events := out["StackEvents"].([]any)
	first := events[0].(map[string]any)
	if first["ResourceStatus"] != "CREATE_COMPLETE" || first["LogicalResourceId"] != "demo" {
		t.Errorf("the newest event is %v", first)
	}
	ids := map[string]bool{}
	for _, e := range events {
		id := e.(map[string]any)["EventId"].(string)
		if ids[id] {
			t.Errorf("event id %s is used twice", id)
		}
		ids[id] = true
	}
	stacks, _ := json.Marshal(b.ask("DescribeStacks", core.Object{}))
	all, _ := json.Marshal(out)
	for _, text := range []string{string(stacks), string(all)} {
		if strings.Contains(text, "hush-hush") || strings.Contains(text, "s3cr3t") {
			t.Errorf("a secret is shown: %s", text)
		}
	}
	if !strings.Contains(string(stacks), masked) {
		t.Error("the NoEcho parameter is not shown as ****")
	}
	if !strings.Contains(string(stacks), `"ExportName":"demo-pool"`) {
		t.Errorf("the export is missing: %s", stacks)
	}
	events2 := b.ask("DescribeEvents", core.Object{"StackName": "demo"})["OperationEvents"].([]any)
	if len(events2) != len(events) || events2[0].(map[string]any)["OperationStatus"] != "SUCCEEDED" {
		t.Errorf("DescribeEvents tells %d events, first %v", len(events2), events2[0])
	}
}

func TestAFailedCreateRollsBackInReverse(t *testing.T) {
	b := newBench(t, core.Realistic)
	b.refuse["CreateUserPoolClient"] = core.Errorf("ScopeDoesNotExistException", "Invalid scope requested: x/y")
	b.create("demo", small)
	b.pass(2 * time.Minute)
	b.is("demo", "ROLLBACK_COMPLETE")
	story := strings.Join(b.story("demo", 0), "\n")
	for _, want := range []string{
		`Client CREATE_FAILED | Resource handler returned message: "Invalid scope requested: x/y (Service: CognitoIdentityProvider, Status Code: 400, Request ID: `,
		`HandlerErrorCode: InvalidRequest)`,
		"Domain CREATE_FAILED | Resource creation cancelled",
		"demo ROLLBACK_IN_PROGRESS | The following resource(s) failed to create: [Client, Domain]. Rollback requested by user.",
		"Client DELETE_COMPLETE",
	} {
		if !strings.Contains(story, want) {
			t.Errorf("no %q in\n%s", want, story)
		}
	}
	if strings.Contains(story, "Client DELETE_IN_PROGRESS") {
		t.Error("a resource that never was is being deleted")
	}
	if strings.Index(story, "Domain DELETE_COMPLETE") > strings.Index(story, "Pool DELETE_IN_PROGRESS") {
		t.Errorf("the pool goes before its domain:\n%s", story)
	}
	b.refused("UpdateStack", stackInput("demo", small), "ValidationError",
		"Stack:"+b.stack("demo").ID+" is in ROLLBACK_COMPLETE state and can not be updated.")
	b.refused("CreateStack", stackInput("demo", small), "AlreadyExistsException", "Stack [demo] already exists")
}

func TestOnFailure(t *testing.T) {
	for choice, want := range map[string]string{"DELETE": "DELETE_COMPLETE", "DO_NOTHING": "CREATE_FAILED", "ROLLBACK": "ROLLBACK_COMPLETE"} {
		t.Run(choice, func(t *testing.T) {
			b := newBench(t, core.Fast)
			b.refuse["CreateUserPoolDomain"] = core.Errorf("InvalidParameterException", "Domain already associated with another user pool.")
			in := stackInput("demo", small)
			in["OnFailure"] = choice
			id := b.ask("CreateStack", in)["StackId"].(string)
			b.is(id, want)
			if !strings.Contains(strings.Join(b.story(id, 0), "\n"),
				`Domain CREATE_FAILED | Resource handler returned message: "Invalid request provided: AWS::Cognito::UserPoolDomain" (RequestToken: `) {
				t.Errorf("%s", strings.Join(b.story(id, 0), "\n"))
			}
		})
	}
}

func TestTheFaultMakesOneResourceFail(t *testing.T) {
	b := newBench(t, core.Fast)
	b.cloud.SetFaults(map[string]string{"resource-create-failed": "Domain"})
	b.create("demo", small)
	b.is("demo", "ROLLBACK_COMPLETE")
	b.ask("DeleteStack", core.Object{"StackName": "demo"})
	b.cloud.SetFaults(nil)
	b.create("demo", small)
	b.is("demo", "CREATE_COMPLETE")
}

func TestWrongPropertiesFailTheResource(t *testing.T) {
	for name, test := range map[string]struct{ props, want string }{
		"unknown":  {"{Name: /n, Type: String, Value: v, Nam: x}", "Properties validation failed for resource P with message: #: extraneous key [Nam] is not permitted"},
		"missing":  {"{Name: /n, Type: String}", "Properties validation failed for resource P with message: #: required key [Value] not found"},
		"enum":     {"{Name: /n, Type: Text, Value: v}", "Properties validation failed for resource P with message: #/Type: failed validation constraint for keyword [enum]"},
		"the form": {"{Name: /n, Type: String, Value: [v]}", "Properties validation failed for resource P with message: #/Value: expected type: String, found: JSONArray"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, core.Fast)
			b.create("demo", "Resources: {P: {Type: AWS::SSM::Parameter, Properties: "+test.props+"}}")
			b.is("demo", "ROLLBACK_COMPLETE")
			if got := b.story("demo", 2)[0]; got != "  0 P CREATE_FAILED | "+test.want {
				t.Errorf("got %s", got)
			}
		})
	}
}

// A stack goes on while nobody hosts it: saved in the middle, loaded into another cloud, finished by the clock.
func TestAnOperationSurvivesARestart(t *testing.T) {
	for _, at := range []time.Duration{0, time.Second, 4 * time.Second, 7 * time.Second, 36 * time.Second} {
		b := newBench(t, core.Realistic)
		b.create("demo", small)
		b.pass(at)
		b.status("demo")
		state, err := b.cloud.Save()
		if err != nil {
			t.Fatal(err)
		}
		next := newBench(t, core.Realistic)
		next.now, next.made = b.now, 10
		data, _ := json.Marshal(state)
		var loaded core.State
		if err := json.Unmarshal(data, &loaded); err != nil {
			t.Fatal(err)
		}
		next.cloud.Restore(loaded)
		next.pass(time.Minute)
		next.is("demo", "CREATE_COMPLETE")
		if lines := next.story("demo", 0); lines[len(lines)-1] != " 37 demo CREATE_COMPLETE" {
			t.Errorf("restart after %v: %s", at, lines[len(lines)-1])
		}
		next.ask("DeleteStack", core.Object{"StackName": "demo"})
		next.pass(time.Minute)
		next.is(next.stack(next.cloudStackID()).ID, "DELETE_COMPLETE")
	}
}

func (b *bench) cloudStackID() string {
	return core.Part[account](b.cloud.Realm("123456789012", "us-east-1"), part).Stacks[0].ID
}

func TestACreateThatTakesTooLong(t *testing.T) {
	b := newBench(t, core.Realistic)
	in := stackInput("demo", small+"  Late: {Value: !Ref Domain}\n")
	in["TemplateBody"] = strings.Replace(in["TemplateBody"].(string), "  Note:", "  Role: {Type: AWS::IAM::Role, DependsOn: [Domain, Client], Properties: {AssumeRolePolicyDocument: {}}}\n"+
		"  More: {Type: AWS::IAM::Role, DependsOn: Role, Properties: {AssumeRolePolicyDocument: {}}}\n  Note:", 1)
	in["TimeoutInMinutes"] = 1
	b.ask("CreateStack", in)
	b.pass(5 * time.Minute)
	b.is("demo", "ROLLBACK_COMPLETE")
	story := b.story("demo", 0)
	for _, want := range []string{" 60 More CREATE_FAILED | Resource creation cancelled",
		" 61 demo ROLLBACK_IN_PROGRESS | Stack creation time exceeded the specified timeout. Rollback requested by user."} {
		if !slices.Contains(story, want) {
			t.Errorf("no %q in\n%s", want, strings.Join(story, "\n"))
		}
	}
	b = newBench(t, core.Fast)
	b.ask("CreateStack", in)
	b.is("demo", "CREATE_COMPLETE")
}
