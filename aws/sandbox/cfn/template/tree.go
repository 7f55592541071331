package template

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Bounds on what a template may be. AWS refuses a body of more than 51,200 bytes; the others keep a template that is
// made to hurt (nesting) from costing more than an honest one.
const (
	MaxBody  = 51_200
	maxDepth = 100
	maxNodes = 100_000
)

// hasAlias reports whether a document uses an anchor (*name), which AWS refuses, aliases of aliases and all. An alias is
// not followed, so that one which contains itself ends.
func hasAlias(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || slices.ContainsFunc(n.Content, hasAlias)
}

// tree turns a body, JSON or YAML, into one document node.
func tree(body string) (*yaml.Node, error) {
	if strings.HasPrefix(strings.TrimSpace(body), "{") {
		n, err := fromJSON(body)
		if err == nil {
			return n, nil
		}
		// A YAML document may start with a brace as well. When it is neither, JSON was meant.
		if n, yamlErr := fromYAML(body); yamlErr == nil {
			return n, nil
		}
		return nil, jsonError(body, err)
	}
	return fromYAML(body)
}

func fromYAML(body string) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(body), &doc); err != nil {
		line := "1"
		if m := regexp.MustCompile(`line (\d+)`).FindStringSubmatch(err.Error()); m != nil {
			line = m[1]
		}
		return nil, errorf("Template format error: YAML not well-formed. (line %s, column 1)", line)
	}
	if len(doc.Content) == 0 {
		return nil, errorf("Template format error: unsupported structure.")
	}
	return doc.Content[0], nil
}

func jsonError(body string, err error) *Error {
	at := len(body)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = min(int(syntax.Offset), len(body))
	}
	before := body[:at]
	line := strings.Count(before, "\n") + 1
	column := at - strings.LastIndex(before, "\n")
	return errorf("Template format error: JSON not well-formed. (line %d, column %d)", line, max(column, 1))
}

// fromJSON reads JSON into the nodes that YAML gives, so that order is kept and one reader serves both.
func fromJSON(body string) (*yaml.Node, error) {
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	n, err := jsonNode(dec, 0)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("something follows the document")
	}
	return n, nil
}

func jsonNode(dec *json.Decoder, depth int) (*yaml.Node, error) {
	tok, err := dec.Token()
	if err != nil {
		return nil, err
	}
	return jsonValue(dec, tok, depth)
}

func jsonValue(dec *json.Decoder, tok json.Token, depth int) (*yaml.Node, error) {
	if depth > maxDepth {
		return nil, errors.New("too deep")
	}
	switch v := tok.(type) {
	case json.Delim:
		n := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		if v == '[' {
			n.Kind, n.Tag = yaml.SequenceNode, "!!seq"
		}
		for dec.More() {
			// In an object this reads keys and values in turn: both are content, as in a YAML mapping.
			child, err := jsonNode(dec, depth+1)
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, child)
		}
		_, err := dec.Token()
		return n, err
	case string:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: v}, nil
	case json.Number:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!float", Value: v.String()}, nil
	case bool:
		text := "false"
		if v {
			text = "true"
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!bool", Value: text}, nil
	default:
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null"}, nil
	}
}
