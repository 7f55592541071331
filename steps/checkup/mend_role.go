package checkup

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/text"
)

func mendsOfRole() []mend {
	trust := text.T{En: "Let this account's AgentCore, and only that, take the role; other principals stay", Ko: "다른 주체는 그대로 두고 이 계정의 AgentCore만 역할을 맡게 합니다"}
	policy := text.T{En: "Put our template's statements back into the role's policy; others stay", Ko: "다른 문은 그대로 두고 템플릿의 정책 문을 되돌립니다"}
	return []mend{
		{check: "role.exists", title: text.T{En: "Make the role again as our template has it", Ko: "템플릿대로 역할을 다시 만듭니다"}, plan: planRole},
		{check: "role.trust", title: trust, plan: planTrust}, {check: "role.deputy", title: trust, plan: planTrust},
		{check: "role.permissions", title: policy, plan: planPolicies},
		{check: "role.actions", title: text.T{En: "Take out the names that grant nothing; everything else stays", Ko: "아무 권한도 주지 않는 이름만 빼고 나머지는 그대로 둡니다"}, plan: planActions},
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
	if !steps.Tagged(s.Stack.Tags) {
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
	if !steps.Tagged(role.Tags) && role.Tags["aws:cloudformation:stack-name"] != e.Stack {
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
	want, err := withStatements(role.Trust.Text, t.Trust, withoutTrusted)
	if err != nil {
		return nil, err
	}
	return draft(ctx, e, "role-trust", target, func(fields) fields { return fields{"AssumeRolePolicyDocument": {want}} })
}

// withoutTrusted takes AgentCore out of a statement, which the template's statement will let in; it reports whether nobody is left.
func withoutTrusted(statement map[string]any) bool {
	principal, _ := statement["Principal"].(map[string]any)
	var rest []any
	switch services := principal["Service"].(type) {
	case string:
		if services != trusted {
			return false
		}
	case []any:
		rest = slices.DeleteFunc(slices.Clone(services), func(v any) bool { return v == trusted })
		if len(rest) == len(services) {
			return false
		}
	default:
		return false
	}
	if len(rest) > 0 {
		principal["Service"] = rest
		return false
	}
	delete(principal, "Service")
	return len(principal) == 0
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

// planActions takes the names out that IAM does not know. Where our template has the statement, its words come back.
func planActions(ctx context.Context, e *steps.Env, s steps.Setup) ([]edit, error) {
	role, target, t, err := ourRole(ctx, e, s)
	if err != nil {
		return nil, err
	}
	var all []edit
	for _, name := range slices.Sorted(maps.Keys(role.Inline)) {
		want, err := withRealActions(role.Inline[name].Text, t.Policies[name])
		if err != nil {
			return nil, err
		}
		of := maps.Clone(target)
		of["policy"] = name
		d, err := draft(ctx, e, "role-policy", of, func(fields) fields {
			if want == "" {
				return nil
			}
			return fields{name: {want}}
		})
		if err != nil {
			return nil, err
		}
		all = append(all, d...)
	}
	return all, nil
}
