package steps

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"agentcore-workshop/aws"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// codeChangeSet is the change set's name in code that is shown: one that a person reads, and that no run of ours takes.
const codeChangeSet = "workshop"

// Code is the step as a program that does the same from nothing. The template goes beside it.
func (d deploy) Code(ctx context.Context, as flow.Dialect) (string, error) {
	e := d.env
	s, err := e.Look(ctx)
	if err != nil {
		return "", Explain(err)
	}
	stack, set := script.Param{Name: "StackName", Value: e.Stack}, script.Param{Name: "ChangeSetName", Value: codeChangeSet}
	body := script.Param{Name: "TemplateBody", Value: script.File("template.yaml")}
	if as != flow.CLI {
		body.Value = script.Var("TEMPLATE")
	}
	create := []script.Param{stack, set, {Name: "ChangeSetType", Value: "CREATE", Go: "types.ChangeSetTypeCreate"}, body,
		{Name: "Capabilities", Value: []string{"CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"}, Go: "[]types.Capability{types.CapabilityCapabilityIam, types.CapabilityCapabilityNamedIam}"},
		{Name: "Tags", Value: []map[string]string{{"Key": aws.StackTagKey, "Value": aws.StackTagValue}},
			Go: "[]types.Tag{{Key: aws.String(" + strconv.Quote(aws.StackTagKey) + "), Value: aws.String(" + strconv.Quote(aws.StackTagValue) + ")}}"}}
	if values := e.withPrefix(s.ownNames()); len(values) > 0 {
		create = append(create, parametersParam(values))
	}
	attributes := script.Param{Name: "UserAttributes", Value: []map[string]string{{"Name": "email", "Value": TestUser}, {"Name": "email_verified", "Value": "true"}},
		Go: "[]cognitotypes.AttributeType{\n\t\t{Name: aws.String(\"email\"), Value: aws.String(" + strconv.Quote(TestUser) + ")},\n\t\t{Name: aws.String(\"email_verified\"), Value: aws.String(\"true\")},\n\t}"}
	user := []script.Param{{Name: "UserPoolId", Value: script.Var("POOL_ID")}, {Name: "Username", Value: TestUser}}
	return e.Program(as,
		templateMove(as),
		script.Call{Why: "what would be created", Service: "cloudformation", Operation: "CreateChangeSet", Params: create}.Move(),
		script.Call{Why: "it takes a moment until that is known", Service: "cloudformation", Operation: "DescribeChangeSet", Params: []script.Param{stack, set}}.Until("ChangeSetCreateComplete"),
		script.Call{Why: "create it", Service: "cloudformation", Operation: "ExecuteChangeSet", Params: []script.Param{stack, set}}.Move(),
		script.Call{Why: "some two minutes on AWS", Service: "cloudformation", Operation: "DescribeStacks", Params: []script.Param{stack}}.Until("StackCreateComplete"),
		script.Call{Why: "the user pool, as the stack has written it down", Service: "ssm", Operation: "GetParameter", Params: []script.Param{{Name: "Name", Value: e.Parameter("userpool_id")}}}.Saving("POOL_ID", "Parameter.Value"),
		script.Call{Why: "the test user, without a mail", Service: "cognito-idp", Operation: "AdminCreateUser", Params: append(user[:2:2],
			script.Param{Name: "MessageAction", Value: "SUPPRESS", Go: `"SUPPRESS"`}, attributes)}.Move(),
		e.passwordMove(as),
		script.Call{Why: "a permanent password makes it CONFIRMED", Service: "cognito-idp", Operation: "AdminSetUserPassword", Params: append(user[:2:2],
			script.Param{Name: "Password", Value: script.Var("PASSWORD"), Secret: true}, script.Param{Name: "Permanent", Value: true})}.Move(),
		script.Call{Why: "how the stack stands", Service: "cloudformation", Operation: "DescribeStacks", Params: []script.Param{stack}}.Showing("Stacks[0].StackStatus"),
	), nil
}

// ownNames are the names that a stack of ours was given where the published ones were taken.
func (s Setup) ownNames() map[string]string {
	own := map[string]string{}
	for name, published := range map[string]string{"RoleName": PublishedRole, "DomainPrefix": ""} {
		if value, has := s.Stack.Parameters[name]; has && value != published && slices.Contains(aws.TemplateParameters(), name) {
			own[name] = value
		}
	}
	return own
}

func parametersParam(values map[string]string) script.Param {
	var list []map[string]string
	code := "[]types.Parameter{\n"
	for _, key := range slices.Sorted(maps.Keys(values)) {
		list = append(list, map[string]string{"ParameterKey": key, "ParameterValue": values[key]})
		code += "\t\t{ParameterKey: aws.String(" + strconv.Quote(key) + "), ParameterValue: aws.String(" + strconv.Quote(values[key]) + ")},\n"
	}
	return script.Param{Name: "Parameters", Value: list, Go: code + "\t}"}
}

// templateMove has the template beside the program.
func templateMove(as flow.Dialect) script.Move {
	const get = "agentcore-workshop template > template.yaml"
	m := script.Move{Call: script.Call{Why: "the template: " + get}, Defines: []script.Var{"TEMPLATE"}}
	switch as {
	case flow.Python:
		m.Code = "with open(\"template.yaml\", encoding=\"utf-8\") as file:\n    template = file.read()"
	case flow.Golang:
		m.Imports = []string{`"os"`}
		m.Code = "file, err := os.ReadFile(\"template.yaml\")\n" + script.GoReturn + "\ntemplate := string(file)"
	default:
		m.Why, m.Code = "the template", "[ -s template.yaml ] || "+get
	}
	return m
}

// passwordMove takes the test user's password from the environment. In practice the workshop page's stands in for it.
func (e *Env) passwordMove(as flow.Dialect) script.Move {
	m := script.Move{Call: script.Call{Why: "the test user's password: export PASSWORD=… before this"}, Defines: []script.Var{"PASSWORD"}}
	standIn := ""
	if e.Practice() {
		m.Why, standIn = "the test user's password: PASSWORD, or the workshop page's", TestPassword
	}
	switch as {
	case flow.Python:
		m.Imports = []string{"import os"}
		m.Code = "password = os.environ.get(\"PASSWORD\", " + script.JSON(standIn) + ")"
		if standIn == "" {
			m.Code = "password = os.environ[\"PASSWORD\"]"
		}
	case flow.Golang:
		m.Imports = []string{`"cmp"`, `"os"`}
		m.Code = "password := cmp.Or(os.Getenv(\"PASSWORD\"), " + strconv.Quote(standIn) + ")"
	default:
		m.Code = "PASSWORD=${PASSWORD:-" + standIn + "}"
		if standIn == "" {
			m.Code = ": \"${PASSWORD:?export PASSWORD=… before this}\""
		}
	}
	return m
}
