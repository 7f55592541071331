package trouble

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"agentcore-workshop/aws/sandbox/fault"
)

// Entry is one named fault.
type Entry struct {
	Name string
	// Arg is the argument when none is given; empty where the fault takes none.
	Arg string
	// Rule interferes with requests, named in package fault under the same name.
	Rule bool
	// Break brings a set-up into the fault's state; nil for faults that only interfere.
	Break func(s *Scene) error
	// Mended reports that something new stands in the place of what the fault took away, so that putting the old back
	// would make two of it. Nil where the names decide that by themselves.
	Mended func(s *Scene) bool
}

// Entries lists all named faults, in the order in which they are shown. To add one, add it here.
func Entries() []Entry {
	return slices.Concat(
		rules(), ofStack(), ofPool(), ofDomain(), ofClients(), ofUser(), ofParameters(), ofRole(), ofProvider(), ofConsent(),
	)
}

func rules() []Entry {
	var list []Entry
	for _, name := range fault.Names() {
		if name != createFailed {
			list = append(list, Entry{Name: name, Rule: true})
		}
	}
	return list
}

// Find finds a fault by its name.
func Find(name string) (Entry, bool) {
	all := Entries()
	i := slices.IndexFunc(all, func(e Entry) bool { return e.Name == name })
	if i < 0 {
		return Entry{}, false
	}
	return all[i], true
}

// Names lists the names.
func Names() []string {
	var names []string
	for _, e := range Entries() {
		names = append(names, e.Name)
	}
	return names
}

// Choose picks a fault by dice that give a number below n: one that shows on a set-up where there is one, else one that
// interferes and needs no argument.
func Choose(deployed bool, dice func(n int) int) Entry {
	var list []Entry
	for _, e := range Entries() {
		_, err := fault.Named(e.Name, "")
		silent := e.Name == "slow" || e.Name == "session-binding-off" // a person hardly notices them
		interferes := e.Rule && e.Break == nil && err == nil && !silent
		if deployed && e.Break != nil || !deployed && interferes {
			list = append(list, e)
		}
	}
	return list[dice(len(list))]
}

// ErrUnknown is wrapped by the error for a name that no fault has.
var ErrUnknown = errors.New("there is no such fault")

// Parse reads "name", or "name:argument" where arg is empty.
func Parse(name, arg string) (Entry, string, error) {
	if arg == "" {
		name, arg, _ = strings.Cut(name, ":")
	}
	e, known := Find(name)
	if !known {
		return e, "", fmt.Errorf("%w: %q", ErrUnknown, name)
	}
	if arg == "" {
		arg = e.Arg
	}
	if e.Break != nil && e.Arg == "" && arg != "" {
		return e, "", fmt.Errorf("%s takes no argument", name)
	}
	if e.Rule {
		rule, err := fault.Named(name, arg)
		if err != nil {
			return e, "", err
		}
		arg = rule.Arg
	}
	return e, arg, nil
}
