package checkup

import (
	"context"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/text"
)

func mendsOfProvider() []mend {
	update := text.T{En: "Send the provider's configuration again as the stack says, with the client's live secret", Ko: "스택의 값과 클라이언트의 현재 시크릿으로 Provider 설정을 다시 보냅니다"}
	all := []mend{{check: "provider.exists", title: text.T{En: "Make the provider", Ko: "Provider를 만듭니다"}, plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
		return planProvider(ctx, e, s, func(is, want fields) fields {
			if is != nil {
				return is
			}
			return want
		})
	}}}
	// The client comes first: a configuration is sent with the secret of the client that it names.
	for _, check := range []string{"provider.ready", "provider.client"} {
		all = append(all, mend{check: check, title: update, none: true, plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
			return planProvider(ctx, e, s, func(is, want fields) fields {
				under := is != nil && !(aws.Provider{Status: is.one("status")}).Settled() // time puts that right
				if is == nil || is.one("clientId") == want.one("clientId") && (under || is.one("status") == "READY") {
					return is
				}
				return want
			})
		}})
	}
	made := len(all)
	for check, fieldNames := range map[string][]string{
		"provider.issuer": {"issuer", "discoveryUrl"}, "provider.token_endpoint": {"tokenEndpoint"}, "provider.authorization_endpoint": {"authorizationEndpoint"},
	} {
		all = append(all, mend{check: check, title: update, plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
			return planProvider(ctx, e, s, func(is, want fields) fields {
				if is == nil {
					return nil
				}
				full := is.clone()
				for _, name := range fieldNames {
					if len(is[name]) > 0 || name != "discoveryUrl" && len(is["discoveryUrl"]) == 0 {
						full[name] = want[name]
					}
				}
				if (edit{Is: is, Want: full}).nothing() {
					return is
				}
				full["clientSecret"] = []string{steps.Live}
				return full
			})
		}})
	}
	slices.SortStableFunc(all[made:], func(a, b mend) int { return strings.Compare(a.check, b.check) })
	all = append(all, mend{check: "provider.vendor", none: true, title: text.T{En: "Delete the provider and make it again: its vendor cannot be changed", Ko: "Provider의 종류는 바꿀 수 없으므로 지우고 다시 만듭니다"},
		plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
			return planProvider(ctx, e, s, func(is, want fields) fields {
				if is == nil || is.one("credentialProviderVendor") == "CustomOauth2" {
					return is
				}
				return want
			})
		}})
	for _, check := range []string{"provider.secret", "token.agentcore"} {
		all = append(all, mend{check: check, title: text.T{En: "Send the client's live secret to the provider again", Ko: "클라이언트의 현재 시크릿을 Provider에 다시 보냅니다"}, none: true,
			plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
				return planProvider(ctx, e, s, func(is, want fields) fields {
					if is == nil {
						return nil
					}
					want["clientSecret"] = []string{steps.Live}
					return want
				})
			}})
	}
	return append(all, mend{check: "workload.return_urls", title: text.T{En: "Register this program's return addresses; others stay", Ko: "다른 주소는 그대로 두고 이 프로그램의 return URL을 등록합니다"},
		plan: func(ctx context.Context, e *steps.Env, _ steps.Setup) ([]edit, error) {
			return draft(ctx, e, "workload", map[string]string{"name": steps.Workload}, func(f fields) fields {
				if f != nil {
					f["allowedResourceOauth2ReturnUrls"] = steps.Union(f["allowedResourceOauth2ReturnUrls"], e.ReturnURLs())
				}
				return f
			})
		}})
}

// planProvider lets choose between what the provider is and what the stack says it shall be. A provider that is made from a discovery
// document stays so.
func planProvider(ctx context.Context, e *steps.Env, s steps.Setup, choose func(is, want fields) fields) ([]edit, error) {
	if s.Ready() != nil {
		return nil, nil
	}
	client, err := e.Cloud.AppClient(ctx, s.PoolID(), s.MachineClient())
	if err != nil || client.Public() {
		return nil, err
	}
	return draft(ctx, e, "provider", map[string]string{"name": s.Provider(), "pool": s.PoolID()}, func(is fields) fields {
		want := fields{"credentialProviderVendor": {"CustomOauth2"}, "status": {"READY"}, "clientId": {s.MachineClient()}, "clientSecret": {steps.Live}}
		if len(is["discoveryUrl"]) > 0 {
			want["discoveryUrl"] = []string{s.DiscoveryURL()}
		} else {
			want["issuer"], want["authorizationEndpoint"], want["tokenEndpoint"] = []string{s.Issuer()}, []string{s.AuthorizeURL()}, []string{s.TokenURL()}
		}
		return choose(is, want)
	})
}
