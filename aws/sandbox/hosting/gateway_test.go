package hosting_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

const lambdaARN = "arn:aws:lambda:us-east-1:123456789012:function:dns"

func aGateway() core.Object {
	return core.Object{
		"name": "My-Gateway", "roleArn": roleARN, "protocolType": "MCP", "authorizerType": "CUSTOM_JWT",
		"authorizerConfiguration": core.Object{"customJWTAuthorizer": core.Object{
			"discoveryUrl": "https://idp.example/.well-known/openid-configuration", "allowedClients": []any{"client"},
		}},
		"clientToken": "0123456789012345678901234567890123",
	}
}

func aTarget(gateway string) core.Object {
	return core.Object{
		"gatewayIdentifier": gateway, "name": "dns",
		"targetConfiguration": core.Object{"mcp": core.Object{"lambda": core.Object{"lambdaArn": lambdaARN, "toolSchema": core.Object{
			"inlinePayload": []any{core.Object{"name": "resolve", "description": "d", "inputSchema": core.Object{"type": "object"}}},
		}}}},
		"credentialProviderConfigurations": []any{core.Object{"credentialProviderType": "GATEWAY_IAM_ROLE"}},
	}
}

func TestGatewayLife(t *testing.T) {
	b := newBench(t).withRole()
	b.cloud.SetPace(core.Realistic)
	made := b.do("CreateGateway", aGateway())
	id := made["gatewayId"].(string)
	if !regexp.MustCompile(`^my-gateway-[0-9a-z]{10}$`).MatchString(id) || made["status"] != "CREATING" ||
		made["gatewayArn"] != "arn:aws:bedrock-agentcore:us-east-1:123456789012:gateway/"+id ||
		made["gatewayUrl"] != "https://"+id+".gateway.bedrock-agentcore.us-east-1.amazonaws.com/mcp" {
		t.Fatalf("made %v", made)
	}
	if again := b.do("CreateGateway", aGateway()); again["gatewayId"] != id {
		t.Error("a request that was sent again made a second gateway")
	}
	b.fails("CreateGateway", with(aGateway(), "description", "other"), "ConflictException", "client token")
	b.fails("CreateGateway", with(aGateway(), "clientToken", nil), "ConflictException", "already exists")
	b.fails("CreateGatewayTarget", aTarget(id), "ValidationException", "when gateway is in CREATING status")
	b.fails("DeleteGateway", core.Object{"gatewayIdentifier": id}, "ConflictException", "CREATING")
	b.do("GetWorkloadIdentity", core.Object{"name": id})
	if _, found := b.cloud.Index.Find(id + ".gateway.bedrock-agentcore.us-east-1.amazonaws.com"); !found {
		t.Error("the gateway's host is unknown")
	}

	b.pass(time.Minute)
	target := b.do("CreateGatewayTarget", aTarget(id))["targetId"]
	b.fails("CreateGatewayTarget", aTarget(id), "ConflictException", "already exists")
	b.pass(time.Minute)
	in := core.Object{"gatewayIdentifier": id, "targetId": target}
	if got := b.do("GetGatewayTarget", in); got["status"] != "READY" || got["protocolType"] != "MCP" {
		t.Errorf("target %v", got)
	}
	if item := b.do("ListGatewayTargets", in)["items"].([]any)[0].(core.Object); item["targetType"] != "LAMBDA" {
		t.Errorf("item %v", item)
	}
	b.fails("DeleteGateway", in, "ValidationException", "Gateway has targets associated with it")
	b.fails("SynchronizeGatewayTargets", with(in, "targetId", nil, "targetIdList", []any{target}), "ValidationException", "static")

	update := with(aGateway(), "gatewayIdentifier", id, "description", "new", "clientToken", nil)
	b.fails("UpdateGateway", with(update, "name", "other"), "ValidationException", "name")
	if got := b.do("UpdateGateway", update); got["status"] != "UPDATING" || got["description"] != "new" {
		t.Errorf("updated %v", got)
	}
	b.fails("UpdateGateway", update, "ConflictException", "UPDATING")
	b.pass(time.Minute)

	if got := b.do("DeleteGatewayTarget", in); got["status"] != "DELETING" {
		t.Errorf("deleting %v", got)
	}
	b.pass(time.Minute)
	b.fails("GetGatewayTarget", in, "ResourceNotFoundException", "")
	b.do("DeleteGateway", in)
	b.pass(time.Minute)
	b.fails("GetGateway", in, "ResourceNotFoundException", id)
	b.fails("GetWorkloadIdentity", core.Object{"name": id}, "ResourceNotFoundException", "")
	if _, found := b.cloud.Index.Find(id + ".gateway.bedrock-agentcore.us-east-1.amazonaws.com"); found {
		t.Error("the host outlived its gateway")
	}
}

func TestGatewaysOutliveARestart(t *testing.T) {
	b := newBench(t).withRole()
	b.cloud.SetPace(core.Realistic)
	id := b.do("CreateGateway", aGateway())["gatewayId"].(string)
	state, err := b.cloud.Save()
	if err != nil {
		t.Fatal(err)
	}
	again := newBench(t)
	again.cloud.Restore(state)
	again.pass(time.Minute)
	if got := again.do("GetGateway", core.Object{"gatewayIdentifier": id}); got["status"] != "READY" {
		t.Errorf("after the restart %v", got["status"])
	}
	if again.do("CreateGateway", aGateway())["gatewayId"] != id {
		t.Error("the request is not known any more")
	}
	if _, found := again.cloud.Index.Find(id + ".gateway.bedrock-agentcore.us-east-1.amazonaws.com"); !found {
		t.Error("the host is not known any more")
	}
	if n := again.cloud.Reset(""); n != 3 { // the role, the gateway and its identity
		t.Errorf("reset removed %d", n)
	}
}

func TestGatewayRefusals(t *testing.T) {
	b := newBench(t).withRole()
	b.do("CreateRole", core.Object{"RoleName": "stranger", "AssumeRolePolicyDocument": `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`})
	b.do("CreateRole", core.Object{"RoleName": "elsewhere", "AssumeRolePolicyDocument": `{"Version":"2012-10-17","Statement":[
		{"Effect":"Allow","Principal":{"Service":"bedrock-agentcore.amazonaws.com"},"Action":"sts:AssumeRole",
		"Condition":{"StringEquals":{"aws:SourceAccount":"999999999999"}}}]}`})
	for _, role := range []string{"nobody", "stranger", "elsewhere", "path/agent"} {
		arn := "arn:aws:iam::123456789012:role/" + role
		b.fails("CreateGateway", with(aGateway(), "roleArn", arn), "ValidationException", "Role validation failed for '"+arn+"'")
	}
	b.fails("CreateGateway", with(aGateway(), "authorizerConfiguration", nil), "ValidationException", "AuthorizerConfiguration is required for CUSTOM_JWT authorizer type")
	b.fails("CreateGateway", with(aGateway(), "authorizerType", "AWS_IAM"), "ValidationException", "only supported")

	id := b.do("CreateGateway", aGateway())["gatewayId"].(string)
	for _, wrong := range []struct {
		credentials any
		text        string
	}{
		{nil, "GATEWAY_IAM_ROLE"},
		{core.Object{"credentialProviderType": "OAUTH"}, "GATEWAY_IAM_ROLE"},
	} {
		in := aTarget(id)
		in["credentialProviderConfigurations"] = []any{wrong.credentials}
		if wrong.credentials == nil {
			delete(in, "credentialProviderConfigurations")
		}
		b.fails("CreateGatewayTarget", in, "ValidationException", wrong.text)
	}
	runtime := core.Object{"http": core.Object{"agentcoreRuntime": core.Object{"arn": "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/agent-1234567890"}}}
	b.fails("CreateGatewayTarget", with(aTarget(id), "targetConfiguration", runtime), "ValidationException", "was not found")
}

func TestOAuthTargets(t *testing.T) {
	b := newBench(t).withRole()
	id := b.do("CreateGateway", aGateway())["gatewayId"].(string)
	github := core.Object{"githubOauth2ProviderConfig": core.Object{"clientId": "c", "clientSecret": "s"}}
	provider := b.do("CreateOauth2CredentialProvider", core.Object{
		"name": "p", "credentialProviderVendor": "GithubOauth2", "oauth2ProviderConfigInput": github,
	})["credentialProviderArn"]
	oauth := core.Object{"providerArn": provider, "scopes": []any{}}
	target := func(server, oauth core.Object) core.Object {
		return core.Object{
			"gatewayIdentifier": id, "targetConfiguration": core.Object{"mcp": core.Object{"mcpServer": server}},
			"credentialProviderConfigurations": []any{core.Object{
				"credentialProviderType": "OAUTH", "credentialProvider": core.Object{"oauthCredentialProvider": oauth},
			}},
		}
	}
	server := core.Object{"endpoint": "https://mcp.example/mcp"}
	made := b.do("CreateGatewayTarget", target(server, oauth))
	if made["name"] != "target-"+lower(made["targetId"]) || made["lastSynchronizedAt"] == nil {
		t.Errorf("made %v", made)
	}
	b.pass(time.Minute)
	b.do("SynchronizeGatewayTargets", core.Object{"gatewayIdentifier": id, "targetIdList": []any{made["targetId"]}})
	got := b.do("GetGatewayTarget", core.Object{"gatewayIdentifier": id, "targetId": made["targetId"]})
	if got["status"] != "READY" || got["lastSynchronizedAt"] == made["lastSynchronizedAt"] {
		t.Errorf("synchronized %v", got)
	}
	b.fails("CreateGatewayTarget", target(server, with(oauth, "providerArn", fmt.Sprint(provider, "x"))), "ValidationException", "was not found")
	user := with(oauth, "grantType", "AUTHORIZATION_CODE")
	b.fails("CreateGatewayTarget", target(server, user), "ValidationException", "defaultReturnUrl")
	user["defaultReturnUrl"] = "http://localhost:8501/return"
	b.fails("CreateGatewayTarget", target(server, user), "ValidationException", "practice cloud")
	b.do("CreateGatewayTarget", target(with(server, "listingMode", "DYNAMIC"), user))
}

func lower(v any) string {
	out := []byte(v.(string))
	for i, c := range out {
		if 'A' <= c && c <= 'Z' {
			out[i] = c + 'a' - 'A'
		}
	}
	return string(out)
}
