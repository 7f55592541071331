package checkup

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"agentcore-workshop/steps"
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
