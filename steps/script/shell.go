package script

import (
	"encoding/json"
	"strings"
	"unicode"
)

// shellProgram writes moves for the AWS CLI and any POSIX shell.
func shellProgram(region string, moves []Move) string {
	var b strings.Builder
	for _, v := range given(moves) {
		b.WriteString("# " + string(v) + " is yours to give: export " + string(v) + "=… first\n")
	}
	for _, m := range moves {
		if m.Why != "" {
			b.WriteString("# " + m.Why + "\n")
		}
		if m.Operation == "" {
			b.WriteString(m.Code + "\n\n")
			continue
		}
		b.WriteString(shellCall(region, m) + "\n\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

func shellCall(region string, m Move) string {
	name := m.Service + " " + kebab(m.Operation)
	if m.waiter != "" {
		name = m.Service + " wait " + kebab(m.waiter)
	}
	line, piped := "aws "+name+" --region "+Quote(region), ""
	for _, p := range m.Params {
		argument := Argument(p)
		if secret := shellPieces(p.Value); secret != "" {
			piped, argument = secret, "--"+kebab(p.Name)+" file:///dev/stdin"
		}
		line += " \\\n  " + argument
	}
	if m.path != "" {
		line += " \\\n  --query " + Quote(m.path) + " --output text"
	}
	if piped != "" { // printf is the shell's own, so that the list of processes shows nothing of it
		line = "printf %s " + piped + " |\n  " + line
	}
	if m.save != "" {
		line = string(m.save) + "=$(" + line + ")"
	}
	return line
}

// shellPieces is an object with a variable in it as words of a shell, or empty where there is none.
func shellPieces(v any) string {
	if _, whole := v.(Var); whole {
		return ""
	}
	var words []string
	var text strings.Builder
	found := false
	walk(v, func(s string) { text.WriteString(s) }, func(name Var) {
		found = true
		words = append(words, Quote(text.String()+`"`), `"$`+string(name)+`"`)
		text.Reset()
		text.WriteString(`"`)
	})
	if !found {
		return ""
	}
	return strings.Join(append(words, Quote(text.String())), " ")
}

func Argument(p Param) string {
	flag := "--" + kebab(p.Name)
	switch v := p.Value.(type) {
	case bool:
		if v {
			return flag
		}
		return "--no-" + kebab(p.Name)
	case Var:
		return flag + ` "$` + string(v) + `"`
	case string:
		return flag + " " + Quote(v)
	default:
		raw, _ := json.Marshal(v)
		return flag + " " + Quote(string(raw)) // one JSON argument: the AWS CLI v1 would fetch a bare http:// value
	}
}

func Quote(s string) string {
	if s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./:@=+,", r)
	}) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
