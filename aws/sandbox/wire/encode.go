package wire

import (
	"encoding/base64"
	"math"
	"strconv"
	"time"

	"agentcore-workshop/aws/sandbox/core"
)

// pair is a member of an answer, fitted to the model.
type pair struct {
	member *Member
	value  any
}

// fitted lists what an answer has of a structure, in the order of the model: names are matched without regard to case,
// what the model lacks is dropped, and so are nil, empty strings and zero times, unless the model requires the member.
func fitted(shape *Shape, fields core.Object) []pair {
	found := make(map[*Member]any, len(fields))
	for name, value := range fields {
		member := shape.byName[name]
		if member == nil {
			member = shape.byFold[fold(name)]
		}
		if member == nil {
			continue
		}
		if _, twice := found[member]; twice && member.Name != name {
			continue // an exact name wins over one that differs in case
		}
		found[member] = tree(value)
	}
	pairs := make([]pair, 0, len(found))
	for _, member := range shape.members {
		value := found[member]
		if blank(member.Shape, value) {
			if value = substitute(member); value == nil {
				continue
			}
		}
		pairs = append(pairs, pair{member, value})
	}
	return pairs
}

func fold(s string) string {
	lower := []byte(s)
	for i, c := range lower {
		if 'A' <= c && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	return string(lower)
}

func blank(shape *Shape, value any) bool {
	s, isString := value.(string)
	return value == nil || isString && (s == "" || shape.Type == "timestamp" && s == "0001-01-01T00:00:00Z")
}

// substitute is what stands for a required member that the answer left empty; nil leaves it out.
func substitute(member *Member) any {
	if !member.Required || member.Location != "" {
		return nil
	}
	switch member.Shape.Type {
	case "string":
		if len(member.Shape.Enum) == 0 {
			return ""
		}
	case "list":
		return []any{}
	case "map":
		return core.Object{}
	}
	return nil
}

// toJSON writes a value of an answer as the shape wants it in JSON.
func toJSON(shape *Shape, format string, value any) any {
	value = tree(value)
	switch shape.Type {
	case "structure":
		fields, ok := value.(core.Object)
		if !ok || shape.document() {
			return value
		}
		object := make(core.Object, len(fields))
		for _, p := range fitted(shape, fields) {
			if p.member.Location == "" {
				object[p.member.Name] = toJSON(p.member.Shape, p.member.Format, p.value)
			}
		}
		return object
	case "list":
		items, _ := value.([]any)
		list := make([]any, len(items))
		for i, item := range items {
			list[i] = toJSON(shape.elem, "", item)
		}
		return list
	case "map":
		fields, _ := value.(core.Object)
		object := make(core.Object, len(fields))
		for key, field := range fields {
			object[key] = toJSON(shape.value, "", field)
		}
		return object
	case "timestamp":
		return jsonTimestamp(format, value)
	default:
		return scalar(shape, value)
	}
}

// jsonTimestamp is seconds since the epoch with milliseconds, or ISO 8601 where the model says so.
func jsonTimestamp(format string, value any) any {
	t, ok := moment(value)
	if !ok {
		return value
	}
	if format == "iso8601" {
		return iso(t)
	}
	return float64(t.UnixMilli()) / 1e3
}

// moment reads a time of an answer: RFC 3339, as JSON has it, or seconds since the epoch.
func moment(value any) (time.Time, bool) {
	switch v := value.(type) {
	case string:
		t, err := time.Parse(time.RFC3339Nano, v)
		return t, err == nil
	case float64:
		return time.UnixMilli(int64(math.Round(v * 1e3))), true
	}
	return time.Time{}, false
}

// iso is the form of times in XML and of AgentCore's gateways and runtimes, with milliseconds as AWS writes them.
func iso(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// scalar lets numbers and booleans pass as they are and mends the small differences that Go structs make.
func scalar(shape *Shape, value any) any {
	switch v := value.(type) {
	case string:
		if shape.Type == "integer" || shape.Type == "long" {
			if n, err := strconv.ParseInt(v, 10, 64); err == nil {
				return n
			}
		}
		if shape.Type == "boolean" {
			return v == "true"
		}
	case float64:
		if shape.Type == "string" {
			return bound(v)
		}
		if (shape.Type == "integer" || shape.Type == "long") && v == math.Trunc(v) {
			return int64(v)
		}
	case bool:
		if shape.Type == "string" {
			return strconv.FormatBool(v)
		}
	}
	return value
}

// bytesOf reads a blob of an answer.
func bytesOf(value any) []byte {
	s, _ := value.(string)
	data, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return []byte(s)
	}
	return data
}
