package hosting_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func aRuntime() core.Object {
	return core.Object{
		"agentRuntimeName": "My_agent", "roleArn": roleARN, "tags": core.Object{"k": "v"},
		"agentRuntimeArtifact": core.Object{"containerConfiguration": core.Object{"containerUri": "123456789012.dkr.ecr.us-east-1.amazonaws.com/agent:1"}},
		"clientToken":          "0123456789012345678901234567890123",
	}
}

func TestRuntimeLife(t *testing.T) {
	b := newBench(t).withRole()
	b.cloud.SetPace(core.Realistic)
	made := b.do("CreateAgentRuntime", aRuntime())
	id := made["agentRuntimeId"].(string)
	arn := "arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/" + id
	if !regexp.MustCompile(`^My_agent-[a-zA-Z0-9]{10}$`).MatchString(id) || made["status"] != "CREATING" || made["agentRuntimeArn"] != arn || made["agentRuntimeVersion"] != "1" {
		t.Fatalf("made %v", made)
	}
	if b.do("CreateAgentRuntime", aRuntime())["agentRuntimeId"] != id {
		t.Error("a request that was sent again made a second runtime")
	}
	b.fails("CreateAgentRuntime", with(aRuntime(), "clientToken", nil), "ConflictException", "An agent with the specified name already exists in your account.")
	in := core.Object{"agentRuntimeId": id}
	b.fails("UpdateAgentRuntime", with(aRuntime(), "agentRuntimeId", id, "clientToken", nil), "ConflictException", "CREATING")
	b.pass(time.Minute)

	got := b.do("GetAgentRuntime", in)
	if got["status"] != "READY" || fmt.Sprint(got["lifecycleConfiguration"]) != "map[idleRuntimeSessionTimeout:900 maxLifetime:28800]" ||
		fmt.Sprint(got["networkConfiguration"]) != "map[networkMode:PUBLIC]" || got["agentRuntimeName"] != "My_agent" {
		t.Errorf("got %v", got)
	}
	standard := core.Object{"agentRuntimeId": id, "endpointName": "DEFAULT"}
	if e := b.do("GetAgentRuntimeEndpoint", standard); e["liveVersion"] != "1" || e["status"] != "READY" || e["agentRuntimeEndpointArn"] != arn+"/runtime-endpoint/DEFAULT" {
		t.Errorf("endpoint %v", e)
	}
	b.fails("DeleteAgentRuntimeEndpoint", standard, "ConflictException", "DEFAULT")
	b.do("CreateAgentRuntimeEndpoint", core.Object{"agentRuntimeId": id, "name": "prod", "tags": core.Object{"stage": "prod"}})
	b.fails("CreateAgentRuntimeEndpoint", core.Object{"agentRuntimeId": id, "name": "prod"}, "ConflictException", "already exists")
	b.fails("CreateAgentRuntimeEndpoint", core.Object{"agentRuntimeId": id, "name": "test", "agentRuntimeVersion": "7"}, "ResourceNotFoundException", "Version 7")
	b.pass(time.Minute)

	if updated := b.do("UpdateAgentRuntime", with(aRuntime(), "agentRuntimeId", id, "description", "two", "clientToken", nil)); updated["agentRuntimeVersion"] != "2" || updated["status"] != "UPDATING" {
		t.Errorf("updated %v", updated)
	}
	if e := b.do("GetAgentRuntimeEndpoint", standard); e["liveVersion"] != "1" || e["targetVersion"] != "2" || e["status"] != "UPDATING" {
		t.Errorf("on its way %v", e)
	}
	b.pass(time.Minute)
	if e := b.do("GetAgentRuntimeEndpoint", standard); e["liveVersion"] != "2" {
		t.Errorf("arrived %v", e)
	}
	if old := b.do("GetAgentRuntime", with(in, "agentRuntimeVersion", "1")); old["description"] != nil || old["agentRuntimeVersion"] != "1" {
		t.Errorf("version 1 is %v", old)
	}
	if all := b.do("ListAgentRuntimeVersions", in)["agentRuntimes"].([]any); len(all) != 2 {
		t.Errorf("versions %v", all)
	}

	b.fails("DeleteAgentRuntime", with(in, "agentRuntimeVersion", "1"), "ConflictException", "prod")
	b.fails("DeleteAgentRuntime", in, "ConflictException", "prod")
	prod := core.Object{"agentRuntimeId": id, "endpointName": "prod"}
	b.do("UpdateAgentRuntimeEndpoint", with(prod, "agentRuntimeVersion", "2", "description", "d"))
	b.fails("DeleteAgentRuntimeEndpoint", prod, "ConflictException", "UPDATING")
	b.pass(time.Minute)
	b.do("DeleteAgentRuntime", with(in, "agentRuntimeVersion", "1"))
	b.fails("GetAgentRuntime", with(in, "agentRuntimeVersion", "1"), "ResourceNotFoundException", "Version 1")
	b.do("DeleteAgentRuntimeEndpoint", prod)
	b.pass(time.Minute)
	b.do("DeleteAgentRuntime", in)
	b.pass(time.Minute)
	b.fails("GetAgentRuntime", in, "ResourceNotFoundException", id)
	b.fails("GetWorkloadIdentity", core.Object{"name": id}, "ResourceNotFoundException", "")
}

func TestRuntimeRefusals(t *testing.T) {
	b := newBench(t)
	b.fails("CreateAgentRuntime", aRuntime(), "ValidationException", "Role validation failed for '"+roleARN+"'. Please verify that the role exists and its trust policy allows assumption by this service")
	b.withRole()
	b.fails("CreateAgentRuntime", with(aRuntime(), "networkConfiguration", core.Object{"networkMode": "VPC"}), "ValidationException", "networkModeConfig")
	b.fails("CreateAgentRuntime", with(aRuntime(), "lifecycleConfiguration", core.Object{"maxLifetime": 60.0}), "ValidationException", "idleRuntimeSessionTimeout")
	b.fails("ListAgentRuntimes", core.Object{"nextToken": "x"}, "ValidationException", "nextToken")
}

func TestHostedResourcesAreTagged(t *testing.T) {
	b := newBench(t).withRole()
	runtime := b.do("CreateAgentRuntime", aRuntime())["agentRuntimeArn"].(string)
	gateway := b.do("CreateGateway", aGateway())["gatewayArn"].(string)
	for _, arn := range []string{runtime, runtime + "/runtime-endpoint/DEFAULT", gateway} {
		b.do("TagResource", core.Object{"resourceArn": arn, "tags": core.Object{"x": "y"}})
		b.do("UntagResource", core.Object{"resourceArn": arn, "tagKeys": []any{"k"}})
		if got := b.do("ListTagsForResource", core.Object{"resourceArn": arn}); fmt.Sprint(got["tags"]) != "map[x:y]" {
			t.Errorf("%s has %v", arn, got["tags"])
		}
	}
	b.fails("ListTagsForResource", core.Object{"resourceArn": runtime + "x"}, "ResourceNotFoundException", "")
}
