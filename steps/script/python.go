package script

import (
	"fmt"
	"slices"
	"strings"
)

// pythonProgram writes moves for boto3.
func pythonProgram(region string, moves []Move) string {
	imports, clients, free := []string{}, map[string]bool{}, given(moves)
	if len(free) > 0 {
		imports = append(imports, "import os")
	}
	for _, m := range moves {
		imports = append(imports, m.Imports...)
		if m.Operation != "" {
			imports = append(imports, "import boto3")
		}
	}
	slices.Sort(imports)
	var b strings.Builder
	b.WriteString(strings.Join(slices.Compact(imports), "\n") + "\n\n")
	for _, v := range free {
		fmt.Fprintf(&b, "%s = os.environ[%s]\n", PythonName(v), JSON(string(v)))
	}
	for _, m := range moves {
		if m.Why != "" {
			b.WriteString("# " + m.Why + "\n")
		}
		if m.Operation == "" {
			b.WriteString(m.Code + "\n\n")
			continue
		}
		if client := snake(m.Service); !clients[client] {
			clients[client] = true
			fmt.Fprintf(&b, "%s = boto3.client(%s, region_name=%s)\n", client, JSON(m.Service), JSON(region))
		}
		b.WriteString(pythonCall(m) + "\n\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func pythonCall(m Move) string {
	call := snake(m.Service) + "." + snake(m.Operation) + "("
	if m.waiter != "" {
		call = snake(m.Service) + ".get_waiter(" + JSON(snake(m.waiter)) + ").wait("
	}
	for _, p := range m.Params {
		call += "\n    " + p.Name + "=" + pythonValue(p.Value) + ","
	}
	if len(m.Params) > 0 {
		call += "\n"
	}
	call += ")"
	for part := range strings.SplitSeq(m.path, ".") {
		if name, index, found := strings.Cut(part, "["); found {
			call += "[" + JSON(name) + "][" + index
		} else if part != "" {
			call += "[" + JSON(part) + "]"
		}
	}
	switch {
	case m.save != "":
		return PythonName(m.save) + " = " + call
	case m.path != "":
		return "print(" + call + ")"
	}
	return call
}

// PythonName is a variable's name in Python.
func PythonName(v Var) string { return strings.ToLower(string(v)) }

func pythonValue(v any) string {
	if b, ok := v.(bool); ok {
		return map[bool]string{true: "True", false: "False"}[b]
	}
	var b strings.Builder // JSON of strings, lists and objects is Python too
	walk(v, func(s string) { b.WriteString(s) }, func(name Var) { b.WriteString(PythonName(name)) })
	return b.String()
}
