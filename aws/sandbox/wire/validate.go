package wire

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"agentcore-workshop/aws/sandbox/core"
)

// Validate checks an input against the service model: required members, lengths, ranges, patterns, enums and unions, at
// every depth. It fits core.Cloud.Validate. An operation that the model lacks is not checked.
func (c *Codec) Validate(service, operation string, in core.Object) *core.Error {
	op := c.model().Operations[service+":"+operation]
	if op == nil || op.In == nil {
		return nil
	}
	v := validator{patterns: c.patterns}
	v.structure(op.In, "", in)
	if len(v.found) == 0 {
		return nil
	}
	return v.failure(op)
}

// violation is one broken constraint. shown is the value as AWS quotes it, empty when it must not be quoted.
type violation struct{ path, shown, constraint string }

type validator struct {
	patterns *patterns
	found    []violation
}

// most is how many violations one answer tells of.
const most = 20

func (v *validator) add(path, shown, constraint string) {
	if len(v.found) < most {
		v.found = append(v.found, violation{path, shown, constraint})
	}
}

func (v *validator) structure(shape *Shape, path string, fields core.Object) {
	set := 0
	for _, member := range shape.members {
		value, ok := fields[member.Name]
		at := join(path, lowerFirst(member.Name))
		if !ok || value == nil {
			if member.Required {
				v.add(at, ifOpen(member.Shape, " null"), "Member must not be null")
			}
			continue
		}
		set++
		v.value(member.Shape, at, value)
	}
	if shape.Union && set != 1 {
		v.add(path, "", "Member must have exactly one of its members set")
	}
}

func (v *validator) value(shape *Shape, path string, value any) {
	switch shape.Type {
	case "structure":
		if fields, ok := tree(value).(core.Object); ok && !shape.document() {
			v.structure(shape, path, fields)
		}
	case "list":
		if items, ok := tree(value).([]any); ok {
			v.list(shape, path, items)
		}
	case "map":
		if fields, ok := tree(value).(core.Object); ok {
			v.entries(shape, path, fields)
		}
	default:
		for _, constraint := range v.scalar(shape, value) {
			v.add(path, quoted(shape, value), constraint)
		}
	}
}

func (v *validator) list(shape *Shape, path string, items []any) {
	for _, constraint := range lengths(shape, len(items)) {
		v.add(path, quoted(shape, items), constraint)
	}
	for i, item := range items {
		if isScalar(shape.elem) {
			// AWS names the list, quotes all of it, and lists all that its members must satisfy.
			if len(v.scalar(shape.elem, item)) > 0 {
				v.add(path, quoted(shape, items), "Member must satisfy constraint: "+constraintsOf(shape.elem))
				return
			}
			continue
		}
		v.value(shape.elem, join(path, strconv.Itoa(i+1)+".member"), item)
	}
}

func (v *validator) entries(shape *Shape, path string, fields core.Object) {
	for _, constraint := range lengths(shape, len(fields)) {
		v.add(path, quoted(shape, fields), constraint)
	}
	for _, key := range sortedKeys(fields) {
		if len(v.scalar(shape.key, key)) > 0 {
			v.add(path, quoted(shape, fields), "Map keys must satisfy constraint: "+constraintsOf(shape.key))
			return
		}
		if isScalar(shape.value) {
			if len(v.scalar(shape.value, fields[key])) > 0 {
				v.add(path, quoted(shape, fields), "Map value must satisfy constraint: "+constraintsOf(shape.value))
				return
			}
			continue
		}
		v.value(shape.value, join(path, key+".member"), fields[key])
	}
}

// scalar lists the constraints that a value breaks. A value of another type is the decoder's affair, not ours.
func (v *validator) scalar(shape *Shape, value any) []string {
	switch x := tree(value).(type) {
	case string:
		if shape.Type == "blob" {
			return lengths(shape, len(x)*3/4)
		}
		if shape.Type != "string" {
			return nil
		}
		broken := lengths(shape, utf8.RuneCountInString(x))
		if !v.patterns.fits(shape, x) {
			broken = append(broken, patternText(shape))
		}
		if len(shape.Enum) > 0 && !slices.Contains(shape.Enum, x) {
			broken = append(broken, enumText(shape))
		}
		return broken
	case float64:
		return ranges(shape, x)
	}
	return nil
}

func lengths(shape *Shape, n int) []string {
	var broken []string
	if shape.Max != nil && float64(n) > *shape.Max {
		broken = append(broken, maxLengthText(shape))
	}
	if shape.Min != nil && float64(n) < *shape.Min {
		broken = append(broken, minLengthText(shape))
	}
	return broken
}

func ranges(shape *Shape, x float64) []string {
	var broken []string
	if shape.Max != nil && x > *shape.Max {
		broken = append(broken, maxValueText(shape))
	}
	if shape.Min != nil && x < *shape.Min {
		broken = append(broken, minValueText(shape))
	}
	return broken
}

// tree brings values of inner calls, which may be structs or typed slices, into the tree's form.
func tree(value any) any {
	switch value.(type) {
	case nil, string, bool, float64, []any, core.Object:
		return value
	}
	var plain any
	if core.Bind(value, &plain) != nil {
		return nil
	}
	return plain
}

func isScalar(shape *Shape) bool {
	switch shape.Type {
	case "structure", "list", "map":
		return false
	}
	return true
}
