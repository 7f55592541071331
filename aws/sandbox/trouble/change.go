package trouble

import (
	"encoding/json"
	"maps"
	"slices"
)

// change is one place of the state at which a fault made a difference.
type change struct {
	place
	// Path leads there: keys of objects, IDs of elements of a list. Index is where an element of a list stood.
	Path  []string
	Index int
	// Before and After are what stood there; nothing at all is absent.
	Before, After json.RawMessage `json:",omitempty"`
}

// place is a part of a realm.
type place struct{ Account, Region, Part string }

// differ collects the changes between two states of a part.
type differ struct {
	place place
	found []change
}

func (d *differ) add(path []string, index int, before, after any) {
	d.found = append(d.found, change{d.place, slices.Clone(path), index, encode(before), encode(after)})
}

// compare finds the smallest places at which two trees differ. What was made or is gone is one place as a whole.
func (d *differ) compare(path []string, before, after any) {
	switch b := before.(type) {
	case absent:
		if a, ok := after.(map[string]any); ok && len(path) == 0 {
			d.part(a)
			return
		}
	case nil:
		// An empty map of a service is null. What was put into it is to be found one by one.
		if a, ok := after.(map[string]any); ok {
			d.add(path, 0, nil, map[string]any{})
			d.maps(path, map[string]any{}, a)
			return
		}
	case map[string]any:
		if a, ok := after.(map[string]any); ok {
			d.maps(path, b, a)
			return
		}
	case []any:
		if a, ok := after.([]any); ok && identified(a) && identified(b) {
			d.lists(path, b, a)
			return
		}
	}
	if !equal(before, after) {
		d.add(path, 0, before, after)
	}
}

// part compares a part that was not there with what it is now: empty at first, then filled.
func (d *differ) part(after map[string]any) {
	empty := map[string]any{}
	for key := range after {
		empty[key] = nil
	}
	d.add(nil, 0, absent{}, empty)
	d.maps(nil, empty, after)
}

func (d *differ) maps(path []string, before, after map[string]any) {
	keys := maps.Clone(before)
	maps.Copy(keys, after)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		b, was := before[key]
		a, is := after[key]
		inner := append(slices.Clone(path), key)
		switch {
		case !was:
			d.add(inner, 0, absent{}, a)
		case !is:
			d.add(inner, 0, b, absent{})
		default:
			d.compare(inner, b, a)
		}
	}
}

func (d *differ) lists(path []string, before, after []any) {
	find := func(list []any, id string) int {
		return slices.IndexFunc(list, func(e any) bool { return idOf(e) == id })
	}
	for i, b := range before {
		inner := append(slices.Clone(path), idOf(b))
		if j := find(after, idOf(b)); j >= 0 {
			d.compare(inner, b, after[j])
		} else {
			d.add(inner, i, b, absent{})
		}
	}
	for i, a := range after {
		if find(before, idOf(a)) < 0 {
			d.add(append(slices.Clone(path), idOf(a)), i, absent{}, a)
		}
	}
}

// undo puts back what stood at the change's place, if that is as the fault left it, and reports whether it did. What the
// fault made is removed, whatever has become of it; what it removed is put back unless something new stands there.
func (ch change) undo(tree any) (_ any, done bool) {
	before, after := decode(ch.Before), decode(ch.After)
	tree = walk(tree, ch.Path, ch.Index, func(now any) any {
		made := isAbsent(before) && !isAbsent(now) && len(ch.Path) > 0
		if done = made || equal(now, after); done {
			return before
		}
		return now
	})
	return tree, done
}

// flipped is the change the other way round.
func (ch change) flipped() change {
	ch.Before, ch.After = ch.After, ch.Before
	return ch
}
