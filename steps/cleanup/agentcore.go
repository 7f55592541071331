package cleanup

import (
	"context"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const (
	KindGateway  = "AWS::BedrockAgentCore::Gateway"
	KindTarget   = "AWS::BedrockAgentCore::GatewayTarget"
	KindRuntime  = "AWS::BedrockAgentCore::Runtime"
	kindEndpoint = "AWS::BedrockAgentCore::RuntimeEndpoint"
	kindProvider = "AWS::BedrockAgentCore::OAuth2CredentialProvider"
	kindAPIKey   = "AWS::BedrockAgentCore::ApiKeyCredentialProvider"
	kindWorkload = "AWS::BedrockAgentCore::WorkloadIdentity"
	kindSecret   = "AWS::SecretsManager::Secret"
)

// byTag is how many things of a kind have their tags read when their name says nothing: a name costs no call, a tag one.
const byTag = 100

// evidence judges a thing by name, tag and the addresses that it holds. Each of the last two is asked for only when needed.
type evidence struct {
	named bool
	// made says that the journal saw this program make it for somebody's own user pool, which then does not make it foreign.
	made      bool
	arn       string
	addresses []string
}

// isOurs reports whether a thing is the workshop's. What points to somebody else's living pool is not, whatever its name.
func (s *estate) isOurs(ctx context.Context, v evidence) (bool, text.T) {
	mine, foreign := s.belongs(v.addresses...)
	switch {
	case foreign && !mine && !v.made:
		return false, text.T{}
	case v.named:
		return true, text.T{En: "by its name", Ko: "이름으로 확인"}
	case mine:
		return true, text.T{En: "it points to the workshop's user pool", Ko: "워크숍의 User Pool을 가리킵니다"}
	case v.arn == "":
		return false, text.T{}
	}
	tags, err := s.env.Cloud.AgentCoreTags(ctx, v.arn)
	if err != nil { // a tag that may not be read speaks for nothing
		return false, text.T{}
	}
	return steps.Tagged(tags), text.T{En: "by its tag", Ko: "태그로 확인"}
}

// gatewayThings lists our gateways with their targets, and the identities that go with them.
func (s *estate) gatewayThings(ctx context.Context) []leftover {
	var all []leftover
	for i, short := range s.gateways {
		named := ownGateway(short.Name)
		if !named && i >= byTag && short.ID != s.param("gateway_id") {
			continue
		}
		g, err := s.env.Cloud.Gateway(ctx, short.ID)
		if err != nil {
			s.failed(KindGateway, err)
			continue
		}
		ours, why := s.isOurs(ctx, evidence{named: named, arn: g.ARN, addresses: []string{g.DiscoveryURL}})
		if !ours || !named && short.ID != s.param("gateway_id") && why.En != "by its tag" {
			continue // a gateway that trusts our pool may be an application of its own
		}
		things := s.gateway(ctx, g, why)
		for i := range things {
			things[i].rests = !named // the parameter that remembers it goes with the stack
		}
		all = append(all, things...)
	}
	return all
}

func (s *estate) gateway(ctx context.Context, g aws.Gateway, why text.T) []leftover {
	cloud := s.env.Cloud
	targets, err := cloud.GatewayTargets(ctx, g.ID)
	s.failed(KindTarget, err)
	var all []leftover
	for _, t := range targets {
		all = append(all, leftover{
			kind: KindTarget, name: t.Name, id: g.ID + "/" + t.ID, why: text.T{En: "a target of the gateway", Ko: "Gateway의 대상"},
			remove: func(ctx context.Context, _ *flow.Report) error {
				return s.env.UnlessMoving(ctx, func() error { return cloud.DeleteGatewayTarget(ctx, g.ID, t.ID) })
			},
			gone: func(ctx context.Context) (bool, error) {
				now, err := cloud.GatewayTarget(ctx, g.ID, t.ID)
				return settling(now.Status, err)
			},
		})
	}
	all = append(all, leftover{
		kind: KindGateway, name: g.Name, id: g.ID, why: why,
		remove: func(ctx context.Context, _ *flow.Report) error {
			return s.env.UnlessMoving(ctx, func() error { return cloud.DeleteGateway(ctx, g.ID) })
		},
		gone: func(ctx context.Context) (bool, error) {
			now, err := cloud.Gateway(ctx, g.ID)
			return settling(now.Status, err)
		},
	})
	return append(all, s.linked(g.ID, g.Identity)...)
}

// linked is the workload identity that a gateway or a runtime brought with it.
func (s *estate) linked(id, arn string) []leftover {
	if arn == "" {
		return nil
	}
	return []leftover{{
		kind: kindWorkload, name: id, id: arn, with: id, why: text.T{En: "came with it and goes with it", Ko: "함께 만들어졌고 함께 지워집니다"},
		gone: func(ctx context.Context) (bool, error) { return Lost(s.env.Cloud.WorkloadIdentity(ctx, id)) },
	}}
}

// runtimeThings lists our runtimes with their endpoints.
func (s *estate) runtimeThings(ctx context.Context) []leftover {
	var all []leftover
	for i, short := range s.runtimes {
		named := ownRuntime(short.Name)
		if !named && i >= byTag {
			continue
		}
		r, err := s.env.Cloud.Runtime(ctx, short.ID)
		if err != nil {
			s.failed(KindRuntime, err)
			continue
		}
		ours, why := s.isOurs(ctx, evidence{named: named, arn: r.ARN, addresses: []string{r.DiscoveryURL}})
		if !ours || !named && why.En != "by its tag" {
			continue
		}
		all = append(all, s.runtime(ctx, r, why)...)
	}
	return all
}

func (s *estate) runtime(ctx context.Context, r aws.Runtime, why text.T) []leftover {
	cloud := s.env.Cloud
	endpoints, err := cloud.RuntimeEndpoints(ctx, r.ID)
	s.failed(kindEndpoint, err)
	var all []leftover
	for _, e := range endpoints {
		l := leftover{
			kind: kindEndpoint, name: e.Name, id: r.ID, why: text.T{En: "an endpoint of the runtime", Ko: "Runtime의 엔드포인트"},
			remove: func(ctx context.Context, _ *flow.Report) error {
				return s.env.UnlessMoving(ctx, func() error { return cloud.DeleteRuntimeEndpoint(ctx, r.ID, e.Name) })
			},
			gone: func(ctx context.Context) (bool, error) {
				now, err := cloud.RuntimeEndpoint(ctx, r.ID, e.Name)
				return settling(now.Status, err)
			},
		}
		if e.Name == aws.DefaultEndpoint {
			l.with, l.remove = r.Name, nil
		}
		all = append(all, l)
	}
	all = append(all, leftover{
		kind: KindRuntime, name: r.Name, id: r.ID, why: why,
		remove: func(ctx context.Context, _ *flow.Report) error {
			return s.env.UnlessMoving(ctx, func() error { return cloud.DeleteRuntime(ctx, r.ID) })
		},
		gone: func(ctx context.Context) (bool, error) {
			now, err := cloud.Runtime(ctx, r.ID)
			return settling(now.Status, err)
		},
	})
	return append(all, s.linked(r.ID, r.Identity)...)
}

// RemoveGateway deletes a gateway's targets and the gateway, and waits until they are gone. r may be nil where nobody listens.
func RemoveGateway(ctx context.Context, e *steps.Env, r *flow.Report, g aws.Gateway) error {
	return allAway(ctx, e, r, func(s *estate) []leftover { return s.gateway(ctx, g, text.T{}) })
}

// RemoveRuntime deletes a runtime's endpoints and the runtime, and waits until they are gone. r may be nil where nobody listens.
func RemoveRuntime(ctx context.Context, e *steps.Env, r *flow.Report, found aws.Runtime) error {
	return allAway(ctx, e, r, func(s *estate) []leftover { return s.runtime(ctx, found, text.T{}) })
}

// allAway removes things one after the other, if all of them could be seen.
func allAway(ctx context.Context, e *steps.Env, r *flow.Report, list func(*estate) []leftover) error {
	s := &estate{env: e, unseen: map[string]error{}}
	things := list(s)
	for _, err := range s.unseen {
		return err
	}
	if r == nil {
		r = flow.NewReport(e.Clock, func(flow.Event) {}, nil, nil)
	}
	for _, thing := range things {
		if thing.remove == nil {
			continue
		}
		if err := away(ctx, e, r, thing); err != nil {
			return err
		}
	}
	return nil
}
