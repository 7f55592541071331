package cli

import (
	"io"
	"slices"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// maxInput bounds what is read from standard input: a pasted token, URL or log.
const maxInput = 1 << 20

// resolve puts what arguments stand for in their place: standard input for "-" and for switches of it, a variable's value for
// its name. Secrets come this way, so that they stand neither in the shell's history nor in the list of processes.
func (sh *shell) resolve(params []flow.Param, args flow.Args) error {
	for _, p := range params { // "--secret -" is another way to say "--secret-stdin"
		if plain := strings.TrimSuffix(p.Name, "-stdin"); p.From == flow.FromInput && args.Get(plain) == "-" {
			delete(args, plain)
			args[p.Name] = []string{"true"}
		}
	}
	if err := sh.fromInput(args); err != nil {
		return err
	}
	for _, p := range params {
		var err error
		switch {
		case p.From == flow.FromInput && args.On(p.Name):
			err = sh.secretInput(p, args)
		case p.From == flow.FromInput:
			delete(args, p.Name)
		case p.From == flow.FromEnvironment && len(args[p.Name]) > 0:
			err = sh.variable(p, args)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// secretInput reads a secret from standard input, without the end of its line. At a terminal nobody would see that something is
// waited for, and it would be echoed: there the hidden prompt asks.
func (sh *shell) secretInput(p flow.Param, args flow.Args) error {
	delete(args, p.Name)
	if sh.io.InTerminal {
		return nil
	}
	data, err := io.ReadAll(io.LimitReader(sh.io.In, maxInput))
	if err != nil {
		return err
	}
	value := strings.TrimRight(string(data), "\r\n")
	if value == "" {
		return wrongUse(
			text.T{En: "%s was given, and standard input is empty.", Ko: "%s{을/를} 지정했지만 표준 입력이 비어 있습니다."}.With(dashes(p.Name)), text.Msg{},
			text.T{En: "Pipe the value in: printf %%s \"$SECRET\" | %s …", Ko: "값을 파이프로 전달하세요: printf %%s \"$SECRET\" | %s …"}.With(sh.app.Name))
	}
	args[p.Name] = []string{value}
	return nil
}

// variable reads the variable that a flag names. The name is in no error: it may be the secret itself, given by mistake.
func (sh *shell) variable(p flow.Param, args flow.Args) error {
	value := sh.io.Env(args.Get(p.Name))
	if value == "" {
		return wrongUse(
			text.T{En: "The environment variable that %s names is not set.", Ko: "%s에 지정한 환경 변수가 없습니다."}.With(dashes(p.Name)),
			text.T{En: "The flag takes the name of a variable, not its value.", Ko: "이 플래그에는 값이 아니라 변수의 이름을 지정합니다."}.With(),
			text.T{En: "Set and export it, or leave the flag out to be asked.", Ko: "변수를 설정하고 export하거나, 플래그를 빼면 입력을 요청합니다."}.With())
	}
	args[p.Name] = []string{value}
	return nil
}

// fromInput puts standard input in the place of an argument "-".
func (sh *shell) fromInput(args flow.Args) error {
	for name, values := range args {
		i := slices.Index(values, "-")
		if i < 0 {
			continue
		}
		data, err := io.ReadAll(io.LimitReader(sh.io.In, maxInput))
		if err != nil {
			return err
		}
		values = slices.Clone(values)
		values[i] = strings.TrimSpace(string(data))
		args[name] = values
	}
	return nil
}
