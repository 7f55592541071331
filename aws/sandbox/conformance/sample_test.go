package conformance_test

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
	"testing"

	"agentcore-workshop/aws/sandbox/wire"
)

// tree is a request as JSON values.
type tree = map[string]any

// deepest is how often a shape may contain itself in a sample.
const deepest = 2

// maker makes values that the model allows, of the model alone.
type maker struct {
	*testing.T
	depth map[*wire.Shape]int
	// chosen says which member a union has; nil chooses the first.
	chosen map[*wire.Shape]int
}

// structure makes a structure with every member that it may have, and unions with one.
func (m *maker) structure(s *wire.Shape) tree {
	out := tree{}
	if m.depth[s] >= deepest {
		for _, member := range s.Members() {
			if member.Required {
				out[member.Name] = m.value(member.Shape)
			}
		}
		return out
	}
	m.depth[s]++
	defer func() { m.depth[s]-- }()
	for i, member := range s.Members() {
		if s.Union && i != m.chosen[s] || !member.Required && m.depth[member.Shape] >= deepest {
			continue
		}
		out[member.Name] = m.value(member.Shape)
	}
	return out
}

func (m *maker) value(s *wire.Shape) any {
	switch s.Type {
	case "structure":
		if s.Document() {
			return tree{"any": "thing"}
		}
		return m.structure(s)
	case "list":
		return m.items(s, max(1, least(s)))
	case "map":
		return m.entries(s, max(1, least(s)))
	case "string":
		return m.text(s)
	case "integer", "long", "float", "double":
		n := float64(least(s))
		if s.Max != nil && n > *s.Max {
			n = *s.Max
		}
		return n
	case "boolean":
		return true
	case "timestamp":
		if s.Format == "iso8601" {
			return "2026-11-21T09:00:00Z"
		}
		return float64(1795222923)
	case "blob":
		return "YQ=="
	}
	m.Fatalf("no sample of %s", s.Type)
	return nil
}

func least(s *wire.Shape) int {
	if s.Min == nil {
		return 0
	}
	return int(*s.Min)
}

func (m *maker) items(s *wire.Shape, n int) []any {
	list := make([]any, n)
	for i := range list {
		list[i] = m.value(s.Elem())
	}
	return list
}

func (m *maker) entries(s *wire.Shape, n int) tree {
	key, value := s.Entry()
	out := tree{}
	first := m.text(key)
	for i := range n {
		name := first
		if len(key.Enum) > 0 {
			name = key.Enum[i%len(key.Enum)]
		} else if i > 0 {
			name = first + fmt.Sprint(i)
		}
		out[name] = m.value(value)
	}
	return out
}

// text makes a string that fits enum, pattern and length: the pattern is walked, its repetitions grow until it is long enough.
func (m *maker) text(s *wire.Shape) string {
	if len(s.Enum) > 0 {
		return s.Enum[0]
	}
	if s.Pattern == "" {
		return strings.Repeat("a", max(1, least(s)))
	}
	tree, err := syntax.Parse(s.Expression(), syntax.Perl)
	if err != nil {
		m.Fatal(err)
	}
	fits := regexp.MustCompile(s.Expression())
	for extra := range 300 {
		made := grow(tree, extra)
		if len(made) >= max(1, least(s)) && fits.MatchString(made) && (s.Max == nil || len(made) <= int(*s.Max)) {
			return made
		}
	}
	m.Fatalf("no sample of %s:%s, whose pattern is %s", s.Service, s.Name, s.Pattern)
	return ""
}

// grow makes a string of a pattern with so many repetitions more than the least.
func grow(re *syntax.Regexp, extra int) string {
	repeat := func(least, most int) string {
		n := least + extra
		if most >= 0 {
			n = min(n, most)
		}
		var out strings.Builder
		for range n {
			out.WriteString(grow(re.Sub[0], 0))
		}
		return out.String()
	}
	switch re.Op {
	case syntax.OpLiteral:
		return string(re.Rune)
	case syntax.OpCharClass:
		return string(runeOf(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return "a"
	case syntax.OpCapture:
		return grow(re.Sub[0], extra)
	case syntax.OpStar:
		return repeat(0, -1)
	case syntax.OpPlus:
		return repeat(1, -1)
	case syntax.OpQuest:
		return repeat(0, 1)
	case syntax.OpRepeat:
		return repeat(re.Min, re.Max)
	case syntax.OpConcat:
		var out strings.Builder
		for _, sub := range re.Sub {
			out.WriteString(grow(sub, extra))
		}
		return out.String()
	case syntax.OpAlternate:
		return grow(re.Sub[0], extra)
	}
	return "" // anchors and the empty match
}

// runeOf chooses a harmless character of a class, given as pairs of bounds.
func runeOf(pairs []rune) rune {
	for _, wish := range "a1A-" {
		for i := 0; i+1 < len(pairs); i += 2 {
			if pairs[i] <= wish && wish <= pairs[i+1] {
				return wish
			}
		}
	}
	return pairs[0]
}
