package wire

import (
	"encoding/json"
	"encoding/xml"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func answer(t *testing.T, codec *Codec, key string, out any) *httptest.ResponseRecorder {
	t.Helper()
	op := codec.Model().Operations[key]
	tree, err := core.Tree(out)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	codec.Answer(w, &Route{Service: op.Service.Name, Operation: op.Name, Protocol: op.Service.Protocol, op: op}, tree, "rid")
	return w
}

func TestAnswersFollowTheModel(t *testing.T) {
	codec := New()
	at := time.Date(2026, 11, 21, 1, 2, 3, 456789e3, time.UTC)
	type parameter struct {
		NAME, Value, DataType string
		Version               int
		LastModifiedDate      time.Time
		Secret                string
	}
	for _, test := range []struct {
		name, key string
		out       any
		status    int
		kind      string
		want      string
	}{
		{
			"JSON: names fitted, strangers dropped, epoch seconds", "ssm:GetParameter",
			map[string]any{"parameter": parameter{NAME: "/a", Value: "v", LastModifiedDate: at, Secret: "inner"}},
			200, "application/x-amz-json-1.1",
			`{"Parameter":{"LastModifiedDate":1795222923.456,"Name":"/a","Value":"v","Version":0}}`,
		},
		{"JSON: empty lists stay, nil goes", "ssm:GetParameters", map[string]any{"Parameters": []string{}, "InvalidParameters": nil}, 200, "application/x-amz-json-1.1", `{"Parameters":[]}`},
		{"JSON: no answer is no body", "cognito-idp:DeleteUserPool", nil, 200, "application/x-amz-json-1.1", ``},
		{"JSON: an empty answer is an object", "cognito-idp:UpdateUserPool", nil, 200, "application/x-amz-json-1.1", `{}`},
		{"REST: 204 has no body", "bedrock-agentcore-control:DeleteWorkloadIdentity", map[string]any{"x": 1}, 204, "application/json", ``},
		{
			"REST: epoch in identity operations, status of the model", "bedrock-agentcore-control:GetWorkloadIdentity",
			map[string]any{"Name": "w", "workloadIdentityArn": "arn", "createdTime": at, "lastUpdatedTime": at},
			200, "application/json",
			`{"createdTime":1795222923.456,"lastUpdatedTime":1795222923.456,"name":"w","workloadIdentityArn":"arn"}`,
		},
		{
			"REST: ISO 8601 in gateways and runtimes, required lists present", "bedrock-agentcore-control:GetAgentRuntimeEndpoint",
			map[string]any{"createdAt": at, "id": "e"},
			200, "application/json", `"createdAt":"2026-11-21T01:02:03.456Z"`,
		},
		{"REST: a required list is never missing", "bedrock-agentcore-control:ListWorkloadIdentities", nil, 200, "application/json", `{"workloadIdentities":[]}`},
		{
			"Query: wrapper, lists, times, escaping", "cloudformation:DescribeStacks",
			map[string]any{"Stacks": []any{map[string]any{
				"StackName": "a<b", "CreationTime": at, "StackStatus": "CREATE_COMPLETE", "DisableRollback": false,
				"Outputs": []any{map[string]any{"OutputKey": "k", "OutputValue": "v"}}, "Capabilities": []string{"CAPABILITY_IAM"},
			}}},
			200, "text/xml",
			`<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member>` +
				`<Capabilities><member>CAPABILITY_IAM</member></Capabilities><CreationTime>2026-11-21T01:02:03.456Z</CreationTime>` +
				`<DisableRollback>false</DisableRollback><Outputs><member><OutputKey>k</OutputKey><OutputValue>v</OutputValue></member></Outputs>` +
				`<StackName>a&lt;b</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks></DescribeStacksResult>` +
				`<ResponseMetadata><RequestId>rid</RequestId></ResponseMetadata></DescribeStacksResponse>`,
		},
		{
			"Query: no answer has no result", "cloudformation:DeleteStack", nil, 200, "text/xml",
			`<DeleteStackResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><ResponseMetadata><RequestId>rid</RequestId></ResponseMetadata></DeleteStackResponse>`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := answer(t, codec, test.key, test.out)
			if w.Code != test.status || w.Header().Get("Content-Type") != test.kind || w.Header().Get("X-Amzn-Requestid") != "rid" {
				t.Errorf("%d %v", w.Code, w.Header())
			}
			body := w.Body.String()
			if body != test.want && (test.want == "" || !strings.HasPrefix(test.want, `"`) || !strings.Contains(body, test.want)) {
				t.Errorf("got  %s\nwant %s", body, test.want)
			}
		})
	}
}

func TestErrorsHaveTheEnvelopeOfTheirProtocol(t *testing.T) {
	codec := New()
	for _, test := range []struct {
		key    string
		e      *core.Error
		status int
		want   string
	}{
		{"ssm:GetParameter", core.Errorf("ParameterNotFound", ""), 400, `{"__type":"ParameterNotFound"}`},
		{"secretsmanager:GetSecretValue", core.Errorf("ResourceNotFoundException", "no"), 400, `{"Message":"no","__type":"ResourceNotFoundException"}`},
		{"cognito-idp:GetUser", core.Errorf("NotAuthorizedException", "no"), 400, `{"__type":"NotAuthorizedException","message":"no"}`},
		{"ssm:GetParameter", core.Errorf("InternalFailure", "no"), 500, `{"__type":"InternalFailure","message":"no"}`},
		{"ssm:GetParameter", core.Errorf("AccessDeniedException", "no"), 400, `{"__type":"AccessDeniedException","message":"no"}`},
		{"bedrock-agentcore-control:GetGateway", core.Errorf("ResourceNotFoundException", "no"), 404, `{"__type":"ResourceNotFoundException","message":"no"}`},
		{"bedrock-agentcore-control:CreateGateway", core.Errorf("ServiceQuotaExceededException", "no"), 402, `{"__type":"ServiceQuotaExceededException","message":"no"}`},
		{
			"bedrock-agentcore-control:CreateWorkloadIdentity", core.Errorf("ValidationException", "no"), 400,
			`{"__type":"ValidationException","message":"no","reason":"FieldValidationFailed"}`,
		},
		{
			"iam:GetRole", core.Errorf("NoSuchEntityException", "The role with name <x> cannot be found."), 404,
			`<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>` +
				`<Message>The role with name &lt;x&gt; cannot be found.</Message></Error><RequestId>rid</RequestId></ErrorResponse>`,
		},
		{
			"cloudformation:CreateStack", core.Errorf("ValidationError", "no"), 400,
			`<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>ValidationError</Code>` +
				`<Message>no</Message></Error><RequestId>rid</RequestId></ErrorResponse>`,
		},
	} {
		op := codec.Model().Operations[test.key]
		w := httptest.NewRecorder()
		codec.Fail(w, &Route{Service: op.Service.Name, Operation: op.Name, Protocol: op.Service.Protocol, op: op}, test.e, "rid")
		if w.Code != test.status || w.Body.String() != test.want {
			t.Errorf("%s %s: %d %s\nwant %d %s", test.key, test.e.Code, w.Code, w.Body, test.status, test.want)
		}
		if op.Service.Protocol != Query && w.Header().Get("X-Amzn-Errortype") == "" {
			t.Errorf("%s: no X-Amzn-ErrorType", test.key)
		}
	}
}

// TestEveryOperationAnswersWithNothingToSay writes an empty answer of every operation and reads it back.
func TestEveryOperationAnswersWithNothingToSay(t *testing.T) {
	codec := New()
	for _, key := range codec.Model().Keys() {
		op := codec.Model().Operations[key]
		w := answer(t, codec, key, nil)
		if w.Code != op.Status {
			t.Errorf("%s: status %d, want %d", key, w.Code, op.Status)
		}
		switch {
		case w.Body.Len() == 0:
		case op.Service.Protocol == Query:
			var any struct{ XMLName xml.Name }
			if err := xml.Unmarshal(w.Body.Bytes(), &any); err != nil || any.XMLName.Local != op.Name+"Response" {
				t.Errorf("%s: %v in %s", key, err, w.Body)
			}
		default:
			if !json.Valid(w.Body.Bytes()) {
				t.Errorf("%s: %s", key, w.Body)
			}
		}
	}
}
