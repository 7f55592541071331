package template

import (
	"slices"
	"strconv"
	"strings"
)

// logicalID reports whether a name may be one: 1 to 255 letters and digits.
func logicalID(name string) bool {
	return len(name) >= 1 && len(name) <= 255 && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

func (t *Template) readMapping(name string, v any) error {
	levels, ok := v.(map[string]any)
	if !ok {
		return errorf("Template format error: Every Mappings member must be a map")
	}
	for key, second := range levels {
		if _, ok := second.(map[string]any); !ok {
			return errorf("Template format error: Every Mappings attribute must be a String or a List. (%s/%s)", name, key)
		}
	}
	if t.Mappings == nil {
		t.Mappings = map[string]any{}
	}
	t.Mappings[name] = v
	return nil
}

func (t *Template) readCondition(name string, v any) error {
	if fn, _, ok := function(v); !ok || !isConditionFunction(fn) {
		return errorf("Template format error: Every Conditions member must be a single object with a single function.")
	}
	t.Conditions = append(t.Conditions, Condition{Name: name, Value: v})
	return nil
}

func (t *Template) readResource(name string, v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return errorf("Template format error: Every Resources object must contain a Type member.")
	}
	if !logicalID(name) {
		return errorf("Template format error: Resource name %s is non alphanumeric.", name)
	}
	r := Resource{Name: name, Properties: map[string]any{}}
	var bad []string
	for key, v := range m {
		text, isText := v.(string)
		switch key {
		case "Type":
			r.Type = text
		case "Condition":
			if !isText {
				return errorf("Template format error: Every Condition member must be a string.")
			}
			r.Condition = text
		case "DependsOn":
			r.DependsOn = texts(v)
		case "DeletionPolicy":
			r.DeletionPolicy = text
		case "UpdateReplacePolicy":
			r.UpdateReplacePolicy = text
		case "Metadata":
			r.Metadata = v
		case "Properties":
			if r.Properties, ok = v.(map[string]any); !ok {
				return errorf("Template format error: Properties of resource %s must be an object.", name)
			}
		case "CreationPolicy", "UpdatePolicy", "Description", "Version":
		default:
			bad = append(bad, key)
		}
	}
	if len(bad) > 0 {
		slices.Sort(bad)
		return errorf("Invalid template resource property '%s'", strings.Join(bad, ", "))
	}
	if r.Type == "" {
		return errorf("Template format error: [/Resources/%s] Every Resources object must contain a Type member.", name)
	}
	if err := r.checkPolicies(); err != nil {
		return err
	}
	t.Resources = append(t.Resources, r)
	return nil
}

func (r *Resource) checkPolicies() error {
	for name, value := range map[string]string{"DeletionPolicy": r.DeletionPolicy, "UpdateReplacePolicy": r.UpdateReplacePolicy} {
		switch value {
		case "", "Delete", "Retain", "Snapshot":
			continue
		case "RetainExceptOnCreate":
			if name == "DeletionPolicy" {
				continue
			}
		}
		return errorf("Template format error: Unrecognized %s %s for resource %s", name, value, r.Name)
	}
	return nil
}

func (t *Template) readOutput(name string, v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return errorf("Template format error: Every Outputs member must be an object.")
	}
	if !logicalID(name) {
		return errorf("Template format error: Output name %s is non alphanumeric.", name)
	}
	value, ok := m["Value"]
	if !ok {
		return errorf("Template format error: Every Outputs member must contain a Value object")
	}
	if _, isList := value.([]any); isList {
		return errorf("Template format error: The Value field of every Outputs member must evaluate to a String.")
	}
	o := Output{Name: name, Value: value}
	o.Description, _ = m["Description"].(string)
	o.Condition, _ = m["Condition"].(string)
	if raw, exported := m["Export"]; exported {
		export, _ := raw.(map[string]any)
		if o.Export = export["Name"]; o.Export == nil {
			return errorf("Template format error: Output %s is malformed. The Export must contain a Name.", name)
		}
	}
	t.Outputs = append(t.Outputs, o)
	return nil
}

func number(v any) (*float64, bool) {
	text, ok := v.(string)
	if !ok {
		return nil, false
	}
	f, err := strconv.ParseFloat(text, 64)
	return &f, err == nil
}
