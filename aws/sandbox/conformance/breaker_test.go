package conformance_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"agentcore-workshop/aws/sandbox/wire"
)

// Kinds of broken constraints.
const (
	missing    = "required member missing"
	tooShort   = "too short"
	tooLong    = "too long"
	tooFew     = "too few items"
	tooMany    = "too many items"
	tooSmall   = "too small a number"
	tooLarge   = "too large a number"
	badEnum    = "a value outside the enum"
	badPattern = "a value outside the pattern"
	wrongType  = "wrong type"
	twoMembers = "a union with two members"
	noMembers  = "a union without members"
)

// broken is an input in which one constraint is broken.
type broken struct {
	kind, path string
	in         tree
}

// breaker walks an input and breaks it. Before each change the whole input is copied, so that breaks do not add up.
type breaker struct {
	*testing.T
	op     *wire.Operation
	whole  tree
	trail  []any // member names and list indices from the root
	broken []broken
}

// longest is how long a string the test will send; the model's longer limits are not reached by these.
const longest = 1 << 20

func (b *breaker) query() bool { return b.op.Service.Protocol == wire.Query }

// add notes the input with the value at the trail replaced; nil takes it away.
func (b *breaker) add(kind, path string, value any) {
	b.broken = append(b.broken, broken{kind, path, put(b.whole, b.trail, value).(tree)})
}

// put copies a tree along a trail and changes the value at its end.
func put(at any, trail []any, value any) any {
	if len(trail) == 0 {
		return value
	}
	switch step := trail[0].(type) {
	case int:
		list := slices.Clone(at.([]any))
		list[step] = put(list[step], trail[1:], value)
		return list
	default:
		fields := maps.Clone(at.(tree))
		name := step.(string)
		if len(trail) == 1 && value == nil {
			delete(fields, name)
		} else {
			fields[name] = put(fields[name], trail[1:], value)
		}
		return fields
	}
}

func (b *breaker) at(step any, do func()) {
	b.trail = append(b.trail, step)
	do()
	b.trail = b.trail[:len(b.trail)-1]
}

func (b *breaker) structure(s *wire.Shape, path string, fields tree) {
	b.union(s, path, fields)
	for _, m := range s.Members() {
		value, ok := fields[m.Name]
		if !ok {
			continue
		}
		at := m.Name
		if path != "" {
			at = path + "." + m.Name
		}
		b.at(m.Name, func() {
			// A path label cannot be missing, and a structure of which Query sends nothing is not there at all.
			alone := b.query() && path != "" && len(fields) == 1
			if m.Required && m.Location != "uri" && !m.Payload() && !alone {
				b.add(missing, at, nil)
			}
			if !m.Payload() {
				b.value(m, m.Shape, at, value)
			}
		})
	}
}

// union breaks the rule that exactly one member is set.
func (b *breaker) union(s *wire.Shape, path string, fields tree) {
	if !s.Union {
		return
	}
	if !b.query() {
		b.add(noMembers, path, tree{})
	}
	for _, m := range s.Members() {
		if _, set := fields[m.Name]; !set {
			two := maps.Clone(fields)
			maker := &maker{T: b.T, depth: map[*wire.Shape]int{}, chosen: map[*wire.Shape]int{}}
			two[m.Name] = maker.value(m.Shape)
			b.add(twoMembers, path, two)
			return
		}
	}
}

func (b *breaker) value(m *wire.Member, s *wire.Shape, path string, value any) {
	b.wrong(m, s, path)
	switch s.Type {
	case "structure":
		if !s.Document() {
			b.structure(s, path, value.(tree))
		}
	case "list":
		b.list(s, path, value.([]any))
	case "map":
		b.entries(s, path, value.(tree))
	case "string":
		b.text(m, s, path, value.(string))
	case "integer", "long", "float", "double":
		if s.Min != nil {
			b.add(tooSmall, path, *s.Min-1)
		}
		if s.Max != nil && *s.Max < 1<<31-1 {
			b.add(tooLarge, path, *s.Max+1)
		}
	}
}

// wrong gives a member a value of another type, where the protocol can express that.
func (b *breaker) wrong(m *wire.Member, s *wire.Shape, path string) {
	textual := b.query() || m != nil && m.Location != ""
	switch s.Type {
	case "integer", "long", "float", "double", "boolean", "timestamp":
		b.add(wrongType, path, "neither")
	case "string":
		if !textual {
			b.add(wrongType, path, tree{"a": "structure"})
		}
	default:
		if !textual && !s.Document() {
			b.add(wrongType, path, 7.0)
		}
	}
}

func (b *breaker) list(s *wire.Shape, path string, items []any) {
	if s.Min != nil && *s.Min > 0 {
		b.add(tooFew, path, slices.Clone(items[:int(*s.Min)-1]))
	}
	if s.Max != nil && *s.Max <= 10_000 {
		many := slices.Repeat(items[:1], int(*s.Max)+1)
		b.add(tooMany, path, many)
	}
	b.at(0, func() { b.value(nil, s.Elem(), path+".1.member", items[0]) })
}

func (b *breaker) entries(s *wire.Shape, path string, fields tree) {
	if b.query() { // a map without entries is not sent at all, and the only map that Query carries here has no limits
		b.at(slices.Sorted(maps.Keys(fields))[0], func() {
			_, value := s.Entry()
			b.value(nil, value, path, fields[b.trail[len(b.trail)-1].(string)])
		})
		return
	}
	key, value := s.Entry()
	if s.Min != nil && *s.Min > 0 {
		b.add(tooFew, path, tree{})
	}
	first := slices.Sorted(maps.Keys(fields))[0]
	if s.Max != nil && len(key.Enum) == 0 {
		many := tree{}
		for i := range int(*s.Max) + 1 {
			many[first+fmt.Sprint(i)] = fields[first]
		}
		b.add(tooMany, path, many)
	}
	keys := &breaker{T: b.T, op: b.op, whole: tree{"k": first}, trail: []any{"k"}}
	keys.text(nil, key, path, first)
	for _, wrong := range keys.broken {
		b.add(wrong.kind, path, tree{wrong.in["k"].(string): fields[first]})
	}
	b.at(first, func() { b.value(nil, value, path+".member", fields[first]) })
}

// text breaks what a string must satisfy.
func (b *breaker) text(m *wire.Member, s *wire.Shape, path, value string) {
	label := m != nil && m.Location == "uri"
	if n := least(s); n > 1 || n == 1 && !label {
		b.add(tooShort, path, string([]rune(value)[:min(n-1, utf8.RuneCountInString(value))]))
	}
	if s.Max != nil && *s.Max < longest {
		b.add(tooLong, path, value+strings.Repeat("a", int(*s.Max)+1-utf8.RuneCountInString(value)))
	}
	if len(s.Enum) > 0 {
		b.add(badEnum, path, "NEITHER-OF-THESE")
	}
	if outside, ok := b.outside(s, value); ok {
		b.add(badPattern, path, outside)
	}
}

// outside finds a string that breaks the pattern and nothing else, or reports that the pattern lets everything pass.
func (b *breaker) outside(s *wire.Shape, value string) (string, bool) {
	if s.Pattern == "" {
		return "", false
	}
	fits := regexp.MustCompile(s.Expression())
	for _, mark := range []string{"!", " ", "\"", "§", "\u0001", "-", "_", "0", "a", "\n"} {
		for _, wrong := range []string{value + mark, mark + value, mark, value[:len(value)-1] + mark} {
			long := utf8.RuneCountInString(wrong)
			right := long >= least(s) && (s.Max == nil || long <= int(*s.Max))
			if right && wrong != "" && !fits.MatchString(wrong) {
				return wrong, true
			}
		}
	}
	return "", false
}
