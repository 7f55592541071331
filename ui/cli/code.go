package cli

import (
	"context"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// codeCommand shows a step as code, with the values of the place.
func (sh *shell) codeCommand() *cobra.Command {
	as := string(flow.CLI)
	cmd := &cobra.Command{
		Use: "code STEP", Annotations: map[string]string{"group": groupLook},
		Args: sh.positionals([]flow.Param{{Name: "step", Positional: true, Required: true}}),
		Short: text.T{
			En: "a step as AWS CLI, Python or Go, with the real values",
			Ko: "단계를 실제 값이 들어간 AWS CLI, Python, Go 코드로 보여 줍니다",
		}.In(sh.lang),
	}
	for _, info := range sh.app.Steps {
		cmd.ValidArgs = append(cmd.ValidArgs, info.ID)
	}
	cmd.Flags().Var(oneOf(&as, string(flow.CLI), string(flow.Python), string(flow.Golang)), "as", "cli, python, go")
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, args []string) (flow.Exit, error) {
		return sh.showCode(ctx, args[0], flow.Dialect(as))
	})
	return cmd
}

func (sh *shell) showCode(ctx context.Context, id string, as flow.Dialect) (flow.Exit, error) {
	if !sh.hasStep(id) {
		return 0, noSuchStep(id)
	}
	session, err := sh.enter(ctx)
	if err != nil {
		return 0, err
	}
	defer sh.leave(session)
	step, _ := flow.Find(session.Steps, id)
	coder, can := step.(flow.Coder)
	if !can {
		return 0, wrongUse(text.T{En: "%s has no code to show.", Ko: "%s{은/는} 보여 줄 코드가 없습니다."}.With(id), text.Msg{}, text.Msg{})
	}
	report := flow.NewReport(session.Clock, func(flow.Event) {}, nil, nil).For(id)
	code, err := coder.Code(report.With(ctx), as)
	if err != nil {
		return 0, err
	}
	if !strings.Contains(code, "--sandbox") { // our own command, which knows its way
		code = flow.Comment(as, sh.lang, flow.HowToRun(session.Place, as)) + code
	}
	sh.say.result(struct {
		Step string       `json:"step"`
		As   flow.Dialect `json:"as"`
		Code string       `json:"code"`
	}{id, as, code}, func() string { return code })
	return flow.ExitDone, nil
}

func (sh *shell) hasStep(id string) bool {
	for _, info := range sh.app.Steps {
		if info.ID == id {
			return true
		}
	}
	return false
}

func noSuchStep(id string) *flow.Failure {
	return wrongUse(
		text.T{En: "There is no step named %q.", Ko: "%q{이라는/라는} 단계는 없습니다."}.With(id), text.Msg{},
		text.T{En: "`steps` lists them.", Ko: "`steps`로 목록을 볼 수 있습니다."}.With())
}
