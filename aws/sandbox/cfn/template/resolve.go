package template

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// Scope is what a template needs from outside to be resolved.
type Scope struct {
	// Parameters are the bound values; Pseudo those of AWS::Region and its kin.
	Parameters, Pseudo map[string]string
	// Ref is the physical id of a resource; Attribute one of its attributes.
	Ref       func(resource string) (string, error)
	Attribute func(resource, attribute string) (any, error)
	// Import is the value of another stack's export.
	Import func(export string) (string, error)
}

// Resolver turns values of a template into values of a stack.
type Resolver struct {
	template   *Template
	scope      Scope
	conditions map[string]bool
	evaluating []string
}

// Resolver makes a resolver of the template in a scope. A scope without functions refuses what would need them.
func (t *Template) Resolver(scope Scope) *Resolver {
	return &Resolver{template: t, scope: scope, conditions: map[string]bool{}}
}

// none is AWS::NoValue: whatever holds it loses it.
type none struct{}

// Resolve evaluates all functions under v. The answer holds maps, lists and strings only; nil is AWS::NoValue.
func (r *Resolver) Resolve(v any) (any, error) {
	out, err := r.value(v)
	if _, gone := out.(none); gone {
		return nil, err
	}
	return out, err
}

// Text resolves what must be a text.
func (r *Resolver) Text(v any) (string, error) {
	out, err := r.value(v)
	if err != nil {
		return "", err
	}
	text, ok := out.(string)
	if !ok {
		return "", errorf("Template error: a function that must give a string gives a list or a map")
	}
	return text, nil
}

func (r *Resolver) value(v any) (any, error) {
	switch v := v.(type) {
	case []any:
		return r.list(v)
	case map[string]any:
		if fn, arg, ok := function(v); ok {
			return r.call(fn, arg)
		}
		out := make(map[string]any, len(v))
		for _, key := range sortedKeys(v) {
			item, err := r.value(v[key])
			if err != nil {
				return nil, err
			}
			if _, gone := item.(none); !gone {
				out[key] = item
			}
		}
		return out, nil
	default:
		return v, nil
	}
}

func (r *Resolver) list(list []any) (any, error) {
	out := make([]any, 0, len(list))
	for _, item := range list {
		item, err := r.value(item)
		if err != nil {
			return nil, err
		}
		if _, gone := item.(none); !gone {
			out = append(out, item)
		}
	}
	return out, nil
}

func (r *Resolver) call(fn string, arg any) (any, error) {
	switch fn {
	case "Ref":
		name, ok := arg.(string)
		if !ok {
			return nil, errorf("Template error: every Ref object must have a single String value.")
		}
		return r.ref(name)
	case "Fn::GetAtt":
		return r.getAtt(arg)
	case "Fn::Sub":
		return r.sub(arg)
	case "Fn::Join":
		return r.join(arg)
	case "Fn::Select":
		return r.selectOne(arg)
	case "Fn::Split":
		return r.split(arg)
	case "Fn::If":
		return r.ifThen(arg)
	case "Fn::FindInMap":
		return r.findInMap(arg)
	case "Fn::ImportValue":
		name, err := r.Text(arg)
		if err != nil {
			return nil, err
		}
		if r.scope.Import == nil {
			return nil, errorf("Template error: Fn::ImportValue cannot be used here")
		}
		return r.scope.Import(name)
	case "Fn::Base64":
		text, err := r.Text(arg)
		if err != nil {
			return nil, errorf("Template error: every Fn::Base64 object must have a String-typed value.")
		}
		return base64.StdEncoding.EncodeToString([]byte(text)), nil
	case "Fn::GetAZs":
		region := r.scope.Pseudo["AWS::Region"]
		return []any{region + "a", region + "b", region + "c"}, nil
	case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Condition":
		yes, err := r.logic(fn, arg)
		return strconv.FormatBool(yes), err
	}
	return nil, errorf("Template error: %s is not supported", fn)
}

func (r *Resolver) ref(name string) (any, error) {
	if name == "AWS::NoValue" {
		return none{}, nil
	}
	if v, ok := r.scope.Pseudo[name]; ok {
		return v, nil
	}
	if v, ok := r.scope.Parameters[name]; ok {
		if p, declared := r.template.Parameter(name); declared && p.IsList() {
			return splitList(v), nil
		}
		return v, nil
	}
	if _, ok := r.template.Resource(name); ok && r.scope.Ref != nil {
		return r.scope.Ref(name)
	}
	return nil, unresolvedIn("Resources", []string{name})
}

func splitList(text string) []any {
	parts := strings.Split(text, ",")
	list := make([]any, len(parts))
	for i, p := range parts {
		list[i] = strings.TrimSpace(p)
	}
	return list
}

func (r *Resolver) getAtt(arg any) (any, error) {
	name, rawAttribute, ok := getAttArguments(arg)
	if !ok {
		return nil, errorf("Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name " +
			"and the resource attribute")
	}
	attribute, err := r.Text(rawAttribute)
	if err != nil {
		return nil, err
	}
	return r.attribute(name, attribute)
}

func (r *Resolver) attribute(name, attribute string) (any, error) {
	if _, ok := r.template.Resource(name); !ok || r.scope.Attribute == nil {
		return nil, errorf("Template error: instance of Fn::GetAtt references undefined resource %s", name)
	}
	return r.scope.Attribute(name, attribute)
}

func (r *Resolver) ifThen(arg any) (any, error) {
	list, ok := arg.([]any)
	name := ""
	if ok && len(list) == 3 {
		name, _ = list[0].(string)
	}
	if name == "" {
		return nil, errorf("Template error: Fn::If requires a list argument with the first parameter being a condition")
	}
	yes, err := r.Condition(name)
	if err != nil {
		return nil, err
	}
	if yes {
		return r.value(list[1])
	}
	return r.value(list[2])
}

// Condition evaluates a named condition.
func (r *Resolver) Condition(name string) (bool, error) {
	if yes, known := r.conditions[name]; known {
		return yes, nil
	}
	v, ok := r.template.condition(name)
	if !ok {
		return false, errorf("Template format error: Unresolved condition dependency %s in the Resources block of the template", name)
	}
	if slices.Contains(r.evaluating, name) {
		return false, errorf("Template error: Found circular condition dependency between %s", strings.Join(r.evaluating, " and "))
	}
	r.evaluating = append(r.evaluating, name)
	defer func() { r.evaluating = r.evaluating[:len(r.evaluating)-1] }()
	fn, arg, _ := function(v)
	yes, err := r.logic(fn, arg)
	if err == nil {
		r.conditions[name] = yes
	}
	return yes, err
}

// holds evaluates the condition of a resource or output; none is always true.
func (r *Resolver) holds(name string) (bool, error) {
	if name == "" {
		return true, nil
	}
	return r.Condition(name)
}
