package conformance_test

import (
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	control "github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
	"github.com/aws/aws-sdk-go-v2/service/iam"

	"agentcore-workshop/aws/sandbox"
)

const trust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"bedrock-agentcore.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

// TestTheGoSDKReadsGatewaysAndRuntimes drives them with the client that the program itself uses, whose models are newer
// than those of boto3 here and than the cloud's.
func TestTheGoSDKReadsGatewaysAndRuntimes(t *testing.T) {
	_, endpoint := serve(t, sandbox.Options{})
	client, ctx := control.NewFromConfig(sdk(endpoint, "test")), t.Context()
	role, err := iam.NewFromConfig(sdk(endpoint, "test")).CreateRole(ctx, &iam.CreateRoleInput{RoleName: aws.String("r"), AssumeRolePolicyDocument: aws.String(trust)})
	if err != nil {
		t.Fatal(err)
	}
	authorizer := &types.AuthorizerConfigurationMemberCustomJWTAuthorizer{Value: types.CustomJWTAuthorizerConfiguration{
		DiscoveryUrl: aws.String("https://idp.example/.well-known/openid-configuration"), AllowedClients: []string{"c"},
	}}
	made, err := client.CreateGateway(ctx, &control.CreateGatewayInput{
		Name: aws.String("gw"), RoleArn: role.Role.Arn, AuthorizerType: types.AuthorizerTypeCustomJwt, AuthorizerConfiguration: authorizer,
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := client.GetGateway(ctx, &control.GetGatewayInput{GatewayIdentifier: made.GatewayId})
	if err != nil {
		t.Fatal(err)
	}
	jwt, ok := got.AuthorizerConfiguration.(*types.AuthorizerConfigurationMemberCustomJWTAuthorizer)
	if got.Status != types.GatewayStatusReady || !ok || len(jwt.Value.AllowedClients) != 1 || time.Since(*got.CreatedAt) > time.Minute {
		t.Errorf("got %+v", got)
	}
	_, err = client.DeleteGateway(ctx, &control.DeleteGatewayInput{GatewayIdentifier: aws.String("nothing-0123456789")})
	if missing := new(types.ResourceNotFoundException); !errors.As(err, &missing) {
		t.Errorf("deleting nothing: %v", err)
	}

	artifact := &types.AgentRuntimeArtifactMemberContainerConfiguration{Value: types.ContainerConfiguration{ContainerUri: aws.String("public.ecr.aws/agents/a:1")}}
	runtime, err := client.CreateAgentRuntime(ctx, &control.CreateAgentRuntimeInput{AgentRuntimeName: aws.String("rt"), RoleArn: role.Role.Arn, AgentRuntimeArtifact: artifact})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.UpdateAgentRuntime(ctx, &control.UpdateAgentRuntimeInput{AgentRuntimeId: runtime.AgentRuntimeId, RoleArn: role.Role.Arn, AgentRuntimeArtifact: artifact}); err != nil {
		t.Fatal(err)
	}
	one := &control.DeleteAgentRuntimeInput{AgentRuntimeId: runtime.AgentRuntimeId, AgentRuntimeVersion: aws.String("1")}
	if gone, err := client.DeleteAgentRuntime(ctx, one); err != nil || gone.Status != types.AgentRuntimeStatusDeleting {
		t.Errorf("deleting version 1: %v %+v", err, gone)
	}
	versions, err := client.ListAgentRuntimeVersions(ctx, &control.ListAgentRuntimeVersionsInput{AgentRuntimeId: runtime.AgentRuntimeId})
	if err != nil || len(versions.AgentRuntimes) != 1 || aws.ToString(versions.AgentRuntimes[0].AgentRuntimeVersion) != "2" {
		t.Errorf("versions %v %v", versions, err)
	}
}
