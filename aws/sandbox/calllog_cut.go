package sandbox

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/core"
)

// A request may be 16 MiB long and the log holds many: it keeps the beginnings.
const (
	textLimit  = 2 << 10  // of one string, in bytes
	inputLimit = 16 << 10 // of one request's input, in bytes
	cutMark    = "…"
)

// cut makes an entry small, and copies what it keeps of long texts: a part would hold on to the whole.
func (e *Entry) cut() {
	for _, text := range []*string{&e.Method, &e.Host, &e.Path, &e.Query, &e.Service, &e.Operation, &e.Account, &e.Region, &e.Error} {
		*text = cutText(*text)
	}
	left := inputLimit
	e.Input, _ = cutTree(e.Input, &left).(core.Object)
}

func cutText(text string) string {
	if len(text) <= textLimit {
		return strings.Clone(text) // even "s" may be a part of a form of 16 MiB
	}
	return strings.ToValidUTF8(text[:textLimit], "") + cutMark
}

// cutTree copies a tree as far as the bytes that are left go, with its long texts cut.
func cutTree(value any, left *int) any {
	const node = 16 // what a value costs besides its text
	*left -= node
	switch v := value.(type) {
	case string:
		v = cutText(v)
		*left -= len(v)
		return v
	case json.Number:
		return cutTree(v.String(), left)
	case core.Object:
		if v == nil {
			return v
		}
		out := core.Object{}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if *left <= 0 {
				out[cutMark] = cutMark
				break
			}
			*left -= min(len(name), textLimit)
			out[cutText(name)] = cutTree(v[name], left)
		}
		return out
	case []any:
		out := make([]any, 0, min(len(v), inputLimit/node))
		for _, item := range v {
			if *left <= 0 {
				return append(out, cutMark)
			}
			out = append(out, cutTree(item, left))
		}
		return out
	}
	return value
}
