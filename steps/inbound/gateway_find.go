package inbound

import (
	"context"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// The two patterns in which a token reaches the tools. In machinePattern, the published scripts', the gateway takes tokens of the
// machine client: the agent calls in its own name. In userPattern it takes those of the web client: the user's own token goes
// through, and the tool can know who asks.
const (
	MachinePattern = "machine"
	UserPattern    = "user"
)

// patterns are both, the workshop's first.
func patterns() []string { return []string{MachinePattern, UserPattern} }

// UserGateway is the name of the gateway of the user pattern; that of the machine pattern has the published scripts' name.
const UserGateway = steps.OwnStem + "-gateway-user"

func gatewayName(pattern string) string {
	if pattern == UserPattern {
		return UserGateway
	}
	return steps.PublishedGateway
}

// GatewayClient is the app client whose tokens the gateway of a pattern takes.
func GatewayClient(s steps.Setup, pattern string) string {
	if pattern == UserPattern {
		return s.WebClient()
	}
	return s.MachineClient()
}

// theGateway is the gateway of a pattern. Without one it is a Failure that says how it is made.
func theGateway(ctx context.Context, e *steps.Env, pattern string) (aws.Gateway, error) {
	found, err := FindGateway(ctx, e, pattern)
	if err == nil && found == nil {
		err = noGateway(pattern)
	}
	if err != nil {
		return aws.Gateway{}, err
	}
	return *found, nil
}

// FindGateway looks for the gateway of a pattern; nil when there is none. The one that the published scripts made is the one that
// their parameter names, whatever it is called.
func FindGateway(ctx context.Context, e *steps.Env, pattern string) (*aws.Gateway, error) {
	id := ""
	if pattern == MachinePattern {
		var err error
		if id, err = noted(ctx, e, "gateway_id"); err != nil {
			return nil, err
		}
	}
	return find(ctx, id, gatewayName(pattern), e.Cloud.Gateway, e.Cloud.Gateways, func(g aws.Gateway) (string, string) { return g.ID, g.Name })
}

func noGateway(pattern string) *flow.Failure {
	return &flow.Failure{
		Code: "NoGateway", Exit: flow.ExitService, Docs: DocsGateway,
		Message: text.T{En: "There is no gateway of the %s pattern yet.", Ko: "%s 패턴의 Gateway가 아직 없습니다."}.With(pattern),
		Cause:   text.T{En: "Neither the parameter gateway_id nor the name %s leads to one.", Ko: "gateway_id 파라미터로도 %s 이름으로도 찾을 수 없습니다."}.With(gatewayName(pattern)),
		Fix:     text.T{En: "Run `gateway create --pattern %s`.", Ko: "`gateway create --pattern %s`를 실행하세요."}.With(pattern),
	}
}

// differences compare a gateway with what its pattern wants. An audience is one of them: it is compared with the token's aud, which
// Cognito's access tokens do not have, so that it lets nobody in.
func gatewayDifferences(s steps.Setup, g aws.Gateway, pattern string) []flow.Difference {
	var all []flow.Difference
	compare := func(field, is, want string) {
		if is != want {
			all = append(all, flow.Difference{Field: field, Is: is, Want: want})
		}
	}
	compare("authorizerType", g.Authorizer, "CUSTOM_JWT")
	compare("discoveryUrl", g.DiscoveryURL, s.DiscoveryURL())
	compare("allowedClients", strings.Join(g.AllowedClients, " "), GatewayClient(s, pattern))
	compare("allowedAudience", strings.Join(g.AllowedAudience, " "), "")
	if role := s.Params["gateway_iam_role"]; role != "" {
		compare("roleArn", g.RoleARN, role)
	}
	return all
}

const DocsGateway = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway.html"
