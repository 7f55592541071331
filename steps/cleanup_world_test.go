package steps_test

import (
	"context"
	"encoding/json"
	"testing"

	"agentcore-workshop/aws/sandbox"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/cleanup"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
)

// call makes a plain API call on the practice cloud, as somebody else's script would.
func (w *world) call(service, operation string, in core.Object) core.Object {
	w.t.Helper()
	raw, err := json.Marshal(in)
	if err != nil {
		w.t.Fatal(err)
	}
	in = core.Object{}
	if err := json.Unmarshal(raw, &in); err != nil { // as from the wire: any and map, no named types
		w.t.Fatal(err)
	}
	out, err := w.cloud.Do(&core.Call{
		Context: context.Background(), Realm: w.cloud.Realm(sandbox.DefaultAccount, sandbox.DefaultRegion), Service: service, Operation: operation,
	}, in)
	if err != nil {
		w.t.Fatalf("%s %s: %v", service, operation, err)
	}
	return out
}

func (w *world) control(operation string, in core.Object) core.Object {
	w.t.Helper()
	return w.call("bedrock-agentcore-control", operation, in)
}

func (w *world) output(name string) string {
	w.t.Helper()
	stack, err := w.env.Cloud.Stack(w.t.Context(), w.env.Stack)
	if err != nil {
		w.t.Fatal(err)
	}
	return stack.Outputs[name]
}

const (
	account  = sandbox.DefaultAccount
	roleName = "troubleshooting-gateway-execution-role"
	roleARN  = "arn:aws:iam::" + account + ":role/" + roleName
)

func issuerOf(pool string) string { return "https://cognito-idp.us-east-1.amazonaws.com/" + pool }

func (w *world) makeProvider(name, pool string) {
	w.t.Helper()
	w.control("CreateOauth2CredentialProvider", core.Object{"name": name, "credentialProviderVendor": "CustomOauth2", "oauth2ProviderConfigInput": core.Object{
		"customOauth2ProviderConfig": core.Object{"clientId": "id", "clientSecret": "s3cr3t-of-" + name, "oauthDiscovery": core.Object{
			"discoveryUrl": issuerOf(pool) + "/.well-known/openid-configuration"}}}})
}

func (w *world) makeGateway(name, pool string, targets ...string) string {
	w.t.Helper()
	id := w.control("CreateGateway", core.Object{"name": name, "roleArn": roleARN, "protocolType": "MCP", "authorizerType": "CUSTOM_JWT",
		"authorizerConfiguration": core.Object{"customJWTAuthorizer": core.Object{
			"discoveryUrl": issuerOf(pool) + "/.well-known/openid-configuration", "allowedClients": []any{"client"}}}})["gatewayId"].(string)
	for _, target := range targets {
		w.control("CreateGatewayTarget", core.Object{
			"gatewayIdentifier": id, "name": target, "credentialProviderConfigurations": []any{core.Object{"credentialProviderType": "GATEWAY_IAM_ROLE"}},
			"targetConfiguration": core.Object{"mcp": core.Object{"lambda": core.Object{"lambdaArn": "arn:aws:lambda:us-east-1:" + account + ":function:dns",
				"toolSchema": core.Object{"inlinePayload": []any{core.Object{"name": "resolve", "description": "d", "inputSchema": core.Object{"type": "object"}}}}}}},
		})
	}
	return id
}

func (w *world) makeRuntime(name string) string {
	w.t.Helper()
	return w.control("CreateAgentRuntime", core.Object{"agentRuntimeName": name, "roleArn": roleARN, "networkConfiguration": core.Object{"networkMode": "PUBLIC"},
		"agentRuntimeArtifact": core.Object{"containerConfiguration": core.Object{"containerUri": account + ".dkr.ecr.us-east-1.amazonaws.com/agent:1"}}})["agentRuntimeId"].(string)
}

func (w *world) put(name, value string) {
	w.t.Helper()
	w.call("ssm", "PutParameter", core.Object{"Name": name, "Value": value, "Type": "String"})
}

// laterScripts does what the published scripts do after the stack: gateway, runtime, policies on the stack's role, parameters.
func (w *world) laterScripts() {
	w.t.Helper()
	pool := w.output("UserPoolId")
	gateway := w.makeGateway("troubleshooting-gateway", pool, "dns", "connectivity")
	runtime := w.makeRuntime("troubleshooting_agent_runtime")
	w.control("CreateAgentRuntimeEndpoint", core.Object{"agentRuntimeId": runtime, "name": "prod", "agentRuntimeVersion": "1"})
	for _, policy := range []string{"AmazonEC2ContainerRegistryReadOnly", "AmazonSSMReadOnlyAccess"} {
		w.call("iam", "AttachRolePolicy", core.Object{"RoleName": roleName, "PolicyArn": "arn:aws:iam::aws:policy/" + policy})
	}
	w.call("iam", "PutRolePolicy", core.Object{"RoleName": roleName, "PolicyName": "AgentCoreAdditionalPermissions",
		"PolicyDocument": `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"logs:*","Resource":"*"}]}`})
	for name, value := range map[string]string{"gateway_id": gateway, "gateway_name": "troubleshooting-gateway", "dns_lambda_arn": "arn:aws:lambda:us-east-1:1:function:x", "memory_id": "m"} {
		w.put(steps.PublishedPrefix+name, value)
	}
}

// everything is a set-up with all that the workshop, its published scripts and mishaps make.
func everything(t *testing.T) *world {
	t.Helper()
	w := newWorld(t)
	w.publishedStack()
	w.must("deploy", "provider", "token")
	w.laterScripts()
	pool := w.output("UserPoolId")
	w.makeProvider("troubleshooting-connectivity-"+account+"-3lo", pool)
	w.makeProvider("netops-resource-server-1a2b3c4d", pool) // fix-ssm, then create-provider
	w.control("CreateApiKeyCredentialProvider", core.Object{"name": "agentcore-workshop-apikey", "apiKey": "k-12345"})
	w.control("CreateWorkloadIdentity", core.Object{"name": "agentcore-workshop-lab"})
	w.control("CreateWorkloadIdentity", core.Object{"name": "an-agent-of-ours", "tags": core.Object{"Application": "agentcore-workshop"}})
	w.call("cognito-idp", "CreateUserPoolClient", core.Object{"UserPoolId": pool, "ClientName": identity.ConsentClient, "GenerateSecret": true})
	w.call("cognito-idp", "AdminCreateUser", core.Object{"UserPoolId": pool, "Username": "second@example.com", "MessageAction": "SUPPRESS"})
	w.call("cloudformation", "UpdateTerminationProtection", core.Object{"StackName": w.env.Stack, "EnableTerminationProtection": true})
	w.call("cognito-idp", "UpdateUserPool", core.Object{"UserPoolId": pool, "DeletionProtection": "ACTIVE"})
	// An earlier stack's pool, with the domain that this stack could not have.
	orphan := w.call("cognito-idp", "CreateUserPool", core.Object{"PoolName": "TroubleshootingPool"})["UserPool"].(map[string]any)["Id"].(string)
	w.call("cognito-idp", "CreateUserPoolDomain", core.Object{"UserPoolId": orphan, "Domain": "troubleshooting-connectivity-" + account + "-2"})
	w.since()
	return w
}

// cleanup does the action; after every call to the cloud it asks whether to stop.
func (w *world) cleanup(change func(*flow.Session), stop func(calls int) bool) (flow.Result, error) {
	w.t.Helper()
	s := w.session()
	s.World = w.env
	if change != nil {
		change(s)
	}
	ctx, cancel := context.WithCancel(w.t.Context())
	defer cancel()
	calls := 0
	r := flow.NewReport(flow.SystemClock{}, func(e flow.Event) { // the report's lock makes this safe
		w.events = append(w.events, e)
		if _, ok := e.Body.(flow.Call); !ok {
			return
		}
		if calls++; stop != nil && stop(calls) {
			cancel()
		}
	}, w, nil)
	return cleanup.Action().Do(r.With(ctx), s, r, nil)
}

// restored is a world with a state that another one was saved in.
func restored(t *testing.T, state sandbox.State) *world {
	t.Helper()
	w := newWorld(t)
	w.cloud.Restore(state)
	return w
}
