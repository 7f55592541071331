package ui

import (
	"context"
	"io"
	"os"
	"os/signal"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"agentcore-workshop/internal/testnet"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/uitest"
)

// TestMain runs the tests where nobody else has the callback ports.
func TestMain(m *testing.M) {
	os.Exit(testnet.Run(func() int {
		// The runtime's signal machinery must begin outside of every synctest bubble.
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, os.Interrupt)
		time.Local = time.UTC
		return m.Run()
	}))
}

// stage is a program on a terminal, in fake time.
type stage struct {
	*uitest.Terminal
	t    *testing.T
	m    *root
	exit flow.Exit
	how  string
}

// size is a terminal's.
type size struct{ width, height int }

func sizes() []size { return []size{{80, 24}, {120, 40}, {60, 20}} }

// play runs a script against the program; afterwards the program must end and give the terminal back.
func play(t *testing.T, at size, o Options, script func(s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		if o.Workshop == nil {
			o.Workshop = &uitest.Workshop{}
		}
		s := &stage{t: t, m: newRoot(ctx, o.withDefaults())}
		s.Terminal = uitest.Start(t, at.width, at.height, o.Env, func(in io.Reader, out io.Writer, options ...tea.ProgramOption) {
			s.m.o.In, s.m.o.Out = in, out
			s.exit, s.how = s.m.run(ctx, cancel, options...)
		})
		script(s)
		if !s.Ended() {
			s.Press("ctrl+c")
		}
		s.Close()
		time.Sleep(2 * time.Second) // the last tick of the clock is still under way
		if s.FullScreen() {
			t.Error("the terminal was left in the alternate screen")
		}
	})
}

// in is the options for a language.
func in(l text.Lang) Options { return Options{Lang: l, Version: "test"} }
