package checkup

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

func mendsOfPool() []mend {
	server := text.T{En: "Give the resource server the scope; those that it has stay", Ko: "기존 스코프는 그대로 두고 Resource Server에 스코프를 추가합니다"}
	return []mend{
		{check: "resourceserver.exists", title: server, plan: planServer},
		{check: "resourceserver.scope", title: server, plan: planServer},
		{check: "pool.groups", title: text.T{En: "Make the groups that are missing", Ko: "빠진 그룹을 만듭니다"}, plan: planGroups},
		{check: "pool.signup", title: text.T{En: "Let only administrators create users; the pool's other settings stay", Ko: "관리자만 사용자를 만들게 합니다. User Pool의 다른 설정은 그대로입니다"},
			plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
				if s.PoolID() == "" {
					return nil, nil
				}
				return draft(ctx, e, "pool", map[string]string{"pool": s.PoolID(), "name": s.PoolID()}, func(fields) fields {
					return fields{"AllowAdminCreateUserOnly": {"true"}}
				})
			}},
	}
}

// planServer brings a scope that parameter and machine client agree on, and that the pool does not have.
func planServer(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	if s.PoolID() == "" || s.MachineClient() == "" {
		return nil, nil
	}
	client, err := e.Cloud.AppClient(ctx, s.PoolID(), s.MachineClient())
	if err != nil {
		return nil, err
	}
	var all []edit
	for _, id := range identifiers(s.Scopes()) {
		var names []string
		for _, scope := range s.Scopes() {
			if name, of := strings.CutPrefix(scope, id+"/"); of && slices.Contains(client.Scopes, scope) {
				names = append(names, name)
			}
		}
		if len(names) == 0 {
			continue
		}
		d, err := draft(ctx, e, "resource-server", map[string]string{"pool": s.PoolID(), "name": id}, func(is fields) fields {
			if is == nil {
				is = fields{"Name": {"Troubleshooting connectivity analyzer"}}
			}
			is["Scopes"] = steps.Union(is["Scopes"], names)
			return is
		})
		if err != nil {
			return nil, err
		}
		all = append(all, d...)
	}
	return all, nil
}

func planGroups(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	if s.PoolID() == "" {
		return nil, nil
	}
	var all []edit
	for i, g := range []fields{{"name": {"admin"}, "Description": {"People who may change things"}}, {"name": {"user"}, "Description": {"People who may ask"}}} {
		d, err := draft(ctx, e, "group", map[string]string{"pool": s.PoolID(), "name": g.one("name")}, func(is fields) fields {
			if is != nil {
				return is
			}
			return fields{"Description": g["Description"], "Precedence": {strconv.Itoa(i + 1)}}
		})
		if err != nil {
			return nil, err
		}
		all = append(all, d...)
	}
	return all, nil
}

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

func mendsOfDomain() []mend {
	return []mend{
		{check: "domain.exists", title: text.T{En: "Give the pool its domain again, or a free one where somebody else has it", Ko: "User Pool에 도메인을 다시 만듭니다. 다른 사람이 쓰고 있으면 비어 있는 이름을 씁니다"}, plan: planDomain},
		{check: "domain.active", none: true, title: text.T{En: "Delete the domain that failed and make it again", Ko: "실패한 도메인을 지우고 다시 만듭니다"},
			plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
				d, err := planDomain(ctx, e, s)
				if len(d) > 0 && (d[0].Is == nil || d[0].Kind != "domain" || slices.Contains([]string{"CREATING", "UPDATING"}, d[0].Is.one("Status"))) {
					return nil, err // its being there is another check's; what is under way is waited for
				}
				return d, err
			}},
	}
}

func mendsOfUser() []mend {
	set := func(check string, none bool, title text.T, field, value string) mend {
		return mend{check: check, title: title, none: none, plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
			if s.PoolID() == "" {
				return nil, nil
			}
			return draft(ctx, e, "user", map[string]string{"pool": s.PoolID(), "name": steps.TestUser}, func(f fields) fields {
				if f != nil {
					f[field] = []string{value}
				}
				return f
			})
		}}
	}
	return []mend{
		{check: "user.exists", title: text.T{En: "Make the test user, with a permanent password", Ko: "테스트 사용자를 영구 암호와 함께 만듭니다"},
			plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
				if s.PoolID() == "" {
					return nil, nil
				}
				return draft(ctx, e, "user", map[string]string{"pool": s.PoolID(), "name": steps.TestUser}, func(f fields) fields {
					if f != nil {
						return f
					}
					return fields{"enabled": {"true"}, "status": {"CONFIRMED"}, "email_verified": {"true"}}
				})
			}},
		set("user.enabled", false, text.T{En: "Enable the test user", Ko: "테스트 사용자를 활성화합니다"}, "enabled", "true"),
		set("user.confirmed", true, text.T{En: "Give the test user a permanent password", Ko: "테스트 사용자에게 영구 암호를 설정합니다"}, "status", "CONFIRMED"),
		set("user.email", false, text.T{En: "Mark the e-mail address as verified", Ko: "이메일을 확인된 것으로 표시합니다"}, "email_verified", "true"),
	}
}

func mendsOfPlace() []mend {
	return []mend{{check: "stack.protection", title: text.T{En: "Turn termination protection off", Ko: "종료 방지를 끕니다"},
		plan: func(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
			if s.Stack.ID == "" {
				return nil, nil
			}
			return draft(ctx, e, "stack", map[string]string{"name": s.Stack.Name}, func(fields) fields { return fields{"EnableTerminationProtection": {"false"}} })
		}}}
}

// undoOf says whether a repair can be taken back to the letter.
func (p planned) undoOf() flow.UndoKind {
	for _, d := range p.edits {
		if p.mend.none || d.Kind == "stack-domain" || !d.speakable() || !d.returns() {
			return flow.UndoNone
		}
	}
	if len(p.edits) == 0 {
		return flow.UndoNone
	}
	return flow.UndoExact
}

// returns reports whether exchanging the sides restores everything. What a provider kept as its secret can be sent again only where
// it was the live secret of the same client.
func (d edit) returns() bool {
	if d.oneWay || d.retyped() { // nobody can read what was encrypted
		return false
	}
	if d.Kind != "provider" || d.Is == nil || d.Want == nil {
		return true
	}
	same := func(field string) bool { return d.Is.one(field) == d.Want.one(field) }
	return same("clientId") && same("credentialProviderVendor") && same("status") && !d.onlySecret()
}

// onlySecret reports whether nothing that can be seen changes: the secret itself is what is wrong.
func (d edit) onlySecret() bool {
	changed := d.differences()
	return len(changed) == 1 && changed[0].Field == "clientSecret"
}
