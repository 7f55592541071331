package wire

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// branch is a node of the tree that dotted parameter names span.
type branch struct {
	value string
	leaf  bool
	kids  map[string]*branch
}

// deepest is how many parts a parameter's name may have; real ones have fewer than ten.
const deepest = 32

func decodeQuery(shape *Shape, form url.Values) (core.Object, error) {
	if shape == nil {
		return core.Object{}, nil
	}
	root := &branch{}
	for name, values := range form {
		if len(values) == 0 {
			continue
		}
		parts := strings.Split(name, ".")
		if len(parts) > deepest {
			return nil, errors.New("a parameter's name has too many parts")
		}
		at := root
		for _, part := range parts {
			if at.kids == nil {
				at.kids = map[string]*branch{}
			}
			next := at.kids[part]
			if next == nil {
				next = &branch{}
				at.kids[part] = next
			}
			at = next
		}
		at.value, at.leaf = values[0], true
	}
	return structureFromQuery(shape, root)
}

func fromQuery(shape *Shape, b *branch) (any, error) {
	switch shape.Type {
	case "structure":
		return structureFromQuery(shape, b)
	case "list":
		return listFromQuery(shape, b)
	case "map":
		return mapFromQuery(shape, b)
	default:
		return textScalar(shape, b.value)
	}
}

func structureFromQuery(shape *Shape, b *branch) (core.Object, error) {
	object := core.Object{}
	for name, kid := range b.kids {
		member := shape.byName[name]
		if member == nil {
			continue
		}
		v, err := fromQuery(member.Shape, kid)
		if err != nil {
			return nil, err
		}
		object[name] = v
	}
	return object, nil
}

// listFromQuery reads Names.member.1 and the flattened Names.1. A bare "Names=" is an empty list.
func listFromQuery(shape *Shape, b *branch) (any, error) {
	list := []any{}
	for _, kid := range b.items("member") {
		v, err := fromQuery(shape.elem, kid)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, nil
}

// mapFromQuery reads Map.entry.1.key with Map.entry.1.value, and the flattened Map.1.key.
func mapFromQuery(shape *Shape, b *branch) (any, error) {
	object := core.Object{}
	for _, kid := range b.items("entry") {
		key, value := kid.kids["key"], kid.kids["value"]
		if key == nil || value == nil {
			return nil, errors.New("an entry of a map has no key or no value")
		}
		v, err := fromQuery(shape.value, value)
		if err != nil {
			return nil, err
		}
		object[key.value] = v
	}
	return object, nil
}

// items lists the numbered branches in the order of their numbers, gaps left out.
func (b *branch) items(wrapper string) []*branch {
	at := b
	if inner := b.kids[wrapper]; inner != nil {
		at = inner
	}
	numbered := map[int]*branch{}
	for name, kid := range at.kids {
		if n, err := strconv.Atoi(name); err == nil && n >= 0 {
			numbered[n] = kid
		}
	}
	list := make([]*branch, 0, len(numbered))
	for _, n := range slices.Sorted(maps.Keys(numbered)) {
		list = append(list, numbered[n])
	}
	return list
}

// textScalar reads a value that travels as text: Query parameters, headers, path labels.
func textScalar(shape *Shape, s string) (any, error) {
	switch shape.Type {
	case "boolean":
		switch s {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, errors.New("a boolean is neither true nor false")
	case "integer", "long":
		if _, err := strconv.ParseInt(s, 10, 64); err != nil {
			return nil, errors.New("a number is not an integer")
		}
		return integer(shape.Type, json.Number(s))
	case "float", "double":
		return strconv.ParseFloat(s, 64)
	case "timestamp":
		if _, err := strconv.ParseFloat(s, 64); err == nil {
			return timestampFromJSON("", json.Number(s))
		}
		return timestampFromText(s)
	case "blob":
		if _, err := base64.StdEncoding.DecodeString(s); err != nil {
			return nil, errors.New("the value of a binary member is not base64")
		}
		return s, nil
	case "string":
		return s, nil
	}
	return nil, fmt.Errorf("a %s cannot travel as text", shape.Type)
}
