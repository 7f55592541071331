package cfn

import (
	"reflect"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

func roleKind() *kind {
	return &kind{
		name: "AWS::IAM::Role", required: []string{"AssumeRolePolicyDocument"}, replace: []string{"Path", "RoleName"},
		identity: []string{"RoleName"}, customName: "RoleName", tags: "Tags", attributes: []string{"Arn", "RoleId"},
		creating: 17 * time.Second, updating: 15 * time.Second, removing: 2 * time.Second,
		schema: props{
			"AssumeRolePolicyDocument": document(), "Description": text(), "ManagedPolicyArns": texts(),
			"MaxSessionDuration": integer(), "Path": text(), "PermissionsBoundary": text(),
			"Policies": list(object(props{"PolicyName": text(), "PolicyDocument": document()})),
			"RoleName": text(), "Tags": tagList(),
		},
		create: createRole, update: updateRole, remove: removeRole,
	}
}

func createRole(r *request) (made, error) {
	in := without(r.props, "ManagedPolicyArns", "Policies")
	in["AssumeRolePolicyDocument"] = policyText(r.props["AssumeRolePolicyDocument"])
	if in["RoleName"] == nil {
		in["RoleName"] = r.name(64)
	}
	out, err := r.do("iam", "CreateRole", in)
	if err != nil {
		return made{}, err
	}
	role := under(out, "Role")
	r.id = textOf(role, "RoleName")
	m := made{ID: r.id, Attributes: map[string]any{"Arn": textOf(role, "Arn"), "RoleId": textOf(role, "RoleId")}}
	return m, r.setPolicies(nil)
}

// setPolicies brings the role's inline and attached policies from what old says to what props say. Policies that
// others added are left alone, as CloudFormation does: that is why such a role cannot be deleted.
func (r *request) setPolicies(old map[string]any) error {
	before, after := inlinePolicies(old), inlinePolicies(r.props)
	for _, name := range sorted(after) {
		in := core.Object{"RoleName": r.id, "PolicyName": name, "PolicyDocument": policyText(after[name])}
		if reflect.DeepEqual(before[name], after[name]) {
			continue
		}
		if _, err := r.do("iam", "PutRolePolicy", in); err != nil {
			return err
		}
	}
	for _, name := range keysGone(before, after) {
		in := core.Object{"RoleName": r.id, "PolicyName": name}
		if _, err := r.do("iam", "DeleteRolePolicy", in); err != nil && !isGone(err) {
			return err
		}
	}
	attachedBefore, attachedAfter := setOf(textsOf(old, "ManagedPolicyArns")), setOf(textsOf(r.props, "ManagedPolicyArns"))
	for _, arn := range keysGone(attachedAfter, attachedBefore) {
		if _, err := r.do("iam", "AttachRolePolicy", core.Object{"RoleName": r.id, "PolicyArn": arn}); err != nil {
			return err
		}
	}
	for _, arn := range keysGone(attachedBefore, attachedAfter) {
		if _, err := r.do("iam", "DetachRolePolicy", core.Object{"RoleName": r.id, "PolicyArn": arn}); err != nil && !isGone(err) {
			return err
		}
	}
	return nil
}

func updateRole(r *request) (map[string]any, error) {
	if !reflect.DeepEqual(r.old["AssumeRolePolicyDocument"], r.props["AssumeRolePolicyDocument"]) {
		in := core.Object{"RoleName": r.id, "PolicyDocument": policyText(r.props["AssumeRolePolicyDocument"])}
		if _, err := r.do("iam", "UpdateAssumeRolePolicy", in); err != nil {
			return nil, err
		}
	}
	in := core.Object{"RoleName": r.id, "Description": textOf(r.props, "Description")}
	move(in, "MaxSessionDuration", r.props, "MaxSessionDuration")
	if _, err := r.do("iam", "UpdateRole", in); err != nil {
		return nil, err
	}
	if err := r.setPolicies(r.old); err != nil {
		return nil, err
	}
	return nil, r.setRoleTags()
}

func (r *request) setRoleTags() error {
	before, after := tagMap(r.old["Tags"]), tagMap(r.props["Tags"])
	if gone := keysGone(before, after); len(gone) > 0 {
		if _, err := r.do("iam", "UntagRole", core.Object{"RoleName": r.id, "TagKeys": gone}); err != nil {
			return err
		}
	}
	if len(after) == 0 {
		return nil
	}
	_, err := r.do("iam", "TagRole", core.Object{"RoleName": r.id, "Tags": tagsFromMap(after)})
	return err
}

func removeRole(r *request) error {
	all := r.props
	r.props = nil
	if err := r.setPolicies(all); err != nil {
		return err
	}
	_, err := r.do("iam", "DeleteRole", core.Object{"RoleName": r.id})
	return err
}

func inlinePolicies(p map[string]any) map[string]any {
	found := map[string]any{}
	policies, _ := p["Policies"].([]any)
	for _, item := range policies {
		m, _ := item.(map[string]any)
		found[textOf(m, "PolicyName")] = m["PolicyDocument"]
	}
	return found
}

// policyText is a policy document in the form that IAM takes: a text.
func policyText(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return compact(v)
}

func tagMap(v any) map[string]any {
	m := map[string]any{}
	items, _ := v.([]any)
	for _, item := range items {
		t, _ := item.(map[string]any)
		m[textOf(t, "Key")] = t["Value"]
	}
	return m
}

func setOf(items []string) map[string]any {
	m := map[string]any{}
	for _, item := range items {
		m[item] = true
	}
	return m
}
