package sandbox_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/authorizer"
	"agentcore-workshop/aws/sandbox/core"
)

// TestRefusalMatrix shows every token at every door: the workshop's machine pattern, where the runtime takes the web
// client's tokens and the gateway the machine client's, and the user pattern, where both take the web client's.
func TestRefusalMatrix(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, machines := w.gateway("machines", nil)
	_, users := w.gateway("users", core.Object{"authorizerConfiguration": w.jwt("allowedClients", []any{w.web})})
	_, audience := w.gateway("audience", core.Object{"authorizerConfiguration": w.jwt("allowedAudience", []any{w.web})})
	_, scoped := w.gateway("scoped", core.Object{"authorizerConfiguration": w.jwt("allowedScopes", []any{w.scope})})
	_, grouped := w.gateway("grouped", core.Object{"authorizerConfiguration": w.jwt("customClaims", []any{core.Object{
		"inboundTokenClaimName": "token_use", "inboundTokenClaimValueType": "STRING",
		"authorizingClaimMatchValue": core.Object{"claimMatchOperator": "EQUALS", "claimMatchValue": core.Object{"matchValueString": "id"}},
	}})})
	_, unreachable := w.gateway("unreachable", core.Object{"authorizerConfiguration": core.Object{"customJWTAuthorizer": core.Object{
		"discoveryUrl": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_nothing00/.well-known/openid-configuration", "allowedClients": []any{w.web},
	}}})
	_, iam := w.gateway("iam", core.Object{"authorizerType": "AWS_IAM", "authorizerConfiguration": nil})
	_, open := w.gateway("open", core.Object{"authorizerType": "NONE", "authorizerConfiguration": nil})
	arn := w.runtime("refuses", nil)
	tokens := w.tokensForTheMatrix()

	var rows strings.Builder
	for _, door := range []struct{ name, host string }{
		{"runtime (web client)", ""}, {"gateway (machine client)", machines}, {"gateway (web client)", users}, {"gateway (audience)", audience},
		{"gateway (scope)", scoped}, {"gateway (token_use id)", grouped}, {"gateway (no discovery)", unreachable}, {"gateway (AWS_IAM)", iam}, {"gateway (NONE)", open},
	} {
		for _, token := range tokens {
			send := func() (int, http.Header, string) { return w.rpc(door.host, token.value, listTools) }
			if door.host == "" {
				send = func() (int, http.Header, string) { return w.invoke(arn, token.value, `{}`) }
			}
			status, header, body := send()
			challenge, _, _ := strings.Cut(header.Get("WWW-Authenticate"), `resource_metadata="`)
			if door.host == "" && status == 200 {
				body = "let in"
			} else if strings.Contains(body, `"tools":`) {
				body = "let in"
			}
			fmt.Fprintf(&rows, "%-26s %-14s %d  %-22s %-36s %s\n", door.name, token.name, status, header.Get(authorizer.HeaderReason)[:min(22, len(header.Get(authorizer.HeaderReason)))], challenge, body)
		}
	}
	golden(t, "refusals.golden", rows.String())
}

type namedToken struct{ name, value string }

func (w *world) tokensForTheMatrix() []namedToken {
	w.Helper()
	w.pass(-2 * time.Hour)
	expired := w.userToken()
	w.pass(2 * time.Hour)
	user, id := w.tokensOf(w.web)
	parts := strings.Split(user, ".")
	tampered := parts[0] + "." + strings.Split(id, ".")[1] + "." + parts[2]
	other := w.do("cognito-idp", "CreateUserPool", core.Object{"PoolName": "other"})["UserPool"].(core.Object)["Id"].(string)
	wrong, _ := w.tokensOf(w.client(other))
	return []namedToken{
		{"user", user}, {"machine", w.machineToken()}, {"user's ID", id}, {"expired", expired}, {"wrong pool", wrong}, {"tampered", tampered},
		{"no JWT", "not.a.token"}, {"none", ""},
	}
}

// golden compares with a file of testdata; UPDATE_GOLDEN=1 writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") != "" {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; got\n%s", name, got)
	}
}

// TestADoorThatIsNotReadyYet asks a gateway that is being made, and makes a target of it.
func TestADoorThatIsNotReadyYet(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	w.cloud.SetPace(core.Realistic)
	made := w.do("bedrock-agentcore-control", "CreateGateway", core.Object{"name": "slow", "roleArn": w.role, "protocolType": "MCP", "authorizerType": "NONE"})
	id := made["gatewayId"].(string)
	host := id + ".gateway.bedrock-agentcore.us-east-1.amazonaws.com"
	if status, _, body := w.rpc(host, "", listTools); status != 400 || !strings.Contains(body, "its status is CREATING") {
		t.Errorf("%d %s", status, body)
	}
	if _, err := w.try("bedrock-agentcore-control", "CreateGatewayTarget", lambdaTarget(id, "dns-resolve-tool")); err == nil || !strings.Contains(err.Error(), "when gateway is in CREATING status") {
		t.Errorf("a target of a gateway that is being made: %v", err)
	}
	w.pass(time.Minute)
	if status, _, body := w.rpc(host, "", listTools); status != 200 || !strings.Contains(body, `"tools":[]`) {
		t.Errorf("without targets: %d %s", status, body)
	}
	if status, _, body := w.rpc("nobody-0123456789.gateway.bedrock-agentcore.us-east-1.amazonaws.com", "", listTools); status != 404 || !strings.Contains(body, "Gateway not found") {
		t.Errorf("%d %s", status, body)
	}
	arn := w.runtime("slow", nil)
	if status, _, body := w.invoke(arn, w.userToken(), `{}`); status != 404 {
		t.Errorf("a runtime that is being made: %d %s", status, body)
	}
}

// TestTheMetadataOfAGateway follows the refusal's challenge to where tokens are to be had.
func TestTheMetadataOfAGateway(t *testing.T) {
	w := newWorld(t, sandbox.Options{})
	_, host := w.gateway("meta", core.Object{"authorizerConfiguration": w.jwt("allowedScopes", []any{w.scope})})
	_, header, _ := w.rpc(host, "", listTools)
	page := w.alias(host) + "/.well-known/oauth-protected-resource"
	if got := header.Get("WWW-Authenticate"); got != `Bearer resource_metadata="`+page+`"` {
		t.Fatalf("challenge %s", got)
	}
	r, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, page, nil)
	_, _, body := w.send(r)
	want := `{"authorization_servers":["https://cognito-idp.us-east-1.amazonaws.com/` + w.pool + `"],"bearer_methods_supported":["header"],"resource":"` +
		w.alias(host) + `/mcp","scopes_supported":["` + w.scope + `"]}`
	if string(body) != want {
		t.Errorf("%s\nwant\n%s", body, want)
	}
}

// TestAGatewayThatWantsASignature verifies signatures when the cloud is strict.
func TestAGatewayThatWantsASignature(t *testing.T) {
	for _, test := range []struct {
		strict bool
		key    string
		status int
	}{{false, "test", 200}, {false, "111122223333", 403}, {true, "123456789012", 403}} {
		w := newWorld(t, sandbox.Options{Strict: test.strict})
		_, host := w.gateway("iam", core.Object{"authorizerType": "AWS_IAM", "authorizerConfiguration": nil})
		if status, _, body := w.rpc(host, "", listTools, "Authorization", signedBy(test.key, "bedrock-agentcore")); status != test.status {
			t.Errorf("strict %v, key %s: %d %s", test.strict, test.key, status, body)
		}
	}
}
