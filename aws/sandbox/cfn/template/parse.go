package template

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Parse reads a template body, JSON or YAML. What it refuses is an *Error with AWS's text.
func Parse(body string) (*Template, error) {
	if len(body) > MaxBody {
		return nil, errorf("1 validation error detected: Value '%s' at 'templateBody' failed to satisfy constraint: "+
			"Member must have length less than or equal to %d", body, MaxBody)
	}
	root, err := tree(body)
	if err != nil {
		return nil, err
	}
	if root.Kind != yaml.MappingNode {
		return nil, errorf("Template format error: unsupported structure.")
	}
	if hasAlias(root) {
		return nil, errorf("Template error: YAML aliases are not allowed in CloudFormation templates")
	}
	value, err := new(converter).convert(root, "", 0)
	if err != nil {
		return nil, err
	}
	m, ok := value.(map[string]any)
	if !ok {
		return nil, errorf("Template format error: unsupported structure.")
	}
	return read(m, order(root))
}

// order lists the members of each section as they stand in the document, since events and answers follow it.
func order(root *yaml.Node) map[string][]string {
	sections := map[string][]string{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, section := root.Content[i].Value, root.Content[i+1]
		if section.Kind != yaml.MappingNode {
			continue
		}
		for j := 0; j+1 < len(section.Content); j += 2 {
			name := section.Content[j]
			if !slices.Contains(sections[key], name.Value) {
				sections[key] = append(sections[key], name.Value)
			}
		}
	}
	return sections
}

func read(m map[string]any, order map[string][]string) (*Template, error) {
	t := &Template{Metadata: m["Metadata"]}
	if err := t.readHead(m); err != nil {
		return nil, err
	}
	for _, section := range []struct {
		name string
		most int
		read func(name string, v any) error
	}{
		{"Parameters", 200, t.readParameter}, {"Mappings", 200, t.readMapping}, {"Conditions", 500, t.readCondition},
		{"Resources", 500, t.readResource}, {"Outputs", 200, t.readOutput},
	} {
		raw, there := m[section.name]
		if !there {
			continue
		}
		members, ok := raw.(map[string]any)
		if !ok {
			return nil, errorf("Template format error: unsupported structure.")
		}
		if len(members) > section.most {
			return nil, errorf("Template format error: Number of %s, %d, is greater than maximum allowed, %d",
				strings.ToLower(section.name), len(members), section.most)
		}
		for _, name := range order[section.name] {
			if err := section.read(name, members[name]); err != nil {
				return nil, err
			}
		}
	}
	if len(t.Resources) == 0 {
		return nil, errorf("Template format error: At least one Resources member must be defined.")
	}
	return t, nil
}

func (t *Template) readHead(m map[string]any) error {
	var unknown []string
	for name, v := range m {
		switch name {
		case "AWSTemplateFormatVersion":
			t.Version, _ = v.(string)
			if t.Version != "2010-09-09" {
				return errorf("Template format error: unsupported value for AWSTemplateFormatVersion.")
			}
		case "Description":
			text, ok := v.(string)
			if !ok {
				return errorf("Template format error: Description must be a string.")
			}
			if len(text) > 1024 {
				return errorf("Template format error: 'Description' length is greater than 1024.")
			}
			t.Description = text
		case "Transform":
			t.Transforms = texts(v)
		case "Metadata", "Parameters", "Mappings", "Conditions", "Resources", "Outputs", "Rules", "Hooks":
		default:
			unknown = append(unknown, name)
		}
	}
	if len(unknown) > 0 {
		slices.Sort(unknown)
		return errorf("Invalid template property or properties [%s]", strings.Join(unknown, ", "))
	}
	return nil
}

// texts reads what may be one text or a list of them.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		list := make([]string, 0, len(v))
		for _, item := range v {
			if s, ok := item.(string); ok {
				list = append(list, s)
			}
		}
		return list
	}
	return nil
}
