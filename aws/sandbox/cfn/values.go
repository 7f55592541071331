package cfn

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// Small helpers over trees of values.

func sorted(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

// without copies a tree's top, less some members.
func without(m map[string]any, names ...string) core.Object {
	out := core.Object{}
	for key, v := range m {
		if !slices.Contains(names, key) {
			out[key] = v
		}
	}
	return out
}

func with(m core.Object, name string, v any) core.Object {
	out := without(m)
	out[name] = v
	return out
}

// move copies a member under another name where it is there.
func move(into core.Object, name string, from map[string]any, member string) {
	if v, ok := from[member]; ok {
		into[name] = v
	}
}

// member finds a member without regard to the case of its first letters, since answers of services are trees whose
// spelling only the codec fixes.
func member(m map[string]any, name string) any {
	if v, ok := m[name]; ok {
		return v
	}
	for key, v := range m {
		if strings.EqualFold(key, name) {
			return v
		}
	}
	return nil
}

// under finds an object inside an answer, whatever Go type the service gave it.
func under(m map[string]any, name string) core.Object {
	o, err := core.Tree(member(m, name))
	if err != nil {
		return nil
	}
	return o
}

func textOf(m map[string]any, name string) string {
	switch v := member(m, name).(type) {
	case string:
		return v
	case *string:
		if v != nil {
			return *v
		}
	}
	return ""
}

func textsOf(m map[string]any, name string) []string {
	items, _ := m[name].([]any)
	var out []string
	for _, item := range items {
		if s, ok := item.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func madeIf(id string, err error) (made, error) {
	if err != nil {
		return made{}, err
	}
	return made{ID: id}, nil
}

// isGone reports whether a service says that something does not exist.
func isGone(err error) bool {
	var e *core.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Code {
	case "ResourceNotFoundException", "NoSuchEntity", "NoSuchEntityException", "ParameterNotFound", "UserNotFoundException":
		return true
	}
	return false
}

// timeText is a moment as CloudFormation writes it.
func timeText(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
