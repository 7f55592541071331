package checkup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// What leads to a machine's token: the provider with its secret, the workload, and the two ways on which a token is asked for, which
// are billed.

// ofProvider are those about AgentCore's side.
func (p *probes) ofProvider() {
	c := func() *aws.Cloud { return p.env.Cloud }
	p.published = fetch("provider.published", "provider.exists", func(ctx context.Context, _ *flow.Facts) (*aws.Provider, error) {
		if p.env.Account == "" {
			return nil, nil
		}
		found, err := c().Provider(ctx, steps.DomainStem+p.env.Account)
		if err != nil { // a guess, as above
			return nil, nil
		}
		return &found, nil
	})
	p.provider = fetch("provider", "provider.exists", func(ctx context.Context, f *flow.Facts) (aws.Provider, error) {
		name := p.providerName(ctx, f)
		if guess := p.published.Of(f); guess != nil && guess.Name == name {
			return *guess, nil
		}
		return c().Provider(ctx, name)
	}, p.caller, p.published)
	p.secret = fetch("provider.secret", "provider.secret", func(ctx context.Context, f *flow.Facts) (aws.Secret, error) {
		return c().DescribeSecret(ctx, p.provider.Of(f).SecretARN)
	}, p.provider)
}

// tokens are the two ways to a machine's token, each tried once.
func (p *probes) tokens() {
	e := p.env
	p.workload = fetch("workload", "workload.exists", func(ctx context.Context, f *flow.Facts) (secret.Text, error) {
		token, err := e.Cloud.WorkloadToken(ctx, steps.Workload)
		if aws.IsNotFound(err) && madeProvider(ctx, e, f, p) {
			return token, &flow.Failure{Code: "WorkloadGone", Exit: flow.ExitService, Message: text.T{En: "it was deleted: this program made it together with the provider", Ko: "삭제되었습니다. 이 프로그램이 Provider와 함께 만든 것입니다"}.With()}
		}
		return token, err
	})
	p.identity = fetch("workload.identity", "workload.exists", func(ctx context.Context, _ *flow.Facts) (aws.WorkloadIdentity, error) {
		return e.Cloud.WorkloadIdentity(ctx, steps.Workload)
	})
	p.direct = fetch("token.direct", "token.endpoint", func(ctx context.Context, f *flow.Facts) (machineToken, error) {
		s, client := p.setup.Of(f), p.machine.Of(f)
		server := oauth.Server{HTTP: e.Cloud.HTTP(), TokenURL: s.TokenURL(), Now: e.Cloud.Now}
		got, err := server.ClientCredentials(ctx, client.ID, client.Secret, s.Scopes())
		if err != nil {
			return machineToken{}, err
		}
		claims, err := p.discovery.Of(f).Access(ctx, e.Cloud.HTTP(), got.Access, client.ID)
		return machineToken{claims, err, got.Access}, nil
	}, p.setup, p.machine, p.discovery)
	p.through = fetch("token.through", "token.agentcore", func(ctx context.Context, f *flow.Facts) (oauth.Decoded, error) {
		access, err := e.Cloud.MachineToken(ctx, p.workload.Of(f), p.providerName(ctx, f), strings.Fields(p.params.Of(f)["cognito_auth_scope"]))
		if err != nil {
			return oauth.Decoded{}, err
		}
		return oauth.Decode(access)
	}, p.caller, p.workload)
	p.workload.Billed, p.direct.Billed, p.through.Billed = true, true, true
	p.direct.Basis = func(_ context.Context, f *flow.Facts) string {
		s, client := p.setup.Of(f), p.machine.Of(f)
		return digest(s.TokenURL(), s.Issuer(), client.ID, client.Secret.Reveal(), strings.Join(s.Scopes(), " "))
	}
	p.through.Basis = func(ctx context.Context, f *flow.Facts) string {
		_ = f.FetchAll(ctx, []flow.Need{p.provider, p.machine, p.secret, p.params}) // what is missing is a difference, too
		found, client := p.provider.Of(f), p.machine.Of(f)
		return digest(p.providerName(ctx, f), found.ClientID, found.Status, found.TokenEndpoint, found.Updated.String(), p.secret.Of(f).Changed.String(),
			client.ID, client.Secret.Reveal(), p.params.Of(f)["cognito_auth_scope"])
	}
}

// madeProvider reports whether the provider carries this program's mark: then a workload identity was made with it. It is asked only
// where that is missing.
func madeProvider(ctx context.Context, e *steps.Env, f *flow.Facts, p *probes) bool {
	_ = f.Fetch(ctx, p.provider) // where there is none there is no mark
	arn := p.provider.Of(f).ARN
	if arn == "" {
		return false
	}
	tags, err := e.Cloud.AgentCoreTags(ctx, arn)
	return err == nil && steps.Tagged(tags)
}

// digest stands for values that are only compared, secrets among them.
func digest(values ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(values, "\x00")))
	return hex.EncodeToString(sum[:])
}

// countKeys reads a key set (RFC 7517) and counts the RSA keys in it.
func countKeys(ctx context.Context, client *http.Client, address string) (int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	var set struct {
		Keys []struct {
			Kty string `json:"kty"`
		} `json:"keys"`
	}
	if err := json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(&set); err != nil {
		return 0, errors.Join(errors.New("the key set is no JSON"), err)
	}
	n := 0
	for _, k := range set.Keys {
		if k.Kty == "RSA" {
			n++
		}
	}
	return n, nil
}
