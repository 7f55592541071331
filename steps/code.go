package steps

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"

	"agentcore-workshop/steps/flow"
)

// apiCall is one call as a person would write it, in any dialect.
type apiCall struct {
	// Why is said above the call. Service is boto3's and the AWS CLI's name for the service.
	Why, Service, Operation string
	Params                  []param
}

// variable is a name that the reader of a script gives a value to: POOL_ID. It is a type of its own, so that no value that comes from
// the place, whatever it begins with, is taken for one.
type variable string

// param is one member of a request. Value is a variable, a string, a bool, a []string, or what encoding/json writes as an object. All
// of them but the variable are quoted: parameters and outputs hold whatever somebody wrote there. Go, where set, is the member's Go
// expression.
type param struct {
	Name  string
	Value any
	Go    string
}

// move is a call of a program, with what becomes of its answer; or a piece of code that is no call of AWS.
type move struct {
	apiCall
	// save is the variable that takes what path names of the answer: UserPoolClient.ClientSecret. Without a variable it is shown.
	save variable
	path string
	// waiter is AWS's name of a waiter on the call, which is then made until it is satisfied.
	waiter string
	// code stands as it is, written in the program's dialect; it defines these variables, and needs these imports.
	code    string
	defines []variable
	imports []string
}

func (c apiCall) move() move { return move{apiCall: c} }
func (c apiCall) saving(name variable, path string) move {
	return move{apiCall: c, save: name, path: path}
}
func (c apiCall) showing(path string) move { return move{apiCall: c, path: path} }
func (c apiCall) until(waiter string) move { return move{apiCall: c, waiter: waiter} }

// script writes calls in a dialect.
func (e *Env) script(as flow.Dialect, calls ...apiCall) string {
	moves := make([]move, 0, len(calls))
	for _, c := range calls {
		moves = append(moves, c.move())
	}
	return e.program(as, moves...)
}

// program writes what runs as it is: with the AWS CLI in a shell, in Python, or in Go.
func (e *Env) program(as flow.Dialect, moves ...move) string {
	switch as {
	case flow.Python:
		return pythonProgram(e.Region(), moves)
	case flow.Golang:
		return goProgram(e.Region(), moves)
	}
	return shellProgram(e.Region(), moves)
}

// given are the variables that nothing in a program sets: whoever runs it gives them.
func given(moves []move) []variable {
	var names []variable
	known := map[variable]bool{}
	for _, m := range moves {
		for _, p := range m.Params {
			walk(p.Value, func(string) {}, func(v variable) {
				if !known[v] {
					known[v] = true
					names = append(names, v)
				}
			})
		}
		for _, v := range append(m.defines, m.save) {
			known[v] = true
		}
	}
	return names
}

// walk writes a value as JSON, whose texts it hands on piece by piece, with the variables between them.
func walk(v any, text func(string), name func(variable)) {
	switch v := v.(type) {
	case variable:
		name(v)
	case map[string]any:
		text("{")
		for i, key := range slices.Sorted(maps.Keys(v)) {
			if i > 0 {
				text(",")
			}
			text(jsonString(key) + ":")
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
		text(jsonString(v))
	}
}

// jsonString is a value as a literal of JSON, and of Python where it has neither truth values nor null in it.
func jsonString(v any) string {
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
