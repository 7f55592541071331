package main

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"agentcore-workshop/steps"
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/oauth"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui"
	"agentcore-workshop/ui/cli"
)

// terminal runs the terminal program until the person leaves.
func terminal(ctx context.Context, o cli.PlaceOptions) (flow.Exit, string) {
	return ui.Run(ctx, screens(o))
}

// show runs it for a session that is only looked at: a support bundle.
func show(ctx context.Context, o cli.PlaceOptions, s *flow.Session) (flow.Exit, string) {
	options := screens(o)
	options.Session = s
	return ui.Run(ctx, options)
}

func screens(o cli.PlaceOptions) ui.Options {
	return ui.Options{
		Workshop: &workshop{o}, Lang: o.Lang, Color: o.ColorWish, Present: o.Present, Program: typed(os.Args, os.TempDir()), Version: version,
		SaveLang: func(l text.Lang) { _ = cli.SaveLang(o.StateDir, l) }, // where nothing can be written, nothing is remembered
	}
}

// workshop is what the terminal program is about: the doors, and what lies behind them.
type workshop struct{ flags cli.PlaceOptions }

// Doors implements ui.Workshop.
func (w *workshop) Doors(ctx context.Context) ([]flow.Door, error) {
	doors := steps.Doors(ctx, options(w.flags))
	if w.flags.Sandbox {
		for i := range doors {
			doors[i].Preselected = doors[i].ID == flow.DoorPractice
		}
	}
	return doors, nil
}

// Enter implements ui.Workshop.
func (w *workshop) Enter(ctx context.Context, door flow.DoorID) (*flow.Session, error) {
	o := w.flags
	if report := flow.From(ctx); report != nil {
		o.Warn = report.Warn
	}
	o.Sandbox = door == flow.DoorPractice
	o.ReadOnly = o.ReadOnly || door == flow.DoorCheck
	o.Auto = o.Auto && o.Sandbox
	o.Speed = cmp.Or(o.Speed, cli.Lesson)
	return enter(ctx, o)
}

// openTimeout is how long an opener may take: some stay as long as the browser.
const openTimeout = 10 * time.Second

// errNoBrowser is why no address is opened with --no-browser: the program then shows it.
var errNoBrowser = errors.New("--no-browser was given")

// Open implements ui.Workshop.
func (w *workshop) Open(url string) error {
	if w.flags.NoBrowser {
		return errNoBrowser
	}
	ctx, cancel := context.WithTimeout(context.Background(), openTimeout)
	defer cancel()
	return oauth.SystemBrowser{}.Open(ctx, url)
}

// Resume implements ui.Resumer: where the newest journal was written, and the last step that was done there.
// An endpoint that is named now counts more.
func (w *workshop) Resume() (flow.DoorID, string) {
	if w.flags.Endpoint != "" {
		return "", ""
	}
	journals, _ := filepath.Glob(filepath.Join(w.flags.StateDir, "*", "journal.jsonl")) // the pattern is well-formed
	var newest string
	var latest time.Time
	for _, file := range journals {
		if info, err := os.Stat(file); err == nil && info.ModTime().After(latest) {
			newest, latest = filepath.Base(filepath.Dir(file)), info.ModTime()
		}
	}
	parts := strings.SplitN(newest, "-", 3) // a place's key: mode, account, region
	if len(parts) != 3 {
		return "", ""
	}
	journal, err := flow.OpenJournal(w.flags.StateDir, flow.Place{Mode: flow.Mode(parts[0]), Account: parts[1], Region: parts[2]})
	if err != nil {
		return "", ""
	}
	defer journal.Close()
	_, last := journal.LastDone()
	if flow.Mode(parts[0]) == flow.Sandbox {
		return flow.DoorPractice, last
	}
	return flow.DoorBuild, last
}
