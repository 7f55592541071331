package conformance_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/smithy-go"

	"agentcore-workshop/aws/sandbox"
)

// published is the template as the published workshop has it.
const published = "../cfn/testdata/published.yaml"

func TestBoto3DrivesAStack(t *testing.T) {
	_, endpoint := serve(t, sandbox.Options{})
	template, err := filepath.Abs(published)
	if err != nil {
		t.Fatal(err)
	}
	python(t, endpoint, "stack_life.py", template)
}

func TestTheAWSCLIDrivesAStack(t *testing.T) {
	_, endpoint := serve(t, sandbox.Options{})
	cfn := func(args string) string {
		t.Helper()
		return output(t, program(t, endpoint, "aws", append([]string{"cloudformation"}, strings.Fields(args)...)...))
	}
	fails := func(args, text string) {
		t.Helper()
		out, err := program(t, endpoint, "aws", append([]string{"cloudformation"}, strings.Fields(args)...)...).CombinedOutput()
		if err == nil || !strings.Contains(string(out), text) {
			t.Errorf("%s: %v %s", args, err, out)
		}
	}
	template := " --template-body file://" + published + " --capabilities CAPABILITY_NAMED_IAM"
	cfn("create-change-set --stack-name life --change-set-name first --change-set-type CREATE" + template)
	cfn("wait change-set-create-complete --stack-name life --change-set-name first")
	cfn("execute-change-set --stack-name life --change-set-name first")
	cfn("wait stack-create-complete --stack-name life")
	fails("update-stack --stack-name life"+template, "No updates are to be performed.")
	cfn("update-stack --stack-name life --parameters ParameterKey=WebAppClientName,ParameterValue=renamed" + template)
	cfn("wait stack-update-complete --stack-name life")
	// The CLI's own way of deploying makes a change set, and takes an empty one for success when it is told to.
	cfn("deploy --stack-name life --no-fail-on-empty-changeset --template-file " + published + " --capabilities CAPABILITY_NAMED_IAM --parameter-overrides WebAppClientName=again")
	cfn("deploy --stack-name life --no-fail-on-empty-changeset --template-file " + published + " --capabilities CAPABILITY_NAMED_IAM")
	if names := cfn("describe-stacks --stack-name life --query Stacks[0].[StackStatus,Parameters[?ParameterKey=='WebAppClientName'].ParameterValue|[0]] --output text"); names != "UPDATE_COMPLETE\tagain\n" {
		t.Errorf("after the deployments the stack is %q", names)
	}
	cfn("create-stack --stack-name second" + template)
	fails("wait stack-create-complete --stack-name second", "terminal failure state")
	if status := cfn("describe-stacks --stack-name second --query Stacks[0].StackStatus --output text"); status != "ROLLBACK_COMPLETE\n" {
		t.Errorf("the second stack is %q", status)
	}
	for _, stack := range []string{"second", "life"} {
		cfn("delete-stack --stack-name " + stack)
		cfn("wait stack-delete-complete --stack-name " + stack)
	}
	fails("describe-stacks --stack-name life", "does not exist")
}

func TestTheGoSDKDrivesAStack(t *testing.T) {
	_, endpoint := serve(t, sandbox.Options{})
	body, err := os.ReadFile(published)
	if err != nil {
		t.Fatal(err)
	}
	client, ctx := cloudformation.NewFromConfig(sdk(endpoint, "test")), t.Context()
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	template, life, first := aws.String(string(body)), aws.String("life"), aws.String("first")
	capabilities := []types.Capability{types.CapabilityCapabilityNamedIam}
	at := &cloudformation.DescribeStacksInput{StackName: life}

	must(client.CreateChangeSet(ctx, &cloudformation.CreateChangeSetInput{
		StackName: life, ChangeSetName: first, ChangeSetType: types.ChangeSetTypeCreate, TemplateBody: template, Capabilities: capabilities,
	}))
	must(nil, cloudformation.NewChangeSetCreateCompleteWaiter(client).Wait(ctx, &cloudformation.DescribeChangeSetInput{StackName: life, ChangeSetName: first}, time.Minute))
	must(client.ExecuteChangeSet(ctx, &cloudformation.ExecuteChangeSetInput{StackName: life, ChangeSetName: first}))
	must(nil, cloudformation.NewStackCreateCompleteWaiter(client).Wait(ctx, at, time.Minute))

	update := &cloudformation.UpdateStackInput{StackName: life, UsePreviousTemplate: aws.Bool(true), Capabilities: capabilities}
	_, err = client.UpdateStack(ctx, update)
	var refusal smithy.APIError
	if !errors.As(err, &refusal) || refusal.ErrorCode() != "ValidationError" || refusal.ErrorMessage() != "No updates are to be performed." {
		t.Errorf("an update of nothing: %v", err)
	}
	update.Parameters = []types.Parameter{{ParameterKey: aws.String("WebAppClientName"), ParameterValue: aws.String("renamed")}}
	must(client.UpdateStack(ctx, update))
	must(nil, cloudformation.NewStackUpdateCompleteWaiter(client).Wait(ctx, at, time.Minute))

	second := aws.String("second")
	must(client.CreateStack(ctx, &cloudformation.CreateStackInput{StackName: second, TemplateBody: template, Capabilities: capabilities}))
	failed := &cloudformation.DescribeStacksInput{StackName: second}
	if err := cloudformation.NewStackCreateCompleteWaiter(client).Wait(ctx, failed, time.Minute); err == nil || !strings.Contains(err.Error(), "Failure") {
		t.Errorf("the waiter of a create that fails: %v", err)
	}
	out, err := client.DescribeStacks(ctx, failed)
	must(out, err)
	if status := out.Stacks[0].StackStatus; status != types.StackStatusRollbackComplete {
		t.Errorf("the second stack is %s", status)
	}
	for _, stack := range []*string{second, life} {
		must(client.DeleteStack(ctx, &cloudformation.DeleteStackInput{StackName: stack}))
		must(nil, cloudformation.NewStackDeleteCompleteWaiter(client).Wait(ctx, &cloudformation.DescribeStacksInput{StackName: stack}, time.Minute))
	}
	if _, err := client.DescribeStacks(ctx, at); !errors.As(err, &refusal) || refusal.ErrorMessage() != "Stack with id life does not exist" {
		t.Errorf("after the delete: %v", err)
	}
}
