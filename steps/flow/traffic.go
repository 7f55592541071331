package flow

import (
	"time"

	"agentcore-workshop/steps/text"
)

// Call is one call to an API, after its answer.
type Call struct {
	Service, Operation string
	Duration           time.Duration
	Attempt            int
	// Status is the HTTP status, or 0 when there was no answer.
	Status    int
	RequestID string
	// Request and Answer are what went over the wire, masked, for the call inspector. They are not part of the stream.
	Request, Answer string
	// Err is what went wrong in the field's own words, or empty.
	Err string
}

func (Call) Type() string { return "call" }
func (b Call) Wire(text.Lang) any {
	return struct {
		Service    string `json:"service"`
		Operation  string `json:"operation"`
		DurationMS int64  `json:"duration_ms"`
		Attempt    int    `json:"attempt"`
		Status     int    `json:"status"`
		RequestID  string `json:"request_id"`
	}{b.Service, b.Operation, b.Duration.Milliseconds(), b.Attempt, b.Status, b.RequestID}
}

// Hop is one message between two parties of an OAuth flow.
type Hop struct {
	// Flow is the flow's name ("authorization_code"); From and To are its parties ("browser", "cognito").
	Flow, From, To string
	Title          text.Msg
	Method, URL    string
	Status         int
	// Request and Answer are masked, for the flow diagram. They are not part of the stream.
	Request, Answer string
}

func (Hop) Type() string { return "hop" }
func (b Hop) Wire(l text.Lang) any {
	return struct {
		Flow   string `json:"flow"`
		From   string `json:"from"`
		To     string `json:"to"`
		Title  string `json:"title"`
		Method string `json:"method"`
		URL    string `json:"url"`
		Status int    `json:"status"`
	}{b.Flow, b.From, b.To, b.Title.In(l), b.Method, b.URL, b.Status}
}
