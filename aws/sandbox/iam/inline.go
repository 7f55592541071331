package iam

import (
	"maps"
	"slices"

	"agentcore-workshop/aws/sandbox/core"
)

// maxInlineLength bounds all inline policies of a role together, white space not counted.
const maxInlineLength = 10_240

type policyInput struct {
	RoleName, PolicyName, PolicyDocument string
}

func putRolePolicy(c *core.Call, in *policyInput) (*nothing, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	if err := checkIdentity(in.PolicyDocument); err != nil {
		return nil, err
	}
	size := len(squeeze(in.PolicyDocument))
	for name, document := range r.Inline {
		if name != in.PolicyName {
			size += len(squeeze(document))
		}
	}
	if size > maxInlineLength {
		return nil, core.Errorf("LimitExceeded", "Maximum policy size of %d bytes exceeded for role %s", maxInlineLength, r.Name)
	}
	if r.Inline == nil {
		r.Inline = map[string]string{}
	}
	r.Inline[in.PolicyName] = in.PolicyDocument
	return &nothing{}, nil
}

func (r *role) inline(name string) (string, error) {
	document, ok := r.Inline[name]
	if !ok {
		return "", missing("The role policy with name %s cannot be found.", name)
	}
	return document, nil
}

func getRolePolicy(c *core.Call, in *policyInput) (*policyInput, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	document, err := r.inline(in.PolicyName)
	if err != nil {
		return nil, err
	}
	return &policyInput{RoleName: r.Name, PolicyName: in.PolicyName, PolicyDocument: encode(document)}, nil
}

func deleteRolePolicy(c *core.Call, in *policyInput) (*nothing, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	if _, err := r.inline(in.PolicyName); err != nil {
		return nil, err
	}
	delete(r.Inline, in.PolicyName)
	return &nothing{}, nil
}

type policyNames struct {
	PolicyNames []string
	IsTruncated bool
	Marker      string
}

func listRolePolicies(c *core.Call, in *listInput) (*policyNames, error) {
	r, err := find(c, in.RoleName)
	if err != nil {
		return nil, err
	}
	page, next, err := cut(slices.Sorted(maps.Keys(r.Inline)), itself, "inline "+r.Name, in.Marker, in.MaxItems)
	if err != nil {
		return nil, err
	}
	return &policyNames{PolicyNames: append([]string{}, page...), IsTruncated: next != "", Marker: next}, nil
}
