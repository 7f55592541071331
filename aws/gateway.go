package aws

import (
	"context"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol"
	"github.com/aws/aws-sdk-go-v2/service/bedrockagentcorecontrol/types"
)

// Gateway is an AgentCore Gateway, as far as it is looked for.
type Gateway struct {
	Name, ID, ARN, Status string
	// DiscoveryURL is where its JWT authorizer finds its issuer; empty for other authorizers, and in lists.
	DiscoveryURL string
	// Identity is the ARN of the workload identity that came with it.
	Identity string
	// URL is where its MCP endpoint is. It and the rest are empty in lists.
	URL, RoleARN, Authorizer string
	// AllowedClients, AllowedAudience and AllowedScopes are what its JWT authorizer compares with client_id, aud and scope. All
	// lists that are not empty must be met.
	AllowedClients, AllowedAudience, AllowedScopes []string
	// Reasons are AWS's words for a status that is a failure.
	Reasons []string
}

// GatewayTarget is something that a gateway makes tools of. Reasons are AWS's words for a failure; empty in lists.
type GatewayTarget struct {
	ID, Name, Status string
	Reasons          []string
}

// Ready reports whether it can be used; Settled whether its status will stay as it is.
func (g Gateway) Ready() bool         { return g.Status == "READY" }
func (g Gateway) Settled() bool       { return settled(g.Status) }
func (t GatewayTarget) Ready() bool   { return t.Status == "READY" }
func (t GatewayTarget) Settled() bool { return settled(t.Status) }

func settled(status string) bool {
	switch status {
	case "CREATING", "UPDATING", "DELETING", "SYNCHRONIZING":
		return false
	}
	return true
}

// Gateways lists the gateways of the account in this region (ListGateways), all pages.
func (c *Cloud) Gateways(ctx context.Context) ([]Gateway, error) {
	var all []Gateway
	pages := bedrockagentcorecontrol.NewListGatewaysPaginator(c.clients.control, &bedrockagentcorecontrol.ListGatewaysInput{MaxResults: sdk.Int32(100)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, g := range page.Items {
			all = append(all, Gateway{Name: sdk.ToString(g.Name), ID: sdk.ToString(g.GatewayId), Status: string(g.Status)})
		}
	}
	return all, nil
}

// Gateway reads one (GetGateway). Kind NotFound when there is none.
func (c *Cloud) Gateway(ctx context.Context, id string) (Gateway, error) {
	out, err := c.clients.control.GetGateway(ctx, &bedrockagentcorecontrol.GetGatewayInput{GatewayIdentifier: &id})
	if err != nil {
		return Gateway{}, err
	}
	return gatewayOf(out), nil
}

func gatewayOf(out *bedrockagentcorecontrol.GetGatewayOutput) Gateway {
	g := Gateway{
		Name: sdk.ToString(out.Name), ID: sdk.ToString(out.GatewayId), ARN: sdk.ToString(out.GatewayArn), Status: string(out.Status),
		DiscoveryURL: jwtDiscovery(out.AuthorizerConfiguration), Identity: identityARN(out.WorkloadIdentityDetails),
		URL: sdk.ToString(out.GatewayUrl), RoleARN: sdk.ToString(out.RoleArn), Authorizer: string(out.AuthorizerType), Reasons: out.StatusReasons,
	}
	if jwt, ok := out.AuthorizerConfiguration.(*types.AuthorizerConfigurationMemberCustomJWTAuthorizer); ok {
		g.AllowedClients, g.AllowedAudience, g.AllowedScopes = jwt.Value.AllowedClients, jwt.Value.AllowedAudience, jwt.Value.AllowedScopes
	}
	return g
}

// GatewayTargets lists a gateway's targets (ListGatewayTargets), all pages.
func (c *Cloud) GatewayTargets(ctx context.Context, gateway string) ([]GatewayTarget, error) {
	var all []GatewayTarget
	pages := bedrockagentcorecontrol.NewListGatewayTargetsPaginator(c.clients.control,
		&bedrockagentcorecontrol.ListGatewayTargetsInput{GatewayIdentifier: &gateway, MaxResults: sdk.Int32(100)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, t := range page.Items {
			all = append(all, GatewayTarget{ID: sdk.ToString(t.TargetId), Name: sdk.ToString(t.Name), Status: string(t.Status)})
		}
	}
	return all, nil
}

// GatewayTarget reads one (GetGatewayTarget). Kind NotFound when there is none.
func (c *Cloud) GatewayTarget(ctx context.Context, gateway, id string) (GatewayTarget, error) {
	out, err := c.clients.control.GetGatewayTarget(ctx, &bedrockagentcorecontrol.GetGatewayTargetInput{GatewayIdentifier: &gateway, TargetId: &id})
	if err != nil {
		return GatewayTarget{}, err
	}
	return GatewayTarget{sdk.ToString(out.TargetId), sdk.ToString(out.Name), string(out.Status), out.StatusReasons}, nil
}

// DeleteGatewayTarget begins to delete a target, and DeleteGateway a gateway, which must have none (Delete…). Both go on
// after the answer.
func (c *Cloud) DeleteGatewayTarget(ctx context.Context, gateway, id string) error {
	_, err := c.clients.control.DeleteGatewayTarget(ctx, &bedrockagentcorecontrol.DeleteGatewayTargetInput{GatewayIdentifier: &gateway, TargetId: &id})
	return err
}

func (c *Cloud) DeleteGateway(ctx context.Context, id string) error {
	_, err := c.clients.control.DeleteGateway(ctx, &bedrockagentcorecontrol.DeleteGatewayInput{GatewayIdentifier: &id})
	return err
}

// jwtDiscovery is the discovery URL of a JWT authorizer.
func jwtDiscovery(config types.AuthorizerConfiguration) string {
	if jwt, ok := config.(*types.AuthorizerConfigurationMemberCustomJWTAuthorizer); ok {
		return sdk.ToString(jwt.Value.DiscoveryUrl)
	}
	return ""
}

func identityARN(details *types.WorkloadIdentityDetails) string {
	if details == nil {
		return ""
	}
	return sdk.ToString(details.WorkloadIdentityArn)
}

// AgentCoreTags are the tags of an AgentCore resource (ListTagsForResource).
func (c *Cloud) AgentCoreTags(ctx context.Context, arn string) (map[string]string, error) {
	out, err := c.clients.control.ListTagsForResource(ctx, &bedrockagentcorecontrol.ListTagsForResourceInput{ResourceArn: &arn})
	if err != nil {
		return nil, err
	}
	return out.Tags, nil
}
