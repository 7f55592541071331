package cfn

import (
	"cmp"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/cfn/template"
	"agentcore-workshop/aws/sandbox/core"
	"agentcore-workshop/aws/sandbox/iam"
)

// request members that creates, updates and change sets share.
type wanted struct {
	StackName                 string
	TemplateBody, TemplateURL string
	UsePreviousTemplate       bool
	Parameters                []template.Given
	Capabilities              []string
	Tags                      *[]tag
	NotificationARNs          []string
	RoleARN                   string
}

// plan is a definition that has been judged, with the order in which its resources are made.
type plan struct {
	definition definition
	template   *template.Template
	resources  []*template.Resource
	after      map[string][]string
	// problem is what stops the stack once it has begun: AWS reports a missing import in an event.
	problem string
}

// prepare judges what is wanted for a stack, which has no definition yet when it is new.
func (s *Service) prepare(c *core.Call, st *stack, in *wanted) (*plan, error) {
	before := &st.Definition
	body, err := templateBody(before, in)
	if err != nil {
		return nil, err
	}
	tpl, err := s.checked(body)
	if err != nil {
		return nil, err
	}
	role := cmp.Or(in.RoleARN, before.RoleARN) // once a stack has a role, it keeps it
	if err := checkRole(c, role); err != nil {
		return nil, err
	}
	var previous map[string]string
	if before.Body != "" {
		previous = before.Parameters
	}
	values, err := tpl.Bind(in.Parameters, previous)
	if err != nil {
		return nil, refused(err)
	}
	p := &plan{template: tpl, definition: definition{
		Body: body, Parameters: values, Capabilities: in.Capabilities, RoleARN: role, NotificationARNs: in.NotificationARNs,
		Tags: before.Tags,
	}}
	if in.NotificationARNs == nil {
		p.definition.NotificationARNs = before.NotificationARNs
	}
	if in.Tags != nil {
		p.definition.Tags = *in.Tags
	}
	if slices.ContainsFunc(p.definition.Tags, func(t tag) bool { return core.ReservedTag(t.Key) }) {
		return nil, invalid(core.NoReservedTag)
	}
	if err := checkCapabilities(tpl, in.Capabilities); err != nil {
		return nil, err
	}
	if p.definition.Looked, err = lookUp(c, tpl, values); err != nil {
		return nil, err
	}
	return p, s.order(c, st, p)
}

func templateBody(before *definition, in *wanted) (string, error) {
	given := 0
	for _, there := range []bool{in.TemplateBody != "", in.TemplateURL != "", in.UsePreviousTemplate} {
		if there {
			given++
		}
	}
	switch {
	case given != 1:
		return "", invalid("Either Template URL or Template Body must be specified.")
	case in.TemplateURL != "":
		return "", invalid("TemplateURL must be a supported URL.")
	case in.UsePreviousTemplate && before.Body == "":
		return "", invalid("There is no previous template to use.")
	case in.UsePreviousTemplate:
		return before.Body, nil
	}
	return in.TemplateBody, nil
}

// checkRole holds that CloudFormation may assume the role that a stack is made with; empty is the caller's own rights.
func checkRole(c *core.Call, arn string) error {
	if arn != "" && !iam.Assumable(c, arn, invoker, c.Realm.ARN("cloudformation", "stack/*")) {
		return invalid("Role %s is invalid or cannot be assumed", arn)
	}
	return nil
}

// checked reads and judges a template by itself.
func (s *Service) checked(body string) (*template.Template, error) {
	tpl, err := s.parsed(body)
	if err == nil {
		err = tpl.Check(catalogue(s.kinds))
	}
	return tpl, refused(err)
}

// order finds the resources that are wanted, what each waits for, and the exports of others that are used.
func (s *Service) order(c *core.Call, st *stack, p *plan) error {
	probe := s.scope(c, st, &p.definition, false)
	imports := map[string]bool{}
	use := probe.Import
	probe.Import = func(name string) (string, error) {
		imports[name] = true
		value, err := use(name)
		if err != nil {
			p.problem = messageOf(err).Error()
		}
		return value, nil
	}
	// What is not made yet resolves to a stand-in: only the imports on the way matter here.
	probe.Ref = func(string) (string, error) { return unknown, nil }
	probe.Attribute = func(string, string) (any, error) { return unknown, nil }
	resolver := p.template.Resolver(probe)
	var err error
	if p.resources, p.after, err = p.template.Active(resolver); err != nil {
		return refused(err)
	}
	for _, r := range p.resources {
		if _, err := resolver.Resolve(r.Properties); err != nil {
			return refused(err)
		}
	}
	outputs, err := p.template.ActiveOutputs(resolver)
	if err != nil {
		return refused(err)
	}
	for _, o := range outputs {
		if _, err := resolver.Resolve(o.Value); err != nil {
			return refused(err)
		}
	}
	p.definition.Imports = slices.Clip(keys(imports))
	return nil
}

// tasks makes the tasks that bring a stack to the plan.
func (p *plan) tasks() []*task {
	list := make([]*task, 0, len(p.resources))
	for _, r := range p.resources {
		list = append(list, &task{Name: r.Name, After: p.after[r.Name]})
	}
	return list
}

// neededCapabilities lists what a template must be granted, and for which types.
func neededCapabilities(tpl *template.Template) (capabilities, types []string) {
	for _, r := range tpl.Resources {
		if r.Type != "AWS::IAM::Role" {
			continue
		}
		types = []string{r.Type}
		if _, named := r.Properties["RoleName"]; named {
			return []string{"CAPABILITY_NAMED_IAM"}, types
		}
		capabilities = []string{"CAPABILITY_IAM"}
	}
	return capabilities, types
}

func checkCapabilities(tpl *template.Template, granted []string) error {
	needed, _ := neededCapabilities(tpl)
	if len(needed) == 0 || slices.Contains(granted, "CAPABILITY_NAMED_IAM") || slices.Contains(granted, needed[0]) {
		return nil
	}
	return core.Errorf("InsufficientCapabilitiesException", "Requires capabilities : [%s]", needed[0])
}

// lookUp reads the values of parameters that are names of SSM parameters.
func lookUp(c *core.Call, tpl *template.Template, values map[string]string) (map[string]string, error) {
	looked := map[string]string{}
	for _, p := range tpl.Parameters {
		if !p.FromSSM() {
			continue
		}
		out, err := c.Do(invoker, "ssm", "GetParameter", core.Object{"Name": values[p.Name]})
		if err != nil && isGone(err) {
			return nil, invalid("Unable to fetch parameters [%s] from parameter store for this account.", values[p.Name])
		}
		if err != nil {
			return nil, err
		}
		looked[p.Name] = textOf(under(out, "Parameter"), "Value")
	}
	return looked, nil
}

func keys(set map[string]bool) []string {
	var list []string
	for name := range set {
		list = append(list, name)
	}
	slices.SortFunc(list, strings.Compare)
	return list
}
