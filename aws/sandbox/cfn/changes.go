package cfn

import (
	"maps"
	"reflect"
	"slices"
)

// changedProps lists the properties that differ, by name.
func changedProps(before, after map[string]any) []string {
	names := map[string]bool{}
	for name, v := range before {
		if w, stays := after[name]; !stays || !reflect.DeepEqual(v, w) {
			names[name] = true
		}
	}
	for name := range after {
		if _, was := before[name]; !was {
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// replaces reports whether one of the changed properties makes a new resource.
func replaces(k *kind, changed []string) bool {
	return slices.ContainsFunc(changed, func(name string) bool { return slices.Contains(k.replace, name) })
}
