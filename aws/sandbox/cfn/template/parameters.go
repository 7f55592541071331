package template

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func (t *Template) readParameter(name string, v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return errorf("Template format error: Every Parameters object must contain a Type member.")
	}
	if !logicalID(name) {
		return errorf("Template format error: Parameter name %s is non alphanumeric.", name)
	}
	for _, key := range sortedKeys(m) {
		switch key {
		case "Type", "Description", "Default", "NoEcho", "AllowedPattern", "AllowedValues", "ConstraintDescription",
			"MinLength", "MaxLength", "MinValue", "MaxValue":
		default:
			return errorf("Invalid template parameter property '%s'", key)
		}
	}
	p := Parameter{Name: name}
	var isText bool
	if p.Type, isText = m["Type"].(string); !isText {
		return errorf("Template format error: Every Parameters object must contain a Type member.")
	}
	if !knownParameterType(p.Type) {
		return errorf("Template format error: Unrecognized parameter type: %s", p.Type)
	}
	p.Description, _ = m["Description"].(string)
	p.AllowedPattern, _ = m["AllowedPattern"].(string)
	p.ConstraintDescription, _ = m["ConstraintDescription"].(string)
	p.NoEcho = m["NoEcho"] == "true"
	p.AllowedValues = texts(m["AllowedValues"])
	if d, there := m["Default"]; there {
		text, ok := d.(string)
		if !ok {
			return errorf("Template format error: Every Default member must be a string.")
		}
		p.Default = &text
	}
	for _, bound := range []struct {
		key  string
		into **float64
	}{{"MinLength", &p.MinLength}, {"MaxLength", &p.MaxLength}, {"MinValue", &p.MinValue}, {"MaxValue", &p.MaxValue}} {
		if raw, there := m[bound.key]; there {
			f, ok := number(raw)
			if !ok {
				return errorf("Template format error: Parameter %s must have a numeric %s.", name, bound.key)
			}
			*bound.into = f
		}
	}
	t.Parameters = append(t.Parameters, p)
	return nil
}

func knownParameterType(name string) bool {
	switch name {
	case "String", "Number", "CommaDelimitedList", "List<Number>", "List<String>", "AWS::SSM::Parameter::Name",
		"AWS::SSM::Parameter::Value<String>", "AWS::SSM::Parameter::Value<List<String>>",
		"AWS::SSM::Parameter::Value<CommaDelimitedList>":
		return true
	}
	inner, isList := strings.CutPrefix(name, "List<")
	if isList {
		name = strings.TrimSuffix(inner, ">")
	}
	return strings.HasPrefix(name, "AWS::EC2::") || name == "AWS::Route53::HostedZone::Id"
}

// IsList says whether Ref of the parameter is a list.
func (p *Parameter) IsList() bool {
	return strings.HasPrefix(p.Type, "List<") || p.Type == "CommaDelimitedList" || strings.HasSuffix(p.Type, "List>") ||
		strings.HasSuffix(p.Type, "List<String>>")
}

// FromSSM says whether the parameter's value is the name of an SSM parameter that holds the value proper.
func (p *Parameter) FromSSM() bool { return strings.HasPrefix(p.Type, "AWS::SSM::Parameter::Value<") }

// Given is a parameter's value as a request gives it.
type Given struct {
	ParameterKey     string
	ParameterValue   *string
	UsePreviousValue bool
}

// Bind gives every parameter its value: the request's, the previous one where the request says so, or the default.
// previous is nil for a stack that does not exist yet.
func (t *Template) Bind(given []Given, previous map[string]string) (map[string]string, error) {
	values := map[string]string{}
	var strangers, missing []string
	for _, g := range given {
		if _, ok := t.Parameter(g.ParameterKey); !ok {
			strangers = append(strangers, g.ParameterKey)
			continue
		}
		old, had := previous[g.ParameterKey]
		switch {
		case g.UsePreviousValue && !had:
			return nil, errorf("Invalid input for parameter key %s. Cannot specify usePreviousValue as true for a "+
				"parameter key not in the previous template", g.ParameterKey)
		case g.UsePreviousValue:
			values[g.ParameterKey] = old
		case g.ParameterValue != nil:
			values[g.ParameterKey] = *g.ParameterValue
		}
	}
	if len(strangers) > 0 {
		return nil, errorf("Parameters: [%s] do not exist in the template", strings.Join(strangers, ", "))
	}
	for i := range t.Parameters {
		p := &t.Parameters[i]
		if _, ok := values[p.Name]; ok {
			continue
		}
		if p.Default == nil {
			missing = append(missing, p.Name)
			continue
		}
		values[p.Name] = *p.Default
	}
	if len(missing) > 0 {
		return nil, errorf("Parameters: [%s] must have values", strings.Join(missing, ", "))
	}
	for i := range t.Parameters {
		if err := t.Parameters[i].check(values[t.Parameters[i].Name]); err != nil {
			return nil, err
		}
	}
	return values, nil
}

// check holds a value against the parameter's constraints.
func (p *Parameter) check(value string) error {
	items := []string{value}
	if p.IsList() && !p.FromSSM() {
		items = strings.Split(value, ",")
	}
	for _, item := range items {
		item = strings.TrimSpace(item)
		if !p.IsList() {
			item = value
		}
		if problem := p.problem(item); problem != "" {
			if p.ConstraintDescription != "" {
				return errorf("Parameter %s failed to satisfy constraint: %s", p.Name, p.ConstraintDescription)
			}
			return errorf("Parameter '%s' must %s", p.Name, problem)
		}
	}
	return nil
}

func (p *Parameter) problem(item string) string {
	length := float64(len([]rune(item)))
	switch {
	case len(p.AllowedValues) > 0 && !slices.Contains(p.AllowedValues, item):
		return "be one of AllowedValues"
	case p.MinLength != nil && length < *p.MinLength:
		return "contain at least " + plainNumber(*p.MinLength) + " characters"
	case p.MaxLength != nil && length > *p.MaxLength:
		return "contain at most " + plainNumber(*p.MaxLength) + " characters"
	}
	if p.AllowedPattern != "" {
		// AWS anchors the pattern. One that Go cannot read (lookahead) is let pass rather than refused for our sake.
		if re, err := regexp.Compile("^(?:" + p.AllowedPattern + ")$"); err == nil && !re.MatchString(item) {
			return "match pattern " + p.AllowedPattern
		}
	}
	if p.Type == "Number" || p.Type == "List<Number>" {
		f, ok := number(item)
		switch {
		case !ok:
			return "be a number"
		case p.MinValue != nil && *f < *p.MinValue:
			return "be a number not less than " + plainNumber(*p.MinValue)
		case p.MaxValue != nil && *f > *p.MaxValue:
			return "be a number not greater than " + plainNumber(*p.MaxValue)
		}
	}
	return ""
}

func plainNumber(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
