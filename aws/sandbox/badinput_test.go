package sandbox_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
)

// listener fails a test for whatever the cloud logs: it logs panics and nothing else.
func listener(t testing.TB) *slog.Logger {
	return slog.New(slog.NewTextHandler(writerFunc(func(p []byte) (int, error) {
		t.Errorf("the cloud logged: %s", p)
		return len(p), nil
	}), nil))
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

// bad is a request that no client of AWS would send.
type bad struct {
	name, method, target string
	header               map[string]string
	body                 string
	status               int
	contains             string
}

func jsonCall(name, operation, body string, status int, contains string) bad {
	return bad{name, "POST", "/", map[string]string{"X-Amz-Target": operation, "Authorization": signed("ssm"), "Content-Type": "application/x-amz-json-1.1"}, body, status, contains}
}

func queryCall(name, body string, status int, contains string) bad {
	return bad{name, "POST", "/", map[string]string{"Authorization": signed("cloudformation"), "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, body, status, contains}
}

func restCall(name, method, path, body string, status int, contains string) bad {
	return bad{name, method, path, map[string]string{"Authorization": signed("bedrock-agentcore"), "Content-Type": "application/json"}, body, status, contains}
}

const (
	ssmGet   = "AmazonSSM.GetParameter"
	validate = "Action=ValidateTemplate&Version=2010-05-15&TemplateBody="
	laughs   = "a:%20%26a%20[x,x,x,x,x,x,x,x,x]%0Ab:%20%26b%20[*a,*a,*a,*a,*a,*a,*a,*a,*a]%0Ac:%20%26c%20[*b,*b,*b,*b,*b,*b,*b,*b,*b]%0A" +
		"d:%20%26d%20[*c,*c,*c,*c,*c,*c,*c,*c,*c]%0Ae:%20%26e%20[*d,*d,*d,*d,*d,*d,*d,*d,*d]%0Af:%20%26f%20[*e,*e,*e,*e,*e,*e,*e,*e,*e]%0A" +
		"g:%20%26g%20[*f,*f,*f,*f,*f,*f,*f,*f,*f]%0Ah:%20%26h%20[*g,*g,*g,*g,*g,*g,*g,*g,*g]%0AResources:%20*h"
)

func malformed() []bad {
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	return []bad{
		jsonCall("JSON that ends", ssmGet, `{"Name":"/a"`, 400, "SerializationException"),
		jsonCall("a list for an object", ssmGet, `["/a"]`, 400, "SerializationException"),
		jsonCall("text for an object", ssmGet, `"/a"`, 400, "SerializationException"),
		jsonCall("more after the end", ssmGet, `{"Name":"/a"}{"Name":"/b"}`, 400, "SerializationException"),
		jsonCall("a number for text", ssmGet, `{"Name":1}`, 400, "SerializationException"),
		jsonCall("text for a boolean", ssmGet, `{"Name":"/a","WithDecryption":"yes"}`, 400, "SerializationException"),
		jsonCall("a number without end", "AmazonSSM.DescribeParameters", `{"MaxResults":1e999}`, 400, "SerializationException"),
		jsonCall("a fraction", "AmazonSSM.DescribeParameters", `{"MaxResults":1.5}`, 400, "SerializationException"),
		jsonCall("XML", ssmGet, `<Name>/a</Name>`, 400, "SerializationException"),
		jsonCall("a form", ssmGet, `Name=/a`, 400, "SerializationException"),
		jsonCall("bytes", ssmGet, "\x00\xff\xfe", 400, "SerializationException"),
		jsonCall("deep lists", ssmGet, `{"Name":`+deep(20_000)+`}`, 400, "Exception"),
		jsonCall("deep lists in what is unknown", ssmGet, `{"Name":"/a","Unknown":`+deep(20_000)+`}`, 400, "Exception"),
		jsonCall("a target without a service", "GetParameter", `{}`, 501, "UnknownOperationException"),
		jsonCall("a target that is a path", "AmazonSSM.../../etc/passwd", `{}`, 501, "UnknownOperationException"),
		jsonCall("an endless target", "AmazonSSM."+strings.Repeat("a", 100_000), `{}`, 501, "UnknownOperationException"),
		queryCall("an index without end", "Action=CreateStack&Version=2010-05-15&StackName=s&TemplateBody=x&Capabilities.member.999999999999=CAPABILITY_IAM", 400, "<Code>"),
		queryCall("a great index", "Action=CreateStack&Version=2010-05-15&StackName=s&TemplateBody=x&Tags.member.2000000000.Key=k", 400, "<Code>"),
		queryCall("a negative index", "Action=CreateStack&Version=2010-05-15&StackName=s&TemplateBody=x&Tags.member.-1.Key=k", 400, "<Code>"),
		queryCall("deep names", "Action=CreateStack&Version=2010-05-15&StackName=s&TemplateBody=x&Tags"+strings.Repeat(".member.1", 10_000)+"=k", 400, "<Code>"),
		queryCall("a template of laughs", validate+laughs, 400, "<Code>ValidationError</Code>"),
		queryCall("a deep template", validate+deep(20_000), 400, "<Code>ValidationError</Code>"),
		queryCall("a template that is bytes", validate+"%00%ff%fe", 400, "<Code>ValidationError</Code>"),
		queryCall("an unknown action", "Action=%3Cscript%3E&Version=2010-05-15", 501, "&lt;script&gt;"),
		restCall("REST that ends", "POST", "/identities/GetWorkloadAccessToken", `{"workloadName":`, 400, "ValidationException"),
		restCall("REST with a list", "POST", "/identities/GetWorkloadAccessToken", `[]`, 400, "ValidationException"),
		restCall("a path that climbs", "GET", "/tags/..%2f..%2f..%2fetc%2fpasswd", "", 400, "ValidationException"),
		restCall("a broken escape in a query", "GET", "/gateways/?maxResults=%zz", "", 400, "ValidationException"),
		restCall("a number that is none", "GET", "/gateways/?maxResults=many", "", 400, "ValidationException"),
		{"a body that is too long", "POST", "/", map[string]string{"X-Amz-Target": ssmGet, "Authorization": signed("ssm")}, strings.Repeat("a", 16<<20+1), 413, "16 MiB"},
		{"headers without sense", "POST", "/", map[string]string{"X-Amz-Target": ssmGet, "Authorization": strings.Repeat("AWS4-HMAC-SHA256 Credential=/", 5_000)}, `{}`, 400, "MissingAuthenticationToken"},
		{"a region that is a path", "POST", "/", map[string]string{"X-Amz-Target": ssmGet, "Authorization": "AWS4-HMAC-SHA256 Credential=test/20261121/../../x/ssm/aws4_request"}, `{"Name":"/a"}`, 400, "ParameterNotFound"},
		{"an alias that climbs", "GET", "/_host/ssm.us-east-1.amazonaws.com/../../_sandbox/reset", nil, "", 404, ""},
		{"an alias that is escaped", "GET", "/_host%2fssm.us-east-1.amazonaws.com/", nil, "", 404, ""},
		{"an alias of a stranger", "GET", "/_host/169.254.169.254/latest/meta-data/", nil, "", 404, ""},
		{"an alias in an alias", "GET", "/_host/sts.amazonaws.com/_host/iam.amazonaws.com/", nil, "", 404, ""},
		{"admin behind an AWS host", "POST", "/_host/ssm.us-east-1.amazonaws.com/_sandbox/reset", nil, "", 404, ""},
		{"console behind an AWS host", "GET", "/_host/ssm.us-east-1.amazonaws.com/_console/", nil, "", 404, ""},
		{"a method of its own", "BREW", "/", nil, "", 200, ""},
		{"a clock without sense", "POST", "/_sandbox/clock", nil, `{"offset":"tomorrow"}`, 400, "cannot be read"},
		{"a clock that is misspelt", "POST", "/_sandbox/clock", nil, `{"forward":"1h"}`, 400, "unknown field"},
		{"a clock too far ahead", "POST", "/_sandbox/clock", nil, `{"offset":"2562047h"}`, 400, "100 years"},
		{"a clock all the way round", "POST", "/_sandbox/clock", nil, `{"offset":"800000h","advance":"2562047h"}`, 400, "100 years"},
		{"an admin body that ends", "POST", "/_sandbox/faults", nil, `{"name":`, 400, "error"},
		{"a deep admin body", "POST", "/_sandbox/faults", nil, `{"effect":` + deep(20_000) + `}`, 400, "error"},
	}
}

// TestBadInputIsRefusedAsAWSRefusesIt sends what no client sends: each is a refusal in the protocol's own form, at once, and
// nothing panics.
func TestBadInputIsRefusedAsAWSRefusesIt(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Log: listener(t)})
	for _, b := range malformed() {
		start := time.Now()
		w := ask(t, cloud, b.method, b.target, loopback, b.header, b.body)
		body := w.Body.String()
		if w.Code != b.status || !strings.Contains(body, b.contains) {
			t.Errorf("%s: %d %.300s", b.name, w.Code, body)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%s took %s", b.name, took)
		}
		if w.Header().Get(sandbox.HeaderPractice) == "" || len(body) > 300_000 {
			t.Errorf("%s: headers %v, %d bytes", b.name, w.Header(), len(body))
		}
		if strings.Contains(body, "<script>") || strings.Contains(body, "goroutine ") || strings.Contains(body, ".go:") {
			t.Errorf("%s: %.300s", b.name, body)
		}
	}
}

// TestStrangeHostsLeadNowhere names hosts that a browser could be led to by a stranger's DNS.
func TestStrangeHostsLeadNowhere(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{Log: listener(t)})
	for _, host := range []string{
		"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example:4566", "127.0.0.1@evil.example", "0.0.0.0", "[::]", "10.0.0.1",
		"localhost%00.evil.example", "ssm.us-east-1.amazonaws.com.evil.example", "s3.amazonaws.com", "", " ", "2130706433", "0x7f.1", strings.Repeat("a", 100_000),
	} {
		for _, path := range []string{"/_sandbox/health", "/_console/", "/", "/_host/sts.amazonaws.com/"} {
			r := httptest.NewRequest(http.MethodGet, "http://x"+path, http.NoBody)
			r.Host = host
			w := httptest.NewRecorder()
			cloud.ServeHTTP(w, r)
			if w.Code != http.StatusForbidden {
				t.Errorf("%.60q %s: %d", host, path, w.Code)
			}
		}
	}
}

// TestNothingLeaksAcrossAccounts asks, as another account and in every way that names a resource, for what an account has.
func TestNothingLeaksAcrossAccounts(t *testing.T) {
	cloud, endpoint, _ := serve(t, sandbox.Options{Log: listener(t)})
	pool, machine, secret := furnish(t, config(endpoint, otherAccount))
	arn := func(service, rest string) string {
		return fmt.Sprintf("arn:aws:%s:us-east-1:%s:%s", service, otherAccount, rest)
	}
	jsonOf := func(target, body string) bad { return jsonCall(target, target, body, 400, "") }
	for _, b := range []bad{
		jsonOf("AWSCognitoIdentityProviderService.DescribeUserPool", `{"UserPoolId":"`+pool+`"}`),
		jsonOf("AWSCognitoIdentityProviderService.DescribeUserPoolClient", `{"UserPoolId":"`+pool+`","ClientId":"`+machine+`"}`),
		jsonOf("AWSCognitoIdentityProviderService.ListUsers", `{"UserPoolId":"`+pool+`"}`),
		jsonOf("AWSCognitoIdentityProviderService.ListTagsForResource", `{"ResourceArn":"`+arn("cognito-idp", "userpool/"+pool)+`"}`),
		jsonOf("AmazonSSM.GetParameter", `{"Name":"/app/troubleshooting/agentcore/userpool_id"}`),
		jsonOf("AmazonSSM.GetParameter", `{"Name":"`+arn("ssm", "parameter/app/troubleshooting/agentcore/userpool_id")+`"}`),
		jsonOf("secretsmanager.GetSecretValue", `{"SecretId":"bedrock-agentcore-identity!default/oauth2/provider"}`),
		jsonOf("secretsmanager.GetSecretValue", `{"SecretId":"`+arn("secretsmanager", "secret:bedrock-agentcore-identity!default/oauth2/provider")+`"}`),
		queryCall("DescribeStacks", "Action=DescribeStacks&Version=2010-05-15&StackName=s", 400, ""),
		queryCall("GetTemplate", "Action=GetTemplate&Version=2010-05-15&StackName="+arn("cloudformation", "stack/s/x"), 400, ""),
		restCall("GetOauth2CredentialProvider", "POST", "/identities/GetOauth2CredentialProvider", `{"name":"provider"}`, 404, ""),
		restCall("GetWorkloadAccessToken", "POST", "/identities/GetWorkloadAccessToken", `{"workloadName":"workload"}`, 404, ""),
		restCall("ListTagsForResource", "GET", "/tags/"+strings.ReplaceAll(strings.ReplaceAll(arn("bedrock-agentcore", "token-vault/default/oauth2credentialprovider/provider"), ":", "%3A"), "/", "%2F"), "", 404, ""),
	} {
		w := ask(t, cloud, b.method, b.target, loopback, b.header, b.body)
		if w.Code < 400 || w.Code >= 500 {
			t.Errorf("%s: %d %s", b.name, w.Code, w.Body)
		}
		for _, theirs := range []string{secret, hush} {
			if strings.Contains(w.Body.String(), theirs) {
				t.Errorf("%s tells a secret of another account", b.name)
			}
		}
	}
	for _, list := range []bad{
		jsonOf("AWSCognitoIdentityProviderService.ListUserPools", `{"MaxResults":60}`), jsonOf("AmazonSSM.DescribeParameters", `{}`),
		jsonOf("secretsmanager.ListSecrets", `{}`), queryCall("ListStacks", "Action=ListStacks&Version=2010-05-15", 200, ""),
		queryCall("ListExports", "Action=ListExports&Version=2010-05-15", 200, ""),
		restCall("ListOauth2CredentialProviders", "POST", "/identities/ListOauth2CredentialProviders", "{}", 200, ""),
	} {
		w := ask(t, cloud, list.method, list.target, loopback, list.header, list.body)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), otherAccount) || strings.Contains(w.Body.String(), pool) {
			t.Errorf("%s: %d %s", list.name, w.Code, w.Body)
		}
	}
}
