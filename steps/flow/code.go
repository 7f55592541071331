package flow

import (
	"strings"

	"agentcore-workshop/steps/text"
)

// HowToRun says how the code of a step reaches the practice cloud: it names AWS's own hosts, as it should, and the network knows
// those as AWS's. Empty on AWS, where there is nothing to say.
func HowToRun(place Place, as Dialect) []text.Msg {
	if place.Mode != Sandbox {
		return nil
	}
	file, command := "script.sh", "sh -e script.sh"
	switch as {
	case Python:
		file, command = "script.py", "python3 script.py"
	case Golang:
		file, command = "main.go", "go run main.go"
	}
	return []text.Msg{
		text.T{En: "Practice cloud: save this as %s. While the cloud runs (this program is open, or `sandbox serve`):", Ko: "연습용 클라우드: %s{으로/로} 저장하고, 클라우드가 실행 중일 때(이 프로그램 또는 `sandbox serve`) 실행하세요."}.With(file),
		text.Plain("  agentcore-workshop sandbox exec -- " + command),
	}
}

// Comment is lines as comments of a dialect, with an empty line below them; nothing for no lines.
func Comment(as Dialect, lang text.Lang, lines []text.Msg) string {
	mark := "# "
	if as == Golang {
		mark = "// "
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(mark + strings.ReplaceAll(line.In(lang), "\n", " ") + "\n")
	}
	if len(lines) > 0 {
		b.WriteString("\n")
	}
	return b.String()
}
