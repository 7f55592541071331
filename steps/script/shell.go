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
	line := "aws " + name + " --region " + Quote(region)
	all, piped := arguments(m.Params)
	for _, argument := range all {
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

// Arguments are the members of a request that has no variables.
func Arguments(params ...Param) []string {
	all, _ := arguments(params)
	return all
}

// arguments are the members of a request as the AWS CLI takes them; what it has to read from a pipe is given as words of a shell.
func arguments(params []Param) (all []string, piped string) {
	texts := map[string]string{}
	for _, p := range params {
		secret := shellPieces(p)
		said, _ := p.Value.(string)
		switch {
		case secret != "":
			piped = secret
			all = append(all, "--"+kebab(p.Name)+" file:///dev/stdin")
		case opened(said):
			texts[p.Name] = said
		default:
			all = append(all, argument(p))
		}
	}
	if len(texts) > 0 {
		all = append(all, "--cli-input-json "+Quote(JSON(texts)))
	}
	return all, piped
}

// opened reports a value in whose place the AWS CLI would send what lies at that address: each version opens files, version 1 also
// fetches pages.
func opened(value string) bool {
	for _, scheme := range []string{"file://", "fileb://", "http://", "https://"} {
		if strings.HasPrefix(value, scheme) {
			return true
		}
	}
	return false
}

// shellPieces is a secret, or an object with a variable in it as words of a shell, or empty where it is neither.
func shellPieces(p Param) string {
	if name, whole := p.Value.(Var); whole {
		if p.Secret {
			return `"$` + string(name) + `"`
		}
		return ""
	}
	var words []string
	var text strings.Builder
	found := false
	walk(p.Value, func(s string) { text.WriteString(s) }, func(name Var) {
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

func argument(p Param) string {
	flag := "--" + kebab(p.Name)
	switch v := p.Value.(type) {
	case bool:
		if v {
			return flag
		}
		return "--no-" + kebab(p.Name)
	case Var:
		return flag + ` "$` + string(v) + `"`
	case File:
		return flag + " " + Quote("file://"+string(v))
	case string:
		return flag + " " + Quote(v)
	default:
		raw, _ := json.Marshal(v)
		return flag + " " + Quote(string(raw)) // one JSON argument: the AWS CLI v1 would fetch a bare http:// value
	}
}

// Quote writes a word as a shell reads it back.
func Quote(s string) string {
	if s != "" && strings.IndexFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./:@=+,", r)
	}) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
