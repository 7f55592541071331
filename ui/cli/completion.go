package cli

import (
	"io"

	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// completionCommand prints the script that lets a shell complete our commands.
func (sh *shell) completionCommand(root *cobra.Command) *cobra.Command {
	shells := map[string]func(io.Writer) error{
		"bash":       func(w io.Writer) error { return root.GenBashCompletionV2(w, true) },
		"zsh":        root.GenZshCompletion,
		"fish":       func(w io.Writer) error { return root.GenFishCompletion(w, true) },
		"powershell": root.GenPowerShellCompletionWithDesc,
	}
	return &cobra.Command{
		Use: "completion SHELL", ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Annotations: map[string]string{"group": groupOther},
		Short:       text.T{En: "completion script for bash, zsh, fish or powershell", Ko: "bash, zsh, fish, powershell용 자동 완성 스크립트"}.In(sh.lang),
		Args:        cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 && shells[args[0]] != nil {
				return shells[args[0]](sh.io.Out)
			}
			return wrongUse(
				text.T{En: "Which shell?", Ko: "어떤 셸인가요?"}.With(), text.Msg{},
				text.T{En: "Name one of bash, zsh, fish, powershell.", Ko: "bash, zsh, fish, powershell 중 하나를 지정하세요."}.With())
		},
	}
}
