package cleanup

import (
	"context"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

const kindRole = "AWS::IAM::Role"

// rolesToLookAt are the roles of the stack, and those of its names that may have lost theirs.
func (s *estate) rolesToLookAt() (ofStack, alone []string) {
	for _, r := range s.resources {
		if r.Type == kindRole {
			ofStack = append(ofStack, r.PhysicalID)
		}
	}
	names := []string{steps.PublishedRole, steps.PublishedRole + "-" + s.env.Region()}
	if arn := s.param("gateway_iam_role"); strings.Contains(arn, "/"+steps.PublishedRole) {
		names = append(names, arn[strings.LastIndexByte(arn, '/')+1:])
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if !slices.Contains(ofStack, name) {
			alone = append(alone, name)
		}
	}
	return ofStack, alone
}

// roles lists the policies that others put on the stack's roles, which would make its deletion fail, and roles without a stack.
func (s *estate) roles(ctx context.Context) []leftover {
	var all []leftover
	ofStack, alone := s.rolesToLookAt()
	for _, name := range ofStack {
		role, err := s.env.Cloud.Role(ctx, name)
		if err != nil {
			s.failed(kindRole, err)
			continue
		}
		all = append(all, s.policies(role, func(policy string) bool { return !strings.Contains(s.template, policy) }, true)...)
	}
	for _, name := range alone {
		role, err := s.env.Cloud.Role(ctx, name)
		if err != nil {
			s.failed(kindRole, err)
			continue
		}
		if !s.ownRole(ctx, role) {
			continue
		}
		all = append(all, s.policies(role, func(string) bool { return true }, false)...)
		all = append(all, leftover{
			kind: kindRole, name: name, id: role.ARN, why: text.T{En: "a role that lost its stack", Ko: "스택 없이 남은 역할"},
			remove: func(ctx context.Context, _ *flow.Report) error { return s.env.Cloud.DeleteRole(ctx, name) },
			gone:   func(ctx context.Context) (bool, error) { return Lost(s.env.Cloud.Role(ctx, name)) },
		})
	}
	return all
}

// ownRole reports a role that this region's set-up left behind. Roles are global: the same name may belong to a stack in
// another region, so no stack anywhere near may have it, and something of this region must speak for it.
func (s *estate) ownRole(ctx context.Context, role aws.Role) bool {
	if s.param("gateway_iam_role") != role.ARN && !s.made[role.Name] && role.Name != steps.PublishedRole+"-"+s.env.Region() {
		return false
	}
	if id := role.Tags["aws:cloudformation:stack-id"]; id != "" && !strings.Contains(id, ":"+s.env.Region()+":") {
		return false
	}
	for _, region := range steps.Regions(s.env.Region()) {
		owner, err := s.env.Cloud.In(region).StackOwning(ctx, role.Name)
		s.failed(kindRole, err)
		if err != nil || owner != "" {
			return false
		}
	}
	return true
}

// policies lists a role's policies that are to be taken off.
func (s *estate) policies(role aws.Role, off func(policy string) bool, blocks bool) []leftover {
	cloud := s.env.Cloud
	add := func(name string, remove func(ctx context.Context) error, has func(aws.Role) bool) leftover {
		return leftover{
			kind: "AWS::IAM::RolePolicy", name: name, id: role.Name, blocks: blocks, why: text.T{En: "on the role, and not from its template", Ko: "템플릿에 없는, 역할에 붙은 정책"},
			remove: func(ctx context.Context, _ *flow.Report) error { return remove(ctx) },
			gone: func(ctx context.Context) (bool, error) {
				now, err := cloud.Role(ctx, role.Name)
				if err == nil {
					return !has(now), nil
				}
				return Lost(now, err)
			},
		}
	}
	var all []leftover
	for _, arn := range role.Attached {
		if off(arn[strings.LastIndexByte(arn, '/')+1:]) {
			all = append(all, add(arn, func(ctx context.Context) error { return cloud.DetachRolePolicy(ctx, role.Name, arn) },
				func(r aws.Role) bool { return slices.Contains(r.Attached, arn) }))
		}
	}
	for name := range role.Inline {
		if off(name) {
			all = append(all, add(name, func(ctx context.Context) error { return cloud.DeleteRolePolicy(ctx, role.Name, name) },
				func(r aws.Role) bool { _, has := r.Inline[name]; return has }))
		}
	}
	return all
}
