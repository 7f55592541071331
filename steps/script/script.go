// Package script writes the calls of a step as a person would: with the AWS CLI in a shell, in Python, or in Go.
//
// Rule of this layer: what comes from the place is quoted for the dialect that it is written in; only a Var, which we chose, is not.
package script

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"

	"agentcore-workshop/steps/flow"
)

// Call is one call as a person would write it, in any dialect.
type Call struct {
	// Why is said above the call. Service is boto3's and the AWS CLI's name for the service.
	Why, Service, Operation string
	Params                  []Param
}

// Var is a name that the reader of a script gives a value to: POOL_ID. It is a type of its own, so that no value that comes from
// the place, whatever it begins with, is taken for one.
type Var string

// File is a file beside the script, whose text the AWS CLI sends as the member. It is chosen by us, as a Var is.
type File string

// Param is one member of a request. Value is a variable, a string, a bool, a []string, or what encoding/json writes as an object. All
// of them but the variable are quoted: parameters and outputs hold whatever somebody wrote there. Go, where set, is the member's Go
// expression. Secret says of a variable that nobody else on the machine may see it.
type Param struct {
	Name   string
	Value  any
	Go     string
	Secret bool
}

// Move is a call of a program, with what becomes of its answer; or a piece of code that is no call of AWS.
type Move struct {
	Call
	// save is the variable that takes what path names of the answer: UserPoolClient.ClientSecret. Without a variable it is shown.
	save Var
	path string
	// waiter is AWS's name of a waiter on the call, which is then made until it is satisfied.
	waiter string
	// Code stands as it is, written in the program's dialect; it defines these variables, and needs these imports.
	Code    string
	Defines []Var
	Imports []string
}

// Move is the call as a move of a program.
func (c Call) Move() Move { return Move{Call: c} }
func (c Call) Saving(name Var, path string) Move {
	return Move{Call: c, save: name, path: path}
}

// Showing prints what a path of the answer holds.
func (c Call) Showing(path string) Move { return Move{Call: c, path: path} }

// Until waits with one of the SDK's waiters.
func (c Call) Until(waiter string) Move { return Move{Call: c, waiter: waiter} }

// Write writes what runs as it is: with the AWS CLI in a shell, in Python, or in Go.
func Write(as flow.Dialect, region string, moves ...Move) string {
	switch as {
	case flow.Python:
		return pythonProgram(region, moves)
	case flow.Golang:
		return goProgram(region, moves)
	}
	return shellProgram(region, moves)
}

// given are the variables that nothing in a program sets: whoever runs it gives them.
func given(moves []Move) []Var {
	var names []Var
	known := map[Var]bool{}
	for _, m := range moves {
		for _, p := range m.Params {
			walk(p.Value, func(string) {}, func(v Var) {
				if !known[v] {
					known[v] = true
					names = append(names, v)
				}
			})
		}
		for _, v := range append(m.Defines, m.save) {
			known[v] = true
		}
	}
	return names
}

// walk writes a value as JSON, whose texts it hands on piece by piece, with the variables between them.
func walk(v any, text func(string), name func(Var)) {
	switch v := v.(type) {
	case Var:
		name(v)
	case map[string]any:
		text("{")
		for i, key := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				text(",")
			}
			text(JSON(key) + ":")
			walk(v[key], text, name)
		}
		text("}")
	case []any:
		text("[")
		for i, one := range v {
			if i > 0 {
				text(",")
			}
			walk(one, text, name)
		}
		text("]")
	default:
		text(JSON(v))
	}
}

// JSON is a value as a literal of JSON, and of Python where it has neither truth values nor null in it.
func JSON(v any) string {
	raw, _ := json.Marshal(v)
	return string(raw)
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
func snake(s string) string { return strings.ReplaceAll(kebab(s), "-", "_") }

// kebab turns CreateOauth2CredentialProvider into create-oauth2-credential-provider, and ForJWT into for-jwt, as the AWS CLI does.
func kebab(s string) string {
	var b strings.Builder
	runes := []rune(s)
	for i, r := range runes {
		if unicode.IsUpper(r) {
			before := i > 0 && (unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1]))
			endOfWord := i > 0 && unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if before || endOfWord {
				b.WriteByte('-')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}
