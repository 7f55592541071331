package ui

import (
	"context"
	"sync"

	tea "charm.land/bubbletea/v2"

	"agentcore-workshop/steps/flow"
	"agentcore-workshop/steps/text"
)

// mailbox carries what happens elsewhere to the root. Putting never blocks, so that a session cannot be held up by a slow
// terminal; taking takes everything there is, so that a burst of events costs one frame.
type mailbox struct {
	mu    sync.Mutex
	items []any
	ready chan struct{}
}

func newMailbox() *mailbox { return &mailbox{ready: make(chan struct{}, 1)} }

// put adds an item. Of events that may be coalesced only the latest in a row is kept.
func (b *mailbox) put(item any) {
	b.mu.Lock()
	if n := len(b.items); n > 0 && coalesce(b.items[n-1], item) {
		b.items[n-1] = item
	} else {
		b.items = append(b.items, item)
	}
	b.mu.Unlock()
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

func coalesce(last, item any) bool {
	a, ok := last.(happened)
	b, also := item.(happened)
	return ok && also && a.event.Coalescible() && b.event.Coalescible() && a.event.Step == b.event.Step
}

// mail is everything that came since the last time.
type mail struct{ items []any }

// wait is the command that brings the next mail.
func (b *mailbox) wait(ctx context.Context) tea.Cmd {
	return func() tea.Msg {
		select {
		case <-b.ready:
		case <-ctx.Done():
			return nil
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		items := b.items
		b.items = nil
		return mail{items}
	}
}

// What comes by mail.
type (
	// happened is an event of a course's session; survey marks those of looking around, which belong to no run.
	happened struct {
		course *course
		event  flow.Event
		survey bool
	}
	// surveyed is a step's state, looked at.
	surveyed struct {
		course *course
		id     string
		status flow.Status
		err    error
		last   bool
	}
	// ended is the end of a run.
	ended struct {
		course  *course
		failure *flow.Failure
	}
	// asked is a question; withdrawn takes it back, since it answered itself.
	asked struct {
		id       int64
		question flow.Question
		reply    chan reply
	}
	withdrawn struct{ id int64 }
	// doorsFound and entered answer what the first screen asked for.
	doorsFound struct {
		doors      []flow.Door
		err        error
		resumeDoor flow.DoorID
		resumeStep string
	}
	entered struct {
		door    flow.DoorID
		session *flow.Session
		// step is where to open; exact says that the person asked for it, rather than having been there last.
		step  string
		exact bool
		err   error
	}
	// coded is a step as code, with how it is run at this place; opened says whether an address could be shown in a browser.
	coded struct {
		step    string
		dialect flow.Dialect
		code    string
		howTo   []text.Msg
		err     error
	}
	opened struct {
		url string
		err error
	}
)

type reply struct {
	answer flow.Answer
	err    error
}

// asker brings questions to the dialogs and waits for their answers.
type asker struct {
	box *mailbox
	mu  sync.Mutex
	n   int64
}

// Ask puts a question before the person. When ctx ends first, the dialog closes by itself.
func (a *asker) Ask(ctx context.Context, q flow.Question) (flow.Answer, error) {
	a.mu.Lock()
	a.n++
	id := a.n
	a.mu.Unlock()
	back := make(chan reply, 1)
	a.box.put(asked{id, q, back})
	select {
	case r := <-back:
		return r.answer, r.err
	case <-ctx.Done():
		a.box.put(withdrawn{id})
		return flow.Answer{}, context.Cause(ctx)
	}
}

// refusal is what a step gets when the person says no.
func refusal(q flow.Question) error {
	return &flow.Failure{
		Code: "Declined", Exit: flow.ExitInterrupted,
		Message: text.T{En: "You chose not to go on: %s", Ko: "계속하지 않기로 했습니다: %s"}.With(q.Title),
		Fix:     text.T{En: "Nothing more was done. Start the step again whenever you like.", Ko: "더 진행하지 않았습니다. 원할 때 이 단계를 다시 시작하세요."}.With(),
	}
}
