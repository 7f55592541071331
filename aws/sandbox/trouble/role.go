package trouble

import (
	"encoding/json"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// lambdaTrust lets another service than AgentCore take a role.
const lambdaTrust = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`

func ofRole() []Entry {
	return []Entry{
		// The stack's own is gone, and somebody else's has its name.
		{Name: "role-exists", Break: func(s *Scene) error {
			if err := s.dropRole(); err != nil {
				return err
			}
			_, err := s.do("iam", "CreateRole", core.Object{
				"RoleName": s.Setup.Role, "AssumeRolePolicyDocument": lambdaTrust, "Description": "Made by hand",
			})
			return err
		}},
		{Name: "role-missing", Break: (*Scene).dropRole},
		{Name: "role-trust-wrong", Break: func(s *Scene) error { return s.trust(lambdaTrust) }},
		{Name: "role-source-unguarded", Break: func(s *Scene) error {
			return s.trust(strings.Replace(lambdaTrust, "lambda.amazonaws.com", "bedrock-agentcore.amazonaws.com", 1))
		}},
		{Name: "role-permission-missing", Break: func(s *Scene) error {
			return s.editPolicies(func(action string) string {
				if action == "bedrock-agentcore:GetResourceOauth2Token" {
					return "bedrock-agentcore:GetResourceApiKey"
				}
				return action
			})
		}},
		{Name: "role-action-misspelt", Break: func(s *Scene) error {
			return s.editPolicies(func(action string) string {
				if action == "bedrock-agentcore:GetMemory" {
					return "bedrock-agentcore-control:GetMemory"
				}
				return action
			})
		}},
	}
}

func (s *Scene) role() core.Object {
	return objectIn(objectIn(s.tree("iam"), "Roles"), strings.ToLower(s.Setup.Role))
}

// dropRole deletes the role and what IAM wants gone before.
func (s *Scene) dropRole() error {
	role := s.role()
	if role == nil {
		return Refusal("there is no role " + s.Setup.Role)
	}
	for _, name := range sortedKeys(objectIn(role, "Inline")) {
		if _, err := s.do("iam", "DeleteRolePolicy", core.Object{"RoleName": s.Setup.Role, "PolicyName": name}); err != nil {
			return err
		}
	}
	for _, arn := range listIn(role, "Attached") {
		if _, err := s.do("iam", "DetachRolePolicy", core.Object{"RoleName": s.Setup.Role, "PolicyArn": arn}); err != nil {
			return err
		}
	}
	_, err := s.do("iam", "DeleteRole", core.Object{"RoleName": s.Setup.Role})
	return err
}

func (s *Scene) trust(document string) error {
	_, err := s.do("iam", "UpdateAssumeRolePolicy", core.Object{"RoleName": s.Setup.Role, "PolicyDocument": document})
	return err
}

// editPolicies renames actions in the role's inline policies.
func (s *Scene) editPolicies(rename func(string) string) error {
	inline := objectIn(s.role(), "Inline")
	for _, name := range sortedKeys(inline) {
		var document any
		if err := json.Unmarshal([]byte(textIn(inline, name)), &document); err != nil {
			return err
		}
		edited, err := json.Marshal(renamed(document, rename))
		if err != nil {
			return err
		}
		in := core.Object{"RoleName": s.Setup.Role, "PolicyName": name, "PolicyDocument": string(edited)}
		if _, err := s.do("iam", "PutRolePolicy", in); err != nil {
			return err
		}
	}
	return nil
}

// renamed is a document with all its texts renamed. Only actions look like actions.
func renamed(v any, rename func(string) string) any {
	switch v := v.(type) {
	case string:
		return rename(v)
	case []any:
		for i := range v {
			v[i] = renamed(v[i], rename)
		}
	case map[string]any:
		for key := range v {
			v[key] = renamed(v[key], rename)
		}
	}
	return v
}
