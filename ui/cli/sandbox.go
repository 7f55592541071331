package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// sandboxCommand holds the commands about the practice cloud itself.
func (sh *shell) sandboxCommand() *cobra.Command {
	family := sh.family("sandbox", text.T{En: "the practice cloud on its own: serve, env, exec, faults, break, repair, reset", Ko: "연습용 클라우드 자체: serve, env, exec, faults, break, repair, reset"}, groupCloud)
	family.AddCommand(sh.serveCommand(), sh.envCommand(), sh.execCommand(), sh.faultsCommand(), sh.breakCommand(), sh.repairCommand(), sh.resetCommand())
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
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, _ []string) (flow.Exit, error) {
		if sh.g.place.Speed == "" {
			sh.g.place.Speed = Lesson
		}
		err := sh.app.Cloud.Serve(ctx, sh.g.place, o, sh.ready)
		if errors.Is(err, context.Canceled) || err == nil && ctx.Err() != nil {
			return flow.ExitInterrupted, nil
		}
		return flow.ExitDone, err
	})
	return cmd
}

// ready is the one line that sandbox serve says when it answers.
func (sh *shell) ready(e Endpoint) {
	sh.say.result(e, func() string {
		return text.T{
			En: "The practice cloud answers at %s (account %s, %s). Ctrl+C ends it.",
			Ko: "연습용 클라우드가 %s에서 응답합니다 (계정 %s, %s). Ctrl+C로 끝냅니다.",
		}.With(e.URL, e.Account, e.Region).In(sh.lang)
	})
}

func (sh *shell) envCommand() *cobra.Command {
	return sh.cloudCommand("env", "exports that point the AWS CLI and SDKs at the practice cloud", "AWS CLI와 SDK가 연습용 클라우드를 쓰게 하는 환경 변수", func(ctx context.Context, _ *cobra.Command, _ []string) (flow.Exit, error) {
		e, release, err := sh.app.Cloud.Attach(ctx, sh.g.place)
		if err != nil {
			return 0, err
		}
		if err := release(); err != nil {
			return 0, err
		}
		if e.Passing {
			return 0, notServed()
		}
		sh.say.result(e, func() string { return exports(e.Env) })
		return flow.ExitDone, nil
	})
}

func notServed() *flow.Failure {
	return &flow.Failure{
		Code: "NotServed", Exit: flow.ExitConfig,
		Message: text.T{En: "No practice cloud is running in this state directory.", Ko: "이 상태 디렉터리에서 실행 중인 연습용 클라우드가 없습니다."}.With(),
		Cause:   text.T{En: "Exports would lead to an address where nothing answers.", Ko: "내보낸 주소에서 아무것도 응답하지 않습니다."}.With(),
		Fix:     text.T{En: "Start `sandbox serve` in another terminal, or use `sandbox exec -- COMMAND`.", Ko: "다른 터미널에서 `sandbox serve`를 실행하거나 `sandbox exec -- COMMAND`를 쓰세요."}.With(),
	}
}

// exports are shell commands. The values are addresses, names and dummy keys without quotes in them.
func exports(env map[string]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(env)) {
		fmt.Fprintf(&b, "export %s='%s'\n", name, env[name])
	}
	return b.String()
}

func (sh *shell) execCommand() *cobra.Command {
	cmd := sh.cloudCommand("exec -- COMMAND…", "run a command against the practice cloud", "연습용 클라우드를 쓰는 명령을 실행합니다", nil)
	cmd.Args = sh.positionals([]flow.Param{{Name: "command", Positional: true, Required: true, Repeated: true}})
	cmd.RunE = sh.does(func(ctx context.Context, _ *cobra.Command, args []string) (flow.Exit, error) {
		e, release, err := sh.app.Cloud.Attach(ctx, sh.g.place)
		if err != nil {
			return 0, err
		}
		defer func() { _ = release() }() // the command has run; its exit status is what counts
		child := exec.CommandContext(ctx, args[0], args[1:]...)
		child.Stdin, child.Stdout, child.Stderr = sh.io.In, sh.io.Out, sh.io.Err
		child.Env = childEnv(e.Env)
		err = child.Run()
		var ended *exec.ExitError
		if errors.As(err, &ended) && ended.ExitCode() > 0 {
			return flow.Exit(ended.ExitCode()), nil
		}
		if err != nil {
			return 0, notStarted(args[0], err)
		}
		return flow.ExitDone, nil
	})
	return cmd
}

// childEnv is our environment with the practice cloud's own variables over it. A profile of the person's would win over
// the dummy keys, so it is left out.
func childEnv(own map[string]string) []string {
	var env []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		if _, ours := own[name]; !ours && name != "AWS_PROFILE" && name != "AWS_SESSION_TOKEN" {
			env = append(env, pair)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(own)) {
		env = append(env, name+"="+own[name])
	}
	return env
}

func notStarted(name string, err error) *flow.Failure {
	return &flow.Failure{
		Code: "NotStarted", Exit: flow.ExitUsage, Err: err,
		Message: text.T{En: "%s could not be run.", Ko: "%s{을/를} 실행할 수 없습니다."}.With(name),
		Cause:   text.Plain(err.Error()),
		Fix:     text.T{En: "Check the name, and that it is installed.", Ko: "이름과 설치 여부를 확인하세요."}.With(),
	}
}
