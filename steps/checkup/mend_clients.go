package checkup

import (
	"context"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/text"
)

// mendClient changes fields of one of the two clients.
func mendClient(check string, title text.T, change func(e *steps.Env, s steps.Setup, f fields)) mend {
	return mend{check: check, title: title, plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
		id, name := s.MachineClient(), "machine client"
		if strings.HasPrefix(check, "client.web.") {
			id, name = s.WebClient(), "web client"
		}
		if s.PoolID() == "" || id == "" {
			return nil, nil
		}
		return draft(ctx, e, "client", map[string]string{"pool": s.PoolID(), "id": id, "name": name + " " + id}, func(f fields) fields {
			change(e, s, f)
			return f
		})
	}}
}

func mendsOfClients() []mend {
	flows := text.T{En: "Send the whole client again with its OAuth flow and nothing else changed", Ko: "OAuth 흐름만 바꾸어 클라이언트 전체를 다시 보냅니다"}
	scopes := text.T{En: "Allow the scopes; those that it has stay", Ko: "기존 스코프는 그대로 두고 스코프를 허용합니다"}
	on := text.T{En: "Turn the client's OAuth endpoints on", Ko: "클라이언트의 OAuth 엔드포인트를 켭니다"}
	lives := text.T{En: "Give the tokens the lifetimes of the template", Ko: "토큰 수명을 템플릿의 값으로 되돌립니다"}
	webScopes := func(_ *steps.Env, s steps.Setup, f fields) {
		f["AllowedOAuthScopes"] = steps.Union(f["AllowedOAuthScopes"], append([]string{"openid", "email", "profile"}, s.Scopes()...))
	}
	machineScopes := func(_ *steps.Env, s steps.Setup, f fields) {
		f["AllowedOAuthScopes"] = steps.Union(f["AllowedOAuthScopes"], s.Scopes())
	}
	flow := func(name string) func(*steps.Env, steps.Setup, fields) {
		return func(_ *steps.Env, _ steps.Setup, f fields) { f["AllowedOAuthFlows"] = []string{name} }
	}
	// A client whose endpoints are on needs a flow and a scope, so that what is missing of them comes along.
	whole := func(parts ...func(*steps.Env, steps.Setup, fields)) func(*steps.Env, steps.Setup, fields) {
		return func(e *steps.Env, s steps.Setup, f fields) {
			f["AllowedOAuthFlowsUserPoolClient"] = []string{"true"}
			if len(f["AllowedOAuthFlows"]) == 0 || len(f["AllowedOAuthScopes"]) == 0 {
				for _, part := range parts {
					part(e, s, f)
				}
			}
		}
	}
	return []mend{
		mendClient("client.web.oauth", on, whole(flow("code"), webScopes, addCallbacks)),
		mendClient("client.web.flows", flows, flow("code")),
		mendClient("client.web.idp", text.T{En: "Let the pool's own users sign in (COGNITO); other identity providers stay", Ko: "다른 IdP는 그대로 두고 User Pool 사용자(COGNITO)의 로그인을 허용합니다"},
			func(_ *steps.Env, _ steps.Setup, f fields) {
				f["SupportedIdentityProviders"] = steps.Union(f["SupportedIdentityProviders"], []string{"COGNITO"})
			}),
		mendClient("client.web.scopes", scopes, webScopes),
		mendClient("client.web.callbacks", text.T{En: "Register the callback addresses; others stay", Ko: "다른 주소는 그대로 두고 콜백 주소를 등록합니다"}, addCallbacks),
		mendClient("client.web.logout", text.T{En: "Register the logout addresses; others stay", Ko: "다른 주소는 그대로 두고 로그아웃 주소를 등록합니다"},
			func(_ *steps.Env, _ steps.Setup, f fields) {
				f["LogoutURLs"] = steps.Union(f["LogoutURLs"], steps.Callbacks())
			}),
		mendClient("client.web.lifetimes", lives, lifetimes("30 days")),
		mendClient("client.web.auth", text.T{En: "Take USER_PASSWORD_AUTH off the client", Ko: "클라이언트의 USER_PASSWORD_AUTH를 끕니다"},
			func(_ *steps.Env, _ steps.Setup, f fields) {
				f["ExplicitAuthFlows"] = slices.DeleteFunc(f["ExplicitAuthFlows"], func(a string) bool {
					return strings.HasSuffix(a, "USER_PASSWORD_AUTH") && !strings.Contains(a, "ADMIN")
				})
			}),
		mendClient("client.machine.oauth", on, whole(flow("client_credentials"), machineScopes)),
		mendClient("client.machine.flows", flows, flow("client_credentials")),
		mendClient("client.machine.scopes", scopes, machineScopes),
		mendClient("client.machine.lifetimes", lives, lifetimes("1 days")),
	}
}

func addCallbacks(_ *steps.Env, _ steps.Setup, f fields) {
	f["CallbackURLs"] = steps.Union(f["CallbackURLs"], []string{steps.Callbacks()[0], steps.PasteCallback, steps.Callbacks()[1], steps.Callbacks()[2]})
}

// lifetimes writes the template's, each in its unit; one that is the same in another unit stays as it is.
func lifetimes(refresh string) func(*steps.Env, steps.Setup, fields) {
	return func(_ *steps.Env, _ steps.Setup, f fields) {
		for field, want := range map[string]string{"AccessTokenValidity": "60 minutes", "IdTokenValidity": "60 minutes", "RefreshTokenValidity": refresh} {
			is, _ := spanOf(f.one(field))
			if length, _ := spanOf(want); is != length {
				f[field] = []string{want}
			}
		}
	}
}

// legitimateLifetime reports whether access tokens live neither so shortly that work breaks off nor longer than a day: somebody's
// choice, which is changed by name only.
func legitimateLifetime(d edit) bool {
	for _, c := range d.differences() {
		if length, _ := spanOf(c.Is); strings.HasPrefix(c.Field, "Refresh") || length < 15*time.Minute || length > 24*time.Hour {
			return false
		}
	}
	return true
}
