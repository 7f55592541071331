package flow

import (
	"bytes"
	"encoding/json"
	"time"

	"agentcore-workshop/steps/text"
)

// EventVersion is the version of the event stream (cli.md).
const EventVersion = 1

// Event is one thing that happened, in order.
type Event struct {
	Seq  int64
	Time time.Time
	Step string
	Body Body
}

// Body is what happened. The bodies are those of the public contract; each says its type and its form on the wire.
type Body interface {
	// Type is the event's type on the wire: "step_started".
	Type() string
	// Wire is the body as JSON sees it, with sentences in a language.
	Wire(l text.Lang) any
}

// Coalescible reports whether a slow reader may miss this event: only intermediate ones.
func (e Event) Coalescible() bool {
	_, ok := e.Body.(Progress)
	return ok
}

// JSON is the event as one line of the public stream.
func (e Event) JSON(l text.Lang) ([]byte, error) {
	head, err := marshal(struct {
		V    int    `json:"v"`
		Seq  int64  `json:"seq"`
		Time string `json:"time"`
		Type string `json:"type"`
		Step string `json:"step"`
	}{EventVersion, e.Seq, e.Time.UTC().Format(time.RFC3339Nano), e.Body.Type(), e.Step})
	if err != nil {
		return nil, err
	}
	body, err := marshal(e.Body.Wire(l))
	if err != nil || len(body) <= 2 {
		return head, err
	}
	return append(append(head[:len(head)-1], ','), body[1:]...), nil
}

// marshal writes JSON as people read it: & and < as they are.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimRight(b.Bytes(), "\n"), err
}
