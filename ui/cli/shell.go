package cli

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/spf13/cobra"
)

// shell is one invocation of the program: what was asked, in which language, and where the answer goes.
type shell struct {
	app  App
	io   IO
	lang text.Lang
	g    globals
	say  *speaker
	exit flow.Exit
	// typed is what the person types, opened by the first question.
	typed  *typed
	listen sync.Once
	// labTold says that the result of a lab was told.
	labTold bool
}

// work is what a command does.
type work func(ctx context.Context, cmd *cobra.Command, args []string) (flow.Exit, error)

// does makes a command's body of its work: flags are settled, interrupts and the time limit end the context, and what
// went wrong is told in the chosen form.
func (sh *shell) does(w work) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if err := sh.settle(); err != nil {
			return err
		}
		ctx, stop := sh.withInterrupts(cmd.Context())
		defer stop()
		if sh.g.timeout > 0 {
			var cancel context.CancelFunc
			ctx, cancel = context.WithTimeout(ctx, sh.g.timeout)
			defer cancel()
		}
		exit, err := w(ctx, cmd, args)
		sh.exit = exit
		return ended(ctx, err)
	}
}

// settle reads the flags that every command takes, and finds out how to speak.
func (sh *shell) settle() error {
	if f := sh.g.settle(sh.io, sh.lang); f != nil {
		return f
	}
	sh.say = newSpeaker(sh.io, &sh.g, sh.lang)
	sh.g.place.Warn = func(m text.Msg) { sh.say.warn(m) }
	return nil
}

// ended lets an interrupt or the time limit explain an error that it led to.
func ended(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil || errors.As(err, new(*told)) {
		return err
	}
	return context.Cause(ctx)
}

// told marks a failure that the reader has been told already: the stream's last event said it.
type told struct{ failure *flow.Failure }

func (t *told) Error() string { return t.failure.Error() }

// withInterrupts ends the context on the first Ctrl+C, and the process on the second.
func (sh *shell) withInterrupts(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	done := make(chan struct{})
	go func() {
		select {
		case <-signals:
			cancel()
		case <-done:
			return
		}
		select {
		case <-signals:
			sh.io.Exit(int(flow.ExitInterrupted))
		case <-done:
		}
	}()
	return ctx, func() {
		signal.Stop(signals)
		close(done)
		cancel()
	}
}

// enter opens the place. Whoever calls it closes the session.
func (sh *shell) enter(ctx context.Context) (*flow.Session, error) {
	if sh.g.place.Speed == "" {
		sh.g.place.Speed = Fast
	}
	if p := sh.g.place; p.Auto && !p.Sandbox && p.Endpoint == "" && p.Env("AWS_ENDPOINT_URL") == "" {
		return nil, autoOnAWS() // said before credentials are looked for: nobody wants to mend those for this
	}
	session, err := sh.app.Enter(ctx, sh.g.place)
	if err != nil {
		return nil, err
	}
	if sh.g.place.Auto && session.Place.Mode != flow.Sandbox {
		sh.leave(session)
		return nil, autoOnAWS()
	}
	return session, nil
}

// leave closes what a session holds open. The practice cloud saves its state then, so a failure is worth a word.
func (sh *shell) leave(s *flow.Session) {
	sh.tellLab(s)
	if s.Close == nil {
		return
	}
	if err := s.Close(); err != nil {
		sh.say.warn(text.Plain(clean(err.Error())))
	}
}
