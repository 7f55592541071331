package flow

import (
	"context"
	"errors"
	"sync"
	"time"

	"agentcore-workshop/steps/text"
)

// Report is how a step tells what happens, and asks. It is safe for use by several goroutines.
type Report struct {
	step  string
	clock Clock
	emit  func(Event)
	asker Asker
	gate  *Gate
	seq   *sequence
}

// sequence numbers the events of one stream, and keeps them in order.
type sequence struct {
	mu sync.Mutex
	n  int64
}

// NewReport makes a report whose events go to emit, in order. A nil asker refuses every question; a nil gate never holds.
func NewReport(clock Clock, emit func(Event), asker Asker, gate *Gate) *Report {
	return &Report{clock: clock, emit: emit, asker: asker, gate: gate, seq: &sequence{}}
}

// For is the same stream in the name of a step.
func (r *Report) For(step string) *Report {
	d := *r
	d.step = step
	return &d
}

// Emit puts an event on the stream.
func (r *Report) Emit(b Body) {
	r.seq.mu.Lock()
	defer r.seq.mu.Unlock()
	r.seq.n++
	r.emit(Event{Seq: r.seq.n, Time: r.clock.Now(), Step: r.step, Body: b})
}

// Fact tells something worth copying.
func (r *Report) Fact(key string, label text.T, value string) {
	r.Emit(Fact{Key: key, Label: label, Value: value})
}

// Say tells something by the way; Warn does it louder.
func (r *Report) Say(m text.Msg)  { r.Emit(Note{Level: InfoNote, Message: m}) }
func (r *Report) Warn(m text.Msg) { r.Emit(Note{Level: Warning, Message: m}) }

// Meanwhile tells what holds only until the step has ended: where the browser is, for instance.
func (r *Report) Meanwhile(m text.Msg) {
	r.Emit(Note{Level: InfoNote, Message: m, Passing: true})
}

// Ask puts a question to the person and tells the stream that it waits.
func (r *Report) Ask(ctx context.Context, q Question) (Answer, error) {
	refuser, _ := r.asker.(Refuser)
	unasked := r.asker == nil || refuser != nil && refuser.Refuses(q)
	r.Emit(NeedsUser{Kind: q.Kind, Title: q.Title, URL: q.URL, Deadline: q.Deadline, Unasked: unasked})
	if r.asker == nil {
		return Answer{}, Unanswered(q)
	}
	return r.asker.Ask(ctx, q)
}

// NobodyThere reports an error that is only that refusal.
func NobodyThere(err error) bool {
	var f *Failure
	return errors.As(err, &f) && f.Code == "NeedsUser"
}

// Unanswered is the refusal where nobody is there to answer.
func Unanswered(q Question) *Failure {
	return &Failure{
		Code: "NeedsUser", Exit: ExitUsage,
		Message: text.T{En: "This needs an answer that nobody is there to give: %s", Ko: "답할 사람이 없는 질문입니다: %s"}.With(q.Title),
		Fix:     text.T{En: "Run it in a terminal, or add --yes.", Ko: "터미널에서 실행하거나 --yes를 붙이세요."}.With(),
	}
}

// Before is the gate before every call and every hop: with hold on it shows the request and waits for one key.
func (r *Report) Before(ctx context.Context, h Held) error {
	if r.gate == nil {
		return ctx.Err()
	}
	return r.gate.wait(ctx, h, func() { r.Emit(NeedsUser{Kind: Hold, Title: h.Title, URL: h.URL}) })
}

// Hop tells a message between two parties.
func (r *Report) Hop(h Hop) { r.Emit(h) }

// Clock is the time of the run.
func (r *Report) Clock() Clock { return r.clock }

// Since is the time from start until now by the run's clock.
func (r *Report) Since(start time.Time) time.Duration { return r.clock.Now().Sub(start) }

type reportKey struct{}

// With puts the report where calls made deep inside a step find it: the recorder of API calls has only the context.
func (r *Report) With(ctx context.Context) context.Context {
	return context.WithValue(ctx, reportKey{}, r)
}

// From is the report of a context, or nil.
func From(ctx context.Context) *Report {
	r, _ := ctx.Value(reportKey{}).(*Report)
	return r
}
