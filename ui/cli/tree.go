package cli

import (
	"context"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// Groups of commands, in the order of the help.
const (
	groupCourse = "course"
	groupLook   = "look"
	groupCloud  = "cloud"
	groupOther  = "other"
)

// tree makes the commands of the steps and actions that the app lists.
func (sh *shell) tree() *cobra.Command {
	l := sh.lang
	root := &cobra.Command{
		Use: sh.app.Name, SilenceErrors: true, SilenceUsage: true, Args: sh.noSuchCommand,
		Short: text.T{En: "A companion for the workshop on Amazon Bedrock AgentCore Identity", Ko: "Amazon Bedrock AgentCore Identity 워크숍 도우미"}.In(l),
		RunE:  sh.does(sh.bare), SuggestionsMinimumDistance: 2,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	sh.g.register(root.PersistentFlags(), l)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &parseError{err} })
	root.SetHelpFunc(sh.help)
	root.SetHelpCommand(sh.helpCommand(root))
	root.AddCommand(sh.runCommand())
	for _, info := range sh.app.Steps {
		root.AddCommand(sh.stepCommand(info))
	}
	root.AddCommand(sh.stepsCommand(), sh.codeCommand())
	for _, action := range sh.app.Actions {
		sh.addAction(root, action)
	}
	root.AddCommand(sh.sandboxCommand(), sh.completionCommand(root))
	return root
}

// bare is the program without a command: the terminal program where there is a terminal, or the same question in plain lines where
// those are wanted; elsewhere the main job on the
// practice cloud as plain lines, unless another place was named.
func (sh *shell) bare(ctx context.Context, _ *cobra.Command, _ []string) (flow.Exit, error) {
	p := &sh.g.place
	if sh.screens() {
		return sh.leaves(sh.app.Terminal(ctx, *p))
	}
	if sh.io.InTerminal && sh.io.OutTerminal && !sh.g.json() && !p.Sandbox && !p.Auto {
		check, err := sh.where(ctx)
		if err != nil {
			return 0, err
		}
		if check {
			return sh.verify(ctx, nil, verifyFlags{})
		}
		if p.Sandbox {
			p.Profile, p.Endpoint = "", ""
		}
		return sh.stream(ctx, flow.RunOptions{})
	}
	switch {
	case !sh.io.OutTerminal && p.Named():
		return 0, wrongUse(
			text.T{En: "There is no terminal here, and no command was given.", Ko: "터미널이 없고 명령도 주어지지 않았습니다."}.With(),
			text.T{En: "Without a terminal only the practice cloud is worked on unasked; another place was named.", Ko: "터미널이 없으면 연습용 클라우드에서만 알아서 진행합니다. 다른 곳이 지정되어 있습니다."}.With(),
			text.T{En: "Name the command: run, verify, or a step. --help lists them.", Ko: "run, verify 또는 단계 이름을 명령으로 지정하세요. --help로 목록을 볼 수 있습니다."}.With())
	case !p.Named():
		p.Sandbox = true
		p.Auto = p.Auto || !sh.io.OutTerminal
		sh.say.preface(text.T{
			En: "Plain lines, on the practice cloud inside this program: no AWS account is touched.",
			Ko: "이 프로그램 안의 연습용 클라우드에서 한 줄씩 진행합니다. AWS 계정은 건드리지 않습니다.",
		}.With())
	}
	return sh.stream(ctx, flow.RunOptions{})
}

// screens reports whether there is a terminal that screens can be drawn on, and nobody wants lines or JSON instead.
func (sh *shell) screens() bool {
	return sh.io.OutTerminal && !sh.g.place.Accessible && !sh.g.json() && sh.io.Env("TERM") != "dumb"
}

// leaves is the end of the terminal program: how to go on is said where the person is now.
func (sh *shell) leaves(exit flow.Exit, how string) (flow.Exit, error) {
	if how != "" {
		sh.say.line(how)
	}
	return exit, nil
}

// noSuchCommand refuses words that are no command.
func (sh *shell) noSuchCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return unknownCommand(args[0], cmd.SuggestionsFor(args[0]))
}

// family is a command that only holds others: alone, it shows its help.
func (sh *shell) family(use string, short text.T, group string) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short.In(sh.lang), Annotations: map[string]string{"group": group}, Args: sh.noSuchCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
}
