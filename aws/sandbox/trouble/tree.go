package trouble

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
)

// Trees are decoded JSON: maps, lists, texts, json.Number, bool, nil, and absent for what is not there at all.

// absent stands for what is not there.
type absent struct{}

// decode reads JSON with its numbers as they are written; nothing at all is absent.
func decode(raw json.RawMessage) any {
	if len(raw) == 0 {
		return absent{}
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var tree any
	if decoder.Decode(&tree) != nil {
		return absent{}
	}
	return tree
}

// encode writes a tree; absent is nothing at all.
func encode(tree any) json.RawMessage {
	if isAbsent(tree) {
		return nil
	}
	raw, err := json.Marshal(tree)
	if err != nil {
		return nil // a tree that came out of JSON goes back into it
	}
	return raw
}

func isAbsent(v any) bool { _, is := v.(absent); return is }

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// idOf is the ID by which an element of a list is known, or empty.
func idOf(element any) string {
	m, _ := element.(map[string]any)
	id, _ := m["ID"].(string)
	return id
}

// identified reports whether every element of a list has an ID of its own.
func identified(list []any) bool {
	seen := map[string]bool{}
	for _, element := range list {
		id := idOf(element)
		if id == "" || seen[id] {
			return false
		}
		seen[id] = true
	}
	return true
}

// walk goes to a place in a tree, where do sees what stands there and returns what shall. at is where a new element of a
// list goes. A way that leads nowhere changes nothing: do is not asked.
func walk(node any, path []string, at int, do func(any) any) any {
	if len(path) == 0 {
		return do(node)
	}
	switch n := node.(type) {
	case map[string]any:
		child, there := n[path[0]]
		if !there {
			child = absent{}
		}
		if !there && len(path) > 1 {
			return node
		}
		if child = walk(child, path[1:], at, do); isAbsent(child) {
			delete(n, path[0])
		} else {
			n[path[0]] = child
		}
		return n
	case []any:
		return walkList(n, path, at, do)
	}
	return node
}

func walkList(list []any, path []string, at int, do func(any) any) any {
	i := slices.IndexFunc(list, func(element any) bool { return idOf(element) == path[0] })
	if i < 0 {
		if len(path) > 1 {
			return list
		}
		if child := do(absent{}); !isAbsent(child) {
			list = slices.Insert(list, min(at, len(list)), child)
		}
		return list
	}
	child := walk(list[i], path[1:], at, do)
	if isAbsent(child) {
		return slices.Delete(list, i, i+1)
	}
	list[i] = child
	return list
}
