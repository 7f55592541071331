package aws

import (
	"context"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/iam"
	"github.com/aws/aws-sdk-go-v2/service/iam/types"
)

// Role is a role with everything that says what it may do and who may take it.
type Role struct {
	Name, ARN, Description string
	Trust                  Policy
	// Inline policies by name; Attached are the ARNs of managed ones.
	Inline   map[string]Policy
	Attached []string
	Tags     map[string]string
	Created  time.Time
}

// Role reads a role with its policies (GetRole, ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies).
// Kind NotFound when there is none.
func (c *Cloud) Role(ctx context.Context, name string) (Role, error) {
	out, err := c.clients.iam.GetRole(ctx, &iam.GetRoleInput{RoleName: &name})
	if err != nil {
		return Role{}, err
	}
	role := Role{
		Name: sdk.ToString(out.Role.RoleName), ARN: sdk.ToString(out.Role.Arn), Description: sdk.ToString(out.Role.Description),
		Inline: map[string]Policy{}, Tags: map[string]string{}, Created: sdk.ToTime(out.Role.CreateDate),
	}
	for _, t := range out.Role.Tags {
		role.Tags[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
	}
	if role.Trust, err = ParsePolicy(sdk.ToString(out.Role.AssumeRolePolicyDocument)); err != nil {
		return Role{}, newError("iam", "GetRole", err)
	}
	if err = c.readInline(ctx, &role); err != nil {
		return Role{}, err
	}
	return role, c.readAttached(ctx, &role)
}

func (c *Cloud) readInline(ctx context.Context, role *Role) error {
	pages := iam.NewListRolePoliciesPaginator(c.clients.iam, &iam.ListRolePoliciesInput{RoleName: &role.Name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, name := range page.PolicyNames {
			out, err := c.clients.iam.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: &role.Name, PolicyName: &name})
			if err != nil {
				return err
			}
			if role.Inline[name], err = ParsePolicy(sdk.ToString(out.PolicyDocument)); err != nil {
				return newError("iam", "GetRolePolicy", err)
			}
		}
	}
	return nil
}

func (c *Cloud) readAttached(ctx context.Context, role *Role) error {
	pages := iam.NewListAttachedRolePoliciesPaginator(c.clients.iam, &iam.ListAttachedRolePoliciesInput{RoleName: &role.Name})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return err
		}
		for _, p := range page.AttachedPolicies {
			role.Attached = append(role.Attached, sdk.ToString(p.PolicyArn))
		}
	}
	return nil
}

// DetachRolePolicy takes a managed policy off a role, and DeleteRolePolicy an inline one: later scripts put some on the
// stack's role, and the stack cannot be deleted before they are off.
func (c *Cloud) DetachRolePolicy(ctx context.Context, role, policyARN string) error {
	_, err := c.clients.iam.DetachRolePolicy(ctx, &iam.DetachRolePolicyInput{RoleName: &role, PolicyArn: &policyARN})
	return err
}

func (c *Cloud) DeleteRolePolicy(ctx context.Context, role, policy string) error {
	_, err := c.clients.iam.DeleteRolePolicy(ctx, &iam.DeleteRolePolicyInput{RoleName: &role, PolicyName: &policy})
	return err
}

// Decision is what IAM would say to one action on one resource.
type Decision struct {
	Action, Resource string
	Allowed          bool
	// Word is IAM's own: allowed, explicitDeny or implicitDeny.
	Word string
	// Missing are condition keys that the answer depends on.
	Missing []string
}

// Simulate asks IAM what a principal may do (SimulatePrincipalPolicy), all pages. The principal is the ARN of a user, group
// or role; that of an assumed role must be turned into the role's first.
func (c *Cloud) Simulate(ctx context.Context, principalARN string, actions, resources []string) ([]Decision, error) {
	var all []Decision
	pages := iam.NewSimulatePrincipalPolicyPaginator(c.clients.iam, &iam.SimulatePrincipalPolicyInput{
		PolicySourceArn: &principalARN, ActionNames: actions, ResourceArns: resources,
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, r := range page.EvaluationResults {
			all = append(all, Decision{
				Action: sdk.ToString(r.EvalActionName), Resource: sdk.ToString(r.EvalResourceName),
				Allowed: r.EvalDecision == types.PolicyEvaluationDecisionTypeAllowed, Word: string(r.EvalDecision), Missing: r.MissingContextValues,
			})
		}
	}
	return all, nil
}
