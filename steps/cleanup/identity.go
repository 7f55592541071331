package cleanup

import (
	"context"
	"slices"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/given"
	"agentcore-workshop/steps/text"
)

// providers lists the OAuth2 providers that are the workshop's, each with the secret that AgentCore keeps for it.
func (s *estate) providers(ctx context.Context) []leftover {
	list, err := s.env.Cloud.Providers(ctx)
	s.failed(kindProvider, err)
	var all []leftover
	asked := 0
	for _, short := range list {
		named, likely := ownProvider(short.Name, s.account), likelyProvider(short.Name, s.param("cognito_provider"))
		v := evidence{named: named, made: s.made[short.ARN], arn: short.ARN}
		switch {
		case named, likely:
		case asked >= byTag:
			continue
		default:
			asked++
			if ours, _ := s.isOurs(ctx, v); !ours {
				continue
			}
		}
		p, err := s.env.Cloud.Provider(ctx, short.Name)
		if err != nil {
			s.failed(kindProvider, err)
			continue
		}
		v.addresses = []string{p.Issuer, p.DiscoveryURL, p.TokenEndpoint, p.AuthorizationEndpoint}
		if ours, why := s.isOurs(ctx, v); ours {
			things := s.provider(p, why)
			things[0].rests = !named && !v.made
			all = append(all, things...)
		}
	}
	return all
}

func (s *estate) provider(p aws.Provider, why text.T) []leftover {
	all := []leftover{{
		kind: kindProvider, name: p.Name, id: p.ARN, why: why,
		remove: func(ctx context.Context, _ *flow.Report) error {
			return s.env.UnlessMoving(ctx, func() error { return s.env.Cloud.DeleteProvider(ctx, p.Name) })
		},
		gone: func(ctx context.Context) (bool, error) {
			now, err := s.env.Cloud.Provider(ctx, p.Name)
			return settling(now.Status, err)
		},
	}}
	if p.SecretSource == given.External { // a person's own secret, which outlives the provider
		return all
	}
	return append(all, s.secret(p.SecretARN, p.Name)...)
}

// secret is the Secrets Manager secret that AgentCore keeps for a provider and deletes with it.
func (s *estate) secret(arn, provider string) []leftover {
	if arn == "" {
		return nil
	}
	return []leftover{{
		kind: kindSecret, name: provider, id: arn, with: provider, why: text.T{En: "AgentCore deletes it with the provider", Ko: "AgentCore가 Provider와 함께 지웁니다"},
		gone: func(ctx context.Context) (bool, error) {
			now, err := s.env.Cloud.DescribeSecret(ctx, arn)
			if err == nil {
				return !now.Deleted.IsZero(), nil
			}
			return Lost(now, err)
		},
	}}
}

// apiKeys lists our API key providers.
func (s *estate) apiKeys(ctx context.Context) []leftover {
	list, err := s.env.Cloud.APIKeyProviders(ctx)
	s.failed(kindAPIKey, err)
	var all []leftover
	asked := 0
	for _, short := range list {
		named := own(short.Name)
		if !named {
			if asked++; asked > byTag {
				continue
			}
		}
		ours, why := s.isOurs(ctx, evidence{named: named, arn: short.ARN})
		if !ours {
			continue
		}
		p, err := s.env.Cloud.APIKeyProvider(ctx, short.Name)
		if err != nil {
			s.failed(kindAPIKey, err)
			continue
		}
		all = append(all, leftover{
			kind: kindAPIKey, name: p.Name, id: p.ARN, why: why,
			remove: func(ctx context.Context, _ *flow.Report) error { return s.env.Cloud.DeleteAPIKeyProvider(ctx, p.Name) },
			gone:   func(ctx context.Context) (bool, error) { return Lost(s.env.Cloud.APIKeyProvider(ctx, p.Name)) },
		})
		if p.SecretSource != given.External {
			all = append(all, s.secret(p.SecretARN, p.Name)...)
		}
	}
	return all
}

// workloads lists our workload identities. Those that a gateway or a runtime brought with it cannot be deleted by hand.
func (s *estate) workloads(ctx context.Context) []leftover {
	list, err := s.env.Cloud.WorkloadIdentities(ctx)
	s.failed(kindWorkload, err)
	var all []leftover
	asked := 0
	for _, w := range list {
		if slices.ContainsFunc(s.gateways, func(g aws.Gateway) bool { return g.ID == w.Name }) ||
			slices.ContainsFunc(s.runtimes, func(r aws.Runtime) bool { return r.ID == w.Name }) {
			continue
		}
		named := own(w.Name)
		if !named {
			if asked++; asked > byTag {
				continue
			}
		}
		ours, why := s.isOurs(ctx, evidence{named: named, arn: w.ARN})
		if !ours {
			continue
		}
		all = append(all, leftover{
			kind: kindWorkload, name: w.Name, id: w.ARN, why: why,
			remove: func(ctx context.Context, _ *flow.Report) error {
				return s.env.Cloud.DeleteWorkloadIdentity(ctx, w.Name)
			},
			gone: func(ctx context.Context) (bool, error) { return Lost(s.env.Cloud.WorkloadIdentity(ctx, w.Name)) },
		})
	}
	return all
}
