package template

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// converter turns nodes into plain trees, and counts them.
type converter struct{ nodes int }

func (c *converter) convert(n *yaml.Node, path string, depth int) (any, error) {
	if c.nodes++; c.nodes > maxNodes || depth > maxDepth {
		return nil, errorf("Template format error: unsupported structure.")
	}
	if fn, ok := shortForm(n); ok {
		return c.function(n, fn, path, depth)
	}
	return c.plain(n, path, depth)
}

func (c *converter) plain(n *yaml.Node, path string, depth int) (any, error) {
	switch n.Kind {
	case yaml.MappingNode:
		return c.mapping(n, path, depth)
	case yaml.SequenceNode:
		list := make([]any, 0, len(n.Content))
		for i, child := range n.Content {
			v, err := c.convert(child, path+"/"+itoa(i), depth+1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	default:
		if n.ShortTag() == "!!null" {
			return nil, errorf("[%s] 'null' values are not allowed in templates", path)
		}
		return scalar(n), nil
	}
}

func (c *converter) mapping(n *yaml.Node, path string, depth int) (any, error) {
	m := make(map[string]any, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode || key.Tag == "!!merge" {
			return nil, errorf("Template format error: unsupported structure.")
		}
		v, err := c.convert(n.Content[i+1], path+"/"+key.Value, depth+1)
		if err != nil {
			return nil, err
		}
		m[key.Value] = v
	}
	return m, nil
}

// scalar is the text of a scalar as AWS shows it: booleans and numbers lose their YAML spelling.
func scalar(n *yaml.Node) string {
	if n.ShortTag() == "!!bool" {
		return strings.ToLower(n.Value)
	}
	return n.Value
}

// shortForm recognises YAML tags such as !Sub, and gives the name of the long form.
func shortForm(n *yaml.Node) (string, bool) {
	if !strings.HasPrefix(n.Tag, "!") || strings.HasPrefix(n.Tag, "!!") {
		return "", false
	}
	switch name := n.Tag[1:]; name {
	case "Ref", "Condition":
		return name, true
	default:
		return "Fn::" + name, true
	}
}

func (c *converter) function(n *yaml.Node, fn, path string, depth int) (any, error) {
	if !knownFunction(fn) {
		return nil, errorf("Template format error: YAML not well-formed. (line %d, column %d)", n.Line, n.Column)
	}
	bare := *n
	bare.Tag = ""
	if n.Kind == yaml.ScalarNode {
		bare.Tag = "!!str"
	}
	arg, err := c.plain(&bare, path+"/"+fn, depth+1)
	if err != nil {
		return nil, err
	}
	if text, ok := arg.(string); ok && fn == "Fn::GetAtt" {
		name, attribute, _ := strings.Cut(text, ".")
		arg = []any{name, attribute}
	}
	return map[string]any{fn: arg}, nil
}

func itoa(i int) string {
	if i < 10 {
		return string(rune('0' + i))
	}
	return itoa(i/10) + string(rune('0'+i%10))
}
