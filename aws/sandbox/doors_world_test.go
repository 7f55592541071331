package sandbox_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
)

// world is a cloud over HTTP with the workshop's stack in it and a user, for those who knock at its gateways and runtimes.
type world struct {
	testing.TB
	cloud                    *sandbox.Cloud
	endpoint                 string
	pool, web, machine, role string
	secret, domain, scope    string
}

const (
	worldUser     = "user@example.com"
	worldPassword = "Permanent1!"
)

func newWorld(t testing.TB, o sandbox.Options) *world {
	t.Helper()
	w := &world{TB: t, cloud: sandbox.New(o)}
	server := httptest.NewServer(w.cloud)
	t.Cleanup(server.Close)
	w.endpoint = server.URL
	template, err := os.ReadFile("cfn/testdata/published.yaml")
	if err != nil {
		t.Fatal(err)
	}
	w.do("cloudformation", "CreateStack", core.Object{"StackName": "s", "TemplateBody": string(template), "Capabilities": []any{"CAPABILITY_NAMED_IAM"}})
	for name, into := range map[string]*string{
		"userpool_id": &w.pool, "machine_client_id": &w.machine, "gateway_iam_role": &w.role, "cognito_domain": &w.domain, "cognito_auth_scope": &w.scope,
	} {
		got := w.do("ssm", "GetParameter", core.Object{"Name": "/app/troubleshooting/agentcore/" + name})
		*into, _ = got["Parameter"].(core.Object)["Value"].(string)
	}
	w.domain = strings.TrimPrefix(w.domain, "https://")
	described := w.do("cognito-idp", "DescribeUserPoolClient", core.Object{"UserPoolId": w.pool, "ClientId": w.machine})
	w.secret = described["UserPoolClient"].(core.Object)["ClientSecret"].(string)
	w.web = w.client(w.pool)
	return w
}

// client makes an app client that takes a user's password, and the user.
func (w *world) client(pool string) string {
	w.Helper()
	made := w.do("cognito-idp", "CreateUserPoolClient", core.Object{
		"UserPoolId": pool, "ClientName": "web", "ExplicitAuthFlows": []any{"ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
	})
	w.do("cognito-idp", "AdminCreateUser", core.Object{"UserPoolId": pool, "Username": worldUser, "MessageAction": "SUPPRESS"})
	w.do("cognito-idp", "AdminSetUserPassword", core.Object{"UserPoolId": pool, "Username": worldUser, "Password": worldPassword, "Permanent": true})
	return made["UserPoolClient"].(core.Object)["ClientId"].(string)
}

func (w *world) try(service, operation string, in core.Object) (core.Object, error) {
	return w.cloud.Do(&core.Call{
		Context: w.Context(), Realm: w.cloud.Realm(sandbox.DefaultAccount, sandbox.DefaultRegion), Service: service, Operation: operation,
	}, in)
}

func (w *world) do(service, operation string, in core.Object) core.Object {
	w.Helper()
	out, err := w.try(service, operation, in)
	if err != nil {
		w.Fatalf("%s: %v", operation, err)
	}
	return out
}

// tokensOf signs the user in at a client.
func (w *world) tokensOf(client string) (access, id string) {
	w.Helper()
	out := w.do("cognito-idp", "InitiateAuth", core.Object{
		"AuthFlow": "USER_PASSWORD_AUTH", "ClientId": client, "AuthParameters": core.Object{"USERNAME": worldUser, "PASSWORD": worldPassword},
	})["AuthenticationResult"].(core.Object)
	return out["AccessToken"].(string), out["IdToken"].(string)
}

func (w *world) userToken() string {
	access, _ := w.tokensOf(w.web)
	return access
}

// machineToken asks the token endpoint with the client credentials grant.
func (w *world) machineToken() string {
	w.Helper()
	r, _ := http.NewRequestWithContext(w.Context(), http.MethodPost, w.alias(w.domain)+"/oauth2/token", strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(w.machine, w.secret)
	status, _, body := w.send(r)
	var got struct {
		AccessToken string `json:"access_token"`
	}
	if json.Unmarshal(body, &got) != nil || got.AccessToken == "" {
		w.Fatalf("no machine token: %d", status)
	}
	return got.AccessToken
}

// alias is the loopback address under which an AWS host is reached.
func (w *world) alias(host string) string { return w.endpoint + sandbox.AliasPrefix + host }

func (w *world) send(r *http.Request) (int, http.Header, []byte) {
	w.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		w.Fatal(err)
	}
	return answer.StatusCode, answer.Header, body
}

func (w *world) discovery() string {
	return "https://cognito-idp.us-east-1.amazonaws.com/" + w.pool + "/.well-known/openid-configuration"
}

func (w *world) jwt(change ...any) core.Object {
	config := core.Object{"discoveryUrl": w.discovery()}
	for i := 0; i < len(change); i += 2 {
		config[change[i].(string)] = change[i+1]
	}
	return core.Object{"customJWTAuthorizer": config}
}

// gateway makes a gateway with the workshop's three Lambda targets and returns its host.
func (w *world) gateway(name string, change core.Object) (id, host string) {
	w.Helper()
	in := core.Object{"name": name, "roleArn": w.role, "protocolType": "MCP", "authorizerType": "CUSTOM_JWT", "authorizerConfiguration": w.jwt("allowedClients", []any{w.machine})}
	for key, value := range change {
		if in[key] = value; value == nil {
			delete(in, key)
		}
	}
	made := w.do("bedrock-agentcore-control", "CreateGateway", in)
	id = made["gatewayId"].(string)
	for _, function := range []string{"dns-resolve-tool", "connectivity-tool", "cloudwatch-tools", "nobody"} {
		w.do("bedrock-agentcore-control", "CreateGatewayTarget", lambdaTarget(id, function))
	}
	u, err := url.Parse(made["gatewayUrl"].(string))
	if err != nil {
		w.Fatal(err)
	}
	return id, u.Host
}

func lambdaTarget(gateway, function string) core.Object {
	return core.Object{
		"gatewayIdentifier": gateway, "name": function,
		"targetConfiguration": core.Object{"mcp": core.Object{"lambda": core.Object{
			"lambdaArn": "arn:aws:lambda:us-east-1:123456789012:function:" + function,
			"toolSchema": core.Object{"inlinePayload": []any{core.Object{
				"name": "ask", "description": "Asks " + function + ".",
				"inputSchema": core.Object{"type": "object", "required": []any{"dns_name"}, "properties": core.Object{
					"dns_name": core.Object{"type": "string"}, "port": core.Object{"type": "integer"},
				}},
			}}},
		}}},
		"credentialProviderConfigurations": []any{core.Object{"credentialProviderType": "GATEWAY_IAM_ROLE"}},
	}
}

// rpc posts a JSON-RPC message to a gateway as curl would.
func (w *world) rpc(host, token, body string, header ...string) (int, http.Header, string) {
	w.Helper()
	r, _ := http.NewRequestWithContext(w.Context(), http.MethodPost, w.alias(host)+"/mcp", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	status, got, answer := w.send(r)
	return status, got, string(answer)
}

// pass moves the cloud's clock.
func (w *world) pass(d time.Duration) {
	w.cloud.Clock.SetOffset(w.cloud.Clock.Offset() + d)
}
