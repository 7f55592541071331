package cli

import (
	"context"
	"errors"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// sandboxCommand holds the commands about the practice cloud itself.
func (sh *shell) sandboxCommand() *cobra.Command {
	family := sh.family("sandbox", text.T{En: "the practice cloud on its own: serve, env, exec, requests, faults, break, hint, repair, reset", Ko: "연습용 클라우드 자체: serve, env, exec, requests, faults, break, hint, repair, reset"}, groupCloud)
	family.AddCommand(sh.serveCommand(), sh.envCommand(), sh.execCommand(), sh.requestsCommand(), sh.faultsCommand(), sh.breakCommand(), sh.hintCommand(), sh.repairCommand(), sh.resetCommand())
	return family
}

func (sh *shell) cloudCommand(use, en, ko string, w work) *cobra.Command {
	return &cobra.Command{Use: use, Short: text.T{En: en, Ko: ko}.In(sh.lang), Args: sh.noSuchCommand, RunE: sh.does(w)}
}

func (sh *shell) serveCommand() *cobra.Command {
	var o ServeOptions
	cmd := sh.cloudCommand("serve", "serve the practice cloud on loopback until Ctrl+C", "Ctrl+C를 누를 때까지 연습용 클라우드를 로컬에서 실행합니다", nil)
	cmd.Flags().StringVar(&o.Addr, "addr", "127.0.0.1:4566", text.T{En: "loopback `ADDRESS` to listen on; port 0 takes a free one", Ko: "수신할 루프백 주소 (`ADDRESS`). 포트 0은 빈 포트를 고릅니다"}.In(sh.lang))
	cmd.Flags().Uint64Var(&o.Seed, "seed", 0, text.T{En: "makes ids and secrets the same each time", Ko: "ID와 비밀 값을 매번 같게 만듭니다"}.In(sh.lang))
	cmd.Flags().StringVar(&o.Agent, "agent", "", text.T{
		En: "your own agent's `URL` on this machine (http://127.0.0.1:8080), to answer behind every runtime instead of the built-in one",
		Ko: "모든 Runtime 뒤에서 내장 에이전트 대신 응답할, 이 컴퓨터에서 실행 중인 내 에이전트의 주소 (`URL`, 예: http://127.0.0.1:8080)",
	}.In(sh.lang))
	auth := "lenient"
	cmd.Flags().Var(oneOf(&auth, "lenient", "strict"), "auth", text.T{
		En: "lenient takes any keys and any signature; strict verifies Signature Version 4 as AWS does, with the keys of `sandbox env`",
		Ko: "lenient는 어떤 키와 서명도 받고, strict는 `sandbox env`의 키로 AWS처럼 서명(SigV4)을 검증합니다",
	}.In(sh.lang))
	cmd.RunE = sh.does(func(ctx context.Context, cmd *cobra.Command, _ []string) (flow.Exit, error) {
		o.Strict = auth == "strict"
		if sh.g.place.Speed == "" {
			sh.g.place.Speed = Lesson
		}
		same := ""
		if cmd.Flags().Changed("state-dir") {
			same = " --state-dir " + dialectOf("bash").quote(sh.g.place.StateDir)
		}
		err := sh.app.Cloud.Serve(ctx, sh.g.place, o, func(e Endpoint) { sh.ready(e, same) })
		if errors.Is(err, context.Canceled) || err == nil && ctx.Err() != nil {
			return flow.ExitInterrupted, nil
		}
		return flow.ExitDone, err
	})
	return cmd
}

// ready is what sandbox serve says when it answers: one line for programs, and what to do next for people.
func (sh *shell) ready(e Endpoint, same string) {
	sh.say.result(e, func() string {
		lines := text.T{
			En: "The practice cloud answers at %[1]s (account %[2]s, %[3]s). Nothing in it is AWS, nothing is billed.\n\n" +
				"  AWS CLI and SDKs, in another terminal:\n    eval \"$(%[4]s sandbox env%[5]s)\"\n" +
				"  A script as it is, AWS addresses and all:\n    %[4]s sandbox exec%[5]s -- ./scripts/prereq.sh\n",
			Ko: "연습용 클라우드가 %[1]s에서 응답합니다 (계정 %[2]s, %[3]s). AWS가 아니며 요금이 없습니다.\n\n" +
				"  다른 터미널에서 AWS CLI와 SDK를 쓰려면:\n    eval \"$(%[4]s sandbox env%[5]s)\"\n" +
				"  AWS 주소가 적힌 스크립트를 그대로 실행하려면:\n    %[4]s sandbox exec%[5]s -- ./scripts/prereq.sh\n",
		}.With(e.URL, e.Account, e.Region, sh.app.Name, same).In(sh.lang)
		if e.Console != "" {
			lines += text.T{En: "  What is in it, and the last requests, in a browser:\n    %s\n", Ko: "  만들어진 리소스와 최근 요청을 브라우저에서 보려면:\n    %s\n"}.With(e.Console).In(sh.lang)
		}
		return lines + "\n" + text.T{En: "Ctrl+C ends it.", Ko: "Ctrl+C로 끝냅니다."}.In(sh.lang)
	})
}
