package template

import (
	"slices"
	"strings"
)

// Dependencies lists the resources that must exist before r: DependsOn and whatever its properties name. With a
// resolver only the branches that its conditions choose count; without one all do.
func (t *Template) Dependencies(r *Resource, resolver *Resolver) ([]string, error) {
	names, err := t.references(r, resolver)
	for _, name := range r.DependsOn {
		names = add(names, name)
	}
	return names, err
}

// references lists the resources that r's properties name.
func (t *Template) references(r *Resource, resolver *Resolver) ([]string, error) {
	var names []string
	var choose chooser
	if resolver != nil {
		choose = resolver.Condition
	}
	err := walk(r.Properties, choose, func(u use) error {
		if u.fn != "Ref" && u.fn != "Fn::GetAtt" && u.fn != "Fn::Sub" {
			return nil
		}
		name, _, _ := strings.Cut(u.name, ".")
		if _, ok := t.Resource(name); ok {
			names = add(names, name)
		}
		return nil
	})
	return names, err
}

// Active lists the resources that the conditions let exist, each with those it depends on.
func (t *Template) Active(resolver *Resolver) ([]*Resource, map[string][]string, error) {
	var list []*Resource
	deps := map[string][]string{}
	for i := range t.Resources {
		r := &t.Resources[i]
		if yes, err := resolver.holds(r.Condition); err != nil {
			return nil, nil, err
		} else if !yes {
			continue
		}
		list = append(list, r)
	}
	isActive := func(name string) bool {
		return slices.ContainsFunc(list, func(r *Resource) bool { return r.Name == name })
	}
	var unresolved []string
	for _, r := range list {
		names, err := t.references(r, resolver)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range names {
			if !isActive(name) {
				unresolved = add(unresolved, name)
			}
			deps[r.Name] = add(deps[r.Name], name)
		}
		// DependsOn may name a resource that a condition leaves out; a reference may not.
		for _, name := range r.DependsOn {
			if isActive(name) {
				deps[r.Name] = add(deps[r.Name], name)
			}
		}
	}
	return list, deps, unresolvedIn("Resources", unresolved)
}

// cycle finds resources that wait for each other.
func (t *Template) cycle() []string {
	next := map[string][]string{}
	for i := range t.Resources {
		next[t.Resources[i].Name], _ = t.Dependencies(&t.Resources[i], nil)
	}
	var members []string
	for _, r := range t.Resources {
		if reaches(next, r.Name, r.Name, map[string]bool{}) {
			members = append(members, r.Name)
		}
	}
	return members
}

func reaches(next map[string][]string, from, to string, seen map[string]bool) bool {
	for _, n := range next[from] {
		if n == to {
			return true
		}
		if !seen[n] {
			seen[n] = true
			if reaches(next, n, to, seen) {
				return true
			}
		}
	}
	return false
}
