package checkup

import (
	"cmp"
	"context"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// probes are what a verification fetches. Names that are deterministic (role, provider, workload) are asked for in the first round
// under their published form, and again only where the parameters name another: so four round trips lie behind each other at most,
// which is what reading a role takes by itself, and what a verified token takes (stack, client, token, keys).
type probes struct {
	env         *steps.Env
	credentials *flow.Probe[aws.Credentials]
	caller      *flow.Probe[aws.Identity]
	stack       *flow.Probe[aws.Stack] // empty when there is none
	template    *flow.Probe[string]
	params      *flow.Probe[map[string]string]
	setup       *flow.Probe[steps.Setup]
	pool        *flow.Probe[aws.UserPool]
	web         *flow.Probe[aws.AppClient]
	machine     *flow.Probe[aws.AppClient]
	servers     *flow.Probe[[]aws.ResourceServer]
	groups      *flow.Probe[[]aws.Group]
	stray       *flow.Probe[bool] // the scope parameter is what is wrong
	domain      *flow.Probe[aws.Domain]
	discovery   *flow.Probe[*oauth.Issuer]
	keys        *flow.Probe[int]
	role        *flow.Probe[aws.Role]
	ownRoles    *flow.Probe[[]string]
	user        *flow.Probe[aws.User]
	provider    *flow.Probe[aws.Provider]
	published   *flow.Probe[*aws.Provider] // under the published name, nil where there is none
	secret      *flow.Probe[aws.Secret]
	workload    *flow.Probe[secret.Text]
	identity    *flow.Probe[aws.WorkloadIdentity]
	direct      *flow.Probe[machineToken]
	through     *flow.Probe[oauth.Decoded]
}

// machineToken is a token of the machine client, verified or not.
type machineToken struct {
	claims     oauth.Decoded
	unverified error
	access     secret.Text
}

// fetch makes a probe whose errors are in a person's words.
func fetch[T any](id, guard string, f func(ctx context.Context, facts *flow.Facts) (T, error), needs ...flow.Need) *flow.Probe[T] {
	return &flow.Probe[T]{ID: id, Guard: guard, Needs: needs, Fetch: func(ctx context.Context, facts *flow.Facts) (T, error) {
		v, err := f(ctx, facts)
		return v, steps.Explain(err)
	}}
}

// notThere is a need that is not met because an earlier part is missing; guard is the check that says so.
func notThere(guard string, what text.T) error {
	return &flow.SkippedError{Because: guard, Guard: guard, Err: &flow.Failure{Code: "NotThere", Message: what.With(), Exit: flow.ExitService}}
}

func newProbes(e *steps.Env) *probes {
	p := &probes{env: e}
	p.first()
	p.ofPool()
	p.ofProvider()
	p.tokens()
	return p
}

// first are those that need nothing but names.
func (p *probes) first() {
	e := p.env
	p.credentials = fetch("credentials", "account.credentials", func(ctx context.Context, _ *flow.Facts) (aws.Credentials, error) { return e.Cloud.Credentials(ctx) })
	p.caller = fetch("caller", "account.caller", func(ctx context.Context, _ *flow.Facts) (aws.Identity, error) {
		me, err := e.Cloud.Whoami(ctx)
		if aws.KindOf(err) == aws.TimedOut && ctx.Err() == nil { // it waits three seconds only, and all else rests on it
			return e.Cloud.Whoami(ctx)
		}
		return me, err
	})
	p.stack = fetch("stack", "stack.exists", func(ctx context.Context, _ *flow.Facts) (aws.Stack, error) {
		s, err := e.Cloud.Stack(ctx, e.Stack)
		if aws.IsNotFound(err) {
			return aws.Stack{}, nil
		}
		return s, err
	})
	p.template = fetch("template", "stack.exists", func(ctx context.Context, _ *flow.Facts) (string, error) { return e.Cloud.StackTemplate(ctx, e.Stack) })
	p.ownRoles = fetch("stack.roles", "stack.exists", func(ctx context.Context, _ *flow.Facts) ([]string, error) {
		all, err := e.Cloud.StackResources(ctx, e.Stack)
		if err != nil { // no stack, or not for us to see: then there is nothing to compare with
			return nil, nil
		}
		var names []string
		for _, r := range all {
			if r.Type == "AWS::IAM::Role" && r.PhysicalID != "" && r.Status != "DELETE_COMPLETE" {
				names = append(names, r.PhysicalID)
			}
		}
		return names, nil
	})
	p.params = fetch("parameters", "parameter.userpool_id", func(ctx context.Context, _ *flow.Facts) (map[string]string, error) { return e.Parameters(ctx) })
	p.setup = fetch("setup", "stack.exists", func(ctx context.Context, f *flow.Facts) (steps.Setup, error) { return p.settle(ctx, f) })
}

// settle puts together what is known of the set-up. Stack and parameters stand in for each other, so that one of them that may not
// be read does not hide the rest.
func (p *probes) settle(ctx context.Context, f *flow.Facts) (steps.Setup, error) {
	needs := []flow.Need{p.caller, p.stack, p.params}
	_ = f.FetchAll(ctx, needs) // judged one by one below
	me, err := p.caller.Get(f)
	if err != nil {
		return steps.Setup{}, &flow.SkippedError{Because: "caller", Guard: "account.caller", Err: err}
	}
	s := steps.Setup{Region: p.env.Region(), AccountID: me.Account, Stack: p.stack.Of(f), Params: p.params.Of(f)}
	if s.PoolID() != "" {
		return s, nil
	}
	if _, err := p.stack.Get(f); err != nil {
		return s, &flow.SkippedError{Because: "stack", Guard: "stack.exists", Err: err}
	}
	if _, err := p.params.Get(f); err != nil {
		return s, &flow.SkippedError{Because: "parameters", Guard: "parameter.userpool_id", Err: err}
	}
	if s.Stack.ID != "" { // rolled back, or half deleted
		return s, notThere("stack.healthy", text.T{En: "the stack has no user pool", Ko: "스택에 User Pool이 없습니다"})
	}
	return s, notThere("stack.exists", text.T{En: "there is no user pool yet", Ko: "User Pool이 아직 없습니다"})
}

// providerName is the name that the parameter says, else the published one.
func (p *probes) providerName(ctx context.Context, f *flow.Facts) string {
	_ = f.Fetch(ctx, p.params) // where it may not be read, the published name is tried
	return cmp.Or(p.legible(f, "cognito_provider"), steps.DomainStem+p.caller.Of(f).Account)
}

// legible is a parameter's value, or empty where nobody can read it.
func (p *probes) legible(f *flow.Facts, name string) string {
	if v := p.params.Of(f)[name]; v != steps.Sealed {
		return v
	}
	return ""
}

// ofPool are those that need the pool's id or a client's.
func (p *probes) ofPool() {
	c := func() *aws.Cloud { return p.env.Cloud }
	p.pool = fetch("pool", "pool.exists", func(ctx context.Context, f *flow.Facts) (aws.UserPool, error) {
		return c().UserPool(ctx, p.setup.Of(f).PoolID())
	}, p.setup)
	p.web = fetch("client.web", "client.web.exists", func(ctx context.Context, f *flow.Facts) (aws.AppClient, error) {
		return c().AppClient(ctx, p.setup.Of(f).PoolID(), p.setup.Of(f).WebClient())
	}, p.setup)
	p.machine = fetch("client.machine", "client.machine.exists", func(ctx context.Context, f *flow.Facts) (aws.AppClient, error) {
		return c().AppClient(ctx, p.setup.Of(f).PoolID(), p.setup.Of(f).MachineClient())
	}, p.setup)
	p.servers = fetch("resourceservers", "pool.exists", func(ctx context.Context, f *flow.Facts) ([]aws.ResourceServer, error) {
		return c().ResourceServers(ctx, p.setup.Of(f).PoolID())
	}, p.setup)
	p.stray = fetch("scope.stray", "pool.exists", func(ctx context.Context, f *flow.Facts) (bool, error) {
		_ = f.FetchAll(ctx, []flow.Need{p.servers, p.machine}) // without them nothing can be blamed
		return strayScope(p.setup.Of(f).Scopes(), p.machine.Of(f).Scopes, scopesOf(p.servers.Of(f))), nil
	}, p.setup)
	p.groups = fetch("groups", "pool.exists", func(ctx context.Context, f *flow.Facts) ([]aws.Group, error) {
		return c().Groups(ctx, p.setup.Of(f).PoolID())
	}, p.setup)
	p.user = fetch("user", "user.exists", func(ctx context.Context, f *flow.Facts) (aws.User, error) {
		return c().User(ctx, p.setup.Of(f).PoolID(), steps.TestUser)
	}, p.setup)
	p.domain = fetch("domain", "domain.exists", func(ctx context.Context, f *flow.Facts) (aws.Domain, error) {
		return c().Domain(ctx, p.setup.Of(f).DomainPrefix())
	}, p.setup)
	p.discovery = fetch("discovery", "discovery.reachable", func(ctx context.Context, f *flow.Facts) (*oauth.Issuer, error) {
		return oauth.Discover(ctx, c().HTTP(), p.setup.Of(f).Issuer(), c().Now)
	}, p.setup)
	p.keys = fetch("jwks", "jwks.keys", func(ctx context.Context, f *flow.Facts) (int, error) {
		return countKeys(ctx, c().HTTP(), p.discovery.Of(f).Metadata.JWKSURI)
	}, p.discovery)
	published := fetch("role.published", "role.exists", func(ctx context.Context, _ *flow.Facts) (*aws.Role, error) {
		r, err := c().Role(ctx, steps.PublishedRole)
		if err != nil { // the name is a guess: what the parameter names decides
			return nil, nil
		}
		return &r, nil
	})
	p.role = fetch("role", "role.exists", func(ctx context.Context, f *flow.Facts) (aws.Role, error) {
		_ = f.Fetch(ctx, p.params) // as for the provider's name
		arn := p.legible(f, "gateway_iam_role")
		guess := published.Of(f)
		switch {
		case guess != nil && (arn == "" || guess.ARN == arn):
			return *guess, nil
		case arn == "":
			return c().Role(ctx, steps.PublishedRole)
		}
		return c().Role(ctx, arn[strings.LastIndexByte(arn, '/')+1:])
	}, published)
}
