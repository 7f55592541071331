package template

import "strings"

// use is a place where a template names something by a function.
type use struct {
	fn, name  string
	attribute any
}

// chooser says which branch of Fn::If counts; a nil chooser makes both count.
type chooser func(condition string) (bool, error)

// walk visits every function under v. Names that Fn::Sub's own map defines are not uses.
func walk(v any, choose chooser, visit func(use) error) error {
	switch v := v.(type) {
	case []any:
		return walkList(v, choose, visit)
	case map[string]any:
		fn, arg, ok := function(v)
		if ok {
			return walkFunction(fn, arg, choose, visit)
		}
		for _, key := range sortedKeys(v) {
			if err := walk(v[key], choose, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

func walkList(list []any, choose chooser, visit func(use) error) error {
	for _, item := range list {
		if err := walk(item, choose, visit); err != nil {
			return err
		}
	}
	return nil
}

func walkFunction(fn string, arg any, choose chooser, visit func(use) error) error {
	switch fn {
	case "Ref", "Condition":
		name, ok := arg.(string)
		if !ok {
			return errorf("Template error: every %s object must have a single String value.", fn)
		}
		return visit(use{fn: fn, name: name})
	case "Fn::GetAtt":
		name, attribute, ok := getAttArguments(arg)
		if !ok || name == "" || attribute == "" {
			return errorf("Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name " +
				"and the resource attribute")
		}
		return visit(use{fn: fn, name: name, attribute: attribute})
	case "Fn::Sub":
		return walkSub(arg, choose, visit)
	case "Fn::If":
		return walkIf(arg, choose, visit)
	}
	if err := visit(use{fn: fn}); err != nil {
		return err
	}
	if list, ok := arg.([]any); ok {
		return walkList(list, choose, visit)
	}
	return walk(arg, choose, visit)
}

func walkSub(arg any, choose chooser, visit func(use) error) error {
	text, vars, ok := subArguments(arg)
	if !ok {
		return errorf("Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify " +
			"a string as first argument, and an optional second argument to specify a mapping of values to replace in the string")
	}
	for _, key := range sortedKeys(vars) {
		if err := walk(vars[key], choose, visit); err != nil {
			return err
		}
	}
	for _, p := range subPieces(text) {
		if _, own := vars[p.text]; !p.variable || own {
			continue
		}
		if err := visit(use{fn: "Fn::Sub", name: p.text}); err != nil {
			return err
		}
	}
	return nil
}

func walkIf(arg any, choose chooser, visit func(use) error) error {
	list, ok := arg.([]any)
	name := ""
	if ok && len(list) == 3 {
		name, _ = list[0].(string)
	}
	if name == "" {
		return errorf("Template error: Fn::If requires a list argument with the first parameter being a condition")
	}
	if err := visit(use{fn: "Fn::If", name: name}); err != nil {
		return err
	}
	if choose == nil {
		return walkList(list[1:], choose, visit)
	}
	yes, err := choose(name)
	if err != nil {
		return err
	}
	if yes {
		return walk(list[1], choose, visit)
	}
	return walk(list[2], choose, visit)
}

// Reference is a use of a parameter or resource inside a value. Attribute is empty where its id is meant.
type Reference struct{ Name, Attribute string }

// References lists what a value of a template uses, in order. A value that cannot be read uses nothing.
func References(v any) []Reference {
	var list []Reference
	err := walk(v, nil, func(u use) error {
		switch u.fn {
		case "Ref":
			list = append(list, Reference{Name: u.name})
		case "Fn::GetAtt":
			attribute, _ := u.attribute.(string)
			list = append(list, Reference{Name: u.name, Attribute: attribute})
		case "Fn::Sub":
			name, attribute, _ := strings.Cut(u.name, ".")
			list = append(list, Reference{Name: name, Attribute: attribute})
		}
		return nil
	})
	if err != nil {
		return nil
	}
	return list
}
