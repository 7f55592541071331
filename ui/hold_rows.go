package ui

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"

	"agentcore-workshop/steps/flow"
)

// pair is a value of a request with its name.
type pair struct{ name, value string }

// plainAddress is an address without its query, whose values stand in rows below it.
func plainAddress(address string) string {
	plain, _, _ := strings.Cut(address, "?")
	return plain
}

// requestRows are the values of a request, decoded: those of the address, then those of its body, a form or JSON. A body
// of another kind is one row for each of its lines.
func requestRows(h *flow.Held) []pair {
	_, query, _ := strings.Cut(h.URL, "?")
	rows := formRows(query)
	body := strings.TrimSpace(h.Request)
	if _, asked, ok := strings.Cut(body, "?"); ok && strings.HasPrefix(body, "http") && !strings.Contains(body, "\n") {
		return append(rows, formRows(asked)...)
	}
	var value any
	if json.Unmarshal([]byte(body), &value) == nil {
		return append(rows, jsonRows("", value)...)
	}
	if form := formRows(body); len(form) > 0 {
		return append(rows, form...)
	}
	for _, line := range strings.Split(body, "\n") {
		if name, value, ok := strings.Cut(line, ": "); ok {
			rows = append(rows, pair{name, value})
		} else if line != "" {
			rows = append(rows, pair{"", line})
		}
	}
	return rows
}

// formRows are the values of a form or a query, in their order; nothing when it is none.
func formRows(form string) []pair {
	var rows []pair
	for _, part := range strings.Split(form, "&") {
		name, value, ok := strings.Cut(part, "=")
		if !ok || strings.ContainsAny(name, " \n{<") {
			return nil
		}
		rows = append(rows, pair{unescaped(name), unescaped(value)})
	}
	return rows
}

// unescaped is a value of a form as it was meant; one that is masked or broken stays as it is.
func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// jsonRows are the values of a JSON document, each under its path.
func jsonRows(path string, value any) []pair {
	switch v := value.(type) {
	case map[string]any:
		var rows []pair
		for _, name := range slices.Sorted(maps.Keys(v)) {
			rows = append(rows, jsonRows(strings.TrimPrefix(path+"."+name, "."), v[name])...)
		}
		return rows
	case []any:
		var rows []pair
		for i, item := range v {
			rows = append(rows, jsonRows(path+sprintf("[%d]", i), item)...)
		}
		return rows
	case string:
		return []pair{{path, v}}
	}
	plain, _ := json.Marshal(value) // what was decoded can be encoded
	return []pair{{path, string(plain)}}
}
