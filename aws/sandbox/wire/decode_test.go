package wire

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"agentcore-workshop/aws/sandbox/core"
)

// The requests below have the forms that botocore, the AWS CLI and the Go SDK were seen to send.

func request(method, target string, header map[string]string, body string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for name, value := range header {
		r.Header.Set(name, value)
	}
	return r
}

const formType = "application/x-www-form-urlencoded; charset=utf-8"

func TestRecogniseAndDecode(t *testing.T) {
	codec := New()
	arn := "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/a-abcdefghij"
	for _, test := range []struct {
		name, method, target, scope string
		header                      map[string]string
		body, want                  string
		in                          core.Object
	}{
		{
			"JSON 1.1", "POST", "/", "ssm",
			map[string]string{"X-Amz-Target": "AmazonSSM.GetParameters"},
			`{"Names":["/a","/b"],"WithDecryption":true,"Newer":1,"names":["smuggled"]}`, "ssm:GetParameters",
			core.Object{"Names": []any{"/a", "/b"}, "WithDecryption": true},
		},
		{
			"JSON 1.1 without a signature", "POST", "/", "",
			map[string]string{"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth"},
			`{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"c","AuthParameters":{"USERNAME":"u","PASSWORD":null}}`, "cognito-idp:InitiateAuth",
			core.Object{"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": "c", "AuthParameters": core.Object{"USERNAME": "u"}},
		},
		{
			"CloudTrail as botocore names it", "POST", "/", "cloudtrail",
			map[string]string{"X-Amz-Target": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"},
			`{"StartTime":1795222923.5,"MaxResults":5}`, "cloudtrail:LookupEvents",
			core.Object{"StartTime": "2026-11-21T01:02:03.5Z", "MaxResults": 5.0},
		},
		{
			"CloudTrail as Go names it", "POST", "/", "cloudtrail",
			map[string]string{"X-Amz-Target": "CloudTrail_20131101.LookupEvents"},
			``, "cloudtrail:LookupEvents",
			core.Object{},
		},
		{
			"Query", "POST", "/", "cloudformation",
			map[string]string{"Content-Type": formType},
			"Version=2010-05-15&Action=CreateStack&StackName=s&Capabilities.member.2=B&Capabilities.member.1=A&Capabilities.member.10=C" +
				"&Parameters.member.1.ParameterKey=k&Parameters.member.1.ParameterValue=v%26&DisableRollback=true&TimeoutInMinutes=5&NotificationARNs=",
			"cloudformation:CreateStack",
			core.Object{
				"StackName": "s", "Capabilities": []any{"A", "B", "C"}, "DisableRollback": true, "TimeoutInMinutes": 5.0,
				"Parameters":       []any{core.Object{"ParameterKey": "k", "ParameterValue": "v&"}},
				"NotificationARNs": []any{},
			},
		},
		{
			"a member that is newer than the model", "POST", "/", "cloudformation", map[string]string{"Content-Type": formType},
			"Version=2010-05-15&Action=ContinueUpdateRollback&StackName=s&ForceRollback=true", "cloudformation:ContinueUpdateRollback",
			core.Object{"StackName": "s", "ForceRollback": true},
		},
		{
			"Query with maps and flattened lists", "POST", "/", "cloudformation",
			map[string]string{"Content-Type": formType},
			"Action=CreateChangeSet&Version=2010-05-15&StackName=s&ChangeSetName=c&Capabilities.1=A" +
				"&ResourcesToImport.member.1.ResourceType=T&ResourcesToImport.member.1.LogicalResourceId=L" +
				"&ResourcesToImport.member.1.ResourceIdentifier.entry.1.key=k&ResourcesToImport.member.1.ResourceIdentifier.entry.1.value=v",
			"cloudformation:CreateChangeSet",
			core.Object{"StackName": "s", "ChangeSetName": "c", "Capabilities": []any{"A"}, "ResourcesToImport": []any{
				core.Object{"ResourceType": "T", "LogicalResourceId": "L", "ResourceIdentifier": core.Object{"k": "v"}},
			}},
		},
		{
			"Query as a presigned GET", "GET", "/?Action=GetCallerIdentity&Version=2011-06-15", "sts", nil, "",
			"sts:GetCallerIdentity",
			core.Object{},
		},
		{
			"REST with a body", "POST", "/identities/CreateWorkloadIdentity", "bedrock-agentcore", nil,
			`{"name":"w","allowedResourceOauth2ReturnUrls":["http://localhost:8501/return"]}`, "bedrock-agentcore-control:CreateWorkloadIdentity",
			core.Object{"name": "w", "allowedResourceOauth2ReturnUrls": []any{"http://localhost:8501/return"}},
		},
		{
			"REST with a slash at the end and the query", "POST", "/runtimes/?maxResults=5", "bedrock-agentcore", nil, "",
			"bedrock-agentcore-control:ListAgentRuntimes",
			core.Object{"maxResults": 5.0},
		},
		{
			"REST with an ARN in one segment", "POST", "/runtimes/" + url.PathEscape(arn) + "/invocations?qualifier=DEFAULT", "bedrock-agentcore",
			map[string]string{"X-Amzn-Bedrock-AgentCore-Runtime-User-Id": "u"},
			"ping", "bedrock-agentcore:InvokeAgentRuntime",
			core.Object{"agentRuntimeArn": arn, "qualifier": "DEFAULT", "runtimeUserId": "u", "payload": "cGluZw=="},
		},
		{
			"REST with a list in the query", "DELETE", "/tags/" + url.PathEscape(arn) + "?tagKeys=a&tagKeys=b", "bedrock-agentcore", nil, "",
			"bedrock-agentcore-control:UntagResource",
			core.Object{"resourceArn": arn, "tagKeys": []any{"a", "b"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := request(test.method, test.target, test.header, test.body)
			route, ok := codec.Recognise(r, []byte(test.body), test.scope)
			if !ok || !route.Known() || route.Service+":"+route.Operation != test.want {
				t.Fatalf("recognised %v, %+v", ok, route)
			}
			in, broken := codec.Decode(route, r, []byte(test.body))
			if broken != nil {
				t.Fatal(broken)
			}
			delete(in, "contentType") // whatever the test's client says
			if diff := cmp.Diff(test.in, in); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPagesAreNoOperations(t *testing.T) {
	codec := New()
	for _, target := range []string{
		"/", "/login?client_id=c", "/oauth2/authorize?client_id=c", "/us-east-1_abcdefghi/.well-known/jwks.json",
		"/identities/oauth2/authorize?request_uri=u", "/identities/oauth2/callback/uuid?code=c&state=s",
	} {
		if route, ok := codec.Recognise(request("GET", target, nil, ""), nil, ""); ok {
			t.Errorf("%s was taken for %s:%s", target, route.Service, route.Operation)
		}
	}
	r := request("POST", "/oauth2/token", map[string]string{"Content-Type": formType}, "grant_type=client_credentials")
	if _, ok := codec.Recognise(r, []byte("grant_type=client_credentials"), ""); ok {
		t.Error("the token endpoint was taken for an operation")
	}
}

func TestBrokenInputsAreRefusedInTheirProtocol(t *testing.T) {
	codec := New()
	for _, test := range []struct{ name, target, contentType, path, body, code string }{
		{"no JSON", "AmazonSSM.GetParameter", "", "/", `{`, "SerializationException"},
		{"two values", "AmazonSSM.GetParameter", "", "/", `{}{}`, "SerializationException"},
		{"a list", "AmazonSSM.GetParameter", "", "/", `[]`, "SerializationException"},
		{"a number for a text", "AmazonSSM.GetParameter", "", "/", `{"Name":1}`, "SerializationException"},
		{"a text for a boolean", "AmazonSSM.GetParameter", "", "/", `{"Name":"a","WithDecryption":"true"}`, "SerializationException"},
		{"a fraction for an integer", "AmazonSSM.DescribeParameters", "", "/", `{"MaxResults":1.5}`, "SerializationException"},
		{"an integer that does not fit", "AmazonSSM.DescribeParameters", "", "/", `{"MaxResults":99999999999}`, "SerializationException"},
		{"a year beyond reason", "CloudTrail_20131101.LookupEvents", "", "/", `{"StartTime":1e300}`, "SerializationException"},
		{"Query, no boolean", "", formType, "/", "Action=CreateStack&Version=2010-05-15&StackName=s&DisableRollback=maybe", "MalformedInput"},
		{"Query, no integer", "", formType, "/", "Action=CreateStack&Version=2010-05-15&StackName=s&TimeoutInMinutes=x", "MalformedInput"},
		{"REST, no JSON", "", "", "/identities/CreateWorkloadIdentity", `{`, "ValidationException"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := request("POST", test.path, map[string]string{"X-Amz-Target": test.target, "Content-Type": test.contentType}, test.body)
			route, ok := codec.Recognise(r, []byte(test.body), "")
			if !ok {
				t.Fatal("not recognised")
			}
			if _, broken := codec.Decode(route, r, []byte(test.body)); broken == nil || broken.Code != test.code {
				t.Errorf("got %v, want %s", broken, test.code)
			}
		})
	}
}

func FuzzQuery(f *testing.F) {
	codec := New()
	ops := operationsOf(codec.Model(), Query)
	f.Add(uint8(0), "Action=CreateStack&Capabilities.member.1=A&Tags.member.1.Key=k")
	f.Add(uint8(1), "A.entry.1.key=k&A.entry.99999999999999999999.value=v&.=.&..=")
	f.Fuzz(func(t *testing.T, pick uint8, body string) {
		form, err := url.ParseQuery(body)
		if err != nil {
			return
		}
		op := ops[int(pick)%len(ops)]
		in, err := decodeQuery(op.In, form)
		if err == nil {
			checkTree(t, codec, op, in)
		}
	})
}

func FuzzJSON(f *testing.F) {
	codec := New()
	ops := append(operationsOf(codec.Model(), JSON), operationsOf(codec.Model(), REST)...)
	f.Add(uint16(0), []byte(`{"Names":["/a"],"StartTime":1e9}`))
	f.Add(uint16(1), []byte(`{"a":{"b":[null,1,"x"]}}`))
	f.Fuzz(func(t *testing.T, pick uint16, body []byte) {
		op := ops[int(pick)%len(ops)]
		in, err := decodeJSON(op.In, body)
		if err == nil {
			checkTree(t, codec, op, in)
		}
	})
}

// checkTree checks what must hold for every input: it is a JSON tree, and validating and redacting it never fails.
func checkTree(t *testing.T, codec *Codec, op *Operation, in core.Object) {
	t.Helper()
	if _, err := json.Marshal(in); err != nil {
		t.Errorf("%s: %v", op.key(), err)
	}
	codec.Validate(op.Service.Name, op.Name, in)
	codec.Redact(&Route{op: op}, in)
}

func FuzzRouter(f *testing.F) {
	m := loadModel()
	f.Add("GET", "/tags/arn%3Aaws%2Fx")
	f.Add("POST", "//runtimes//")
	f.Fuzz(func(t *testing.T, method, path string) {
		op, labels := m.routes.match(method, path)
		if op == nil {
			return
		}
		if op.Method != method {
			t.Errorf("%s matched %s", method, op.key())
		}
		for name, value := range labels {
			if value == "" {
				t.Errorf("%s: the label %s is empty", op.key(), name)
			}
		}
	})
}

func operationsOf(m *Model, protocol string) []*Operation {
	var ops []*Operation
	for _, key := range m.Keys() {
		if op := m.Operations[key]; op.Service.Protocol == protocol && op.In != nil {
			ops = append(ops, op)
		}
	}
	return ops
}

func TestRedactHidesWhatTheModelAndTheNamesCallSecret(t *testing.T) {
	codec := New()
	in := core.Object{"Name": "/a", "Value": "secret-value", "Type": "SecureString"}
	got := codec.Redact(&Route{op: codec.Model().Operations["ssm:PutParameter"]}, in)
	if diff := cmp.Diff(core.Object{"Name": "/a", "Value": Masked, "Type": "SecureString"}, got); diff != "" {
		t.Error(diff)
	}
	nested := core.Object{"name": "p", "oauth2ProviderConfigInput": core.Object{
		"customOauth2ProviderConfig": core.Object{"clientId": "c", "clientSecret": "hush"},
	}}
	text, _ := json.Marshal(codec.Redact(&Route{op: codec.Model().Operations["bedrock-agentcore-control:CreateOauth2CredentialProvider"]}, nested))
	if strings.Contains(string(text), "hush") || !strings.Contains(string(text), `"name":"p"`) {
		t.Errorf("redacted %s", text)
	}
	if keys := maps.Clone(in); keys["Value"] != "secret-value" {
		t.Error("redacting changed the input")
	}
}
