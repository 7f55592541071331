package checkup

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// A policy is one field of three thousand characters, of which a repair changes a few: those are what a person has to see.

// documentDifferences are the places in which two JSON documents differ; what is no such document differs as a whole. White space is
// no difference.
func documentDifferences(field, is, want string) []flow.Difference {
	var a, b map[string]any
	if json.Unmarshal([]byte(is), &a) != nil || json.Unmarshal([]byte(want), &b) != nil || a == nil || b == nil {
		return []flow.Difference{{Field: field, Is: is, Want: want}}
	}
	return between(field, a, b)
}

// between walks two values as far down as both have the same shape.
func between(path string, is, want any) []flow.Difference {
	a, b := members(is), members(want)
	if a == nil || b == nil {
		if one, other := compact(is), compact(want); one != other {
			return []flow.Difference{{Field: path, Is: one, Want: other}}
		}
		return nil
	}
	keys := slices.Collect(maps.Keys(a))
	for key := range b {
		if _, both := a[key]; !both {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	var all []flow.Difference
	for _, key := range keys {
		all = append(all, between(path+" "+key, a[key], b[key])...)
	}
	return all
}

// members are what a value holds, statements under their Sid, since a repair may change their order; nil for a leaf. IAM takes one
// statement without its list, too.
func members(v any) map[string]any {
	switch v := v.(type) {
	case map[string]any:
		if _, alone := v["Statement"].(map[string]any); alone {
			v = maps.Clone(v)
			v["Statement"] = statementsOf(v)
		}
		return v
	case []any:
		named := map[string]any{}
		for i, one := range v {
			statement, is := one.(map[string]any)
			if !is {
				return nil
			}
			name := fmt.Sprintf("[%d]", i+1)
			if sid, has := statement["Sid"].(string); has && named["["+sid+"]"] == nil {
				name = "[" + sid + "]"
			}
			named[name] = one
		}
		return named
	}
	return nil
}

// compact is a value in one line, with nothing for what is not there.
func compact(v any) string {
	if text, is := v.(string); is || v == nil {
		return text
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(raw)
}

// oneLine is a JSON document without its line breaks; anything else stays as it is.
func oneLine(document string) string {
	var b bytes.Buffer
	if json.Compact(&b, []byte(document)) != nil {
		return document
	}
	return b.String()
}

// withStatements is a policy document in which those statements that replaced says are the template's, and all others its own.
func withStatements(document, template string, replaced func(map[string]any) bool) (string, error) {
	is, err := parsed(document)
	if err != nil {
		return "", err
	}
	want, err := parsed(template)
	if err != nil {
		return "", err
	}
	statements := slices.DeleteFunc(statementsOf(is), func(v any) bool {
		statement, _ := v.(map[string]any)
		return replaced(statement)
	})
	is["Statement"] = append(statements, statementsOf(want)...)
	raw, err := json.Marshal(is)
	return string(raw), err
}

// withRealActions is a policy document without actions that IAM does not know. A statement that the template has, by its Sid, becomes
// the template's; one that grants nothing goes; of a policy that has nothing left nothing is left.
func withRealActions(document, template string) (string, error) {
	is, err := parsed(document)
	if err != nil {
		return "", err
	}
	ours := map[any]any{}
	if want, err := parsed(template); err == nil { // none for a policy that the template does not have
		for _, v := range statementsOf(want) {
			if statement, ok := v.(map[string]any); ok && statement["Sid"] != nil {
				ours[statement["Sid"]] = v
			}
		}
	}
	changed := false
	var kept []any
	for _, v := range statementsOf(is) {
		statement, _ := v.(map[string]any)
		actions, _ := statement["Action"].([]any)
		if one, alone := statement["Action"].(string); alone {
			actions = []any{one}
		}
		real := slices.DeleteFunc(slices.Clone(actions), func(a any) bool { name, _ := a.(string); return unreal(name) })
		switch {
		case len(real) == len(actions):
			kept = append(kept, v)
			continue
		case ours[statement["Sid"]] != nil:
			kept = append(kept, ours[statement["Sid"]])
		case len(real) > 0:
			statement["Action"] = real
			kept = append(kept, v)
		}
		changed = true
	}
	switch {
	case !changed:
		return document, nil
	case len(kept) == 0:
		return "", nil
	}
	is["Statement"] = kept
	raw, err := json.Marshal(is)
	return string(raw), err
}

func parsed(document string) (map[string]any, error) {
	var all map[string]any
	if err := json.Unmarshal([]byte(document), &all); err != nil {
		return nil, &flow.Failure{Code: "MalformedPolicy", Exit: flow.ExitCheckFailed, Message: text.Plain(err.Error())}
	}
	return all, nil
}

// statementsOf are a document's statements; IAM takes one without its list, too.
func statementsOf(document map[string]any) []any {
	if one, alone := document["Statement"].(map[string]any); alone {
		return []any{one}
	}
	many, _ := document["Statement"].([]any)
	return slices.Clone(many)
}
