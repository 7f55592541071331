package aws

import (
	"context"
	"slices"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
)

// RuntimeSpec says what an agent runtime with a JWT authorizer is to be. Its network is PUBLIC and its protocol HTTP.
type RuntimeSpec struct {
	Name, RoleARN, DiscoveryURL string
	// Image is the agent's container image (ECR). For UpdateRuntime it may be empty: then the agent stays as it is.
	Image string
	// Clients are the app clients whose tokens it takes (allowedClients); Headers those that reach the agent
	// (requestHeaderAllowlist).
	Clients, Headers []string
	// Tags are for CreateRuntime only.
	Tags map[string]string
}

func (s RuntimeSpec) authorizer() types.AuthorizerConfiguration {
	return &types.AuthorizerConfigurationMemberCustomJWTAuthorizer{Value: types.CustomJWTAuthorizerConfiguration{
		DiscoveryUrl: &s.DiscoveryURL, AllowedClients: s.Clients,
	}}
}

func (s RuntimeSpec) artifact() types.AgentRuntimeArtifact {
	return &types.AgentRuntimeArtifactMemberContainerConfiguration{Value: types.ContainerConfiguration{ContainerUri: &s.Image}}
}

// CreateRuntime begins to make an agent runtime and returns its id (CreateAgentRuntime). Kind Conflict or Exists when the name
// is taken.
func (c *Cloud) CreateRuntime(ctx context.Context, spec RuntimeSpec) (string, error) {
	out, err := c.clients.control.CreateAgentRuntime(ctx, &bedrockagentcorecontrol.CreateAgentRuntimeInput{
		AgentRuntimeName: &spec.Name, RoleArn: &spec.RoleARN, AgentRuntimeArtifact: spec.artifact(), Tags: spec.Tags,
		NetworkConfiguration:       &types.NetworkConfiguration{NetworkMode: types.NetworkModePublic},
		AuthorizerConfiguration:    spec.authorizer(),
		RequestHeaderConfiguration: &types.RequestHeaderConfigurationMemberRequestHeaderAllowlist{Value: spec.Headers},
	})
	if err != nil {
		return "", err
	}
	return sdk.ToString(out.AgentRuntimeId), nil
}

// UpdateRuntime makes a new version with another authorizer, role and header list (UpdateAgentRuntime). AWS replaces the whole
// configuration, so what stands there now is sent again with it. Headers that were let through before stay.
func (c *Cloud) UpdateRuntime(ctx context.Context, id string, spec RuntimeSpec) error {
	now, err := c.clients.control.GetAgentRuntime(ctx, &bedrockagentcorecontrol.GetAgentRuntimeInput{AgentRuntimeId: &id})
	if err != nil {
		return err
	}
	artifact := now.AgentRuntimeArtifact
	if spec.Image != "" {
		artifact = spec.artifact()
	}
	headers := slices.Clone(allowedHeaders(now.RequestHeaderConfiguration))
	for _, h := range spec.Headers {
		if !slices.Contains(headers, h) {
			headers = append(headers, h)
		}
	}
	_, err = c.clients.control.UpdateAgentRuntime(ctx, &bedrockagentcorecontrol.UpdateAgentRuntimeInput{
		AgentRuntimeId: &id, AgentRuntimeArtifact: artifact, RoleArn: &spec.RoleARN, AuthorizerConfiguration: spec.authorizer(),
		RequestHeaderConfiguration: &types.RequestHeaderConfigurationMemberRequestHeaderAllowlist{Value: headers},
		NetworkConfiguration:       now.NetworkConfiguration, ProtocolConfiguration: now.ProtocolConfiguration, Description: now.Description,
		EnvironmentVariables: now.EnvironmentVariables, FilesystemConfigurations: now.FilesystemConfigurations,
		LifecycleConfiguration: now.LifecycleConfiguration, MetadataConfiguration: now.MetadataConfiguration,
		CapacityProviderConfiguration: now.CapacityProviderConfiguration, PlatformVersion: now.PlatformVersion,
	})
	return err
}

// WaitRuntime looks at a runtime until its status stays as it is. One that failed is a result, not an error.
func (c *Cloud) WaitRuntime(ctx context.Context, id string, pause Pause, seen func(Runtime)) (Runtime, error) {
	for {
		r, err := c.Runtime(ctx, id)
		if err != nil {
			return r, err
		}
		seen(r)
		if r.Settled() {
			return r, nil
		}
		if err := pause(ctx); err != nil {
			return r, err
		}
	}
}

func allowedHeaders(config types.RequestHeaderConfiguration) []string {
	if list, ok := config.(*types.RequestHeaderConfigurationMemberRequestHeaderAllowlist); ok {
		return list.Value
	}
	return nil
}
