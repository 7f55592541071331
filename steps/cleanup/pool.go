package cleanup

import (
	"context"
	"slices"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const (
	kindPool   = "AWS::Cognito::UserPool"
	kindDomain = "AWS::Cognito::UserPoolDomain"
	kindClient = "AWS::Cognito::UserPoolClient"
	kindUser   = "AWS::Cognito::UserPoolUser"
)

// findPools finds the stack's pool and those that lost their stack, by what the journal remembers, by tag, by name, and by
// the domain that they hold. A pool of another living stack is somebody else's whatever it is called.
func (s *estate) findPools(ctx context.Context) error {
	holder := ""
	domain, err := s.env.Cloud.Domain(ctx, steps.DomainStem+s.account)
	if err == nil {
		holder = domain.PoolID
	}
	s.failed(kindDomain, err)
	stacks := s.physical(kindPool)
	for _, p := range s.pools {
		named := slices.Contains(publishedPools(), p.Name) || s.made[p.ID] || p.ID == holder
		if p.ID != stacks && !named && p.ID != s.param("userpool_id") {
			continue
		}
		pool, err := s.env.Cloud.UserPool(ctx, p.ID)
		if err != nil {
			s.failed(kindPool, err)
			continue
		}
		ofOurs := p.ID == stacks || (named || steps.Tagged(pool.Tags)) && (pool.Domain == "" || ownDomain(pool.Domain, s.account) || s.made[p.ID]) && !s.others(ctx, p.ID)
		if !ofOurs {
			continue
		}
		s.mine[p.ID] = pool
		if pool.Domain != "" {
			s.domains[pool.Domain] = true
		}
	}
	return context.Cause(ctx)
}

// inPools lists what is in our pools, and the pools that lost their stack with their domains.
func (s *estate) inPools(ctx context.Context) []leftover {
	var all []leftover
	for id, pool := range s.mine {
		all = append(all, s.ofPool(ctx, pool)...)
		if id == s.physical(kindPool) {
			continue
		}
		all = append(all, leftover{
			kind: kindPool, name: pool.Name, id: id, why: text.T{En: "a user pool that lost its stack", Ko: "스택 없이 남은 User Pool"},
			remove: func(ctx context.Context, _ *flow.Report) error { return deletePool(ctx, s.env, id) },
			gone:   func(ctx context.Context) (bool, error) { return Lost(s.env.Cloud.UserPool(ctx, id)) },
		})
	}
	return all
}

// deletePool removes a pool, whose protection was agreed to be lifted.
func deletePool(ctx context.Context, e *steps.Env, id string) error {
	pool, err := e.Cloud.UserPool(ctx, id)
	if err == nil && pool.DeletionProtection == "ACTIVE" {
		err = e.Cloud.UnprotectPool(ctx, id)
	}
	if err != nil {
		return err
	}
	return e.Cloud.DeleteUserPool(ctx, id)
}

// ofPool lists what stands in a pool and is not the stack's: our third client, others' clients, users, a domain.
func (s *estate) ofPool(ctx context.Context, pool aws.UserPool) []leftover {
	var all []leftover
	if prefix := pool.Domain; prefix != "" && !s.inStack(prefix) {
		all = append(all, leftover{
			kind: kindDomain, name: prefix, id: prefix, blocks: s.inStack(pool.ID), why: text.T{En: "the pool's hosted domain, which no stack owns", Ko: "스택에 속하지 않은 호스팅 도메인"},
			remove: func(ctx context.Context, _ *flow.Report) error { return s.env.Cloud.DeleteDomain(ctx, pool.ID, prefix) },
			gone: func(ctx context.Context) (bool, error) {
				d, err := s.env.Cloud.Domain(ctx, prefix)
				return err == nil && d.PoolID != pool.ID, err
			},
		})
	}
	clients, err := s.env.Cloud.AppClients(ctx, pool.ID)
	s.failed(kindClient, err)
	for _, c := range clients {
		if s.inStack(c.ID) {
			continue
		}
		l := leftover{
			kind: kindClient, name: c.Name, id: c.ID, with: pool.Name, why: text.T{En: "goes with its pool", Ko: "User Pool과 함께 지워집니다"},
			gone: func(ctx context.Context) (bool, error) { return Lost(s.env.Cloud.AppClient(ctx, pool.ID, c.ID)) },
		}
		if own(c.Name) {
			l.with, l.why = "", text.T{En: "the app client of the 3LO step", Ko: "3LO 단계의 앱 클라이언트"}
			l.remove = func(ctx context.Context, _ *flow.Report) error {
				return s.env.Cloud.DeleteAppClient(ctx, pool.ID, c.ID)
			}
		}
		all = append(all, l)
	}
	users, err := s.env.Cloud.UserNames(ctx, pool.ID)
	s.failed(kindUser, err)
	for _, name := range users {
		all = append(all, leftover{
			kind: kindUser, name: name, id: pool.ID, with: pool.Name, why: text.T{En: "goes with its pool", Ko: "User Pool과 함께 지워집니다"},
			gone: func(ctx context.Context) (bool, error) { return Lost(s.env.Cloud.User(ctx, pool.ID, name)) },
		})
	}
	return all
}

// protections are what somebody turned on so that nothing is deleted by mistake.
func (s *estate) protections() []string {
	var all []string
	if s.stack.Protected {
		all = append(all, s.stack.Name)
	}
	for _, pool := range s.mine {
		if pool.DeletionProtection == "ACTIVE" {
			all = append(all, pool.Name)
		}
	}
	return all
}
