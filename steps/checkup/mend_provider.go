package checkup

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
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

func mendsOfRole() []mend {
	trust := text.T{En: "Let this account's AgentCore, and only that, take the role; other principals stay", Ko: "다른 주체는 그대로 두고 이 계정의 AgentCore만 역할을 맡게 합니다"}
	policy := text.T{En: "Put our template's statements back into the role's policy; others stay", Ko: "다른 문은 그대로 두고 템플릿의 정책 문을 되돌립니다"}
	return []mend{
		{check: "role.exists", title: text.T{En: "Make the role again as our template has it", Ko: "템플릿대로 역할을 다시 만듭니다"}, plan: planRole},
		{check: "role.trust", title: trust, plan: planTrust}, {check: "role.deputy", title: trust, plan: planTrust},
		{check: "role.permissions", title: policy, plan: planPolicies}, {check: "role.actions", title: policy, plan: planPolicies},
	}
}

// roleName is the role of the stack; where there is none, the one that the parameter names.
func roleName(s steps.Setup) string {
	if s.Stack.ID != "" {
		return cmp.Or(s.Stack.Parameters["RoleName"], steps.PublishedRole)
	}
	arn := s.Params["gateway_iam_role"]
	return cmp.Or(arn[strings.LastIndexByte(arn, '/')+1:], steps.PublishedRole)
}

// planRole makes the role again, or, where it is there and the parameter points past it, puts the parameter right.
func planRole(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	if role, err := e.Cloud.Role(ctx, roleName(s)); err == nil {
		return draftParameter(ctx, e, "gateway_iam_role", role.ARN)
	}
	if s.Stack.Tags[aws.StackTagKey] != aws.StackTagValue {
		return nil, nil // another template's role is not known here
	}
	t, err := aws.ExecutionRole(s.AccountID, s.Region, e.Prefix)
	if err != nil {
		return nil, err
	}
	return draft(ctx, e, "role", map[string]string{"name": roleName(s)}, func(is fields) fields {
		if is != nil {
			return is
		}
		f := fields{"Description": {t.Description}, "AssumeRolePolicyDocument": {t.Trust}}
		for name, p := range t.Policies {
			f["policy "+name] = []string{p}
		}
		return f
	})
}

// ourRole is the stack's role. One that somebody else made under its name is foreign: where the stack still counts a role of this name
// among its resources it may be taken over, and its name is typed before; elsewhere it is not touched.
func ourRole(ctx context.Context, e *steps.Env, s steps.Setup) (role aws.Role, target map[string]string, t aws.TemplateRole, err error) {
	if role, err = e.Cloud.Role(ctx, roleName(s)); err != nil {
		return role, nil, t, err
	}
	target = map[string]string{"name": role.Name}
	if role.Tags[aws.StackTagKey] != aws.StackTagValue && role.Tags["aws:cloudformation:stack-name"] != e.Stack {
		target["foreign"] = "true"
	}
	if target["foreign"] != "" && !partOfStack(ctx, e, role.Name) {
		return role, nil, t, cannot(text.T{En: "Nothing shows that the role %s is this stack's, so it is left alone: whoever made it must change it.",
			Ko: "역할 %s{이/가} 이 스택의 것이라는 표시가 없어 건드리지 않습니다. 만든 사람이 바꿔야 합니다."}, role.Name)
	}
	t, err = aws.ExecutionRole(s.AccountID, s.Region, e.Prefix)
	return role, target, t, err
}

func planTrust(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	role, target, t, err := ourRole(ctx, e, s)
	if err != nil {
		return nil, err
	}
	if taking := role.Trust.TakenBy(trusted, s.AccountID, s.Region); taking.May && taking.Guarded {
		return nil, nil
	}
	want, err := withStatements(role.Trust.Text, t.Trust, func(statement map[string]any) bool {
		principal, _ := statement["Principal"].(map[string]any)
		return principal != nil && principal["Service"] == trusted
	})
	if err != nil {
		return nil, err
	}
	return draft(ctx, e, "role-trust", target, func(fields) fields { return fields{"AssumeRolePolicyDocument": {want}} })
}

func planPolicies(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	role, target, t, err := ourRole(ctx, e, s)
	if err != nil {
		return nil, err
	}
	var all []edit
	for _, name := range slices.Sorted(maps.Keys(t.Policies)) {
		sids := map[any]bool{}
		if p, err := aws.ParsePolicy(t.Policies[name]); err == nil {
			for _, statement := range p.Statement {
				sids[statement.Sid] = true
			}
		}
		want := t.Policies[name]
		if old, there := role.Inline[name]; there {
			if want, err = withStatements(old.Text, t.Policies[name], func(statement map[string]any) bool { return sids[statement["Sid"]] }); err != nil {
				return nil, err
			}
		}
		of := maps.Clone(target)
		of["policy"] = name
		d, err := draft(ctx, e, "role-policy", of, func(fields) fields { return fields{name: {want}} })
		if err != nil {
			return nil, err
		}
		all = append(all, d...)
	}
	for _, w := range fetching(e) {
		if by := denying(role, w.action, w.resource); len(all) == 0 && len(by) > 0 {
			return nil, cannot(text.T{En: "Nothing that is added helps while the policy %[1]s denies %[2]s. Somebody decided that, so it stays. Whoever may take it away, and finds nothing else in it: aws iam delete-role-policy --role-name %[3]s --policy-name %[1]s",
				Ko: "정책 %[1]s{이/가} %[2]s{을/를} 거부하는 동안에는 무엇을 추가해도 소용이 없습니다. 누군가 정한 것이므로 그대로 둡니다. 지워도 되는 사람이 다른 내용이 없는지 확인한 뒤 실행하세요: aws iam delete-role-policy --role-name %[3]s --policy-name %[1]s"}, by[0], w.action, role.Name)
		}
	}
	return all, nil
}

// withStatements is a policy document in which those statements that replaced says are the template's, and all others its own.
func withStatements(document, template string, replaced func(map[string]any) bool) (string, error) {
	var is, want map[string]any
	for _, p := range []struct {
		document string
		into     *map[string]any
	}{{document, &is}, {template, &want}} {
		if err := json.Unmarshal([]byte(p.document), p.into); err != nil {
			return "", &flow.Failure{Code: "MalformedPolicy", Exit: flow.ExitCheckFailed, Message: text.Plain(err.Error())}
		}
	}
	list := func(v any) []any {
		if one, is := v.(map[string]any); is {
			return []any{one}
		}
		many, _ := v.([]any)
		return many
	}
	statements := slices.DeleteFunc(slices.Clone(list(is["Statement"])), func(v any) bool {
		statement, _ := v.(map[string]any)
		return replaced(statement)
	})
	is["Statement"] = append(statements, list(want["Statement"])...)
	raw, err := json.Marshal(is)
	return string(raw), err
}
