package checkup

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"agentcore-workshop/steps/flow"
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
		if one, alone := v["Statement"].(map[string]any); alone {
			v = maps.Clone(v)
			v["Statement"] = []any{one}
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
