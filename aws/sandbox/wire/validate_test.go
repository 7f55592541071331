package wire

import (
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/core"
)

func TestValidate(t *testing.T) {
	codec := New()
	eleven := make([]any, 11)
	for i := range eleven {
		eleven[i] = "a"
	}
	for _, test := range []struct {
		name, service, operation string
		in                       core.Object
		code, message            string
	}{
		{"a good input", "ssm", "GetParameter", core.Object{"Name": "/a"}, "", ""},
		{
			"too long a list", "ssm", "GetParameters",
			core.Object{"Names": eleven},
			"ValidationException",
			"1 validation error detected: Value '[a, a, a, a, a, a, a, a, a, a, a]' at 'names' failed to satisfy constraint: Member must have length less than or equal to 10",
		},
		{
			"a missing member", "ssm", "GetParameter",
			core.Object{},
			"ValidationException",
			"1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
		},
		{
			"a number out of range", "ssm", "GetParametersByPath",
			core.Object{"Path": "/", "MaxResults": 11.0},
			"ValidationException",
			"1 validation error detected: Value '11' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10",
		},
		{
			"an enum", "ssm", "PutParameter",
			core.Object{"Name": "/a", "Value": "v", "Type": "Text"},
			"ValidationException",
			"1 validation error detected: Value 'Text' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [String, StringList, SecureString]",
		},
		{
			"Cognito's own error", "cognito-idp", "DescribeUserPool",
			core.Object{"UserPoolId": "nonsense!"},
			"InvalidParameterException",
			"1 validation error detected: Value 'nonsense!' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+",
		},
		{
			"Query's own error", "cloudformation", "CreateStack",
			core.Object{"StackName": "s", "TimeoutInMinutes": 0.0},
			"ValidationError",
			"1 validation error detected: Value '0' at 'timeoutInMinutes' failed to satisfy constraint: Member must have value greater than or equal to 1",
		},
		{
			"two errors, one below another", "iam", "TagRole",
			core.Object{"RoleName": "r", "Tags": []any{core.Object{"Key": ""}}},
			"ValidationError",
			"at 'tags.1.member.value' failed to satisfy constraint: Member must not be null",
		},
		{
			"CloudTrail's own error", "cloudtrail", "LookupEvents",
			core.Object{"MaxResults": 51.0},
			"InvalidMaxResultsException",
			"Member must have value less than or equal to 50",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			e := codec.Validate(test.service, test.operation, test.in)
			switch {
			case test.code == "" && e != nil:
				t.Error(e)
			case test.code == "":
			case e == nil || e.Code != test.code || !strings.HasSuffix(e.Message, test.message):
				t.Errorf("got  %v\nwant %s: %s", e, test.code, test.message)
			}
		})
	}
}

func TestAgentCoreNamesTheFields(t *testing.T) {
	e := New().Validate("bedrock-agentcore-control", "CreateWorkloadIdentity", core.Object{"name": "a b"})
	if e == nil || e.Code != "ValidationException" || e.Members["reason"] != "FieldValidationFailed" {
		t.Fatalf("%+v", e)
	}
	fields, _ := e.Members["fieldList"].([]any)
	field, _ := fields[0].(core.Object)
	if field["name"] != "name" || !strings.HasPrefix(field["message"].(string), "Member must satisfy regular expression pattern: ") {
		t.Errorf("%+v", fields)
	}
}

func TestAUnionHasExactlyOneMember(t *testing.T) {
	discovery := func(members core.Object) core.Object {
		return core.Object{
			"name": "p", "credentialProviderVendor": "CustomOauth2",
			"oauth2ProviderConfigInput": core.Object{"customOauth2ProviderConfig": core.Object{
				"clientId": "c", "clientSecret": "s", "oauthDiscovery": members,
			}},
		}
	}
	address := "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_abcdefghi/.well-known/openid-configuration"
	metadata := core.Object{"issuer": "https://i", "authorizationEndpoint": "https://a", "tokenEndpoint": "https://t"}
	codec := New()
	for _, test := range []struct {
		members core.Object
		good    bool
	}{
		{core.Object{"discoveryUrl": address}, true},
		{core.Object{"authorizationServerMetadata": metadata}, true},
		{core.Object{"discoveryUrl": address, "authorizationServerMetadata": metadata}, false},
		{core.Object{}, false},
	} {
		if e := codec.Validate("bedrock-agentcore-control", "CreateOauth2CredentialProvider", discovery(test.members)); (e == nil) != test.good {
			t.Errorf("%v: %v", test.members, e)
		}
	}
}

func TestSensitiveValuesAreNeverQuoted(t *testing.T) {
	codec := New()
	for _, test := range []struct {
		service, operation string
		in                 core.Object
	}{
		{"cognito-idp", "AdminSetUserPassword", core.Object{"UserPoolId": "us-east-1_abcdefghi", "Username": "u", "Password": "hush \x00hush" + strings.Repeat("x", 300)}},
		{"ssm", "PutParameter", core.Object{"Name": "/a", "Value": strings.Repeat("hush", 3000), "Tags": []any{core.Object{"Key": "", "Value": "v"}}}},
		{"bedrock-agentcore", "GetResourceApiKey", core.Object{"workloadIdentityToken": strings.Repeat("hush", 40000), "resourceCredentialProviderName": "p"}},
	} {
		e := codec.Validate(test.service, test.operation, test.in)
		if e == nil {
			t.Errorf("%s: no error", test.operation)
			continue
		}
		if strings.Contains(e.Message, "hush") {
			t.Errorf("%s quotes the secret: %.200s", test.operation, e.Message)
		}
	}
}

// TestInnerInputsNeedNotBeTrees checks inputs of calls between services, which may hold typed slices and structs.
func TestInnerInputsNeedNotBeTrees(t *testing.T) {
	type tag struct{ Key, Value string }
	codec := New()
	good := core.Object{"Name": "/a", "Value": "v", "Type": "String", "Tags": []tag{{"k", "v"}}}
	if e := codec.Validate("ssm", "PutParameter", good); e != nil {
		t.Error(e)
	}
	if e := codec.Validate("ssm", "GetParameters", core.Object{"Names": []string{}}); e == nil {
		t.Error("an empty list of names was accepted")
	}
}
