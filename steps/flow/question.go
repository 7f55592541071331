package flow

import (
	"context"
	"time"

	"agentcore-workshop/steps/secret"
	"agentcore-workshop/steps/text"
)

// QuestionKind is what is wanted of the person.
type QuestionKind string

const (
	// Consent: open URL in a browser and agree there; or paste the address that the browser ended at.
	Consent QuestionKind = "consent"
	// Confirm: yes or no, before something changes. With Options, one of several ways to go on.
	Confirm QuestionKind = "confirm"
	// Secret: a value that is not echoed.
	Secret QuestionKind = "secret"
	// Value: a line of text, such as a client id, that may be seen.
	Value QuestionKind = "value"
	// Hold: the request is shown and waits for one key before it is sent.
	Hold QuestionKind = "hold"
)

// Question is something only the person can decide.
type Question struct {
	Kind   QuestionKind
	Title  text.Msg
	Detail text.Msg
	// URL is what to open, for Consent; Deadline when it stops being useful.
	URL      string
	Deadline time.Time
	// Shown are lines that belong to the question: a change set, a diff, the test user's name and password.
	Shown []Fact
	// Options are the ways to go on, the first being the default; none means yes and no.
	Options []Option
	// TypeName asks for this name to be typed, since what follows cannot be undone.
	TypeName string
	// Explicit marks what only a person, --yes or --auto may agree to: in practice too it is not agreed to by default.
	Explicit bool
	// Required marks a value for which there is no default: nobody but a person can give it, whatever was agreed to beforehand.
	Required bool
}

// Option is one way to go on.
type Option struct {
	ID    string
	Title text.T
	// Destroys marks a way that --yes alone must not choose unless it is the default.
	Destroys bool
}

// Answer is what the person decided.
type Answer struct {
	// Yes is consent; Choice is the id of an option.
	Yes    bool
	Choice string
	// Text is what was typed or pasted.
	Text secret.Text
}

// Asker puts questions to the person: a dialog, a prompt, or the rule that stands for them where there is nobody. It
// returns early with ctx's error when the question has answered itself (the browser came back on its own).
type Asker interface {
	Ask(ctx context.Context, q Question) (Answer, error)
}

// Refuser is an asker that knows beforehand which questions it puts to nobody.
type Refuser interface{ Refuses(q Question) bool }

// AskerFunc is a function as an Asker.
type AskerFunc func(ctx context.Context, q Question) (Answer, error)

func (f AskerFunc) Ask(ctx context.Context, q Question) (Answer, error) { return f(ctx, q) }

// NeedsUser says on the stream that a person is waited for.
type NeedsUser struct {
	Kind     QuestionKind
	Title    text.Msg
	URL      string
	Deadline time.Time
	// Unasked says that nobody is there to be asked, so that a refusal follows, which names the question.
	Unasked bool
}

func (NeedsUser) Type() string { return "needs_user" }

// Wire is the event as JSON. Whoever reads it knows four kinds: a value that may be seen goes by the one that is also typed.
func (b NeedsUser) Wire(l text.Lang) any {
	w := struct {
		Kind     QuestionKind `json:"kind"`
		Title    string       `json:"title,omitempty"`
		URL      string       `json:"url,omitempty"`
		Deadline string       `json:"deadline,omitempty"`
	}{Kind: b.Kind, Title: b.Title.In(l), URL: b.URL}
	if w.Kind == Value {
		w.Kind = Secret
	}
	if !b.Deadline.IsZero() {
		w.Deadline = b.Deadline.UTC().Format(time.RFC3339)
	}
	return w
}
