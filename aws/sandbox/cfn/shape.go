package cfn

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// form is what a property may be, after the resource type's schema.
type form int

const (
	formText form = iota
	formInteger
	formFlag
	formList
	formObject
	formMap  // names of the author's choice, each with a text
	formJSON // a document that is passed on as it is, such as a policy
)

// shape is the schema of one property. CloudFormation values are loosely typed: "60" is an integer where the schema says
// so, and a single text is a list of one nowhere.
type shape struct {
	form    form
	item    *shape
	members props
	enum    []string
}

// props is the schema of an object by the names of its members.
type props map[string]shape

// Constructors keep the schemas of the resource types readable.
func text() shape                  { return shape{form: formText} }
func oneOf(values ...string) shape { return shape{form: formText, enum: values} }
func integer() shape               { return shape{form: formInteger} }
func flag() shape                  { return shape{form: formFlag} }
func list(item shape) shape        { return shape{form: formList, item: &item} }
func texts() shape                 { return list(text()) }
func object(members props) shape   { return shape{form: formObject, members: members} }
func textMap() shape               { return shape{form: formMap} }
func document() shape              { return shape{form: formJSON} }

// tagList is the schema of Tags where they are a list.
func tagList() shape { return list(object(props{"Key": text(), "Value": text()})) }

// fit turns resolved template values into the tree that the service's operation takes. What does not fit is told in the
// words of CloudFormation's schema validator, one line each.
func (s shape) fit(v any, path string) (any, []string) {
	switch s.form {
	case formInteger:
		return s.fitInteger(v, path)
	case formFlag:
		switch strings.ToLower(fmt.Sprint(v)) {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, expected(path, "Boolean", v)
	case formList:
		return s.fitList(v, path)
	case formObject:
		m, ok := v.(map[string]any)
		if !ok {
			return nil, expected(path, "JSONObject", v)
		}
		return s.members.fit(m, path)
	case formMap:
		m, ok := v.(map[string]any)
		if !ok {
			return nil, expected(path, "JSONObject", v)
		}
		return m, nil
	case formJSON:
		return v, nil
	default:
		return s.fitText(v, path)
	}
}

func (s shape) fitText(v any, path string) (any, []string) {
	t, ok := v.(string)
	if !ok {
		return nil, expected(path, "String", v)
	}
	if len(s.enum) > 0 && !slices.Contains(s.enum, t) {
		return nil, []string{path + ": failed validation constraint for keyword [enum]"}
	}
	return t, nil
}

func (s shape) fitInteger(v any, path string) (any, []string) {
	t, _ := v.(string)
	n, err := strconv.ParseInt(strings.TrimSuffix(t, ".0"), 10, 64)
	if err != nil {
		return nil, expected(path, "Integer", v)
	}
	return float64(n), nil // the form in which numbers of a JSON tree come
}

func (s shape) fitList(v any, path string) (any, []string) {
	items, ok := v.([]any)
	if !ok {
		return nil, expected(path, "JSONArray", v)
	}
	out := make([]any, 0, len(items))
	var problems []string
	for i, item := range items {
		fitted, bad := s.item.fit(item, path+"/"+strconv.Itoa(i))
		problems = append(problems, bad...)
		out = append(out, fitted)
	}
	return out, problems
}

func (p props) fit(m map[string]any, path string) (map[string]any, []string) {
	out := make(map[string]any, len(m))
	var problems []string
	for _, name := range sorted(m) {
		s, known := p[name]
		if !known {
			problems = append(problems, fmt.Sprintf("%s: extraneous key [%s] is not permitted", path, name))
			continue
		}
		fitted, bad := s.fit(m[name], path+"/"+name)
		problems = append(problems, bad...)
		out[name] = fitted
	}
	return out, problems
}

func expected(path, want string, got any) []string {
	found := "String"
	switch got.(type) {
	case map[string]any:
		found = "JSONObject"
	case []any:
		found = "JSONArray"
	}
	return []string{path + ": expected type: " + want + ", found: " + found}
}

// compact is a value as JSON on one line, for events and change sets.
func compact(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(data)
}
