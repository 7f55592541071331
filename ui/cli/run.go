package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Run reads the command line, does what it says, and returns the process's exit status.
func Run(ctx context.Context, app App, args []string, s IO) flow.Exit {
	out := &outlet{to: s.Out}
	s.Out = out
	exit := perform(ctx, app, args, s)
	if err := out.failed(); err != nil && exit == flow.ExitDone {
		w := newSpeaker(s, &globals{}, text.Choose(scan(args).lang, "", s.Env))
		w.failure(notTold(err))
		return flow.ExitOther
	}
	return exit
}

// perform is Run, as far as the commands are concerned.
func perform(ctx context.Context, app App, args []string, s IO) flow.Exit {
	first := scan(args)
	lang := text.Choose(first.lang, SavedLang(StateDir(first.stateDir, s.Env)), s.Env)
	if first.version {
		fmt.Fprintln(s.Out, app.Name, app.Version)
		return flow.ExitDone
	}
	sh := &shell{app: app, io: s, lang: lang}
	root := sh.tree()
	root.SetArgs(args)
	root.SetIn(s.In)
	root.SetOut(s.Out)
	root.SetErr(s.Err)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return sh.exit
	}
	if already := new(told); errors.As(err, &already) {
		return already.failure.Exit
	}
	failure := asFailure(err)
	if sh.say == nil { // the flags could not be read, so the form is what they seem to say
		sh.g.output = first.output
		sh.say = newSpeaker(s, &sh.g, lang)
	}
	sh.say.failure(failure)
	return failure.Exit
}

// asFailure is flow's, for errors of places and steps; what the parser of flags says is wrong use.
func asFailure(err error) *flow.Failure {
	var parse *parseError
	if errors.As(err, &parse) {
		return parsing(parse.err)
	}
	f := *flow.AsFailure(err)
	switch {
	case !f.Fix.Empty():
	case f.Code == "Interrupted":
		f.Fix = goOn().With()
	case f.Code == "TimedOut":
		f.Fix = text.T{En: "%s --timeout says how long it may take.", Ko: "%s 얼마나 걸려도 되는지는 --timeout으로 정합니다."}.With(goOn())
	}
	return &f
}

func goOn() text.T {
	return text.T{
		En: "Run the same command again to go on: what is done stays done.",
		Ko: "같은 명령을 다시 실행하면 이어서 진행합니다. 끝난 것은 그대로 남아 있습니다.",
	}
}

// parseError marks what the parser of flags found.
type parseError struct{ err error }

func (e *parseError) Error() string { return e.err.Error() }

// early is what must be known before the command line can be read properly: in which language to complain, and in which
// form; and whether only the version is wanted, which opens nothing.
type early struct {
	lang, stateDir, output string
	version                bool
}

func scan(args []string) early {
	var e early
	wanted := map[string]*string{"--lang": &e.lang, "--state-dir": &e.stateDir, "--output": &e.output}
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		name, value, joined := strings.Cut(args[i], "=")
		into := wanted[name]
		switch {
		case args[i] == "--version":
			e.version = true
		case into == nil:
		case joined:
			*into = value
		case i+1 < len(args):
			i++
			*into = args[i]
		}
	}
	return e
}
