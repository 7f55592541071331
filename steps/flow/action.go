package flow

import (
	"context"

	"agentcore-workshop/steps/text"
)

// Action is anything that can be asked for besides a step: a query, a repair, a verb on a resource. Screens and commands
// are made from the same list, so that a new command is a new action.
type Action struct {
	// Name is the command, in words: "provider list".
	Name  string
	Short text.T
	Long  text.T
	// Params are its arguments and flags.
	Params []Param
	// Changes marks actions that change the place: they ask first, and are refused when it is read-only.
	Changes bool
	// Placeless marks actions that need no place: Do gets a nil session.
	Placeless bool
	// PlaceIfAny marks actions that need no place and do more where one can be entered: Do gets a nil session where none can.
	PlaceIfAny bool
	Do         func(ctx context.Context, s *Session, r *Report, args Args) (Result, error)
}

// Param is an argument or a flag of an action.
type Param struct {
	Name string
	Help text.T
	// Positional parameters are given by place, the others as --name. Repeated takes several.
	Positional, Repeated, Required bool
	// Switch is a flag without a value.
	Switch bool
	// From says where else the value comes from than the command line, which everybody on the machine can read.
	From Source
	// Default is the value of what is not given; "-" for a positional one reads standard input.
	Default string
}

// Source is where the value of a parameter comes from, when it is not the command line.
type Source string

const (
	// FromInput: the switch stands for what is read from standard input.
	FromInput Source = "stdin"
	// FromEnvironment: the flag's value is the name of a variable.
	FromEnvironment Source = "environment"
)

// Args are the values of an action's parameters.
type Args map[string][]string

// Get is a parameter's value, or empty.
func (a Args) Get(name string) string {
	if len(a[name]) == 0 {
		return ""
	}
	return a[name][0]
}

// On reports whether a switch was given.
func (a Args) On(name string) bool { return a.Get(name) == "true" }

// Result is what an action found: one JSON object, and the same for people.
type Result struct {
	// JSON is marshalled as the command's one object. Where it is a Body-like value with Wire(text.Lang) any, that is what is
	// marshalled, in the reader's language.
	JSON any
	// Text is the same in words, at most width cells wide.
	Text func(l text.Lang, width int) string
	// Bare is printed instead of both when it is not empty: the one place where a token leaves in clear.
	Bare string
	// Session is the same for the screens, where there is a terminal; nil where there is nothing to walk through.
	Session *Session
	// Exit is the command's status when it is not 0: a check failed, a fault was found.
	Exit Exit
}
