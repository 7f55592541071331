package flow

import (
	"time"

	"agentcore-workshop/steps/text"
)

// StepStarted opens a step.
type StepStarted struct{ Title text.T }

func (StepStarted) Type() string { return "step_started" }
func (b StepStarted) Wire(l text.Lang) any {
	return struct {
		Title string `json:"title"`
	}{b.Title.In(l)}
}

// Outcome is how a step or a run ended.
type Outcome string

const (
	OK          Outcome = "ok"
	Failed      Outcome = "failed"
	Skipped     Outcome = "skipped"     // of a step
	Interrupted Outcome = "interrupted" // of a run, as are the next two
	TimedOut    Outcome = "timed_out"
	NeedsPerson Outcome = "needs_user"
)

// StepFinished closes a step.
type StepFinished struct {
	Status  Outcome
	State   State
	Summary text.Msg
	Error   *Failure
}

func (StepFinished) Type() string { return "step_finished" }
func (b StepFinished) Wire(l text.Lang) any {
	return struct {
		Status  Outcome    `json:"status"`
		State   State      `json:"state,omitempty"`
		Summary string     `json:"summary,omitempty"`
		Error   *ErrorWire `json:"error,omitempty"`
	}{b.Status, b.State, b.Summary.In(l), b.Error.Wire(l)}
}

// Progress says how far a step is. It may be coalesced.
type Progress struct{ Done, Total int }

func (Progress) Type() string { return "progress" }
func (b Progress) Wire(text.Lang) any {
	return struct {
		Done  int `json:"done"`
		Total int `json:"total"`
	}{b.Done, b.Total}
}

// Resource is a resource of a stack that changed its state.
type Resource struct {
	LogicalID, PhysicalID, ResourceType, Status, Reason string
	Time                                                time.Time
}

func (Resource) Type() string { return "resource" }
func (b Resource) Wire(text.Lang) any {
	return struct {
		LogicalID    string `json:"logical_id"`
		PhysicalID   string `json:"physical_id"`
		ResourceType string `json:"resource_type"`
		Status       string `json:"status"`
		Reason       string `json:"reason,omitempty"`
	}{b.LogicalID, b.PhysicalID, b.ResourceType, b.Status, b.Reason}
}

// Fact is something worth knowing and copying: an ARN, a URL, a client id. Values are never secret.
type Fact struct {
	Key   string
	Value string
	// Label names it for people; Source says where it came from. Says is the value in words, where it is a sentence rather than a value.
	Label        text.T
	Source, Says text.Msg
}

// Shown is the value as a person reads it.
func (b Fact) Shown(l text.Lang) string {
	if !b.Says.Empty() {
		return b.Says.In(l)
	}
	return b.Value
}

func (Fact) Type() string { return "fact" }
func (b Fact) Wire(text.Lang) any {
	return struct {
		Key   string `json:"key"`
		Value string `json:"value"`
	}{b.Key, b.Value}
}

// Level is how loud a note is.
type Level string

const (
	InfoNote Level = "info"
	Warning  Level = "warning"
)

// Note is something said by the way.
type Note struct {
	Level   Level
	Message text.Msg
	// Passing notes are about what goes on, and mean nothing once the step has ended.
	Passing bool
}

func (Note) Type() string { return "note" }
func (b Note) Wire(l text.Lang) any {
	return struct {
		Level   Level  `json:"level"`
		Message string `json:"message"`
	}{b.Level, b.Message.In(l)}
}

// Finished is the last event of a stream.
type Finished struct {
	Status Outcome
	Error  *Failure
}

func (Finished) Type() string { return "finished" }
func (b Finished) Wire(l text.Lang) any {
	return struct {
		Status Outcome    `json:"status"`
		Error  *ErrorWire `json:"error,omitempty"`
	}{b.Status, b.Error.Wire(l)}
}

// ErrorWire is a Failure on the wire.
type ErrorWire struct {
	Code      string `json:"code"`
	Message   string `json:"message"`
	Cause     string `json:"cause"`
	Fix       string `json:"fix"`
	Docs      string `json:"docs"`
	RequestID string `json:"request_id"`
}

// Wire puts a failure into words; nil stays nil.
func (f *Failure) Wire(l text.Lang) *ErrorWire {
	if f == nil {
		return nil
	}
	return &ErrorWire{f.Code, f.Message.In(l), f.Cause.In(l), f.Fix.In(l), f.Docs, f.RequestID}
}
