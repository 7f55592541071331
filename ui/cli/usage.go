package cli

import (
	"errors"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/pflag"
)

// wrongUse is a failure of the person's command, not of the place: exit 252.
func wrongUse(message, cause, fix text.Msg) *flow.Failure {
	return &flow.Failure{Code: "WrongUse", Message: message, Cause: cause, Fix: fix, Exit: flow.ExitUsage}
}

func clash(a, b string) *flow.Failure {
	return wrongUse(
		text.T{En: "%s and %s do not go together.", Ko: "%s{과/와} %s{은/는} 함께 쓸 수 없습니다."}.With(a, b),
		text.T{En: "--sandbox is the practice cloud inside this program; the other names another place.", Ko: "--sandbox는 이 프로그램 안의 연습용 클라우드이고, 다른 쪽은 다른 곳을 가리킵니다."}.With(),
		text.T{En: "Leave one of them out.", Ko: "둘 중 하나를 빼세요."}.With())
}

func autoOnAWS() *flow.Failure {
	return wrongUse(
		text.T{En: "--auto works on the practice cloud only.", Ko: "--auto는 연습용 클라우드에서만 동작합니다."}.With(),
		text.T{En: "It answers every question by itself, and nobody should do that to an AWS account.", Ko: "모든 질문에 스스로 답하므로 AWS 계정에는 쓰지 않습니다."}.With(),
		text.T{En: "Add --sandbox, or use --yes to agree to the changes.", Ko: "--sandbox를 붙이거나, 변경에 동의하려면 --yes를 쓰세요."}.With())
}

func malformed(flag, value string, want text.T) *flow.Failure {
	return wrongUse(
		text.T{En: "%s cannot be %q.", Ko: "%s에 %q{을/를} 쓸 수 없습니다."}.With(flag, value),
		text.T{En: "%s takes %s.", Ko: "%s에는 %s{이/가} 필요합니다."}.With(flag, want),
		text.T{En: "Give %s.", Ko: "%s{을/를} 지정하세요."}.With(want))
}

func unknownCommand(name string, near []string) *flow.Failure {
	fix := text.T{En: "--help lists the commands.", Ko: "--help로 명령 목록을 볼 수 있습니다."}.With()
	if len(near) > 0 {
		fix = text.T{En: "Did you mean %s? --help lists the commands.", Ko: "%s{을/를} 찾으셨나요? --help로 명령 목록을 볼 수 있습니다."}.With(near[0])
	}
	return wrongUse(text.T{En: "There is no command named %q.", Ko: "%q{이라는/라는} 명령은 없습니다."}.With(name), text.Msg{}, fix)
}

// parsing puts what the flag parser found wrong into words.
func parsing(err error) *flow.Failure {
	var f *flow.Failure
	if errors.As(err, &f) {
		return f
	}
	help := text.T{En: "--help lists the flags.", Ko: "--help로 플래그 목록을 볼 수 있습니다."}.With()
	var missing *pflag.NotExistError
	var bare *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &missing):
		return wrongUse(text.T{En: "There is no flag %s.", Ko: "%s{이라는/라는} 플래그는 없습니다."}.With(dashes(missing.GetSpecifiedName())), text.Msg{}, help)
	case errors.As(err, &bare):
		return wrongUse(text.T{En: "%s wants a value.", Ko: "%s에는 값이 필요합니다."}.With(dashes(bare.GetSpecifiedName())), text.Msg{}, help)
	case errors.As(err, &invalid):
		return wrongValue(invalid)
	}
	return wrongUse(text.T{En: "The command could not be read: %s", Ko: "명령을 이해하지 못했습니다: %s"}.With(err.Error()), text.Msg{}, help)
}

func wrongValue(e *pflag.InvalidValueError) *flow.Failure {
	flag := dashes(e.GetFlag().Name)
	var not *notAllowed
	if errors.As(e.Unwrap(), &not) {
		return malformed(flag, not.value, text.T{En: e.GetFlag().Value.Type(), Ko: e.GetFlag().Value.Type()})
	}
	return malformed(flag, e.GetValue(), text.T{En: "a value of the kind " + e.GetFlag().Value.Type(), Ko: e.GetFlag().Value.Type() + " 형식의 값"})
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
