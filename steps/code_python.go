package steps

import (
	"fmt"
	"slices"
	"strings"
)

// pythonProgram writes moves for boto3.
func pythonProgram(region string, moves []move) string {
	imports, clients, free := []string{}, map[string]bool{}, given(moves)
	if len(free) > 0 {
		imports = append(imports, "import os")
	}
	for _, m := range moves {
		imports = append(imports, m.imports...)
		if m.Operation != "" {
			imports = append(imports, "import boto3")
		}
	}
	slices.Sort(imports)
	var b strings.Builder
	b.WriteString(strings.Join(slices.Compact(imports), "\n") + "\n\n")
	for _, v := range free {
		fmt.Fprintf(&b, "%s = os.environ[%s]\n", pythonName(v), jsonString(string(v)))
	}
	for _, m := range moves {
		if m.Why != "" {
			b.WriteString("# " + m.Why + "\n")
		}
		if m.Operation == "" {
			b.WriteString(m.code + "\n\n")
			continue
		}
		if client := snake(m.Service); !clients[client] {
			clients[client] = true
			fmt.Fprintf(&b, "%s = boto3.client(%s, region_name=%s)\n", client, jsonString(m.Service), jsonString(region))
		}
		b.WriteString(pythonCall(m) + "\n\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func pythonCall(m move) string {
	call := snake(m.Service) + "." + snake(m.Operation) + "("
	if m.waiter != "" {
		call = snake(m.Service) + ".get_waiter(" + jsonString(snake(m.waiter)) + ").wait("
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
			call += "[" + jsonString(name) + "][" + index
		} else if part != "" {
			call += "[" + jsonString(part) + "]"
		}
	}
	switch {
	case m.save != "":
		return pythonName(m.save) + " = " + call
	case m.path != "":
		return "print(" + call + ")"
	}
	return call
}

func pythonName(v variable) string { return strings.ToLower(string(v)) }

func pythonValue(v any) string {
	if b, ok := v.(bool); ok {
		return map[bool]string{true: "True", false: "False"}[b]
	}
	var b strings.Builder // JSON of strings, lists and objects is Python too
	walk(v, func(s string) { b.WriteString(s) }, func(name variable) { b.WriteString(pythonName(name)) })
	return b.String()
}
