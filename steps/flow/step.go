package flow

import (
	"context"
	"time"

	"agentcore-workshop/steps/text"
)

// Info is what a step says of itself before anything happens.
type Info struct {
	// ID is the step's name, its command and its key in the journal.
	ID    string
	Title text.T
	// Original is what the workshop page has participants type for it, or empty.
	Original string
	// Needs are the steps that must have been done before.
	Needs []string
	// Main marks the main job, which `run` does when no step is named.
	Main bool
	// Ephemeral marks results that do not outlive the process: tokens are asked for again each time.
	Ephemeral bool
	// Why is what a beginner must know: two sentences.
	Why text.T
	// Will lists what happens, call by call.
	Will []Plan
	// Terms are words that appear here for the first time.
	Terms []Term
	// Picture is a drawing of a few lines that a screen shows first, or empty. It is at most 56 cells wide.
	Picture text.T
	// Lanes are the parties of the step's OAuth flow, as hops name them; they are drawn from the beginning. Empty leaves it to the hops.
	Lanes []string
	// Documents are longer explanations, such as the template resource by resource.
	Documents []Document
	// Console names the pages of the place's console that belong to this step (Session.Console).
	Console []string
	// Typical is how long it takes on AWS.
	Typical time.Duration
}

// Plan is one thing that a step will do.
type Plan struct {
	// Call is the API or HTTP call: "cloudformation:ExecuteChangeSet", "POST /oauth2/token".
	Call string
	Does text.T
	// Creates marks what stays after the step; Billed says what it costs, empty when nothing.
	Creates bool
	Billed  text.T
}

// Term is a word of the field with its meaning.
type Term struct {
	Word    string
	Meaning text.T
}

// Document is a longer explanation, in Markdown.
type Document struct {
	Title text.T
	Body  text.T
}

// State is what a step found.
type State string

const (
	Absent     State = "absent"
	InProgress State = "in_progress" // under way, perhaps started by someone else: it is joined, not restarted
	Present    State = "present"
	Drifted    State = "drifted" // there, but not as it should be
	Blocked    State = "blocked" // something must be settled first
)

// Status is a state with what a person wants to know of it.
type Status struct {
	State   State
	Summary text.Msg
	Facts   []Fact
	// Differences are what is not as it should be, when the state is Drifted.
	Differences []Difference
}

// Difference is one field that is not as it should be.
type Difference struct{ Field, Is, Want string }

// Step is a part of the course that can be looked at. Many can also Apply, some can Undo; those implement the interfaces
// below. All of it is idempotent and may be interrupted anywhere and run again.
type Step interface {
	Info() Info
	// State looks, and changes nothing.
	State(ctx context.Context) (Status, error)
}

// Applier is a step that can bring itself about.
type Applier interface {
	Apply(ctx context.Context, r *Report) error
}

// Undoer is a step that can take back what it made.
type Undoer interface {
	Undo(ctx context.Context, r *Report) error
}

// Coder is a step that can show itself as code, with the values of this place.
type Coder interface {
	Code(ctx context.Context, as Dialect) (string, error)
}

// Dialect is a form in which a step can be shown as code.
type Dialect string

const (
	CLI    Dialect = "cli"
	Python Dialect = "python"
	Golang Dialect = "go"
)

// Find returns the step of an id.
func Find(steps []Step, id string) (Step, bool) {
	for _, s := range steps {
		if s.Info().ID == id {
			return s, true
		}
	}
	return nil, false
}
