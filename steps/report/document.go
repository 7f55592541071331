// Package report tells what was done on a place and what was found: as a page, as text, and as a bundle that is safe to send.
//
// Rules of this layer: a Document is plain data, made from a journal and a verification; everything else is a pure function
// of it. Nothing here calls an API but the checks of a session. What leaves in a bundle has gone through the scrubber.
package report

import (
	"cmp"
	"encoding/json"
	"runtime"
	"slices"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// Document is a report as data. Its form is that of `report --format json`, and of document.json in a bundle.
type Document struct {
	Version  Versions         `json:"versions"`
	Made     time.Time        `json:"made_at"`
	Place    Place            `json:"place"`
	Steps    []Moment         `json:"timeline"`
	Facts    []Known          `json:"facts"`
	Verified *time.Time       `json:"verified_at,omitempty"`
	Checks   []flow.CheckWire `json:"checks"`
	Hops     []Message        `json:"hops"`
	Calls    []Called         `json:"calls"`
}

// Versions are those of the program and of what it runs on.
type Versions struct {
	Program string `json:"program"`
	Go      string `json:"go"`
	OS      string `json:"os"`
	Arch    string `json:"arch"`
}

// Place is where it happened.
type Place struct {
	Mode    flow.Mode `json:"mode"`
	Account string    `json:"account"`
	Region  string    `json:"region"`
	Profile string    `json:"profile,omitempty"`
}

// Moment is a step, or a note, on the timeline.
type Moment struct {
	Time    time.Time `json:"time"`
	Step    string    `json:"step"`
	Title   string    `json:"title"`
	Status  string    `json:"status"`
	Summary string    `json:"summary,omitempty"`
	Code    string    `json:"code,omitempty"`
	Cause   string    `json:"cause,omitempty"`
	TookMS  int64     `json:"took_ms"`
}

// Known is a fact.
type Known struct {
	Step  string `json:"step"`
	Key   string `json:"key"`
	Value string `json:"value"`
}

// Message is a hop of an OAuth flow.
type Message struct {
	Time   time.Time `json:"time"`
	Step   string    `json:"step,omitempty"`
	Flow   string    `json:"flow"`
	From   string    `json:"from"`
	To     string    `json:"to"`
	Title  string    `json:"title"`
	Method string    `json:"method,omitempty"`
	URL    string    `json:"url,omitempty"`
	Status int       `json:"status,omitempty"`
}

// Called is a call to an API. Request and Answer are masked, and only those of the bundle's own checks are known.
type Called struct {
	Time       time.Time `json:"time"`
	Step       string    `json:"step"`
	Service    string    `json:"service"`
	Operation  string    `json:"operation"`
	Status     int       `json:"status"`
	DurationMS int64     `json:"duration_ms"`
	RequestID  string    `json:"request_id,omitempty"`
	Error      string    `json:"error,omitempty"`
	Request    string    `json:"request,omitempty"`
	Answer     string    `json:"answer,omitempty"`
}

// maxCalls is how many of the latest calls a document keeps.
const maxCalls = 2000

// line is what any entry of a journal may carry.
type line struct {
	Title      string          `json:"title"`
	Summary    string          `json:"summary"`
	Error      *flow.ErrorWire `json:"error"`
	ID         string          `json:"id"`
	Flow       string          `json:"flow"`
	From       string          `json:"from"`
	To         string          `json:"to"`
	Method     string          `json:"method"`
	URL        string          `json:"url"`
	Service    string          `json:"service"`
	Operation  string          `json:"operation"`
	DurationMS int64           `json:"duration_ms"`
	RequestID  string          `json:"request_id"`
}

// FromSession makes a document of what a session's journal remembers.
func FromSession(s *flow.Session, version string, l text.Lang) (Document, error) {
	entries, err := s.Journal.Entries()
	d := FromEntries(entries, l)
	d.Made = s.Clock.Now().UTC()
	d.Version = Versions{version, runtime.Version(), runtime.GOOS, runtime.GOARCH}
	d.Place = Place{s.Place.Mode, s.Place.Account, s.Place.Region, s.Place.Profile}
	for i, m := range d.Steps {
		if step, ok := flow.Find(s.Steps, m.Step); ok {
			d.Steps[i].Title = step.Info().Title.In(l)
		}
	}
	d.order(s.Checks)
	return d, err
}

// order puts what failed or warns first, and else keeps the checklist's order: answers came as they came.
func (d *Document) order(checks []flow.Check) {
	rank := map[string]int{}
	for i, c := range checks {
		rank[c.ID] = i + 1
	}
	first := map[flow.CheckStatus]int{flow.Fail: -2, flow.Warn: -1}
	slices.SortStableFunc(d.Checks, func(a, b flow.CheckWire) int {
		return cmp.Or(first[a.Status]-first[b.Status], rank[a.ID]-rank[b.ID])
	})
}

// FromEntries reads a journal. A step is a moment with its outcome; of facts, hops and checks the newest count.
func FromEntries(entries []flow.Entry, l text.Lang) Document {
	d := Document{Steps: []Moment{}, Facts: []Known{}, Checks: []flow.CheckWire{}, Hops: []Message{}, Calls: []Called{}}
	begun := map[string]Moment{}
	for _, e := range entries {
		var v line
		status, broken := struct {
			Status json.RawMessage `json:"status"`
		}{}, e.Into(l, &v) != nil
		if json.Unmarshal(e.Raw, &status) != nil || broken {
			continue
		}
		number := 0
		_ = json.Unmarshal(status.Status, &number) // a call's and a hop's are numbers, a step's a word
		switch e.Type {
		case "step_started":
			begun[e.Step] = Moment{Time: e.Time, Step: e.Step, Title: v.Title}
			d.forget(e.Step)
		case "step_finished":
			d.finished(e, v, begun[e.Step])
		case "fact":
			d.know(Known{e.Step, e.Key, e.Value})
		case "check":
			d.checked(e, l)
		case "hop":
			d.Hops = append(d.Hops, Message{e.Time, e.Step, v.Flow, v.From, v.To, v.Title, v.Method, v.URL, number})
		case "call":
			d.Calls = append(d.Calls, Called{Time: e.Time, Step: e.Step, Service: v.Service, Operation: v.Operation, Status: number, DurationMS: v.DurationMS, RequestID: v.RequestID})
		}
	}
	d.Calls = d.Calls[max(0, len(d.Calls)-maxCalls):]
	return d
}

// forget drops the hops of a step that is done again.
func (d *Document) forget(step string) {
	d.Hops = slices.DeleteFunc(d.Hops, func(h Message) bool { return h.Step == step })
}

func (d *Document) finished(e flow.Entry, v line, begun Moment) {
	m := Moment{Time: e.Time, Step: e.Step, Title: begun.Title, Status: string(e.Status), Summary: v.Summary}
	if !begun.Time.IsZero() {
		m.Time, m.TookMS = begun.Time, e.Time.Sub(begun.Time).Milliseconds()
	}
	if v.Error != nil {
		m.Summary, m.Code, m.Cause = v.Error.Message, v.Error.Code, v.Error.Cause
	}
	d.Steps = append(d.Steps, m)
}

func (d *Document) know(k Known) {
	d.Facts = slices.DeleteFunc(d.Facts, func(old Known) bool { return old.Key == k.Key })
	d.Facts = append(d.Facts, k)
}

func (d *Document) checked(e flow.Entry, l text.Lang) {
	var c flow.CheckWire
	if e.Into(l, &c) != nil {
		return
	}
	at := e.Time
	d.Verified = &at
	if i := slices.IndexFunc(d.Checks, func(old flow.CheckWire) bool { return old.ID == c.ID }); i >= 0 {
		d.Checks[i] = c
		return
	}
	d.Checks = append(d.Checks, c)
}

// Count is how many checks came out in a way.
func (d Document) Count(status flow.CheckStatus) int {
	n := 0
	for _, c := range d.Checks {
		if c.Status == status {
			n++
		}
	}
	return n
}

// Mapped is the document with every text put through a function: a mask, or a scrubber.
func (d Document) Mapped(change func(string) string) (Document, error) {
	raw, err := json.Marshal(d)
	if err != nil {
		return Document{}, err
	}
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return Document{}, err
	}
	if raw, err = json.Marshal(mapped(tree, change)); err != nil {
		return Document{}, err
	}
	var out Document
	err = json.Unmarshal(raw, &out)
	return out, err
}

func mapped(tree any, change func(string) string) any {
	switch v := tree.(type) {
	case string:
		if _, err := time.Parse(time.RFC3339Nano, v); err == nil {
			return v
		}
		return change(v)
	case []any:
		for i := range v {
			v[i] = mapped(v[i], change)
		}
	case map[string]any:
		for name := range v {
			v[name] = mapped(v[name], change)
		}
	}
	return tree
}
