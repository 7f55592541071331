package sandbox_test

import (
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	ctypes "github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
	"github.com/aws/aws-sdk-go-v2/service/cloudformation"
	idp "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"agentcore-workshop/aws/sandbox"
)

const (
	script = `<script>document.title="pwned"</script>"'><img src=x onerror="document.title='pwned'">`
	hush   = "hush-hush-client-secret"
)

// furnish makes what the workshop makes in an account, and things whose names and values are meant to break pages.
func furnish(t *testing.T, cfg aws.Config) (pool, machine, secret string) {
	t.Helper()
	pool, machine = deploy(t, cfg)
	described, err := idp.NewFromConfig(cfg).DescribeUserPoolClient(t.Context(), &idp.DescribeUserPoolClientInput{UserPoolId: &pool, ClientId: &machine})
	if err != nil {
		t.Fatal(err)
	}
	control := bedrockagentcorecontrol.NewFromConfig(cfg)
	_, err = control.CreateOauth2CredentialProvider(t.Context(), &bedrockagentcorecontrol.CreateOauth2CredentialProviderInput{
		Name: aws.String("provider"), CredentialProviderVendor: ctypes.CredentialProviderVendorTypeCustomOauth2,
		Oauth2ProviderConfigInput: &ctypes.Oauth2ProviderConfigInputMemberCustomOauth2ProviderConfig{Value: ctypes.CustomOauth2ProviderConfigInput{
			ClientId: aws.String(script), ClientSecret: aws.String(hush),
			OauthDiscovery: &ctypes.Oauth2DiscoveryMemberDiscoveryUrl{Value: "https://cognito-idp.us-east-1.amazonaws.com/" + pool + "/.well-known/openid-configuration"},
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = control.CreateWorkloadIdentity(t.Context(), &bedrockagentcorecontrol.CreateWorkloadIdentityInput{
		Name: aws.String("workload"), AllowedResourceOauth2ReturnUrls: []string{"http://localhost:8501/return", "https://example.com/" + strings.ReplaceAll(script, " ", "/")},
	})
	if err != nil {
		t.Fatal(err)
	}
	template := `{"Resources":{"P":{"Type":"AWS::SSM::Parameter","Properties":{"Type":"String","Value":"v"}}},` +
		`"Outputs":{"O":{"Description":"` + strings.ReplaceAll(script, `"`, `\"`) + `","Value":"` + strings.ReplaceAll(script, `"`, `\"`) + `"}}}`
	if _, err := cloudformation.NewFromConfig(cfg).CreateStack(t.Context(), &cloudformation.CreateStackInput{StackName: aws.String("hostile"), TemplateBody: &template}); err != nil {
		t.Fatal(err)
	}
	return pool, machine, aws.ToString(described.UserPoolClient.ClientSecret)
}

func TestTheConsoleShowsWhatIsThere(t *testing.T) {
	cloud, endpoint, _ := serve(t, sandbox.Options{})
	pool, machine, secret := furnish(t, config(endpoint, "test"))
	ask(t, cloud, "GET", "/%3Cscript%3Ealert(1)%3C/script%3E?client_secret="+hush, loopback, nil, "")
	for path, want := range map[string][]string{
		"":               {"AgentCore Identity", "/_console/cognito"},
		"agentcore":      {"provider", "READY", "https://bedrock-agentcore.us-east-1.amazonaws.com/identities/oauth2/callback/", "workload", "http://localhost:8501/return"},
		"cognito":        {pool, machine, "troubleshooting-connectivity-123456789012.auth.us-east-1.amazoncognito.com", "ACTIVE", "client_credentials", "http://localhost:8501/"},
		"cloudformation": {"CREATE_COMPLETE", "UserPoolId", "AWS::Cognito::UserPool", "hostile"},
		"requests":       {"CreateStack", "bedrock-agentcore-control", "&lt;script&gt;"},
	} {
		for _, lang := range []string{"en", "ko"} {
			w := ask(t, cloud, "GET", "/_console/"+path, loopback, map[string]string{"Accept-Language": lang}, "")
			body := w.Body.String()
			if w.Code != http.StatusOK || !strings.Contains(body, `<html lang="`+lang+`">`) {
				t.Errorf("%s in %s: %d", path, lang, w.Code)
			}
			sign := map[string]string{"en": "It is not AWS", "ko": "AWS가 아니며"}[lang]
			for _, part := range append(want, sign) {
				if !strings.Contains(body, part) {
					t.Errorf("%s in %s: %q is missing", path, lang, part)
				}
			}
			safe(t, path, w.Header(), body, hush, secret)
		}
	}
}

// safe holds a page against what no page may have.
func safe(t *testing.T, path string, h http.Header, body string, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		if strings.Contains(body, secret) {
			t.Errorf("%s shows a secret", path)
		}
	}
	if bad := regexp.MustCompile(`(?i)<(script|img|iframe|form|input|object|svg)|\son\w+=[^&]*>`).FindString(strings.ReplaceAll(body, "onerror=&#34;", "")); bad != "" {
		t.Errorf("%s has %q", path, bad)
	}
	policy := h.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("%s: the policy is %q", path, policy)
		}
	}
	if strings.Contains(policy, "script-src") || strings.Contains(policy, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("%s: %v", path, h)
	}
}

func TestTheConsoleKeepsAccountsApartAndMakesNone(t *testing.T) {
	cloud, endpoint, _ := serve(t, sandbox.Options{})
	pool, _, _ := furnish(t, config(endpoint, otherAccount))
	page := func(query string) (int, string) {
		w := ask(t, cloud, "GET", "/_console/cognito"+query, loopback, nil, "")
		safe(t, query, w.Header(), w.Body.String())
		return w.Code, w.Body.String()
	}
	if _, body := page(""); strings.Contains(body, pool) {
		t.Error("the default account shows what another one has")
	}
	if code, body := page("?account=" + otherAccount); code != http.StatusOK || !strings.Contains(body, pool) {
		t.Errorf("the other account: %d", code)
	}
	before := len(cloud.Accounts())
	for _, query := range []string{"?account=999999999999", "?region=eu-west-1", "?account=%22%3E%3Cscript%3E", "?region=aws-global&account=" + otherAccount, "?lang=%3Cscript%3E&region=x"} {
		if code, body := page(query); code != http.StatusNotFound || strings.Contains(body, "<script") {
			t.Errorf("%s: %d", query, code)
		}
	}
	if after := len(cloud.Accounts()); after != before {
		t.Errorf("looking made %d accounts", after-before)
	}
}

func TestTheConsoleOnlyShows(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	for path, code := range map[string]int{"/_console": 200, "/_console/": 200, "/_console/nothing": 404, "/_console/cognito/more": 404, "/_console/../_sandbox/health": 404} {
		if w := ask(t, cloud, "GET", path, loopback, nil, ""); w.Code != code {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := ask(t, cloud, "POST", "/_console/", loopback, nil, "x"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("a POST: %d", w.Code)
	}
	for _, host := range []string{"evil.example", "console.aws.amazon.com"} {
		if w := ask(t, cloud, "GET", "/_console/", host, nil, ""); w.Code != http.StatusForbidden {
			t.Errorf("as %s: %d", host, w.Code)
		}
	}
	if w := ask(t, cloud, "GET", "/", loopback, map[string]string{"Accept": "text/html", "Accept-Language": "ko-KR,ko;q=0.9"}, ""); !strings.Contains(w.Body.String(), `href="/_console/"`) || !strings.Contains(w.Body.String(), "콘솔 열기") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if w := ask(t, cloud, "GET", "/", loopback, nil, ""); !strings.Contains(w.Body.String(), "http://"+loopback+"/_console/") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if log := ask(t, cloud, "GET", "/_sandbox/requests", loopback, nil, "").Body.String(); strings.Contains(log, "_console") {
		t.Error("the request log fills with the console's own pages")
	}
}

func TestADeniedConsoleSaysSo(t *testing.T) {
	cloud := sandbox.New(sandbox.Options{})
	inject(t, cloud, `{"name":"access-denied:cognito-idp:ListUserPools"}`)
	w := ask(t, cloud, "GET", "/_console/cognito", loopback, nil, "")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "not authorized to perform: cognito-idp:ListUserPools") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func mustBeCI(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what + " is missing, and in CI this test must run")
	}
}
