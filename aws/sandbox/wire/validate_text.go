package wire

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"agentcore-workshop/aws/sandbox/core"
)

// failure makes the service's own validation error of what was found.
func (v *validator) failure(op *Operation) *core.Error {
	texts := make([]string, len(v.found))
	for i, broken := range v.found {
		texts[i] = broken.text()
	}
	noun := "errors"
	if len(texts) == 1 {
		noun = "error"
	}
	e := &core.Error{
		Code:    validationCode(op, v.found[0].path),
		Message: fmt.Sprintf("%d validation %s detected: %s", len(texts), noun, strings.Join(texts, "; ")),
	}
	if op.Service.Protocol == REST {
		fields := make([]any, len(v.found))
		for i, broken := range v.found {
			fields[i] = core.Object{"name": broken.path, "message": broken.constraint}
		}
		e.Members = core.Object{"reason": "FieldValidationFailed", "fieldList": fields}
	}
	return e
}

func (b violation) text() string {
	return "Value" + b.shown + " at '" + b.path + "' failed to satisfy constraint: " + b.constraint
}

// validationCode is the error by which a service refuses an input that its model does not allow.
func validationCode(op *Operation, path string) string {
	switch {
	case op.Service.Protocol == Query:
		return "ValidationError"
	case op.Service.Name == "cognito-idp":
		return "InvalidParameterException"
	case op.Service.Name == "cloudtrail" && path == "maxResults":
		return "InvalidMaxResultsException"
	case op.Service.Name == "cloudtrail" && strings.HasPrefix(path, "lookupAttributes"):
		return "InvalidLookupAttributesException"
	case op.Service.Name == "cloudtrail" && path == "eventCategory":
		return "InvalidEventCategoryException"
	default:
		return "ValidationException"
	}
}

func maxLengthText(s *Shape) string {
	return "Member must have length less than or equal to " + bound(*s.Max)
}

func minLengthText(s *Shape) string {
	return "Member must have length greater than or equal to " + bound(*s.Min)
}

func maxValueText(s *Shape) string {
	return "Member must have value less than or equal to " + bound(*s.Max)
}

func minValueText(s *Shape) string {
	return "Member must have value greater than or equal to " + bound(*s.Min)
}

func patternText(s *Shape) string {
	return "Member must satisfy regular expression pattern: " + s.Pattern
}

func enumText(s *Shape) string {
	return "Member must satisfy enum value set: [" + strings.Join(s.Enum, ", ") + "]"
}

func bound(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// constraintsOf lists all constraints of a shape, as AWS does for the members of lists and maps.
func constraintsOf(s *Shape) string {
	var all []string
	numeric := s.Type == "integer" || s.Type == "long"
	if s.Max != nil {
		all = append(all, pick(numeric, maxValueText, maxLengthText)(s))
	}
	if s.Min != nil {
		all = append(all, pick(numeric, minValueText, minLengthText)(s))
	}
	if s.Pattern != "" {
		all = append(all, patternText(s))
	}
	if len(s.Enum) > 0 {
		all = append(all, enumText(s))
	}
	return "[" + strings.Join(all, ", ") + "]"
}

func pick(first bool, a, b func(*Shape) string) func(*Shape) string {
	if first {
		return a
	}
	return b
}

// quoted is " 'value'" for the text of a violation, or nothing for what is sensitive.
func quoted(shape *Shape, value any) string {
	if shape.holdsSecrets(map[*Shape]bool{}) {
		return ""
	}
	return " '" + show(tree(value)) + "'"
}

func ifOpen(shape *Shape, text string) string {
	if shape.Secret {
		return ""
	}
	return text
}

// holdsSecrets reports a shape that is sensitive, or has something sensitive inside.
func (s *Shape) holdsSecrets(seen map[*Shape]bool) bool {
	if s == nil || seen[s] {
		return false
	}
	seen[s] = true
	if s.Secret || s.elem.holdsSecrets(seen) || s.key.holdsSecrets(seen) || s.value.holdsSecrets(seen) {
		return true
	}
	return slices.ContainsFunc(s.members, func(m *Member) bool { return m.Shape.holdsSecrets(seen) })
}

// show writes a value as AWS quotes it: lists as [a, b], structures as {k=v}. Long values are cut.
func show(value any) string {
	const longest = 1024
	text := ""
	switch v := value.(type) {
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = show(tree(v[i]))
		}
		text = "[" + strings.Join(parts, ", ") + "]"
	case core.Object:
		parts := make([]string, 0, len(v))
		for _, key := range sortedKeys(v) {
			parts = append(parts, key+"="+show(tree(v[key])))
		}
		text = "{" + strings.Join(parts, ", ") + "}"
	case float64:
		text = bound(v)
	default:
		text = fmt.Sprint(v)
	}
	if runes := []rune(text); len(runes) > longest {
		return string(runes[:longest]) + "…"
	}
	return text
}

func sortedKeys(o core.Object) []string { return slices.Sorted(maps.Keys(o)) }

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func lowerFirst(s string) string {
	runes := []rune(s)
	runes[0] = unicode.ToLower(runes[0])
	return string(runes)
}
