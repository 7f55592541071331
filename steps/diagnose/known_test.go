package diagnose_test

import (
	"slices"
	"strings"
	"testing"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/checkup"
	"agentcore-workshop/steps/diagnose"
	"agentcore-workshop/steps/text"
)

// peers are the 32 failures that people report, by number, each by the texts that they quote.
func peers() map[int]map[string]string {
	return map[int]map[string]string{
		1:  {"CREATE_FAILED AWS::Cognito::UserPoolDomain UserPoolDomain Domain already associated with another user pool. (Service: CognitoIdentityProvider, Status Code: 400; Error Code: InvalidParameterException; Request ID: 1)": "domain-taken"},
		2:  {"An error occurred (ValidationError) when calling the UpdateStack operation: Stack:arn:aws:cloudformation:us-east-1:123456789012:stack/x/1 is in ROLLBACK_COMPLETE state and can not be updated.": "stack-rolled-back"},
		3:  {"redirect_mismatch": "redirect-mismatch", "An error was encountered with the requested page": "redirect-mismatch", "https://x.auth.us-east-1.amazoncognito.com/error?error=redirect_mismatch&client_id=abc": "redirect-mismatch"},
		4:  {"This site can’t be reached\nlocalhost refused to connect.\nERR_CONNECTION_REFUSED": "callback-unreachable", "http://localhost:8501/?code=aaaa-bbbb&state=xyz": "callback-unreachable"},
		5:  {"ValidationException: You must register and use at least one ResourceOauth2ReturnUrl on your workload identity to use this flow": "return-url-unregistered", "You must provide a ResourceOauth2ReturnUrl to proceed with this flow": "return-url-not-sent"},
		6:  {"Unable to locate credentials. You can configure credentials by running \"aws configure\".": "credentials-missing", "An error occurred (ExpiredToken) when calling the GetCallerIdentity operation: The security token included in the request is expired": "credentials-expired"},
		7:  {"An error occurred (ParameterNotFound) when calling the GetParameter operation: ": "parameter-missing", "You must specify a region. You can also configure your region by running \"aws configure\".": "region-missing", "provider not found": "provider-missing", "console shows nothing": "parameter-missing"},
		8:  {"An error occurred (ValidationError) when calling the UpdateStack operation: No updates are to be performed.": "no-updates"},
		9:  {"AccessDeniedException: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: secretsmanager:CreateSecret on resource: bedrock-agentcore-identity!default/oauth2/x": "provider-secret-denied", "not authorized to perform: bedrock-agentcore:CreateTokenVault on resource: arn:aws:bedrock-agentcore:us-east-1:1:token-vault/default": "provider-secret-denied", "AccessDeniedException … not authorized to perform: secretsmanager:GetSecretValue": "token-denied", "AccessDeniedException: not authorized to perform: bedrock-agentcore:GetResourceOauth2Token": "token-denied"},
		10: {"ConflictException … already exists": "provider-exists", `{"error":"invalid_client"}`: "invalid-client", "ValidationException: Error parsing ClientCredentials response": "client-credentials-hidden"},
		11: {"/usr/bin/sh: 1: xdg-open: not found": "no-browser", `exec: "xdg-settings": executable file not found in $PATH`: "no-browser"},
		12: {"AccessDeniedException: Invalid or expired session": "session-not-yours"},
		13: {`{"error": "invalid_scope"}`: "invalid-scope", "http://localhost:8501/?error=invalid_scope&state=1": "invalid-scope"},
		14: {`{"error":"unauthorized_client","error_description":"invalid_redirect"}`: "unauthorized-client", "unauthorized_client": "unauthorized-client"},
		15: {"Incorrect username or password.": "wrong-password", "User does not exist.": "user-missing", "SECRET_HASH was not received": "secret-hash", "USER_PASSWORD_AUTH flow not enabled for this client": "password-flow-off", "forced new-password page": "new-password"},
		16: {"Waiter StackCreateComplete failed: Waiter encountered a terminal failure state": "stack-failed-silently", "\"stack failed\" with no cause": "stack-failed-silently"},
		17: {"troubleshooting-gateway-execution-role already exists in stack arn:aws:cloudformation:us-east-1:1:stack/x/1": "name-taken", "(RequestToken: 1, HandlerErrorCode: AlreadyExists)": "name-taken", "Requires capabilities : [CAPABILITY_NAMED_IAM]": "capabilities", "… already exists": "name-taken"},
		18: {"botocore.exceptions.UnknownServiceError: Unknown service: 'bedrock-agentcore-control'. Valid service names are: accessanalyzer": "old-sdk", "Invalid choice": "old-sdk", "aws: error: argument operation: Found invalid choice 'create-agent-runtime'": "old-sdk"},
		19: {"address already in use": "port-taken", "listen tcp 127.0.0.1:8501: bind: address already in use": "port-taken", "OSError: [Errno 98] Address already in use: ('127.0.0.1', 8081)": "port-taken"},
		20: {"InvalidParameterException: http://127.0.0.1:8501/ cannot use the HTTP protocol.": "http-callback", "Cognito refuses `http://127.0.0.1:8501/`": "http-callback"},
		21: {"dial tcp: lookup x.auth.us-east-1.amazoncognito.com: no such host": "no-domain", "404 on /oauth2/token": "no-domain", "POST https://cognito-idp.us-east-1.amazonaws.com/oauth2/token": "no-domain"},
		22: {"login suddenly broken after \"adding a callback\"": "client-reset"},
		23: {"\"invalid request\"/blank page when opening the URL again; token never arrives": "invalid-request", "http://localhost:8501/?error=invalid_request&error_description=x": "invalid-request"},
		24: {"consent skipped, token belongs to the *other* user": "other-user"},
		25: {"token is fine, gateway/runtime says 401": "audience", "OAuth authorization failed: Claim 'aud' value mismatch with configuration.": "audience"},
		26: {"ValueError: Workload access token has not been set": "workload-token-missing"},
		27: {"callback coded as POST → 405": "callback-post", `"GET /oauth2/callback?session_id=1 HTTP/1.1" 405 Method Not Allowed`: "callback-post"},
		28: {"wrong `agentcore` binary on PATH": "wrong-agentcore-binary"},
		29: {"provider \"missing\" past the first 20": "provider-list-cut"},
		30: {"issuer set to discovery URL": "issuer-is-discovery", `oidc: issuer did not match the issuer returned by provider, expected "https://a/.well-known/openid-configuration" got "https://a"`: "issuer-is-discovery"},
		31: {"callback server bound to 0.0.0.0": "callback-exposed"},
		32: {"pool left undeletable because its SMS role was deleted": "pool-undeletable"},
	}
}

// scripts are the 22 failures of the published scripts, by number.
func scripts() map[int]map[string]string {
	return map[int]map[string]string{
		1:  {"An error occurred (ValidationError) when calling the UpdateStack operation: No updates are to be performed.\nscript exited 255": "no-updates"},
		2:  {"❌ Failed to create credential provider: An error occurred (ValidationException) when calling the CreateOauth2CredentialProvider operation: Credential provider with name: troubleshooting-connectivity-1 already exists": "provider-exists"},
		3:  {"⚠️ already exists\n✅ created successfully": "provider-exists"},
		4:  {"./scripts/prereq.sh delete-provider": "subcommand-deploys", "Username: testuser\n🎉 done": "subcommand-deploys"},
		5:  {"cognito_provider = netops-resource-server-1a2b3c4d": "provider-renamed"},
		6:  {"❌ /app/troubleshooting/agentcore/gateway_iam_role NOT FOUND": "false-success"},
		7:  {"Waiter StackCreateComplete failed: Waiter encountered a terminal failure state: For expression \"Stacks[].StackStatus\" we matched expected path: \"ROLLBACK_COMPLETE\" at least once": "stack-failed-silently", "is in ROLLBACK_COMPLETE state and can not be updated": "stack-rolled-back"},
		8:  {"InvalidSmsRoleAccessPolicyException: Role does not have permission to publish with SNS": "sms-role", "Role does not have a trust relationship allowing Cognito to assume the role": "sms-role"},
		9:  {"Domain already associated with another user pool": "domain-taken"},
		10: {"Role with name troubleshooting-gateway-execution-role already exists.": "name-taken", "AWS::SSM::Parameter /app/troubleshooting/agentcore/userpool_id already exists": "name-taken"},
		11: {"Parameter validation failed:\nInvalid type for parameter roleArn, value: None, type: <class 'NoneType'>, valid types: <class 'str'>": "region-split"},
		12: {`"UserStatus": "FORCE_CHANGE_PASSWORD"`: "new-password"},
		13: {"An error occurred (UserNotFoundException) when calling the AdminCreateUser operation: User does not exist.": "user-missing", "InvalidParameterException: Username should be an email.": "user-missing"},
		14: {"issuer = discovery URL": "issuer-is-discovery"},
		15: {"https://x.auth.us-east-1.amazoncognito.com/error?error=redirect_mismatch&redirect_uri=https%3A%2F%2Fbedrock-agentcore.us-east-1.amazonaws.com%2Fidentities%2Foauth2%2Fcallback%2F11-22": "provider-callback-unregistered", "3LO through this provider cannot work": "provider-callback-unregistered"},
		16: {"caller is not authorized to perform: secretsmanager:CreateSecret": "provider-secret-denied"},
		17: {"0 provider(s) found": "provider-list-cut"},
		18: {"DELETE_FAILED AWS::IAM::Role Cannot delete entity, must detach all policies first. (Service: Iam, Status Code: 409)": "stack-delete-failed"},
		19: {"cognito_auth_scope = x/gateway:read x/gateway:write": "scopes-rewritten"},
		20: {"Client Secret: abcd... Password: TestPassword123!": "secret-in-log", "typed password echoed": "secret-in-log"},
		21: {"🎉 gateway created with 0 targets": "gateway-empty"},
		22: {"target created while gateway CREATING": "gateway-not-ready", `{"error":"invalid_grant"}`: "invalid-grant"},
	}
}

func TestEveryKnownFailureIsRecognisedByItsText(t *testing.T) {
	for list, cases := range map[string]map[int]map[string]string{"peers": peers(), "scripts": scripts()} {
		if want := map[string]int{"peers": 32, "scripts": 22}[list]; len(cases) != want {
			t.Errorf("%s has %d failures, want %d", list, len(cases), want)
		}
		for n, texts := range cases {
			for said, want := range texts {
				for _, form := range wrapped(said) {
					d := diagnose.Decode(form)
					if !d.Known || d.ID != want {
						t.Errorf("%s %d: %q is %q, want %q", list, n, form, d.ID, want)
						continue
					}
					for _, m := range []text.Msg{d.Cause, d.Proof, d.Fix} {
						if en, ko := m.In(text.English), m.In(text.Korean); en == "" || ko == "" || en == ko && strings.Contains(en, " ") {
							t.Errorf("%s: %q / %q", d.ID, en, ko)
						}
					}
				}
			}
		}
	}
}

// wrapped is a text as it stands, in the middle of a script's log, and with a terminal's colours.
func wrapped(said string) []string {
	if len(said) < 30 { // short ones are known by themselves only
		return []string{said, "  " + said + "\n"}
	}
	return []string{said, "+ ./scripts/run.sh\nChecking the account…\n" + said + "\nexit status 1", "\x1b[31m" + said + "\x1b[0m"}
}

func TestTheSameErrorInOtherClothes(t *testing.T) {
	for said, want := range map[string]string{
		`<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type><Code>ValidationError</Code><Message>No updates are to be performed.</Message></Error></ErrorResponse>`: "no-updates",
		`{"__type":"com.amazonaws.ssm#ParameterNotFound","message":""}`: "parameter-missing",
		`{"log":"{\"error\":\"invalid_grant\"}"}`:                       "invalid-grant",
		"operation error CloudFormation: DeleteStack, https response error StatusCode: 400, RequestID: 1, api error ValidationError: Stack [x] cannot be deleted while TerminationProtection is enabled": "stack-protected",
		"https://x.auth.us-east-1.amazoncognito.com/error?error=An+error+was+encountered+with+the+requested+page":                                                                                        "redirect-mismatch",
		"oauth2: \"unauthorized_client\" \"invalid_redirect\"":                                                                                                                                                                           "unauthorized-client",
		"An error occurred (ResourceNotFoundException) when calling the DescribeUserPool operation: User pool us-east-1_AbC does not exist.":                                                                                             "pool-gone",
		"An error occurred (InvalidSignatureException) when calling the X operation: Signature expired: 20260101T000000Z is now earlier than 20260101T001000Z (20260101T001500Z - 5 min.)":                                               "clock-skew",
		"An error occurred (AccessDeniedException) when calling the GetParameters operation: User: arn:aws:iam::1:user/x is not authorized to perform: ssm:GetParameters on resource: * because no identity-based policy allows the ssm": "access-denied",
	} {
		if d := diagnose.Decode(said); d.ID != want {
			t.Errorf("%q is %q, want %q", said, d.ID, want)
		}
	}
}

// unrelated are errors of other tools and services.
func unrelated() []string {
	return []string{
		"npm ERR! code ERESOLVE\nnpm ERR! ERESOLVE unable to resolve dependency tree",
		"fatal: not a git repository (or any of the parent directories): .git",
		"CONFLICT (content): Merge conflict in main.go",
		"error: failed to push some refs to 'github.com:me/repo.git'",
		"ModuleNotFoundError: No module named 'requests'",
		"java.lang.NullPointerException: Cannot invoke \"String.length()\" because \"s\" is null",
		"panic: runtime error: invalid memory address or nil pointer dereference",
		"error[E0382]: borrow of moved value: `x`",
		"Segmentation fault (core dumped)",
		"The connection to the server localhost:8080 was refused - did you specify the right host or port?",
		"Error response from daemon: driver failed programming external connectivity: Bind for 0.0.0.0:80 failed: port is already allocated",
		"docker: Error response from daemon: Ports are not available: listen tcp 0.0.0.0:5432: bind: address already in use.",
		"nginx: [emerg] bind() to 0.0.0.0:80 failed (98: Address already in use)",
		"psql: error: connection to server on socket \"/var/run/postgresql/.s.PGSQL.5432\" failed: No such file or directory",
		"FATAL: password authentication failed for user \"postgres\"",
		"ERROR 1045 (28000): Access denied for user 'root'@'localhost' (using password: YES)",
		"redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.",
		"google.auth.exceptions.RefreshError: ('invalid_grant: Bad Request', {'error': 'invalid_grant'})",
		"AADSTS7000215: Invalid client secret provided. error=invalid_client (azure)",
		"keycloak: error=invalid_scope, error_description=Invalid scopes: foo",
		"An error occurred (AccessDenied) when calling the PutObject operation: User: arn:aws:iam::1:user/x is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::b",
		"An error occurred (ResourceNotFoundException) when calling the GetItem operation: Requested resource not found",
		"An error occurred (ConditionalCheckFailedException) when calling the PutItem operation: The conditional request failed",
		"An error occurred (InvalidInstanceID.NotFound) when calling the DescribeInstances operation: The instance ID 'i-1' does not exist",
		"An error occurred (BucketAlreadyExists) when calling the CreateBucket operation: The requested bucket name is not available.",
		"Error: creating Lambda Function: InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.",
		"Error acquiring the state lock: ConditionalCheckFailedException",
		"ssh: connect to host example.com port 22: Connection timed out",
		"Permission denied (publickey).",
		"curl: (60) SSL certificate problem: unable to get local issuer certificate",
		"curl: (7) Failed to connect to localhost port 3000: Connection refused",
		"bash: foo: command not found",
		"No space left on device",
		"Killed: out of memory",
		"SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
		"TypeError: Cannot read properties of undefined (reading 'map')",
		"E: Unable to locate package foo",
		"make: *** No rule to make target 'all'.  Stop.",
		"HTTP/1.1 500 Internal Server Error",
		"kubectl: error: You must be logged in to the server (Unauthorized)",
		"ImportError: cannot import name 'x' from 'y'",
		"x509: certificate signed by unknown authority",
		"Please tell me a joke", "", "   ", "{}", "null", "404 Not Found", "로그인이 안 됩니다",
	}
}

func TestWhatIsNotKnownIsNotClaimed(t *testing.T) {
	if n := len(unrelated()); n < 40 {
		t.Fatalf("only %d", n)
	}
	for _, said := range unrelated() {
		d := diagnose.Decode(said)
		if d.Known || d.ID != "" || !d.Cause.Empty() || !d.Fix.Empty() {
			t.Errorf("%q is claimed as %s", said, d.ID)
		}
		if len(d.Alternatives) > 3 {
			t.Errorf("%q has %d alternatives", said, len(d.Alternatives))
		}
	}
	near := diagnose.Decode("the redirect uri of my callback seems wrong in the browser")
	if near.Known || len(near.Alternatives) == 0 || !slices.ContainsFunc(near.Alternatives, func(a diagnose.Alternative) bool { return a.ID == "redirect-mismatch" }) {
		t.Errorf("the nearest are %+v", near.Alternatives)
	}
}

func TestTheCatalogueIsWhole(t *testing.T) {
	checks := map[string]bool{}
	for _, c := range checkup.Checks(&steps.Env{}) {
		checks[c.ID] = true
	}
	seen := map[string]bool{}
	for _, k := range diagnose.Catalogue() {
		if seen[k.ID] || k.ID == "" {
			t.Errorf("%q is there twice", k.ID)
		}
		seen[k.ID] = true
		if len(k.Says) == 0 || k.Docs == "" || (k.Proof.Empty() && len(k.Checks) == 0) {
			t.Errorf("%s is not whole", k.ID)
		}
		for _, id := range k.Checks {
			if !checks[id] {
				t.Errorf("%s names %s, which is no check", k.ID, id)
			}
		}
	}
	if len(seen) < 54 {
		t.Errorf("%d entries", len(seen))
	}
}

func TestNoSecretComesBack(t *testing.T) {
	for _, said := range []string{
		`{"error":"invalid_client","client_secret":"s3cr3t-value"}`,
		"http://localhost:8501/?code=s3cr3t-value&state=1",
		"invalid_grant: Authorization: Basic czNjcjN0LXZhbHVl== client_secret=s3cr3t-value",
		"some nonsense password=s3cr3t-value",
	} {
		d := diagnose.Decode(said)
		if all := d.Seen + d.Cause.String() + d.Fix.String() + d.Proof.String(); strings.Contains(all, "s3cr3t") || strings.Contains(all, "czNjcjN0") {
			t.Errorf("%q shows %q", said, all)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, said := range unrelated() {
		f.Add(said)
	}
	f.Fuzz(func(t *testing.T, said string) {
		if d := diagnose.Decode(said); d.Known && d.ID == "" {
			t.Error("known, and has no name")
		}
	})
}
