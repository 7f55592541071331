package cli

import (
	"fmt"
	"slices"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// helpGroups are the headings of the list of commands.
func helpGroups() []struct {
	id    string
	title text.T
} {
	return []struct {
		id    string
		title text.T
	}{
		{groupCourse, text.T{En: "The course, in its order", Ko: "과정 (순서대로)"}},
		{groupLook, text.T{En: "To look and to learn", Ko: "살펴보기"}},
		{groupCloud, text.T{En: "The practice cloud", Ko: "연습용 클라우드"}},
		{groupOther, text.T{En: "Other", Ko: "기타"}},
	}
}

// help prints a command's help, to standard output, in the chosen language.
func (sh *shell) help(cmd *cobra.Command, _ []string) {
	var b strings.Builder
	l := sh.lang
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	for _, s := range text.Wrap(about, sh.helpWidth()) {
		b.WriteString(s + "\n")
	}
	fmt.Fprintf(&b, "\n%s\n  %s\n", text.T{En: "Usage", Ko: "사용법"}.In(l), sh.spoken(cmd.UseLine()))
	if !cmd.HasParent() {
		b.WriteString(text.T{
			En: "  With no command: the terminal program; where there is no terminal, the whole main job on the practice cloud.\n",
			Ko: "  명령 없이 실행하면 터미널 프로그램이 열립니다. 터미널이 없으면 연습용 클라우드에서 주요 단계를 모두 진행합니다.\n",
		}.In(l))
	}
	sh.listCommands(&b, cmd)
	if own := cmd.LocalNonPersistentFlags(); own.HasAvailableFlags() {
		fmt.Fprintf(&b, "\n%s\n%s", text.T{En: "Flags of this command", Ko: "이 명령의 플래그"}.In(l), sh.usages(own))
	}
	fmt.Fprintf(&b, "\n%s\n%s", text.T{En: "Flags of every command", Ko: "공통 플래그"}.In(l), sh.usages(cmd.Root().PersistentFlags()))
	if !cmd.HasParent() {
		b.WriteString(exitCodes.In(l))
	}
	fmt.Fprint(cmd.OutOrStdout(), b.String())
}

func (sh *shell) usages(flags *pflag.FlagSet) string {
	return sh.spoken(flags.FlagUsagesWrapped(sh.helpWidth()))
}

// spoken is a library's text in the chosen language: it writes two words of its own, in English.
func (sh *shell) spoken(s string) string {
	if sh.lang != text.Korean {
		return s
	}
	return strings.NewReplacer("(default", "(기본값", "[flags]", "[플래그]").Replace(s)
}

var exitCodes = text.T{
	En: "\nExit codes\n  0 done · 1 a check failed · 124 timed out · 130 interrupted · 252 wrong use ·\n" +
		"  253 credentials or configuration · 254 the service refused · 255 anything else\n",
	Ko: "\n종료 코드\n  0 완료 · 1 점검 실패 · 124 시간 초과 · 130 중단 · 252 잘못된 사용 ·\n" +
		"  253 자격 증명 또는 설정 · 254 서비스가 거부 · 255 그 밖의 오류\n",
}

func (sh *shell) helpWidth() int {
	if sh.io.Width > 0 {
		return min(sh.io.Width, 110)
	}
	return 100
}

// listCommands prints the commands below cmd: at the root under headings, elsewhere as one list.
func (sh *shell) listCommands(b *strings.Builder, cmd *cobra.Command) {
	if !cmd.HasAvailableSubCommands() {
		return
	}
	if cmd.HasParent() {
		fmt.Fprintf(b, "\n%s\n", text.T{En: "Commands", Ko: "명령"}.In(sh.lang))
		sh.listGroup(b, cmd, "")
		return
	}
	for _, g := range helpGroups() {
		fmt.Fprintf(b, "\n%s\n", g.title.In(sh.lang))
		sh.listGroup(b, cmd, g.id)
	}
}

func (sh *shell) listGroup(b *strings.Builder, cmd *cobra.Command, group string) {
	commands := slices.Clone(cmd.Commands())
	if group == groupCourse { // the library sorts by name
		slices.SortStableFunc(commands, func(a, b *cobra.Command) int { return sh.place(a) - sh.place(b) })
	}
	for _, c := range commands {
		if c.Hidden || (group != "" && c.Annotations["group"] != group) {
			continue
		}
		lines := text.Wrap(c.Short, max(20, sh.helpWidth()-17))
		fmt.Fprintf(b, "  %s %s\n", text.Pad(c.Name(), 14), strings.Join(lines, "\n"+strings.Repeat(" ", 17)))
	}
}

// place is where a command stands in the course. What is no step, `run`, comes first.
func (sh *shell) place(c *cobra.Command) int {
	return slices.IndexFunc(sh.app.Steps, func(info flow.Info) bool { return info.ID == c.Name() })
}

// helpCommand is "help COMMAND", the same as COMMAND --help.
func (sh *shell) helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Hidden: true,
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(strings.Join(args, " "), nil)
			}
			return cmd.Help()
		},
	}
}
