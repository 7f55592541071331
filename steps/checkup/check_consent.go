package checkup

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/identity"
	"agentcore-workshop/steps/text"
)

const docsVaultKey = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/security-encryption-identity.html"

// consentProbes fetch what the step 3lo has made. Where it was never done nothing more is asked for: one look tells.
type consentProbes struct {
	provider *flow.Probe[*aws.Provider] // nil when the step was never done
	client   *flow.Probe[*aws.AppClient]
	returns  *flow.Probe[[]string]
	vault    *flow.Probe[aws.TokenVault]
}

func newConsentProbes(p *probes) consentProbes {
	var c consentProbes
	c.provider = fetch("consent.provider", "consent.provider", func(ctx context.Context, f *flow.Facts) (*aws.Provider, error) {
		found, err := p.env.Cloud.Provider(ctx, identity.ConsentProvider(p.caller.Of(f).Account))
		if aws.IsNotFound(err) {
			return nil, nil
		}
		return &found, err
	}, p.caller)
	c.client = fetch("consent.client", "consent.client", func(ctx context.Context, f *flow.Facts) (*aws.AppClient, error) {
		found := c.provider.Of(f)
		if found == nil {
			return nil, nil
		}
		client, err := p.env.Cloud.AppClient(ctx, p.setup.Of(f).PoolID(), found.ClientID)
		if aws.IsNotFound(err) {
			return nil, nil
		}
		return &client, err
	}, c.provider, p.setup)
	c.returns = fetch("consent.returns", "consent.return_urls", func(ctx context.Context, f *flow.Facts) ([]string, error) {
		if c.provider.Of(f) == nil {
			return nil, nil
		}
		found, err := p.env.Cloud.WorkloadIdentity(ctx, steps.Workload)
		return found.ReturnURLs, err
	}, c.provider)
	c.vault = fetch("vault", "vault.key", func(ctx context.Context, f *flow.Facts) (aws.TokenVault, error) {
		if c.provider.Of(f) == nil {
			return aws.TokenVault{}, nil
		}
		return p.env.Cloud.TokenVault(ctx)
	}, c.provider)
	return c
}

// checkConsent is good practice around users' tokens. Until the step 3lo was done there is nothing to judge.
func checkConsent(p *probes) []flow.Check {
	c := newConsentProbes(p)
	check := func(id string, severity flow.Severity, title, why text.T, docs string, need flow.Need, judge func(*flow.Facts) flow.Verdict) flow.Check {
		return flow.Check{ID: id, Group: groupConsent, Step: "3lo", Severity: severity, Title: title, Why: why, Docs: docs, Fix: byStep("3lo"),
			Needs: []flow.Need{c.provider, need}, Judge: func(f *flow.Facts) flow.Verdict {
				if c.provider.Of(f) == nil {
					return flow.Skipping(text.T{En: "the step `3lo` was never done here", Ko: "`3lo` 단계를 아직 진행하지 않았습니다"}.With())
				}
				return judge(f)
			}}
	}
	vault := check("vault.key", flow.Advice, text.T{En: "The vault's key is your own", Ko: "Token Vault의 암호화 키"},
		text.T{En: "With a customer-managed key you decide who may decrypt, see each use in CloudTrail, and can cut the vault off at once.", Ko: "고객 관리형 키를 쓰면 누가 복호화할 수 있는지 정하고, 사용 기록을 CloudTrail에서 보고, 즉시 차단할 수 있습니다."},
		docsVaultKey, c.vault, func(f *flow.Facts) flow.Verdict { return judgeVault(c.vault.Of(f)) })
	binding := check("consent.binding", flow.Advice, text.T{En: "Somebody can say whose browser came back", Ko: "session binding"},
		text.T{En: "The consent is bound to the person who began it by the application at the return URL, and by nobody else.", Ko: "동의를 시작한 사용자에게 연결하는 일은 return URL의 애플리케이션만 할 수 있습니다."}, identity.DocsBinding, c.returns,
		func(f *flow.Facts) flow.Verdict { return judgeBinding(c.returns.Of(f), c.provider.Of(f).CallbackURL) })
	trail := probeAudit(p, c)
	audit := check("consent.audit", flow.Advice, text.T{En: "Who opened the vault can be seen", Ko: "감사 기록"},
		text.T{En: "Tokens are handed out without anybody looking on; the event history is where misuse shows.", Ko: "토큰은 보는 사람 없이 전달되므로 오용은 이벤트 기록에서만 드러납니다."}, docsAudit, trail,
		func(f *flow.Facts) flow.Verdict { return judgeAudit(trail.Of(f)) })
	audit.Fix = nil // a permission is not ours to give
	vault.Fix = nil // choosing and paying for a key is not ours to do
	return []flow.Check{
		check("consent.provider", flow.Optional, text.T{En: "The 3LO provider is READY", Ko: "3LO Provider 상태"},
			text.T{En: "Users' consents go through it.", Ko: "사용자의 동의가 이 Provider를 거칩니다."}, steps.DocsProvider, c.provider,
			func(f *flow.Facts) flow.Verdict {
				v := match(cmp.Or(c.provider.Of(f).Status, "READY"), "READY")
				if v.Status == flow.Pass {
					v = v.Because(unproven())
				}
				return v
			}),
		check("consent.client", flow.Optional, text.T{En: "Its client lists the provider's callback URL", Ko: "3LO 클라이언트의 callback URL"},
			text.T{En: "Otherwise Cognito shows redirect_mismatch and nobody comes back.", Ko: "등록되어 있지 않으면 Cognito가 redirect_mismatch를 표시하고 아무도 돌아오지 못합니다."}, docsClients, c.client,
			func(f *flow.Facts) flow.Verdict { return judgeCallback(c.client.Of(f), c.provider.Of(f)) }),
		check("consent.scopes", flow.Advice, text.T{En: "It asks users for no more than it needs", Ko: "최소 권한 스코프"},
			text.T{En: "Every scope too many is what a stolen token can do.", Ko: "불필요한 스코프는 토큰이 유출되었을 때의 피해를 키웁니다."}, docsClients, c.client,
			func(f *flow.Facts) flow.Verdict { return judgeScopes(c.client.Of(f)) }),
		check("consent.refresh", flow.Advice, text.T{En: "Tokens can be refreshed and revoked", Ko: "refresh와 revoke"},
			text.T{En: "Without a refresh token users are asked every hour; without revocation a stolen one lives on.", Ko: "refresh token이 없으면 매시간 사용자에게 물어야 하고, revoke할 수 없으면 유출된 토큰을 막을 수 없습니다."}, docsClients, c.client,
			func(f *flow.Facts) flow.Verdict { return judgeRefresh(c.client.Of(f)) }),
		check("consent.return_urls", flow.Advice, text.T{En: "Return URLs are https, or on this machine", Ko: "return URL의 안전성"},
			text.T{En: "The session id passes there; on plain http to another machine anybody on the way can read it.", Ko: "세션 ID가 이 주소로 전달되므로, 다른 컴퓨터로 가는 http 주소에서는 중간에서 읽힐 수 있습니다."}, identity.DocsBinding, c.returns,
			func(f *flow.Facts) flow.Verdict { return judgeReturns(c.returns.Of(f)) }),
		check("consent.force", flow.Advice, text.T{En: "Sensitive work asks the person again", Ko: "민감한 작업의 재인증"},
			text.T{En: "The vault hands out an earlier consent for as long as it lasts; for work that changes something the person should be asked each time.", Ko: "Token Vault는 이전 동의가 유효한 동안 계속 토큰을 내주므로, 무언가를 바꾸는 작업은 매번 사용자에게 물어야 합니다."}, identity.DocsBinding, c.client,
			func(f *flow.Facts) flow.Verdict { return judgeForce(c.client.Of(f)) }),
		binding,
		audit,
		vault,
	}
}

// unproven says what no check can: the secret that a provider keeps is not handed out, AgentCore hides why a token endpoint refused
// it, and this one is only used with a code that a person's consent has brought.
func unproven() text.Msg {
	return text.T{
		En: "Not proven: whether the client secret that it keeps is right. Nobody can read it there, and it is used only after a person's consent. If `3lo` fails after the consent, put the secret in again with `provider update`.",
		Ko: "확인하지 못한 것: 보관된 client secret이 맞는지는 알 수 없습니다. 보관된 값은 아무도 읽을 수 없고, 사용자가 동의한 뒤에만 쓰입니다. 동의한 뒤 `3lo`가 실패하면 `provider update`로 시크릿을 다시 넣으세요.",
	}.With()
}

func judgeCallback(client *aws.AppClient, p *aws.Provider) flow.Verdict {
	if client == nil {
		return flow.Failing(text.T{En: "the user pool has no client %s", Ko: "User Pool에 클라이언트 %s{이/가} 없습니다"}.With(p.ClientID)).With("client_id", p.ClientID)
	}
	if v := judgeIdentityProviders(*client); v.Status == flow.Fail { // then no page comes up that could send anybody back
		return v
	}
	return atLeast(client.CallbackURLs, []string{p.CallbackURL})
}

// unjudged is said where the client is gone, which consent.client reports.
func unjudged() flow.Verdict {
	v := flow.Skipping(text.T{En: "there is no client to look at", Ko: "확인할 클라이언트가 없습니다"}.With())
	v.Cause = "consent.client"
	return v
}

func judgeScopes(client *aws.AppClient) flow.Verdict {
	if client == nil {
		return unjudged()
	}
	return softly(exactly(client.Scopes, identity.ConsentScopes()))
}

func judgeRefresh(client *aws.AppClient) flow.Verdict {
	switch {
	case client == nil:
		return unjudged()
	case !client.Revocation:
		return flow.Warned(text.T{En: "token revocation is off", Ko: "토큰 revoke가 꺼져 있습니다"}.With()).With("EnableTokenRevocation", "false")
	case client.RefreshToken <= client.AccessToken:
		return flow.Warned(text.T{En: "the refresh token lives no longer than the access token", Ko: "refresh token의 수명이 access token보다 길지 않습니다"}.With()).With("refresh", client.RefreshToken.String())
	}
	return flow.Passed(text.T{En: "refresh for %s, revocation on", Ko: "refresh %s, revoke 사용"}.With(client.RefreshToken.String())).With("refresh", client.RefreshToken.String())
}

func judgeReturns(urls []string) flow.Verdict {
	i := slices.IndexFunc(urls, func(address string) bool {
		u, err := url.Parse(address)
		return err != nil || u.Scheme == "http" && u.Hostname() != "localhost" && u.Hostname() != "127.0.0.1" && u.Hostname() != "::1"
	})
	if i >= 0 {
		return flow.Warned(text.T{En: "%s is neither https nor on this machine", Ko: "%s{은/는} https도 아니고 이 컴퓨터의 주소도 아닙니다"}.With(urls[i])).With("url", urls[i])
	}
	return flow.Passed(text.Plain(strings.Join(urls, " "))).With("urls", strings.Join(urls, " "))
}

func judgeVault(v aws.TokenVault) flow.Verdict {
	if v.KeyType == "CustomerManagedKey" {
		return flow.Passed(text.Plain(v.KeyARN)).With("kmsKeyArn", v.KeyARN)
	}
	return flow.Warned(text.T{En: "AWS's key encrypts it (%s)", Ko: "AWS 소유 키로 암호화됩니다(%s)"}.With(v.KeyType)).With("keyType", v.KeyType).
		Because(text.T{En: "Good for a workshop. For production: SetTokenVaultCMK with a key of your own.", Ko: "워크숍에서는 충분합니다. 운영 환경에서는 SetTokenVaultCMK로 고객 관리형 키를 설정하세요."}.With())
}
