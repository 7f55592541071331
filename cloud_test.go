package main

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation/types"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
)

// serving is a practice cloud that runs on its own, in a process of its own.
type serving struct {
	Endpoint, Account, Region string
	Env                       map[string]string
}

// serve starts `sandbox serve` and reads the one line that it says.
func serve(t *testing.T, state string) serving {
	t.Helper()
	cmd := exec.Command(built(t), "sandbox", "serve", "--addr", "127.0.0.1:0", "--speed", "fast", "--output", "json")
	cmd.Env = cleanEnv(state)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, cmd) })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	var s serving
	if err := json.Unmarshal([]byte(line), &s); err != nil {
		t.Fatalf("%v in %q", err, line)
	}
	return s
}

// stop ends a process as Ctrl+C would, and insists.
func stop(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if runtime.GOOS == "windows" {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return
	}
	_ = cmd.Process.Signal(os.Interrupt)
	late := time.AfterFunc(5*time.Second, func() {
		t.Error("it did not end within five seconds of Ctrl+C")
		_ = cmd.Process.Kill()
	})
	defer late.Stop()
	_ = cmd.Wait()
}

func (s serving) config() aws.Config {
	return aws.Config{
		Region: s.Region, BaseEndpoint: aws.String(s.Endpoint),
		Credentials: credentials.NewStaticCredentialsProvider(s.Account, "practice", ""),
	}
}

func (s serving) parameter(ctx context.Context, t *testing.T, name string) string {
	t.Helper()
	out, err := ssm.NewFromConfig(s.config()).GetParameter(ctx, &ssm.GetParameterInput{Name: aws.String("/app/troubleshooting/agentcore/" + name)})
	if err != nil {
		t.Fatal(err)
	}
	return aws.ToString(out.Parameter.Value)
}

func clientSecret(t *testing.T, state string) string {
	t.Helper()
	return clientSecretAt(t, serve(t, state))
}

func clientSecretAt(t *testing.T, s serving) string {
	t.Helper()
	ctx := t.Context()
	pool, client := s.parameter(ctx, t, "userpool_id"), s.parameter(ctx, t, "machine_client_id")
	out, err := cognitoidentityprovider.NewFromConfig(s.config()).DescribeUserPoolClient(ctx, &cognitoidentityprovider.DescribeUserPoolClientInput{UserPoolId: &pool, ClientId: &client})
	if err != nil {
		t.Fatal(err)
	}
	secret := aws.ToString(out.UserPoolClient.ClientSecret)
	if len(secret) < 20 {
		t.Fatalf("a client secret of %d characters", len(secret))
	}
	return secret
}

func TestOurClientSetsUpACloudThatIsServedElsewhere(t *testing.T) {
	s := serve(t, t.TempDir())
	state := t.TempDir()
	finishedOK(t, program(t, state, "run", "--endpoint-url", s.Endpoint, "--auto", "--output", "json").ok(t).out)
	if v := verified(t, program(t, state, "verify", "--endpoint-url", s.Endpoint, "--output", "json").ok(t).out); len(v.Checks) < 30 || v.Failed != 0 {
		t.Errorf("%d checks, %d failed", len(v.Checks), v.Failed)
	}
	if got := s.parameter(t.Context(), t, "cognito_provider"); got != "troubleshooting-connectivity-"+s.Account {
		t.Errorf("cognito_provider is %q", got)
	}
}

// TestAPublishedSetUpIsAdopted makes the stack as the published scripts do, and runs our job over it.
func TestAPublishedSetUpIsAdopted(t *testing.T) {
	s := serve(t, t.TempDir())
	ctx := t.Context()
	template, err := os.ReadFile("testdata/published.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cfn := cloudformation.NewFromConfig(s.config())
	name := aws.String("troubleshooting-agentcore-cognito")
	if _, err := cfn.CreateStack(ctx, &cloudformation.CreateStackInput{
		StackName: name, TemplateBody: aws.String(string(template)),
		Capabilities: []types.Capability{types.CapabilityCapabilityIam, types.CapabilityCapabilityNamedIam},
	}); err != nil {
		t.Fatal(err)
	}
	if err := cloudformation.NewStackCreateCompleteWaiter(cfn).Wait(ctx, &cloudformation.DescribeStacksInput{StackName: name}, time.Minute); err != nil {
		t.Fatal(err)
	}
	before, err := cfn.ListStackResources(ctx, &cloudformation.ListStackResourcesInput{StackName: name})
	if err != nil || len(before.StackResourceSummaries) != 19 {
		t.Fatalf("%d resources, %v", len(before.StackResourceSummaries), err)
	}
	addPublishedUser(ctx, t, s)

	state := t.TempDir()
	run := program(t, state, "run", "--endpoint-url", s.Endpoint, "--auto", "--output", "json").ok(t)
	all := finishedOK(t, run.out)
	for _, call := range changing(all) {
		if strings.HasPrefix(call, "cloudformation:") || strings.HasPrefix(call, "ssm:") || strings.HasPrefix(call, "iam:") || strings.HasPrefix(call, "cognito-idp:") {
			t.Errorf("adopting changed the stack's own: %s", call)
		}
	}
	after, err := cfn.ListStackResources(ctx, &cloudformation.ListStackResourcesInput{StackName: name})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(ids(before), ids(after)) {
		t.Errorf("resources changed:\n%v\n%v", ids(before), ids(after))
	}
	if v := verified(t, program(t, state, "verify", "--endpoint-url", s.Endpoint, "--output", "json").ok(t).out); v.Failed != 0 {
		t.Errorf("%d failed: %+v", v.Failed, v.Checks)
	}
	if !slices.ContainsFunc(all, func(e event) bool { return e.Step == "deploy" && e.Type == "step_finished" && e.State == "present" }) {
		t.Error("the stack was not found present")
	}
}

// addPublishedUser makes the test user as prereq.sh does.
func addPublishedUser(ctx context.Context, t *testing.T, s serving) {
	t.Helper()
	pool, user := aws.String(s.parameter(ctx, t, "userpool_id")), aws.String("test@example.com")
	idp := cognitoidentityprovider.NewFromConfig(s.config())
	if _, err := idp.AdminCreateUser(ctx, &cognitoidentityprovider.AdminCreateUserInput{UserPoolId: pool, Username: user, TemporaryPassword: aws.String("TempPassword123!"), MessageAction: "SUPPRESS"}); err != nil {
		t.Fatal(err)
	}
	if _, err := idp.AdminSetUserPassword(ctx, &cognitoidentityprovider.AdminSetUserPasswordInput{UserPoolId: pool, Username: user, Password: aws.String("TestPassword123!"), Permanent: true}); err != nil {
		t.Fatal(err)
	}
}

func ids(out *cloudformation.ListStackResourcesOutput) []string {
	var all []string
	for _, r := range out.StackResourceSummaries {
		all = append(all, aws.ToString(r.LogicalResourceId)+"="+aws.ToString(r.PhysicalResourceId))
	}
	slices.Sort(all)
	return all
}

// TestTheAWSCLIReadsTheSetUpBack asks the real AWS CLI, unmodified, for what our program set up.
func TestTheAWSCLIReadsTheSetUpBack(t *testing.T) {
	if _, err := exec.LookPath("aws"); err != nil {
		t.Skip("the AWS CLI is not installed: it cannot read the set-up back")
	}
	state := t.TempDir()
	finishedOK(t, program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t).out)
	s := serve(t, state)
	cli := func(args ...string) map[string]any {
		t.Helper()
		cmd := exec.Command("aws", append(args, "--output", "json")...)
		cmd.Env = append(cleanEnv(state), "AWS_PAGER=")
		for name, value := range s.Env {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		out, err := cmd.Output()
		if err != nil {
			exit, _ := err.(*exec.ExitError)
			t.Fatalf("aws %v: %v\n%s", args, err, exit.Stderr)
		}
		var answer map[string]any
		if err := json.Unmarshal(out, &answer); err != nil {
			t.Fatal(err)
		}
		return answer
	}
	stacks := cli("cloudformation", "describe-stacks", "--stack-name", "troubleshooting-agentcore-cognito")["Stacks"].([]any)
	if status := stacks[0].(map[string]any)["StackStatus"]; status != "CREATE_COMPLETE" {
		t.Errorf("stack: %v", status)
	}
	parameters := cli("ssm", "get-parameters-by-path", "--path", "/app/troubleshooting/agentcore/")["Parameters"].([]any)
	if len(parameters) != 10 {
		t.Errorf("%d parameters", len(parameters))
	}
	pool := s.parameter(t.Context(), t, "userpool_id")
	clients := cli("cognito-idp", "list-user-pool-clients", "--user-pool-id", pool)["UserPoolClients"].([]any)
	if len(clients) != 2 {
		t.Errorf("%d clients", len(clients))
	}
	provider := cli("bedrock-agentcore-control", "get-oauth2-credential-provider", "--name", s.parameter(t.Context(), t, "cognito_provider"))
	if provider["credentialProviderVendor"] != "CustomOauth2" {
		t.Errorf("provider: %v", provider)
	}
	listed := cli("bedrock-agentcore-control", "list-oauth2-credential-providers")["credentialProviders"].([]any)
	if len(listed) != 1 {
		t.Errorf("%d providers", len(listed))
	}
}

// TestBoto3ReadsTheSetUpBack does the same from Python.
func TestBoto3ReadsTheSetUpBack(t *testing.T) {
	if exec.Command("python3", "-c", "import boto3").Run() != nil {
		t.Skip("python3 with boto3 is not installed: it cannot read the set-up back")
	}
	state := t.TempDir()
	finishedOK(t, program(t, state, "run", "--sandbox", "--auto", "--output", "json").ok(t).out)
	const script = `
import boto3
ssm = boto3.client("ssm")
name = ssm.get_parameter(Name="/app/troubleshooting/agentcore/cognito_provider")["Parameter"]["Value"]
control = boto3.client("bedrock-agentcore-control")
provider = control.get_oauth2_credential_provider(name=name)
data = boto3.client("bedrock-agentcore")
workload = boto3.client("bedrock-agentcore-control").list_workload_identities()["workloadIdentities"][0]["name"]
wat = data.get_workload_access_token(workloadName=workload)["workloadAccessToken"]
scope = ssm.get_parameter(Name="/app/troubleshooting/agentcore/cognito_auth_scope")["Parameter"]["Value"]
token = data.get_resource_oauth2_token(workloadIdentityToken=wat, resourceCredentialProviderName=name, scopes=[scope], oauth2Flow="M2M")
assert len(token["accessToken"].split(".")) == 3
print("vendor", provider["credentialProviderVendor"])
`
	serve(t, state) // exec uses the cloud that runs
	serve(t, state)
	got := program(t, state, "sandbox", "exec", "--", "python3", "-c", script).ok(t)
	if strings.TrimSpace(got.out) != "vendor CustomOauth2" {
		t.Errorf("%q", got.out)
	}
}
