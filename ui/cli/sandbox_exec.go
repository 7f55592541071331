package cli

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// execCommand does not use does: interrupts belong to the command that it runs.
func (sh *shell) execCommand() *cobra.Command {
	wish := Wish{Proxy: true}
	cmd := sh.cloudCommand("exec -- COMMAND…", "run a command against the practice cloud, unmodified", "명령을 고치지 않고 연습용 클라우드에서 실행합니다", nil)
	cmd.Args = sh.positionals([]flow.Param{{Name: "command", Positional: true, Required: true, Repeated: true}})
	cmd.Flags().SetInterspersed(false) // what follows the command's name is the command's
	sh.onlyAWSFlag(cmd.Flags(), &wish)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := sh.settle(); err != nil {
			return err
		}
		signals := make(chan os.Signal, 8)
		signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
		defer signal.Stop(signals)
		if sh.g.place.Speed == "" {
			sh.g.place.Speed = Fast
		}
		e, release, err := sh.app.Cloud.Lend(cmd.Context(), sh.g.place, wish)
		if err != nil {
			return err
		}
		defer func() { _ = release() }() // the command has run; its exit status is what counts
		if e.Passing {
			sh.say.aside(throwAway().In(sh.lang))
		}
		sh.exit, err = sh.runChild(args, childEnv(e.Env), signals)
		return err
	}
	return cmd
}

func throwAway() text.T {
	return text.T{
		En: "No practice cloud is running in this state directory, so this one starts empty and is gone afterwards. (`sandbox serve` keeps one.)",
		Ko: "이 상태 디렉터리에서 실행 중인 연습용 클라우드가 없어, 비어 있는 클라우드를 새로 띄우고 끝나면 없앱니다. (`sandbox serve`는 유지합니다.)",
	}
}

// runChild runs a command with our own input and output. It gets the signals that we get, and its exit status is ours.
func (sh *shell) runChild(args, env []string, signals <-chan os.Signal) (flow.Exit, error) {
	child := exec.Command(args[0], args[1:]...)
	child.Stdin, child.Stdout, child.Stderr, child.Env = sh.io.In, inner(sh.io.Out), sh.io.Err, env
	if err := child.Start(); err != nil {
		return 0, notStarted(args[0], err)
	}
	done := make(chan error, 1)
	go func() { done <- child.Wait() }()
	var late <-chan time.Time
	if sh.g.timeout > 0 {
		late = time.After(sh.g.timeout)
	}
	timedOut := false
	for {
		select {
		case s := <-signals:
			// A terminal has sent its keys' signals to the command already; twice would be one too many.
			if key := s == os.Interrupt || s == syscall.SIGQUIT; !key || !sh.io.InTerminal {
				_ = child.Process.Signal(s) // it may have ended meanwhile
			}
		case <-late:
			if timedOut {
				_ = child.Process.Kill()
				continue
			}
			timedOut, late = true, time.After(grace)
			if child.Process.Signal(syscall.SIGTERM) != nil {
				_ = child.Process.Kill() // Windows knows no gentler way
			}
		case err := <-done:
			if timedOut {
				return flow.ExitTimedOut, nil
			}
			return statusOf(err)
		}
	}
}

// grace is how long a command may take to end once its time is over.
const grace = 5 * time.Second

// statusOf is a command's exit status as shells tell it: 128 and the signal's number where a signal ended it.
func statusOf(err error) (flow.Exit, error) {
	var ended *exec.ExitError
	switch {
	case err == nil:
		return flow.ExitDone, nil
	case !errors.As(err, &ended):
		return flow.ExitOther, err
	}
	if status, ok := ended.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		return flow.Exit(128 + int(status.Signal())), nil
	}
	return flow.Exit(ended.ExitCode()), nil
}

func notStarted(name string, err error) *flow.Failure {
	return &flow.Failure{
		Code: "NotStarted", Exit: flow.ExitUsage, Err: err,
		Message: text.T{En: "%s could not be run.", Ko: "%s{을/를} 실행할 수 없습니다."}.With(name),
		Cause:   text.Plain(err.Error()),
		Fix:     text.T{En: "Check the name, and that it is installed.", Ko: "이름과 설치 여부를 확인하세요."}.With(),
	}
}
