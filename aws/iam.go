package aws

import (
	"context"
	"sync"
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

// Role reads a role with its policies (GetRole, ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies), in two round
// trips. Kind NotFound when there is none.
func (c *Cloud) Role(ctx context.Context, name string) (Role, error) {
	role := Role{Name: name, Inline: map[string]Policy{}, Tags: map[string]string{}}
	var head, inline, attached error
	var all sync.WaitGroup
	all.Go(func() { head = c.readRole(ctx, &role) })
	all.Go(func() { role.Inline, inline = c.inlinePolicies(ctx, name) })
	all.Go(func() { role.Attached, attached = c.attachedPolicies(ctx, name) })
	all.Wait()
	for _, err := range []error{head, inline, attached} {
		if err != nil {
			return Role{}, err
		}
	}
	return role, nil
}

// readRole fills in everything but the policies.
func (c *Cloud) readRole(ctx context.Context, role *Role) error {
	out, err := c.clients.iam.GetRole(ctx, &iam.GetRoleInput{RoleName: &role.Name})
	if err != nil {
		return err
	}
	role.ARN, role.Description, role.Created = sdk.ToString(out.Role.Arn), sdk.ToString(out.Role.Description), sdk.ToTime(out.Role.CreateDate)
	for _, t := range out.Role.Tags {
		role.Tags[sdk.ToString(t.Key)] = sdk.ToString(t.Value)
	}
	if role.Trust, err = ParsePolicy(sdk.ToString(out.Role.AssumeRolePolicyDocument)); err != nil {
		return newError("iam", "GetRole", err)
	}
	return nil
}

func (c *Cloud) inlinePolicies(ctx context.Context, role string) (map[string]Policy, error) {
	var names []string
	pages := iam.NewListRolePoliciesPaginator(c.clients.iam, &iam.ListRolePoliciesInput{RoleName: &role})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		names = append(names, page.PolicyNames...)
	}
	read, failed := make([]Policy, len(names)), make([]error, len(names))
	var all sync.WaitGroup
	for i, name := range names {
		all.Go(func() { read[i], failed[i] = c.inlinePolicy(ctx, role, name) })
	}
	all.Wait()
	policies := map[string]Policy{}
	for i, name := range names {
		if failed[i] != nil {
			return nil, failed[i]
		}
		policies[name] = read[i]
	}
	return policies, nil
}

func (c *Cloud) inlinePolicy(ctx context.Context, role, name string) (Policy, error) {
	out, err := c.clients.iam.GetRolePolicy(ctx, &iam.GetRolePolicyInput{RoleName: &role, PolicyName: &name})
	if err != nil {
		return Policy{}, err
	}
	policy, err := ParsePolicy(sdk.ToString(out.PolicyDocument))
	if err != nil {
		return Policy{}, newError("iam", "GetRolePolicy", err)
	}
	return policy, nil
}

func (c *Cloud) attachedPolicies(ctx context.Context, role string) ([]string, error) {
	var arns []string
	pages := iam.NewListAttachedRolePoliciesPaginator(c.clients.iam, &iam.ListAttachedRolePoliciesInput{RoleName: &role})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, err
		}
		for _, p := range page.AttachedPolicies {
			arns = append(arns, sdk.ToString(p.PolicyArn))
		}
	}
	return arns, nil
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
