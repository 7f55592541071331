package steps

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
)

// codeChangeSet is the change set's name in code that is shown: one that a person reads, and that no run of ours takes.
const codeChangeSet = "workshop"

// Code is the step as a program that does the same from nothing. The template goes beside it.
func (d deploy) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := d.env
	s, err := e.look(ctx)
	if err != nil {
		return "", explain(err)
	}
	stack, set := param{Name: "StackName", Value: e.Stack}, param{Name: "ChangeSetName", Value: codeChangeSet}
	body := param{Name: "TemplateBody", Value: "file://template.yaml"}
	if as != flow.CLI {
		body.Value = variable("TEMPLATE")
	}
	create := []param{stack, set, {Name: "ChangeSetType", Value: "CREATE", Go: "types.ChangeSetTypeCreate"}, body,
		{Name: "Capabilities", Value: []string{"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"}, Go: "[]types.Capability{types.CapabilityCapabilityIam, types.CapabilityCapabilityNamedIam}"},
		{Name: "Tags", Value: []map[string]string{{"Key": aws.StackTagKey, "Value": aws.StackTagValue}},
			Go: "[]types.Tag{{Key: aws.String(" + strconv.Quote(aws.StackTagKey) + "), Value: aws.String(" + strconv.Quote(aws.StackTagValue) + ")}}"}}
	if values := e.withPrefix(s.ownNames()); len(values) > 0 {
		create = append(create, parametersParam(values))
	}
	attributes := param{Name: "UserAttributes", Value: []map[string]string{{"Name": "email", "Value": TestUser}, {"Name": "email_verified", "Value": "true"}},
		Go: "[]cognitotypes.AttributeType{\n\t\t{Name: aws.String(\"email\"), Value: aws.String(" + strconv.Quote(TestUser) + ")},\n\t\t{Name: aws.String(\"email_verified\"), Value: aws.String(\"true\")},\n\t}"}
	user := []param{{Name: "UserPoolId", Value: variable("POOL_ID")}, {Name: "Username", Value: TestUser}}
	return e.program(as,
		templateMove(as),
		apiCall{"what would be created", "cloudformation", "CreateChangeSet", create}.move(),
		apiCall{"it takes a moment until that is known", "cloudformation", "DescribeChangeSet", []param{stack, set}}.until("ChangeSetCreateComplete"),
		apiCall{"create it", "cloudformation", "ExecuteChangeSet", []param{stack, set}}.move(),
		apiCall{"some two minutes on AWS", "cloudformation", "DescribeStacks", []param{stack}}.until("StackCreateComplete"),
		apiCall{"the user pool, as the stack has written it down", "ssm", "GetParameter", []param{{Name: "Name", Value: e.parameter("userpool_id")}}}.saving("POOL_ID", "Parameter.Value"),
		apiCall{"the test user, without a mail", "cognito-idp", "AdminCreateUser", append(user[:2:2],
			param{Name: "MessageAction", Value: "SUPPRESS", Go: `"SUPPRESS"`}, attributes)}.move(),
		e.passwordMove(as),
		apiCall{"a permanent password makes it CONFIRMED", "cognito-idp", "AdminSetUserPassword", append(user[:2:2],
			param{Name: "Password", Value: variable("PASSWORD")}, param{Name: "Permanent", Value: true})}.move(),
		apiCall{"how the stack stands", "cloudformation", "DescribeStacks", []param{stack}}.showing("Stacks[0].StackStatus"),
	), nil
}

// ownNames are the names that a stack of ours was given where the published ones were taken.
func (s setup) ownNames() map[string]string {
	own := map[string]string{}
	for name, published := range map[string]string{"RoleName": publishedRole, "DomainPrefix": ""} {
		if value, has := s.stack.Parameters[name]; has && value != published && slices.Contains(aws.TemplateParameters(), name) {
			own[name] = value
		}
	}
	return own
}

func parametersParam(values map[string]string) param {
	var list []map[string]string
	code := "[]types.Parameter{\n"
	for _, key := range slices.Sorted(maps.Keys(values)) {
		list = append(list, map[string]string{"ParameterKey": key, "ParameterValue": values[key]})
		code += "\t\t{ParameterKey: aws.String(" + strconv.Quote(key) + "), ParameterValue: aws.String(" + strconv.Quote(values[key]) + ")},\n"
	}
	return param{Name: "Parameters", Value: list, Go: code + "\t}"}
}

// templateMove has the template beside the program.
func templateMove(as flow.Dialect) move {
	const get = "agentcore-workshop template > template.yaml"
	m := move{apiCall: apiCall{Why: "the template: " + get}, defines: []variable{"TEMPLATE"}}
	switch as {
	case flow.Python:
		m.code = "with open(\"template.yaml\", encoding=\"utf-8\") as file:\n    template = file.read()"
	case flow.Golang:
		m.imports = []string{`"os"`}
		m.code = "file, err := os.ReadFile(\"template.yaml\")\n" + goReturn + "\ntemplate := string(file)"
	default:
		m.Why, m.code = "the template", "[ -s template.yaml ] || "+get
	}
	return m
}

// passwordMove takes the test user's password from the environment. In practice the workshop page's stands in for it.
func (e *Env) passwordMove(as flow.Dialect) move {
	m := move{apiCall: apiCall{Why: "the test user's password: export PASSWORD=… before this"}, defines: []variable{"PASSWORD"}}
	standIn := ""
	if e.Practice() {
		m.Why, standIn = "the test user's password: PASSWORD, or the workshop page's", TestPassword
	}
	switch as {
	case flow.Python:
		m.imports = []string{"import os"}
		m.code = "password = os.environ.get(\"PASSWORD\", " + jsonString(standIn) + ")"
		if standIn == "" {
			m.code = "password = os.environ[\"PASSWORD\"]"
		}
	case flow.Golang:
		m.imports = []string{`"cmp"`, `"os"`}
		m.code = "password := cmp.Or(os.Getenv(\"PASSWORD\"), " + strconv.Quote(standIn) + ")"
	default:
		m.code = "PASSWORD=${PASSWORD:-" + standIn + "}"
		if standIn == "" {
			m.code = ": \"${PASSWORD:?export PASSWORD=… before this}\""
		}
	}
	return m
}
