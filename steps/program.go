package steps

import (
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/script"
)

// Script writes calls in a dialect.
func (e *Env) Script(as flow.Dialect, calls ...script.Call) string {
	moves := make([]script.Move, 0, len(calls))
	for _, c := range calls {
		moves = append(moves, c.Move())
	}
	return e.Program(as, moves...)
}

// Program writes what runs as it is.
func (e *Env) Program(as flow.Dialect, moves ...script.Move) string {
	return script.Write(as, e.Region(), moves...)
}

// ExportUserToken is the line that puts a person's token where the code looks for it, in the place where the code runs.
func (e *Env) ExportUserToken() string {
	signin := "agentcore-workshop signin --bare"
	if e.Practice() {
		signin += " --sandbox"
	}
	return "export USER_TOKEN=$(" + signin + ")"
}
