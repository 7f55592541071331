package cfn

import (
	"slices"

	"agentcore-workshop/aws/sandbox/cfn/template"
	"agentcore-workshop/aws/sandbox/core"
)

// unknown is what AWS shows for a value that exists only once the change has been made.
const unknown = "{{changeSet:KNOWN_AFTER_APPLY}}"

// change is one line of a change set, with the members of the API.
type change struct {
	PolicyAction, Action                                string
	LogicalResourceId, PhysicalResourceId, ResourceType string
	Replacement                                         string
	Scope                                               []string
	Details                                             []changeDetail
	BeforeContext, AfterContext                         string
}

type changeDetail struct {
	Target                                  changeTarget
	Evaluation, ChangeSource, CausingEntity string
}

type changeTarget struct {
	Attribute, Name, RequiresRecreation, Path, BeforeValue, AfterValue, AttributeChangeType string
}

// comparison works out what a plan would change.
type comparison struct {
	service *Service
	call    *core.Call
	stack   *stack
	plan    *plan
	old     *template.Template // as it was deployed last; nil for a new stack
	// changed holds what is known so far: true where the resource will be another, false where it is updated in place.
	changed map[string]bool
}

// compare lists what a plan would add, modify and remove, in the order of the template.
func (s *Service) compare(c *core.Call, st *stack, p *plan) []change {
	cmp := &comparison{service: s, call: c, stack: st, plan: p, changed: map[string]bool{}}
	cmp.old, _ = s.parsed(st.Definition.Body)
	byName := map[string]change{}
	for _, r := range p.inOrder() {
		if ch, ok := cmp.one(r); ok {
			byName[r.Name] = ch
		}
	}
	list := []change{}
	for _, r := range p.resources {
		if ch, ok := byName[r.Name]; ok {
			list = append(list, ch)
		}
	}
	for _, r := range st.Resources {
		if r.exists() && !slices.ContainsFunc(p.resources, func(d *template.Resource) bool { return d.Name == r.Name }) {
			list = append(list, removalChange(r))
		}
	}
	return list
}

func removalChange(r *resource) change {
	ch := change{
		Action: "Remove", LogicalResourceId: r.Name, PhysicalResourceId: r.ID, ResourceType: r.Type, PolicyAction: "Delete",
		BeforeContext: propertiesContext(r.Shown), Scope: []string{}, Details: []changeDetail{},
	}
	if r.DeletionPolicy == "Retain" || r.DeletionPolicy == "RetainExceptOnCreate" {
		ch.PolicyAction = "Retain"
	}
	return ch
}

// inOrder lists the resources so that each comes after those it needs.
func (p *plan) inOrder() []*template.Resource {
	var list []*template.Resource
	seen := map[string]bool{}
	var visit func(r *template.Resource)
	visit = func(r *template.Resource) {
		if seen[r.Name] {
			return
		}
		seen[r.Name] = true
		for _, name := range p.after[r.Name] {
			if dep, ok := p.template.Resource(name); ok {
				visit(dep)
			}
		}
		list = append(list, r)
	}
	for _, r := range p.resources {
		visit(r)
	}
	return list
}

// scope resolves as after the change, as far as that can be known.
func (cmp *comparison) scope(hide bool) template.Scope {
	scope := cmp.service.scope(cmp.call, cmp.stack, &cmp.plan.definition, hide)
	ref, attribute := scope.Ref, scope.Attribute
	scope.Ref = func(name string) (string, error) {
		if r := cmp.stack.resource(name); cmp.changed[name] || r == nil || !r.exists() {
			return unknown, nil
		}
		return ref(name)
	}
	scope.Attribute = func(name, attr string) (any, error) {
		r := cmp.stack.resource(name)
		another, touched := cmp.changed[name]
		if r == nil || !r.exists() || another {
			return unknown, nil
		}
		if k := cmp.service.kinds[r.Type]; touched && slices.Contains(k.changing, attr) {
			return unknown, nil
		}
		return attribute(name, attr)
	}
	return scope
}

// one works out the change of one resource, if there is any.
func (cmp *comparison) one(d *template.Resource) (change, bool) {
	k := cmp.service.kinds[d.Type]
	tags := cmp.plan.definition.Tags
	after, err := resolveProps(cmp.plan.template, d, k, cmp.scope(false), tags)
	if err != nil {
		after = map[string]any{} // it will fail when it is made, as on AWS
	}
	shown, _ := resolveProps(cmp.plan.template, d, k, cmp.scope(true), tags)
	r := cmp.stack.resource(d.Name)
	if r == nil || !r.exists() || unfinished(r) || r.Type != d.Type {
		cmp.changed[d.Name] = true
		return change{
			Action: "Add", LogicalResourceId: d.Name, ResourceType: d.Type, AfterContext: propertiesContext(compact(shown)),
			Scope: []string{}, Details: []changeDetail{},
		}, true
	}
	ch := change{
		Action: "Modify", LogicalResourceId: d.Name, PhysicalResourceId: r.ID, ResourceType: d.Type, Replacement: "False",
		BeforeContext: propertiesContext(r.Shown), AfterContext: propertiesContext(compact(shown)), Scope: []string{}, Details: []changeDetail{},
	}
	for _, name := range changedProps(r.Props, after) {
		cmp.detail(&ch, k, d, r, after, shown, name)
	}
	policies(&ch, d, r)
	if len(ch.Details) == 0 {
		return ch, false
	}
	cmp.changed[d.Name] = ch.Replacement != "False"
	if ch.Replacement == "True" {
		ch.PolicyAction = "ReplaceAndDelete"
		if d.UpdateReplacePolicy == "Retain" {
			ch.PolicyAction = "ReplaceAndRetain"
		}
	}
	return ch, true
}

func propertiesContext(properties string) string {
	if properties == "" {
		properties = "{}"
	}
	return `{"Properties":` + properties + `}`
}
