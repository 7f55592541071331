package sandbox_test

import (
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcore"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
)

// echoControl is a service with one operation of each REST form, to see what arrives and what goes out.
type echoControl struct{ seen core.Object }

func (*echoControl) Name() string { return "bedrock-agentcore-control" }

func (e *echoControl) Ops() []core.Op {
	created := time.Date(2026, 11, 21, 1, 2, 3, 4e6, time.UTC)
	answer := func(out any) core.Handler {
		return func(_ *core.Call, in core.Object) (any, error) {
			e.seen = in
			return out, nil
		}
	}
	type identity struct {
		Name, WorkloadIdentityArn    string
		CreatedTime, LastUpdatedTime time.Time
		Secret                       string
	}
	return []core.Op{
		{Name: "GetWorkloadIdentity", Handle: answer(identity{"w", "arn:w", created, created, "inner"}), Reads: true},
		{Name: "DeleteWorkloadIdentity", Handle: answer(nil)},
		{Name: "ListTagsForResource", Handle: answer(core.Object{"tags": map[string]string{"Key": "v"}})},
		{Name: "UntagResource", Handle: answer(nil)},
		{Name: "GetGateway", Handle: func(*core.Call, core.Object) (any, error) {
			return nil, core.Errorf("ResourceNotFoundException", "no such gateway")
		}},
		{Name: "ListGateways", Handle: func(*core.Call, core.Object) (any, error) { panic("a bug") }},
	}
}

type echoData struct{ seen core.Object }

func (*echoData) Name() string { return "bedrock-agentcore" }

func (e *echoData) Ops() []core.Op {
	return []core.Op{{Name: "InvokeAgentRuntime", Handle: func(_ *core.Call, in core.Object) (any, error) {
		e.seen = in
		return core.Object{"response": []byte("pong"), "contentType": "text/plain", "statusCode": 200, "runtimeSessionId": "s"}, nil
	}}}
}

func TestRESTThroughTheSDK(t *testing.T) {
	echo, data := &echoControl{}, &echoData{}
	_, _, cfg := serve(t, sandbox.Options{Services: []core.Service{echo, data}})
	cfg.Retryer = func() aws.Retryer { return aws.NopRetryer{} }
	client := bedrockagentcorecontrol.NewFromConfig(cfg)

	got, err := client.GetWorkloadIdentity(t.Context(), &bedrockagentcorecontrol.GetWorkloadIdentityInput{Name: aws.String("wid")})
	if err != nil {
		t.Fatal(err)
	}
	if aws.ToString(got.Name) != "w" || !got.CreatedTime.Equal(time.Date(2026, 11, 21, 1, 2, 3, 4e6, time.UTC)) {
		t.Errorf("answer %+v", got)
	}
	if _, err := client.DeleteWorkloadIdentity(t.Context(), &bedrockagentcorecontrol.DeleteWorkloadIdentityInput{Name: aws.String("wid")}); err != nil {
		t.Error(err)
	}
	arn := "arn:aws:bedrock-agentcore:us-east-1:123456789012:token-vault/default/oauth2credentialprovider/p"
	tags, err := client.ListTagsForResource(t.Context(), &bedrockagentcorecontrol.ListTagsForResourceInput{ResourceArn: &arn})
	if err != nil || tags.Tags["Key"] != "v" || echo.seen["resourceArn"] != arn {
		t.Errorf("tags %v, seen %v, error %v", tags, echo.seen, err)
	}
	if _, err := client.UntagResource(t.Context(), &bedrockagentcorecontrol.UntagResourceInput{ResourceArn: &arn, TagKeys: []string{"a", "b"}}); err != nil {
		t.Error(err)
	}
	if keys, _ := echo.seen["tagKeys"].([]any); len(keys) != 2 {
		t.Errorf("tag keys %v", echo.seen["tagKeys"])
	}
	var missing *types.ResourceNotFoundException
	if _, err := client.GetGateway(t.Context(), &bedrockagentcorecontrol.GetGatewayInput{GatewayIdentifier: aws.String("g-abcdefghij")}); !errors.As(err, &missing) {
		t.Errorf("error %v, want ResourceNotFoundException", err)
	}
	var inside interface{ ErrorCode() string }
	if _, err := client.ListGateways(t.Context(), nil); !errors.As(err, &inside) || inside.ErrorCode() != "InternalFailure" {
		t.Errorf("error %v, want InternalFailure", err)
	}
	var invalid *types.ValidationException
	_, err = client.GetWorkloadIdentity(t.Context(), &bedrockagentcorecontrol.GetWorkloadIdentityInput{Name: aws.String("a b")})
	if !errors.As(err, &invalid) || invalid.Reason != types.ValidationExceptionReasonFieldValidationFailed || len(invalid.FieldList) == 0 {
		t.Errorf("error %v, want a ValidationException with fields", err)
	}
	invoke(t, cfg, data)
}

func invoke(t *testing.T, cfg aws.Config, data *echoData) {
	t.Helper()
	arn := "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/agent-abcdefghij"
	out, err := bedrockagentcore.NewFromConfig(cfg).InvokeAgentRuntime(t.Context(), &bedrockagentcore.InvokeAgentRuntimeInput{
		AgentRuntimeArn: &arn, Payload: []byte("ping"), ContentType: aws.String("application/json"),
	})
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(out.Response)
	if err != nil || string(body) != "pong" || aws.ToString(out.ContentType) != "text/plain" {
		t.Errorf("body %q, type %v, error %v", body, out.ContentType, err)
	}
	if data.seen["agentRuntimeArn"] != arn || data.seen["payload"] != base64.StdEncoding.EncodeToString([]byte("ping")) {
		t.Errorf("seen %v", data.seen)
	}
}

func TestUnknownOperationsAre501AndNeverLeaveTheirProtocol(t *testing.T) {
	_, endpoint, _ := serve(t, sandbox.Options{})
	signature := "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/%s/aws4_request, SignedHeaders=host, Signature=0"
	const runtime = "/runtimes/arn%3Aaws%3Abedrock-agentcore%3Aus-east-1%3A123456789012%3Aruntime%2Fr-abcdefghij"
	for _, test := range []struct{ name, scope, path, target, form, want, named string }{
		{"JSON", "ssm", "/", "AmazonSSM.GetDocument", "", `"__type":"UnknownOperationException"`, "GetDocument of ssm"},
		{"a target nobody has", "dynamodb", "/", "DynamoDB_20120810.ListTables", "", `"__type":"UnknownOperationException"`, "ListTables"},
		{"Query", "iam", "/", "", "Action=ListUsers&Version=2010-05-08", "<Code>InvalidAction</Code>", "ListUsers of iam"},
		{"a Query service nobody has", "ec2", "/", "", "Action=DescribeVpcs&Version=2016-11-15", "<Code>InvalidAction</Code>", "DescribeVpcs"},
		{"REST", "bedrock-agentcore", "/memories/create", "", "", `"__type":"UnknownOperationException"`, "POST /memories/create of bedrock-agentcore"},
		{"REST that names itself", "bedrock-agentcore", "/identities/CreateConsentPortal", "", "", `"__type":"UnknownOperationException"`, " CreateConsentPortal of"},
		{"REST by another name", "bedrock-agentcore", "/identities/GetTokenVault", "", "", `"__type":"UnknownOperationException"`, "POST /identities/GetTokenVault of"},
		{"the end of a session", "bedrock-agentcore", runtime + "/stopruntimesession", "", "", `"__type":"UnknownOperationException"`, " StopRuntimeSession of"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint+test.path, strings.NewReader(test.form))
			r.Header.Set("Authorization", strings.Replace(signature, "%s", test.scope, 1))
			if test.target != "" {
				r.Header.Set("X-Amz-Target", test.target)
			}
			if test.form != "" {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
			}
			status, body := do(t, http.DefaultTransport, r)
			if status != http.StatusNotImplemented || !strings.Contains(body, test.want) || !strings.Contains(body, test.named) {
				t.Errorf("%d %s", status, body)
			}
		})
	}
}

func TestAQueryOfAnotherVersionIsNotFound(t *testing.T) {
	_, endpoint, _ := serve(t, sandbox.Options{})
	for form, version := range map[string]string{
		"Action=DescribeStacks":                    "NO_VERSION_SPECIFIED",
		"Action=DescribeStacks&Version=":           "NO_VERSION_SPECIFIED",
		"Action=DescribeStacks&Version=2011-05-15": "2011-05-15",
	} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, endpoint+"/", strings.NewReader(form))
		r.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		status, body := do(t, http.DefaultTransport, r)
		want := "<Code>InvalidAction</Code><Message>Could not find operation DescribeStacks for version " + version + "</Message>"
		if status != http.StatusBadRequest || !strings.Contains(body, want) {
			t.Errorf("%s: %d %s", form, status, body)
		}
	}
}

// do sends a request and returns the answer's status and body.
func do(t *testing.T, transport http.RoundTripper, r *http.Request) (int, string) {
	t.Helper()
	answer, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}
