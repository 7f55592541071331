package ui

import (
	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
	"agentcore-workshop/ui/widget"
)

// frame is what a screen drew: lines, and the cell of the text cursor when something is being typed.
type frame struct {
	lines  []string
	cursor *cell
}

type cell struct{ x, y int }

// action is one thing that can be pressed on a screen, by its key or through the bar. The first one of a screen is what a
// person most likely wants next.
type action struct {
	// key is the name that is matched; show is how the bar spells it.
	key, show string
	label     text.Msg
	do        any
}

func act(key, show string, label text.T, do any) action {
	return action{key: key, show: show, label: label.With(), do: do}
}

// Intents are what a screen asks of the root. A screen does nothing itself.
type (
	enterDoor struct{ door flow.DoorID }
	lookAgain struct{} // ask for the doors anew
	goDoors   struct{ preselect flow.DoorID }
	goBack    struct{}
	goStep    struct{ index int }
	runStep   struct{ id string }
	repairIt  struct{ fix *flow.Fix } // shown and asked for before anything changes
	stopRun   struct{}
	practise  struct{ step string } // the same step in the practice cloud
	copyValue struct {
		label text.Msg
		value string
	}
	openPage  struct{ page string }
	openURL   struct{ url string }
	explain   struct{}
	showCode  struct{}
	fetchCode struct{ dialect flow.Dialect }
	showCalls struct{}
	// showTimeline is what was done and when, where a bundle is read.
	showTimeline struct{}
	switchLang   struct{}
	toggleHold   struct{}
	passHeld     struct{}
	leave        struct{}
	// handled says that a key did something inside the screen.
	handled struct{}
	// pressed does what the screen does at a key of its own, so that the bar leads there too.
	pressed struct{ key string }
	// answered and declined end a dialog.
	answered struct{ flow.Answer }
	declined struct{}
)

// screen is one page of the program.
type screen interface {
	// View draws at most width x height cells.
	View(p *widget.Pen, width, height int) frame
	// Key takes a key that no action has; it returns an intent, or nil when the key means nothing here.
	Key(k press) any
	// Actions are what can be pressed here, the likeliest first.
	Actions() []action
	// Next answers "what to press next" in a sentence; empty leaves it to the first action.
	Next() text.Msg
}

// dialog is a question that stands before everything else until it is answered.
type dialog interface {
	View(p *widget.Pen, width, height int) frame
	// Key returns answered, declined, an intent, or nil.
	Key(k press) any
	// Paste takes pasted text.
	Paste(s string)
	// Editing reports whether keys are text now.
	Editing() bool
}
