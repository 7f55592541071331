package ui

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// patience is how long a stopped run may take to let go before the program ends without it.
const patience = 3 * time.Second

// Run shows the program until the person leaves. It returns the exit status, and what to tell the person once the terminal
// is their own again: how to go on.
func Run(ctx context.Context, o Options) (exit flow.Exit, how string) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, o)
}

func run(ctx context.Context, o Options, extra ...tea.ProgramOption) (flow.Exit, string) {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	return newRoot(inner, o.withDefaults()).run(ctx, cancel, extra...)
}

// run is the program from the first frame until the terminal is the person's own again.
func (m *root) run(ctx context.Context, cancel func(), extra ...tea.ProgramOption) (flow.Exit, string) {
	program := tea.NewProgram(m, append(programOptions(m.o), extra...)...)
	// A signal ends the program as a key would, so that the terminal is given back in order.
	defer context.AfterFunc(ctx, func() { program.Send(killed{}) })()
	_, err := program.Run()
	cancel()
	m.settle()
	if err != nil && !errors.Is(err, tea.ErrInterrupted) && m.exit == 0 {
		return flow.ExitOther, text.T{En: "The terminal program ended: %s", Ko: "터미널 프로그램이 끝났습니다: %s"}.With(err.Error()).In(m.pen.Lang)
	}
	return m.exit, m.howToGoOn()
}

func programOptions(o Options) []tea.ProgramOption {
	options := []tea.ProgramOption{tea.WithoutSignalHandler()}
	if o.In != nil {
		options = append(options, tea.WithInput(o.In))
	}
	if o.Out != nil {
		options = append(options, tea.WithOutput(o.Out))
	}
	if o.Env != nil {
		options = append(options, tea.WithEnvironment(o.Env))
	}
	switch o.Color {
	case "never":
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	case "always":
		options = append(options, tea.WithColorProfile(colorprofile.ANSI256))
	}
	return options
}

// killed comes when the program's context ends: a signal, or main.
type killed struct{}

// settle waits until stopped work has let go, for a while, and closes the session.
func (m *root) settle() {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-m.work.stop():
	case <-timer.C:
	}
	if m.course != nil && m.course.session.Close != nil {
		_ = m.course.session.Close()
	}
}

// closeCourse leaves a place: what runs there is stopped, and once it has let go the session is closed.
func (m *root) closeCourse(c *course) tea.Cmd {
	if c == nil {
		return nil
	}
	if c.stop != nil {
		c.stop()
	}
	over, shut := c.over, c.session.Close
	return m.background(func(context.Context) {
		if over != nil {
			<-over
		}
		if shut != nil {
			_ = shut()
		}
	})
}

// report is the way for anything outside a run to tell and ask: entering a place, looking around. It is not held at the gate.
func (m *root) report(c *course) *flow.Report {
	var clock flow.Clock = flow.SystemClock{}
	if c != nil && c.session.Clock != nil {
		clock = c.session.Clock
	}
	return flow.NewReport(clock, func(e flow.Event) { m.box.put(happened{c, e, true}) }, m.asker, nil)
}

// findDoors, enter, start, survey and the others below are commands: the only places where the program does anything.

func (m *root) findDoors() tea.Cmd {
	return m.background(func(ctx context.Context) {
		found := doorsFound{}
		if r, remembers := m.o.Workshop.(Resumer); remembers {
			found.resumeDoor, found.resumeStep = r.Resume()
		}
		found.doors, found.err = m.o.Workshop.Doors(ctx)
		m.box.put(found)
	})
}

func (m *root) enter(door flow.DoorID, step string, exact bool) tea.Cmd {
	return m.background(func(ctx context.Context) {
		session, err := m.o.Workshop.Enter(m.report(nil).With(ctx), door)
		m.box.put(entered{door, session, step, exact, err})
	})
}

// start runs a step, with what it needs.
func (m *root) start(c *course, id string) tea.Cmd {
	ctx, cancel := context.WithCancel(m.ctx)
	over := make(chan struct{})
	c.running, c.stop, c.over = id, cancel, over
	alone := c.judges(id)
	emit := func(e flow.Event) { m.box.put(happened{course: c, event: e}) }
	return m.background(func(context.Context) {
		defer close(over)
		defer cancel()
		failure := c.session.Run(ctx, flow.RunOptions{Steps: []string{id}, Alone: alone, Emit: emit, Asker: m.asker})
		m.box.put(ended{c, failure})
	})
}

// startRepair repairs what a check found, after asking, and then verifies. A no changes nothing, and is no failure.
func (m *root) startRepair(c *course, fix *flow.Fix) tea.Cmd {
	ctx, cancel := context.WithCancel(m.ctx)
	over := make(chan struct{})
	c.running, c.stop, c.over = verifyStep, cancel, over
	emit := func(e flow.Event) { m.box.put(happened{course: c, event: e}) }
	return m.background(func(context.Context) {
		defer close(over)
		defer cancel()
		failure := c.session.Repair(ctx, fix, flow.RunOptions{Steps: []string{verifyStep}, Alone: true, Emit: emit, Asker: m.asker})
		if failure != nil && failure.Code == "Declined" {
			failure = nil
		}
		m.box.put(ended{c, failure})
	})
}

// survey looks at every step that may have changed, and changes nothing.
func (m *root) survey(c *course, steps []*record) tea.Cmd {
	report := m.report(c)
	ids, looks := make([]string, len(steps)), make([]flow.Step, len(steps))
	for i, r := range steps {
		ids[i], looks[i] = r.info.ID, r.step
	}
	return m.background(func(ctx context.Context) {
		for i, step := range looks {
			status, err := step.State(report.For(ids[i]).With(ctx))
			m.box.put(surveyed{c, ids[i], status, err, i == len(looks)-1})
		}
	})
}

func (m *root) code(c *course, r *record, dialect flow.Dialect) tea.Cmd {
	coder, report := r.step.(flow.Coder), m.report(c)
	return m.background(func(ctx context.Context) {
		code, err := coder.Code(report.For(r.info.ID).With(ctx), dialect)
		m.box.put(coded{r.info.ID, dialect, code, flow.HowToRun(c.session.Place, dialect), err})
	})
}

func (m *root) open(url string) tea.Cmd {
	return m.background(func(context.Context) { m.box.put(opened{url, m.o.Workshop.Open(url)}) })
}

func (m *root) saveLang() tea.Cmd {
	save, lang := m.o.SaveLang, m.pen.Lang
	if save == nil {
		return nil
	}
	return m.background(func(context.Context) { save(lang) })
}

func (m *root) background(do func(ctx context.Context)) tea.Cmd {
	return func() tea.Msg {
		if m.work.begin() {
			defer m.work.end()
			do(m.ctx)
		}
		return nil
	}
}
