package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
)

// Runtime is an AgentCore Runtime, as far as it is looked for.
type Runtime struct {
	Name, ID, ARN, Status string
	// DiscoveryURL and Identity are as of a Gateway.
	DiscoveryURL, Identity string
	// RoleARN and the rest are empty in lists. AllowedClients, AllowedAudience and AllowedScopes are as of a Gateway; Headers are
	// those that reach the agent beside AWS's own.
	RoleARN                                                 string
	AllowedClients, AllowedAudience, AllowedScopes, Headers []string
	// Reason is AWS's words for a status that is a failure.
	Reason string
}

// Ready reports whether it can be invoked; Settled whether its status will stay as it is.
func (r Runtime) Ready() bool { return r.Status == string(types.AgentRuntimeStatusReady) }
func (r Runtime) Settled() bool {
	switch types.AgentRuntimeStatus(r.Status) {
	case types.AgentRuntimeStatusCreating, types.AgentRuntimeStatusUpdating, types.AgentRuntimeStatusDeleting:
		return false
	}
	return true
}

// RuntimeEndpoint is a name under which a version of a runtime is invoked. The endpoint DEFAULT comes and goes with it.
type RuntimeEndpoint struct{ Name, Status string }

// DefaultEndpoint is the endpoint that nobody made and nobody can delete.
const DefaultEndpoint = "DEFAULT"

// Runtimes lists the runtimes of the account in this region (ListAgentRuntimes), all pages.
func (c *Cloud) Runtimes(ctx context.Context) ([]Runtime, error) {
	var all []Runtime
	pages := bedrockagentcorecontrol.NewListAgentRuntimesPaginator(c.clients.control, &bedrockagentcorecontrol.ListAgentRuntimesInput{MaxResults: sdk.Int32(100)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range page.AgentRuntimes {
			all = append(all, Runtime{
				Name: sdk.ToString(r.AgentRuntimeName), ID: sdk.ToString(r.AgentRuntimeId), ARN: sdk.ToString(r.AgentRuntimeArn), Status: string(r.Status),
			})
		}
	}
	return all, nil
}

// Runtime reads one (GetAgentRuntime). Kind NotFound when there is none.
func (c *Cloud) Runtime(ctx context.Context, id string) (Runtime, error) {
	out, err := c.clients.control.GetAgentRuntime(ctx, &bedrockagentcorecontrol.GetAgentRuntimeInput{AgentRuntimeId: &id})
	if err != nil {
		return Runtime{}, err
	}
	r := Runtime{
		Name: sdk.ToString(out.AgentRuntimeName), ID: sdk.ToString(out.AgentRuntimeId), ARN: sdk.ToString(out.AgentRuntimeArn), Status: string(out.Status),
		DiscoveryURL: jwtDiscovery(out.AuthorizerConfiguration), Identity: identityARN(out.WorkloadIdentityDetails),
		RoleARN: sdk.ToString(out.RoleArn), Headers: allowedHeaders(out.RequestHeaderConfiguration), Reason: sdk.ToString(out.FailureReason),
	}
	if jwt, ok := out.AuthorizerConfiguration.(*types.AuthorizerConfigurationMemberCustomJWTAuthorizer); ok {
		r.AllowedClients, r.AllowedAudience, r.AllowedScopes = jwt.Value.AllowedClients, jwt.Value.AllowedAudience, jwt.Value.AllowedScopes
	}
	return r, nil
}

// RuntimeEndpoints lists a runtime's endpoints (ListAgentRuntimeEndpoints), all pages.
func (c *Cloud) RuntimeEndpoints(ctx context.Context, runtime string) ([]RuntimeEndpoint, error) {
	var all []RuntimeEndpoint
	pages := bedrockagentcorecontrol.NewListAgentRuntimeEndpointsPaginator(c.clients.control,
		&bedrockagentcorecontrol.ListAgentRuntimeEndpointsInput{AgentRuntimeId: &runtime, MaxResults: sdk.Int32(100)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, e := range page.RuntimeEndpoints {
			all = append(all, RuntimeEndpoint{sdk.ToString(e.Name), string(e.Status)})
		}
	}
	return all, nil
}

// RuntimeEndpoint reads one (GetAgentRuntimeEndpoint). Kind NotFound when there is none.
func (c *Cloud) RuntimeEndpoint(ctx context.Context, runtime, name string) (RuntimeEndpoint, error) {
	out, err := c.clients.control.GetAgentRuntimeEndpoint(ctx, &bedrockagentcorecontrol.GetAgentRuntimeEndpointInput{AgentRuntimeId: &runtime, EndpointName: &name})
	if err != nil {
		return RuntimeEndpoint{}, err
	}
	return RuntimeEndpoint{sdk.ToString(out.Name), string(out.Status)}, nil
}

// DeleteRuntimeEndpoint begins to delete an endpoint, and DeleteRuntime a runtime with all its versions, which must have no
// endpoint but DEFAULT (Delete…). Both go on after the answer.
func (c *Cloud) DeleteRuntimeEndpoint(ctx context.Context, runtime, name string) error {
	_, err := c.clients.control.DeleteAgentRuntimeEndpoint(ctx, &bedrockagentcorecontrol.DeleteAgentRuntimeEndpointInput{AgentRuntimeId: &runtime, EndpointName: &name})
	return err
}

func (c *Cloud) DeleteRuntime(ctx context.Context, id string) error {
	_, err := c.clients.control.DeleteAgentRuntime(ctx, &bedrockagentcorecontrol.DeleteAgentRuntimeInput{AgentRuntimeId: &id})
	return err
}
