package checkup

import (
	"context"
	"maps"
	"slices"
	"strings"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
	"agentcore-workshop/steps/text"
)

// trustKind is a role's trust policy, and policyKind one of its inline policies: documents, kept to the letter.
func trustKind() kind {
	return kind{
		title: text.T{En: "trust policy of the role", Ko: "역할의 신뢰 정책"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			r, err := e.Cloud.Role(ctx, t["name"])
			return fields{"AssumeRolePolicyDocument": {r.Trust.Text}}, err
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			return e.Cloud.SetTrust(ctx, d.name(), d.Want.one("AssumeRolePolicyDocument"))
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			return []string{awsLine(e, "iam", "update-assume-role-policy", script.Param{Name: "role-name", Value: d.name()},
				script.Param{Name: "policy-document", Value: d.Want.one("AssumeRolePolicyDocument")})}, nil
		},
	}
}

func policyKind() kind {
	return kind{
		title: text.T{En: "policy of the role", Ko: "역할의 정책"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			r, err := e.Cloud.Role(ctx, t["name"])
			if p, there := r.Inline[t["policy"]]; there {
				return fields{t["policy"]: {p.Text}}, err
			}
			return nil, err
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			if d.Want == nil {
				return e.Cloud.DeleteRolePolicy(ctx, d.name(), d.Target["policy"])
			}
			return e.Cloud.PutRolePolicy(ctx, d.name(), d.Target["policy"], d.Want.one(d.Target["policy"]))
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			of := []script.Param{{Name: "role-name", Value: d.name()}, {Name: "policy-name", Value: d.Target["policy"]}}
			if d.Want == nil {
				return []string{awsLine(e, "iam", "delete-role-policy", of...)}, nil
			}
			return []string{awsLine(e, "iam", "put-role-policy", append(of, script.Param{Name: "policy-document", Value: d.Want.one(d.Target["policy"])})...)}, nil
		},
	}
}

// roleKind is a whole role as our template has it: made where it is missing, and removed again.
func roleKind() kind {
	return kind{
		title: text.T{En: "role", Ko: "역할"},
		read: func(ctx context.Context, e *steps.Env, t map[string]string) (fields, error) {
			r, err := e.Cloud.Role(ctx, t["name"])
			return orNone(roleFields(r), err)
		},
		write: func(ctx context.Context, e *steps.Env, _ *flow.Report, d edit) error {
			if d.Want == nil {
				for _, name := range policiesIn(d.Is) {
					if err := e.Cloud.DeleteRolePolicy(ctx, d.name(), name); err != nil && !aws.IsNotFound(err) {
						return err
					}
				}
				return e.Cloud.RemoveRole(ctx, d.name())
			}
			tags := map[string]string{aws.StackTagKey: aws.StackTagValue}
			err := e.Cloud.CreateRole(ctx, d.name(), d.Want.one("Description"), d.Want.one("AssumeRolePolicyDocument"), tags)
			for _, name := range policiesIn(d.Want) {
				if err == nil {
					err = e.Cloud.PutRolePolicy(ctx, d.name(), name, d.Want.one("policy "+name))
				}
			}
			return err
		},
		shell: func(_ context.Context, e *steps.Env, d edit) ([]string, error) {
			name := script.Param{Name: "role-name", Value: d.name()}
			var lines []string
			if d.Want == nil {
				for _, p := range policiesIn(d.Is) {
					lines = append(lines, awsLine(e, "iam", "delete-role-policy", name, script.Param{Name: "policy-name", Value: p}))
				}
				return append(lines, awsLine(e, "iam", "delete-role", name)), nil
			}
			lines = append(lines, awsLine(e, "iam", "create-role", name, script.Param{Name: "description", Value: d.Want.one("Description")},
				script.Param{Name: "assume-role-policy-document", Value: d.Want.one("AssumeRolePolicyDocument")}))
			for _, p := range policiesIn(d.Want) {
				lines = append(lines, awsLine(e, "iam", "put-role-policy", name, script.Param{Name: "policy-name", Value: p}, script.Param{Name: "policy-document", Value: d.Want.one("policy " + p)}))
			}
			return lines, nil
		},
	}
}

func roleFields(r aws.Role) fields {
	f := fields{"Description": {r.Description}, "AssumeRolePolicyDocument": {r.Trust.Text}}
	for name, p := range r.Inline {
		f["policy "+name] = []string{p.Text}
	}
	return f
}

func policiesIn(f fields) []string {
	var names []string
	for _, field := range slices.Sorted(maps.Keys(f)) {
		if name, is := strings.CutPrefix(field, "policy "); is {
			names = append(names, name)
		}
	}
	return names
}
