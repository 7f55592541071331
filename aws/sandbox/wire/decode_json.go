package wire

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// decodeJSON reads a JSON body as a shape. No body is an empty input: some clients send none for inputs without members.
func decodeJSON(shape *Shape, body []byte) (core.Object, error) {
	if len(bytes.TrimSpace(body)) == 0 || shape == nil {
		return core.Object{}, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, errors.New("the request body is not JSON")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("the request body has more than one JSON value")
	}
	tree, err := fromJSON(shape, "", value)
	if err != nil {
		return nil, err
	}
	object, ok := tree.(core.Object)
	if !ok {
		return nil, errors.New("the request body is not a JSON object")
	}
	return object, nil
}

// fromJSON checks a JSON value's type against a shape and brings it into the tree's form: numbers as float64, timestamps
// as RFC 3339 strings, blobs as base64.
func fromJSON(shape *Shape, format string, value any) (any, error) {
	switch shape.Type {
	case "structure":
		if shape.document() {
			return plain(value), nil
		}
		return structureFromJSON(shape, value)
	case "list":
		items, ok := value.([]any)
		if !ok {
			return nil, mismatch(value, "List")
		}
		list := make([]any, 0, len(items))
		for _, item := range items {
			element, err := fromJSON(shape.elem, "", item)
			if err != nil {
				return nil, err
			}
			list = append(list, element)
		}
		return list, nil
	case "map":
		return mapFromJSON(shape, value)
	default:
		return scalarFromJSON(shape, format, value)
	}
}

func structureFromJSON(shape *Shape, value any) (any, error) {
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, mismatch(value, "structure")
	}
	object := make(core.Object, len(fields))
	for name, field := range fields {
		member := shape.byName[name]
		if member == nil || member.Location != "" || field == nil {
			continue
		}
		v, err := fromJSON(member.Shape, member.Format, field)
		if err != nil {
			return nil, err
		}
		object[name] = v
	}
	return object, nil
}

func mapFromJSON(shape *Shape, value any) (any, error) {
	fields, ok := value.(map[string]any)
	if !ok {
		return nil, mismatch(value, "Map")
	}
	object := make(core.Object, len(fields))
	for name, field := range fields {
		if field == nil {
			continue
		}
		v, err := fromJSON(shape.value, "", field)
		if err != nil {
			return nil, err
		}
		object[name] = v
	}
	return object, nil
}

func scalarFromJSON(shape *Shape, format string, value any) (any, error) {
	switch shape.Type {
	case "string":
		if s, ok := value.(string); ok {
			return s, nil
		}
		return nil, mismatch(value, "String")
	case "boolean":
		if b, ok := value.(bool); ok {
			return b, nil
		}
		return nil, mismatch(value, "Boolean")
	case "integer", "long":
		if n, ok := value.(json.Number); ok {
			return integer(shape.Type, n)
		}
		return nil, mismatch(value, "Integer")
	case "float", "double":
		if n, ok := value.(json.Number); ok {
			return n.Float64()
		}
		return nil, mismatch(value, "Double")
	case "timestamp":
		return timestampFromJSON(format, value)
	case "blob":
		s, ok := value.(string)
		if !ok {
			return nil, mismatch(value, "Blob")
		}
		if _, err := base64.StdEncoding.DecodeString(s); err != nil {
			return nil, errors.New("the value of a binary member is not base64")
		}
		return s, nil
	}
	return nil, fmt.Errorf("no form for %s", shape.Type)
}

func integer(kind string, n json.Number) (any, error) {
	f, err := n.Float64()
	if err != nil || f != math.Trunc(f) {
		return nil, fmt.Errorf("the number %s cannot be converted to an Integer", n)
	}
	limit := float64(math.MaxInt32)
	if kind == "long" {
		limit = 1 << 62
	}
	if f > limit || f < -limit-1 {
		return nil, fmt.Errorf("the number %s is out of the range of an Integer", n)
	}
	return f, nil
}

func timestampFromJSON(format string, value any) (any, error) {
	switch v := value.(type) {
	case json.Number:
		seconds, err := v.Float64()
		if err != nil || math.Abs(seconds) > 253402300799 { // the last second of the year 9999
			return nil, fmt.Errorf("the number %s is not a timestamp", v)
		}
		whole, part := math.Modf(seconds)
		return time.Unix(int64(whole), int64(math.Round(part*1e3))*1e6).UTC().Format(time.RFC3339Nano), nil
	case string:
		if format == "iso8601" {
			return timestampFromText(v)
		}
	}
	return nil, mismatch(value, "Timestamp")
}

func timestampFromText(s string) (any, error) {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return nil, fmt.Errorf("a timestamp is not in the form of ISO 8601")
	}
	return t.UTC().Format(time.RFC3339Nano), nil
}

// plain turns the numbers of a free-form value into the tree's form.
func plain(value any) any {
	switch v := value.(type) {
	case json.Number:
		f, _ := v.Float64()
		return f
	case []any:
		for i := range v {
			v[i] = plain(v[i])
		}
	case map[string]any:
		for k := range v {
			v[k] = plain(v[k])
		}
	}
	return value
}

// mismatch says that a JSON value has the wrong type, in the words of AWS's parser. It never quotes the value.
func mismatch(value any, want string) error {
	switch value.(type) {
	case nil:
		return fmt.Errorf("NULL_VALUE cannot be converted to %s", want)
	case string:
		return fmt.Errorf("STRING_VALUE cannot be converted to %s", want)
	case json.Number:
		return fmt.Errorf("NUMBER_VALUE cannot be converted to %s", want)
	case bool:
		return fmt.Errorf("BOOLEAN_VALUE cannot be converted to %s", want)
	case []any:
		return errors.New("Start of list found where not expected")
	default:
		return errors.New("Start of structure or map found where not expected.")
	}
}
