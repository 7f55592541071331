package template

import (
	"maps"
	"slices"
	"strings"
)

// Types tells what the cloud knows about resource types.
type Types interface {
	// Known reports whether the type exists.
	Known(resourceType string) bool
	// HasAttribute reports whether Fn::GetAtt can ask for the attribute.
	HasAttribute(resourceType, attribute string) bool
}

// Check judges a template by itself, before anything is made: types, references, conditions, exports, cycles.
func (t *Template) Check(types Types) error {
	if len(t.Transforms) > 0 {
		return errorf("No transform named %s found.", t.Transforms[0])
	}
	if unknown := t.unknownTypes(types); len(unknown) > 0 {
		return errorf("Template format error: Unrecognized resource types: [%s]", strings.Join(unknown, ", "))
	}
	for _, check := range []func(Types) error{t.checkConditions, t.checkSecure, t.checkResources, t.checkOutputs} {
		if err := check(types); err != nil {
			return err
		}
	}
	if cycle := t.cycle(); len(cycle) > 0 {
		return errorf("Circular dependency between resources: [%s]", strings.Join(cycle, ", "))
	}
	return nil
}

func (t *Template) unknownTypes(types Types) []string {
	var unknown []string
	for _, r := range t.Resources {
		if !types.Known(r.Type) && !slices.Contains(unknown, r.Type) {
			unknown = append(unknown, r.Type)
		}
	}
	slices.Sort(unknown)
	return unknown
}

func (t *Template) checkConditions(Types) error {
	for _, c := range t.Conditions {
		err := walk(c.Value, nil, func(u use) error {
			switch u.fn {
			case "Condition":
				if _, ok := t.condition(u.name); !ok {
					return errorf("Template format error: Unresolved condition dependency %s in the Conditions block of the template", u.name)
				}
			case "Ref", "Fn::GetAtt", "Fn::Sub":
				if !t.isValue(u.name) {
					return errorf("Template format error: Unresolved dependencies [%s]. Cannot reference resources in the "+
						"Conditions block of the template", u.name)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkSecure refuses {{resolve:ssm-secure:…}}: AWS takes it in a short list of properties only, none of which belongs to a
// type that the practice cloud has (user guide, "Get a secure string value from Systems Manager Parameter Store").
func (t *Template) checkSecure(Types) error {
	var places []string
	for i := range t.Resources {
		r := &t.Resources[i]
		places = securePlaces(places, r.Properties, r.Type+"/Properties")
	}
	if len(places) > 0 {
		return errorf("SSM Secure reference is not supported in: [%s]", strings.Join(places, ","))
	}
	return nil
}

func securePlaces(places []string, v any, path string) []string {
	switch v := v.(type) {
	case string:
		if strings.Contains(v, "{{resolve:ssm-secure:") {
			return append(places, path)
		}
	case []any:
		for _, item := range v {
			places = securePlaces(places, item, path)
		}
	case map[string]any:
		if _, arg, ok := function(v); ok {
			return securePlaces(places, arg, path)
		}
		for _, key := range sortedKeys(v) {
			places = securePlaces(places, v[key], path+"/"+key)
		}
	}
	return places
}

func (t *Template) checkResources(types Types) error {
	var unresolved []string
	for i := range t.Resources {
		r := &t.Resources[i]
		if _, ok := t.condition(r.Condition); r.Condition != "" && !ok {
			return errorf("Template format error: Unresolved condition dependency %s in the Resources block of the template", r.Condition)
		}
		for _, name := range r.DependsOn {
			if _, ok := t.Resource(name); !ok {
				unresolved = add(unresolved, name)
			}
		}
		err := walk(r.Properties, nil, func(u use) error { return t.checkUse(u, types, "Resources", &unresolved) })
		if err != nil {
			return err
		}
	}
	return unresolvedIn("Resources", unresolved)
}

func (t *Template) checkOutputs(types Types) error {
	var unresolved []string
	for i := range t.Outputs {
		o := &t.Outputs[i]
		if _, ok := t.condition(o.Condition); o.Condition != "" && !ok {
			return errorf("Template format error: Unresolved condition dependency %s in the Outputs block of the template", o.Condition)
		}
		if err := walk(o.Value, nil, func(u use) error { return t.checkUse(u, types, "Outputs", &unresolved) }); err != nil {
			return err
		}
		if err := t.checkExport(o, types); err != nil {
			return err
		}
	}
	return unresolvedIn("Outputs", unresolved)
}

func unresolvedIn(block string, names []string) error {
	if len(names) == 0 {
		return nil
	}
	return errorf("Template format error: Unresolved resource dependencies [%s] in the %s block of the template",
		strings.Join(names, ", "), block)
}

// checkExport holds AWS's rule that the name of an export is known before any resource is.
func (t *Template) checkExport(o *Output, types Types) error {
	if o.Export == nil {
		return nil
	}
	malformed := errorf("Template format error: Output %s is malformed.  The Name field of Export must not depend on any "+
		"resources, imported values, or Fn::GetAZs.", o.Name)
	var unresolved []string
	err := walk(o.Export, nil, func(u use) error {
		switch {
		case u.fn == "Fn::ImportValue", u.fn == "Fn::GetAZs", u.fn == "Fn::GetAtt":
			return malformed
		case u.fn == "Ref" || u.fn == "Fn::Sub":
			name, _, _ := strings.Cut(u.name, ".")
			if _, isResource := t.Resource(name); isResource {
				return malformed
			}
		}
		return t.checkUse(u, types, "Outputs", &unresolved)
	})
	if err != nil {
		return err
	}
	return unresolvedIn("Outputs", unresolved)
}

// checkUse judges one function; names that stand for nothing are gathered, since AWS reports them together.
func (t *Template) checkUse(u use, types Types, block string, unresolved *[]string) error {
	switch u.fn {
	case "Ref":
		if _, ok := t.Resource(u.name); !ok && !t.isValue(u.name) {
			*unresolved = add(*unresolved, u.name)
		}
	case "Fn::Sub":
		return t.checkSub(u.name, types, unresolved)
	case "Fn::GetAtt":
		r, ok := t.Resource(u.name)
		if !ok {
			return errorf("Template error: instance of Fn::GetAtt references undefined resource %s", u.name)
		}
		if attribute, ok := u.attribute.(string); ok && !types.HasAttribute(r.Type, attribute) {
			return errorf("Template error: resource %s does not support attribute type %s in Fn::GetAtt", u.name, attribute)
		}
	case "Fn::If", "Condition":
		if _, ok := t.condition(u.name); !ok {
			return errorf("Template format error: Unresolved condition dependency %s in the %s block of the template", u.name, block)
		}
	}
	return nil
}

func (t *Template) checkSub(variable string, types Types, unresolved *[]string) error {
	name, attribute, dotted := strings.Cut(variable, ".")
	r, ok := t.Resource(name)
	switch {
	case ok && dotted && !types.HasAttribute(r.Type, attribute):
		return errorf("Template error: instance of Fn::Sub references invalid resource attribute %s", variable)
	case !ok && !t.isValue(variable):
		*unresolved = add(*unresolved, name)
	}
	return nil
}

// isValue reports whether a name is a parameter or a pseudo parameter.
func (t *Template) isValue(name string) bool {
	if _, ok := t.Parameter(name); ok {
		return true
	}
	switch name {
	case "AWS::AccountId", "AWS::Region", "AWS::StackName", "AWS::StackId", "AWS::NoValue", "AWS::Partition",
		"AWS::URLSuffix", "AWS::NotificationARNs":
		return true
	}
	return false
}

func add(list []string, name string) []string {
	if slices.Contains(list, name) {
		return list
	}
	return append(list, name)
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }
