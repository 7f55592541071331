package trouble

import (
	"encoding/json"
	"math/rand/v2"
	"testing"
)

// undoAll takes changes back, last first, and returns the tree and how many were.
func undoAll(tree any, changes []change) (any, int) {
	n := 0
	for i := len(changes) - 1; i >= 0; i-- {
		var done bool
		if tree, done = changes[i].undo(tree); done {
			n++
		}
	}
	return tree, n
}

func between(before, after string) []change {
	d := differ{}
	d.compare(nil, decode(json.RawMessage(before)), decode(json.RawMessage(after)))
	return d.found
}

func TestChangesAreFoundAndTakenBack(t *testing.T) {
	for _, test := range []struct{ name, before, after, now, want string }{
		{"a field", `{"a":1,"b":2}`, `{"a":3,"b":2}`, `{"a":3,"b":9}`, `{"a":1,"b":9}`},
		{"mended to something else", `{"a":1}`, `{"a":3}`, `{"a":7}`, `{"a":7}`},
		{"mended to what it was", `{"a":1}`, `{"a":3}`, `{"a":1}`, `{"a":1}`},
		{"removed", `{"m":{"x":{"n":1},"y":2}}`, `{"m":{"y":2}}`, `{"m":{"y":3,"z":4}}`, `{"m":{"x":{"n":1},"y":3,"z":4}}`},
		{"removed and made anew", `{"m":{"x":1}}`, `{"m":{}}`, `{"m":{"x":5}}`, `{"m":{"x":5}}`},
		{"made, and changed since", `{"m":{}}`, `{"m":{"x":1}}`, `{"m":{"x":5}}`, `{"m":{}}`},
		{"an empty map is null", `{"m":null}`, `{"m":{"x":1}}`, `{"m":{"x":1}}`, `{"m":null}`},
		{"an empty map is null, and has something else", `{"m":null}`, `{"m":{"x":1}}`, `{"m":{"x":1,"y":2}}`, `{"m":{"y":2}}`},
		{"a part that was not there", ``, `{"m":{"x":1}}`, `{"m":{"x":1}}`, ``},
		{"a part that was not there, and is used", ``, `{"m":{"x":1}}`, `{"m":{"x":1,"y":2}}`, `{"m":{"y":2}}`},
		{"a list of texts", `{"l":["a","b"]}`, `{"l":["b"]}`, `{"l":["b"]}`, `{"l":["a","b"]}`},
		{"a list of texts, mended", `{"l":["a","b"]}`, `{"l":["b"]}`, `{"l":["b","a","c"]}`, `{"l":["b","a","c"]}`},
		{"elements with ids", `{"l":[{"ID":"1","s":"ok"},{"ID":"2"}]}`, `{"l":[{"ID":"1","s":"bad"},{"ID":"3"}]}`,
			`{"l":[{"ID":"1","s":"bad"},{"ID":"3","k":1},{"ID":"4"}]}`, `{"l":[{"ID":"1","s":"ok"},{"ID":"2"},{"ID":"4"}]}`},
		{"large numbers", `{"n":9007199254740993}`, `{"n":1}`, `{"n":1}`, `{"n":9007199254740993}`},
		{"the way there is gone", `{"a":{"b":{"c":1}}}`, `{"a":{"b":{"c":2}}}`, `{"a":null}`, `{"a":null}`},
	} {
		got, _ := undoAll(decode(json.RawMessage(test.now)), between(test.before, test.after))
		if !equal(got, decode(json.RawMessage(test.want))) {
			t.Errorf("%s: %s, want %s", test.name, encode(got), test.want)
		}
	}
}

// TestAnyChangeIsTakenBack: whatever happens to a tree, undoing it at once leads back, and doing it again leads there.
func TestAnyChangeIsTakenBack(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		before, _ := json.Marshal(grown(dice, 4))
		after, _ := json.Marshal(grown(dice, 4))
		changes := between(string(before), string(after))
		back, n := undoAll(decode(after), changes)
		if !equal(back, decode(before)) || n != len(changes) {
			t.Fatalf("from %s by %s back to %s, %d of %d", before, after, encode(back), n, len(changes))
		}
		var again []change
		for _, ch := range changes {
			again = append([]change{ch.flipped()}, again...)
		}
		if there, _ := undoAll(back, again); !equal(there, decode(after)) {
			t.Fatalf("again from %s to %s, not %s", before, encode(there), after)
		}
	}
}

// grown is a random tree as a service would save it: an object at the top.
func grown(dice *rand.Rand, depth int) any {
	keys := []string{"a", "b", "c", "d"}
	o := map[string]any{}
	for range dice.IntN(4) {
		key := keys[dice.IntN(len(keys))]
		switch n := dice.IntN(6); {
		case n == 0:
			o[key] = nil
		case n == 1:
			o[key] = dice.IntN(3)
		case n == 2:
			o[key] = []any{"x", dice.IntN(2)}
		case n == 3 && depth > 0:
			var list []any
			for _, id := range []string{"1", "2", "3"} {
				if dice.IntN(2) == 0 {
					list = append(list, map[string]any{"ID": id, "v": grown(dice, depth-2)})
				}
			}
			o[key] = list
		case depth > 0:
			o[key] = grown(dice, depth-1)
		}
	}
	return o
}
