package template

import (
	"strconv"
	"strings"
)

func (r *Resolver) sub(arg any) (any, error) {
	text, vars, ok := subArguments(arg)
	if !ok {
		return nil, errorf("Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify " +
			"a string as first argument, and an optional second argument to specify a mapping of values to replace in the string")
	}
	var b strings.Builder
	for _, p := range subPieces(text) {
		if !p.variable {
			b.WriteString(p.text)
			continue
		}
		v, err := r.variable(p.text, vars)
		if err != nil {
			return nil, err
		}
		b.WriteString(v)
	}
	return b.String(), nil
}

// variable is what ${Name} or ${Name.Attribute} stands for.
func (r *Resolver) variable(name string, vars map[string]any) (string, error) {
	if v, own := vars[name]; own {
		return r.Text(v)
	}
	var v any
	var err error
	resource, attribute, dotted := strings.Cut(name, ".")
	if dotted {
		v, err = r.attribute(resource, attribute)
	} else {
		v, err = r.ref(name)
	}
	if err != nil {
		return "", err
	}
	if list, isList := v.([]any); isList {
		return joinTexts(list, ","), nil
	}
	text, ok := v.(string)
	if !ok {
		return "", errorf("Template error: variable %s in Fn::Sub expression does not resolve to a string", name)
	}
	return text, nil
}

func joinTexts(list []any, separator string) string {
	parts := make([]string, len(list))
	for i, item := range list {
		parts[i], _ = item.(string)
	}
	return strings.Join(parts, separator)
}

func (r *Resolver) join(arg any) (any, error) {
	malformed := errorf("Template error: every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list " +
		"of strings to be joined or a function that returns a list of strings (such as Fn::GetAZs) to be joined.")
	args, ok := arg.([]any)
	if !ok || len(args) != 2 {
		return nil, malformed
	}
	separator, isText := args[0].(string)
	v, err := r.value(args[1])
	if err != nil {
		return nil, err
	}
	list, isList := v.([]any)
	if !isText || !isList {
		return nil, malformed
	}
	for _, item := range list {
		if _, ok := item.(string); !ok {
			return nil, malformed
		}
	}
	return joinTexts(list, separator), nil
}

func (r *Resolver) selectOne(arg any) (any, error) {
	malformed := errorf("Template error: Fn::Select requires a list argument with two elements: an integer index and a list")
	args, ok := arg.([]any)
	if !ok || len(args) != 2 {
		return nil, malformed
	}
	at, err := r.Text(args[0])
	if err != nil {
		return nil, err
	}
	index, notNumber := strconv.Atoi(at)
	v, err := r.value(args[1])
	if err != nil {
		return nil, err
	}
	list, isList := v.([]any)
	if notNumber != nil || !isList {
		return nil, malformed
	}
	if index < 0 || index >= len(list) {
		return nil, errorf("Template error: Fn::Select  cannot select nonexistent value at index %d", index)
	}
	return list[index], nil
}

func (r *Resolver) split(arg any) (any, error) {
	malformed := errorf("Template error: every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string " +
		"to be split or a function that returns a string to be split.")
	args, ok := arg.([]any)
	if !ok || len(args) != 2 {
		return nil, malformed
	}
	separator, isText := args[0].(string)
	if !isText || separator == "" {
		return nil, malformed
	}
	text, err := r.Text(args[1])
	if err != nil {
		return nil, err
	}
	var list []any
	for part := range strings.SplitSeq(text, separator) {
		list = append(list, part)
	}
	return list, nil
}

func (r *Resolver) findInMap(arg any) (any, error) {
	args, ok := arg.([]any)
	if !ok || len(args) < 3 {
		return nil, errorf("Template error: every Fn::FindInMap object requires three parameters, the map name, map key and the " +
			"attribute for return value")
	}
	var keys [3]string
	for i := range keys {
		var err error
		if keys[i], err = r.Text(args[i]); err != nil {
			return nil, err
		}
	}
	mapping, ok := r.template.Mappings[keys[0]].(map[string]any)
	if !ok {
		return nil, errorf("Template error: Mapping named '%s' is not present in the 'Mappings' section of template.", keys[0])
	}
	second, _ := mapping[keys[1]].(map[string]any)
	if v, ok := second[keys[2]]; ok {
		return v, nil
	}
	return nil, errorf("Template error: Unable to get mapping for %s::%s::%s", keys[0], keys[1], keys[2])
}

// logic evaluates the functions that conditions are made of.
func (r *Resolver) logic(fn string, arg any) (bool, error) {
	args, _ := arg.([]any)
	switch fn {
	case "Condition":
		name, _ := arg.(string)
		return r.Condition(name)
	case "Fn::Equals":
		if len(args) != 2 {
			return false, errorf("Template error: every Fn::Equals object requires a list of 2 string parameters.")
		}
		a, err := r.Text(args[0])
		if err != nil {
			return false, err
		}
		b, err := r.Text(args[1])
		return a == b, err
	case "Fn::Not":
		if len(args) != 1 {
			return false, errorf("Template error: every Fn::Not object requires one boolean parameter.")
		}
		yes, err := r.operand(args[0])
		return !yes, err
	}
	if len(args) < 2 || len(args) > 10 {
		return false, errorf("Template error: every %s object requires a list of at least 2 and at most 10 boolean parameters.", fn)
	}
	for _, a := range args {
		yes, err := r.operand(a)
		if err != nil {
			return false, err
		}
		if yes == (fn == "Fn::Or") {
			return yes, nil
		}
	}
	return fn == "Fn::And", nil
}

func (r *Resolver) operand(v any) (bool, error) {
	fn, arg, ok := function(v)
	if !ok || !isConditionFunction(fn) {
		return false, errorf("Template format error: Every Conditions member must be a single object with a single function.")
	}
	return r.logic(fn, arg)
}

// Outputs lists the outputs that the conditions let exist.
func (t *Template) ActiveOutputs(r *Resolver) ([]*Output, error) {
	var list []*Output
	for i := range t.Outputs {
		yes, err := r.holds(t.Outputs[i].Condition)
		if err != nil {
			return nil, err
		}
		if yes {
			list = append(list, &t.Outputs[i])
		}
	}
	return list, nil
}
