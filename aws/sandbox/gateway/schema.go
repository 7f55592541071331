package gateway

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"agentcore-workshop/aws/sandbox/core"
)

// faults holds a value against a tool's input schema: type, properties, required, items and enum, which is what
// SchemaDefinition of the service model knows, and of OpenAPI what can be checked with it. It names each fault by its place.
func faults(schema core.Object, value any, place string) []string {
	want, _ := schema["type"].(string)
	if !isA(want, value) {
		return []string{fmt.Sprintf("%s must be of type %s", place, want)}
	}
	if allowed, ok := schema["enum"].([]any); ok && !slices.ContainsFunc(allowed, func(one any) bool { return fmt.Sprint(one) == fmt.Sprint(value) }) {
		return []string{fmt.Sprintf("%s must be one of %v", place, allowed)}
	}
	var found []string
	switch value := value.(type) {
	case core.Object:
		found = memberFaults(schema, value, place)
	case []any:
		items, _ := schema["items"].(core.Object)
		for i, item := range value {
			if items != nil {
				found = append(found, faults(items, item, fmt.Sprintf("%s[%d]", place, i))...)
			}
		}
	}
	return found
}

func memberFaults(schema, value core.Object, place string) []string {
	var found, required []string
	_ = core.Bind(schema["required"], &required) // the model lets only lists of strings through
	for _, name := range required {
		if _, given := value[name]; !given {
			found = append(found, under(place, name)+" is required")
		}
	}
	properties, _ := schema["properties"].(core.Object)
	for _, name := range slices.Sorted(maps.Keys(value)) {
		if member, ok := properties[name].(core.Object); ok {
			found = append(found, faults(member, value[name], under(place, name))...)
		}
	}
	return found
}

func under(place, name string) string {
	if place == "arguments" {
		return name
	}
	return place + "." + name
}

// isA reports whether a JSON value is of a schema's type. An unknown type is any.
func isA(want string, value any) bool {
	number, isNumber := value.(float64)
	var ok bool
	switch want {
	case "object":
		_, ok = value.(core.Object)
	case "array":
		_, ok = value.([]any)
	case "string":
		_, ok = value.(string)
	case "boolean":
		_, ok = value.(bool)
	case "number":
		ok = isNumber
	case "integer":
		ok = isNumber && number == math.Trunc(number)
	default:
		ok = true
	}
	return ok
}
