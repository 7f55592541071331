package cli

import (
	"context"
	"io"
	"os"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"

	"github.com/charmbracelet/x/term"
)

// App is what the command line is made of. Main fills it.
type App struct {
	Name, Version string
	// Steps are the course in its order; Actions everything else that can be asked for.
	Steps   []flow.Info
	Actions []flow.Action
	// Enter opens the place that the options name, with the course on it.
	Enter func(ctx context.Context, o PlaceOptions) (*flow.Session, error)
	// Cloud is the practice cloud as the sandbox commands use it.
	Cloud Cloud
	// Doors are the three ways in, for a person at a terminal who wants plain lines.
	Doors func(ctx context.Context, o PlaceOptions) ([]flow.Door, error)
	// Terminal is the terminal program; it returns when the person leaves, with what to tell them then.
	Terminal func(ctx context.Context, o PlaceOptions) (exit flow.Exit, how string)
	// Show is the same for a session that is only looked at.
	Show func(ctx context.Context, o PlaceOptions, s *flow.Session) (exit flow.Exit, how string)
}

// Speed is the pace of the practice cloud.
type Speed string

const (
	Fast      Speed = "fast"      // an operation has finished when its answer is written
	Lesson    Speed = "lesson"    // a stack takes about ten seconds
	Realistic Speed = "realistic" // what AWS takes
)

// PlaceOptions is what the flags say about the place to work on, and how to work there.
type PlaceOptions struct {
	Sandbox                   bool
	Endpoint, Profile, Region string
	StackName, Prefix         string
	ReadOnly                  bool
	Auto, NoBrowser           bool
	// Update brings a stack that is healthy up to date (deploy --update).
	Update                     bool
	Speed                      Speed
	StateDir                   string
	Lang                       text.Lang
	Present, Accessible, Color bool
	// ColorWish is what was asked for: auto, always or never.
	ColorWish string
	// Yes is consent given beforehand.
	Yes bool
	// Env reads the environment.
	Env func(string) string
	// Warn tells something that does not stop the work: a state directory that cannot be written.
	Warn func(text.Msg)
}

// Named reports whether the person named a place other than the practice cloud.
func (o PlaceOptions) Named() bool { return o.Endpoint != "" || o.Profile != "" }

// Cloud is the practice cloud as commands use it. Those that take PlaceOptions act on the cloud that Endpoint names, else
// on that of the state directory, running or not.
type Cloud interface {
	// Serve runs the cloud on its own until ctx ends. Ready is called once it answers.
	Serve(ctx context.Context, o PlaceOptions, s ServeOptions, ready func(Endpoint)) error
	// Find is the cloud that runs. With a proxy wished, the process that serves it opens one, for as long as it serves.
	Find(ctx context.Context, o PlaceOptions, wish Wish) (Endpoint, error)
	// Lend is the cloud that runs, or one that starts empty and is thrown away by release, with a proxy of this process.
	Lend(ctx context.Context, o PlaceOptions, wish Wish) (e Endpoint, release func() error, err error)
	// Requests are the last requests of the cloud that runs, oldest first.
	Requests(ctx context.Context, o PlaceOptions) ([]Request, error)
	// Faults lists the named faults; Break puts one or more of them in, Repair takes one or, without a name, all away.
	Faults() []Fault
	Break(ctx context.Context, o PlaceOptions, names []string) ([]string, error)
	Repair(ctx context.Context, o PlaceOptions, name string) ([]string, error)
	// Lab asks after the break-and-fix lab, or steers it: begin (count of the named faults, all where count is zero; any without
	// names), hint, reveal.
	Lab(ctx context.Context, o PlaceOptions, what string, names []string, count int) (flow.LabState, error)
	// Reset starts afresh and returns how many things were removed.
	Reset(ctx context.Context, o PlaceOptions) (int, error)
}

// ServeOptions are the flags of sandbox serve.
type ServeOptions struct {
	Addr string
	// Seed makes ids and secrets the same each time; zero is chance.
	Seed uint64
	// Strict verifies signatures, as AWS does.
	Strict bool
	// Agent is the address of a participant's own agent process, which then answers behind every runtime; empty is the built-in one.
	Agent string
}

// Wish says what other people's programs need beside the endpoint.
type Wish struct {
	// Proxy leads the AWS hosts of this workshop to the cloud, for programs that have them written into them.
	Proxy bool
	// OnlyAWS lets that proxy refuse all other hosts.
	OnlyAWS bool
}

// Endpoint is a practice cloud that answers.
type Endpoint struct {
	URL     string            `json:"endpoint"`
	Account string            `json:"account"`
	Region  string            `json:"region"`
	Env     map[string]string `json:"env"`
	// Console is the page that shows what is in it.
	Console string `json:"console,omitempty"`
	// Passing says that it ends when it is released: this process alone serves it.
	Passing bool `json:"-"`
}

// Fault is a named fault of the practice cloud.
type Fault struct {
	Name           string
	Title, Symptom text.T
	Breaks         []string
	Repairable     bool
}

// IO is what a command reads and writes.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	Env      func(string) string
	// InTerminal and OutTerminal say whether a person sits at the other end; Width is the terminal's, in cells.
	InTerminal, OutTerminal bool
	Width                   int
	// Silence turns the echo of what is typed off until restore is called; nil where there is no terminal.
	Silence func() (restore func(), err error)
	// Exit ends the process at once, on the second interrupt.
	Exit func(code int)
	// Every makes the ticks of the heart-beat; nil means the host's clock.
	Every func(d time.Duration) (ticks <-chan time.Time, stop func())
}

// System is the process's own input and output.
func System() IO {
	s := IO{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Getenv, Exit: os.Exit,
		InTerminal: term.IsTerminal(os.Stdin.Fd()), OutTerminal: term.IsTerminal(os.Stdout.Fd()),
	}
	if s.OutTerminal {
		if width, _, err := term.GetSize(os.Stdout.Fd()); err == nil {
			s.Width = width
		}
	}
	if s.InTerminal {
		s.Silence = func() (func(), error) { return silence(os.Stdin.Fd()) }
	}
	return s
}

func (s IO) every(d time.Duration) (<-chan time.Time, func()) {
	if s.Every != nil {
		return s.Every(d)
	}
	ticker := time.NewTicker(d)
	return ticker.C, ticker.Stop
}
