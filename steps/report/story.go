package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// verifyStep is the step that the checks belong to.
const verifyStep = "verify"

// session is a bundle as a session that is only looked at: its steps, its checks, and what happened, to be told again.
func (b bundled) session(course Course) *flow.Session {
	place := flow.Place{Mode: b.en.Place.Mode, Account: b.en.Place.Account, Region: b.en.Place.Region, Profile: b.en.Place.Profile, ReadOnly: true}
	s := &flow.Session{Place: place, Clock: flow.Stopped{At: b.en.Made}, Steps: b.steps(course.Steps()), Checks: b.checks(course.Checks())}
	s.Past = &flow.Past{Made: b.en.Made, Timeline: b.timeline()}
	for _, step := range s.Steps {
		s.Past.Events = append(s.Past.Events, b.begun(step.Info().ID)...)
	}
	s.Past.Events = append(s.Past.Events, b.traffic()...)
	for _, f := range b.en.Facts {
		s.Past.Events = append(s.Past.Events, flow.Event{Time: b.en.Made, Step: f.Step, Body: flow.Fact{Key: f.Key, Value: f.Value}})
	}
	for i := range s.Checks {
		s.Past.Events = append(s.Past.Events, b.result(&s.Checks[i]))
	}
	for _, step := range s.Steps {
		s.Past.Events = append(s.Past.Events, b.over(step.Info().ID)...)
	}
	return s
}

// told is a step of a bundle: it can be read, and nothing else.
type told struct {
	info  flow.Info
	state flow.State
}

func (t told) Info() flow.Info                            { return t.info }
func (t told) State(context.Context) (flow.Status, error) { return flow.Status{State: t.state}, nil }

// steps are those that the bundle tells of, in the course's order; those that this program does not know follow.
func (b bundled) steps(known []flow.Info) []flow.Step {
	mentioned := map[string]bool{verifyStep: true}
	var others []string
	mention := func(id string) {
		if id == "" || mentioned[id] {
			return
		}
		mentioned[id] = true
		if !slices.ContainsFunc(known, func(i flow.Info) bool { return i.ID == id }) {
			others = append(others, id)
		}
	}
	for _, m := range b.en.Steps {
		mention(m.Step)
	}
	for _, h := range b.en.Hops {
		mention(h.Step)
	}
	if !slices.ContainsFunc(known, func(i flow.Info) bool { return i.ID == verifyStep }) {
		others = append(others, verifyStep)
	}
	var steps []flow.Step
	for _, info := range known {
		if mentioned[info.ID] {
			steps = append(steps, told{info: info})
		}
	}
	for _, id := range others {
		info := flow.Info{ID: id, Title: text.T{En: id, Ko: id}}
		if i := b.moment(id); i >= 0 {
			info.Title = b.both(func(d Document) string { return momentAt(d, i).Title })
		}
		steps = append(steps, told{info: info})
	}
	return steps
}

// moment is the place of a step's last moment in the timeline, or -1.
func (b bundled) moment(id string) int {
	for i := len(b.en.Steps) - 1; i >= 0; i-- {
		if b.en.Steps[i].Step == id {
			return i
		}
	}
	return -1
}

// both is a text of the bundle in either language; where the Korean one has none, the English.
func (b bundled) both(of func(Document) string) text.T {
	en := of(b.en)
	return text.T{En: en, Ko: cmp.Or(of(b.ko), en)}
}

// said is a text as a message: what somebody wrote is a value, and never a pattern for values.
func said(t text.T) text.Msg {
	if t.En == "" {
		return text.Msg{}
	}
	return text.T{En: "%s", Ko: "%s"}.With(t)
}

// begun starts a step where the timeline says so; the checks were made last, for the bundle itself.
func (b bundled) begun(id string) []flow.Event {
	at, ok := b.span(id)
	if !ok {
		return nil
	}
	return []flow.Event{{Time: at[0], Step: id, Body: flow.StepStarted{}}}
}

// span is when a step began and ended; false where the bundle does not say.
func (b bundled) span(id string) (at [2]time.Time, ok bool) {
	if id == verifyStep {
		if b.en.Verified == nil {
			return at, false
		}
		at[0], at[1] = *b.en.Verified, *b.en.Verified
		for _, c := range b.en.Calls {
			if end := c.Time; c.Step == id && end.After(at[1]) {
				at[1] = end
			}
		}
		return at, true
	}
	i := b.moment(id)
	if i < 0 {
		return at, false
	}
	m := b.en.Steps[i]
	return [2]time.Time{m.Time, m.Time.Add(time.Duration(m.TookMS) * time.Millisecond)}, true
}

// over ends a step as it ended.
func (b bundled) over(id string) []flow.Event {
	at, ok := b.span(id)
	if !ok {
		return nil
	}
	end := flow.StepFinished{Status: flow.OK, State: flow.Present}
	if i := b.moment(id); i >= 0 && id != verifyStep {
		end.Summary = said(b.both(func(d Document) string { return momentAt(d, i).Summary }))
		m := b.en.Steps[i]
		end.Status = flow.Outcome(m.Status)
		if end.Status == flow.Failed {
			end.State = flow.Drifted
			end.Error = &flow.Failure{Code: m.Code, Message: end.Summary, Cause: said(b.both(func(d Document) string { return momentAt(d, i).Cause }))}
		}
	}
	if id == verifyStep && b.en.Count(flow.Fail) > 0 {
		end = flow.StepFinished{Status: flow.Failed, State: flow.Drifted, Error: &flow.Failure{Code: "ChecksFailed"}}
	}
	return []flow.Event{{Time: at[1], Step: id, Body: end}}
}

func momentAt(d Document, i int) Moment {
	if i < len(d.Steps) {
		return d.Steps[i]
	}
	return Moment{}
}

// traffic are calls and hops in the order of their times.
func (b bundled) traffic() []flow.Event {
	var events []flow.Event
	for _, c := range b.en.Calls {
		events = append(events, flow.Event{Time: c.Time, Step: c.Step, Body: flow.Call{
			Service: c.Service, Operation: c.Operation, Status: c.Status, Duration: time.Duration(c.DurationMS) * time.Millisecond,
			RequestID: c.RequestID, Request: c.Request, Answer: c.Answer, Err: c.Error,
		}})
	}
	for i, h := range b.en.Hops {
		title := said(b.both(func(d Document) string {
			if i < len(d.Hops) {
				return d.Hops[i].Title
			}
			return ""
		}))
		events = append(events, flow.Event{Time: h.Time, Step: h.Step, Body: flow.Hop{
			Flow: h.Flow, From: h.From, To: h.To, Title: title, Method: h.Method, URL: h.URL, Status: h.Status,
		}})
	}
	slices.SortStableFunc(events, func(a, b flow.Event) int { return a.Time.Compare(b.Time) })
	return events
}

// timeline is what was done and when, and which program wrote it down where, as a page for the screen.
func (b bundled) timeline() flow.Document {
	w := wordsOf()
	body := func(l text.Lang) string {
		d, out := b.in(l), &strings.Builder{}
		w.happened(out, d, l, oneLine)
		fmt.Fprintf(out, "\n%s\n\n", w.place(d, l))
		fmt.Fprintf(out, "%s agentcore-workshop %s, %s, %s/%s\n", d.Made.Format(time.RFC3339), d.Version.Program, d.Version.Go, d.Version.OS, d.Version.Arch)
		return out.String()
	}
	return flow.Document{Title: w.timeline, Body: text.T{En: body(text.English), Ko: body(text.Korean)}}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
