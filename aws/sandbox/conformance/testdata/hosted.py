"""Every operation of AgentCore's gateways and runtimes that the practice cloud answers, and the invocation of a runtime."""
import json

from talk import client, refused

LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:tools"
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/agent:1"
TOOL = {"name": "resolve", "description": "d", "inputSchema": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}}

API = json.dumps({
    "openapi": "3.0.3", "info": {"title": "t", "version": "1"}, "servers": [{"url": "https://api.example"}],
    "paths": {"/things": {"get": {"operationId": "listThings", "responses": {"200": {"description": "ok"}}}}},
})


def gateways(role, oauth, key):
    control = client("bedrock-agentcore-control")
    jwt = {"customJWTAuthorizer": {"discoveryUrl": "https://idp.example/.well-known/openid-configuration", "allowedClients": ["c"]}}
    made = dict(name="talk", roleArn=role, protocolType="MCP", authorizerType="CUSTOM_JWT", authorizerConfiguration=jwt)
    gateway = control.create_gateway(**made, tags={"k": "v"}, protocolConfiguration={"mcp": {"searchType": "SEMANTIC", "supportedVersions": ["2025-06-18"]}})
    refused("ConflictException", control.create_gateway, **made)
    refused("ValidationException", control.create_gateway, **{**made, "name": "x", "roleArn": role + "x"})
    at = {"gatewayIdentifier": gateway["gatewayId"]}
    control.get_gateway(**at)
    control.list_tags_for_resource(resourceArn=gateway["gatewayArn"])
    control.update_gateway(**at, **made, description="new")
    other = control.create_gateway(name="other", roleArn=role, authorizerType="AWS_IAM")["gatewayId"]
    first = control.list_gateways(maxResults=1)
    control.list_gateways(maxResults=1, nextToken=first["nextToken"])
    control.delete_gateway(gatewayIdentifier=other)
    targets(control, at, oauth, key)
    control.delete_gateway(**at)
    refused("ResourceNotFoundException", control.get_gateway, **at)


def targets(control, at, oauth, key):
    iam = [{"credentialProviderType": "GATEWAY_IAM_ROLE"}]
    function = {"mcp": {"lambda": {"lambdaArn": LAMBDA, "toolSchema": {"inlinePayload": [TOOL]}}}}
    one = control.create_gateway_target(**at, name="tools", targetConfiguration=function, credentialProviderConfigurations=iam)["targetId"]
    refused("ConflictException", control.create_gateway_target, **at, name="tools", targetConfiguration=function, credentialProviderConfigurations=iam)
    control.get_gateway_target(**at, targetId=one)
    control.update_gateway_target(**at, targetId=one, name="tools", description="d", targetConfiguration=function, credentialProviderConfigurations=iam)
    server = control.create_gateway_target(
        **at, name="server", targetConfiguration={"mcp": {"mcpServer": {"endpoint": "https://mcp.example/mcp"}}},
        credentialProviderConfigurations=[{"credentialProviderType": "OAUTH", "credentialProvider": {"oauthCredentialProvider": {"providerArn": oauth, "scopes": ["s"]}}}],
    )["targetId"]
    rest = control.create_gateway_target(
        **at, name="rest", targetConfiguration={"mcp": {"openApiSchema": {"inlinePayload": API}}},
        credentialProviderConfigurations=[{"credentialProviderType": "API_KEY", "credentialProvider": {"apiKeyCredentialProvider": {"providerArn": key}}}],
    )["targetId"]
    control.synchronize_gateway_targets(**at, targetIdList=[server])
    first = control.list_gateway_targets(**at, maxResults=2)
    control.list_gateway_targets(**at, maxResults=2, nextToken=first["nextToken"])
    refused("ValidationException", control.delete_gateway, **at)
    for target in (one, server, rest):
        control.delete_gateway_target(**at, targetId=target)
    refused("ResourceNotFoundException", control.get_gateway_target, **at, targetId=one)


def runtimes(role):
    control = client("bedrock-agentcore-control")
    what = dict(roleArn=role, agentRuntimeArtifact={"containerConfiguration": {"containerUri": IMAGE}}, networkConfiguration={"networkMode": "PUBLIC"})
    runtime = control.create_agent_runtime(agentRuntimeName="talk", **what, tags={"k": "v"}, environmentVariables={"A": "b"})
    refused("ConflictException", control.create_agent_runtime, agentRuntimeName="talk", **what)
    at = {"agentRuntimeId": runtime["agentRuntimeId"]}
    control.get_agent_runtime(**at)
    data, whole = client("bedrock-agentcore"), runtime["agentRuntimeArn"]
    said = data.invoke_agent_runtime(agentRuntimeArn=whole, qualifier="DEFAULT", runtimeUserId="kim", runtimeSessionId="s" * 33, payload=b'{"prompt": "hello"}')
    text = said["response"].read().decode()
    assert said["contentType"] == "text/event-stream" and "Hello, kim." in text and "You said: hello" in text, text
    refused("ResourceNotFoundException", data.invoke_agent_runtime, agentRuntimeArn=whole, qualifier="none", payload=b"{}")
    refused("ValidationException", data.invoke_agent_runtime, agentRuntimeArn=whole, runtimeSessionId="s" * 257, payload=b"{}")
    jwt = {"customJWTAuthorizer": {"discoveryUrl": "https://idp.example/.well-known/openid-configuration", "allowedClients": ["c"]}}
    control.update_agent_runtime(**at, **what, description="two", authorizerConfiguration=jwt, requestHeaderConfiguration={"requestHeaderAllowlist": ["Authorization"]})
    refused("AccessDeniedException", data.invoke_agent_runtime, agentRuntimeArn=whole, payload=b"{}")
    control.get_agent_runtime(**at, agentRuntimeVersion="2")
    other = control.create_agent_runtime(agentRuntimeName="other", **what)["agentRuntimeId"]
    first = control.list_agent_runtimes(maxResults=1)
    control.list_agent_runtimes(maxResults=1, nextToken=first["nextToken"])
    control.list_agent_runtime_versions(**at)
    arn = control.create_agent_runtime_endpoint(**at, name="prod", agentRuntimeVersion="1", description="d", tags={"k": "v"})["agentRuntimeEndpointArn"]
    control.list_tags_for_resource(resourceArn=arn)
    control.get_agent_runtime_endpoint(**at, endpointName="prod")
    control.update_agent_runtime_endpoint(**at, endpointName="prod", agentRuntimeVersion="2")
    control.list_agent_runtime_endpoints(**at)
    refused("ConflictException", control.delete_agent_runtime, **at)
    control.delete_agent_runtime_endpoint(**at, endpointName="prod")
    for one in (at["agentRuntimeId"], other):
        control.delete_agent_runtime(agentRuntimeId=one)
    refused("ResourceNotFoundException", control.get_agent_runtime, **at)
