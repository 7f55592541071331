package ui

import (
	"context"
	"io"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// Workshop is what the program is about, filled in by main.
type Workshop interface {
	// Doors are the ways in, as they stand now. They may take a second; the screen is there before.
	Doors(ctx context.Context) ([]flow.Door, error)
	// Enter opens a session. It may ask through the report of its context (flow.From).
	Enter(ctx context.Context, door flow.DoorID) (*flow.Session, error)
	// Open shows an address in the system's browser.
	Open(url string) error
}

// Resumer is a Workshop that remembers where the person was last: a door, and the last step that was done.
type Resumer interface {
	Resume() (door flow.DoorID, step string)
}

// Options are how the program runs. The zero value speaks English in the colours that the terminal has.
type Options struct {
	Workshop Workshop
	// Session is shown at once, without a door, when it is given: one with a past, which is only looked at.
	Session *flow.Session
	Lang    text.Lang
	// SaveLang keeps the choice of language for the next time; it may be nil.
	SaveLang func(text.Lang)
	Theme    widget.Name
	// Color is auto, always or never; auto honours NO_COLOR and TERM.
	Color string
	// Present masks account ids, ARNs and e-mail addresses on the screen.
	Present bool
	In      io.Reader
	Out     io.Writer
	// Env is the environment, for colours; nil is the process's own.
	Env []string
	// Program is the command that started it, for "how to go on"; Version stands on the first screen.
	Program, Version string
	// Now is the clock until a session brings its own; nil is the host's.
	Now func() time.Time
}

func (o Options) withDefaults() Options {
	if o.Lang == "" {
		o.Lang = text.English
	}
	if o.Theme == "" {
		o.Theme = widget.Auto
	}
	if o.Program == "" {
		o.Program = "agentcore-workshop"
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}
