package cli

import (
	"context"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func (sh *shell) envCommand() *cobra.Command {
	var wish Wish
	shell := "bash"
	cmd := sh.cloudCommand("env", "exports that point the AWS CLI and SDKs at the practice cloud", "AWS CLI와 SDK가 연습용 클라우드를 쓰게 하는 환경 변수", nil)
	cmd.Flags().BoolVar(&wish.Proxy, "proxy", false, text.T{
		En: "also a proxy and a CA bundle, for programs that have AWS's addresses written into them",
		Ko: "AWS 주소가 코드에 적혀 있는 프로그램을 위해 프록시와 CA 번들도 내보냅니다",
	}.In(sh.lang))
	sh.onlyAWSFlag(cmd.Flags(), &wish)
	cmd.Flags().Var(oneOf(&shell, "bash", "fish", "powershell"), "shell", text.T{En: "bash (any POSIX shell), fish or powershell", Ko: "bash(POSIX 셸 공통), fish, powershell"}.In(sh.lang))
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, _ []string) (flow.Exit, error) {
		e, err := sh.app.Cloud.Find(ctx, sh.g.place, wish)
		if err != nil {
			return 0, err
		}
		sh.say.result(e, func() string { return exports(shell, e.Env, disturbing(e.Env)) })
		return flow.ExitDone, nil
	})
	return cmd
}

func (sh *shell) onlyAWSFlag(flags *pflag.FlagSet, wish *Wish) {
	flags.BoolVar(&wish.OnlyAWS, "only-aws", false, text.T{
		En: "let the proxy refuse every host that the practice cloud does not answer for",
		Ko: "연습용 클라우드가 응답하지 않는 모든 호스트를 프록시가 거절하게 합니다",
	}.In(sh.lang))
}
