package steps

import (
	"context"

	"agentcore-workshop/steps/flow"
)

// Code is the step as calls. The template goes beside it: `agentcore-workshop template > template.yaml`.
func (d deploy) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := d.env
	var pool any = variable("POOL_ID")
	if s, err := e.look(ctx); err == nil && s.poolID() != "" {
		pool = s.poolID()
	}
	body := param{Name: "TemplateBody", Value: "file://template.yaml"}
	if as != flow.CLI {
		body.Value = variable("TEMPLATE")
	}
	capabilities := param{Name: "Capabilities", Value: []string{"CAPABILITY_NAMED_IAM"}, Go: "[]types.Capability{types.CapabilityCapabilityNamedIam}"}
	set := param{Name: "ChangeSetName", Value: "first"}
	stack := param{Name: "StackName", Value: e.Stack}
	kind := param{Name: "ChangeSetType", Value: "CREATE", Go: "types.ChangeSetTypeCreate"}
	user := []param{{Name: "UserPoolId", Value: pool}, {Name: "Username", Value: TestUser}}
	head := "# template: agentcore-workshop template > template.yaml\n"
	if as == flow.Golang {
		head = "// template: agentcore-workshop template > template.yaml\n"
	}
	return head + e.script(as,
		apiCall{"what would be created", "cloudformation", "CreateChangeSet", []param{stack, set, kind, body, capabilities}},
		apiCall{"create it", "cloudformation", "ExecuteChangeSet", []param{stack, set}},
		apiCall{"how it stands", "cloudformation", "DescribeStacks", []param{stack}},
		apiCall{"the test user, without a mail", "cognito-idp", "AdminCreateUser", append(user[:2:2],
			param{Name: "MessageAction", Value: "SUPPRESS", Go: "types.MessageActionTypeSuppress"})},
		apiCall{"a permanent password makes it CONFIRMED", "cognito-idp", "AdminSetUserPassword", append(user[:2:2],
			param{Name: "Password", Value: variable("PASSWORD")}, param{Name: "Permanent", Value: true})},
	), nil
}
