package sandbox_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/ssm"
	"github.com/aws/aws-sdk-go-v2/service/sts"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"agentcore-workshop/aws/sandbox"
)

func strictConfig(endpoint, key, secret string) aws.Config {
	cfg := config(endpoint, key)
	cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	cfg.Credentials = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
		return aws.Credentials{AccessKeyID: key, SecretAccessKey: secret}, nil
	})
	return cfg
}

// refusal is how a call failed: "400 Code".
func refusal(t *testing.T, err error) (code string, status int) {
	t.Helper()
	var api smithy.APIError
	var answer *smithyhttp.ResponseError
	if !errors.As(err, &api) || !errors.As(err, &answer) {
		t.Fatalf("not refused: %v", err)
	}
	return api.ErrorCode(), answer.HTTPStatusCode()
}

func TestStrictTakesWhatTheGoSDKSigns(t *testing.T) {
	_, endpoint, _ := serve(t, sandbox.Options{Strict: true})
	for _, account := range []string{sandbox.DefaultAccount, otherAccount} {
		deploy(t, strictConfig(endpoint, account, "practice"))
	}
	cfg := strictConfig(endpoint, sandbox.DefaultAccount, "practice")
	control := bedrockagentcorecontrol.NewFromConfig(cfg)
	arn := "arn:aws:bedrock-agentcore:us-east-1:123456789012:workload-identity-directory/default/workload-identity/wid"
	if _, err := control.CreateWorkloadIdentity(t.Context(), &bedrockagentcorecontrol.CreateWorkloadIdentityInput{Name: aws.String("wid")}); err != nil {
		t.Error(err)
	}
	if _, err := control.ListTagsForResource(t.Context(), &bedrockagentcorecontrol.ListTagsForResourceInput{ResourceArn: &arn}); err != nil {
		t.Error(err) // the ARN is a part of the path
	}
	presigned, err := sts.NewPresignClient(sts.NewFromConfig(cfg)).PresignGetCallerIdentity(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	r, _ := http.NewRequestWithContext(t.Context(), presigned.Method, presigned.URL, http.NoBody)
	r.Header = presigned.SignedHeader
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("presigned: %v %v", answer, err)
	}
	_ = answer.Body.Close()
}

func TestStrictRefusesAsEachProtocolDoes(t *testing.T) {
	_, endpoint, _ := serve(t, sandbox.Options{Strict: true})
	calls := map[string]func(aws.Config) error{
		"query": func(c aws.Config) error {
			_, err := sts.NewFromConfig(c).GetCallerIdentity(t.Context(), nil)
			return err
		},
		"json": func(c aws.Config) error {
			_, err := ssm.NewFromConfig(c).DescribeParameters(t.Context(), nil)
			return err
		},
		"rest": func(c aws.Config) error {
			_, err := bedrockagentcorecontrol.NewFromConfig(c).ListWorkloadIdentities(t.Context(), nil)
			return err
		},
	}
	for _, c := range []struct {
		protocol, key, secret, code string
		status                      int
	}{
		{"query", "AKIAIOSFODNN7EXAMPLE", "practice", "InvalidClientTokenId", 403},
		{"json", "AKIAIOSFODNN7EXAMPLE", "practice", "UnrecognizedClientException", 400},
		{"rest", "AKIAIOSFODNN7EXAMPLE", "practice", "UnrecognizedClientException", 403},
		{"query", sandbox.DefaultAccount, "wrong", "SignatureDoesNotMatch", 403},
		{"json", sandbox.DefaultAccount, "wrong", "InvalidSignatureException", 400},
		{"rest", sandbox.DefaultAccount, "wrong", "InvalidSignatureException", 403},
	} {
		code, status := refusal(t, calls[c.protocol](strictConfig(endpoint, c.key, c.secret)))
		if code != c.code || status != c.status {
			t.Errorf("%s with %s/%s: %d %s", c.protocol, c.key, c.secret, status, code)
		}
	}
	err := calls["query"](strictConfig(endpoint, sandbox.DefaultAccount, "wrong"))
	for _, part := range []string{"The request signature we calculated does not match", "The Canonical String for this request should have been\n'POST\n/\n", "The String-to-Sign should have been\n'AWS4-HMAC-SHA256\n"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing in %v", part, err)
		}
	}
}

// TestStrictHoldsTheClock signs with a clock that is behind, moves the cloud's own time, and skews its Date.
func TestStrictHoldsTheClock(t *testing.T) {
	host := time.Now().Add(20 * time.Minute)
	cloud, endpoint, _ := serve(t, sandbox.Options{Strict: true, Now: func() time.Time { return host }})
	cfg := strictConfig(endpoint, sandbox.DefaultAccount, "practice")
	_, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), nil)
	if code, status := refusal(t, err); code != "SignatureDoesNotMatch" || status != 403 || !strings.Contains(err.Error(), "Signature expired: ") || !strings.Contains(err.Error(), " - 15 min.)") {
		t.Errorf("%d %s: %v", status, code, err)
	}
	host = time.Now()
	cloud.Clock.SetOffset(3 * time.Hour)
	if _, err := sts.NewFromConfig(cfg).GetCallerIdentity(t.Context(), nil); err != nil {
		t.Errorf("after moving the cloud's own time: %v", err)
	}
	inject(t, cloud, `{"name":"clock-skew:-20m"}`)
	_, err = ssm.NewFromConfig(cfg).DescribeParameters(t.Context(), nil)
	if code, _ := refusal(t, err); code != "InvalidSignatureException" || !strings.Contains(err.Error(), "Signature not yet current: ") {
		t.Errorf("%v", err)
	}
}

func TestStrictWithBrokenSignatures(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Strict: true})
	const query = "Action=GetCallerIdentity&Version=2011-06-15"
	form := "application/x-www-form-urlencoded"
	for _, c := range []struct{ authorization, want string }{
		{"", "MissingAuthenticationToken"}, {"Bearer x", "MissingAuthenticationToken"}, {"AWS4-HMAC-SHA256", "IncompleteSignature"},
		{"AWS4-HMAC-SHA256 Credential=a", "IncompleteSignature"}, {signedBy(sandbox.DefaultAccount, "sts"), "IncompleteSignature"},
	} {
		w := ask(t, cloud, "POST", "/", loopback, map[string]string{"Authorization": c.authorization, "Content-Type": form}, query)
		if !strings.Contains(w.Body.String(), "<Code>"+c.want+"</Code>") {
			t.Errorf("%q: %d %s", c.authorization, w.Code, w.Body)
		}
	}
	if w := ask(t, cloud, "POST", "/", loopback, map[string]string{"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"},
		`{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"c","AuthParameters":{"USERNAME":"u","PASSWORD":"p"}}`); !strings.Contains(w.Body.String(), "ResourceNotFoundException") {
		t.Errorf("an operation that needs no signature: %d %s", w.Code, w.Body)
	}
}

// cleanAWS is the environment without the machine's own AWS configuration, and with the keys given.
func cleanAWS(endpoint, key, secret string) []string {
	env := slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "AWS_") })
	return append(env, "AWS_CONFIG_FILE=/dev/null", "AWS_SHARED_CREDENTIALS_FILE=/dev/null", "AWS_EC2_METADATA_DISABLED=true", "AWS_MAX_ATTEMPTS=1",
		"PYTHONDONTWRITEBYTECODE=1", "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1", "AWS_ENDPOINT_URL="+endpoint, "AWS_REGION=us-east-1",
		"AWS_DEFAULT_REGION=us-east-1", "AWS_ACCESS_KEY_ID="+key, "AWS_SECRET_ACCESS_KEY="+secret)
}

func TestStrictThroughTheAWSCLI(t *testing.T) {
	if exec.CommandContext(t.Context(), "aws", "--version").Run() != nil {
		t.Skip("the AWS CLI is not installed here: it signed nothing")
	}
	_, endpoint, _ := serve(t, sandbox.Options{Strict: true})
	run := func(secret string, args ...string) (string, error) {
		command := exec.CommandContext(t.Context(), "aws", args...)
		command.Env = cleanAWS(endpoint, sandbox.DefaultAccount, secret)
		out, err := command.CombinedOutput()
		return string(out), err
	}
	if out, err := run("practice", "sts", "get-caller-identity", "--query", "Account", "--output", "text"); err != nil || strings.TrimSpace(out) != sandbox.DefaultAccount {
		t.Errorf("%v %s", err, out)
	}
	if out, err := run("wrong", "ssm", "describe-parameters"); err == nil || !strings.Contains(out, "InvalidSignatureException") || !strings.Contains(out, "Canonical String") {
		t.Errorf("%v %s", err, out)
	}
}

func TestStrictThroughBoto3(t *testing.T) {
	if exec.CommandContext(t.Context(), "python3", "-c", "import boto3").Run() != nil {
		t.Skip("boto3 is not installed here: it signed nothing")
	}
	_, endpoint, _ := serve(t, sandbox.Options{Strict: true})
	const conversation = `
import boto3, json, botocore.exceptions as e
arn = "arn:aws:bedrock-agentcore:us-east-1:123456789012:workload-identity-directory/default/workload-identity/wid"
said = {"account": boto3.client("sts").get_caller_identity()["Account"]}
boto3.client("ssm").put_parameter(Name="/app/a", Value="값", Type="String")
control = boto3.client("bedrock-agentcore-control")
control.create_workload_identity(name="wid")
control.tag_resource(resourceArn=arn, tags={"a b": "c"})
said["tags"] = control.list_tags_for_resource(resourceArn=arn)["tags"]
control.untag_resource(resourceArn=arn, tagKeys=["a b", "x"])
boto3.client("cognito-idp").list_user_pools(MaxResults=1)
boto3.client("cloudformation").describe_stacks()
for name, key, secret in (("secret", "123456789012", "wrong"), ("key", "AKIAIOSFODNN7EXAMPLE", "practice")):
    try:
        boto3.client("sts", aws_access_key_id=key, aws_secret_access_key=secret).get_caller_identity()
    except e.ClientError as error:
        said[name] = error.response["Error"]["Code"]
print(json.dumps(said))
`
	command := exec.CommandContext(t.Context(), "python3", "-c", conversation)
	command.Env = cleanAWS(endpoint, sandbox.DefaultAccount, "practice")
	out, err := command.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Fatalf("%s", exit.Stderr)
	}
	var said struct {
		Account, Secret, Key string
		Tags                 map[string]string
	}
	if err := json.Unmarshal(out, &said); err != nil {
		t.Fatal(err)
	}
	if said.Account != sandbox.DefaultAccount || said.Secret != "SignatureDoesNotMatch" || said.Key != "InvalidClientTokenId" || said.Tags["a b"] != "c" {
		t.Errorf("%s", out)
	}
}

// TestStrictKnowsTheSigningNames signs for a service under the name that its model gives, which is not always its own.
func TestStrictKnowsTheSigningNames(t *testing.T) {
	_, endpoint, _ := serve(t, sandbox.Options{Strict: true})
	cfg := strictConfig(endpoint, sandbox.DefaultAccount, "practice")
	_, err := iam.NewFromConfig(cfg).GetRole(t.Context(), &iam.GetRoleInput{RoleName: aws.String("nobody")})
	if code, _ := refusal(t, err); code != "NoSuchEntity" {
		t.Errorf("%v", err)
	}
}

// TestSecurityStrictVerifiesWhateverCountsAsSigned: a query with a credential alone chose the account, and was not verified.
func TestSecurityStrictVerifiesWhateverCountsAsSigned(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Strict: true})
	scope := "210987654321%2F20261121%2Fus-east-1%2Fssm%2Faws4_request"
	for _, query := range []string{"", "?X-Amz-Credential=" + scope, "?X-Amz-Signature=00", "?X-Amz-Credential=" + scope + "&X-Amz-Signature=00"} {
		for _, header := range []string{"", "Bearer x", "AWS4-HMAC-SHA256 Credential=210987654321/20261121/us-east-1/ssm/aws4_request"} {
			w := ask(t, cloud, "POST", "/"+query, loopback, map[string]string{"Authorization": header, "X-Amz-Target": "AmazonSSM.PutParameter"},
				`{"Name":"/x","Value":"y","Type":"String"}`)
			if w.Code == http.StatusOK {
				t.Errorf("%q with %q: %s", query, header, w.Body)
			}
		}
	}
}
